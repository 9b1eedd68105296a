"""Who gives how much away."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._forest import forest, height
from revcore.charts._look import drawing, wrapped
from revcore.charts._say import apart, known
from revcore.errors import NotComputable
from revcore.model import BreakdownRow, Scorecard, Unit
from revcore.words import capital, counted, value_words

MOST = 10
DIMENSIONS = {"owner": "seller", "product": "product", "source": "channel"}


@chart(title="Discount by seller", page="pricing", order=20)
def discount_forest(card: Scorecard) -> Drawing:
    """Average discount of each seller with whiskers; by product or channel where none is named."""
    reading = known(card, "average_discount")
    parts = card.breakdowns.get("average_discount", {})
    dimension = next((name for name in DIMENSIONS if name in parts), None)
    if reading is None or reading.value is None or dimension is None:
        raise NotComputable("Needs list prices, and who sold at which price.")
    valued = [row for row in parts[dimension] if row.value is not None and row.low is not None]
    if len(valued) < 2:
        raise NotComputable("Needs at least two sellers with five sales each.")
    valued.sort(key=lambda row: (-(row.value or 0), row.key))
    chosen = valued if len(valued) <= MOST else [*valued[: MOST // 2], *valued[-MOST // 2 :]]
    rows = [tidy(row) for row in chosen]
    what = DIMENSIONS[dimension]
    says = said(valued, what)
    every = f"All sales, {value_words(reading.value, Unit.RATIO)}"
    layers = forest(
        rows, each=f"By {what}", every=every, pooled=reading.value,
        tooltips={"name": capital(what), "words": "Discount", "range": "8 times in 10",
                  "many": "Sales"},
    )  # fmt: skip
    return drawing(
        *layers,
        says=says,
        alt=f"{says}. One row per {what} with whiskers, a dashed line for all sales.",
        height=height(rows),
    )


def tidy(row: BreakdownRow) -> Row:
    """One part in words."""
    ends = {name: getattr(row, name) for name in ("low", "high", "low95", "high95")}
    low, high = (value_words(row_end, Unit.RATIO) for row_end in (row.low, row.high))
    return {
        **ends, "name": wrapped(capital(row.key)), "value": row.value,
        "words": value_words(row.value, Unit.RATIO), "range": f"{low} to {high}",
        "many": counted(row.n, "sale"),
    }  # fmt: skip


def said(rows: list[BreakdownRow], what: str) -> str:
    """Most and least given away, and whether that is more than chance."""
    most, least = rows[0], rows[-1]
    high, low = (value_words(row.value, Unit.RATIO) for row in (most, least))
    ends = [{"rate": row.value, "low": row.low, "high": row.high} for row in (most, least)]
    if apart(ends[0], ends[1], len(rows)):
        return f"{capital(most.key)} gives {high} away, {least.key} {low}"
    return f"Discounts lie between {low} and {high} by {what}: no clear difference yet"
