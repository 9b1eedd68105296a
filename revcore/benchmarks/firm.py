"""How a published figure and a company fit: same population, and which of its conditions hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from revcore.benchmarks.bands import Span, parse_band
from revcore.benchmarks.load import Entry
from revcore.model import Profile

GENERIC = {"software", "saas", "services", "service", "companies", "company", "firms", "firm",
           "us", "goods", "products", "and", "the", "industry"}  # fmt: skip


@dataclass(frozen=True)
class Firm:
    """A company as far as benchmarks ask: profile, business models, sizes as spans or points."""

    profile: Profile
    models: tuple[str, ...]
    sizes: tuple[tuple[str, Span], ...]

    @classmethod
    def of(
        cls,
        profile: Profile,
        models: Sequence[str],
        arr: float | None,
        acv: float | None,
        currency: str | None,
    ) -> Firm:
        """Sizes said in the profile go before measured ones, which count in US dollars only."""
        sizes: dict[str, Span] = {}
        dollars = currency in (None, "USD")
        said = (("arr", "mrr", profile.arr_band, arr), ("acv", "arpa", profile.acv_band, acv))
        for yearly, monthly, band, measured in said:
            span = parse_band(band) if band else None
            if span is None and measured is not None and dollars:
                span = Span(measured, measured)
            if span is not None:
                sizes[yearly] = span
                sizes[monthly] = Span(_twelfth(span.low), _twelfth(span.high))
        return cls(profile, tuple(models), tuple(sizes.items()))

    def size(self, of: str) -> Span | None:
        """The known size of one kind (arr, mrr, acv, arpa)."""
        return dict(self.sizes).get(of)


@dataclass(frozen=True)
class Fit:
    """One published figure beside one company.

    population, sold_alike
        Same market and sector; same way of selling.
    met, unknown, missed
        Conditions (industry, arr, acv, funding …) that hold, that the profile does not answer, and
        that do not hold or that no profile answers.
    """

    entry: Entry
    population: bool
    sold_alike: bool
    met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the company may be held against it."""
        return (
            self.population
            and self.sold_alike
            and not self.unknown
            and not self.missed
            and self.entry.comparable
        )


def fit(entry: Entry, firm: Firm) -> Fit:
    """Lay one figure beside one company."""
    profile = firm.profile
    market = entry.market in ("any", profile.market)
    sector = "any" in entry.sector or profile.sector in entry.sector
    states: dict[str, list[str]] = {"met": [], "unknown": [], "missed": []}
    for name, state in _conditions(entry, firm):
        states[state].append(name)
    return Fit(
        entry,
        market and sector,
        _sold_alike(entry.model, firm.models),
        tuple(states["met"]),
        tuple(states["unknown"]),
        tuple(states["missed"]),
    )


def same_industry(theirs: str, also: Sequence[str], ours: str) -> bool:
    """Whether an industry is meant by another's words.

    >>> same_industry("Fashion & apparel", (), "fashion")
    True
    >>> same_industry("CRM software", (), "software")
    False
    """
    names = [theirs, *re.split(r"[&/,]", theirs), *also]
    wanted = _words(ours)
    return wanted == _words(theirs) or (
        bool(wanted - GENERIC) and any(wanted - GENERIC == _words(n) - GENERIC for n in names)
    )


def _sold_alike(model: str, models: tuple[str, ...]) -> bool:
    if model == "saas":
        return not models or "subscription" in models
    if model == "subscription":
        return "subscription" in models
    return model != "ai_native"


def _conditions(entry: Entry, firm: Firm) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    profile = firm.profile
    if entry.segment_kind == "industry":
        found.append(("industry", _industry(entry, profile.industry)))
    if entry.funding:
        state = "met" if entry.funding == profile.funding else "missed"
        found.append(("funding", state if profile.funding else "unknown"))
    if entry.band_of:
        found.append((entry.band_of, _size(Span(entry.low, entry.high), firm.size(entry.band_of))))
    if not found and entry.segment_kind not in ("all", "threshold"):
        found.append((entry.segment_kind, "missed"))
    return found


def _industry(entry: Entry, ours: str | None) -> str:
    if not ours:
        return "unknown"
    return "met" if same_industry(entry.segment, entry.also, ours) else "missed"


def _size(theirs: Span, ours: Span | None) -> str:
    if ours is None:
        return "unknown"
    if ours.low is not None and ours.low == ours.high:
        return "met" if theirs.holds(ours.low) else "missed"
    return "met" if ours.within(theirs) else "missed"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _twelfth(value: float | None) -> float | None:
    return None if value is None else value / 12
