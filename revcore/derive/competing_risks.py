"""Aalen–Johansen: how many deals are won within so many days, while others are lost or open.

Neither won ÷ all (open deals are not losses) nor 1 − Kaplan–Meier with losses as censored (a lost
deal will never be won) nor won ÷ closed (quick losses come in first) answers that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive import intervals
from revcore.derive.intervals import Floats, Interval
from revcore.derive.survival import SHOWN_AT_RISK, tallies
from revcore.errors import NotComputable

OPEN, WON, LOST = 0, 1, 2
LEAST_CLOSED, LEAST_WON, LEAST_WON_FOR_CYCLE = 10, 3, 10
STEPS = 180
"""Draws are worked out on at most so many distinct times."""


@dataclass(frozen=True, eq=False)
class Incidence:
    """Shares won, lost and still open by time since entry; one entry per distinct day from 0.

    won, lost, still_open
        They add up to 1 on every day [ratio].
    at_risk, won_then, lost_then
        Deals open just before that day, and won and lost on it.
    """

    days: Floats
    won: Floats
    lost: Floats
    still_open: Floats
    at_risk: Floats
    won_then: Floats
    lost_then: Floats

    @property
    def wins(self) -> float:
        """Deals won in all."""
        return float(self.won_then.sum())

    @property
    def losses(self) -> float:
        """Deals lost in all."""
        return float(self.lost_then.sum())

    @property
    def horizon(self) -> float:
        """Last day with at least 5 deals at risk: “won within this many days” is known [days]."""
        return float(self.days[self.at_risk >= SHOWN_AT_RISK].max(initial=0.0))

    def at(self, day: float) -> tuple[float, float, float]:
        """Shares won, lost and still open ``day`` days after entry."""
        if day < 0:
            return 0.0, 0.0, 1.0
        index = _step(self.days, day)
        return float(self.won[index]), float(self.lost[index]), float(self.still_open[index])

    def error(self, day: float) -> float:
        """Standard error of the share won by a day, by the delta method [ratio]."""
        upto = slice(0, _step(self.days, day) + 1)
        n, d1 = self.at_risk[upto], self.won_then[upto]
        d, won = d1 + self.lost_then[upto], self.won[upto]
        open_before = np.append(1.0, self.still_open[upto][:-1])
        later = won[-1] - won
        with np.errstate(divide="ignore", invalid="ignore"):
            closing = np.where(n > d, later**2 * d / (n * (n - d)), 0.0)
        winning = open_before**2 * (n - d1) * d1 / n**3
        both = later * open_before * d1 / n**2
        return float(np.sqrt(max(0.0, (closing + winning - 2 * both).sum())))

    def errors(self, days: ArrayLike) -> Floats:
        """Standard errors of the shares won by several days, worked out together.

        >>> found = aalen_johansen([10, 20, 30, 30, 40, 50], [1, 2, 0, 1, 2, 1])
        >>> found.errors([20, 50]).round(9).tolist() == [
        ...     round(found.error(day), 9) for day in (20, 50)]
        True
        """
        last = np.maximum(np.searchsorted(self.days, days, side="right") - 1, 0)
        n, d1, d = self.at_risk, self.won_then, self.won_then + self.lost_then
        before = np.append(1.0, self.still_open[:-1])
        with np.errstate(divide="ignore", invalid="ignore"):
            closing = np.where(n > d, d / (n * (n - d)), 0.0)
        later = np.maximum(self.won[last][:, None] - self.won, 0.0)  # nothing after the day itself
        both = closing * later**2 - 2 * before * d1 / n**2 * later
        alone = np.cumsum(before**2 * (n - d1) * d1 / n**3)[last]
        return np.asarray(np.sqrt(np.maximum(both.sum(1) + alone, 0.0)))

    def interval(self, day: float, error: float | None = None) -> Interval:
        """Interval of the share won by a day, on the log(−log) scale [ratio]; ``error`` if known.

        As good as the bootstrap for one share and much quicker; draws are for joint statements.
        """
        share = self.at(day)[0]
        if not 1e-12 < share < 1 - 1e-12:  # none or all, but for rounding
            return intervals.wilson(round(share) * self.at_risk[0], self.at_risk[0])
        error = self.error(day) if error is None else error
        spread = error / (share * abs(math.log(share)))

        def at(level: float) -> tuple[float, float]:
            power = math.exp(intervals.z(level) * spread)
            return share**power, share ** (1 / power)

        return Interval.of(at)

    def checked(self) -> Incidence:
        """Itself, when it rests on enough.

        Raises
        ------
        NotComputable
            Fewer than 10 closed deals, or fewer than 3 won.
        """
        closed = round(self.wins + self.losses)
        inputs = {"won": round(self.wins), "lost": round(self.losses)}
        if closed < LEAST_CLOSED:
            reason = f"{closed} closed: at least {LEAST_CLOSED} closed deals are needed."
            raise NotComputable(reason, inputs=inputs, n=closed)
        if self.wins < LEAST_WON:
            reason = f"{round(self.wins)} of {closed} won: at least {LEAST_WON} wins are needed."
            raise NotComputable(reason, inputs=inputs, n=closed)
        return self

    def cycle(self, share: float = 0.5) -> float:
        """Days until this share of the deals that will be won is won; ½ is the median cycle.

        First day with won ≥ share · won at the horizon. Unlike the median over won deals alone it
        is not pulled down by slow deals that are still open.

        Raises
        ------
        NotComputable
            Fewer than 10 won: the smallest and largest are all that can be said.
        """
        if self.wins < LEAST_WON_FOR_CYCLE:
            reason = f"{round(self.wins)} won: at least {LEAST_WON_FOR_CYCLE} are needed."
            raise NotComputable(reason, inputs={"won": round(self.wins)}, n=round(self.wins))
        end = _step(self.days, self.horizon)
        if self.won[end] == 0:
            raise NotComputable("None was won while at least 5 deals were open.")
        return float(self.days[np.argmax(self.won >= share * self.won[end] - 1e-12)])


@dataclass(frozen=True, eq=False)
class Draws:
    """Bootstrap over deals: ``won`` and ``lost`` have one row per draw, one column per day.

    With very many distinct days the draws are on coarser ones (``days``); ``coarse`` is the
    estimate on those, so that draws can be centred on the exact ``estimate``.
    """

    days: Floats
    won: Floats
    lost: Floats
    coarse: Incidence
    estimate: Incidence

    def won_by(self, day: float) -> Floats:
        """Draws of the share won by a day [ratio]."""
        shift = self.estimate.at(day)[0] - self.coarse.at(day)[0]
        return np.clip(self.won[:, _step(self.days, day)] + shift, 0.0, 1.0)

    def interval(self, day: float) -> Interval:
        """Interval of the share won by a day [ratio]."""
        return intervals.from_draws(self.won_by(day))

    def cycle(self, share: float = 0.5) -> Floats:
        """Draws of :meth:`Incidence.cycle` [days]; draws without a win are left out."""
        end = self.won[:, _step(self.days, self.estimate.horizon)]
        some = end > 0
        reached = self.won[some] >= share * end[some, None] - 1e-12
        return self.days[reached.argmax(axis=1)]


def aalen_johansen(
    days: ArrayLike, status: ArrayLike, weights: ArrayLike | None = None
) -> Incidence:
    """Cumulative incidence of winning and losing.

        won(t) = Σ S(u−) · won at u / at risk at u, over days u up to t

    Parameters
    ----------
    days
        From entry to the outcome, or to the last day seen for open deals [days].
    status
        1 won (or advanced to the next stage), 2 lost, 0 still open.
    weights
        How many deals each entry stands for; 1 when left out.

    Raises
    ------
    NotComputable
        There are no deals.

    References
    ----------
    Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141–150.

    Examples
    --------
    >>> found = aalen_johansen([10, 20, 30, 30, 40, 50, 60, 75], [1, 2, 0, 1, 2, 1, 0, 0])
    >>> [round(share, 6) for share in found.at(50)]
    [0.40625, 0.28125, 0.3125]
    """
    outcome = np.asarray(status)
    distinct, (watched, won, lost) = tallies(days, weights, outcome == WON, outcome == LOST)
    return _incidence(distinct, watched, won, lost)


def bootstrap(
    days: ArrayLike,
    status: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    size: int = 1000,
    rng: np.random.Generator | None = None,
    resamples: ArrayLike | None = None,
) -> Draws:
    """Draw the deals again with replacement, ``size`` times.

    Parameters
    ----------
    days, status, weights
        As for :func:`aalen_johansen`.
    rng
        Seeded from the deals themselves when left out; their order does not matter.
    resamples
        One row per draw: how many deals of each entry are in it. Given when several figures are
        to share the same draws; replaces ``size`` and ``rng``.

    Examples
    --------
    >>> drawn = bootstrap(range(1, 41), [1, 2, 2, 0] * 10)
    >>> round(drawn.estimate.at(40)[0], 3), round(drawn.interval(40).low95, 2)
    (0.317, 0.14)
    """
    estimate = aalen_johansen(days, status, weights)
    length, outcome = np.asarray(days, float), np.asarray(status)
    width = max(1.0, np.ceil(length.max() / STEPS))
    if estimate.days.size > STEPS:
        length = np.ceil(length / width) * width
    steps = np.unique(np.append(length, 0.0))
    cells = np.searchsorted(steps, length) + steps.size * outcome.astype(np.int64)
    counts = np.ones(length.size) if weights is None else np.asarray(weights, float)
    found = np.bincount(cells, counts, 3 * steps.size)
    if resamples is None:
        n = round(float(counts.sum()))
        rng = rng or intervals.rng("deals", steps, found)
        drawn = rng.multinomial(n, found / found.sum(), size).astype(float)
    else:
        drawn = _by_cell(np.asarray(resamples, float), cells, found.size)
    _, won, lost = _shares(*_by_outcome(drawn, steps.size))
    coarse = _incidence(steps, *_by_outcome(found, steps.size))
    return Draws(steps, won, lost, coarse, estimate)


def _by_cell(resamples: Floats, cells: np.ndarray, size: int) -> Floats:
    """Add up the columns of entries that stand in the same cell."""
    order = np.argsort(cells, kind="stable")
    filled, starts = np.unique(cells[order], return_index=True)
    out = np.zeros((resamples.shape[0], size))
    out[:, filled] = np.add.reduceat(resamples[:, order], starts, axis=1)
    return out


def _by_outcome(cells: np.ndarray, days: int) -> tuple[Floats, Floats, Floats]:
    """Counts per day: in all, won, lost."""
    split = cells.reshape(*cells.shape[:-1], 3, days)
    return split.sum(axis=-2), split[..., WON, :], split[..., LOST, :]


def _shares(watched: Floats, won: Floats, lost: Floats) -> tuple[Floats, Floats, Floats]:
    """Still open, won and lost by day, along the last axis; sums are kept from rounding above 1."""
    at_risk = np.maximum(watched[..., ::-1].cumsum(-1)[..., ::-1], 1e-300)
    still_open = np.maximum(1 - (won + lost) / at_risk, 0.0).cumprod(-1)
    before = np.ones_like(still_open)
    before[..., 1:] = still_open[..., :-1]
    by = before / at_risk
    to_won, to_lost = (np.minimum((by * ended).cumsum(-1), 1.0) for ended in (won, lost))
    return still_open, to_won, to_lost


def _incidence(days: Floats, watched: Floats, won: Floats, lost: Floats) -> Incidence:
    still_open, share_won, share_lost = _shares(watched, won, lost)
    at_risk = watched[::-1].cumsum()[::-1]
    return Incidence(days, share_won, share_lost, still_open, at_risk, won, lost)


def _step(days: Floats, day: float) -> int:
    """Index of the step that holds on a day (the first when none does yet)."""
    return max(0, int(np.searchsorted(days, day, side="right")) - 1)
