"""Whether fewer deals of a segment are won than before."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
    OTHER,
    Meaning,
    drawing,
    monthly,
    tooltip,
    value_axis,
)
from revcore.charts._say import moved
from revcore.charts._timeline import timeline
from revcore.errors import NotComputable
from revcore.model import Scorecard, Unit
from revcore.words import value_words

PLACES = (CLIENT, EXTRA, OTHER)
DIMENSIONS = ("segment", "source")
YEAR = 2
"""Half-years."""


@chart(title="Win rate by segment over time", page="funnel", order=36, needs=("segment_win_rates",))
def win_rate_by_segment(card: Scorecard) -> Drawing:
    """Dots with whiskers per half-year of opening: the segment found slipping beside two others."""
    every = records(card.series["segment_win_rates"])
    finding = card.findings.get("win_rate_slipping")
    names = chosen(every, finding.subject if finding else "")
    rows = [
        {
            **row,
            "kind": row["name"],
            "words": f"{value_words(row['rate'], Unit.RATIO)} of {row['opened']:,}",
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}",
        }
        for row in every
        for row in [{**row, "name": name_of(row)}]
        if row["name"] in names
    ]
    says = said([row for row in rows if row["name"] == names[0]], names[0])
    rows.sort(key=lambda row: (row["month"], names.index(row["name"])))
    meaning = Meaning(dict(zip(PLACES, names, strict=False)), legend=True)
    layers = timeline(
        monthly(rows), meaning, along="month", value="rate", axis=value_axis(Unit.RATIO),
        tooltips=tooltip(name="Deals", month="Opened in six months to", words="Won",
                         range="8 times in 10"),
        title="opened in six months to …", offset=True,
    )  # fmt: skip
    return drawing(
        *layers, says=says,
        alt=f"{says}. Dots with whiskers per half-year in which deals were opened; faded where "
        "many are still open.",
    )  # fmt: skip


def name_of(row: Row) -> str:
    """The segment or the channel a row is about."""
    return str(next(row[one] for one in DIMENSIONS if row[one] is not None))


def chosen(rows: list[Row], subject: str) -> list[str]:
    """The subject of the finding and the largest two beside it, of the same kind."""
    kinds = [
        list(dict.fromkeys(str(row[one]) for row in rows if row[one] is not None))
        for one in DIMENSIONS
    ]
    names = next((names for names in kinds if subject in names), None)
    names = names or next((names for names in kinds if names), [])
    if not names:
        raise NotComputable("No segment has three half-years of deals.")
    front = [subject] if subject in names else []
    return (front + [name for name in names if name != subject])[: len(PLACES)]


def said(rows: list[Row], name: str) -> str:
    """The latest half-year against the same of a year before, so many days after the opening."""
    now, before = rows[-1], rows[max(0, len(rows) - 1 - YEAR)]
    words = value_words(now["rate"], Unit.RATIO)
    then = value_words(before["rate"], Unit.RATIO)
    change = moved(now, before)
    when = f"opened in the last half-year {words} are won within {now['within']} days"
    head = f"Of “{name}” deals {when}"
    if change is None:
        return f"{head}, {then} a year before: can’t tell yet if it moved"
    return f"{head}, {'up' if change == 'up' else 'down'} from {then} a year before"
