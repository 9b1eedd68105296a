"""How many products customers have, and what they pay for them."""

from __future__ import annotations

import numpy as np

from revcore.derive.months import CustomerMonths
from revcore.derive.products import ProductsHeld
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit

NAMES = ("one product", "two products", "three or more")


@series(
    title="Products per customer",
    unit=Unit.MONEY_PER_MONTH,
    columns=("products", "customers", "paid"),
)
def products_per_customer(
    subscriber_products: ProductsHeld, recurring: CustomerMonths, as_of: int
) -> Drawn:
    """One row for customers with one product, with two, and with more, where there are any.

    ``paid`` is what such a customer pays a month on average.
    """
    found = subscriber_products
    who, amount = recurring.at(as_of)
    paid = np.zeros(int(max(who.max(initial=-1), found.customer.max(initial=-1))) + 1)
    paid[who] = amount / 10**recurring.scale
    many = np.minimum(found.count, len(NAMES))
    rows: list[list[Cell]] = []
    for number, name in enumerate(NAMES, start=1):
        mine = found.customer[many == number]
        if len(mine):
            rows.append([name, len(mine), float(paid[mine].mean())])
    return Drawn(rows)
