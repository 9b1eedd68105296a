"""One-product customers."""

import numpy as np

from revcore.derive.intervals import jeffreys_draws, rng
from revcore.derive.products import ProductsHeld
from revcore.derive.stays import DRAWS, StayMonths, rate_ratio
from revcore.diagnosis.patterns._pattern import (
    NotApplicable,
    Signs,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import GrowthState
from revcore.words import capital

ONE, TIMES = 0.70, 0.70
"""Share with one product; times as often customers with two leave."""
CUSTOMERS, WITH_TWO, LEAVERS = 60, 15, 8
OLDEST = 36


@pattern(
    title="They only buy one thing",
    order=36,
    family="cross_sell",
    applies=("subscription",),
    min_data="60 customers, 15 of them with two products",
    moves=("attach_offer", "second_product_offer"),
    fields=("subscriptions.product",),
    chart="products_per_customer",
    lever="expansion",
    rows="customers_by_products",
    call_list="one_product_customers",
)
def one_product_customers(
    subscriber_products: ProductsHeld,
    stay_months: StayMonths,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Most customers have one product, and those with two leave far less often.

        customers with one product ≥ 70%, and with two leaving at equal age ≤ 0.7 × as often

    Products are counted month by month, so that a customer who takes a second one later counts
    with one until then; rates are compared within months of age (Mantel–Haenszel).
    """
    count = subscriber_products.count
    n, two = len(count), int((count > 1).sum())
    if len(subscriber_products.names) < 2:
        raise NotApplicable("Only one product is sold.")
    enough(n, CUSTOMERS, "customers with a product")
    enough(two, WITH_TWO, "customers with two products")
    age = np.minimum(stay_months.age, OLDEST) + (OLDEST + 1) * ~stay_months.dated
    found = rate_ratio(age, stay_months.left, subscriber_products.several)
    enough(found.events + found.others, LEAVERS, "customers who left")
    one = n - two
    share = jeffreys_draws(one, n, DRAWS, rng("one product", [n, two]))
    usual = found.events / found.value if found.events else found.expected
    second = float(np.median(subscriber_products.second))
    return Signs(
        p=together(share >= ONE, found.draws <= TIMES),
        evidence=[
            say(f"{capital(some(one))} of {n:,} customers {'has' if one == 1 else 'have'} one "
                "product."),
            say(f"Of those with two {some(found.events)} left; customers of the same "
                f"age with one would have lost {usual:.0f}."),
            say("The smaller product brings {second} a month from those who have it.",
                second=second),
        ],
        trap=trap(None, "Customers who mean to stay buy more anyway: only an offer made to some "
                  "and not to others would tell."),
        stake=of_move("expansion", "attach_offer")
        if growth_state and "expansion" in growth_state.inputs
        else None,
        n=n,
    )  # fmt: skip
