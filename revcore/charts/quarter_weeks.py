"""When in the quarter deals are won, and at which discount."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    BENCHMARK,
    CLIENT,
    PLAN,
    Meaning,
    drawing,
    field,
    options,
    rows_chart,
    rules,
    tooltip,
    value_axis,
    vega,
)
from revcore.charts._say import known
from revcore.model import Scorecard, Unit
from revcore.words import counted, value_words

LAST = 12
RUSHED = 0.2
REST, RUSH, EVEN = "Earlier weeks", "Last two weeks", "Spread evenly"


@chart(title="Won by week of the quarter", page="pricing", order=30, needs=("bookings_by_week",))
def quarter_weeks(card: Scorecard) -> Drawing:
    """Share of the won value by week; the last two weeks in another colour."""
    alt = vega()
    series = records(card.series["bookings_by_week"])
    says = said(card, series)
    rows = [
        {
            "week": str(row["week"]),
            "share": row["share"],
            "kind": RUSH if row["week"] >= LAST else REST,
            "words": value_words(row["share"], Unit.RATIO),
            "many": counted(row["deals"], "deal"),
            "off": "not known"
            if row["discount"] is None
            else value_words(row["discount"], Unit.RATIO),
        }
        for row in series
    ]
    meaning = Meaning({CLIENT: REST, PLAN: RUSH, BENCHMARK: EVEN})
    base = rows_chart(rows).encode(
        x=field("week", axis=options(title="week of the quarter, the last one is 13")),
        y=alt.Y("share:Q", axis=value_axis(Unit.RATIO)),
        tooltip=tooltip(week="Week", words="Of what is won", many="Won", off="Discount"),
    )
    bars = base.mark_bar(cornerRadiusEnd=3, opacity=0.85).encode(color=meaning.by("kind"))
    even = meaning.paint(rows_chart([{"share": 1 / len(rows)}]), BENCHMARK)
    line = rules(even, opacity=1).encode(y=alt.Y("share:Q"))
    return drawing(
        bars, line, says=says,
        alt=f"{says}. Thirteen bars, one for each week, and a line for an even spread.",
    )  # fmt: skip


def said(card: Scorecard, series: list[Row]) -> str:
    """The share of the last two weeks, and the discount there where it is known."""
    reading = known(card, "quarter_end_share")
    late = [row for row in series if row["week"] >= LAST]
    share = reading.value if reading and reading.value is not None else None
    share = sum(row["share"] for row in late) if share is None else share
    words = value_words(share, Unit.RATIO)
    head = f"{words} is won in the last two weeks of a quarter; evenly it would be 15%"
    if reading is not None and reading.low95 is not None and reading.high95 is not None:
        even = float(reading.inputs.get("if_spread_evenly") or 0.153)
        if reading.low95 <= even <= reading.high95:
            head = f"{words} is won in the last two weeks of a quarter: "
            head += "no rush" if share < RUSHED else "can’t tell yet if that is a rush"
    gap = known(card, "quarter_end_discount_gap")
    if gap is None or gap.value is None or gap.low95 is None or gap.low95 <= 0:
        return head
    return f"{head}, with {gap.value * 100:.1f} points more discount"
