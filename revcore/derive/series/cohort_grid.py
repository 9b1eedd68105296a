"""Customers still paying by the time they came and their age."""

from __future__ import annotations

import numpy as np

from revcore.derive.months import CustomerMonths
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
    over what the same ones paid in their first month. Not complete: part of the cohort is younger
    than that, and only those old enough are counted.
    """
    who, start = recurring.starts
    mine = (start > recurring.first) & (start <= as_of)
    who, start = who[mine], start[mine]
    if not len(who) or as_of - recurring.first < 4:
        raise NotComputable("Fewer than four months in which customers could come and go.")
    cohorts = Cohorts.over(recurring.first + 1, as_of)
    group = cohorts.of(start)
    span = recurring.last - recurring.first + 1
    paid = recurring.customer * span + (recurring.month - recurring.first)
    order = np.argsort(paid, kind="stable")
    paid, amount = paid[order], recurring.amount[order]
    rows: list[list[Cell]] = []
    complete = []
    for cohort in np.unique(group).tolist()[-MOST:]:
        members, begun = who[group == cohort], start[group == cohort]
        first = amount[np.searchsorted(paid, members * span + (begun - recurring.first))]
        for age in range(0, MOST * cohorts.size + 1, cohorts.size):
            old = begun + age <= as_of
            if not old.any():
                break
            wanted = members[old] * span + (begun[old] + age - recurring.first)
            place = np.minimum(np.searchsorted(paid, wanted), len(paid) - 1)
            still = paid[place] == wanted
            kept, n = int(still.sum()), int(old.sum())
            revenue = float(amount[place][still].sum() / first[old].sum())
            rows.append([cohorts.label(cohort), age, kept, n, kept / n, revenue])
            complete.append(cohorts.end(cohort) + age <= as_of)
    return Drawn(rows, complete)
