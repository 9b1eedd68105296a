"""What comes in by month of the year: sales, or new business where revenue is a level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive._season import ESTIMATED, FULL, YEAR, p_of_f, seasons
from revcore.derive.acquisition import FirstMonths
from revcore.derive.deals import Deals
from revcore.derive.divided import UNDIVIDED, Divided
from revcore.derive.forecast import History
from revcore.derive.intervals import Floats, rng
from revcore.derive.months import _months_of
from revcore.derive.resamples import DRAWS
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import counted_words

MOST, FEW = 60, 3.0
EMPTY = 0.5
"""A month without any counts as half of one: logarithms need more than nothing."""


@dataclass(frozen=True, eq=False)
class SeasonOf:
    """Twelve indices around 1 (January first), shrunk by how far they can be believed.

    what
        “Sales”, “New deals” or “New customers”.
    p
        Of the F-test for months of the year beside a trend.
    belief
        max(0, 1 − 1/F).
    spread
        Draws of the strongest month’s index minus the weakest’s.
    again
        Correlation of the last year’s months with those of the years before, trend taken off.
    """

    what: str
    index: Floats
    p: float
    belief: float
    spread: Floats
    again: float
    window: Window

    @property
    def best(self) -> int:
        """Strongest month of the year, January 0."""
        return int(np.argmax(self.index))

    @property
    def worst(self) -> int:
        """Weakest month of the year, January 0."""
        return int(np.argmin(self.index))


@provider
def season_of(
    as_of: int,
    revenue_history: History | None = None,
    all_deals: Deals | None = None,
    first_months: FirstMonths | None = None,
    divided: Divided = UNDIVIDED,
) -> SeasonOf:
    """The season of sales; where revenue is a level, of deals begun or of new customers.

    Raises
    ------
    NotComputable
        Less than two years, months without any, or fewer than three a month; amounts of longer
        periods than months.
    """
    if revenue_history is not None and revenue_history.kind == "flow":
        divided.refuse(revenue_history.window)
    what, y, first = chosen(as_of, revenue_history, all_deals, first_months)
    if y.size < FULL:
        raise NotComputable(
            f"{counted_words(y.size, 'months hold')} less than two years: a season cannot be told "
            "from luck yet.",
            n=y.size,
        )
    found = seasons(y, np.array([y.size]))
    f = float(found.f[0])
    if np.isnan(f):
        raise NotComputable("Some months have no sales: a season cannot be tested.", n=y.size)
    p = p_of_f(f, y.size)
    index = np.roll(found.index[0], first % YEAR)
    rest = detrended(y)
    return SeasonOf(
        what, index, p, float(found.weight[0]),
        spreads(index, rest, y.size, first), repeated(rest), Window(first, first + y.size - 1),
    )  # fmt: skip


def chosen(
    as_of: int, history: History | None, deals: Deals | None, firsts: FirstMonths | None
) -> tuple[str, Floats, int]:
    """What is looked at, month by month, and its first month."""
    if history is not None and history.kind == "flow":
        return "Sales", history.y, history.first
    if deals is not None and (deals.created >= 0).any():
        dated = deals.take(deals.created >= 0)
        return "New deals", *by_month(_months_of(dated.created), dated.n, as_of)
    if firsts is not None and firsts.month.size:
        later = firsts.month > firsts.month.min()
        if later.any():
            ones = np.ones(int(later.sum()), np.int64)
            return "New customers", *by_month(firsts.month[later], ones, as_of)
    raise NotComputable("Needs sales by month, or the day each deal was created.",
                        needs=("orders", "deals.created"))  # fmt: skip


def by_month(month: np.ndarray, n: np.ndarray, as_of: int) -> tuple[Floats, int]:
    """Counts by month up to the as-of month; the first month is left out, it may be half of one."""
    first = max(int(month.min()) + 1, as_of - MOST + 1)
    seen = (month >= first) & (month <= as_of)
    counts = np.bincount(month[seen] - first, n[seen], max(as_of - first + 1, 0)).astype(float)
    if counts.size and counts.mean() < FEW:
        raise NotComputable(
            f"{counts.mean():.1f} a month: too few to tell a season from luck.", n=int(counts.sum())
        )
    return np.maximum(counts, EMPTY), first


def detrended(y: Floats) -> Floats:
    """Logarithms around their straight line.

    >>> bool(abs(detrended(2.0 ** np.arange(9))).max() < 1e-9)
    True
    """
    time, log = np.arange(y.size), np.log(np.maximum(y, 1e-9))
    return np.asarray(log - np.polyval(np.polyfit(time, log, 1), time), float)


def repeated(rest: Floats) -> float:
    """Correlation of the last twelve months with the mean of the same months before.

    >>> wave = np.sin(np.arange(36) * np.pi / 6)
    >>> round(repeated(wave), 6)
    1.0
    """
    last, before = rest[-YEAR:], rest[:-YEAR]
    place = np.arange(before.size)[::-1] % YEAR
    means = np.array([before[place == at].mean() for at in range(YEAR)])[::-1]
    last, means = last - last.mean(), means - means.mean()
    size = float(np.sqrt((last @ last) * (means @ means)))
    return float(last @ means) / size if size > 1e-12 else 0.0


def spreads(index: Floats, rest: Floats, months: int, first: int) -> Floats:
    """Draws of strongest − weakest: each month’s mean is as uncertain as its years differ."""
    place = (first + np.arange(months)) % YEAR
    count = np.bincount(place, minlength=YEAR)
    means = np.bincount(place, rest, YEAR) / np.maximum(count, 1)
    noise = float(np.sqrt(((rest - means[place]) ** 2).sum() / max(months - ESTIMATED, 1)))
    best, worst = int(np.argmax(index)), int(np.argmin(index))
    error = noise * np.hypot(index[best] / count[best] ** 0.5, index[worst] / count[worst] ** 0.5)
    drawn = rng("season", rest).standard_normal(DRAWS)
    return np.asarray(index[best] - index[worst] + error * drawn, float)
