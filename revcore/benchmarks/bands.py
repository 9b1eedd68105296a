"""Sizes of companies and contracts, as publishers cut them [US dollars a year or a month]."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

_SCALE = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9}
_AMOUNT = r"\$?\s*([\d.,]+)\s*([KMB]?)"

EDGES: dict[str, tuple[float, ...]] = {
    "arr": (1e6, 5e6, 20e6, 50e6, 100e6),
    "acv": (12e3, 25e3, 50e3, 100e3, 250e3),
}


@dataclass(frozen=True)
class Span:
    """From ``low`` (counted) to ``high`` (not counted); None is open."""

    low: float | None
    high: float | None

    def holds(self, value: float) -> bool:
        """Whether a value lies in it."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value < self.high)

    def within(self, other: Span) -> bool:
        """Whether this span lies wholly in another.

        >>> parse_band("25-50M").within(parse_band(">$25M"))
        True
        """
        low = other.low is None or (self.low or 0) >= other.low
        high = other.high is None or (self.high is not None and self.high <= other.high)
        return low and high

    @property
    def label(self) -> str:
        """As a reader says it.

        >>> Span(1e6, 5e6).label, Span(None, 12e3).label, Span(100e6, None).label
        ('$1M–$5M', 'under $12K', 'over $100M')
        """
        if not self.low:
            return f"under {_money(self.high or 0)}"
        if self.high is None:
            return f"over {_money(self.low)}"
        return f"{_money(self.low)}–{_money(self.high)}"


def parse_band(text: str) -> Span | None:
    """Read a band as people write it; None when it is none.

    >>> parse_band("$1M-$5M ARR")
    Span(low=1000000.0, high=5000000.0)
    >>> parse_band("1–5M") == parse_band("$1M-$5M ARR")
    True
    >>> parse_band("<12K"), parse_band("100M+"), parse_band("middling")
    (Span(low=None, high=12000.0), Span(low=100000000.0, high=None), None)
    """
    words = text.upper().replace("–", "-").replace("—", "-").replace(" TO ", "-")
    if found := re.search(rf"{_AMOUNT}\s*-\s*{_AMOUNT}", words):
        low, low_scale, high, high_scale = found.groups()
        span = Span(_number(low, low_scale or high_scale), _number(high, high_scale))
        return span if (span.low or 0) < (span.high or 0) else None
    if found := re.search(rf"(?:<|UNDER|BELOW|UP-|UP TO)\s*{_AMOUNT}", words):
        return Span(None, _number(*found.groups()))
    if found := re.search(rf"(?:>|OVER|ABOVE)=?\s*{_AMOUNT}", words) or re.search(
        rf"{_AMOUNT}\s*\+", words
    ):
        return Span(_number(*found.groups()), None)
    return None


def bands(of: Literal["arr", "acv"]) -> tuple[Span, ...]:
    """The usual cuts of annual recurring revenue or contract value, smallest first.

    >>> [band.label for band in bands("arr")][:3]
    ['under $1M', '$1M–$5M', '$5M–$20M']
    """
    edges = (None, *EDGES[of], None)
    return tuple(Span(low, high) for low, high in pairwise(edges))


def band_of(value: float, of: Literal["arr", "acv"] = "arr") -> Span:
    """The usual band in which a measured value lies.

    >>> band_of(3_200_000).label, band_of(30_000, "acv").label
    ('$1M–$5M', '$25K–$50K')
    """
    return next(band for band in bands(of) if band.holds(value))


def _number(digits: str, scale: str) -> float:
    return float(digits.replace(",", "").rstrip(".") or "0") * _SCALE[scale]


def _money(value: float) -> str:
    for sign, scale in (("B", 1e9), ("M", 1e6), ("K", 1e3)):
        if value >= scale:
            return f"${value / scale:g}{sign}"
    return f"${value:g}"
