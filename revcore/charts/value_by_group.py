"""What a customer is worth by where it came from."""

from __future__ import annotations

from collections.abc import Sequence

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._forest import forest, height
from revcore.charts._groups import groups
from revcore.charts._look import drawing
from revcore.charts._say import apart, known
from revcore.errors import NotComputable
from revcore.model import Scorecard
from revcore.words import value_words

MOST = 8
DIMENSIONS = {"channel": "through {}", "segment": "of {}", "plan": "on {}", "cohort": "of {}"}
"""Looked at in this order, and how a group is said in a sentence."""


@chart(title="Value by channel or segment", page="value", order=25)
def value_by_group(card: Scorecard) -> Drawing:
    """Customer value by channel; else by segment, plan or quarter of joining."""
    reading = known(card, "clv")
    found = card.breakdowns.get("clv", {})
    for dimension in DIMENSIONS:
        rows = groups(found.get(dimension, ()), reading, card.currency)
        if reading is not None and len(rows) > 1:
            break
    else:
        raise NotComputable("Needs the channel, segment or plan of at least two groups.")
    if dimension == "cohort":
        rows = rows[-MOST:]
    else:
        rows = sorted(rows[:MOST], key=lambda row: -row["value"])
    says = said(rows, DIMENSIONS[dimension])
    layers = forest(
        rows, each=f"By {dimension if dimension != 'cohort' else 'quarter of joining'}",
        every=f"All, {value_words(reading.value, reading.unit, card.currency)}",
        pooled=reading.value or 0.0, unit=reading.unit, currency=card.currency,
        tooltips={"name": dimension.capitalize(), "words": reading.title,
                  "range": "8 times in 10", "many": "Customers"},
    )  # fmt: skip
    return drawing(
        *layers,
        says=says,
        alt=f"{says}. One row per group with whiskers, a dashed line for all customers.",
        height=height(rows),
    )


def said(rows: Sequence[Row], phrase: str) -> str:
    """The most and the least valuable group, where they can be told apart."""
    most = max(rows, key=lambda row: row["value"])
    least = min(rows, key=lambda row: row["value"])
    clear = apart({"rate": most["value"], **most}, {"rate": least["value"], **least}, len(rows))
    one, other = phrase.format(most["plain"]), phrase.format(least["plain"])
    head = f"A customer {one} is worth {most['words']}, {other} {least['words']}"
    return head if clear else f"{head}: no clear difference yet"
