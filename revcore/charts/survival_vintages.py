"""Whether customers who came later stay as long."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
    OTHER,
    Meaning,
    drawing,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit, Window
from revcore.words import value_words

PLACES = (CLIENT, EXTRA, OTHER)
CLEAR = 0.05
SOLID, TAIL = 20, 0.1
"""Fewer watched than this at an age are not put into words; nor a smaller part of all drawn."""


@chart(
    title="Later customers against earlier ones", page="retention", order=20,
    needs=("survival_by_vintage",),
)  # fmt: skip
def survival_vintages(card: Scorecard) -> Drawing:
    """One falling line per year of arrival, each as far as a tenth are watched."""
    alt = vega()
    found = records(card.series["survival_by_vintage"])
    says = said(found)
    words = list(dict.fromkeys(row["came"] for row in found))[::-1]
    names = {came: named(came, place == len(words) - 1) for place, came in enumerate(words)}
    meaning = Meaning(
        {place: names[came] for place, came in zip(PLACES, words, strict=False)}, lines=True
    )
    rows = [
        {
            **row,
            "name": names[row["came"]],
            "words": value_words(row["share"], Unit.RATIO),
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}",
        }
        for row in found
        if row["at_risk"] >= TAIL * row["customers"]
    ]
    last = max(row["month"] for row in rows)
    base = rows_chart(rows).encode(
        x=alt.X(
            "month:Q",
            title="months after the first payment",
            scale=options(domain=[0, last], nice=False),
            axis=options(values=list(range(0, last + 1, 6 if last > 9 else 1)), grid=False),
        ),
        color=meaning.by("name"),
        tooltip=tooltip(
            name="Came", month="Months", words="Still there", range="8 times in 10",
            at_risk="Watched",
        ),
    )  # fmt: skip
    lines = base.mark_line(interpolate="step-after", strokeWidth=2.5).encode(
        y=alt.Y("share:Q", scale=options(domain=[0, 1]), axis=value_axis(Unit.RATIO))
    )
    return drawing(lines, says=says, alt=f"{says}. One falling line per year of arrival.")


def named(came: str, earliest: bool) -> str:
    """When they came, short enough for a legend.

    >>> named("2024-11..2025-10", False), named("2022-01..2023-10", True)
    ('12 months to Oct 2025', 'Until Oct 2023')
    """
    window = Window.parse(came)
    whole = window.words
    return f"Until {whole.split(' to ')[-1]}" if earliest and window.months != 12 else whole


def said(rows: list[Row]) -> str:
    """Latest against earliest at an age both have, and whether the vintages differ."""
    vintages = list(dict.fromkeys(row["came"] for row in rows))
    first, latest = vintages[0], vintages[-1]
    by = {came: {row["month"]: row for row in rows if row["came"] == came} for came in vintages}
    solid = [age for age in by[latest] if age in by[first] and by[latest][age]["at_risk"] >= SOLID]
    age = min(max(solid, default=1), 12)
    then, now = (
        value_words(by[came][min(age, max(by[came]))]["share"], Unit.RATIO)
        for came in (first, latest)
    )
    after = "a year" if age == 12 else "a month" if age == 1 else f"{age} months"
    words = f"{now} of the latest customers, {then} of the earliest"
    if rows[0]["p"] is None or rows[0]["p"] >= CLEAR:
        return f"After {after} {words} are there: no clear difference"
    return f"After {after} {words} are there: the years differ beyond chance"
