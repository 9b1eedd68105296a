"""Shifted-Beta-Geometric: how long customers stay who each have their own chance of leaving.

At every renewal a customer leaves with a chance θ of their own; θ is spread over customers as
Beta(α, β). The loyal remain, so retention rises with age: a single average churn rate cannot say
that. Customers of any start date pool, because each counts as long as they were watched.

References
----------
Fader & Hardie (2007), Journal of Interactive Marketing 21(1):76–90;
Fader & Hardie (2010), Marketing Science 29(1):85–93.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._newton import turned
from revcore.derive._simplex import Point, lowest
from revcore.derive.intervals import Floats
from revcore.errors import NotComputable

LEAST_AGES = 3
"""Renewal opportunities needed before a curve means anything."""
STARTS = (1.0, 7.0, 55.0)
LOOSEST = 0.1
"""Least curvature of the posterior taken for real, in (logit μ, ln κ)."""


@dataclass(frozen=True)
class Prior:
    """What is known before the data: logit μ ~ N(logit churn, 1.5²), ln κ ~ N(ln 8, 1²).

    churn
        Typical chance of leaving at one renewal [ratio].
    """

    churn: float
    spread: float = 1.5
    kappa: float = 8.0
    kappa_spread: float = 1.0

    def log_density(self, mu: float, kappa: float) -> float:
        """Up to a constant, at logit μ and ln κ."""
        first = (mu - _logit(self.churn)) / self.spread
        second = (kappa - math.log(self.kappa)) / self.kappa_spread
        return -0.5 * (first * first + second * second)


MONTHLY = Prior(0.05)
YEARLY = Prior(0.20)


@dataclass(frozen=True, eq=False)
class Sbg:
    """A fitted curve.

    alpha, beta
        Of the Beta distribution of the chance to leave; α/(α+β) is the first-renewal churn.
    loglik
        Log-likelihood of the data, without any prior.
    covariance
        Of (logit μ, ln κ) around the fit (Laplace); None without one.
    oldest
        Renewal opportunities of the oldest customer: beyond them the curve extrapolates.
    """

    alpha: float
    beta: float
    loglik: float = math.nan
    covariance: np.ndarray | None = None
    oldest: int = 0

    def survival(self, times: ArrayLike) -> Floats:
        """Share still there after so many renewals, S(t) = B(α, β+t) / B(α, β) [ratio].

        >>> Sbg(0.668, 3.806).survival([0, 8, 12]).round(3).tolist()
        [1.0, 0.46, 0.378]
        """
        asked = np.asarray(times, np.int64)
        return survival_curves(self.alpha, self.beta, int(asked.max(initial=0)))[asked]

    def retention(self, time: int) -> float:
        """Chance that a customer who renewed ``time − 1`` times renews again [ratio]."""
        return (self.beta + time - 1) / (self.alpha + self.beta + time - 1)

    def clv(self, payment: float, horizon: int, discount: float) -> float:
        """Value of ``horizon`` payments of a new customer, the first one now and certain [money].

            payment · Σ S(t) / (1+d)^t over t = 0 … horizon − 1

        ``discount`` is per renewal period.
        """
        curve = survival_curves(self.alpha, self.beta, horizon - 1)
        return float(payment * discounted(curve, discount))

    def del_(self, discount: float) -> float:
        """Discounted expected lifetime, without a horizon [payments].

        >>> round(Sbg(20, 380).del_(0.01), 6)
        17.400262
        """
        curve = survival_curves(self.alpha, self.beta, _terms(discount))
        return float(discounted(curve, discount))

    def derl(self, period: int, discount: float) -> float:
        """Discounted expected residual lifetime of a customer in their n-th period [payments].

            Σ S(t)/S(n−1) / (1+d)^(t−n) over t ≥ n: the next renewal counts undiscounted.

        The series is summed: the closed form by ₂F₁ has no value in floating point where customers
        are nearly alike.

        >>> round(Sbg(0.668, 3.806).derl(8, 0.10), 3)
        7.53
        """
        curve = survival_curves(self.alpha, self.beta, period + _terms(discount))
        return float(discounted(curve[period:], discount) / curve[period - 1])

    def draws(self, size: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draws of α and β from the Laplace approximation."""
        if self.covariance is None:
            raise ValueError("this curve has no covariance to draw from")
        centre = [_logit(self.alpha / (self.alpha + self.beta)), math.log(self.alpha + self.beta)]
        spread = np.linalg.cholesky(self.covariance)
        drawn = np.array(centre) + rng.standard_normal((size, 2)) @ spread.T
        return _parameters(drawn[:, 0], drawn[:, 1])


