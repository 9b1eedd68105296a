"""What moves recurring revenue: new, expansion, contraction and churn, each with its rate.

For explaining and what-if only. As a forecast this arithmetic is far too sure of itself, so it
never gives a level: it says how much more a better rate would bring, all else as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from revcore.derive.months import CustomerMonths, look_back
from revcore.derive.movements import KINDS, Movements
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import capital, counted

MONTHS = 12
BETTER = 0.10
"""Each driver is tried a tenth better."""
FEWEST_MONTHS = 6


@dataclass(frozen=True)
class Drivers:
    """A month's new recurring revenue [money/month] and monthly rates of the opening [ratio].

    ``new`` holds customers who came back as well.
    """

    opening: float
    new: float
    expansion: float
    contraction: float
    churn: float
    window: Window

    def revenue(self, months: int = MONTHS) -> float:
        """Recurring revenue of the months ahead together, all rates as they are [money].

        >>> flat = Drivers(100.0, 5.0, 0.0, 0.0, 0.05, Window(0, 11))
        >>> flat.revenue()
        1200.0
        """
        level, total = self.opening, 0.0
        for _ in range(months):
            level = level * (1 + self.expansion - self.contraction - self.churn) + self.new
            total += level
        return total

    def gain(self, driver: str, by: float = BETTER) -> float:
        """Revenue of twelve months gained when one driver is better by a share of itself [money].

        >>> firm = Drivers(100.0, 5.0, 0.0, 0.0, 0.05, Window(0, 11))
        >>> round(firm.gain("new"), 2), round(firm.gain("churn"), 2)
        (32.67, 33.23)
        """
        sign = 1 if driver in ("new", "expansion") else -1
        better = replace(self, **{driver: getattr(self, driver) * (1 + sign * by)})
        return better.revenue() - self.revenue()


@provider
def growth_drivers(
    recurring: CustomerMonths, movements: Movements, as_of: int, span: int | None
) -> Drivers:
    """Rates over the look-back, each month's opening counted.

    Raises
    ------
    NotComputable
        Fewer than six months of movements.
    """
    months = look_back(recurring.first, as_of, span)
    if months < FEWEST_MONTHS:
        known = counted(months, "month of movements is", "months of movements are")
        raise NotComputable(f"{capital(known)} known: rates need {FEWEST_MONTHS}.", n=months)
    window = Window(as_of - months + 1, as_of)
    mine = (movements.month >= window.start) & (movements.month <= window.end)
    opened = float(movements.opening[mine].sum())
    if opened <= 0:
        raise NotComputable("Nobody paid at the beginning of these months.", n=0)
    sums = dict(zip(KINDS, movements.kinds[mine].sum(axis=0).tolist(), strict=True))
    level = movements.closing[mine][-1] if mine.any() else np.int64(0)
    return Drivers(
        recurring.money(level),
        recurring.money(sums["new"] + sums["reactivation"]) / months,
        sums["expansion"] / opened,
        sums["contraction"] / opened,
        sums["churn"] / opened,
        window,
    )
