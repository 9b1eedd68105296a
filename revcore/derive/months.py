"""Customers by month: who paid how much, who came, grew, shrank, left and returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from revcore.derive._days import months_of as _months_of
from revcore.derive._window_sums import CLOSE, WindowSums, aligned, by_month, merged, places
from revcore.derive.exchange import Revalued, along, chained
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.registry import provider

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def money(amount: int | np.int64, scale: int) -> float:
    """Whole units of the column's scale → currency units; the one place that divides."""
    return int(amount) / 10**scale


@dataclass(frozen=True)
class CustomerMonths:
    """Amounts by customer and month, zero months left out.

    ``first`` and ``last`` are the months the source covers, whether anybody paid or not. ``rates``
    is what exchange rates made of the month before, beside each row; None where none differ.
    """

    customer: Ints
    month: Ints
    amount: Ints
    scale: int
    first: int
    last: int
    source: str
    rates: Revalued | None = None

    @classmethod
    def of(
        cls, frame: pd.DataFrame, *, scale: int, first: int, last: int, source: str,
        gains: pd.DataFrame | None = None,
    ) -> CustomerMonths:  # fmt: skip
        """From a fact of customer, month, amount; sorted by month and customer."""
        if last < first:
            raise NotComputable(
                f"Recurring revenue begins in {month_words(first)}, after the last month counted, "
                f"{month_words(last)}."
            )
        customer, month, amount = (
            frame[name].to_numpy(np.int64) for name in ("customer", "month", "amount")
        )
        keep = (amount > 0) & (customer >= 0) & (month >= first) & (month <= last)
        if not keep.all():
            customer, month, amount = customer[keep], month[keep], amount[keep]
        order = by_month(customer, month)
        customer, month, amount = customer[order], month[order], amount[order]
        rates = along(customer, month, gains)
        return cls(customer, month, amount, scale, first, last, source, rates)

    @cached_property
    def _bounds(self) -> Ints:
        return np.searchsorted(self.month, np.arange(self.first, self.last + 2))

    def at(self, month: int) -> tuple[Ints, Ints]:
        """Customers and amounts of one month."""
        rows = self.rows(month)
        return self.customer[rows], self.amount[rows]

    def rows(self, month: int) -> slice:
        """The rows of one month."""
        if not self.first <= month <= self.last:
            return slice(0)
        low, high = self._bounds[month - self.first : month - self.first + 2].tolist()
        return slice(low, high)

    def level(self, month: int) -> Ints:
        """Amounts of one month, one per paying customer.

        Raises
        ------
        NotComputable
            The source does not reach that month, or nobody paid in it.
        """
        amount = self.at(month)[1]
        if not len(amount):
            known = f"{month_words(self.first)} to {month_words(self.last)}"
            raise NotComputable(
                f"Nobody pays in {month_words(month)}: the {self.source} run from {known}.", n=0
            )
        return amount

    def pair(self, opening: int, closing: int) -> tuple[Ints, Ints, Ints]:
        """Everybody active in either month: customer, amount then, amount now.

        Of those active in both, the amount now is counted at the exchange rates of then.
        """
        who_then, then = self.at(opening)
        who_now, now = self.at(closing)
        if self.rates is not None:
            now = self._at_rates_of(opening, closing)
        before, after = aligned((who_then, then), (who_now, now))
        return merged(who_then, who_now), before, after

    def _at_rates_of(self, opening: int, closing: int) -> Ints:
        """Amounts of the closing month at the rates of the opening, where there is one."""
        before, rows = self.rows(opening), self.rows(closing)
        rates = np.zeros(len(self.starts[0]))
        rates[self.place[before]] = self._index[before]
        then, now = rates[self.place[rows]], self._index[rows]
        return np.rint(self.amount[rows] * np.where(then > 0, then / now, 1.0)).astype(np.int64)

    @cached_property
    def _index(self) -> Floats:
        """What exchange rates made of each row’s money since its customer’s first month [ratio]."""
        if self.rates is None:
            return np.ones(len(self.amount))
        return chained(self._bounds, self.place, self.amount, self.rates)

    @cached_property
    def steady(self) -> Ints:
        """Amounts at the exchange rates of each customer’s first month."""
        if self.rates is None:
            return self.amount
        return np.rint(self.amount / self._index).astype(np.int64)

    def summed(self, window: Window) -> tuple[Ints, Ints]:
        """Customers and their amounts over a window."""
        return self._sums.summed(window.start, window.end)

    def beside(self, then: Window, now: Window) -> tuple[Floats, Floats]:
        """What everybody with an amount in one of two windows has in each [currency]."""
        before, after = self._sums.pair((then.start, then.end), (now.start, now.end))
        return before / 10**self.scale, after / 10**self.scale

    @cached_property
    def _sums(self) -> WindowSums:
        return WindowSums(self.starts[0], self.place, self.amount, self._bounds, self.first)

    @cached_property
    def place(self) -> Ints:
        """Each row’s customer as a place in the list of all."""
        return places(self.starts[0], self.customer)

    def lasts(self, as_of: int) -> Ints:
        """The last month to ``as_of`` that each customer is seen in, −1 for none."""
        out = np.full(len(self.starts[0]), -1, np.int64)
        seen = slice(int(np.searchsorted(self.month, as_of + 1)))
        out[self.place[seen]] = self.month[seen]  # the latest is written last
        return out

    @cached_property
    def totals(self) -> Ints:
        """Amount of every month from ``first`` to ``last``."""
        out = np.zeros(self.last - self.first + 1, np.int64)
        np.add.at(out, self.month - self.first, self.amount)
        return out

    @cached_property
    def actives(self) -> Ints:
        """Customers of every month from ``first`` to ``last``."""
        return np.diff(self._bounds)

    @cached_property
    def starts(self) -> tuple[Ints, Ints]:
        """Customers and the first month each is seen in."""
        size = int(self.customer.max(initial=-1)) + 1
        if size > CLOSE * len(self.customer):
            who, index = np.unique(self.customer, return_index=True)
            return who, self.month[index]
        month = np.zeros(size, np.int64)
        month[self.customer[::-1]] = self.month[::-1]  # the earliest is written last
        seen = np.zeros(size, bool)
        seen[self.customer] = True
        return np.flatnonzero(seen), month[seen]

    @cached_property
    def first_amounts(self) -> Floats:
        """What each customer paid in its first month, in the order of ``starts``."""
        out = np.zeros(len(self.starts[0]))
        out[self.place[::-1]] = self.amount[::-1]  # that of the earliest month comes last
        return out

    def total(self, month: int) -> int:
        """Amount of one month."""
        return int(self.totals[month - self.first])

    def money(self, amount: int | np.int64) -> float:
        """In currency units."""
        return money(amount, self.scale)