def survival_curves(alpha: ArrayLike, beta: ArrayLike, last: int) -> Floats:
    """S(0) … S(last) along the last axis, one curve for every α and β."""
    a, b = np.asarray(alpha, float)[..., None], np.asarray(beta, float)[..., None]
    stays = (b + np.arange(last)) / (a + b + np.arange(last))
    return np.concatenate([np.ones_like(a), np.cumprod(stays, axis=-1)], axis=-1)


def discounted(curves: Floats, discount: float) -> Floats:
    """Σ S(t) / (1+d)^t along the last axis [payments]."""
    return np.asarray(curves @ (1 + discount) ** -np.arange(curves.shape[-1], dtype=float))


def fit(churned: ArrayLike, alive: ArrayLike, *, prior: Prior | None = MONTHLY) -> Sbg:
    """Fit the curve to customers who left and customers still here.

    Only counts by age enter, so that a million customers cost what a hundred cost.

    Parameters
    ----------
    churned
        Entry t: customers who left at their t-th renewal opportunity; entry 0 is 0.
    alive
        Entry t: customers still here who have had t renewal opportunities.
    prior
        None gives plain maximum likelihood, which runs off to a limit in up to half of all small
        samples.

    Raises
    ------
    NotComputable
        No customer has had 3 renewal opportunities, or nobody has left.

    Examples
    --------
    A thousand customers over seven yearly renewals:

    >>> left = [0, 131, 126, 90, 60, 42, 34, 26]
    >>> found = fit(left, [0] * 7 + [491], prior=None)
    >>> round(found.alpha, 3), round(found.beta, 3), round(found.loglik, 1)
    (0.668, 3.806, -1611.2)
    """
    leaves, stays = at_each_renewal(churned, alive)
    if leaves.size < LEAST_AGES:
        raise NotComputable(
            f"The oldest customer has had {leaves.size} renewals: at least {LEAST_AGES} are needed."
        )
    if leaves.sum() == 0:
        raise NotComputable("No customer has left yet: there is no curve to fit.")
    ages = np.arange(leaves.size, dtype=float)
    left, facing = float(leaves.sum()), leaves + stays

    def log_likelihood(mu: float, log_kappa: float) -> float:
        alpha, beta = _parameters_at(mu, log_kappa)
        staying = stays @ np.log(beta + ages) - facing @ np.log(alpha + beta + ages)
        return left * math.log(alpha) + float(staying)

    def loss(mu: float, log_kappa: float) -> float:
        known = prior.log_density(mu, log_kappa) if prior else 0.0
        return -log_likelihood(mu, log_kappa) - known

    crude = _logit((leaves[0] + 0.5) / (leaves[0] + stays[0] + 1))
    starts = [(crude, math.log(start)) for start in STARTS]
    if prior:
        slopes = functools.partial(_slopes, leaves, stays, prior)
        found = [turned(loss, slopes, start) or lowest(loss, start) for start in starts]
    else:  # may run off to a limit, where there is no lowest point to turn at
        found = [lowest(loss, start) for start in starts]
    best = min(found, key=lambda result: result[0])[1]
    alpha, beta = _parameters_at(*best)
    covariance = _covariance(loss, np.array(best)) if prior else None
    return Sbg(alpha, beta, log_likelihood(*best), covariance, leaves.size)


