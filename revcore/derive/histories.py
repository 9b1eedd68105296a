"""Customers who buy order by order: how often, when last, for how long they were watched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._days import months_of
from revcore.derive.intervals import Floats, median
from revcore.derive.months import Ints
from revcore.derive.purchases import Purchases
from revcore.errors import NotComputable
from revcore.model import last_day, month_words
from revcore.registry import provider

WEEK = 7.0
"""Days; never whole weeks: cutting dates to weeks loses orders."""


USUAL = 0.8
"""Share of the waits between two orders that are no longer than a usual one."""


@dataclass(frozen=True, eq=False)
class Histories:
    """Customers by what they bought: ``n`` customers stand behind each entry.

    x
        Orders after the first.
    t_x
        Time from the first order to the last, in the unit of ``T``; 0 without a repeat.
    T
        Time from the first order to the end of the data.
    """

    x: Floats
    t_x: Floats
    T: Floats
    n: Floats

    @classmethod
    def of(cls, x: ArrayLike, t_x: ArrayLike, age: ArrayLike, n: ArrayLike = 1.0) -> Histories:
        """From columns; customers alike in all three become one entry.

        >>> Histories.of([0, 2, 0], [0, 5, 0], [9, 9, 9]).n.tolist()
        [2.0, 1.0]
        """
        parts = [np.asarray(part, float) for part in (x, t_x, age)]
        columns: Floats = np.column_stack(parts)
        times = np.broadcast_to(np.asarray(n, float), len(columns))
        order = np.lexsort(columns.T[::-1])
        ordered = columns[order]
        fresh = np.r_[True, (ordered[1:] != ordered[:-1]).any(axis=1)]
        counts = np.add.reduceat(times[order], np.flatnonzero(fresh))
        found = ordered[fresh]
        return cls(found[:, 0], found[:, 1], found[:, 2], counts)

    def thinned(self, most: int) -> Histories:
        """Every so-manieth entry, each for as many customers more; all, below twice as many.

        The entries stand in order, so an even part of them follows the same curve.

        >>> few = Histories.of([0, 1, 2, 3], [0, 3, 5, 7], [9, 9, 9, 9]).thinned(2)
        >>> few.x.tolist(), few.n.tolist()
        ([0.0, 2.0], [2.0, 2.0])
        """
        step = len(self.n) // most
        if step < 2:
            return self
        part = slice(None, None, step)
        n = self.n[part]
        return Histories(self.x[part], self.t_x[part], self.T[part], n * (self.n.sum() / n.sum()))

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return round(float(self.n.sum()))

    @property
    def repeaters(self) -> int:
        """How many of them bought again."""
        return round(float(self.n[self.x > 0].sum()))

    @property
    def repeats(self) -> float:
        """Orders after the first, of all customers."""
        return float(self.n @ self.x)


@dataclass(frozen=True, eq=False)
class OrderLog:
    """Each customer’s orders to the end of a month, refunds taken off the order they give back.

    who, first
        Customers and the day of their first order.
    x, t_x, T
        Repeat orders; weeks from the first to the last, and to the end.
    first_value, repeat_value
        Value of the first order, mean value of the repeat orders (0 without one) [currency].
    second
        Days from the first order to the second; 0 without one.
    gaps
        Days between one order and the next.
    opening
        Customers of the first month of the data: they may have bought before.
    months
        Length of the data to the end [months].
    """

    who: Ints
    first: Ints
    x: Floats
    t_x: Floats
    T: Floats
    first_value: Floats
    repeat_value: Floats
    second: Floats
    gaps: Ints
    opening: np.ndarray
    months: int
    end: int

    def take(self, mask: np.ndarray) -> OrderLog:
        """Only some customers; the gaps stay those of all."""
        some = np.flatnonzero(mask)
        return OrderLog(
            self.who[some], self.first[some], self.x[some], self.t_x[some], self.T[some],
            self.first_value[some], self.repeat_value[some], self.second[some], self.gaps,
            self.opening[some], self.months, self.end,
        )  # fmt: skip

    @cached_property
    def histories(self) -> Histories:
        """For the model of buying."""
        return Histories.of(self.x, self.t_x, self.T)

    @cached_property
    def median_gap(self) -> float | None:
        """Median time between two orders of a customer [days]."""
        if not len(self.gaps):
            return None
        times = np.bincount(self.gaps)  # few different ones, however many gaps
        return median(np.arange(len(times)), times)

    @cached_property
    def usual_wait(self) -> float:
        """Time within which eight in ten next orders have come, of those that came [days]."""
        return float(np.quantile(self.gaps, USUAL)) if len(self.gaps) else 0.0

    @property
    def years_watched(self) -> float:
        """Customer-years since the first orders."""
        return float(self.T.sum()) * WEEK / 365.25


@provider
def order_log(repeat_buying: Purchases, as_of: int) -> OrderLog:
    """Every customer’s orders to the end of the as-of month; one day of a customer is one order."""
    end = last_day(as_of)
    mine = repeat_buying.day <= end
    if repeat_buying.known is not repeat_buying:
        mine &= np.isin(repeat_buying.customer, repeat_buying.known.customer)
    columns = (repeat_buying.customer, repeat_buying.day, repeat_buying.amount)
    customer, day, amount = (
        columns if mine.all() else (part[np.flatnonzero(mine)] for part in columns)
    )
    found = log(customer, day, amount / 10**repeat_buying.scale, end)
    if not len(found.who):
        raise NotComputable(f"No known customer had ordered by {month_words(as_of)}.", n=0)
    return found


def log(customer: Ints, day: Ints, amount: Floats, end: int) -> OrderLog:
    """Orders sorted by customer and day → one row per customer.

    Negative amounts are refunds: they are taken off the order before them. An order wholly given
    back is one that brought nothing; winning its buyer has cost as much as any.

    >>> days = np.array([0, 10, 12, 30])
    >>> found = log(np.array([1, 1, 1, 1]), days, np.array([50.0, 40.0, -40.0, 20.0]), 49)
    >>> found.x.tolist(), (found.t_x * 7).round().tolist(), found.repeat_value.tolist()
    ([2.0], [30.0], [10.0])
    """
    customer, day, amount = _net(customer, day, amount)
    if not len(customer):
        empty = np.empty(0)
        none = np.empty(0, np.int64)
        parts = (empty,) * 6
        return OrderLog(none, none, *parts, none, none > 0, 0, end)
    starts = np.flatnonzero(np.r_[True, customer[1:] != customer[:-1]])
    ends = np.r_[starts[1:], len(customer)] - 1
    first, last = day[starts], day[ends]
    repeats = (ends - starts).astype(float)
    value = amount[starts]
    rest = np.add.reduceat(amount, starts) - value
    begins = np.zeros(len(customer), bool)
    begins[starts] = True
    later = np.flatnonzero(~begins[1:]) + 1
    gaps = day[later] - day[later - 1]
    second = np.where(repeats > 0, day[np.minimum(starts + 1, len(day) - 1)] - first, 0)
    month, after = months_of(first), int(months_of(np.array([end]))[0])
    return OrderLog(
        customer[starts], first, repeats, (last - first) / WEEK, (end - first) / WEEK,
        value, np.divide(rest, repeats, out=np.zeros(len(starts)), where=repeats > 0),
        second.astype(float), gaps,
        month == month.min(), after - int(month.min()) + 1, end,
    )  # fmt: skip


def _net(customer: Ints, day: Ints, amount: Floats) -> tuple[Ints, Ints, Floats]:
    bought = amount >= 0
    if bought.all():
        return customer, day, amount
    place = np.maximum.accumulate(np.where(bought, np.arange(len(amount)), -1))
    same = (place >= 0) & (customer[np.maximum(place, 0)] == customer)
    netted: Floats = np.bincount(place[same], amount[same], len(amount)).astype(float)
    return customer[bought], day[bought], np.maximum(netted[bought], 0.0)
