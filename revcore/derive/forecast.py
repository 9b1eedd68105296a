"""Where revenue is going: sales of the next months, or the level of recurring revenue.

Flows (sales of a month) and stocks (recurring revenue at a month's end) are two problems. A flow is
forecast by the mean of exponential smoothing, Theta and the same month last year; a stock by a
random walk with drift. A forecast that did no better in the past than the plain repetition gives
way to it.

For other rooms: ask for ``forecast`` (a :class:`Forecast`) by name. ``forecast.path.value[h − 1]``
is the amount h months after ``forecast.history.last``; ``forecast.total(first, last)`` the sum of
months first … last ahead with its 80 and 95 % interval, ``forecast.at(h)`` one month with its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from revcore.derive import intervals
from revcore.derive._backtest import JUDGED, SHORTEST_STOCK, Backtest, forecasts, of_flow, of_stock
from revcore.derive._days import distinct
from revcore.derive._flows import errors, naive, spread
from revcore.derive._interval import Interval
from revcore.derive._paths import DrawnPath, FlowPath, Path, StockPath
from revcore.derive._season import YEAR, Floats
from revcore.derive._stocks import STEADIEST, Walk
from revcore.derive.divided import UNDIVIDED, Divided
from revcore.derive.months import CustomerMonths
from revcore.derive.purchases import Purchases, RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Window, first_day, month_words
from revcore.registry import provider
from revcore.words import capital, counted

HORIZON = 12
"""Months ahead that are shown."""
FARTHEST = 24
"""Months ahead that a goal may lie."""
HISTORY = 60
"""Older months say nothing of the next ones."""
SHORTEST_FLOW = 12
IDLE = 0.3
"""With so many empty months there is no course to follow, only single deals."""
FEW, SWINGS = 24, 0.5
"""So few deals of equal weight in a year, and months that vary so much, make sales lumpy."""
FEWEST_DEALS = 10
RUNS = 2000

Kind = Literal["flow", "stock"]


@dataclass(frozen=True)
class History:
    """Complete months of revenue [currency], the last one ``last``.

    dropped
        Whether a first month was left out because it began in its middle.
    """

    y: Floats
    last: int
    kind: Kind
    source: str
    dropped: bool = False

    @property
    def first(self) -> int:
        """First month."""
        return self.last - len(self.y) + 1

    @property
    def window(self) -> Window:
        """All its months."""
        return Window(self.first, self.last)


@provider
def revenue_history(
    as_of: int,
    revenue_months: RevenueMonths,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
) -> History:
    """The complete months to the as-of month, at most sixty.

    A first month whose first purchase comes later than purchases usually follow each other is
    incomplete and left out.
    """
    last = min(as_of, revenue_months.last)
    amount = revenue_months.amount[: max(last - revenue_months.first + 1, 0)]
    kind: Kind = "stock" if recurring is not None else "flow"
    dropped = kind == "flow" and purchases is not None and begins_late(purchases)
    amount = amount[1:] if dropped else amount
    y = amount[-HISTORY:] / 10**revenue_months.scale
    return History(y, last, kind, revenue_months.source, dropped)


def begins_late(purchases: Purchases) -> bool:
    """Whether the first month with purchases had begun before the first of them."""
    active = distinct(purchases.day)
    gaps = np.diff(active)
    usual = float(np.quantile(gaps, 0.95)) if len(gaps) else 0.0
    return bool(active[0] - first_day(purchases.first) > max(3.0, usual))


@dataclass(frozen=True)
class Forecast:
    """The months ahead, how they were forecast, and how well that went in the past.

    replaced
        Whether the plain repetition stands in because the forecast was no better than it.
    """

    history: History
    path: Path
    method: str
    backtest: Backtest
    replaced: bool = False
    simulated: bool = False

    def at(self, ahead: int) -> tuple[float, Interval]:
        """One month ahead [currency]."""

        def bounds(level: float) -> tuple[float, float]:
            low, high = self.path.bounds(level)
            return float(low[ahead - 1]), float(high[ahead - 1])

        return float(self.path.value[ahead - 1]), Interval.of(bounds)

    def total(self, first: int, last: int) -> tuple[float, Interval]:
        """Revenue of the months ``first`` … ``last`` ahead [currency]."""
        value = float(self.path.value[first - 1 : last].sum())
        return value, Interval.of(lambda level: self.path.total(first, last, level))


@provider
def forecast(
    revenue_history: History, purchases: Purchases | None = None, divided: Divided = UNDIVIDED
) -> Forecast:
    """The next 24 months.

    Raises
    ------
    NotComputable
        Fewer than twelve months of sales (nine of recurring revenue), or sales made of so few
        separate deals that there is no course to follow, or amounts of longer periods than months.
    """
    divided.refuse(revenue_history.window)
    if revenue_history.kind == "stock":
        return of_levels(revenue_history)
    return of_sales(revenue_history, purchases)


def of_levels(history: History) -> Forecast:
    """Recurring revenue by random walks with drift."""
    y = history.y
    if len(y) < SHORTEST_STOCK or y[-1] <= 0:
        known = counted(len(y), "month of recurring revenue is", "months of recurring revenue are")
        raise NotComputable(
            f"{capital(known)} known: a forecast needs {SHORTEST_STOCK}."
            if len(y) < SHORTEST_STOCK
            else f"Nobody pays in {month_words(history.last)}: there is nothing to carry on.",
            n=len(y),
        )
    past = of_stock(y)
    replaced = outdone(past)
    return Forecast(
        history,
        StockPath(Walk.of(y, drift=not replaced), FARTHEST),
        "The last month repeated: carrying its course on did no better in the past."
        if replaced
        else "Random walk with drift on the last twelve monthly changes: the mean of a straight "
        "and a compounding course, with the range of both.",
        past,
        replaced,
    )


def of_sales(history: History, purchases: Purchases | None) -> Forecast:
    """Sales of a month by the mean of three methods, or single deals by simulation."""
    y = history.y
    if len(y) < SHORTEST_FLOW:
        known = counted(len(y), "complete month of sales is", "complete months of sales are")
        raise NotComputable(f"{capital(known)} known: a forecast needs {SHORTEST_FLOW}.", n=len(y))
    if is_lumpy(history, purchases):
        return of_deals(history, purchases)
    log = bool((y > 0).all())
    origins, made, off = forecasts(y, FARTHEST, log=log)
    past = of_flow(y, made, off, origins, log=log)
    replaced = outdone(past)
    if replaced:
        made = naive(y, origins, FARTHEST)
        off = errors(y, made[:, :6], origins, log=log)
    scale = max(spread(off, origins, len(y)), STEADIEST * (1.0 if log else float(y.mean())))
    return Forecast(
        history,
        FlowPath(made[-1], scale, log),
        "The same month last year: the other methods did no better in the past. Range from its own "
        "past errors."
        if replaced
        else "Mean of exponential smoothing, Theta and the same month last year. Range from its "
        "own past errors.",
        past,
        replaced,
    )


def outdone(past: Backtest) -> bool:
    """Whether, over enough past forecasts, the plain repetition was as good or better."""
    skill = past.skill(past.plain)
    return past.n >= JUDGED and skill is not None and skill <= 0


# ---------------------------------------------------------------- few and large deals
def is_lumpy(history: History, purchases: Purchases | None) -> bool:
    """Whether sales are single deals rather than a stream.

    So they are where a third of the months is empty, or where months vary by half and the year's
    deals weigh as much as fewer than 24 equal ones.
    """
    year = history.y[-YEAR:]
    if (history.y <= 0).mean() >= IDLE:
        return True
    if purchases is None or year.std() <= SWINGS * year.mean():
        return False
    amount = deals_of(history, purchases, YEAR)
    return len(amount) > 0 and float(amount.sum() ** 2 / (amount**2).sum()) < FEW


def deals_of(history: History, purchases: Purchases, months: int) -> Floats:
    """Amounts of the purchases of the last so many months [currency]."""
    known = purchases.month
    mine = (known > history.last - months) & (known <= history.last) & (purchases.amount > 0)
    return np.asarray(purchases.amount[mine] / 10**purchases.scale)


def of_deals(history: History, purchases: Purchases | None) -> Forecast:
    """As many deals as before (Poisson, the rate uncertain), each of a size seen before.

    Raises
    ------
    NotComputable
        Single deals are not known, or fewer than ten of them.
    """
    months = min(len(history.y), 2 * YEAR)
    amount = deals_of(history, purchases, months) if purchases is not None else np.zeros(0)
    if len(amount) < FEWEST_DEALS:
        empty = int((history.y <= 0).sum())
        raise NotComputable(
            f"Sales come in few, large deals: {empty} of {len(history.y)} months are empty and "
            f"{len(amount)} single sales of the last {months} months are known. They do not follow "
            f"a course; from {FEWEST_DEALS} sales on they can be simulated.",
            n=len(amount),
        )
    amount = np.sort(amount)
    chance = intervals.rng("forecast", [months], np.round(amount / amount[-1] * 1e6))
    rate = chance.gamma(len(amount) + 0.5, 1 / months, RUNS)
    count = chance.poisson(rate[:, None], (RUNS, FARTHEST)).ravel()
    sizes = amount[chance.integers(0, len(amount), int(count.sum()))]
    place = np.repeat(np.arange(len(count)), count)
    months_drawn = np.bincount(place, weights=sizes, minlength=len(count)).astype(np.float64)
    return Forecast(
        history,
        DrawnPath(months_drawn.reshape(RUNS, FARTHEST)),
        f"Sales come in few, large deals, so they are simulated: as many as in the last {months} "
        f"months ({len(amount)}), each of a size seen before.",
        Backtest((), "nothing"),
        simulated=True,
    )
