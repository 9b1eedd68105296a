"""Purchases: what was bought on which day, and revenue by month for every kind of company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from revcore.derive._window_sums import WindowSums
from revcore.derive.months import CustomerMonths, Floats, Ints, _months_of, money
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.registry import provider
from revcore.words import counted

KEPT = 2_000_000
"""Customers in the sums of windows that are kept at least."""


@dataclass(frozen=True)
class Purchases:
    """Purchases merged by customer and day, sorted by customer and day.

    ``customer`` −1 is a purchase without a known customer: revenue, but nobody's.
    """

    customer: Ints
    day: Ints
    amount: Ints
    scale: int
    source: str

    @cached_property
    def month(self) -> Ints:
        """Calendar month of each purchase."""
        return _months_of(self.day)

    @cached_property
    def first(self) -> int:
        """First month with a purchase."""
        return int(self.month.min())

    @cached_property
    def last(self) -> int:
        """Last month with a purchase."""
        return int(self.month.max())

    @cached_property
    def known(self) -> Purchases:
        """Only purchases of a known customer that brought money."""
        return self._where((self.customer >= 0) & (self.amount > 0))

    @cached_property
    def placed(self) -> Purchases:
        """Purchases of a known customer, free and refunded ones too; refunds alone are none."""
        return self._where((self.customer >= 0) & (self.amount >= 0))

    def _where(self, keep: np.ndarray) -> Purchases:
        if keep.all():
            return self
        some = np.flatnonzero(keep)
        return Purchases(
            self.customer[some], self.day[some], self.amount[some], self.scale, self.source
        )

    @cached_property
    def rank(self) -> Ints:
        """0 for a customer's first purchase, 1 for the second, …"""
        return np.arange(len(self.customer)) - self.each(self.starts)

    @cached_property
    def starts(self) -> Ints:
        """Where each customer’s purchases begin."""
        return np.flatnonzero(
            np.r_[len(self.customer) > 0, self.customer[1:] != self.customer[:-1]]
        )

    def each(self, values: Ints) -> Ints:
        """One value per customer, for every purchase of theirs."""
        return np.repeat(values, np.diff(self.starts, append=len(self.customer)))

    @cached_property
    def _sums(self) -> dict[Window, tuple[Ints, Ints]]:
        return {}

    def summed(self, window: Window) -> tuple[Ints, Ints]:
        """Customers (−1: nobody named) and what they bought in a window, refunds taken off.

        Several measures ask for the same windows: as many sums are kept as are small beside the
        purchases themselves.
        """
        known = self._sums
        if window not in known:
            if sum(len(who) for who, _ in known.values()) > max(KEPT, len(self.month)):
                known.clear()
            known[window] = self._by_month.summed(window.start, window.end)
        return known[window]

    def beside(self, then: Window, now: Window) -> tuple[Floats, Floats]:
        """What everybody who bought in one of two windows bought in each [currency]."""
        if (then, now) not in self._pairs:
            pair = self._by_month.pair((then.start, then.end), (now.start, now.end))
            self._pairs[then, now] = pair[0] / 10**self.scale, pair[1] / 10**self.scale
        return self._pairs[then, now]

    @cached_property
    def _pairs(self) -> dict[tuple[Window, Window], tuple[Floats, Floats]]:
        """Windows beside each other: who asks for the same two holds the same numbers."""
        return {}

    @cached_property
    def _by_month(self) -> WindowSums:
        return WindowSums.of(self.customer, self.month, self.amount)

    def amounts(self, window: Window) -> Ints:
        """Every purchase of a window."""
        return self._by_month.amounts(window.start, window.end)

    def by_customer(self, window: Window) -> tuple[Ints, Ints]:
        """Known customers who bought in a window for more than they returned."""
        who, amount = self.summed(window)
        keep = (who >= 0) & (amount > 0)
        return (who, amount) if keep.all() else (who[keep], amount[keep])


