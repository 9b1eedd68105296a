"""Who sells how much: deals, cycle, quota and first months of each seller over a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive.months import Floats, Ints, _months_of
from revcore.errors import NotComputable
from revcore.model import Window, first_day, last_day, month_of_day
from revcore.registry import provider

NONE = -1
QUARTER = 3
SETTLED = 12
"""Months after which a seller is no newcomer."""


@dataclass(frozen=True, eq=False)
class SellerTable:
    """Deals of named sellers as columns; ``seller`` is the place of each one’s in ``names``.

    amount [currency], days as in :class:`~revcore.derive.deals.Deals`, months −1 where not said.
    """

    names: list[str]
    seller: Ints
    created: Ints
    closed: Ints
    created_month: Ints
    closed_month: Ints
    won: np.ndarray
    ended: np.ndarray
    valued: np.ndarray
    amount: Floats
    n: Ints

    def place(self, name: str) -> int:
        """Where a name of the team stands in ``names``, whatever its case; −1 for nowhere."""
        return self._places.get(name.strip().casefold(), -1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name.strip().casefold(): at for at, name in enumerate(self.names)}

    def summed(self, mask: np.ndarray, values: np.ndarray) -> Floats:
        """Σ values by seller, each as often as its deals."""
        found = np.bincount(self.seller[mask], (values * self.n)[mask], len(self.names))
        return found.astype(float)


@provider
def seller_table(seller_deals: pd.DataFrame, scales: Mapping[str, int]) -> SellerTable:
    """Deals with a seller's name."""
    frame = seller_deals[seller_deals["owner"] != ""]
    at, names = pd.factorize(frame["owner"], sort=True)
    part = {column: frame[column].to_numpy(np.int64) for column in frame.columns[1:]}
    months = {
        name: np.where(part[name] >= 0, _months_of(part[name]), NONE)
        for name in ("created", "closed")
    }
    return SellerTable(
        [str(name) for name in names], at.astype(np.int64), part["created"], part["closed"],
        months["created"], months["closed"], part["won"] == 1, part["won"] + part["lost"] == 1,
        part["valued"] == 1, part["amount"] / 10 ** scales.get("deals", 0), part["n"],
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sellers:
    """Sellers who closed a deal in the window, largest won value first; one entry each.

    squares
        Σ of squared amounts of won deals, for the spread of their sum.
    months
        From the first to the last month with a deal created or closed.
    """

    names: list[str]
    won: Ints
    lost: Ints
    valued: Ints
    value: Floats
    squares: Floats
    months: Ints


@provider
def sellers(seller_table: SellerTable, deal_window: Window) -> Sellers:
    """Won, lost and won value of each seller in the window."""
    table = seller_table
    mine = table.ended & (table.closed_month >= deal_window.start)
    mine &= table.closed_month <= deal_window.end
    won = mine & table.won
    one = np.ones(len(table.n))
    counts = [table.summed(mask, one) for mask in (won, mine & ~table.won, won & table.valued)]
    value = table.summed(won & table.valued, table.amount)
    squares = table.summed(won & table.valued, table.amount**2)
    begun = (table.created_month >= deal_window.start) & (table.created_month <= deal_window.end)
    first = np.full(len(table.names), deal_window.end + 1)
    last = np.full(len(table.names), deal_window.start - 1)
    for mask, months in ((mine, table.closed_month), (begun, table.created_month)):
        np.minimum.at(first, table.seller[mask], months[mask])
        np.maximum.at(last, table.seller[mask], months[mask])
    here = np.flatnonzero(counts[0] + counts[1] > 0)
    if not len(here):
        raise NotComputable(
            "No deal closed in these months names its seller.", needs=("deals.owner",)
        )
    order = here[np.lexsort((here, -counts[0][here], -value[here]))]
    wins, losses, valued = (np.rint(part[order]).astype(np.int64) for part in counts)
    months = (last - first + 1)[order]
    names = [table.names[at] for at in order]
    return Sellers(names, wins, losses, valued, value[order], squares[order], months)


# ---------------------------------------------------------------- quota
@dataclass(frozen=True, eq=False)
class Quota:
    """One person's quota and the won deals of the same days [currency]."""

    name: str
    quota: float
    amounts: Floats
    quarters: float

    @property
    def sold(self) -> float:
        """Won value while a quota was due."""
        return float(self.amounts.sum())


@provider
def quotas(
    team_members: pd.DataFrame,
    seller_table: SellerTable,
    deal_window: Window,
    scales: Mapping[str, int],
) -> list[Quota]:
    """Quota due and value won of each person with a quota, both over the days employed.

    A quota is for a quarter: a third of it is due each month, by days in a month that somebody
    joins or leaves. Deals closed outside those days count for nobody.
    """
    table, unit = seller_table, 10 ** scales.get("team.quota", 0)
    out = []
    people = [one for one in team_members.itertuples() if one.has_quota]
    wins = np.flatnonzero(table.won & table.valued)
    for person in people:
        start = max(int(person.start), deal_window.first_day)
        end = deal_window.last_day if person.end < 0 else min(int(person.end), deal_window.last_day)
        months = employed(start, end)
        if months <= 0:
            continue
        own = wins[table.seller[wins] == table.place(str(person.person))]
        own = own[(table.closed[own] >= start) & (table.closed[own] <= end)]
        due = int(person.quota) / unit * months / QUARTER
        amounts = np.repeat(table.amount[own], table.n[own])
        at = table.place(str(person.person))
        name = table.names[at] if at >= 0 else str(person.person)
        out.append(Quota(name, due, amounts, months / QUARTER))
    if not people:
        raise NotComputable("Needs the quota of each seller.", needs=("team.quota",))
    if sum(one.quota for one in out) <= 0:
        raise NotComputable(
            "Nobody with a quota was employed in these months.", needs=("team.quota",)
        )
    return out


def employed(start: int, end: int) -> float:
    """Months from one day to another, both counted; part of a month by its days.

    >>> from revcore.model import first_day, last_day
    >>> employed(first_day(24000), last_day(24002)), employed(first_day(24000), first_day(24000))
    (3.0, 0.032258064516129004)
    """
    if end < start:
        return 0.0
    first, last = month_of_day(start), month_of_day(end)
    opens, closes = first_day(first), last_day(last)
    before = (start - opens) / (last_day(first) - opens + 1)
    after = (closes - end) / (closes - first_day(last) + 1)
    return last - first + 1 - before - after


# ---------------------------------------------------------------- ramp
@dataclass(frozen=True)
class Ramp:
    """How long newcomers took until they won as many deals as a settled seller.

    months
        From the first month to the one in which three months' wins reached the usual number, or
        watched so far.
    reached
        Whether they got there.
    usual
        Median wins of a settled seller in three months.
    """

    names: list[str]
    months: Ints
    reached: np.ndarray
    usual: float
    window: Window = field(default_factory=lambda: Window(0, 11))


@provider
def ramp(
    team_members: pd.DataFrame, seller_table: SellerTable, deal_window: Window, as_of: int
) -> Ramp:
    """Newcomers whose first day lies in the history of closed deals.

    Raises
    ------
    NotComputable
        No first days, nobody settled to compare with, or nobody who began since.
    """
    known = team_members[team_members["start"] >= 0]
    if not len(known):
        raise NotComputable("Needs the first day of each seller.", needs=("team.start",))
    table = seller_table
    ended = table.ended & (table.closed >= 0) & (table.closed_month <= as_of)
    if not ended.any():
        raise NotComputable("No deal has the day it was closed.", needs=("deals.closed",))
    first = int(table.closed_month[ended].min())
    settled, fresh = [], []
    for person in known.itertuples():
        own = ended & table.won & (table.seller == table.place(str(person.person)))
        if not own.any():
            continue
        wins = np.bincount(table.closed_month[own] - first, table.n[own], as_of - first + 1)
        begun = month_of_day(int(person.start))
        left = month_of_day(int(person.end)) if person.end >= 0 else as_of
        if begun <= deal_window.start - SETTLED and left >= as_of:
            settled.append(wins[deal_window.start - first :].sum() * QUARTER / deal_window.months)
        if begun >= first:
            fresh.append((str(person.person), wins[begun - first : min(left, as_of) - first + 1]))
    if not settled:
        raise NotComputable("Nobody has sold here long enough to compare newcomers with.")
    if not fresh:
        raise NotComputable("Nobody began to sell since deals are recorded.")
    usual = intervals.median(settled)
    times = [until(wins, usual) for _, wins in fresh]
    return Ramp(
        [name for name, _ in fresh], np.array([time for time, _ in times], np.int64),
        np.array([there for _, there in times]), usual, Window(first, as_of),
    )  # fmt: skip


def until(wins: np.ndarray, usual: float) -> tuple[int, bool]:
    """Months until three months' wins reach a number, and whether they did.

    >>> until(np.array([0, 1, 1, 3, 2]), 5), until(np.array([1, 0, 1]), 5)
    ((4, True), (3, False))
    """
    if len(wins) < QUARTER:
        return len(wins), False
    sums = np.convolve(wins, np.ones(QUARTER), "valid")
    there = np.flatnonzero(sums >= usual - 1e-9)
    return (int(there[0]) + QUARTER, True) if len(there) else (len(wins), False)
