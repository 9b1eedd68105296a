"""Whether a company needs a Chief Revenue Officer: not yet, part of the time, or full time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from revcore.assessment.belief import voices
from revcore.model import Scorecard, Series
from revcore.words import counted, money_words

Need = Literal["not_yet", "fractional", "full_time"]
NEED_WORDS: Mapping[Need, str] = {
    "not_yet": "Not yet",
    "fractional": "One for part of the time",
    "full_time": "One full time",
}
SMALL, LARGE = 10e6, 50e6
"""Yearly revenue between which it depends; in dollars, and in currencies worth about as much."""
NEAR_A_DOLLAR = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD"})
PART = 0.10
"""Share from which a segment or channel counts as one of its own."""
COST = (
    "A full-time Chief Revenue Officer usually costs a base salary of 250 to 500 thousand US "
    "dollars, 30 to 50% of all cash pay being variable, and 1 to 5% of the shares in a young "
    "company (general figures for the United States). Expect 12 to 18 months until a revenue "
    "organisation that was rebuilt shows in results."
)
ASKED: Mapping[str, str] = {
    "self_serve": "Do customers also sign up and start by themselves, without a seller?",
    "predictable": "Do investors, or a sale of the company, ask for predictable growth?",
    "new_market": "Is a new market or a new product ahead?",
    "technical": "Is the product technically heavy, and not yet sold to many?",
    "simple": "Is the product simple, so that growth depends on reaching people?",
    "authority": "Would this person decide over marketing, sales and customer success?",
}
"""What no file knows, asked with yes or no."""


@dataclass(frozen=True)
class Signal:
    """One thing that speaks for or against: seen, not seen, or not known (None)."""

    id: str
    text: str
    seen: bool | None
    origin: Literal["data", "answers", "asked"]


@dataclass(frozen=True)
class Readiness:
    """The answer with its reasons; ``unknown`` are signals that nobody has answered yet."""

    need: Need
    reasons: tuple[str, ...]
    signals: tuple[Signal, ...]

    @property
    def unknown(self) -> int:
        """How many signals are not known."""
        return sum(one.seen is None for one in self.signals)


def readiness(card: Scorecard) -> Readiness:
    """Whether a Chief Revenue Officer is needed, always with reasons.

    Below 10 million a year not yet full time, and part of the time with two or more signs of
    trouble; from there to 50 million with one, full time where selling is complex as well; above,
    full time is usual. Without authority over all revenue teams never.
    """
    said = card.assessment.signals if card.assessment else {}
    signals = (*from_data(card), *from_answers(card), *from_asked(said))
    trouble = [one for one in signals if one.seen]
    revenue, size = size_of(card)
    need, why = decided(revenue, trouble, said)
    reasons = [*([size] if size not in why else []), *why, *(one.text for one in trouble)]
    return Readiness(need, tuple(reasons), signals)


def decided(
    revenue: float | None, trouble: list[Signal], said: Mapping[str, bool]
) -> tuple[Need, list[str]]:
    """The answer, and the reasons that are no signs of trouble.

    >>> [decided(revenue, [], {})[0] for revenue in (3e6, 20e6, 60e6)]
    ['not_yet', 'not_yet', 'full_time']
    """
    many = len(trouble)
    signs = counted(many, "sign of trouble", "signs of trouble")
    if said.get("authority") is False:
        return "not_yet", [
            "Without a say over all revenue teams the role would coordinate, not decide."
        ]
    if revenue is None:
        return "not_yet", ["Revenue of twelve months is not known, so nothing can be recommended."]
    if revenue > LARGE:
        return "full_time", ["Above 50 million a year a full-time one is usual."]
    if revenue < SMALL and said.get("technical"):
        return "not_yet", [
            "A technical product before many have bought it is sold by its founders."
        ]
    if revenue < SMALL and said.get("simple"):
        return "not_yet", [
            "With a simple product, leads of marketing and of sales come first; they come earlier."
        ]
    if revenue < SMALL:
        if many >= 2:
            return "fractional", [f"Below 10 million a year, but {signs}: a day or two a week."]
        return "not_yet", [f"Below 10 million a year, and {signs}: two would be needed."]
    complex_selling = any(one.id in ("several", "self_serve") for one in trouble)
    if many >= 2 and complex_selling:
        return "full_time", [
            f"Between 10 and 50 million a year, with {signs}, and complex selling."
        ]
    if many:
        return "fractional", [f"Between 10 and 50 million a year, with {signs}."]
    return "not_yet", ["Between 10 and 50 million a year, but no sign of trouble."]


def size_of(card: Scorecard) -> tuple[float | None, str]:
    """Revenue of twelve months where it can be held against the limits, and how it is said."""
    reading = card.readings.get("revenue")
    if reading is None or reading.value is None:
        return None, "Revenue of twelve months is not known, so nothing can be recommended."
    words = f"Sales of the last twelve months: {money_words(reading.value, card.currency)}."
    if card.currency is not None and card.currency not in NEAR_A_DOLLAR:
        return None, f"{words} The limits are in dollars and cannot be held against it."
    return reading.value, words


def from_data(card: Scorecard) -> list[Signal]:
    """What the files say."""
    leaky = card.findings.get("leaky_bucket")
    states = {"strong": True, "likely": True, "not_seen": False}
    return [
        Signal(
            "flat",
            "Sales stand still over two quarters while marketing and selling cost more.",
            flat(card), "data",
        ),
        Signal(
            "churn",
            "New business is signed, and customers leave as fast.",
            states.get(leaky.state) if leaky else None, "data",
        ),
        Signal("several", "There are several kinds of customers or ways to reach them.",
               several(card), "data"),
    ]  # fmt: skip


def flat(card: Scorecard) -> bool | None:
    """Whether sales of the last quarter are no higher than two quarters before, at more cost."""
    revenue = by_month(card.series.get("revenue_by_month"), "revenue")
    spend = by_month(card.series.get("spend_by_month"), "amount")
    if len(revenue) < 9 or len(spend) < 9:
        return None
    sales = [revenue[month] for month in sorted(revenue)]
    costs = [spend[month] for month in sorted(spend)]
    still = sum(sales[-3:]) <= 1.02 * sum(sales[-9:-6])
    return still and sum(costs[-3:]) > 1.05 * sum(costs[-9:-6])


def by_month(found: Series | None, name: str) -> dict[str, float]:
    """A series summed by month."""
    sums: dict[str, float] = {}
    if found is None:
        return sums
    at, of = found.columns.index("month"), found.columns.index(name)
    for row in found.rows:
        sums[str(row[at])] = sums.get(str(row[at]), 0.0) + float(row[of] or 0)
    return sums


def several(card: Scorecard) -> bool | None:
    """Whether three segments or four channels hold a tenth of the won deals each."""
    parts = card.breakdowns.get("average_deal_size", {})
    counts = {name: [row.n for row in parts.get(name, [])] for name in ("segment", "source")}
    many = {name: sum(n >= PART * sum(ns) for n in ns) for name, ns in counts.items() if sum(ns)}
    if not many:
        return None
    return many.get("segment", 0) >= 3 or many.get("source", 0) >= 4


def from_answers(card: Scorecard) -> list[Signal]:
    """What the self-assessment says of who answers for revenue, and what pay rewards."""
    heard = voices(card.assessment).values()
    said = [
        [one[name] for one in heard if one.get(name)] for name in ("people_owner", "people_pay")
    ]
    seen = any(fmean(levels) <= 2 for levels in said if levels) if any(said) else None
    text = "Marketing, sales and customer success are led apart, or paid for different ends."
    return [Signal("apart", text, seen, "answers")]


def from_asked(said: Mapping[str, bool]) -> list[Signal]:
    """What only people know."""
    words = {
        "self_serve": "Customers sign up by themselves, and sellers sell as well.",
        "predictable": "Investors or a sale of the company ask for predictable growth.",
        "new_market": "A new market or a new product is ahead.",
    }
    return [Signal(name, text, said.get(name), "asked") for name, text in words.items()]
