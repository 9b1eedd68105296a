"""Customers still paying by the time they came and their age."""

from __future__ import annotations

import numpy as np

from revcore.derive._days import distinct
from revcore.derive.months import CustomerMonths, Ints
from revcore.derive.series._quarters import Cohorts
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit

MOST = 12
"""Latest cohorts, and steps of age, shown."""


@series(
    title="Customers kept, by the time they came",
    unit=Unit.RATIO,
    columns=("cohort", "age", "kept", "customers", "share", "revenue"),
    parts=("recurring",),
)
def cohort_grid(recurring: CustomerMonths, as_of: int) -> Drawn:
    """One row per cohort and age [months]; customers of the first month of the data are left out.

    share is that of customers still paying; revenue what all of them pay then, upgrades included,
    over what the same ones paid in their first month, at its exchange rates. Not complete: part of
    the cohort is younger than that, and only those old enough are counted.
    """
    _, start = recurring.starts
    mine = (start > recurring.first) & (start <= as_of)
    if not mine.any() or as_of - recurring.first < 4:
        raise NotComputable("Fewer than four months in which customers could come and go.")
    cohorts = Cohorts.over(recurring.first + 1, as_of)
    counts, sums = by_start(recurring, as_of)
    first = recurring.first + 1
    begins = first + np.flatnonzero(np.bincount(start[mine] - first))
    rows: list[list[Cell]] = []
    complete = []
    for cohort in distinct(cohorts.of(begins)).tolist()[-MOST:]:
        begun = begins[cohorts.of(begins) == cohort]
        for age in range(0, MOST * cohorts.size + 1, cohorts.size):
            old = begun[begun + age <= as_of] - first
            if not len(old):
                break
            kept, n = int(counts[old, age].sum()), int(counts[old, 0].sum())
            revenue = float(sums[old, age].sum() / sums[old, 0].sum())
            rows.append([cohorts.label(cohort), age, kept, n, kept / n, revenue])
            complete.append(cohorts.end(cohort) + age <= as_of)
    return Drawn(rows, complete)


def by_start(recurring: CustomerMonths, as_of: int) -> tuple[Ints, Ints]:
    """Customers and revenue by first month (the second of the data stands first) and age."""
    size = as_of - recurring.first + 1
    counts, sums = np.zeros((2, size, size), np.int64)
    for age_of_data in range(1, size):
        rows = recurring.rows(recurring.first + age_of_data)
        begun = recurring.starts[1][recurring.place[rows]] - recurring.first - 1
        mine = np.flatnonzero(begun >= 0)
        age = age_of_data - 1 - begun[mine]
        np.add.at(counts, (begun[mine], age), 1)
        np.add.at(sums, (begun[mine], age), recurring.steady[rows][mine])
    return counts, sums
