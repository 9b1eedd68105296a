"""When a new customer has paid its cost back."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    PLAN,
    Meaning,
    drawing,
    options,
    rows_chart,
    rules,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import money_words

EARNED = "Gross profit so far"


@chart(title="Payback", page="value", order=20, needs=("payback",))
def payback_curve(card: Scorecard) -> Drawing:
    """Gross profit per customer won, month by month, with its fan, against the cost."""
    alt = vega()
    series = records(card.series["payback"])
    cost = series[0]["cost"]
    name = f"Cost to win, {money_words(cost, card.currency)}"
    rows = [
        {
            **row,
            "kind": EARNED,
            "words": money_words(row["value"], card.currency),
            "range": f"{money_words(row['low'], card.currency)} to "
            f"{money_words(row['high'], card.currency)}",
        }
        for row in series
    ]
    says = said(series, card.currency)
    meaning = Meaning({CLIENT: EARNED, PLAN: name}, lines=True)
    last = rows[-1]["month"]
    base = rows_chart(rows).encode(
        x=alt.X(
            "month:Q", title="months after the first payment (discounted)",
            scale=options(domain=[0, last], nice=False),
            axis=options(values=list(range(0, last + 1, 6 if last > 12 else 3)), grid=False),
        ),
        tooltip=tooltip(month="Month", words="So far", range="8 times in 10"),
    )  # fmt: skip
    axis = value_axis(Unit.MONEY, card.currency)
    outer = (
        meaning.paint(base, CLIENT)
        .mark_area(opacity=0.12)
        .encode(y=alt.Y("low95:Q", axis=axis), y2=alt.Y2("high95"))
    )
    inner = (
        meaning.paint(base, CLIENT)
        .mark_area(opacity=0.2)
        .encode(y=alt.Y("low:Q", axis=axis), y2=alt.Y2("high"))
    )
    line = (
        meaning.paint(base, CLIENT).mark_line(strokeWidth=2.5).encode(y=alt.Y("value:Q", axis=axis))
    )
    across = meaning.paint(rows_chart([{"cost": cost}]), PLAN)
    cost_line = rules(across, opacity=1).encode(y=alt.Y("cost:Q", axis=axis))
    return drawing(
        outer,
        inner,
        line,
        cost_line,
        says=says,
        alt=f"{says}. A rising line with its fan, and the cost as a dashed line across.",
    )


def said(rows: list[Row], currency: str | None) -> str:
    """The month that pays the cost back, with its range."""
    first = rows[0]
    spent = f"the {money_words(first['cost'], currency)} to win a customer"
    months, early, late = first["paid_back"], first["earliest"], first["latest"]
    if months is None:
        return f"Counting those who leave, {spent} is not back after {rows[-1]['month']} months"
    after = "the first payment" if months == 1 else f"{months} months"
    if early is None or (early, late) == (months, months):
        around = ""
    else:
        around = f" ({early} to {late})" if late is not None else f" ({early} or more)"
    return f"Counting those who leave, {spent} is back after {after}{around}"
