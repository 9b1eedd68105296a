"""Retention and revenue per customer by segment, plan, channel and size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import repeat

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive.breakdowns import FEWEST, MOST, Part, rates
from revcore.derive.months import CustomerMonths, Ints, look_back
from revcore.derive.shares import net_t, share_t
from revcore.derive.size_bands import SIZE, cut
from revcore.errors import NotComputable
from revcore.registry import provider

Labels = Mapping[str, Mapping[int, str]]


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


def parts_of(who: Ints, groups: Mapping[int, str]) -> list[tuple[str, np.ndarray]]:
    """Customers by group, largest first; those without one stand last, under no name."""
    labels = np.array(list(map(groups.get, who.tolist(), repeat(""))), object)
    group, names = pd.factorize(labels)
    n = np.bincount(group, minlength=len(names)).tolist()
    order = sorted((-n[at], str(key), at) for at, key in enumerate(names))
    return [(key, group == at) for _, key, at in order[:MOST]]


@provider
def opening_pairs(
    recurring: CustomerMonths, as_of: int, span: int | None
) -> tuple[Ints, Ints, Ints]:
    """Customers of the opening month, what they paid then and what they pay now."""
    months = look_back(recurring.first, as_of, span)
    who, then, now = recurring.pair(as_of - months, as_of)
    mine = then > 0
    return who[mine], then[mine], now[mine]


Masks = dict[str, list[tuple[str, np.ndarray]]]


@provider
def opening_parts(
    opening_pairs: tuple[Ints, Ints, Ints],
    recurring: CustomerMonths,
    value_labels: Labels | None = None,
) -> Masks:
    """Which opening customers belong to which segment, plan, channel and third by size.

    Size is what a customer paid at the opening, so that growing does not move anybody up.
    """
    who, then, _ = opening_pairs
    out = {name: parts_of(who, groups) for name, groups in (value_labels or {}).items()}
    try:
        out[SIZE] = cut(then, recurring.scale, "opening customers")
    except NotComputable:
        if not out:
            raise
    return out


@provider
def by_logo_retention(
    opening_pairs: tuple[Ints, Ints, Ints], opening_parts: Masks
) -> dict[str, list[Part]]:
    """Customers kept by segment, plan, channel and size."""
    _, _, now = opening_pairs
    return {
        name: rates([(key, int((now[mine] > 0).sum()), int(mine.sum())) for key, mine in parts])
        for name, parts in opening_parts.items()
    }


@provider
def by_nrr(opening_pairs: tuple[Ints, Ints, Ints], opening_parts: Masks) -> dict[str, list[Part]]:
    """Net revenue retention by segment, plan, channel and size."""
    _, then, now = opening_pairs
    return {
        name: [ratio(key, now[mine], then[mine]) for key, mine in parts]
        for name, parts in opening_parts.items()
    }


@provider
def by_grr(opening_pairs: tuple[Ints, Ints, Ints], opening_parts: Masks) -> dict[str, list[Part]]:
    """Gross revenue retention by segment, plan, channel and size."""
    _, then, now = opening_pairs
    capped = np.minimum(then, now)
    return {
        name: [ratio(key, capped[mine], then[mine], 1.0) for key, mine in parts]
        for name, parts in opening_parts.items()
    }


@provider
def by_arpa(recurring: CustomerMonths, as_of: int, value_labels: Labels) -> dict[str, list[Part]]:
    """MRR per customer by segment, by the plan customers began with and by channel."""
    who, amount = recurring.at(as_of)
    scale = 10**recurring.scale
    return {
        name: [_mean(key, amount[mine] / scale) for key, mine in parts_of(who, groups)]
        for name, groups in value_labels.items()
    }


def ratio(key: str, above: Ints, below: Ints, most: float = math.inf) -> Part:
    """Σ above ÷ Σ below over customers, or their count where there are too few."""
    n = len(below)
    if n < FEWEST:
        return Part(key, n, None, reason=f"{n} customers")
    around = share_t(above, below) if most == 1 else net_t(above, below).clipped(0.0, most)
    return Part(key, n, float(above.sum() / below.sum()), around)


def _mean(key: str, values: np.ndarray) -> Part:
    n = len(values)
    if n < FEWEST:
        return Part(key, n, None, reason=f"{n} customers")
    return Part(key, n, float(values.mean()), intervals.mean_t(values))
