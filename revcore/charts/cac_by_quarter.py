"""What a new customer cost over time."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, EXTRA, Meaning, drawing, monthly, tooltip, value_axis
from revcore.charts._say import a_year_before, moved
from revcore.charts._timeline import timeline
from revcore.model import Scorecard, Unit
from revcore.words import money_words

PLACES = {"Everything counted": CLIENT, "Advertising alone": EXTRA}


@chart(title="Cost of a new customer", page="acquisition", order=10, needs=("cac_quarters",))
def cac_by_quarter(card: Scorecard) -> Drawing:
    """Spend per new customer of each three months, everything counted and advertising alone."""
    series = records(card.series["cac_quarters"])
    says = said(series, card.currency)
    kinds = list(dict.fromkeys(row["kind"] for row in series))
    rows = [
        {
            **row,
            "words": money_words(row["cost"], card.currency) if row["cost"] is not None else "none",
            "range": f"{money_words(row['low'], card.currency)} to "
            f"{money_words(row['high'], card.currency)}"
            if row["low"] is not None
            else "",
            "many": f"{row['customers']:,} for {money_words(row['spend'], card.currency)}",
        }
        for row in monthly(series)
    ]
    meaning = Meaning(
        {PLACES[kind]: kind for kind in kinds} if len(kinds) > 1 else {CLIENT: kinds[0]}
    )
    layers = timeline(
        rows, meaning, along="month", value="cost", axis=value_axis(Unit.MONEY, card.currency),
        tooltips=tooltip(
            month="Three months to", kind="Cost", words="Per customer", range="8 times in 10",
            many="New customers",
        ),
        title="three months to …",
    )  # fmt: skip
    return drawing(*layers, says=says, alt=f"{says}. Dots with whiskers by quarter.")


def said(series: list[Row], currency: str | None) -> str:
    """The latest three months beside the same a year before."""
    kind = series[0]["kind"]
    rows = [row for row in series if row["kind"] == kind and row["cost"] is not None]
    now = rows[-1]
    words = money_words(now["cost"], currency)
    what = "" if kind == "Everything counted" else " in advertising"
    before = a_year_before(rows, 4)
    if before is None:
        return f"A new customer cost {words}{what} in three months"
    then = money_words(before["cost"], currency)
    when = "a year before" if len(rows) > 4 else "at first"
    change = moved(now, before, "cost")
    if change is None:
        return (
            f"A new customer cost {words}{what} in the last three months, {then} {when}: "
            "can’t tell yet if it moved"
        )
    return (
        f"A new customer cost {words}{what} in the last three months, {change} from {then} {when}"
    )