@provider
def purchases(
    scales: Mapping[str, int],
    order_days: pd.DataFrame | None = None,
    invoice_days: pd.DataFrame | None = None,
    payment_days: pd.DataFrame | None = None,
) -> Purchases:
    """Purchases from one source: orders or invoices (whichever is larger), else payments."""
    offered = [("orders", order_days), ("invoices", invoice_days)]
    found = [(name, days) for name, days in offered if days is not None and len(days)]
    if not found and payment_days is not None and len(payment_days):
        found = [("payments", payment_days)]
    if not found:
        raise NotComputable(
            "Needs orders, invoices or payments.", needs=("orders", "invoices", "payments")
        )
    name, days = max(found, key=lambda item: money(item[1]["amount"].sum(), scales[item[0]]))
    return Purchases(
        days["customer"].to_numpy(np.int64), days["day"].to_numpy(np.int64),
        days["amount"].to_numpy(np.int64), scales[name], name,
    )  # fmt: skip


@provider
def buying_occasions(purchases: Purchases, project_days: pd.DataFrame | None = None) -> Purchases:
    """Purchases as decisions to buy: the invoices of one project are one, on its first day.

    The same as ``purchases`` where nothing says which project an invoice belongs to.
    """
    if purchases.source != "invoices" or project_days is None:
        return purchases
    return Purchases(
        project_days["customer"].to_numpy(np.int64), project_days["day"].to_numpy(np.int64),
        project_days["amount"].to_numpy(np.int64), purchases.scale, purchases.source,
    )  # fmt: skip


@dataclass(frozen=True)
class RevenueMonths:
    """Revenue of every month from ``first`` on, gaps filled with zero, at ``scale``."""

    amount: Ints
    first: int
    scale: int
    source: str

    @property
    def last(self) -> int:
        """Last month covered."""
        return self.first + len(self.amount) - 1

    def total(self, window: Window) -> float:
        """Revenue of a window [currency].

        Raises
        ------
        NotComputable
            The data do not cover the window.
        """
        if window.start < self.first or window.end > self.last:
            raise NotComputable(
                f"Revenue is known from {month_words(self.first)} to {month_words(self.last)}; "
                f"{window.words} is not covered."
            )
        low = window.start - self.first
        return money(self.amount[low : low + window.months].sum(), self.scale)


@provider
def revenue_months(
    scales: Mapping[str, int],
    last_month: int,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    stated_months: pd.DataFrame | None = None,
) -> RevenueMonths:
    """Revenue by month from one source: MRR, else purchases, else stated totals."""
    if recurring is not None:
        return RevenueMonths(recurring.totals, recurring.first, recurring.scale, recurring.source)
    if purchases is not None:
        months, amount, scale = purchases.month, purchases.amount, purchases.scale
        source = purchases.source
    elif stated_months is not None and len(stated_months):
        months = stated_months["month"].to_numpy(np.int64)
        amount = stated_months["amount"].to_numpy(np.int64)
        scale, source = scales["revenue_by_month"], "revenue by month"
    else:
        raise NotComputable(
            "Needs revenue: subscriptions, invoices, orders, payments or totals by month.",
            needs=("subscriptions", "orders", "invoices", "revenue_by_month"),
        )
    first = int(months.min())
    out = np.zeros(max(int(months.max()), last_month) - first + 1, np.int64)
    np.add.at(out, months - first, amount)
    return RevenueMonths(out, first, scale, source)


@provider
def revenue_window(revenue_months: RevenueMonths, as_of: int, span: int | None) -> Window:
    """The trailing months that money figures count: twelve, or as many as there are (≥ 3)."""
    available = as_of - revenue_months.first + 1
    months = span if span is not None else min(12, available)
    if available < months or months < 3:
        raise NotComputable(
            f"Revenue starts in {month_words(revenue_months.first)}: "
            f"{counted(max(available, 0), 'month')} to {month_words(as_of)}, "
            f"{max(months, 3)} are needed.",
            n=max(available, 0),
        )
    return Window(as_of - months + 1, as_of)


@dataclass(frozen=True)
class YearPair:
    """What each customer paid in a window and in the same months a year before [currency]."""

    before: Floats
    now: Floats
    window: Window
    previous: Window
