"""What charts say of their data: careful words that follow from counts and intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any, Literal

from revcore.errors import NotComputable
from revcore.model import Reading, Scorecard, Series, Unit
from revcore.words import value_words

Move = Literal["up", "down"]


def moved(now: Mapping[str, Any], before: Mapping[str, Any], name: str = "rate") -> Move | None:
    """Whether a value has changed, given both 95 % intervals; None is “can’t tell yet”.

    The interval of the difference is put together from the two (MOVER, Zou & Donner 2008).

    >>> low = {"rate": 0.2, "low95": 0.15, "high95": 0.25}
    >>> high = {"rate": 0.4, "low95": 0.33, "high95": 0.47}
    >>> moved(high, low), moved(low, high), moved(low, low)
    ('up', 'down', None)
    """
    if now[name] is None or before[name] is None:
        return None
    gap = now[name] - before[name]
    least = gap - math.hypot(now[name] - now["low95"], before["high95"] - before[name])
    most = gap + math.hypot(now["high95"] - now[name], before[name] - before["low95"])
    if least > 0:
        return "up"
    return "down" if most < 0 else None


def apart(one: Mapping[str, Any], other: Mapping[str, Any], many: int, name: str = "rate") -> bool:
    """Whether the largest and the smallest of so many parts differ beyond chance.

    The bar is raised for the pairs there are to choose from (Bonferroni).

    >>> low = {"rate": 0.2, "low": 0.17, "high": 0.23}
    >>> high = {"rate": 0.4, "low": 0.36, "high": 0.44}
    >>> apart(high, low, 2), apart(high, {**low, "high": 0.36}, 8)
    (True, False)
    """
    gap = one[name] - other[name]
    down, up = one[name] - one["low"], other["high"] - other[name]
    pairs = max(1, many * (many - 1) // 2)
    needed = NormalDist().inv_cdf(1 - 0.025 / pairs) / NormalDist().inv_cdf(0.9)
    return bool(gap > needed * math.hypot(down, up))


def count_moved(now: float, before: float) -> Move | None:
    """Whether a count of rare, separate events has changed beyond chance.

    >>> count_moved(215, 218), count_moved(2140, 1425)
    (None, 'up')
    """
    if now + before == 0 or abs(now - before) <= 1.96 * math.sqrt(now + before):
        return None
    return "up" if now > before else "down"


def change_said(now: float, before: float) -> str:
    """How much more or less, for amounts counted in full.

    >>> change_said(142, 100), change_said(80, 100), change_said(100.2, 100)
    ('42% more than', '20% less than', 'about as much as')
    """
    if before <= 0:
        return "against nothing in"
    change = now / before - 1
    if abs(change) < 0.015:
        return "about as much as"
    size = value_words(abs(change), Unit.RATIO) if abs(change) >= 0.095 else f"{abs(change):.0%}"
    return f"{size} {'more' if change > 0 else 'less'} than"


def rows_of(card: Scorecard, name: str) -> Series:
    """A series that can be drawn.

    Raises
    ------
    NotComputable
        With the series' own reason.
    """
    found = card.series.get(name)
    if found is None or found.reason or not found.rows:
        raise NotComputable(
            (found.reason if found else None) or "This document holds nothing to draw here."
        )
    return found


def known(card: Scorecard, name: str) -> Reading | None:
    """A reading that has a value."""
    reading = card.readings.get(name)
    return reading if reading is not None and reading.value is not None else None


def a_year_before(rows: Sequence[Mapping[str, Any]], steps: int) -> Mapping[str, Any] | None:
    """The row so many steps before the last one, else the first one if it is not the last."""
    if len(rows) > steps:
        return rows[-1 - steps]
    return rows[0] if len(rows) > 1 else None
