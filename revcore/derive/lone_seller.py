"""One seller, or the founders, set against everybody else who sells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive.deals import Deals
from revcore.derive.intervals import Floats
from revcore.derive.sellers import Sellers, SellerTable
from revcore.derive.shrinkage import shrunken
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

DRAWS = 2000
SOLID = 10
"""Closed deals from which on a seller is one to compare with."""
RAMP = 5.0
"""Months until somebody new sells as much as the others (median of a survey of 2018–2023 teams)."""
YEAR = 12
KNOWN = 0.9
FOUNDER = re.compile(
    r"founder|gründer|fondat|fundador|oprichter|chief executive|managing director|geschäftsführ"
    r"|inhaber|eigentümer|gérant|titolare|eigenaar|^\W*(owner|business owner|ceo|md)\b",
    re.IGNORECASE,
)
"""Roles of people to whom a company belongs or answers; an “account owner” is none of them."""


@dataclass(frozen=True, eq=False)
class LoneSeller:
    """One or several sellers against the rest, over the window.

    closed, won
        Deals of theirs; ``rest_closed``, ``rest_won`` those of everybody else with a name.
    value, total
        Won by them, and by all with a name [currency].
    solid
        Sellers with ten closed deals or more, themselves among them.
    share, rate, rest_rate, times
        Draws: of the won value; win rates, shrunken; won a month against the middle one of the
        others.
    like
        Difference of win rates among deals of the same channel and segment, with its standard
        error; None where the deals say neither.
    """

    names: tuple[str, ...]
    closed: int
    won: int
    rest_closed: int
    rest_won: int
    value: float
    total: float
    solid: int
    window: Window
    share: Floats = field(repr=False)
    rate: Floats = field(repr=False)
    rest_rate: Floats = field(repr=False)
    times: Floats = field(repr=False)
    like: tuple[float, float] | None = None

    @property
    def gap(self) -> Floats:
        """Draws of their win rate minus that of the rest, both shrunken."""
        return self.rate - self.rest_rate

    @property
    def at_risk(self) -> Floats:
        """Draws of the share of won value that would be missing in the year after they leave.

            share · (1 − rest rate / rate · (1 − 5 / 24))

        Somebody takes their deals over, needs five months to sell like the others, and then wins as
        often as they do; on the way there half is missing.
        """
        kept = np.minimum(self.rest_rate / self.rate, 1.0)
        return np.asarray(self.share * (1 - kept * (1 - RAMP / 2 / YEAR)), float)


@provider
def top_seller(sellers: Sellers, deal_window: Window, seller_mix: pd.DataFrame | None = None
               ) -> LoneSeller:  # fmt: skip
    """Who won the largest value of the window, against the rest.

    Raises
    ------
    NotComputable
        Fewer than three sellers with ten closed deals each, or no won deal has an amount.
    """
    found = against_rest(sellers, np.arange(len(sellers.names)) == 0, deal_window, seller_mix)
    if found.solid < 3:
        said = ("seller has", "sellers have")[found.solid != 1]
        raise NotComputable(
            f"{found.solid or 'No'} {said} {SOLID} closed deals or more in these months: at least "
            "3 are needed to compare one with the others.", needs=("deals.owner",), n=found.solid,
        )  # fmt: skip
    if found.total <= 0:
        raise NotComputable("The won deals have no amounts.", needs=("deals.amount",))
    return found


@provider
def founders(team_roles: pd.DataFrame) -> list[str]:
    """People whose role says that the company is theirs; nobody, where roles say something else."""
    mine = np.array([FOUNDER.search(role) is not None for role in team_roles["role"]], bool)
    return sorted(set(team_roles["person"][mine].tolist()))


@provider
def founder_sales(
    founders: list[str], team_roles: pd.DataFrame, sellers: Sellers, deal_window: Window,
    seller_mix: pd.DataFrame | None = None,
) -> LoneSeller:  # fmt: skip
    """The founders against everybody else who sells; without names, where no founder sells.

    Raises
    ------
    NotComputable
        Nobody has a founder’s role, and a tenth of the won value or more is by people without one.
    """
    names = [_plain(name) for name in sellers.names]
    known = {_plain(name) for name in founders}
    mine = np.array([name in known for name in names], bool)
    if not known:
        said = {_plain(one.person) for one in team_roles.itertuples() if one.role}
        named = sum(value for name, value in zip(names, sellers.value, strict=True) if name in said)
        if named < KNOWN * sellers.value.sum() or not said:
            raise NotComputable(
                "Nobody in the team has a role like “Founder” or “Owner”, and not everybody who "
                "sells has a role: who is it?", needs=("team.role",), n=0,
            )  # fmt: skip
    return against_rest(sellers, mine, deal_window, seller_mix)


def _plain(name: object) -> str:
    return str(name).strip().casefold()


def against_rest(
    found: Sellers, mine: np.ndarray, window: Window, mix: pd.DataFrame | None = None
) -> LoneSeller:
    """Sellers chosen by a mask against all others.

    Won value is drawn as a gamma with the mean and variance of so many deals of such sizes; win
    rates as Beta after shrinking (see :func:`revcore.derive.shrinkage.shrunken`).
    """
    closed = found.won + found.lost
    chance = intervals.rng("lone seller", found.won, found.lost, found.value)
    shape = found.value**2 / np.maximum(found.squares, 1e-12)
    size = np.where(found.value > 0, found.squares / np.maximum(found.value, 1e-12), 0.0)
    drawn = chance.standard_gamma(np.maximum(shape, 1e-9), (DRAWS, len(closed))) * size
    total = np.maximum(drawn.sum(axis=1), 1e-12)
    pool = shrunken(found.won, closed)
    a, b = pool.weight * pool.pooled + 1e-6, pool.weight * (1 - pool.pooled) + 1e-6
    rates = [
        chance.beta(found.won[who].sum() + a, found.lost[who].sum() + b, DRAWS)
        for who in (mine, ~mine)
    ]
    others = ~mine & (closed >= SOLID)
    months = np.maximum(found.months, 1)
    usual = np.median((drawn / months)[:, others], axis=1) if others.any() else np.full(DRAWS, 0.0)
    own = (drawn / months)[:, mine].sum(axis=1)
    return LoneSeller(
        tuple(name for name, one in zip(found.names, mine, strict=True) if one),
        int(closed[mine].sum()), int(found.won[mine].sum()), int(closed[~mine].sum()),
        int(found.won[~mine].sum()), float(found.value[mine].sum()), float(found.value.sum()),
        int((closed >= SOLID).sum()), window, drawn[:, mine].sum(axis=1) / total, rates[0],
        rates[1], own / np.maximum(usual, 1e-12) if usual.any() else np.full(DRAWS, np.inf),
        alike(mix, [name for name, one in zip(found.names, mine, strict=True) if one], window),
    )  # fmt: skip


def alike(mix: pd.DataFrame | None, names: list[str], window: Window) -> tuple[float, float] | None:
    """Difference of win rates within the same channel and segment, and its standard error.

        Σ w · (p₁ − p₀) / Σ w,   w = n₁ n₀ / (n₁ + n₀)

    References
    ----------
    Mantel & Haenszel (1959), JNCI 22:719–748; the difference after Greenland & Robins (1985).
    """
    if mix is None:
        return None
    inside = (mix["closed"] >= window.first_day) & (mix["closed"] <= window.last_day)
    part = mix[inside & (mix["owner"] != "")]
    kinds = pd.factorize(part["source"] + "\x1f" + part["segment"])[0]
    if not len(part) or kinds.max() < 1:
        return None
    theirs = part["owner"].isin(names).to_numpy()
    n, won = part["n"].to_numpy(float), (part["n"] * part["won"]).to_numpy(float)
    size = kinds.max() + 1
    n1, n0, k1, k0 = (
        np.bincount(kinds[who], values[who], size)
        for values in (n, won) for who in (theirs, ~theirs)
    )  # fmt: skip
    both = (n1 > 0) & (n0 > 0)
    if not both.any():
        return None
    n1, n0, k1, k0 = n1[both], n0[both], k1[both], k0[both]
    weight = n1 * n0 / (n1 + n0)
    p1, p0 = (k1 + 0.5) / (n1 + 1), (k0 + 0.5) / (n0 + 1)
    noise = weight**2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)
    gap = float(weight @ (k1 / n1 - k0 / n0) / weight.sum())
    return gap, float(noise.sum() ** 0.5 / weight.sum())


# ---------------------------------------------------------------- a ceiling
@dataclass(frozen=True, eq=False)
class Ceiling:
    """Deals created, and closed and won by the founders, this year and the year before, with draws.

    created, closed, won
        Counts: this year, the year before; closed are won or lost.
    created_growth, closed_growth
        Draws of this year over the year before.
    """

    created: tuple[int, int]
    closed: tuple[int, int]
    won: tuple[int, int]
    created_growth: Floats = field(repr=False)
    closed_growth: Floats = field(repr=False)


@provider
def founder_ceiling(
    founder_sales: LoneSeller, seller_table: SellerTable, all_deals: Deals, as_of: int
) -> Ceiling:
    """What comes in, and what the founders win of it, against the year before.

    Raises
    ------
    NotComputable
        Less than two years of deals.
    """
    if not founder_sales.names:
        return Ceiling((0, 0), (0, 0), (0, 0), np.ones(1), np.ones(1))
    years = [Window(as_of - YEAR + 1, as_of), Window(as_of - 2 * YEAR + 1, as_of - YEAR)]
    places = [seller_table.place(name) for name in founder_sales.names]
    theirs = np.isin(seller_table.seller, places) & seller_table.ended
    created, closed, won = [], [], []
    for year in years:
        begun = (all_deals.created >= year.first_day) & (all_deals.created <= year.last_day)
        created.append(int(all_deals.n[begun].sum()))
        months = seller_table.closed_month
        mine = theirs & (months >= year.start) & (months <= year.end)
        closed.append(int(seller_table.n[mine].sum()))
        won.append(int(seller_table.n[mine & seller_table.won].sum()))
    known = all_deals.created[all_deals.created >= 0]
    if not len(known) or known.min() > years[1].first_day + 31 or min(created[1], won[1]) < 1:
        raise NotComputable(
            "Needs two years of deals to tell whether a limit is reached.",
            needs=("deals.created",), n=sum(won),
        )  # fmt: skip
    chance = intervals.rng("founder ceiling", created, closed)
    grown = [
        chance.standard_gamma(now + 0.5, DRAWS) / chance.standard_gamma(then + 0.5, DRAWS)
        for now, then in (created, closed)
    ]
    counts = [(one[0], one[1]) for one in (created, closed, won)]
    return Ceiling(counts[0], counts[1], counts[2], grown[0], grown[1])
