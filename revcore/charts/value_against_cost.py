"""What a customer brings beside what it costs."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._look import (
    CLIENT,
    PLAN,
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
)
from revcore.charts._say import known
from revcore.errors import NotComputable
from revcore.model import Reading, Scorecard, Unit
from revcore.words import interval_words, money_words

WORTH, COST = "Brings in gross profit", "Costs to win"
YEAR = 12
SHOWN = {
    "first_year_value": ("First year", WORTH),
    "clv": ("Customer value", WORTH),
    "cac": ("Cost, all counted", COST),
    "cac_media": ("Cost, advertising", COST),
}


@chart(title="Value against cost", page="value", order=10)
def value_against_cost(card: Scorecard) -> Drawing:
    """Bars with whiskers: first-year value and customer value above the cost of winning one."""
    alt = vega()
    readings = {name: known(card, name) for name in SHOWN}
    if readings["cac"] is not None:
        readings["cac_media"] = None
    found = {name: reading for name, reading in readings.items() if reading is not None}
    worth = found.get("clv")
    if "first_year_value" in found and worth and worth.inputs.get("horizon_months") == YEAR:
        del found["clv"]
    if len(found) < 2 or not {"first_year_value", "clv"} & set(found):
        raise NotComputable(
            "Needs what a customer brings (the gross margin) and what winning one costs (spend)."
        )
    rows = [tidy(reading, card) for reading in found.values()]
    says = said(found, card.currency)
    kinds = {CLIENT: WORTH, PLAN: COST} if {"cac", "cac_media"} & set(found) else {CLIENT: WORTH}
    meaning = Meaning(kinds)
    top = max(max(row["high95"], row["value"]) for row in rows)
    scale = options(domain=[0, top * 1.22], nice=False)
    axis = value_axis(Unit.MONEY, card.currency, tickCount=4, grid=True)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(name="Figure", words="Value", range="Range", window="Counted over"),
    )
    bars = base.mark_bar(size=26, cornerRadiusEnd=4, opacity=0.75).encode(
        x=alt.X("value:Q", scale=scale, axis=axis), color=meaning.by("kind")
    )
    ends = whiskers(base, alt.ColorValue("currentColor"), along="x", scale=scale, axis=axis)
    text = labels(base, align="left", dx=8).encode(
        x=alt.X("end:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    return drawing(
        bars,
        *ends,
        text,
        says=says,
        alt=f"{says}. Horizontal bars with whiskers.",
        height=54 * len(rows) + 70,
    )


def tidy(reading: Reading, card: Scorecard) -> Row:
    """One bar; without an interval the whisker has no length."""
    value = float(reading.value or 0)
    name, kind = SHOWN[reading.id]
    ends = {
        key: float(end) if (end := getattr(reading, key)) is not None else value
        for key in ("low", "high", "low95", "high95")
    }
    horizon = reading.inputs.get("horizon_months") if reading.id == "clv" else None
    return {
        "name": f"First {horizon} months" if horizon else name,
        "kind": kind,
        "value": value,
        **ends,
        "end": max(value, ends["high95"]),
        "words": money_words(value, card.currency),
        "range": interval_words(reading, card.currency),
        "window": reading.window or "",
    }


def said(found: dict[str, Reading], currency: str | None) -> str:
    """Whether the first year brings back what winning a customer costs."""
    worth = found.get("first_year_value") or found["clv"]
    cost = found.get("cac") or found.get("cac_media")
    brings = money_words(worth.value or 0, currency)
    horizon = worth.inputs.get("horizon_months")
    when = f"in its first {horizon} months" if horizon else "in its first year"
    if cost is None:
        return f"A new customer brings {brings} {when}"
    costs = money_words(cost.value or 0, currency)
    head = f"A new customer brings {brings} {when} and costs {costs}"
    head = head if cost.id == "cac" else f"{head} in advertising"
    bounds = (worth.low95, worth.high95, cost.low95, cost.high95)
    if any(end is None for end in bounds):
        return head
    gap = (worth.value or 0) - (cost.value or 0)
    down = ((worth.value or 0) - (worth.low95 or 0), (cost.high95 or 0) - (cost.value or 0))
    up = ((worth.high95 or 0) - (worth.value or 0), (cost.value or 0) - (cost.low95 or 0))
    if gap - (down[0] ** 2 + down[1] ** 2) ** 0.5 > 0 or gap + (up[0] ** 2 + up[1] ** 2) ** 0.5 < 0:
        return head
    return f"{head}: too close to call"
