"""How many products each subscriber paid for in each month they could leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

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
    names, product = np.unique(product_spans["product"].to_numpy(str), return_inverse=True)
    if len(names) < 2:
        raise NotComputable(
            "Only one product is named in the subscriptions.", needs=("subscriptions.product",)
        )
    customer = product_spans["customer"].to_numpy(np.int64)
    start = _months_of(product_spans["start"].to_numpy(np.int64))
    end = product_spans["end"].to_numpy(np.int64)
    stop = np.where(end < 0, as_of + 1, np.minimum(_months_of(end), as_of + 1))
    length = np.maximum(stop - start, 0)
    offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    size = as_of + 2
    keys = np.repeat(customer, length) * size + np.repeat(start, length) + offset
    pairs = np.unique(keys * len(names) + np.repeat(product, length))
    held, count = np.unique(pairs // len(names), return_counts=True)
    asked = stay_months.customer * size + stay_months.month - 1
    place = np.minimum(np.searchsorted(held, asked), len(held) - 1)
    several = (held[place] == asked) & (count[place] > 1)
    now = held % size == as_of
    runs = (stop > as_of) & (start <= as_of)
    current = product_spans[runs].assign(product=product[runs])
    each = current.groupby(["customer", "product"])["mrr"].sum().groupby("customer")
    least = each.min()[each.size() > 1].to_numpy() / 10**SCALE
    return ProductsHeld(
        several, held[now] // size, count[now], least,
        tuple(str(names[one]) for one in np.unique(product[runs])),
    )  # fmt: skip
