"""Deals begun beside deals won, month by month."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
    Meaning,
    drawing,
    field,
    month_axis,
    monthly,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import counted

FLAT = 0.1


@chart(title="Deals begun and won", page="funnel", order=60, needs=("begun_and_won",))
def begun_and_won(card: Scorecard) -> Drawing:
    """Bars of deals begun, a line of deals won."""
    alt = vega()
    series = records(card.series["begun_and_won"])
    says = said(series)
    rows = [
        {**row, "words": counted(row["begun"], "deal"), "closed": counted(row["won"], "deal")}
        for row in monthly(series)
    ]
    meaning = Meaning({CLIENT: "Begun", EXTRA: "Won"})
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        tooltip=tooltip(month="Month", words="Begun", closed="Won"),
    )
    axis = value_axis(Unit.COUNT)
    bars = meaning.paint(base, CLIENT).mark_bar(opacity=0.55, cornerRadiusEnd=2)
    line = meaning.paint(base, EXTRA).mark_line(strokeWidth=2.5, point=True)
    return drawing(
        bars.encode(y=alt.Y("begun:Q", axis=axis)), line.encode(y=alt.Y("won:Q", axis=axis)),
        says=says, alt=f"{says}. Bars for deals begun, a line for deals won, by month.",
    )  # fmt: skip


def said(rows: list[Row]) -> str:
    """The fullest and the emptiest month.

    >>> said([{"begun": 4, "won": 1}, {"begun": 20, "won": 2}])
    'Between 4 and 20 deals were begun a month'
    >>> said([{"begun": 20, "won": 1}, {"begun": 20, "won": 2}])
    '20 deals were begun every month'
    """
    counts = [row["begun"] for row in rows]
    least, most = min(counts), max(counts)
    if least == most:
        return f"{counted(least, 'deal')} {'was' if least == 1 else 'were'} begun every month"
    return f"Between {least:,} and {most:,} deals were begun a month"
