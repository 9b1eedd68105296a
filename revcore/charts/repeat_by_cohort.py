"""How many buyers came back."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, EXTRA, OTHER, Meaning, drawing, tooltip, value_axis
from revcore.charts._say import a_year_before, moved
from revcore.charts._timeline import timeline
from revcore.model import Scorecard, Unit
from revcore.words import value_words

PLACES = {3: EXTRA, 6: CLIENT, 12: OTHER}


@chart(title="Bought again", page="retention", order=12, needs=("repeat_by_cohort",))
def repeat_by_cohort(card: Scorecard) -> Drawing:
    """Share of each quarter’s first-time buyers that came back within 3, 6 and 12 months."""
    series = records(card.series["repeat_by_cohort"])
    says = said(series)
    allowed = sorted({row["months"] for row in series})
    words = {months: f"{months} months" for months in allowed}
    rows = [
        {
            **row,
            "kind": words[row["months"]],
            "words": f"{row['again']:,} of {row['customers']:,} "
            f"({value_words(row['rate'], Unit.RATIO)})"
            + ("" if row["complete"] else ", not all have had the time"),
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}",
        }
        for row in series
    ]
    meaning = Meaning({PLACES[months]: words[months] for months in allowed})
    layers = timeline(
        rows, meaning, along="cohort", value="rate", axis=value_axis(Unit.RATIO),
        tooltips=tooltip(
            cohort="First bought", kind="Came back", words="Share", range="8 times in 10"
        ),
        title="first purchase in … and back within …",
    )  # fmt: skip
    return drawing(*layers, says=says, alt=f"{says}. Dots with whiskers by quarter.")


def said(series: list[Row]) -> str:
    """The latest complete quarter beside the one a year before, for the time most have had."""
    whole = [row for row in series if row["complete"] and row["rate"] is not None]
    if not whole:
        return "The buyers are too new to say how many come back"
    counts = {months: sum(row["months"] == months for row in whole) for months in (6, 3, 12)}
    months = 6 if counts[6] >= 2 else max(counts, key=lambda key: counts[key])
    rows = [row for row in whole if row["months"] == months]
    now = rows[-1]
    head = (
        f"{value_words(now['rate'], Unit.RATIO)} of the buyers of {now['cohort']} came back "
        f"within {months} months"
    )
    before = a_year_before(rows, 4)
    if before is None:
        return head
    then = value_words(before["rate"], Unit.RATIO)
    change = moved(now, before)
    if change is None:
        return f"{head}, of those of {before['cohort']} {then}: no clear change"
    return f"{head}, {'more' if change == 'up' else 'fewer'} than the {then} of {before['cohort']}"
