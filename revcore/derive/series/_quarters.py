"""Cohorts of a series: by month while there are few, else by calendar quarter."""

from __future__ import annotations

from dataclasses import dataclass

from revcore.derive.months import Ints
from revcore.model import month_words

MONTHLY_UP_TO = 18
"""So many months are shown one by one; a longer history is shown by quarter."""


@dataclass(frozen=True)
class Cohorts:
    """Groups of following months: ``size`` 1 or 3."""

    size: int

    @classmethod
    def over(cls, first: int, last: int) -> Cohorts:
        """The grouping of a history from ``first`` to ``last``.

        >>> Cohorts.over(0, 11).size, Cohorts.over(0, 40).size
        (1, 3)
        """
        return cls(1 if last - first < MONTHLY_UP_TO else 3)

    def of(self, months: Ints) -> Ints:
        """Index of the cohort of each month."""
        return months // self.size

    def end(self, cohort: int) -> int:
        """Last month of a cohort."""
        return cohort * self.size + self.size - 1

    def label(self, cohort: int) -> str:
        """As people say it.

        >>> Cohorts(3).label((2025 * 12 + 9) // 3), Cohorts(1).label(2025 * 12 + 9)
        ('Q4 2025', 'Oct 2025')
        """
        if self.size == 1:
            return month_words(cohort)
        return f"Q{cohort % 4 + 1} {cohort // 4}"
