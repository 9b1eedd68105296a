"""Guesses asked before numbers are shown, and how they compare with what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from revcore.model import Reading, Scorecard, Unit
from revcore.words import benchmark_words, value_words

CLOSE = 0.10
"""A guess this near to a figure that has no range counts as right."""
Side = Literal["right", "higher", "lower"]


@dataclass(frozen=True)
class Ask:
    """One guess: of which measure, and asked how.

    per
        What a typed number is divided by: shares are typed as percent.
    """

    id: str
    question: str
    per: float = 1.0
    step: float = 1.0


ASKS: tuple[tuple[Ask, ...], ...] = (
    (Ask("win_rate", "Of 100 offers that were decided, how many did you win?", 100),),
    (Ask("sales_cycle_days", "How many days from a new deal to a signature?"),),
    (
        Ask("logo_retention", "Of 100 customers a year ago, how many still pay?", 100),
        Ask(
            "repeat_purchase_rate",
            "Of 100 first-time buyers, how many come back within a year?",
            100,
        ),
    ),
    (
        Ask("cac", "What does it cost to win one new customer, everything included?"),
        Ask("cac_media", "How much advertising does it take to win one new customer?"),
    ),
    (
        Ask(
            "top_customer_share",
            "Of every 100 of sales, how much comes from your largest customer?",
            100,
        ),
    ),
    (Ask("lead_response_hours", "How many hours until a new enquiry hears from you?"),),
)  # fmt: skip
"""Six questions; of several wordings the first that the files can answer is asked."""
MONEY = frozenset({"cac", "cac_media"})
"""Those that are asked in the document's currency."""


@dataclass(frozen=True)
class Reveal:
    """A guess beside the measured value.

    side
        Where the files lie, seen from the guess; None without a guess.
    """

    ask: Ask
    reading: Reading
    guess: float | None
    side: Side | None
    said: str


def asked(card: Scorecard) -> list[Ask]:
    """The questions that these files can answer."""
    found = []
    for wordings in ASKS:
        for one in wordings:
            reading = card.readings.get(one.id)
            if reading is not None and reading.value is not None:
                found.append(one)
                break
    return found


def revealed(card: Scorecard, guesses: dict[str, float] | None = None) -> list[Reveal]:
    """Each question with its guess, if there is one, and the measured value."""
    if guesses is None:
        guesses = card.assessment.guesses if card.assessment else {}
    return [_beside(one, card, guesses.get(one.id)) for one in asked(card)]


def _beside(one: Ask, card: Scorecard, guess: float | None) -> Reveal:
    reading = card.readings[one.id]
    if guess is None:
        return Reveal(one, reading, None, None, "No guess.")
    side = side_of(reading, guess)
    words = value_words(guess, reading.unit, card.currency)
    said = {
        "right": f"You said {words}: that is what the files say.",
        "higher": f"You said {words}; the files say more.",
        "lower": f"You said {words}; the files say less.",
    }[side]
    return Reveal(one, reading, guess, side, said)


def side_of(reading: Reading, guess: float) -> Side:
    """Whether the measured value agrees with a guess: by its 80 % range, else within a tenth."""
    value = float(reading.value or 0)
    low, high = reading.low, reading.high
    if low is None or high is None:
        low, high = value - abs(value) * CLOSE, value + abs(value) * CLOSE
    slack = 0.005 if reading.unit is Unit.RATIO else 0.0
    if low - slack <= guess <= high + slack:
        return "right"
    return "higher" if value > guess else "lower"


def published(reading: Reading, currency: str | None) -> str:
    """The figure others publish, or why there is none."""
    if reading.benchmark is not None:
        return benchmark_words(reading.benchmark, reading.unit, currency)
    return reading.benchmark_reason or "No published figure for companies like yours."
