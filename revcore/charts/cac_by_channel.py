"""What a new customer cost by channel."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._look import (
    CLIENT,
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    whiskers,
    wrapped,
)
from revcore.charts._say import known
from revcore.errors import NotComputable
from revcore.model import BreakdownRow, Scorecard, Unit
from revcore.words import capital, counted, money_words

MOST = 8


@chart(title="Cost by channel", page="acquisition", order=20)
def cac_by_channel(card: Scorecard) -> Drawing:
    """Advertising cost per new customer of each channel; those without a cost stand last."""
    alt = vega()
    parts = channels(card)
    rows = [tidy(row, card) for row in parts]
    says = said(parts, card.currency)
    meaning = Meaning({CLIENT: "Cost of a new customer"})
    ceiling = max(row["value"] for row in rows if row["value"] is not None) * 2.2
    for row in rows:
        for name in ("low", "high", "low95", "high95"):
            row[name] = min(row[name], ceiling) if row[name] is not None else None
        row["end"] = row["high95"] if row["high95"] is not None else 0
    scale = options(domain=[0, max(row["end"] for row in rows) * 1.25], nice=False)
    axis = value_axis(Unit.MONEY, card.currency, tickCount=4, grid=True)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(name="Channel", words="Per customer", range="8 times in 10", many="New"),
    )
    priced = base.transform_filter("isValid(datum.value)")
    bars = (
        meaning.paint(priced, CLIENT)
        .mark_bar(size=18, cornerRadiusEnd=4, opacity=0.7)
        .encode(x=alt.X("value:Q", scale=scale, axis=axis))
    )
    ends = whiskers(priced, alt.ColorValue("currentColor"), along="x", scale=scale, axis=axis)
    text = labels(base, align="left", dx=7).encode(
        x=alt.X("end:Q", scale=scale, axis=axis), text=alt.Text("label:N")
    )
    return drawing(
        bars,
        *ends,
        text,
        says=says,
        alt=f"{says}. Horizontal bars with whiskers.",
        height=max(150, 40 * len(rows) + 50),
    )


def channels(card: Scorecard) -> list[BreakdownRow]:
    """Rows of the breakdown by channel, cheapest first, those without a value last.

    Raises
    ------
    NotComputable
        No channel has both spend and new customers.
    """
    for name in ("cac_by_channel", "cac_media", "cac"):
        parts = card.breakdowns.get(name, {}).get("channel")
        if parts and any(row.value is not None for row in parts):
            shown = sorted(
                parts, key=lambda row: (row.value is None, row.value or 0, -row.n, row.key)
            )
            return shown[:MOST]
    raise NotComputable(
        "Needs spend by channel, and where each new customer came from.", needs=("spend.channel",)
    )


def tidy(row: BreakdownRow, card: Scorecard) -> Row:
    """One channel in words."""
    value = row.value
    low, high = row.low, row.high
    currency = card.currency
    cost = money_words(value, currency) if value is not None else row.reason or "no cost known"
    reading = known(card, "cac_by_channel")
    rest = reading.inputs.get("spend_without_channel") if reading else None
    if value is None and not row.n and isinstance(rest, int | float):
        cost = f"{money_words(rest, currency)} on no channel"
    ranged = value is not None and low is not None and high is not None
    return {
        "name": wrapped(capital(row.key)),
        "value": value,
        "low": low,
        "high": high,
        "low95": value if row.low95 is None else row.low95,
        "high95": value if row.high95 is None else row.high95,
        "words": cost,
        "label": cost,
        "range": f"{money_words(low, currency)} to {money_words(high, currency)}"  # type: ignore[arg-type]
        if ranged
        else "",
        "many": counted(row.n, "customer"),
    }


def said(rows: list[BreakdownRow], currency: str | None) -> str:
    """Cheapest and dearest channel, and whether they differ for certain."""
    priced = [row for row in rows if row.value is not None]
    if len(priced) == 1:
        only = priced[0]
        return f"{capital(only.key)}: {money_words(only.value or 0, currency)} for a new customer"
    best, worst = priced[0], priced[-1]
    low, high = (money_words(row.value or 0, currency) for row in (best, worst))
    head = (
        f"Counting each channel’s own spend, a customer costs {low} through {best.key} and {high} "
        f"through {worst.key}"
    )
    clear = best.high is not None and worst.low is not None and best.high < worst.low
    return head if clear else f"{head}: can’t tell yet which is cheaper"
