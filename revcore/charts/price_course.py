"""Whether prices kept up with consumer prices."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    PLAN,
    Meaning,
    drawing,
    field,
    monthly,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.charts._timeline import timeline
from revcore.model import Scorecard, Unit
from revcore.words import counted, value_words

YOURS, OTHERS = "Your prices", "Consumer prices, 3% more a year"
STILL = 0.005
"""Prices that move less a year stood still."""
FEWEST = 5
"""Customers of two years ago whose share is worth saying."""
OF = {
    "plans": "Prices on the same plan",
    "deals": "List prices of alike deals",
}


@chart(title="Prices over time", page="pricing", order=60, needs=("price_course",))
def price_course(card: Scorecard) -> Drawing:
    """Prices of alike deals or plans by quarter with whiskers, beside a line of consumer prices."""
    alt = vega()
    series = records(card.series["price_course"])
    says = said(series)
    rows = [tidy(row) for row in monthly(series)]
    meaning = Meaning({CLIENT: YOURS, PLAN: OTHERS})
    ends = [row[end] for row in rows for end in ("low95", "high95", "inflation") if row[end]]
    room = 0.1 * (max(ends) - min(ends))
    scale = options(domain=[min(ends) - room, max(ends) + room], zero=False)
    axis = value_axis(Unit.RATIO, grid=True)
    layers = timeline(
        rows, meaning, along="month", value="price", axis=axis, scale=scale,
        tooltips=tooltip(month="Three months to", words="Your prices", range="8 times in 10",
                         general="Consumer prices", many="From"),
    )  # fmt: skip
    base = rows_chart(rows).encode(
        x=field("month", scale=options(domain=[row["month"] for row in rows], padding=0.4)),
        y=alt.Y("inflation:Q", scale=scale, axis=axis),
    )
    line = meaning.paint(base, PLAN).mark_line(strokeWidth=2.5, strokeDash=[6, 4])
    return drawing(
        line, *layers, says=says,
        alt=f"{says}. Dots with whiskers by quarter for the price, 100% where their "
        "line begins, and a dashed line for consumer prices.",
    )  # fmt: skip


def tidy(row: Row) -> Row:
    """One quarter in words."""
    bounds = [value_words(row[end], Unit.RATIO) for end in ("low", "high")]
    return {
        **row, "kind": YOURS, "words": value_words(row["price"], Unit.RATIO),
        "range": " to ".join(bounds), "general": value_words(row["inflation"], Unit.RATIO),
        "many": counted(row["prices"], "price"),
    }  # fmt: skip


def said(rows: list[Row]) -> str:
    """How far prices moved beside consumer prices, and how many pay no more than two years ago."""
    growth, months = rows[0]["growth"], rows[0]["months"]
    moved = f"stood still for {months / 12:.1f} years"
    if abs(growth) >= STILL:
        moved = f"{'rose' if growth > 0 else 'fell'} by {abs(growth) * 100:.1f}% a year"
    head = f"{OF[rows[0]['basis']]} {moved}"
    stayed, same = rows[-1]["stayed"], rows[-1]["same"]
    if stayed is None or stayed < FEWEST:
        return f"{head}; consumer prices rose by about 3% a year"
    share = value_words(same / stayed, Unit.RATIO)
    return f"{head}; {share} of those here two years ago pay the same or less"
