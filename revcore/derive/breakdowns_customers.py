"""Retention and revenue per customer by segment and plan."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive.breakdowns import FEWEST, MOST, Part, rates
from revcore.derive.months import CustomerMonths, Ints, look_back
from revcore.errors import NotComputable
from revcore.registry import provider

Traits = Mapping[str, Mapping[int, str]]


@provider
def customer_groups(
    customer_traits: pd.DataFrame | None = None,
    subscription_plans: pd.DataFrame | None = None,
    customers_won: pd.DataFrame | None = None,
) -> dict[str, dict[int, str]]:
    """Segment of each customer, and the plan it began with; the customer list counts first."""
    out: dict[str, dict[int, str]] = {"segment": {}, "plan": {}}
    sources = [
        (customers_won, "closed", ("segment",)),
        (subscription_plans, "first", ("segment", "plan")),
        (customer_traits, "customer", ("segment", "plan")),
    ]
    for frame, order, names in sources:
        for name in names if frame is not None else ():
            assert frame is not None
            said = frame[frame[name] != ""].sort_values([order, "customer", name], kind="stable")
            first = said.drop_duplicates("customer")
            out[name] |= dict(zip(first["customer"].tolist(), first[name].tolist(), strict=True))
    found = {name: groups for name, groups in out.items() if len(set(groups.values())) > 1}
    if not found:
        raise NotComputable("Nothing says which segment or plan a customer belongs to.")
    return found


def _parts(who: Ints, groups: Mapping[int, str]) -> list[tuple[str, np.ndarray]]:
    """Customers by group, largest first; those without one stand last, under no name."""
    labels = np.array([groups.get(customer, "") for customer in who.tolist()], dtype=object)
    keys, n = np.unique(labels.astype(str), return_counts=True)
    order = sorted(
        zip(keys.tolist(), n.tolist(), strict=True), key=lambda item: (-item[1], item[0])
    )
    return [(key, labels == key) for key, _ in order[:MOST]]


@provider
def opening_pairs(
    recurring: CustomerMonths, as_of: int, span: int | None
) -> tuple[Ints, Ints, Ints]:
    """Customers of the opening month, what they paid then and what they pay now."""
    months = look_back(recurring.first, as_of, span)
    who, then, now = recurring.pair(as_of - months, as_of)
    mine = then > 0
    return who[mine], then[mine], now[mine]


@provider
def by_logo_retention(
    opening_pairs: tuple[Ints, Ints, Ints], customer_groups: dict[str, dict[int, str]]
) -> dict[str, list[Part]]:
    """Customers kept by segment and by the plan they began with."""
    who, _, now = opening_pairs
    return {
        name: rates(
            [
                (key, int((now[mine] > 0).sum()), int(mine.sum()))
                for key, mine in _parts(who, groups)
            ]
        )
        for name, groups in customer_groups.items()
    }


@provider
def by_nrr(
    opening_pairs: tuple[Ints, Ints, Ints], customer_groups: dict[str, dict[int, str]]
) -> dict[str, list[Part]]:
    """Net revenue retention by segment and by the plan customers began with."""
    who, then, now = opening_pairs
    return {
        name: [_ratio(key, now[mine], then[mine]) for key, mine in _parts(who, groups)]
        for name, groups in customer_groups.items()
    }


@provider
def by_grr(
    opening_pairs: tuple[Ints, Ints, Ints], customer_groups: dict[str, dict[int, str]]
) -> dict[str, list[Part]]:
    """Gross revenue retention by segment and by the plan customers began with."""
    who, then, now = opening_pairs
    capped = np.minimum(then, now)
    return {
        name: [_ratio(key, capped[mine], then[mine], 1.0) for key, mine in _parts(who, groups)]
        for name, groups in customer_groups.items()
    }


@provider
def by_arpa(
    recurring: CustomerMonths, as_of: int, customer_groups: dict[str, dict[int, str]]
) -> dict[str, list[Part]]:
    """MRR per customer by segment and by the plan customers began with."""
    who, amount = recurring.at(as_of)
    scale = 10**recurring.scale
    return {
        name: [_mean(key, amount[mine] / scale) for key, mine in _parts(who, groups)]
        for name, groups in customer_groups.items()
    }


def _ratio(key: str, above: Ints, below: Ints, most: float = math.inf) -> Part:
    n = len(below)
    if n < FEWEST:
        return Part(key, n, None, reason=f"{n} customers")
    around = intervals.ratio_t(above, below).clipped(0.0, most)
    return Part(key, n, float(above.sum() / below.sum()), around)


def _mean(key: str, values: np.ndarray) -> Part:
    n = len(values)
    if n < FEWEST:
        return Part(key, n, None, reason=f"{n} customers")
    return Part(key, n, float(values.mean()), intervals.mean_t(values))
