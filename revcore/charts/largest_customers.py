"""How much of revenue hangs on the largest customers."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import ALARM, CLIENT, Meaning
from revcore.charts._ranked_bars import ranked_bars
from revcore.model import Scorecard, Unit
from revcore.words import capital, counted, value_words

ONE, REST = "One customer", "Several together"
ALONE = 5
"""Customers that stand by themselves."""
WORDS = 2.0
"""Room for the share and the count of customers beside the longest bar, on a phone too."""


@chart(title="The largest customers", page="growth", order=70, needs=("largest_customers",))
def largest_customers(card: Scorecard) -> Drawing:
    """A bar for each of the five largest customers, for the next five and for everybody else."""
    series = records(card.series["largest_customers"])
    rows = [tidy(row, at) for at, row in enumerate(series)]
    says = said(series)
    both = len(rows) > ALONE
    meaning = Meaning({ALARM: ONE, CLIENT: REST} if both else {ALARM: ONE})
    return ranked_bars(
        rows, "share", meaning, says, "Bars by customer, the largest first, names left out.",
        WORDS if both else 1.5, name="Customer", words="Brings", running="With those above",
    )  # fmt: skip


def tidy(row: Row, at: int) -> Row:
    """One customer, or several, in words."""
    share = value_words(row["share"], Unit.RATIO)
    many = "" if at < ALONE else f" · {counted(row['customers'], 'customer')}"
    return {
        "name": capital(row["place"]), "share": max(row["share"], 0.0),
        "kind": ONE if at < ALONE else REST, "label": f"{share}{many}",
        "words": f"{share} of revenue{many}",
        "running": value_words(row["running"], Unit.RATIO),
    }  # fmt: skip


def said(rows: list[Row]) -> str:
    """What the largest and the five largest bring."""
    first = value_words(rows[0]["share"], Unit.RATIO)
    if len(rows) <= ALONE:
        return f"The largest customer brings {first} of revenue"
    five = value_words(rows[ALONE - 1]["running"], Unit.RATIO)
    return f"The largest customer brings {first} of revenue, the five largest {five}"
