"""Whether a new customer of each segment brings more than winning it costs."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    ALARM,
    CLIENT,
    EXTRA,
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    wrapped,
)
from revcore.model import Scorecard, Unit
from revcore.words import capital, counted, money_words

PAYS, FAILS, COST = "Brings more than it costs", "Brings less", "Cost of winning one"
MOST = 7


@chart(title="Value and cost by segment", page="acquisition", order=60, needs=("segment_payback",))
def segment_payback(card: Scorecard) -> Drawing:
    """A bar per segment for the gross profit of a new customer, a tick for the cost of winning it.

    Bars that end before their tick have the colour of trouble.
    """
    alt = vega()
    finding = card.findings.get("wrong_fit_segment")
    series = front(records(card.series["segment_payback"]), finding.subject if finding else "")
    rows = [tidy(row, card.currency) for row in series]
    says = said(series, card.currency)
    kinds = {row["kind"] for row in rows}
    words = {CLIENT: PAYS, ALARM: FAILS}
    meaning = Meaning(
        {**{place: word for place, word in words.items() if word in kinds}, EXTRA: COST}
    )
    most = max(max(row["value"], row["cost"]) for row in rows)
    scale = options(domain=[0, most * 1.1 or 1], nice=False)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(
            name="Segment", brings="Brings", range="8 times in 10", costs="Costs", many="New",
        ),
    )  # fmt: skip
    axis = value_axis(Unit.MONEY, card.currency, tickCount=4)
    bars = base.mark_bar(size=18, cornerRadiusEnd=4, opacity=0.8).encode(
        x=alt.X("value:Q", scale=scale, title=None, axis=axis), color=meaning.by("kind")
    )
    ticks = (
        meaning.paint(base, EXTRA)
        .mark_tick(thickness=4, size=30, opacity=1)
        .encode(x=alt.X("cost:Q", scale=scale))
    )
    text = labels(base, align="left", dy=22).encode(x=alt.XValue(2), text=alt.Text("label:N"))
    months = series[0]["months"]
    return drawing(
        bars, ticks, text, says=says,
        alt=f"{says}. A bar per segment for gross profit in {months} months, a tick for the cost "
        "of winning one.",
        height=62 * len(rows) + 80,
    )  # fmt: skip


def front(rows: list[Row], subject: str) -> list[Row]:
    """The segment that was found first, then the others."""
    ordered = sorted(rows, key=lambda row: row["segment"] != subject)
    return ordered[:MOST]


def tidy(row: Row, currency: str | None) -> Row:
    """One segment in words."""
    brings, cost = money_words(row["value"], currency), money_words(row["cost"], currency)
    low, high = (money_words(row[end], currency) for end in ("low", "high"))
    return {
        "name": wrapped(capital(row["segment"])), "value": row["value"], "cost": row["cost"],
        "kind": PAYS if row["value"] >= row["cost"] else FAILS,
        "brings": f"{brings} of gross profit in {row['months']} months", "costs": cost,
        "range": f"{low} to {high}", "many": counted(row["customers"], "customer"),
        "label": f"brings {brings}, costs {cost}",
    }  # fmt: skip


def said(rows: list[Row], currency: str | None) -> str:
    """The segment that pays least for what it costs, or that all pay."""
    worst = min(rows, key=lambda row: row["value"] / row["cost"] if row["cost"] else float("inf"))
    brings, cost = (money_words(worst[name], currency) for name in ("value", "cost"))
    name = f"“{worst['segment']}”"
    if worst["value"] < worst["cost"]:
        return f"A customer in {name} costs {cost} to win and brings {brings}"
    return f"Every segment brings more than it costs; {name} least: {brings} for {cost}"
