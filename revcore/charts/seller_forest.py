"""How often each seller wins."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._forest import forest, height
from revcore.charts._look import drawing
from revcore.charts._say import apart
from revcore.model import Scorecard, Unit
from revcore.words import value_words

MOST = 10


@chart(title="Win rate by seller", page="sales", order=10, needs=("seller_win_rates",))
def seller_forest(card: Scorecard) -> Drawing:
    """Win rates pulled towards the rate of all, so that few deals prove little."""
    series = records(card.series["seller_win_rates"])
    pooled = series[0]["pooled"]
    chosen = series if len(series) <= MOST else [*series[: MOST // 2], *series[-MOST // 2 :]]
    rows = [tidy(row) for row in chosen]
    says = said(series)
    every = f"All sellers, {value_words(pooled, Unit.RATIO)}"
    return drawing(
        *forest(
            rows, each="Likely win rate", every=every, pooled=pooled, most=1.15,
            tooltips={"name": "Seller", "words": "Likely", "counted": "Won",
                      "range": "8 times in 10"},
        ),
        says=says,
        alt=f"{says}. One row per seller with whiskers, a dashed line for all sellers.",
        height=height(rows),
    )  # fmt: skip


def tidy(row: Row) -> Row:
    """One seller in words."""
    low, high = (value_words(row[end], Unit.RATIO) for end in ("low", "high"))
    counted = f"{row['won']:,} of {row['closed']:,} ({value_words(row['raw'], Unit.RATIO)})"
    return {
        **row, "name": row["seller"], "value": row["rate"], "counted": counted,
        "words": value_words(row["rate"], Unit.RATIO), "range": f"{low} to {high}",
    }  # fmt: skip


def said(rows: list[Row]) -> str:
    """Best and last seller, and whether luck alone could tell them apart."""
    best, last = rows[0], rows[-1]
    high, low = (value_words(row["rate"], Unit.RATIO) for row in (best, last))
    if apart(best, last, len(rows)):
        return f"{best['seller']} wins {high}, {last['seller']} {low}: more than luck"
    return f"Sellers win between {low} and {high}: luck alone could do that"
