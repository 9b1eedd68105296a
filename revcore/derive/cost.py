"""What a new customer costs: fully loaded, media alone, and with draws for what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from revcore.derive import intervals
from revcore.derive.acquisition import AcquisitionCost
from revcore.derive.answers import ROUGH, TypedYear
from revcore.derive.intervals import Z80, Floats, Interval
from revcore.derive.resamples import DrawnLater, Resamples
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import REASON, provider

DRAWS = 2000
FEWEST_CUSTOMERS = 8
COUNTED = "Spend ÷ Gamma(n + ½): the number of customers won is the uncertain part."


@dataclass(frozen=True)
class CustomerCost(DrawnLater):
    """Spend ÷ new customers [currency], its interval and draws."""

    spend: float
    customers: int
    window: Window | None
    interval: Interval
    made: Floats | Callable[[], Floats]
    inputs: Mapping[str, float | int | str]
    method: str = COUNTED

    @property
    def value(self) -> float:
        """Cost of one customer."""
        return self.spend / self.customers


def costs(
    spend: float,
    customers: int,
    window: Window | None,
    inputs: Mapping[str, float | int | str],
    *,
    rough: bool = False,
    counts: Callable[[], Floats] | None = None,
) -> CustomerCost:
    """Cost of a customer from a sum and a count; ``rough``: the sum is a typed one, ± 10%.

    ``counts`` makes draws of the count on customers that all measures share.

    Raises
    ------
    NotComputable
        Fewer than eight new customers, or no spend.
    """
    if customers < FEWEST_CUSTOMERS:
        raise NotComputable(
            f"{customers} new {'customer' if customers == 1 else 'customers'}: at least "
            f"{FEWEST_CUSTOMERS} are needed to say what one costs.",
            inputs=inputs,
            n=customers,
        )
    if spend <= 0:
        raise NotComputable("No spend was recorded for these months.", inputs=inputs, n=customers)

    def drawn() -> Floats:
        rng = intervals.rng("customer cost", [spend, customers])
        found = counts() if counts else rng.gamma(customers + 0.5, 1.0, DRAWS)
        typed = 1 + ROUGH / Z80 * rng.standard_normal(DRAWS) if rough else 1.0
        return np.asarray(spend / found * np.maximum(typed, 0.5))

    if rough:
        draws = drawn()
        around, method = intervals.from_draws(draws), f"{COUNTED} The sum is typed, ± 10%."
        return CustomerCost(spend, customers, window, around, draws, inputs, method)
    around = intervals.spend_per_customer(spend, customers)
    return CustomerCost(spend, customers, window, around, drawn, inputs)


@provider
def customer_cost(
    acquisition: AcquisitionCost | NotComputable = REASON,
    typed_year: TypedYear | None = None,
    customer_resamples: Resamples | None = None,
) -> CustomerCost:
    """Fully loaded cost of a new customer."""
    if isinstance(acquisition, NotComputable):
        if typed_year is None:
            raise acquisition
        spend, customers = typed_year.need("marketing_sales_cost", "new_customers")
        inputs: dict[str, float | int | str] = {"spend": spend, "new_customers": round(customers)}
        return costs(spend, round(customers), typed_year.window, inputs, rough=True)
    if acquisition.media_only:
        raise NotComputable(
            "Only advertising is in the spend: fully loaded CAC needs pay, tools and agencies too; "
            "see media CAC.",
            needs=("spend.category",),
            inputs=acquisition.inputs,
            n=acquisition.customers,
        )
    return costs(
        acquisition.spend, acquisition.customers, acquisition.window, acquisition.inputs,
        counts=new_customers_drawn(acquisition, customer_resamples),
    )  # fmt: skip


@provider
def media_cost(
    acquisition: AcquisitionCost, customer_resamples: Resamples | None = None
) -> CustomerCost:
    """Media spend alone over all new customers, whatever brought them."""
    return costs(
        acquisition.media, acquisition.customers, acquisition.window, acquisition.inputs,
        counts=new_customers_drawn(acquisition, customer_resamples),
    )  # fmt: skip


def new_customers_drawn(
    acquisition: AcquisitionCost, customer_resamples: Resamples | None
) -> Callable[[], Floats] | None:
    """Makes draws of the number of new customers, on the customers that all measures share."""
    if customer_resamples is None or not len(acquisition.who):
        return None
    return lambda: customer_resamples.count(acquisition.who)
