"""Deals opened in the last year against those of the years before, by segment and by channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from revcore.derive.competing_risks import LEAST_WON
from revcore.derive.deals import DealHistory, DealPaths, Deals
from revcore.derive.followed import Followed, follow, maturity
from revcore.derive.intervals import Floats, Interval, jeffreys_draws, rng
from revcore.derive.months import Ints
from revcore.errors import NotComputable
from revcore.model import Window, last_day
from revcore.registry import provider
from revcore.words import capital, counted

YEAR, BEFORE, LEAST, DRAWS = 12, 24, 6, 2000
"""Months that are compared, the most and the fewest to compare them with, and draws."""
DIMENSIONS = ("segment", "source")
"""What a deal belongs to, whoever sells it."""
CREATED, WON_BEFORE = 30, 8
"""Deals opened in the year and before it, and won of the earlier ones: fewer are not compared."""
WIDTH = 0.4
"""How far groups differ at least in their change, as a standard deviation of log odds: with three
groups the data say little of it."""
SLOW = 2
"""The share won is said for twice the time in which nine of ten are won: slower is not fewer."""


@dataclass(frozen=True, eq=False)
class Opened:
    """Deals opened in a year, followed until today.

    share
        Won within the time, the same for both years [ratio] (Aalen–Johansen).
    """

    created: int
    won: int
    share: float
    interval: Interval
    window: Window


@dataclass(frozen=True, eq=False)
class Change:
    """How often deals of one group are won, against the years before.

    dimension, name
        “segment” or “source” and its value; both empty for all deals together.
    within
        Days that the shares are said for.
    ratio
        Draws of the share won now ÷ before, pulled towards the change of all.
    part
        Share of the deals of the last year that were opened there [ratio].
    rest
        Makes the same of all other deals, where that is asked for.
    nearer
        The year right before, where that is asked for; None where it has too few deals.
    """

    dimension: str
    name: str
    now: Opened
    before: Opened
    within: int
    ratio: Floats
    part: float
    rest: Callable[[], Cohorts | None] = field(default=lambda: None, repr=False)
    nearer: Callable[[], Opened | None] = field(default=lambda: None, repr=False)

    @cached_property
    def others(self) -> float:
        """Share won now ÷ before of all other deals; 1 where there are too few."""
        found = self.rest()
        if found is None:
            return 1.0
        now, before = (one.incidence.at(self.within)[0] for one in found.followed)
        return now / before if before else 1.0

    @property
    def missing(self) -> float:
        """Deals of the last year that would have been won at the earlier rate."""
        return max(0.0, (self.before.share - self.now.share) * self.now.created)


@dataclass(frozen=True, eq=False)
class Cohorts:
    """Deals of a group opened in the year and before, and what is known of the share won."""

    created: tuple[int, int]
    followed: tuple[Followed, Followed]

    @cached_property
    def _known(self) -> dict[int, tuple[Floats, Floats]]:
        return {}

    def rates(self, within: int) -> tuple[Floats, Floats]:
        """Draws of the shares won within a time, as a plain share of the same certainty has."""
        if within not in self._known:
            found = []
            for one in self.followed:
                k, n = effective(one, within)
                found.append(jeffreys_draws(k, n, DRAWS, rng("win rate change", [k, n])))
            self._known[within] = found[0], found[1]
        return self._known[within]


def effective(found: Followed, within: int) -> tuple[float, float]:
    """Won and in all, as a plain share of the same value and certainty would have them."""
    curve = found.incidence
    share, error = curve.at(within)[0], curve.error(within)
    n = share * (1 - share) / error**2 if error > 0 else curve.wins + curve.losses
    return share * n, n


@provider
def win_rate_changes(
    all_deals: Deals,
    deal_history: DealHistory,
    as_of: int,
    deal_paths: Mapping[str, DealPaths] | None = None,
) -> list[Change]:
    """All deals first, then every segment and channel with enough of them.

    Raises
    ------
    NotComputable
        Less than a year and a half of deals, or too few of them.
    """
    windows = last_and_before(deal_history, as_of)
    today = last_day(as_of)
    known = all_deals.take(all_deals.created >= 0)
    within = SLOW * wait(known, windows, today)
    every = cohorts(known, np.ones(len(known.n), bool), windows, today)
    pool = change("", "", every, within, windows, every) if every else None
    if every is None or pool is None:
        raise NotComputable(
            f"At least {CREATED} deals opened in the last year are needed and {CREATED} before it, "
            f"{WON_BEFORE} of those won.", needs=("deals.created",), n=int(known.n.sum()),
        )  # fmt: skip
    near = partial(year_before, known, np.ones(len(known.n), bool), windows, today, pool.within)
    out: list[Change] = [replace(pool, nearer=near)]
    for dimension in DIMENSIONS:
        paths = (deal_paths or {}).get(dimension)
        if paths is None:
            continue
        rows = dict(parts(paths))
        groups = {name: cohorts(paths, mine, windows, today) for name, mine in rows.items()}
        solid = {name: group for name, group in groups.items() if group}
        usual = spread(list(solid.values()), every, within)
        for name, group in solid.items():
            found = change(dimension, name, group, within, windows, every, usual)
            if found:
                rest = partial(cohorts, paths, ~rows[name], windows, today)
                near = partial(year_before, paths, rows[name], windows, today, found.within)
                out.append(replace(found, rest=rest, nearer=near))
    return out


def parts(paths: DealPaths) -> Iterator[tuple[str, np.ndarray]]:
    """Each named group with its rows."""
    for at, name in enumerate(paths.names):
        if name:
            yield name, paths.key == at


def last_and_before(history: DealHistory, as_of: int) -> tuple[Window, Window]:
    """The last year, and what lies before it of two more.

    Raises
    ------
    NotComputable
        Fewer than six months lie before the last year.
    """
    start = max(history.first, as_of - YEAR - BEFORE + 1)
    before = as_of - YEAR - start + 1
    if before < LEAST:
        months = max(as_of - history.first + 1, 0)
        raise NotComputable(
            f"{capital(counted(months, 'month'))} of closed deals: a year and a half is needed to "
            "tell this year’s win rate from the one before.", n=months,
        )  # fmt: skip
    return Window(as_of - YEAR + 1, as_of), Window(start, as_of - YEAR)


def wait(deals: Deals, windows: tuple[Window, Window], today: int) -> int:
    """Days within which nine in ten of the deals that are won have been won."""
    mine = (deals.created >= windows[1].first_day) & (deals.created <= today)
    return maturity(*days_of(deals, mine, today))


def days_of(
    deals: Deals | DealPaths, mine: np.ndarray, today: int
) -> tuple[Ints, Ints, Ints, int, Ints]:
    """Opened, won, how many, today and lost, as :func:`follow` takes them."""
    closed = deals.closed[mine]
    won = np.where(deals.won[mine] == 1, closed, -1)
    lost = np.where(deals.lost[mine] == 1, closed, -1)
    return deals.created[mine], won, deals.n[mine], today, lost


def opened_in(deals: Deals | DealPaths, mine: np.ndarray, window: Window) -> np.ndarray:
    """Which deals of a group were opened in a window.

    Those won or lost without a day, or before they were opened, are left out.
    """
    decided = deals.won + deals.lost == 1
    usable = mine & (~decided | (deals.closed >= deals.created))
    return usable & (deals.created >= window.first_day) & (deals.created <= window.last_day)


def cohorts(
    deals: Deals | DealPaths, mine: np.ndarray, windows: tuple[Window, Window], today: int
) -> Cohorts | None:
    """The year and what lies before it, of a group; None where there are too few."""
    found, counts = [], []
    for window in windows:
        inside = opened_in(deals, mine, window)
        counts.append(int(deals.n[inside].sum()))
        if counts[-1] < CREATED:
            return None
        entered, won, n, end, lost = days_of(deals, inside, today)
        found.append(follow(entered, won, n, end, lost))
    if found[1].counted(1) < WON_BEFORE or found[0].counted(1) + found[0].counted(2) < LEAST_WON:
        return None
    return Cohorts((counts[0], counts[1]), (found[0], found[1]))


def year_before(
    deals: Deals | DealPaths, mine: np.ndarray, windows: tuple[Window, Window], today: int,
    days: int,
) -> Opened | None:  # fmt: skip
    """The last twelve months (or as many as there are) before the last year."""
    end = windows[1].end
    window = Window(max(windows[1].start, end - YEAR + 1), end)
    mine = opened_in(deals, mine, window)
    opened = int(deals.n[mine].sum())
    if opened < CREATED:
        return None
    entered, won, n, today, lost = days_of(deals, mine, today)
    one = follow(entered, won, n, today, lost)
    share = one.incidence.at(days)[0]
    return Opened(opened, one.counted(1), share, one.incidence.interval(days), window)


def odds(draws: Floats) -> Floats:
    """Logarithm of the odds."""
    return np.asarray(np.log(draws) - np.log1p(-draws))


def reach(group: Cohorts, within: int) -> int:
    """Days that shares are said for, where a quarter of the deals could be followed so long.

    A year whose deals are all decided early reaches as far: its share stays what it is.
    """
    return min(within, *(one.within for one in group.followed))


def moved(group: Cohorts, within: int) -> tuple[float, float]:
    """Change of the log odds of winning, and its variance."""
    now, before = group.rates(reach(group, within))
    change = odds(now) - odds(before)
    return float(change.mean()), float(change.var())


def spread(groups: list[Cohorts], every: Cohorts, within: int) -> float:
    """Variance of the changes of several groups beyond chance, with :data:`WIDTH` as the least.

    Around the change of all deals, by the method of moments (DerSimonian & Laird 1986).
    """
    if len(groups) < 2:
        return WIDTH**2
    centre = moved(every, within)[0]
    found = np.array([moved(group, within) for group in groups])
    weight = 1 / found[:, 1]
    excess = float((weight * (found[:, 0] - centre) ** 2).sum()) - (len(groups) - 1)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max(WIDTH**2, excess / scale)


def change(
    dimension: str, name: str, group: Cohorts, within: int, windows: tuple[Window, Window],
    every: Cohorts, usual: float | None = None,
) -> Change | None:  # fmt: skip
    """One group against its own years before; None where one of the times reaches nowhere.

    With ``usual``, the variance of changes, its own is pulled towards the change of all.
    """
    days = reach(group, within)
    if days < 1:
        return None
    now, before = group.rates(days)
    if usual is not None:
        moves = odds(now) - odds(before)
        own, mean = usual / (usual + float(moves.var())), float(moves.mean())
        centre = moved(every, within)[0]
        moves = own * mean + (1 - own) * centre + (moves - mean) * own**0.5
        now = 1 / (1 + np.exp(-(odds(before) + moves)))
    seen = [
        Opened(n, one.counted(1), one.incidence.at(days)[0], one.incidence.interval(days), window)
        for n, one, window in zip(group.created, group.followed, windows, strict=True)
    ]
    return Change(
        dimension, name, seen[0], seen[1], days, np.asarray(now / before),
        group.created[0] / every.created[0],
    )  # fmt: skip


@dataclass(frozen=True)
class Alike:
    """Win rate of closed deals now − before, as it is and among deals of like kind.

    gap, error
        Weighted over deals of the same seller and channel (or segment), with standard error.
    """

    plain: float
    gap: float
    error: float
    by: str


def alike(found: Change, mix: pd.DataFrame) -> Alike | None:
    """Whether other sellers, channels or segments explain the change; None where deals say neither.

        Σ w · (p now − p before) / Σ w,   w = n now · n before / (n now + n before)

    By the day of closing, Mantel–Haenszel over deals of the same seller and kind.
    """
    rows = mix[mix[found.dimension] == found.name] if found.dimension else mix
    kinds = [one for one in ("owner", *DIMENSIONS) if one != found.dimension]
    kinds = [one for one in kinds if len(rows[one].unique()) > 1]
    closed = rows["closed"].to_numpy()
    years = [
        (closed >= one.window.first_day) & (closed <= one.window.last_day)
        for one in (found.now, found.before)
    ]
    if not kinds or not all(year.any() for year in years):
        return None
    stratum = np.zeros(len(rows), np.int64)
    for kind in kinds:
        code, names = pd.factorize(rows[kind], sort=True, use_na_sentinel=False)
        stratum = np.unique(stratum * len(names) + code, return_inverse=True)[1]
    n = rows["n"].to_numpy(float)
    won = n * rows["won"].to_numpy(float)
    (n1, k1), (n0, k0) = (
        [np.bincount(stratum[year], of[year], stratum.max() + 1) for of in (n, won)]
        for year in years
    )
    both = (n1 > 0) & (n0 > 0)
    if not both.any():
        return None
    plain = float(k1.sum() / n1.sum() - k0.sum() / n0.sum())
    n1, n0, k1, k0 = n1[both], n0[both], k1[both], k0[both]
    weight = n1 * n0 / (n1 + n0)
    gap = float((weight * (k1 / n1 - k0 / n0)).sum() / weight.sum())
    p1, p0 = (k1 + 0.5) / (n1 + 1), (k0 + 0.5) / (n0 + 1)
    noise = weight**2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)
    said = {"owner": "seller", "source": "channel", "segment": "segment"}
    return Alike(
        plain, gap, float(noise.sum() ** 0.5 / weight.sum()),
        " and ".join(said[kind] for kind in kinds),
    )  # fmt: skip
