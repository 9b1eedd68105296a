"""Revenue month by month."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
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
from revcore.charts._say import change_said
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words

MONTHS = 36
PURCHASES = ("orders", "invoices", "payments", "revenue by month")


@chart(title="Revenue by month", page="scorecard", order=20, needs=("revenue_by_month",))
def revenue_trend(card: Scorecard) -> Drawing:
    """Bars by month; where sales swing, with the mean of the twelve months to it."""
    alt = vega()
    series = records(card.series["revenue_by_month"])
    recurring = str(series[0]["basis"]) not in PURCHASES
    months, mean = ("Recurring revenue" if recurring else "Sales"), "Mean of twelve months"
    rows = [
        {
            "month": row["month"],
            "revenue": row["revenue"],
            "mean": row["twelve_months"] / 12 if row["twelve_months"] is not None else None,
            "words": money_words(row["revenue"], card.currency),
            "mean_words": money_words(row["twelve_months"] / 12, card.currency)
            if row["twelve_months"] is not None
            else "not yet",
        }
        for row in monthly(series[-MONTHS:])
    ]
    says = recurring_said(card) if recurring else sales_said(card)
    meaning = Meaning({CLIENT: months} if recurring else {CLIENT: months, EXTRA: mean})
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        tooltip=tooltip(month="Month", words=months)
        if recurring
        else tooltip(month="Month", words=months, mean_words=mean),
    )
    axis = value_axis(Unit.MONEY, card.currency)
    bars = meaning.paint(base, CLIENT).mark_bar(
        cornerRadiusEnd=2, opacity=1 if recurring else 0.75
    ).encode(y=alt.Y("revenue:Q", axis=axis))  # fmt: skip
    if recurring:
        return drawing(bars, says=says, alt=f"{says}. Bars by month-end.")
    known = base.transform_filter("isValid(datum.mean)")
    line = meaning.paint(known, EXTRA).mark_line(strokeWidth=2.5)
    line = line.encode(y=alt.Y("mean:Q", axis=axis))
    return drawing(bars, line, says=says, alt=f"{says}. Bars by month, a line for the mean.")


def recurring_said(card: Scorecard) -> str:
    """The last month beside the same month a year before."""
    rows = records(card.series["revenue_by_month"])
    now = rows[-1]["revenue"]
    said = f"Recurring revenue stands at {money_words(now, card.currency)} a month"
    if len(rows) > 12:
        before = rows[-13]["revenue"]
        return f"{said}, {change_said(now, before)} a year before"
    return said


def sales_said(card: Scorecard) -> str:
    """The last twelve months beside the twelve before."""
    rows = records(card.series["revenue_by_month"])
    now = rows[-1]["twelve_months"]
    if now is None:
        total = sum(row["revenue"] for row in rows)
        return f"Sales of {money_words(total, card.currency)} in {counted(len(rows), 'month')}"
    said = f"Sales of {money_words(now, card.currency)} in twelve months"
    if len(rows) > 12 and rows[-13]["twelve_months"] is not None:
        return f"{said}, {change_said(now, rows[-13]['twelve_months'])} the year before"
    return said
