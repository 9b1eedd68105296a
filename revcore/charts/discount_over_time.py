"""Discounts month by month."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, Meaning, drawing, monthly, tooltip, value_axis
from revcore.charts._say import a_year_before, moved
from revcore.charts._timeline import timeline
from revcore.model import Scorecard, Unit
from revcore.words import counted, value_words

YOU = "Average discount"
AT_LIST = 0.005
"""A discount so small is none."""


@chart(title="Discounts over time", page="pricing", order=10, needs=("discount_by_month",))
def discount_over_time(card: Scorecard) -> Drawing:
    """Average discount of each month with whiskers."""
    series = records(card.series["discount_by_month"])
    says = said([row for row in series if row["rate"] is not None])
    rows = [
        {
            **row,
            "kind": YOU,
            "words": value_words(row["rate"], Unit.RATIO),
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}",
            "many": f"{row['discounted']:,} of {counted(row['sales'], 'sale')} with a discount",
        }
        for row in monthly(series)
    ]
    layers = timeline(
        rows, Meaning({CLIENT: YOU}), along="month", value="rate", axis=value_axis(Unit.RATIO),
        tooltips=tooltip(month="Month", words="Discount", range="8 times in 10", many="Sales"),
    )  # fmt: skip
    return drawing(*layers, says=says, alt=f"{says}. Dots with whiskers, one for each month.")


def said(rows: list[Row]) -> str:
    """The last month beside the same a year before."""
    now = rows[-1]
    if abs(now["rate"]) < AT_LIST and all(abs(row["rate"]) < 4 * AT_LIST for row in rows):
        return "Sales go at list price, month after month"
    words = value_words(now["rate"], Unit.RATIO)
    before = a_year_before(rows, 12)
    if before is None:
        return f"{words} of the list price was given away in the last month"
    then = value_words(before["rate"], Unit.RATIO)
    when = "a year before" if len(rows) > 12 else "at first"
    change = moved(now, before)
    if change is None:
        return (
            f"Discounts take {words} of the list price, {then} {when}: can’t tell yet if it moved"
        )
    return f"Discounts {'grew' if change == 'up' else 'shrank'} from {then} {when} to {words}"
