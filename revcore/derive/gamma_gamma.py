"""What an order brings: values of one customer’s orders vary, and customers differ in their mean.

Only repeat orders are looked at: the first one is another matter, and a customer with one order
says nothing about the spread of their own.

References
----------
Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value (brucehardie.com/notes/025).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._descent import covariance, lowest
from revcore.derive._interval import Floats, special
from revcore.errors import NotComputable
from revcore.words import counted_words

FEWEST = 30
"""Repeat buyers needed."""
HIGHEST_CORRELATION = 0.3
"""Above it, how often and how much are not two separate matters."""
CAP = 0.99
"""Mean order values above this quantile are lowered to it."""
MANY = 20_000
"""Of more repeat buyers than twice as many, an even part is fitted."""
LOOSEST = 0.1
CENTRE = (math.log(4), math.log(3), 0.0)
SPREAD = (1.5, 1.0, 1.0)
"""Prior, values divided by their mean: normal in ln p, ln(q − 1) and the log of the mean."""


@dataclass(frozen=True, eq=False)
class Spending:
    """A fitted model; ``v`` is in the unit of the values.

    covariance
        Of (ln p, ln(q − 1), ln mean) around the fit (Laplace); None without a prior.
    capped
        Customers whose mean order value was lowered to the 99th percentile.
    """

    p: float
    q: float
    v: float
    loglik: float = math.nan
    covariance: Floats | None = None
    customers: int = 0
    capped: int = 0
    correlation: float = 0.0

    @property
    def mean(self) -> float:
        """Mean order value over customers, p·v / (q − 1) [money].

        >>> round(Spending(6.25, 3.74, 15.44).mean, 2)
        35.22
        """
        return self.p * self.v / (self.q - 1)

    def expected(self, x: ArrayLike, mean_value: ArrayLike) -> Floats:
        """Mean order value to expect of customers with ``x`` repeat orders of this mean [money].

            p (v + x z̄) / (p x + q − 1)

        >>> Spending(6.25, 3.74, 15.44).expected([0, 1], [0.0, 22.35]).round(2).tolist()
        [35.22, 26.27]
        """
        times, mean = np.asarray(x, float), np.asarray(mean_value, float)
        return self.p * (self.v + times * mean) / (self.p * times + self.q - 1)

    def described(self, capped: int, correlation: float) -> Spending:
        """The same with what was found while checking."""
        return replace(self, capped=capped, correlation=correlation)

    def draws(self, size: int, noise: np.random.Generator) -> Floats:
        """Draws of the mean order value over customers."""
        if self.covariance is None:
            raise ValueError("this fit has no covariance to draw from")
        return self.mean * np.exp(math.sqrt(self.covariance[2, 2]) * noise.standard_normal(size))


def checked(x: ArrayLike, mean_value: ArrayLike) -> tuple[Floats, Floats, int, float]:
    """Repeat buyers whose values the model may be fitted to; how many were capped; correlation.

    Raises
    ------
    NotComputable
        Fewer than thirty repeat buyers, a value of zero or less, or those who buy more often also
        spend more (or less) an order.
    """
    times, mean = np.asarray(x, float), np.asarray(mean_value, float)
    times, mean = times[times > 0], mean[times > 0]
    if times.size < FEWEST:
        raise NotComputable(
            f"{counted_words(times.size, 'customers')} bought again: at least {FEWEST} are needed "
            "to say what an order brings.",
            n=times.size,
        )
    if (mean <= 0).any():
        raise NotComputable(
            f"{int((mean <= 0).sum())} customers’ repeat orders come to nothing or less: refunds "
            "belong to the order they give back.",
            n=times.size,
        )
    cap = float(np.quantile(mean, CAP))
    capped = int((mean > cap).sum())
    values = np.minimum(mean, cap)
    varied = times.std() > 0 and values.std() > 0
    correlation = float(np.corrcoef(times, values)[0, 1]) if varied else 0.0
    if abs(correlation) >= HIGHEST_CORRELATION:
        more = "more" if correlation > 0 else "less"
        raise NotComputable(
            f"Customers who buy more often spend {more} an order (correlation {correlation:.2f}): "
            "the value of an order cannot be told apart from how often they buy.",
            n=times.size,
        )
    return times, values, capped, correlation


def fit(x: ArrayLike, mean_value: ArrayLike, *, prior: bool = True) -> Spending:
    """Fit the model to repeat buyers: how many repeat orders, and their mean value.

    Parameters
    ----------
    x
        Repeat orders of each customer; those without one are left out.
    mean_value
        Mean value of the repeat orders [money].
    prior
        False gives plain maximum likelihood.

    Raises
    ------
    NotComputable
        Nobody bought again.

    Examples
    --------
    >>> found = fit([1, 2, 3] * 20, [10.0, 14.0, 9.0, 20.0, 12.0, 11.0] * 10)
    >>> 11 < found.mean < 14
    True
    """
    times, mean = np.asarray(x, float), np.asarray(mean_value, float)
    times, mean = times[times > 0], mean[times > 0]
    if times.size == 0:
        raise NotComputable("Nobody bought a second time.", n=0)
    everybody = times.size
    if everybody >= 2 * MANY:  # every so-manieth in order: the same curve, off fewer points
        order = np.argsort(mean)
        repeats = times[order].astype(np.int16 if times.max() < 2**15 else np.int64)
        some = order[np.argsort(repeats, kind="stable")][:: everybody // MANY]
        times, mean = times[some], mean[some]
    each_for = everybody / times.size
    log, psi = special().gammaln, special().psi
    scale = float(mean.mean())
    values = mean / scale
    sums = values * times
    fixed = float(np.log(values).sum())
    weighed = float((times * np.log(sums)).sum())
    often, count = np.unique(times, return_counts=True)

    def log_likelihood(p: float, q: float, v: float) -> tuple[float, Floats]:
        """Value and gradient by p, q and v."""
        shape, whole, n = p * often, v + sums, times.size
        logs = np.log(whole)
        each, all_logs = float(np.einsum("i,i->", times, logs)), float(logs.sum())
        total = float(count @ (log(shape + q) - log(shape)))
        total += n * (q * math.log(v) - float(log(q))) + p * weighed - fixed
        drift = psi(shape + q)
        slope = np.array([
            (count * often) @ (drift - psi(shape)) + weighed - each,
            count @ drift + n * (math.log(v) - float(psi(q))) - all_logs,
            n * q / v - float(((p * times + q) / whole).sum()),
        ])  # fmt: skip
        return each_for * (total - p * each - q * all_logs), each_for * slope

    def loss(at: Floats) -> tuple[float, Floats]:
        p, q, v = _parameters(at)
        value, (by_p, by_q, by_v) = log_likelihood(p, q, v)
        turned = np.array([p * by_p - v * by_v, (q - 1) * by_q + v * by_v, v * by_v])
        if not prior:
            return -value, -turned
        off = (at - np.array(CENTRE)) / np.array(SPREAD)
        return 0.5 * float(off @ off) - value, off / np.array(SPREAD) - turned

    at = lowest(loss, np.array(CENTRE))
    p, q, v = _parameters(at)
    return Spending(
        p, q, v * scale, log_likelihood(p, q, v)[0] - everybody * math.log(scale),
        covariance(loss, at, LOOSEST) if prior else None, everybody,
    )  # fmt: skip


def _parameters(at: Floats) -> tuple[float, float, float]:
    log_p, log_q, log_mean = np.clip(at, -20, 20).tolist()
    p, q = math.exp(log_p), 1 + math.exp(log_q)
    return p, q, math.exp(log_mean) * (q - 1) / p
