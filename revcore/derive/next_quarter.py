"""What the coming three months are likely to bring, and what they should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from revcore.derive import intervals
from revcore.derive.competing_risks import Incidence
from revcore.derive.coverage import AHEAD, Target
from revcore.derive.deals import Deals, age_days
from revcore.derive.intervals import Floats
from revcore.derive.weighted import LEAST_WATCHED, recent_outcomes
from revcore.errors import NotComputable
from revcore.model import Window, first_day, last_day
from revcore.registry import Asker, provider
from revcore.words import counted_words

DRAWS = 2000
DAYS = 91
YEAR = 12
LEAST_WON, SOLID = 10, 30
TRIED = 4
ONE_YEAR = 365
USUAL = 0.8
"""Part of an average quarter that counts as a target where nobody set one: a fifth of slack, or a
steady company would miss it by a coin flip."""


@dataclass(frozen=True, eq=False)
class Ahead:
    """Won value of three months to come [currency] as draws.

    listed, coming
        Expected from deals open now, and from deals not yet created.
    open, undated
        Open deals with an amount, and those of them without a day of creation (worth nothing here).
    created
        Deals of the last three months: the pace of those to come.
    chance, size, usual
        Share of new deals won in the end, mean value of a won deal, and of an average quarter.
    """

    draws: Floats = field(repr=False)
    listed: float
    coming: float
    open: int
    undated: int
    created: int
    chance: float
    size: float
    usual: float


@dataclass(frozen=True, eq=False)
class NextQuarter:
    """What the coming three months bring, as draws, against what is to be sold [currency].

    own
        Whether the target is the company’s own past, for want of quotas and a goal.
    tried, factor
        Earlier quarters the same sum was tried on, and what it was multiplied by for that.
    same_quarter
        Won in the same three months a year ago; None where not recorded.
    """

    draws: Floats = field(repr=False)
    ahead: Ahead
    target: Target
    own: bool
    tried: int
    factor: float
    same_quarter: float | None
    window: Window

    @property
    def missing(self) -> float:
        """What is expected to be missing [currency]; 0 for nothing."""
        return max(0.0, self.target.amount - float(np.median(self.draws)))


@provider
def next_quarter(
    quarter_ahead: Ahead, all_deals: Deals, at: Callable[[int, int | None], Asker], as_of: int,
    sales_target: Target | None = None,
) -> NextQuarter:  # fmt: skip
    """The sum of :func:`quarter_ahead`, corrected by how it did in the last four quarters.

        factor = exp(Σ ln(won ÷ expected) / (quarters + 1))

    One quarter is set against the correction, so that a single miss does not halve the next one.
    Without quotas or a goal the target is four fifths of an average quarter of the last year.
    """
    misses = []
    for back in range(AHEAD, TRIED * AHEAD + 1, AHEAD):
        try:
            earlier: Ahead = at(as_of - back, AHEAD)("quarter_ahead")
        except NotComputable:
            break
        won = won_in(all_deals, Window(as_of - back + 1, as_of - back + AHEAD))
        expected = float(np.median(earlier.draws))
        misses.append(float(np.log(max(won, 1e-9) / max(expected, 1e-9))))
    misses = [float(np.clip(miss, -1.0, 1.0)) for miss in misses]
    factor = float(np.exp(sum(misses) / (len(misses) + 1)))
    spread = float(np.std(misses) / len(misses) ** 0.5) if len(misses) > 1 else 0.0
    noise = intervals.rng("tried", misses, [quarter_ahead.listed]).standard_normal(DRAWS)
    words = "four fifths of an average quarter of the last year"
    return NextQuarter(
        quarter_ahead.draws * factor * np.exp(spread * noise), quarter_ahead,
        sales_target or Target(USUAL * quarter_ahead.usual, words), sales_target is None,
        len(misses), factor, a_year_ago(all_deals, as_of), Window(as_of + 1, as_of + AHEAD),
    )  # fmt: skip


@provider
def quarter_ahead(all_deals: Deals, open_deals: Deals, as_of: int) -> Ahead:
    """Open deals by their age, and deals still to come at the pace of the last three months.

        open deal: (won by age + 91 − won by age) ÷ still open at age
        new deal:  mean share won within the days left of the quarter
        won by age after Aalen–Johansen, deals created in the last year

    Amounts of open deals count by how much smaller won deals are than closed ones. Sums are drawn
    as gammas of the same mean and variance.

    Raises
    ------
    NotComputable
        Fewer than ten deals won in the last year have an amount, or deals have no days.
    """
    end = last_day(as_of)
    curve = outcomes(all_deals, end)
    year = Window(as_of - YEAR + 1, as_of)
    won = all_deals.is_won
    won = won.take((won.valued == 1) & (won.amount > 0) & (won.closed >= year.first_day))
    won = won.take(won.closed <= end)
    if won.count < LEAST_WON:
        raise NotComputable(
            f"{counted_words(won.count, 'deals won in the last year have')} an amount: at least "
            f"{LEAST_WON} are needed to say what a quarter brings.",
            needs=("deals.amount",), n=won.count,
        )  # fmt: skip
    valued = open_deals.take((open_deals.valued == 1) & (open_deals.amount > 0))
    age = age_days(valued, as_of)
    chance = np.where(age >= 0, within(curve, np.maximum(age, 0)), 0.0)
    worth = valued.amount / 10**valued.scale * won_size(all_deals, year)
    listed = float((valued.n * chance) @ worth)
    listed_noise = float((valued.n * chance * (1 - chance)) @ worth**2)
    begun = (all_deals.created >= first_day(as_of - AHEAD + 1)) & (all_deals.created <= end)
    created = int(all_deals.n[begun].sum())
    soon = float(at(curve, np.arange(DAYS)).mean())
    sizes = np.repeat(won.amount / 10**won.scale, won.n)
    coming = created * soon * float(sizes.mean())
    noise = intervals.rng("next quarter", [listed, listed_noise, coming, created])
    spread = np.exp(curve.error(curve.horizon) / max(final(curve), 1e-9)
                    * noise.standard_normal(DRAWS))  # fmt: skip
    pace = noise.standard_gamma(created + 0.5, DRAWS) / max(created, 1)
    brought = gamma(noise, listed, listed_noise)
    new = gamma(noise, coming, created * soon * float((sizes**2).mean()))
    return Ahead(
        spread * (brought + pace * new), listed, coming, valued.count,
        int(valued.n[age < 0].sum()), created, final(curve), float(sizes.mean()), won.value / 4,
    )  # fmt: skip


def outcomes(all_deals: Deals, end: int) -> Incidence:
    """Of deals created in the last year, where it decided enough of them, else of the last two."""
    try:
        curve = recent_outcomes(all_deals, end, ONE_YEAR)
    except NotComputable:
        return recent_outcomes(all_deals, end)
    return curve if curve.wins >= SOLID else recent_outcomes(all_deals, end)


def won_size(all_deals: Deals, year: Window) -> float:
    """Mean size of the year's won deals over that of all closed: large ones are won less often."""
    closed = (all_deals.closed >= year.first_day) & (all_deals.closed <= year.last_day)
    valued = all_deals.take(closed & (all_deals.valued == 1) & (all_deals.amount > 0))
    won = valued.is_won
    return float(won.value / won.count / (valued.value / valued.count))


