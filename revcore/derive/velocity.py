"""How fast an open deal turns into money: win rate, deal size and cycle drawn together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive import intervals
from revcore.derive.deals import CycleDays, Deals
from revcore.derive.funnel import Created
from revcore.derive.intervals import Floats
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

DRAWS = 2000
FEWEST = 5


@dataclass(frozen=True)
class Velocity:
    """What one open deal is worth per day, with draws.

    win_rate
        The chance that a deal created is won, where it can be followed; else won ÷ closed.
    deal [money], days [days], draws [money per open deal and day]
    followed
        Whether open deals count in the chance and the days, or closed ones alone.
    """

    win_rate: float
    deal: float
    days: float
    draws: Floats
    closed: int
    window: Window
    followed: bool = False

    @property
    def per_deal(self) -> float:
        """Expected money per open deal and day."""
        return self.win_rate * self.deal / self.days

    def per_day(self, open_deals: int) -> Floats:
        """Draws for a pipeline of so many deals, a count that might as well have been another.

        Gamma(n + ½), as for every count here: how many deals are open today is luck, too.

        >>> one = Velocity(0.25, 25_000, 90, np.full(4000, 1.0), 100, Window(0, 11))
        >>> drawn = one.per_day(40)
        >>> bool(39 < np.median(drawn) < 42), bool(5.5 < np.std(drawn) < 7)
        (True, True)
        """
        if open_deals == 0:
            return 0 * self.draws
        rng = intervals.rng("open deals", [open_deals, self.closed])
        return self.draws * rng.gamma(open_deals + 0.5, size=len(self.draws))


@provider
def velocity(
    closed_deals: Deals,
    won_cycles: CycleDays,
    deal_window: Window,
    created_cohort: Created | None = None,
) -> Velocity:
    """Chance to win, mean deal and median cycle of a deal.

    Chance and cycle are those of the deals created in the window, open ones followed as long as
    they could be; of the deals closed in it where too few were. Draws: Beta for the chance,
    Student's t for the mean, the median of a resampled list for the cycle (the
    Beta((n+1)/2, (n+1)/2) quantile of the observed days).
    """
    won = closed_deals.is_won
    valued = won.take(won.valued == 1)
    counts = {"closed deals": closed_deals.count, "won deals with an amount": valued.count,
              "won deals with both days": int(won_cycles.n.sum())}  # fmt: skip
    for words, n in counts.items():
        if n < FEWEST:
            raise NotComputable(f"{n} {words}: at least {FEWEST} are needed.", n=n)
    amounts = valued.amount / 10**valued.scale
    mean = float(amounts @ valued.n) / valued.count
    middle = intervals.median(won_cycles.days, won_cycles.n)
    share, of, days, followed = _chance(closed_deals, created_cohort, middle)
    if days <= 0 or mean <= 0:
        raise NotComputable("Deals are won on the day they are created: there is no cycle.")
    rng = intervals.rng("velocity", won_cycles.days, won_cycles.n, amounts, valued.n)
    error = float(np.sqrt(valued.n @ (amounts - mean) ** 2 / (valued.count - 1) / valued.count))
    rates = intervals.jeffreys_draws(share * of, of, DRAWS, rng)
    deals = mean + error * rng.standard_t(valued.count - 1, DRAWS)
    cycles = median_draws(won_cycles.days, won_cycles.n, rng) * (days / max(middle, 0.5))
    return Velocity(
        share, mean, days,
        rates * np.maximum(deals, 0) / np.maximum(cycles, 0.5), closed_deals.count, deal_window,
        followed,
    )  # fmt: skip


def _chance(
    closed: Deals, created: Created | None, middle: float
) -> tuple[float, float, float, bool]:
    """Chance to win, of how many it is one, median cycle [days]; whether open deals count in it."""
    plain = closed.wins / closed.count, float(closed.count), middle, False
    if created is None:
        return plain
    found = created.followed
    try:
        found.checked("deals created became customers won")
    except NotComputable:
        return plain
    return found.value, found.effective, found.middle() or middle, True


def median_draws(values: np.ndarray, counts: np.ndarray, rng: np.random.Generator) -> Floats:
    """Draws of a median; ``values`` sorted, with how often each occurs."""
    n = int(counts.sum())
    shares = rng.beta((n + 1) / 2, (n + 1) / 2, DRAWS)
    place = np.searchsorted(np.cumsum(counts), shares * n)
    return np.asarray(values, float)[np.minimum(place, len(values) - 1)]
