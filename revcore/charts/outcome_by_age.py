"""What becomes of a deal in the days after it is created."""

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
from revcore.model import Scorecard, Unit
from revcore.words import value_words

WON, OPEN, LOST = "Won", "Still open", "Lost"


@chart(title="What becomes of a deal", page="funnel", order=12, needs=("outcome_by_age",))
def outcome_by_age(card: Scorecard) -> Drawing:
    """Shares won, open and lost by days since creation, one above the other."""
    alt = vega()
    found = records(card.series["outcome_by_age"])
    says = said(found)
    meaning = Meaning({CLIENT: WON, EXTRA: OPEN, OTHER: LOST})
    rows = [part for row in found for part in parts(row)]
    base = rows_chart(rows).encode(
        x=alt.X(
            "day:Q",
            title="days since the deal was created",
            scale=options(domain=[0, found[-1]["day"]], nice=False),
            axis=options(grid=False, tickCount=6),
        ),
        tooltip=tooltip(day="Days", kind="Deals", words="Share", range="Won, 8 times in 10"),
    )
    areas = base.mark_area(interpolate="step-after", opacity=0.55).encode(
        y=alt.Y("from:Q", scale=options(domain=[0, 1]), axis=value_axis(Unit.RATIO)),
        y2=alt.Y2("to"),
        color=meaning.by("kind"),
    )
    won = base.transform_filter(f"datum.kind == '{WON}'")
    edge = (
        meaning.paint(won, CLIENT)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(y=alt.Y("to:Q", scale=options(domain=[0, 1])))
    )
    return drawing(areas, edge, says=says, alt=f"{says}. Three areas by days since creation.")


def parts(row: Row) -> list[Row]:
    """One day cut into the three shares."""
    edges = [0.0, row["won"], row["won"] + row["open"], 1.0]
    shares = (row["won"], row["open"], row["lost"])
    around = f"{value_words(row['low'], Unit.RATIO)} to {value_words(row['high'], Unit.RATIO)}"
    return [
        {
            "day": row["day"], "kind": kind, "from": low, "to": high,
            "words": value_words(share, Unit.RATIO), "range": around,
        }
        for kind, low, high, share in zip(
            (WON, OPEN, LOST), edges[:-1], edges[1:], shares, strict=True
        )
    ]  # fmt: skip


def said(rows: list[Row]) -> str:
    """How many are won in the end, and by when half of those are."""
    last = rows[-1]
    half = next(row["day"] for row in rows if row["won"] >= last["won"] / 2 - 1e-12)
    return (
        f"Of 100 new deals {100 * last['won']:.0f} are won within {last['day']} days, half of "
        f"these within {half}"
    )