@provider
def recurring(
    scales: Mapping[str, int],
    last_month: int,
    mrr_months: pd.DataFrame | None = None,
    mrr_sheet_months: pd.DataFrame | None = None,
    mrr_changes: pd.DataFrame | None = None,
    invoice_periods: pd.DataFrame | None = None,
    business_model: Sequence[str] = ("subscription",),
    sheet_gains: pd.DataFrame | None = None,
    contract_gains: pd.DataFrame | None = None,
    period_values: pd.DataFrame | None = None,
) -> CustomerMonths:
    """MRR by customer and month-end, from the best source there is.

    An MRR sheet counts before subscriptions, subscriptions before invoices with service periods.
    What exchange rates that differ by month make of it stands beside it.
    """
    if mrr_months is not None and mrr_sheet_months is not None and len(mrr_months):
        first, last = int(mrr_sheet_months["month"].min()), int(mrr_sheet_months["month"].max())
        return CustomerMonths.of(
            mrr_months, scale=scales["mrr"], first=first, last=last, source="MRR sheet",
            gains=sheet_gains,
        )  # fmt: skip
    if mrr_changes is not None and len(mrr_changes):
        frame = running(mrr_changes, last_month)
        return CustomerMonths.of(
            frame, scale=6, first=int(mrr_changes["month"].min()), last=last_month,
            source="subscriptions", gains=contract_gains,
        )  # fmt: skip
    if invoice_periods is not None and len(invoice_periods):
        frame = spread(invoice_periods, scales["invoices"])
        first = int(frame["month"].min())
        after = None if period_values is None else gained(period_values, scales["invoices"])
        return CustomerMonths.of(
            frame, scale=6, first=first, last=max(last_month, first),
            source="invoices with service periods", gains=after,
        )  # fmt: skip
    if business_model and "subscription" not in business_model:
        raise NotComputable(
            "These customers buy order by order: there is no recurring revenue. What the same "
            "customers bought a year later, and how many bought again, say it instead.",
            needs=("subscriptions", "mrr"),
        )
    if mrr_changes is not None:
        raise NotComputable(
            "No subscription runs over the end of a month: check its first and last day.",
            needs=("subscriptions.end",),
        )
    raise NotComputable(
        "Needs subscriptions, an MRR sheet or invoices with service periods.",
        needs=("subscriptions", "mrr"),
    )


