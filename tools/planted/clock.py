"""The simulated calendar: 36 months up to October 2026, exported on 3 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

MONTHS = 36
FIRST = date(2023, 11, 1)
EXPORTED = date(2026, 11, 3)
LAST_DAY = (EXPORTED - FIRST).days - 1
"""Days are counted from FIRST; this is the last one seen."""


def month_start(month: int) -> int:
    """First day of a month (0 … 36), counted from FIRST."""
    years, at = divmod(FIRST.month - 1 + month, 12)
    return (date(FIRST.year + years, at + 1, 1) - FIRST).days


STARTS = np.array([month_start(month) for month in range(MONTHS + 2)])


def month_of(day: float) -> int:
    """Month of a day, 0 for the first."""
    return int(np.searchsorted(STARTS, day, side="right")) - 1


def iso(day: float) -> str:
    """A day as 2026-03-27; nothing for a day that has not come."""
    return str(FIRST + timedelta(int(day))) if day <= LAST_DAY else ""


def label(month: int) -> str:
    """A month as 2026-03."""
    return str(FIRST + timedelta(int(STARTS[month])))[:7]


def random_day(rng: np.random.Generator, month: int) -> float:
    """A day of a month, with its hour."""
    return float(rng.uniform(STARTS[month], STARTS[month + 1]))