def _slopes(
    leaves: Floats, stays: Floats, prior: Prior, mu: float, log_kappa: float
) -> tuple[Point, tuple[float, float, float]]:
    """Gradient and curvatures (μμ, μκ, κκ) of the loss of :func:`fit`, in closed form."""
    alpha, beta = _parameters_at(mu, log_kappa)
    kappa, left = alpha + beta, float(leaves.sum())
    share = alpha / kappa
    ages = np.arange(leaves.size, dtype=float)
    by_beta, by_kappa = 1 / (beta + ages), 1 / (kappa + ages)
    facing = leaves + stays
    b1, b2 = float(stays @ by_beta), float(stays @ (by_beta * by_beta))
    f1, f2 = float(facing @ by_kappa), float(facing @ (by_kappa * by_kappa))
    moved = alpha * (1 - share)  # of α by one of logit μ; β moves as much the other way
    tight, tight_kappa = 1 / prior.spread**2, 1 / prior.kappa_spread**2
    gradient = (
        moved * b1 - left * (1 - share) + (mu - _logit(prior.churn)) * tight,
        kappa * f1 - left - beta * b1 + (log_kappa - math.log(prior.kappa)) * tight_kappa,
    )
    curvature = (
        moved * (left / kappa + (1 - 2 * share) * b1 + moved * b2) + tight,
        moved * (b1 - beta * b2),
        kappa * f1 - kappa * kappa * f2 - beta * b1 + beta * beta * b2 + tight_kappa,
    )
    return gradient, curvature


def at_each_renewal(churned: ArrayLike, alive: ArrayLike) -> tuple[Floats, Floats]:
    """Customers who left and who stayed at renewal 1, 2, … from counts by age.

    >>> leaves, stays = at_each_renewal([0, 2, 1], [0, 0, 3, 4])
    >>> leaves.tolist(), stays.tolist()
    ([2.0, 1.0, 0.0], [8.0, 7.0, 4.0])
    """
    left, here = np.asarray(churned, float), np.asarray(alive, float)
    size = max(left.size, here.size, 1)
    left, here = np.pad(left, (0, size - left.size)), np.pad(here, (0, size - here.size))
    if left[0] != 0:
        raise ValueError("nobody can leave before the first renewal")
    ages = np.flatnonzero(left + here)
    last = int(ages.max(initial=0))
    beyond = np.cumsum((left + here)[::-1])[::-1]
    return left[1 : last + 1], (beyond - left)[1 : last + 1]


def counts_by_age(ages: ArrayLike, n: ArrayLike | None = None) -> np.ndarray:
    """How many stand at age 0, 1, 2, …; ``n`` customers stand behind each entry.

    >>> counts_by_age([3, 1, 3]).tolist()
    [0, 1, 0, 2]
    """
    return np.bincount(np.asarray(ages, np.int64), None if n is None else np.asarray(n, float))


def _covariance(loss: Callable[[float, float], float], at: Floats) -> np.ndarray:
    """Inverse of the numerical Hessian, its curvatures held above :data:`LOOSEST`."""
    step = 1e-3
    moves = np.eye(2) * step
    hessian = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            corners = [
                sign * loss(*(at + a * moves[i] + b * moves[j]).tolist())
                for sign, a, b in ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))
            ]
            hessian[i, j] = sum(corners) / (4 * step * step)
    curvature, directions = np.linalg.eigh((hessian + hessian.T) / 2)
    return (directions / np.maximum(curvature, LOOSEST)) @ directions.T


def _terms(discount: float) -> int:
    """How many terms leave less than 1e-13 of a discounted series."""
    if discount < 1e-5:
        raise ValueError("a series without a horizon needs a discount rate above 0")
    return math.ceil(30 / math.log1p(discount))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _parameters_at(mu: float, log_kappa: float) -> tuple[float, float]:
    """:func:`_parameters` at one point, without arrays: a fit asks for some hundred of them."""
    share = 1 / (1 + float(np.exp(-min(max(mu, -30.0), 30.0))))
    kappa = float(np.exp(min(max(log_kappa, -14.0), 14.0)))
    return share * kappa, (1 - share) * kappa


def _parameters(mu: ArrayLike, log_kappa: ArrayLike) -> tuple[Floats, Floats]:
    """α and β of logit μ and ln κ, kept where floating point can tell them apart."""
    share = 1 / (1 + np.exp(-np.clip(mu, -30, 30)))
    kappa = np.exp(np.clip(log_kappa, -14, 14))
    return share * kappa, (1 - share) * kappa
