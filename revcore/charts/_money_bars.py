"""Bars of money with their 80 % range around nothing: levers, scenarios, assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from revcore.charts._chart import Drawing, Row
from revcore.charts._look import (
    ALARM,
    BREAK,
    CLIENT,
    PLAN,
    Meaning,
    drawing,
    labels,
    month_axis,
    names_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    wrapped,
)
from revcore.model import Unit
from revcore.words import money_words, range_words

LINE = 15
"""Height of a line of a name [px]."""
BRINGS, COSTS = "Brings more than it costs", "Costs more than it brings"
NOTHING, SET = "Doing nothing", "With what is set"


def bar(name: str, value: float, low: float, high: float, currency: str | None) -> Row:
    """One bar in words."""
    return {
        "name": wrapped(name), "value": value, "low": low, "high": high,
        "end": max(value, high, 0.0), "words": money_words(value, currency),
        "range": range_words(low, high, currency), "kind": BRINGS if value >= 0 else COSTS,
    }  # fmt: skip


def height(rows: Sequence[Row]) -> int:
    """Room for so many bars and the longest of their names [px]: a name that lacks it is left out.

    >>> height([{"name": "Win more deals"}] * 5), height([{"name": "Ask / ten / buyers / why"}] * 3)
    (280, 275)
    """
    lines = max(str(row["name"]).count(BREAK) + 1 for row in rows)
    return max(150, max(40, LINE * lines + 5) * len(rows) + 80)


def _scale(rows: Sequence[Row]) -> Any:
    low = min(0.0, *(row["low"] for row in rows))
    high = max(0.0, *(row["high"] for row in rows))
    room = (high - low) * 0.3 or 1.0
    return options(domain=[low - (room * 0.1 if low < 0 else 0), high + room], nice=False)


def bars(rows: Sequence[Row], currency: str | None, tooltips: dict[str, str]) -> list[Any]:
    """Layers: bars from nothing to the value, a line for the range, the value in words."""
    alt = vega()
    words = {CLIENT: BRINGS, ALARM: COSTS}
    kinds = {row["kind"] for row in rows}
    meaning = Meaning({place: word for place, word in words.items() if word in kinds})
    scale = _scale(rows)
    axis = value_axis(Unit.MONEY, currency, tickCount=4, grid=True)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()), tooltip=tooltip(**tooltips)
    )
    solid = base.mark_bar(size=18, cornerRadiusEnd=4, opacity=0.8).encode(
        x=alt.X("value:Q", scale=scale, axis=axis), color=meaning.by("kind")
    )
    ends = base.mark_rule(strokeWidth=2, strokeCap="round", color="currentColor").encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2=alt.X2("high")
    )
    text = labels(base, align="left", dx=7).encode(
        x=alt.X("end:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    return [solid, ends, text]


# ---------------------------------------------------------------- drawn beside a slider
def compared(rows: Sequence[Row], currency: str | None) -> Drawing:
    """Scenarios beside doing nothing, which is the line at nought."""
    best = max(rows, key=lambda row: float(row["value"]))
    name = str(best["name"]).replace(" / ", " ")
    says = f"“{name}” brings most against doing nothing: {best['words']}"
    if best["value"] <= 0:
        says = "Doing nothing brings more than any of these"
    return drawing(
        *bars(rows, currency, {"name": "Scenario", "words": "Worth", "range": "8 times in 10"}),
        says=says, alt=f"{says}. One bar for each scenario with its range.", height=height(rows),
    )  # fmt: skip


def ahead(
    months: Sequence[str], before: Sequence[float], after: Sequence[float], currency: str | None
) -> Drawing:
    """Sales of the coming months, with and without what is set."""
    alt = vega()
    rows = [
        {"month": month, "value": value, "kind": kind, "words": money_words(value, currency)}
        for kind, values in ((NOTHING, before), (SET, after))
        for month, value in zip(months, values, strict=True)
    ]
    meaning = Meaning({CLIENT: SET, PLAN: NOTHING}, lines=True)
    lines = (
        rows_chart(rows)
        .mark_line(strokeWidth=3, interpolate="monotone")
        .encode(
            x=alt.X("month:O", sort=None, title=None, axis=month_axis(list(months))),
            y=alt.Y(
                "value:Q", title=None, scale=options(zero=True),
                axis=value_axis(Unit.MONEY, currency, grid=True),
            ),
            color=meaning.by("kind"),
            tooltip=tooltip(month="Month", kind="", words="Sales"),
        )
    )  # fmt: skip
    last, nothing = money_words(after[-1], currency), money_words(before[-1], currency)
    says = f"{last} of sales in {months[-1]}, against {nothing} doing nothing"
    if last == nothing:
        says = f"{last} of sales in {months[-1]}, as when doing nothing"
    return drawing(lines, says=says, alt=f"{says}. Two lines by month.")


def hinges(rows: Sequence[Row], middle: float, currency: str | None) -> Drawing:
    """What the worth hangs on: a bar from one end to the other for each assumption."""
    alt = vega()
    low, high = min(row["low"] for row in rows), max(row["high"] for row in rows)
    room = (high - low) * 0.15
    words = 6.5 * room  # as wide as the words are on a phone
    scale = options(domain=[low - room, high + words], nice=False)
    axis = value_axis(Unit.MONEY, currency, tickCount=4, grid=True)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(name="Assumption", range="Worth between"),
    )
    meaning = Meaning({CLIENT: "From one end of what is known to the other"}, legend=False)
    spans = (
        meaning.paint(base, CLIENT)
        .mark_bar(size=16, cornerRadius=4, opacity=0.7)
        .encode(x=alt.X("low:Q", scale=scale, axis=axis), x2=alt.X2("high"))
    )
    text = labels(base, align="left", dx=7).encode(
        x=alt.X("high:Q", scale=scale, axis=axis), text=alt.Text("range:N")
    )
    line = (
        rows_chart([{"value": middle}])
        .mark_rule(strokeDash=[5, 4], color="currentColor")
        .encode(x=alt.X("value:Q", scale=scale, axis=axis))
    )
    first = str(rows[0]["name"]).replace(" / ", " ")
    says = f"It hangs most on “{first}”: {rows[0]['range']}"
    return drawing(
        line, spans, text, says=says, alt=f"{says}. One bar for each assumption.",
        height=height(rows),
    )  # fmt: skip