def running(changes: pd.DataFrame, last: int) -> pd.DataFrame:
    """Changes by customer and month → the level of every month until the next change.

    >>> changes = pd.DataFrame({"customer": [1, 1], "month": [5, 7], "change": [10, -10]})
    >>> running(changes, 8).to_dict("list")
    {'customer': [1, 1], 'month': [5, 6], 'amount': [10, 10]}
    """
    customer, month, length, level = steps(changes, last)
    offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length - month, length)
    return pd.DataFrame(
        {
            "customer": np.repeat(customer, length),
            "month": offset,
            "amount": np.repeat(level, length),
        },
        copy=False,
    )


def steps(changes: pd.DataFrame, last: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Customer, month of a change, months until the next one, and the level it makes.

    Nothing lasts where nothing is paid.
    """
    customer = changes["customer"].to_numpy(np.int64)
    month = changes["month"].to_numpy(np.int64)
    change = changes["change"].to_numpy(np.int64)
    later = customer[1:] - customer[:-1]
    if not ((later > 0) | ((later == 0) & (month[1:] >= month[:-1]))).all():
        order = np.lexsort((month, customer))
        customer, month, change = customer[order], month[order], change[order]
    level = np.cumsum(change)
    first_of_customer = np.r_[True, customer[1:] != customer[:-1]]
    base = np.where(first_of_customer, level - change, 0)
    level = (
        level - base[np.maximum.accumulate(np.where(first_of_customer, np.arange(len(base)), 0))]
    )
    following = np.r_[month[1:], last + 1]
    following[np.r_[first_of_customer[1:], True]] = last + 1
    length = np.clip(np.minimum(following, last + 1) - month, 0, None)
    length[level <= 0] = 0
    return customer, month, length, level


def spread(periods: pd.DataFrame, scale: int) -> pd.DataFrame:
    """Invoiced periods → MRR of the month-ends they cover, straight-line, at scale 6.

    The length of a period is its days ÷ 30.4375, rounded to whole months, at least one.
    """
    start, months = _covered(periods)
    part = _part(periods["amount"], scale, months)
    offset = np.arange(months.sum()) - np.repeat(np.cumsum(months) - months, months)
    frame = pd.DataFrame(
        {
            "customer": np.repeat(periods["customer"].to_numpy(np.int64), months),
            "month": np.repeat(start, months) + offset,
            "amount": np.repeat(part, months),
        }
    )
    return frame.groupby(["customer", "month"], as_index=False)["amount"].sum()


def gained(periods: pd.DataFrame, scale: int) -> pd.DataFrame:
    """What invoiced periods gain by the exchange rates of the month after them, at scale 6."""
    start, months = _covered(periods)
    before, after = (_part(periods[name], scale, months) for name in ("amount", "revalued"))
    frame = pd.DataFrame(
        {
            "customer": periods["customer"], "month": start + months, "ended": before,
            "gain": after - before,
        }
    )  # fmt: skip
    return frame.groupby(["customer", "month"], as_index=False)[["ended", "gain"]].sum()


def _covered(periods: pd.DataFrame) -> tuple[Ints, Ints]:
    """First month of each period, and how many months it is long."""
    first, last = (periods[name].to_numpy(np.int64) for name in ("first", "last"))
    months = np.maximum(1, np.floor((last - first + 1) / 30.4375 + 0.5)).astype(np.int64)
    return _months_of(first), months


def _part(amount: pd.Series[int], scale: int, months: Ints) -> Ints:
    """A month’s part of each amount, at scale 6."""
    up = amount.to_numpy(np.int64) * 10 ** (6 - scale)
    return np.floor(up / months + 0.5).astype(np.int64)


@dataclass(frozen=True)
class Base:
    """The customers of an opening month beside the same customers at the close [money/month].

    ``returned`` is what customers who had left before the opening pay at the close; some
    definitions count it as retained. ``who`` are the opening customers, ``back`` the returned.
    """

    opening: Floats
    closing: Floats
    window: Window
    inputs: Mapping[str, float | int | str] = field(default_factory=dict)
    returned: Floats = field(default_factory=lambda: np.empty(0))
    who: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    back: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def largest(self) -> int:
        """Place of the customer who paid most at opening, the first of equal ones."""
        return int(np.argmax(self.opening))

    def without_largest(self, closing: Floats) -> float | None:
        """Closing ÷ opening of all but the largest opening customer; None where nothing is left."""
        rest = np.delete(self.opening, self.largest).sum() if len(self.opening) > 1 else 0.0
        return float(np.delete(closing, self.largest).sum() / rest) if rest > 0 else None

    @classmethod
    def of(cls, customers: Mapping[str, tuple[float, float]], months: int = 12) -> Base:
        """For examples: name → (opening, closing)."""
        pairs = np.array(list(customers.values()), float).reshape(-1, 2)
        return cls(pairs[:, 0], pairs[:, 1], Window(0, months - 1))


def look_back(first: int, as_of: int, span: int | None, *, least: int = 3) -> int:
    """How many months a headline looks back: 12 when there are 13, else the longest there is.

    Raises
    ------
    NotComputable
        Fewer than ``least`` months lie before the as-of month, or fewer than ``span``.
    """
    available = as_of - first
    months = span if span is not None else min(12, available)
    if available < months or months < least:
        raise NotComputable(
            f"History starts in {month_words(first)}: {max(available, 0)} "
            f"{'month' if available == 1 else 'months'} before {month_words(as_of)}, "
            f"{max(months, least)} are needed.",
            n=max(available, 0),
        )
    return months


def a_year(share: float, months: int) -> float:
    """A retention over some months as a rate of twelve: what twelve like these would leave.

        share ^ (12 / months)

    >>> round(a_year(0.95, 1), 4), a_year(0.9, 12)
    (0.5404, 0.9)
    """
    return float(max(share, 0.0) ** (12 / months))


@provider
def opening_customers(recurring: CustomerMonths, as_of: int, span: int | None) -> Base:
    """Customers with MRR at the opening of the look-back, and what they pay at its close.

    The close is counted at the exchange rates of the opening; what rates added is told apart.
    """
    months = look_back(recurring.first, as_of, span)
    opening = as_of - months
    customer, then, now = recurring.pair(opening, as_of)
    mine = then > 0
    who, started = recurring.starts
    back = ~mine & (started[np.searchsorted(who, customer)] < opening)
    scale = 10**recurring.scale
    inputs: dict[str, float | int | str] = {}
    if recurring.rates is not None:
        who_now, paid = recurring.at(as_of)
        same = paid[np.isin(who_now, customer[mine])].sum()
        inputs["fx"] = recurring.money(same - now[mine].sum())
    return Base(
        then[mine] / scale,
        now[mine] / scale,
        Window(opening + 1, as_of),
        {
            "opening_customers": int(mine.sum()),
            "opening_mrr": recurring.money(then[mine].sum()),
            "closing_mrr_of_them": recurring.money(now[mine].sum()),
            "capped_at_opening": recurring.money(np.minimum(then, now)[mine].sum()),
            "customers_kept": int((now[mine] > 0).sum()),
            "returned_mrr": recurring.money(now[back].sum()),
            **inputs,
        },
        now[back] / scale,
        customer[mine],
        customer[back],
    )
