"""How many of those that came in together were won."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, Meaning, drawing, tooltip, value_axis
from revcore.charts._say import a_year_before, moved
from revcore.charts._timeline import timeline
from revcore.model import Scorecard, Unit
from revcore.words import value_words


@chart(title="Conversion by entry", page="funnel", order=30, needs=("entry_cohorts",))
def conversion_by_entry_month(card: Scorecard) -> Drawing:
    """Share won of each month’s or quarter’s leads; those still on their way are faded."""
    series = records(card.series["entry_cohorts"])
    says = said(series)
    step = str(series[0]["step"])
    rows = [
        {
            **row,
            "kind": "Won",
            "words": f"{row['won']:,} of {row['entered']:,}"
            f" ({value_words(row['rate'], Unit.RATIO)})"
            + ("" if row["complete"] else ", some still on their way"),
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}",
        }
        for row in series
    ]
    layers = timeline(
        rows, Meaning({CLIENT: "Won"}), along="cohort", value="rate",
        axis=value_axis(Unit.RATIO),
        tooltips=tooltip(cohort="Came in", words="Won so far", range="8 times in 10"),
        title=f"{step} by the time they came in"
        + ("" if all(row["complete"] for row in rows) else ", faded: undecided"),
    )  # fmt: skip
    return drawing(
        *layers, says=says, alt=f"{says}. Dots with whiskers; faded ones may still rise."
    )


def said(rows: list[Row]) -> str:
    """The latest complete cohort beside the one of a year before."""
    step = str(rows[0]["step"])
    whole = [row for row in rows if row["complete"] and row["rate"] is not None]
    if not whole:
        return f"The {step} are too young to say how many will be won"
    now = whole[-1]
    words = value_words(now["rate"], Unit.RATIO)
    before = a_year_before(whole, 4 if str(now["cohort"]).startswith("Q") else 12)
    head = f"{words} of the {step} of {now['cohort']} were won"
    if before is None:
        return head
    then = f"of {before['cohort']} {value_words(before['rate'], Unit.RATIO)}"
    change = moved(now, before)
    if change is None:
        return f"{head}, {then}: no clear change"
    return f"{head}, {'more' if change == 'up' else 'fewer'} than {then}"
