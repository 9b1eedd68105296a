"""What was promised for each quarter, and how much of it came."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    BENCHMARK,
    CLIENT,
    Meaning,
    drawing,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit, month_words, parse_month
from revcore.words import counted


@chart(title="Promised and won", page="sales", order=60, needs=("promises_kept",))
def promises_kept(card: Scorecard) -> Drawing:
    """A pale bar for deals promised, a full one inside it for those won in time."""
    alt = vega()
    rows = [tidy(row) for row in records(card.series["promises_kept"])]
    promised, kept = (sum(row[name] for row in rows) for name in ("promised", "kept"))
    says = f"Of {counted(promised, 'promised deal')} {kept:,} came in time"
    meaning = Meaning({BENCHMARK: "Promised", CLIENT: "Won in time"})
    base = rows_chart(rows).encode(
        x=alt.X("quarter:O", sort=None, title="forecast made in", axis=options(labelAngle=0)),
        tooltip=tooltip(quarter="Forecast of", words="Promised", came="Won in time"),
    )
    axis = value_axis(Unit.COUNT)
    wide = meaning.paint(base, BENCHMARK).mark_bar(cornerRadiusEnd=2, opacity=0.5)
    narrow = meaning.paint(base, CLIENT).mark_bar(cornerRadiusEnd=2, width={"band": 0.45})
    return drawing(
        wide.encode(y=alt.Y("promised:Q", axis=axis)), narrow.encode(y=alt.Y("kept:Q", axis=axis)),
        says=says, alt=f"{says}. Two bars per forecast: promised, and won in time inside it.",
    )  # fmt: skip


def tidy(row: Row) -> Row:
    """One forecast in words.

    >>> tidy({"month": "2026-03", "promised": 4, "kept": 1, "complete": True})["came"]
    '1 of 4'
    """
    return {
        "quarter": month_words(parse_month(row["month"])),
        "promised": row["promised"], "kept": row["kept"],
        "words": counted(row["promised"], "deal"), "came": f"{row['kept']} of {row['promised']}",
    }  # fmt: skip
