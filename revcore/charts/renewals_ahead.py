"""Which part of recurring revenue comes up for renewal when."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    BENCHMARK,
    CLIENT,
    Meaning,
    drawing,
    field,
    month_axis,
    monthly,
    options,
    rows_chart,
    rules,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import counted, value_words

DUE, CLIFF = "Comes up for renewal", "A quarter of all"
PART = 0.25


@chart(title="Renewals ahead", page="retention", order=40, needs=("renewals_ahead",))
def renewals_ahead(card: Scorecard) -> Drawing:
    """Bars by month ahead, and a line at the quarter of all revenue that is called a cliff."""
    alt = vega()
    rows = [
        {
            **row,
            "words": value_words(row["share"], Unit.RATIO),
            "many": counted(row["contracts"], "customer"),
        }
        for row in monthly(records(card.series["renewals_ahead"]))
    ]
    says = said(rows)
    meaning = Meaning({CLIENT: DUE, BENCHMARK: CLIFF})
    highest = max(PART, *(row["share"] for row in rows)) * 1.15
    y = alt.Y(
        "share:Q", axis=value_axis(Unit.RATIO), scale=options(domain=[0, highest], nice=False)
    )
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])), y=y,
        tooltip=tooltip(month="Month", words="Of recurring revenue", many="Whose"),
    )  # fmt: skip
    bars = meaning.paint(base, CLIENT).mark_bar(cornerRadiusEnd=3, opacity=0.85)
    line = rules(meaning.paint(rows_chart([{"share": PART}]), BENCHMARK), opacity=1).encode(y=y)
    return drawing(bars, line, says=says, alt=f"{says}. A bar for each of the next twelve months.")


def said(rows: list[Row]) -> str:
    """The fullest month."""
    most = max(rows, key=lambda row: row["share"])
    words = value_words(most["share"], Unit.RATIO)
    whose = counted(most["contracts"], "customer")
    return f"{words} of recurring revenue comes up for renewal in {most['month']} ({whose})"
