"""Months, days and windows as whole numbers: ``year * 12 + month - 1``, days since 1970."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from revcore.errors import SettingsError

NO_MONTH = 1970 * 12
"""Stands for the last month counted where no file has a date; nothing lies near it."""


def month_of(year: int, month: int) -> int:
    """Index of a calendar month.

    >>> month_of(2024, 3) - month_of(2023, 12)
    3
    """
    return year * 12 + month - 1


def month_label(month: int) -> str:
    """Print a month as ISO does.

    >>> month_label(month_of(2024, 3))
    '2024-03'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_words(month: int) -> str:
    """Print a month as people say it.

    >>> month_words(month_of(2024, 3))
    'Mar 2024'
    """
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[month % 12]} {month // 12}"


def day_words(day: str) -> str:
    """Print a day written as ISO does as people say it.

    >>> day_words("2026-12-01")
    '1 Dec 2026'
    """
    date = dt.date.fromisoformat(day)
    return f"{date.day} {month_words(month_of(date.year, date.month))}"


def parse_month(text: str) -> int:
    """Read ``2024-03``.

    >>> month_label(parse_month("2017-12"))
    '2017-12'
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        raise SettingsError(
            f"The month “{text}” is not written as year-month.", fix="Write 2024-03."
        )
    return month_of(int(found[1]), int(found[2]))


def first_day(month: int) -> int:
    """First day of a month, as days since 1970-01-01.

    >>> first_day(month_of(1970, 2))
    31
    """
    return (dt.date(month // 12, month % 12 + 1, 1) - dt.date(1970, 1, 1)).days


def last_day(month: int) -> int:
    """Last day of a month, as days since 1970-01-01."""
    return first_day(month + 1) - 1


def month_of_day(day: int) -> int:
    """Month in which a day lies."""
    date = dt.date(1970, 1, 1) + dt.timedelta(days=day)
    return month_of(date.year, date.month)


@dataclass(frozen=True, order=True)
class Window:
    """Calendar months from ``start`` to ``end``, both counted.

    >>> str(Window(parse_month("2024-01"), parse_month("2024-12")))
    '2024-01..2024-12'
    >>> Window(parse_month("2024-01"), parse_month("2024-12")).months
    12
    """

    start: int
    end: int

    @property
    def months(self) -> int:
        """Length [months]."""
        return self.end - self.start + 1

    @property
    def first_day(self) -> int:
        """First day counted."""
        return first_day(self.start)

    @property
    def last_day(self) -> int:
        """Last day counted."""
        return last_day(self.end)

    def shifted(self, months: int) -> Window:
        """The same length, moved (negative: earlier)."""
        return Window(self.start + months, self.end + months)

    def __str__(self) -> str:
        return f"{month_label(self.start)}..{month_label(self.end)}"

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read what ``str`` wrote."""
        start, _, end = text.partition("..")
        return cls(parse_month(start), parse_month(end or start))

    @property
    def words(self) -> str:
        """For a person.

        >>> Window(month_of(2024, 1), month_of(2024, 12)).words
        '12 months to Dec 2024'
        """
        if self.months == 1:
            return month_words(self.end)
        return f"{self.months} months to {month_words(self.end)}"
