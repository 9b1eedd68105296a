"""Months in which a subscriber could have left: by customer, age, and whether they did."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from revcore.derive._seeds import rng
from revcore.derive.intervals import Floats
from revcore.derive.months import CustomerMonths, Ints
from revcore.derive.movements import KINDS, Transitions
from revcore.model import Window
from revcore.registry import provider

Short = npt.NDArray[np.int32]
DRAWS = 2000
YEAR = 12
CHURN, CONTRACTION = KINDS.index("churn"), KINDS.index("contraction")


@dataclass(frozen=True, eq=False)
class StayMonths:
    """One entry per customer and month of the first stay; what comes after a return is left out.

    customer
        Customer number.
    month, began
        Calendar month in which they could leave, and in which they first paid.
    left
        Whether they did.
    dated
        Whether the first month is known; it is not for customers of the first month of the data.
    yearly
        Whether the customer signs for a year: then leaving comes in twelves.
    cut
        Whether they stayed and paid less than the month before.

    Numbers are kept short: there are tens of millions of entries where customers are many.
    """

    customer: Short
    month: Short
    began: Short
    left: np.ndarray
    dated: np.ndarray
    yearly: np.ndarray
    cut: np.ndarray

    @property
    def age(self) -> Short:
        """Months since the first one; 1 is the first chance to leave."""
        return self.month - self.began

    def take(self, mine: np.ndarray) -> StayMonths:
        """Some of the entries."""
        return StayMonths(
            self.customer[mine], self.month[mine], self.began[mine], self.left[mine],
            self.dated[mine], self.yearly[mine], self.cut[mine],
        )  # fmt: skip


@provider
def stay_months(
    recurring: CustomerMonths,
    transitions: Transitions,
    as_of: int,
    contract_lengths: pd.DataFrame | None = None,
) -> StayMonths:
    """Every month at risk of the first stay of each customer, to the as-of month."""
    who, started = recurring.starts
    rows = transitions.within(Window(recurring.first, as_of))
    place, month = transitions.customer[rows], transitions.month[rows]
    kind = transitions.kind[rows]
    left = np.flatnonzero(kind == CHURN)[::-1]
    gone = np.full(transitions.customers, np.iinfo(np.int32).max, np.int32)
    gone[place[left]] = month[left]  # the first one is written last
    first = np.flatnonzero((transitions.then[rows] > 0) & (month <= gone[place]))
    place, month, kind = place[first], month[first], kind[first]
    began = (started.astype(np.int32) if len(who) else gone)[place]
    customer = (who.astype(np.int32) if len(who) else gone)[place]
    long: Ints = np.empty(0, np.int64)
    if contract_lengths is not None:
        opening = contract_lengths.sort_values("first").drop_duplicates("customer")
        long = opening.loc[opening["months"] >= YEAR, "customer"].to_numpy(np.int64)
    return StayMonths(
        customer, month, began, kind == CHURN, began > recurring.first,
        np.isin(who, long)[place] if len(who) else place < 0, kind == CONTRACTION,
    )  # fmt: skip


@dataclass(frozen=True)
class RateRatio:
    """How many times as often one group leaves as another at equal age.

    value, error
        The ratio, and the standard error of its logarithm.
    events, others
        Leavers of the one group and of the other.
    expected
        Leavers of the one group, had it left as both together.
    p
        Of the log-rank test, both sides [ratio].
    """

    value: float
    error: float
    events: float
    others: float
    expected: float
    p: float

    @property
    def draws(self) -> Floats:
        """Draws of the ratio, log-normal."""
        noise = rng("rate ratio", [self.value, self.error, self.events]).standard_normal(DRAWS)
        return np.asarray(self.value * np.exp(self.error * noise))


def rate_ratio(strata: np.ndarray, left: np.ndarray, one: np.ndarray) -> RateRatio:
    """Rates of leaving of one group against the others, compared within strata of equal age.

        ratio = Σ d₁ n₀/n ÷ Σ d₀ n₁/n      var ln = Σ d n₁ n₀/n² ÷ (numerator · denominator)

    with half an event put into either sum, so that a group nobody left still has a range. The test
    is the log-rank one: (Σ d₁ − d n₁/n)² ÷ Σ d (n−d) n₁ n₀ / (n² (n−1)).

    Parameters
    ----------
    strata
        Age of each entry, a whole number from 0.
    left
        Whether the entry ended in leaving.
    one
        Whether it belongs to the first group.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50:163–170; Greenland & Robins (1985), Biometrics
    41:55–68, variance of the pooled ratio.

    Examples
    --------
    Ten against ten at one age, four and two of whom leave:

    >>> age, one = np.zeros(20, int), np.arange(20) < 10
    >>> found = rate_ratio(age, np.isin(np.arange(20), [0, 1, 2, 3, 10, 11]), one)
    >>> found.value, found.expected, round(found.p, 3)
    (1.8, 3.0, 0.342)
    """
    size = int(strata.max(initial=0)) + 1
    n1 = np.bincount(strata, one, size)
    n0 = np.bincount(strata, ~one, size)
    d1 = np.bincount(strata, one & left, size)
    d0 = np.bincount(strata, ~one & left, size)
    n, d = np.maximum(n1 + n0, 1), d1 + d0
    above, below = float((d1 * n0 / n).sum()), float((d0 * n1 / n).sum())
    both = float((d * n1 * n0 / n**2).sum())
    chance = float((d * (n - d) * n1 * n0 / (n**2 * np.maximum(n - 1, 1))).sum())
    expected = float((d * n1 / n).sum())
    seen = float(d1.sum())
    half = 0.5 * 0.5
    value = (above + half) / (below + half)
    variance = (both + half) / ((above + half) * (below + half))
    p = math.erfc(abs(seen - expected) / (2 * chance) ** 0.5) if chance > 0 else 1.0
    return RateRatio(value, variance**0.5, seen, float(d0.sum()), expected, p)