def within(curve: Incidence, age: np.ndarray) -> Floats:
    """Chance of an open deal of that age to be won in the coming 91 days.

    At an age that few deals reached, as at the last age that twenty did.

    >>> won, lost = np.array([0, 0.1, 0.4, 0.5]), np.array([0, 0.1, 0.2, 0.5])
    >>> curve = Incidence(np.array([0.0, 10, 100, 400]), won, lost, 1 - won - lost,
    ...                   np.array([90.0, 90, 72, 36]), np.zeros(4), np.zeros(4))
    >>> within(curve, np.array([0, 20, 150, 350])).round(3).tolist()
    [0.1, 0.375, 0.0, 0.25]
    """
    known = curve.days[curve.at_risk >= min(LEAST_WATCHED, curve.at_risk[0])]
    age = np.minimum(age, known.max(initial=0.0))
    upto = at(curve, age)
    place = np.searchsorted(curve.days, age, side="right") - 1
    left = np.where(place >= 0, curve.still_open[np.maximum(place, 0)], 1.0)
    gain = at(curve, age + DAYS) - upto
    return np.where(left > 1e-9, gain / np.maximum(left, 1e-9), 0.0)


def at(curve: Incidence, day: np.ndarray) -> Floats:
    """Share of created deals won by so many days."""
    place = np.searchsorted(curve.days, day, side="right") - 1
    return np.where(place >= 0, curve.won[np.maximum(place, 0)], 0.0)


def final(curve: Incidence) -> float:
    """Share of created deals won in the end."""
    return float(curve.won[-1])


def gamma(noise: np.random.Generator, mean: float, variance: float) -> Floats:
    """Draws of a sum of that mean and variance; nought where nothing is expected."""
    if mean <= 0 or variance <= 0:
        return np.full(DRAWS, max(mean, 0.0))
    return noise.standard_gamma(mean**2 / variance, DRAWS) * (variance / mean)


def won_in(all_deals: Deals, window: Window) -> float:
    """Won value of a window [currency]."""
    won = all_deals.is_won
    return won.take((won.closed >= window.first_day) & (won.closed <= window.last_day)).value


def a_year_ago(all_deals: Deals, as_of: int) -> float | None:
    """Won value of the coming three months, a year earlier."""
    window = Window(as_of - YEAR + 1, as_of - YEAR + AHEAD)
    known = all_deals.is_won.closed
    known = known[known >= 0]
    if not len(known) or known.min() > window.first_day:
        return None
    return won_in(all_deals, window)
