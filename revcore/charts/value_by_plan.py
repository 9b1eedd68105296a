"""What a customer is worth by plan."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._forest import forest, height
from revcore.charts._look import drawing, wrapped
from revcore.charts._say import apart, known
from revcore.errors import NotComputable
from revcore.model import BreakdownRow, Reading, Scorecard
from revcore.words import capital, counted, value_words

MOST = 8


@chart(title="What a customer brings by plan", page="pricing", order=40)
def value_by_plan(card: Scorecard) -> Drawing:
    """Customer value by plan where it is known, else what a customer pays a month."""
    reading, parts = best(card)
    rows = [tidy(row, reading, card.currency) for row in parts[:MOST]]
    rows.sort(key=lambda row: -row["value"])
    says = said(rows, reading)
    every = f"All plans, {value_words(reading.value, reading.unit, card.currency)}"
    layers = forest(
        rows, each="By plan", every=every, pooled=reading.value or 0.0,
        unit=reading.unit, currency=card.currency,
        tooltips={"name": "Plan", "words": reading.title, "range": "8 times in 10",
                  "many": "Customers"},
    )  # fmt: skip
    return drawing(
        *layers,
        says=says,
        alt=f"{says}. One row per plan with whiskers, a dashed line for all plans.",
        height=height(rows),
    )


def best(card: Scorecard) -> tuple[Reading, list[BreakdownRow]]:
    """The measure whose plans are known, and its plans.

    Raises
    ------
    NotComputable
        No plan is named, or fewer than two have enough customers.
    """
    for name in ("clv", "arpa"):
        reading = known(card, name)
        parts = card.breakdowns.get(name, {}).get("plan", [])
        valued = [row for row in parts if row.value is not None and row.low is not None]
        if reading is not None and len(valued) > 1:
            return reading, valued
    raise NotComputable("Needs subscriptions that name their plan.", needs=("subscriptions.plan",))


def tidy(row: BreakdownRow, reading: Reading, currency: str | None) -> Row:
    """One plan in words."""
    low, high = (value_words(end, reading.unit, currency) for end in (row.low, row.high))
    ends = {
        name: getattr(row, name) if getattr(row, name) is not None else getattr(row, near)
        for name, near in (("low", "low"), ("high", "high"), ("low95", "low"), ("high95", "high"))
    }
    return {
        **ends, "name": wrapped(capital(row.key.replace("_", " "))), "value": row.value,
        "plain": row.key.replace("_", " "),
        "words": value_words(row.value, reading.unit, currency), "range": f"{low} to {high}",
        "many": counted(row.n, "customer"),
    }  # fmt: skip


def said(rows: list[Row], reading: Reading) -> str:
    """The best and the least plan."""
    most, least = rows[0], rows[-1]
    what = "is worth" if reading.id == "clv" else "pays"
    head = f"A customer on {most['plain']} {what} {most['words']}, on {least['plain']} "
    clear = apart({"rate": most["value"], **most}, {"rate": least["value"], **least}, len(rows))
    return f"{head}{least['words']}" + ("" if clear else ": no clear difference yet")
