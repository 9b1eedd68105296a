"""What marketing and selling cost, by kind."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart, records
from revcore.charts._look import (
    BENCHMARK,
    CLIENT,
    EXTRA,
    OTHER,
    Meaning,
    drawing,
    field,
    month_axis,
    monthly,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words, value_words

MONTHS = 24
OURS = ("People", "Advertising", "Tools", "Agency", "Overhead", "Other")
PLACES = (CLIENT, EXTRA, OTHER, BENCHMARK)


@chart(title="Spend on growth", page="acquisition", order=30, needs=("spend_by_month",))
def spend_by_month(card: Scorecard) -> Drawing:
    """Bars by month, the largest kind at the bottom."""
    alt = vega()
    series = records(card.series["spend_by_month"])
    kinds = list(dict.fromkeys(row["kind"] for row in series))
    months = list(dict.fromkeys(row["month"] for row in series))
    year = months[-12:]
    sums = {
        kind: sum(row["amount"] for row in series if row["kind"] == kind and row["month"] in year)
        for kind in kinds
    }
    total = sum(sums.values())
    span = counted(len(year), "month")
    says = f"Marketing and sales cost {money_words(total, card.currency)} in {span}"
    if total > 0 and len(kinds) > 1:
        largest = max(kinds, key=lambda kind: sums[kind])
        share = value_words(sums[largest] / total, Unit.RATIO)
        says = f"{says}, {share} of it {largest.lower() if largest in OURS else largest}"
    shown = set(months[-MONTHS:])
    rows = [
        {
            **row,
            "order": kinds.index(row["kind"]),
            "words": money_words(row["amount"], card.currency),
        }
        for row in monthly([row for row in series if row["month"] in shown])
    ]
    meaning = Meaning(dict(zip(PLACES, kinds, strict=False)))
    bars = rows_chart(rows).mark_bar().encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        y=alt.Y("amount:Q", axis=value_axis(Unit.MONEY, card.currency)),
        color=meaning.by("kind"),
        order=alt.Order("order:Q"),
        tooltip=tooltip(month="Month", kind="Kind", words="Spent"),
    )  # fmt: skip
    return drawing(bars, says=says, alt=f"{says}. Stacked bars by month.")
