"""What repeats and what would help most, as the reports say it."""

from __future__ import annotations

from revcore.diagnosis_parts import Finding, Lever, Worth
from revcore.model import Scorecard
from revcore.words import money_words

STATE = {"strong": "strong", "likely": "likely"}
LEVERS = 5


def shown(card: Scorecard) -> list[Finding]:
    """Those shown first in their order, then the other likely ones, then context; none rejected."""
    seen = [
        one for one in card.findings.values() if one.state in STATE and one.confirmed != "rejected"
    ]
    return sorted(
        seen,
        key=lambda one: (one.kind == "context", one.place or 99, -(one.strength or 0), one.order),
    )


def valued(card: Scorecard) -> list[Lever]:
    """The levers worth most, with a value."""
    return [one for one in card.levers if one.state == "valued"][:LEVERS]


def worth_words(worth: Worth | None, currency: str | None) -> str:
    """“$129k gross profit over twelve months, likely $68k to $209k”; empty where nobody knows."""
    if worth is None or worth.value is None or worth.value <= 0:
        return ""
    said = f"{money_words(worth.value, currency)} gross profit over twelve months"
    if worth.low is None or worth.high is None:
        return said
    low, high = money_words(worth.low, currency), money_words(worth.high, currency)
    return f"{said}, likely {low} to {high}"


def of_lever(lever: Lever) -> Worth:
    """A lever's worth in the shape of a finding's."""
    return Worth(value=lever.value_12m, low=lever.low, high=lever.high, revenue=lever.revenue_12m)
