"""What the average customer pays."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart, records
from revcore.charts._look import (
    CLIENT,
    Meaning,
    drawing,
    field,
    month_axis,
    monthly,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.charts._say import change_said
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words


@chart(title="Revenue per customer", page="value", order=40, needs=("arpa_by_month",))
def arpa_by_month(card: Scorecard) -> Drawing:
    """MRR per customer, month by month."""
    alt = vega()
    series = records(card.series["arpa_by_month"])
    now = series[-1]["arpa"]
    says = f"The average customer pays {money_words(now, card.currency)} a month"
    if len(series) > 12:
        says = f"{says}, {change_said(now, series[-13]['arpa'])} a year before"
    rows = [
        {
            **row,
            "words": money_words(row["arpa"], card.currency),
            "many": counted(row["customers"], "customer"),
        }
        for row in monthly(series)
    ]
    meaning = Meaning({CLIENT: "MRR per customer"})
    base = meaning.paint(rows_chart(rows), CLIENT).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        y=alt.Y("arpa:Q", axis=value_axis(Unit.MONEY, card.currency), scale=options(zero=True)),
        tooltip=tooltip(month="Month", words="Per customer", many="From"),
    )
    layers = [base.mark_area(opacity=0.14), base.mark_line(strokeWidth=2.5)]
    return drawing(*layers, says=says, alt=f"{says}. A line by month.")
