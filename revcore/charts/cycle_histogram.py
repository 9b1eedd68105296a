"""How long it takes to win."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart, records
from revcore.charts._look import (
    CLIENT,
    Meaning,
    drawing,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import counted, counted_words, value_words


@chart(title="Days to win", page="funnel", order=40, needs=("cycle_days",))
def cycle_histogram(card: Scorecard) -> Drawing:
    """Won deals by the days they took; the last bar holds all longer ones."""
    alt = vega()
    series = records(card.series["cycle_days"])
    middle = series[0]["median"]
    total = sum(row["deals"] for row in series)
    says = (
        f"Half of {total:,} won deals took {value_words(middle, Unit.DAYS)} or less"
        if middle
        else f"Half of {total:,} won deals were won on the day they were created"
    )
    rows = [
        {
            "days": bin_words(row["from"], row["to"]),
            "start": str(row["from"]) if row["to"] is not None else f"{row['from']}+",
            "deals": row["deals"],
            "words": counted(row["deals"], "deal"),
            "strength": 1 if row["from"] <= middle < (row["to"] or middle + 1) else 0.55,
        }
        for row in series
    ]
    meaning = Meaning({CLIENT: "Won deals"})
    base = rows_chart(rows).encode(
        x=alt.X("start:O", sort=None, title="days from created to won, from … (strong: the median)",
                axis=options(labelAngle=0)),
        y=alt.Y("deals:Q", axis=value_axis(Unit.COUNT)),
        tooltip=tooltip(days="Took", words="Won"),
    )  # fmt: skip
    bars = (
        meaning.paint(base, CLIENT)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
        )
    )
    return drawing(bars, says=says, alt=f"{says}. Bars by length; the median’s bar is stronger.")


def bin_words(start: int, end: int | None) -> str:
    """Days of a bin.

    >>> bin_words(7, 14), bin_words(0, 1), bin_words(90, None)
    ('7 to 13 days', '0 days', '90 days or more')
    """
    if end is None:
        return f"{counted_words(start, 'days')} or more"
    return f"{start} to {end - 1} days" if end - start > 1 else counted_words(start, "days")
