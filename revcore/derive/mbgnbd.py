"""How often customers buy, and whether they are still there: MBG/NBD and BG/NBD.

While a customer is there, orders come at random at a rate of their own (Gamma over customers);
after every order — the first included, in the modified model — the customer stops with a chance of
their own (Beta over customers). Nobody says when a customer has stopped: a long silence after
frequent orders says it.

References
----------
Batislam, Denizel & Filiztekin (2007), International Journal of Research in Marketing 24:201–209,
MBG/NBD; Fader, Hardie & Lee (2005), Marketing Science 24:275–284, BG/NBD.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._descent import Slope, covariance, lowest
from revcore.derive._interval import Floats, special
from revcore.derive._orders_ahead import beta_nodes, orders_of_new, while_there
from revcore.derive.histories import Histories
from revcore.errors import NotComputable

LOOSEST = 0.1
MANY = 20_000
"""Of twice as many different histories and more, an even part is fitted."""
UNIT = 10.0
"""Ages are scaled to this mean while fitting, so that priors know no unit of time."""


@dataclass(frozen=True)
class Prior:
    """Before the data, ages scaled to a mean of ten: normal in ln r, ln α, logit φ and ln κ.

    φ = a/(a+b) is the average chance to stop after an order, κ = a+b how alike customers are.
    """

    centre: tuple[float, ...] = (0.0, math.log(5), math.log(0.25), math.log(3))
    spread: tuple[float, ...] = (1.0, 1.25, 1.0, 1.0)


WEAK = Prior()


@dataclass(frozen=True, eq=False)
class Buying:
    """A fitted model of buying and stopping; ``alpha`` is in the unit of the ages.

    modified
        MBG/NBD, where a customer may stop right after the first order; else BG/NBD.
    covariance
        Of (ln r, ln α, logit φ, ln κ) around the fit (Laplace); None without a prior.
    """

    r: float
    alpha: float
    a: float
    b: float
    modified: bool = True
    loglik: float = math.nan
    covariance: Floats | None = None

    def alive(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> Floats:
        """Chance that a customer with this history still buys [ratio].

            1 / (1 + a/(b+x) · ((α+T)/(α+t_x))^(r+x))

        Do not show it from BG/NBD: there every one-time buyer is alive for certain.

        >>> Buying(0.525, 6.183, 0.891, 1.614).alive([0, 2], [0, 30.43], [38.86, 38.86]).round(3)
        array([0.39 , 0.706])
        """
        orders, last, whole = self._columns(x, t_x, age)
        stops = self.b + orders - (0 if self.modified else 1)
        with np.errstate(divide="ignore"):
            silence = np.log((self.alpha + whole) / (self.alpha + last))
            odds = self.a / stops * np.exp((self.r + orders) * silence)
        return 1 / (1 + (odds if self.modified else np.where(orders > 0, odds, 0.0)))

    def expected(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> Floats:
        """Orders to expect within ``t`` from now of customers with these histories.

            P(alive) · E over p ~ Beta(a, b+x+1) of [1 − (1 + p·t/(α+T))^−(r+x)] / p

        The mean over p is summed at Gauss–Jacobi points: nothing is singular at a = 1, where the
        usual closed form divides by zero.

        >>> bg = Buying(0.243, 4.414, 0.793, 2.426, modified=False)
        >>> bg.expected(39, 2, 30.43, 38.86).round(3).tolist()
        1.226
        """
        orders, last, whole = np.broadcast_arrays(*self._columns(x, t_x, age))
        ahead = np.broadcast_to(np.asarray(t, float), np.broadcast(orders, np.asarray(t)).shape)
        kinds, place = np.unique(orders, return_inverse=True)
        nodes, weights = beta_nodes(self.a, self.b + kinds + self.modified)
        p, w = nodes[place.reshape(orders.shape)], weights[place.reshape(orders.shape)]
        inside = while_there(p, self.r + orders, ahead / (self.alpha + whole))
        return np.asarray(self.alive(orders, last, whole) * (w * inside).sum(axis=-1))

    def orders_of_new(self, times: ArrayLike) -> Floats:
        """Repeat orders to expect of a new customer within each time from the first order."""
        found = orders_of_new(
            np.array([[self.r, self.alpha, self.a, self.b]]),
            np.asarray(times, float),
            self.modified,
        )
        return np.asarray(found[0])

    def pmf(self, n: int, t: float) -> float:
        """Chance of exactly ``n`` repeat orders of a new customer within ``t`` (BG/NBD).

        Fader, Hardie & Lee (2005), equation 8.

        >>> round(Buying(0.243, 4.414, 0.793, 2.426, modified=False).pmf(0, 39), 6)
        0.573786
        """
        if self.modified:
            raise ValueError("this formula is of BG/NBD")
        log, beta = special().gammaln, special().betaln
        y = t / (self.alpha + t)
        counts = np.arange(n + 1)
        bought = np.exp(
            log(self.r + counts) - log(self.r) - log(counts + 1)
            + self.r * math.log1p(-y) + counts * math.log(y)
        )  # fmt: skip
        start = beta(self.a, self.b)
        there = float(np.exp(beta(self.a, self.b + n) - start) * bought[n])
        if n == 0:
            return there
        gone = math.exp(beta(self.a + 1, self.b + n - 1) - start)
        return there + gone * float(1 - bought[:n].sum())

    def draws(self, size: int, noise: np.random.Generator) -> Floats:
        """Draws of (r, α, a, b), one row each, from the Laplace approximation."""
        if self.covariance is None:
            raise ValueError("this fit has no covariance to draw from")
        spread = np.linalg.cholesky(self.covariance)
        centre = _coordinates(self.r, self.alpha, self.a, self.b)
        return _from_coordinates(centre + noise.standard_normal((size, 4)) @ spread.T)

    @staticmethod
    def _columns(*columns: ArrayLike) -> tuple[Floats, ...]:
        return tuple(np.asarray(column, float) for column in columns)


# ---------------------------------------------------------------- fitting
def fit(histories: Histories, *, modified: bool = True, prior: Prior | None = WEAK) -> Buying:
    """Fit the model to customers’ histories.

    Parameters
    ----------
    histories
        Ages and times in one unit; days ÷ 7, never whole weeks.
    modified
        MBG/NBD; False for BG/NBD.
    prior
        None gives plain maximum likelihood, which runs off to a limit with few customers.

    Raises
    ------
    NotComputable
        Nobody bought again.

    Examples
    --------
    >>> few = Histories.of([0, 1, 4, 2], [0, 3, 11, 9], [12, 12, 12, 12], [60, 20, 5, 9])
    >>> found = fit(few)
    >>> bool(0 < found.alive(0, 0, 12) < found.alive(4, 11, 12) < 1)
    True
    """
    if histories.repeats == 0:
        raise NotComputable("Nobody bought a second time: there is no rate of buying to fit.", n=0)
    scale = UNIT * histories.n.sum() / float(histories.n @ histories.T)
    scaled = Histories(histories.x, histories.t_x * scale, histories.T * scale, histories.n)
    loss = _loss(scaled.thinned(MANY), modified, prior)
    at = lowest(loss, np.array(WEAK.centre))
    r, alpha, a, b = _from_coordinates(at).tolist()
    loglik = _LogLikelihood(scaled, modified)(r, alpha, a, b)[0]
    return Buying(
        r, alpha / scale, a, b, modified, loglik + math.log(scale) * histories.repeats,
        covariance(loss, at, LOOSEST) if prior else None,
    )  # fmt: skip


def _loss(histories: Histories, modified: bool, prior: Prior | None) -> Slope:
    """Minus the log posterior in (ln r, ln α, logit φ, ln κ), with its gradient."""
    log_likelihood = _LogLikelihood(histories, modified)

    def loss(at: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = _from_coordinates(at).tolist()
        value, slope = log_likelihood(r, alpha, a, b)
        across = a * b / (a + b)
        turned = np.array([
            r * slope[0], alpha * slope[1], across * (slope[2] - slope[3]),
            a * slope[2] + b * slope[3],
        ])  # fmt: skip
        if prior is None:
            return -value, -turned
        off = (at - np.array(prior.centre)) / np.array(prior.spread)
        return -value + 0.5 * float(off @ off), -turned + off / np.array(prior.spread)

    return loss


class _LogLikelihood:
    """Log-likelihood and its gradient by r, α, a and b; terms in x alone are worked out once."""

    def __init__(self, histories: Histories, modified: bool) -> None:
        self.rows = histories
        self.orders, self.place = np.unique(histories.x, return_inverse=True)
        self.customers = np.bincount(self.place, histories.n)
        self.shift = float(modified)
        self.may_stop = (histories.x > 0) | modified

    def __call__(self, r: float, alpha: float, a: float, b: float) -> tuple[float, Floats]:
        """Value and gradient."""
        log, psi = special().gammaln, special().psi
        rows, k, n = self.rows, self.orders, self.customers
        chances = k + b + self.shift
        by_orders = (
            log(r + k) - log(r) + log(chances) - log(a + chances) - log(b) + log(a + b)
        )  # fmt: skip
        power, stops = (r + k)[self.place], chances - 1
        last, whole = alpha + rows.t_x, alpha + rows.T
        late, early = np.log(whole), np.log(last)
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = (math.log(a) - np.log(stops))[self.place]
            odds = np.where(self.may_stop, chance + power * (late - early), -np.inf)
        shrunk = np.exp(-np.abs(odds))
        alive = np.where(odds > 0, shrunk, 1.0) / (1 + shrunk) * rows.n
        dead = rows.n - alive
        either = np.maximum(odds, 0.0) + np.log1p(shrunk) - power * late
        total = float(n.sum())
        value = float(n @ by_orders) + total * r * math.log(alpha) + _dot(rows.n, either)
        together = psi(a + b) - psi(a + chances)
        slope = np.array([
            n @ (psi(r + k) - psi(r)) + total * math.log(alpha)
            - _dot(alive, late) - _dot(dead, early),
            total * r / alpha - _dot(power, alive / whole + dead / last),
            n @ together + dead.sum() / a,
            n @ (together + psi(chances) - psi(b)) - _over(self._dead(dead), stops),
        ])  # fmt: skip
        return value, slope

    def _dead(self, dead: Floats) -> Floats:
        """How many have stopped, by orders."""
        return np.asarray(np.bincount(self.place, dead, len(self.orders)), np.float64)


def _dot(one: Floats, other: Floats) -> float:
    """In one thread: waking the others costs more than they save."""
    return float(np.einsum("i,i->", one, other))


def _over(above: Floats, below: Floats) -> float:
    return float(np.divide(above, below, out=np.zeros_like(above), where=above > 0).sum())


def _coordinates(r: float, alpha: float, a: float, b: float) -> Floats:
    return np.array([math.log(r), math.log(alpha), math.log(a / b), math.log(a + b)])


def _from_coordinates(at: Floats) -> Floats:
    log_r, log_alpha, logit, log_kappa = np.clip(np.asarray(at, float), -25, 25).T
    share, kappa = 1 / (1 + np.exp(-logit)), np.exp(log_kappa)
    return np.stack([np.exp(log_r), np.exp(log_alpha), share * kappa, (1 - share) * kappa], axis=-1)
