"""New customers month by month."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart, records
from revcore.charts._look import (
    CLIENT,
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
from revcore.charts._say import count_moved
from revcore.errors import NotComputable
from revcore.model import Scorecard, Unit
from revcore.words import capital, counted

MONTHS, FEWEST = 36, 5


@chart(title="New customers", page="acquisition", order=40, needs=("new_customers",))
def new_customers_by_month(card: Scorecard) -> Drawing:
    """Bars by month; customers of the first month are old ones and not drawn."""
    alt = vega()
    series = records(card.series["new_customers"])
    if sum(row["new"] for row in series) < FEWEST:
        raise NotComputable(f"Fewer than {FEWEST} new customers in all: nothing to draw yet.")
    says = said([row["new"] for row in series])
    rows = [{**row, "words": counted(row["new"], "customer")} for row in monthly(series[-MONTHS:])]
    meaning = Meaning({CLIENT: "New customers"})
    bars = meaning.paint(rows_chart(rows), CLIENT).mark_bar(cornerRadiusEnd=2).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        y=alt.Y("new:Q", axis=value_axis(Unit.COUNT)),
        tooltip=tooltip(month="Month", words="New"),
    )  # fmt: skip
    return drawing(bars, says=says, alt=f"{says}. Bars by month.")


def said(counts: list[int]) -> str:
    """The last twelve months beside the twelve before.

    >>> said([0, 1, 0])
    '1 new customer in 3 months'
    >>> said([10] * 24)
    '120 new customers in twelve months, about as many as the year before (120)'
    >>> said([2] * 12 + [0] * 12)
    'No new customers in twelve months, the year before 24'
    """
    now = sum(counts[-12:])
    span = "twelve months" if len(counts) >= 12 else counted(len(counts), "month")
    words = capital(counted(now, "new customer"))
    if len(counts) < 24:
        return f"{words} in {span}"
    before = sum(counts[-24:-12])
    if not now:
        then = f"the year before {before:,}" if before else "none the year before either"
        return f"{words} in {span}, {then}"
    change = count_moved(now, before)
    than = {"up": "more than", "down": "fewer than", None: "about as many as"}[change]
    return f"{words} in {span}, {than} the year before ({before:,})"
