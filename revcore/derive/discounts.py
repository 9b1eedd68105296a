"""What was taken off the list price, sale by sale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from revcore.derive.months import Floats, Ints, look_back
from revcore.errors import NotComputable
from revcore.model import Window, month_of_day
from revcore.registry import provider

LAST_DAYS = 14
"""Days at the end of a quarter in which sales are said to be bought with discounts."""


@dataclass(frozen=True, eq=False)
class Discounts:
    """Sales with what they would have brought at list price [currency]; n sales behind each entry.

    seller, product, source are empty where not said.
    """

    day: Ints
    net: Floats
    list: Floats
    n: Ints
    seller: np.ndarray
    product: np.ndarray
    channel: np.ndarray
    source: str
    without_list: int = 0

    def take(self, mask: np.ndarray) -> Discounts:
        """The sales a mask chooses."""
        names = ("day", "net", "list", "n", "seller", "product", "channel")
        return replace(self, **{name: getattr(self, name)[mask] for name in names})

    def within(self, window: Window) -> Discounts:
        """The sales of a window."""
        return self.take((self.day >= window.first_day) & (self.day <= window.last_day))

    @property
    def count(self) -> int:
        """Sales in all."""
        return int(self.n.sum())

    @property
    def listed(self) -> float:
        """Σ list price [currency]."""
        return float(self.list @ self.n)

    @property
    def given(self) -> float:
        """Σ taken off [currency]; below zero where more than the list price was paid."""
        return float((self.list - self.net) @ self.n)

    @property
    def share(self) -> float:
        """Taken off as a share of the list price [ratio]."""
        return self.given / self.listed if self.listed > 0 else 0.0


@provider
def discounts(
    scales: Mapping[str, int],
    deal_prices: pd.DataFrame | None = None,
    list_prices: pd.DataFrame | None = None,
    order_discounts: pd.DataFrame | None = None,
) -> Discounts:
    """Every sale whose list price is known.

    Won deals by their own list value, else by the price list's price of their product (which takes
    a deal for one unit); without either, orders by the discount they carry.

    Raises
    ------
    NotComputable
        Nothing says what a sale would have cost without a discount.
    """
    found = None
    if deal_prices is not None and len(deal_prices):
        found = of_deals(deal_prices, list_prices, scales)
    if found is None and order_discounts is not None and len(order_discounts):
        found = of_orders(order_discounts, scales)
    if found is None:
        raise NotComputable(
            "Needs the price before discount: a list price in the deals, a price list of the "
            "products, or the discount of each order.",
            needs=("deals.list_amount", "products.price", "orders.discount"),
        )
    return found


def of_deals(
    prices: pd.DataFrame, book: pd.DataFrame | None, scales: Mapping[str, int]
) -> Discounts | None:
    """Won deals with a list price, or None where none has one."""
    dated = prices[prices["closed"] >= 0]
    net = dated["amount"].to_numpy(float) / 10 ** scales.get("deals", 0)
    own = dated["list"].to_numpy(float) / 10 ** scales.get("deals.list_amount", 0)
    source = "the deals’ own list value"
    if not (own > 0).any() and book is not None:
        scale = 10 ** scales.get("products.price", 0)
        known = {
            plain(str(name)): float(price) / scale
            for name, price in zip(book["product"], book["price"], strict=True)
        }
        own = np.array([known.get(plain(str(name)), 0.0) for name in dated["product"]])
        source = "the price list"
    priced = own > 0
    if not priced.any():
        return None
    n = dated["n"].to_numpy(np.int64)
    empty = np.full(int(priced.sum()), "")
    return Discounts(
        dated["closed"].to_numpy(np.int64)[priced], net[priced], own[priced], n[priced],
        dated["owner"].to_numpy(object)[priced], dated["product"].to_numpy(object)[priced], empty,
        source, int(n[~priced].sum()),
    )  # fmt: skip


def of_orders(orders: pd.DataFrame, scales: Mapping[str, int]) -> Discounts:
    """Paid orders; what they would have cost is what was paid and the discount."""
    net = orders["amount"].to_numpy(float) / 10 ** scales.get("orders", 0)
    off = orders["discount"].to_numpy(float) / 10 ** scales.get("orders.discount", 0)
    empty = np.full(len(orders), "")
    return Discounts(
        orders["day"].to_numpy(np.int64), net, net + off, orders["n"].to_numpy(np.int64), empty,
        empty, orders["source"].to_numpy(object), "the orders’ own discount",
    )  # fmt: skip


def plain(name: str) -> str:
    """A product's name without blanks, marks and capitals.

    >>> plain("GTX Pro") == plain("GTXPro")
    True
    """
    return re.sub(r"[\W_]+", "", name).casefold()


@provider
def discount_window(discounts: Discounts, as_of: int, span: int | None) -> Window:
    """Twelve months up to the as-of month, or as many as there are (at least three)."""
    first = month_of_day(int(discounts.day.min()))
    months = look_back(first - 1, as_of, span)
    return Window(as_of - months + 1, as_of)


@provider
def discounts_given(discounts: Discounts, discount_window: Window) -> Discounts:
    """Sales of the window whose list price is known."""
    return discounts.within(discount_window)


def quarter_end(day: Ints) -> np.ndarray:
    """Whether a day lies in the last two weeks of a calendar quarter.

    >>> from revcore.model import first_day, last_day
    >>> quarter_end(np.array([last_day(24002), last_day(24002) - 14, first_day(24003)])).tolist()
    [True, False, False]
    """
    return days_left(day) < LAST_DAYS


def days_left(day: Ints) -> Ints:
    """Days from each day to the end of its calendar quarter."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    ends = ((months // 3 + 1) * 3).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return ends - 1 - day


def week_of_quarter(day: Ints) -> Ints:
    """1 to 13, counted back from the quarter's last day: the last week is always 13.

    >>> from revcore.model import first_day, last_day
    >>> week_of_quarter(np.array([first_day(24000), last_day(24002) - 6, last_day(24002)])).tolist()
    [1, 13, 13]
    """
    return np.maximum(13 - days_left(day) // 7, 1)


def quarters_within(window: Window) -> list[Window]:
    """Whole calendar quarters inside a window.

    >>> [str(one) for one in quarters_within(Window(24001, 24007))]
    ['2000-04..2000-06']
    """
    starts = [month for month in range(window.start, window.end - 1) if month % 3 == 0]
    return [Window(month, month + 2) for month in starts]
