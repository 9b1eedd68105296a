"""How fast an open deal turns into money: win rate, deal size and cycle drawn together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive import intervals
from revcore.derive.deals import CycleDays, Deals
from revcore.derive.intervals import Floats
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

DRAWS = 2000
FEWEST = 5


@dataclass(frozen=True)
class Velocity:
    """What one open deal is worth per day, with draws.

    deal [money], days [days], draws [money per open deal and day].
    """

    win_rate: float
    deal: float
    days: float
    draws: Floats
    closed: int
    window: Window

    @property
    def per_deal(self) -> float:
        """Expected money per open deal and day."""
        return self.win_rate * self.deal / self.days


@provider
def velocity(closed_deals: Deals, won_cycles: CycleDays, deal_window: Window) -> Velocity:
    """Win rate, mean deal and median cycle of the deals closed in the window.

    Draws: Jeffreys for the win rate, Student's t for the mean, the median of a resampled list for
    the cycle (the Beta((n+1)/2, (n+1)/2) quantile of the observed days).
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
    days = intervals.median(won_cycles.days, won_cycles.n)
    if days <= 0 or mean <= 0:
        raise NotComputable("Deals are won on the day they are created: there is no cycle.")
    rng = intervals.rng("velocity", won_cycles.days, won_cycles.n, amounts, valued.n)
    error = float(np.sqrt(valued.n @ (amounts - mean) ** 2 / (valued.count - 1) / valued.count))
    rates = intervals.jeffreys_draws(closed_deals.wins, closed_deals.count, DRAWS, rng)
    deals = mean + error * rng.standard_t(valued.count - 1, DRAWS)
    cycles = median_draws(won_cycles.days, won_cycles.n, rng)
    return Velocity(
        closed_deals.wins / closed_deals.count, mean, days,
        rates * np.maximum(deals, 0) / np.maximum(cycles, 0.5), closed_deals.count, deal_window,
    )  # fmt: skip


def median_draws(values: np.ndarray, counts: np.ndarray, rng: np.random.Generator) -> Floats:
    """Draws of a median; ``values`` sorted, with how often each occurs."""
    n = int(counts.sum())
    shares = rng.beta((n + 1) / 2, (n + 1) / 2, DRAWS)
    place = np.searchsorted(np.cumsum(counts), shares * n)
    return np.asarray(values, float)[np.minimum(place, len(values) - 1)]
