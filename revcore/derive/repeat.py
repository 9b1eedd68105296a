"""Buying again: the same customers a year later, and whether first-time buyers come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revcore.derive._days import each_day
from revcore.derive._window_sums import aligned
from revcore.derive.months import Ints
from revcore.derive.purchases import Purchases, YearPair
from revcore.errors import NotComputable
from revcore.model import Window, first_day, month_words
from revcore.registry import provider
from revcore.words import counted

LEAST_MONTHS, YEAR = 3, 12
FEW = 20


@provider
def repeat_buying(business_model: Sequence[str], purchases: Purchases | None = None) -> Purchases:
    """Purchases of known customers, for companies whose customers buy again or do not.

    Raises
    ------
    NotComputable
        Customers subscribe, or nothing says who bought what.
    """
    if list(business_model) == ["subscription"]:
        raise NotComputable(
            "Subscriptions run on until they are ended: see net revenue retention and how many "
            "customers stay."
        )
    if purchases is None or not len(purchases.known.customer):
        raise NotComputable(
            "Needs orders, invoices or payments with a customer on each.",
            needs=("orders", "invoices"),
        )
    return purchases


@provider
def year_pair(repeat_buying: Purchases, as_of: int, span: int | None) -> YearPair:
    """Customers' revenue of the last twelve months beside the twelve before."""
    window = Window(as_of - (span or YEAR) + 1, as_of)
    previous = window.shifted(-YEAR)
    if previous.start < repeat_buying.first:
        raise NotComputable(
            f"Revenue starts in {month_words(repeat_buying.first)}: two full years before the end "
            f"of {month_words(as_of)} are needed to compare them.",
            n=max(as_of - repeat_buying.first + 1, 0),
        )
    if repeat_buying.known is repeat_buying:  # nobody unnamed, nothing given back
        return YearPair(*repeat_buying.beside(previous, window), window, previous)
    before, now = aligned(repeat_buying.by_customer(previous), repeat_buying.by_customer(window))
    scale = 10**repeat_buying.scale
    return YearPair(before / scale, now / scale, window, previous)


@dataclass(frozen=True)
class Returns:
    """First-time buyers of an intake, and how many bought again within so many months."""

    customers: int
    again: int
    months: int
    intake: Window
    all_customers: int
    one_time: int


@dataclass(frozen=True)
class FirstAndSecond:
    """Each customer’s first and second purchase [day]; far off where there is no second one."""

    first: Ints
    second: Ints
    since: int


@provider
def first_and_second(repeat_buying: Purchases, buying_occasions: Purchases) -> FirstAndSecond:
    """First and second purchases, worked out once; one customer’s day or project is one."""
    placed = buying_occasions.placed
    opens = placed.starts
    again = np.diff(opens, append=len(placed.day)) > 1
    second = np.full(len(opens), np.iinfo(np.int64).max)
    second[again] = placed.day[opens[again] + 1]
    return FirstAndSecond(placed.day[opens], second, placed.first)


@provider
def returning_buyers(first_and_second: FirstAndSecond, as_of: int, span: int | None) -> Returns:
    """Customers of the last intake that has had time, and those of them who bought again.

    The time allowed is twelve months with two years of data, otherwise half the history (at least
    three months). The intake is the months before that, at most twelve (or as many as asked for);
    all of them where fewer than twenty bought first in those twelve. The first month of the data is
    included: who bought earlier than the data cannot be told.
    """
    since, first, second = first_and_second.since, first_and_second.first, first_and_second.second
    end = first_day(as_of + 1)
    history = as_of - since + 1
    months = min(YEAR, history // 2)
    length = min(YEAR, history - months) if span is None else span
    if months < LEAST_MONTHS or history - months < length:
        raise NotComputable(
            f"Purchases start in {month_words(since)}: {counted(max(history, 0), 'month')} to "
            f"{month_words(as_of)}; {max(2 * LEAST_MONTHS, months + length)} are needed.",
            n=max(history, 0),
        )
    intake = Window(as_of - months - length + 1, as_of - months)
    mine = (first >= intake.first_day) & (first <= intake.last_day)
    if span is None and int(mine.sum()) < FEW:
        intake = Window(since, intake.end)
        mine = first <= intake.last_day
    again = mine & (second < np.minimum(due(first, months), end))
    everyone = first < end
    return Returns(
        int(mine.sum()), int(again.sum()), months, intake,
        int(everyone.sum()), int((everyone & (second >= end)).sum()),
    )  # fmt: skip


def due(days: Ints, months: int) -> Ints:
    """The same day so many months later; a day that month lacks becomes the first of the next.

    >>> int(due(np.array([0]), 12)[0])
    365
    """
    return each_day(days, lambda day: _later(day, months))


def _later(days: Ints, months: int) -> Ints:
    moment = days.astype("datetime64[D]")
    month = moment.astype("datetime64[M]")
    within = (moment - month).astype(np.int64)
    later = (month + months).astype("datetime64[D]").astype(np.int64) + within
    limit = (month + months + 1).astype("datetime64[D]").astype(np.int64)
    return np.minimum(later, limit)
