"""Win rate over time."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    BENCHMARK,
    CLIENT,
    Meaning,
    drawing,
    monthly,
    rows_chart,
    rules,
    tooltip,
    value_axis,
    vega,
)
from revcore.charts._say import a_year_before, known, moved
from revcore.charts._timeline import timeline
from revcore.model import Scorecard, Unit
from revcore.words import value_words

YOU = "You"


@chart(title="Win rate over time", page="funnel", order=20, needs=("win_rate_quarters",))
def win_rate_by_quarter(card: Scorecard) -> Drawing:
    """Won of the closed deals of each three months, with the published figure as a line."""
    alt = vega()
    series = records(card.series["win_rate_quarters"])
    says = said([row for row in series if row["rate"] is not None])
    rows = [
        {
            **row,
            "kind": YOU,
            "words": f"{row['won']:,} of {row['closed']:,}"
            f" ({value_words(row['rate'], Unit.RATIO)})",
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}",
        }
        for row in monthly(series)
    ]
    reading = known(card, "win_rate")
    figure = reading.benchmark if reading else None
    name = f"{figure.kind.capitalize()}, {figure.publisher} {figure.year}" if figure else ""
    meaning = Meaning({CLIENT: YOU, BENCHMARK: name} if figure else {CLIENT: YOU})
    layers = timeline(
        rows, meaning, along="month", value="rate", axis=value_axis(Unit.RATIO),
        tooltips=tooltip(month="Three months to", words="Won", range="8 times in 10"),
        title="three months to …",
    )  # fmt: skip
    if figure is not None:
        line = rules(rows_chart([{"kind": name, "value": figure.value}]), opacity=1)
        layers.insert(0, line.encode(y=alt.Y("value:Q"), color=meaning.by("kind")))
    return drawing(
        *layers, says=says, alt=f"{says}. Dots with whiskers, one for each three months."
    )


def said(rows: list[Row]) -> str:
    """The latest three months beside the same a year before."""
    now = rows[-1]
    words = value_words(now["rate"], Unit.RATIO)
    before = a_year_before(rows, 4)
    if before is None:
        return f"{now['won']:,} of {now['closed']:,} deals won: one quarter is no course yet"
    then = value_words(before["rate"], Unit.RATIO)
    when = "a year before" if len(rows) > 4 else "at first"
    change = moved(now, before)
    if change is None:
        return (
            f"Win rate {words} in the last three months, {then} {when}: can’t tell yet if it moved"
        )
    return f"Win rate {'rose' if change == 'up' else 'fell'} from {then} {when} to {words}"
