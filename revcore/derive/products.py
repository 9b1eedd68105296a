"""How many products each subscriber paid for in each month they could leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive._days import distinct
from revcore.derive._window_sums import once
from revcore.derive.months import Floats, Ints, _months_of
from revcore.derive.stays import StayMonths
from revcore.errors import NotComputable
from revcore.registry import provider

SCALE = 6


@dataclass(frozen=True, eq=False)
class ProductsHeld:
    """Products by customer.

    several
        For each month of :class:`~revcore.derive.stays.StayMonths`: two products or more in the
        month before.
    customer, count
        Customers of the as-of month and how many products each has.
    second
        What the smaller product brings a month, for those with two [money].
    names
        Products anybody pays for now.
    """

    several: np.ndarray
    customer: Ints
    count: Ints
    second: Floats
    names: tuple[str, ...]


@provider
def subscriber_products(
    product_spans: pd.DataFrame, stay_months: StayMonths, as_of: int
) -> ProductsHeld:
    """Products at the end of each month: a row counts when start ≤ month end < end.

    Raises
    ------
    NotComputable
        Only one product is named.
    """
    if (product_spans["customer"] < 0).any():
        product_spans = product_spans[product_spans["customer"] >= 0]
    product, names = pd.factorize(product_spans["product"], sort=True)
    if len(names) < 2:
        raise NotComputable(
            "Only one product is named in the subscriptions.", needs=("subscriptions.product",)
        )
    customer = product_spans["customer"].to_numpy(np.int64)
    start = _months_of(product_spans["start"].to_numpy(np.int64))
    end = product_spans["end"].to_numpy(np.int64)
    stop = np.where(end < 0, as_of + 1, np.minimum(_months_of(end), as_of + 1))
    runs = (stop > as_of) & (start <= as_of)
    mixed = has_several(customer, product)
    held, count = held_by_month(customer, start, stop, product, mixed[customer], as_of + 2)
    asked = mixed[np.minimum(stay_months.customer, len(mixed) - 1)]
    asked &= stay_months.customer < len(mixed)
    several = np.zeros(len(asked), bool)
    keys = stay_months.customer[asked].astype(np.int64) * (as_of + 2)
    keys += stay_months.month[asked] - 1
    double = np.append(held[count > 1], -1)  # the last one is nobody’s
    several[asked] = double[np.searchsorted(double[:-1], keys)] == keys
    pairs = once(np.sort(customer[runs] * len(names) + product[runs]))
    now, each = counted(pairs // len(names))
    rows = runs & mixed[customer]
    current = product_spans[rows].assign(product=product[rows])
    paid = current.groupby(["customer", "product"])["mrr"].sum().groupby("customer")
    least = paid.min()[paid.size() > 1].to_numpy() / 10**SCALE
    return ProductsHeld(
        several, now, each, least, tuple(str(names[one]) for one in distinct(product[runs]))
    )


def has_several(customer: Ints, product: Ints) -> np.ndarray:
    """By number of the customer: whether more than one product was ever bought.

    >>> has_several(np.array([0, 2, 2]), np.array([1, 0, 1])).tolist()
    [False, False, True]
    """
    size = int(customer.max(initial=-1)) + 1
    least, most = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(least, customer, product)
    np.maximum.at(most, customer, product)
    return least < most


def held_by_month(
    customer: Ints, start: Ints, stop: Ints, product: Ints, mine: np.ndarray, size: int
) -> tuple[Ints, Ints]:
    """Customer × ``size`` + month of some rows, sorted, and how many products each has."""
    customer, start, product = customer[mine], start[mine], product[mine]
    length = np.maximum(stop[mine] - start, 0)
    offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    keys = np.repeat(customer, length) * size + np.repeat(start, length) + offset
    kinds = int(product.max(initial=0)) + 1
    return counted(once(np.sort(keys * kinds + np.repeat(product, length))) // kinds)


def counted(ordered: Ints) -> tuple[Ints, Ints]:
    """Each of a sorted list once, and how often it stands there.

    >>> [part.tolist() for part in counted(np.array([3, 3, 8]))]
    [[3, 8], [2, 1]]
    """
    starts = np.flatnonzero(np.r_[len(ordered) > 0, ordered[1:] != ordered[:-1]])
    return ordered[starts], np.diff(starts, append=len(ordered))
