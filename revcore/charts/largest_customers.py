"""How much of revenue hangs on the largest customers."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    ALARM,
    CLIENT,
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    vega,
)
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
    alt = vega()
    series = records(card.series["largest_customers"])
    rows = [tidy(row, at) for at, row in enumerate(series)]
    says = said(series)
    both = len(rows) > ALONE
    meaning = Meaning({ALARM: ONE, CLIENT: REST} if both else {ALARM: ONE})
    most = max(row["share"] for row in rows)
    scale = options(domain=[0, most * (WORDS if both else 1.5)], nice=False)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        x=alt.X("share:Q", scale=scale, axis=None),
        tooltip=tooltip(name="Customer", words="Brings", running="With those above"),
    )
    bars = base.mark_bar(size=18, cornerRadiusEnd=4, opacity=0.8).encode(color=meaning.by("kind"))
    text = labels(base, align="left", dx=7).encode(text=alt.Text("label:N"))
    return drawing(
        bars, text, says=says,
        alt=f"{says}. Bars by customer, the largest first, names left out.",
        height=max(170, 34 * len(rows) + 60),
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
