"""How fast list prices rise: deals of the same kind and product beside each other over time."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from revcore.derive.discount_trend import robust
from revcore.derive.intervals import Floats, rng
from revcore.derive.months import Ints, _months_of
from revcore.derive.resamples import DRAWS
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import counted_words

MOST, LEAST = 36, 24
"""Months looked back, and the fewest that say something of years."""
KINDS, FEWEST, DEALS = 12, 5, 40
INFLATION = 0.03
"""Prices that rise less a year than consumer prices do fall behind."""


@dataclass(frozen=True, eq=False)
class ListPrice:
    """Growth of the list price a year.

    growth, draws
        Of deals alike in kind and product [ratio a year].
    plans
        Whether it is what new customers pay on the same plan, for want of list prices.
    month, above, sold
        Of each price: its month, how far its logarithm lies above where the line of its kind
        begins, and how many alike stand behind it.
    """

    growth: float
    draws: Floats
    n: int
    window: Window
    plans: bool
    month: Ints = field(repr=False)
    above: Floats = field(repr=False)
    sold: Ints = field(repr=False)


@provider
def list_price(
    as_of: int, listed_deals: pd.DataFrame | None = None, plan_spells: pd.DataFrame | None = None
) -> ListPrice:
    """Growth of list prices over the last two to three years.

    ln list value on time, each kind and product with a level of its own. Without list values: what
    customers pay at first on each plan.

    Raises
    ------
    NotComputable
        Neither is there, or they reach back less than two years, or there are fewer than forty.
    """
    if listed_deals is not None and len(listed_deals):
        frame = listed_deals
        month = _months_of(frame["created"].to_numpy(np.int64))
        kind = (frame["segment"] + "\n" + frame["product"]).to_numpy(str)
        price, n = frame["list"].to_numpy(float), frame["n"].to_numpy(np.int64)
    elif plan_spells is not None and len(plan_spells):
        first = plan_spells.sort_values(["customer", "start", "plan"]).drop_duplicates("customer")
        month = _months_of(first["start"].to_numpy(np.int64))
        kind, price = first["plan"].to_numpy(str), first["mrr"].to_numpy(float)
        n = np.ones(len(first), np.int64)
    else:
        raise NotComputable(
            "Needs the list price of each deal, or the plan of each subscription.",
            needs=("deals.list_amount", "subscriptions.plan"),
        )
    plans = listed_deals is None or not len(listed_deals)
    return trend(month, kind, np.log(price), n, as_of, plans)


def trend(
    month: np.ndarray, kind: np.ndarray, price: Floats, n: np.ndarray, as_of: int, plans: bool
) -> ListPrice:
    """Slope of the logarithm of prices, within kinds."""
    seen = (month <= as_of) & (month > as_of - MOST)
    month, kind, price, n = month[seen], kind[seen], price[seen], n[seen]
    if not n.sum() or as_of - int(month.min()) + 1 < LEAST:
        had = as_of - int(month.min()) + 1 if n.sum() else 0
        raise NotComputable(
            f"Prices of {counted_words(had, 'months')} are known: at least {LEAST} are needed to "
            "say that they stood still.",
            n=had,
        )
    names, place = np.unique(kind, return_inverse=True)
    counts = np.bincount(place, n, names.size)
    solid = np.argsort(-counts, kind="stable")[:KINDS]
    solid = solid[counts[solid] >= FEWEST]
    mine = np.isin(place, solid)
    total = int(n[mine].sum())
    if total < DEALS:
        raise NotComputable(f"{total} prices known: at least {DEALS} are needed.", n=total)
    years = (month[mine] - as_of) / 12
    levels = (place[mine][:, None] == solid).astype(float)
    found, error = robust(np.column_stack([years, levels]), price[mine], n[mine])
    noise = rng("list price", month, price, n).standard_normal(DRAWS)
    draws = np.expm1(found[0] + error[0] * noise)
    window = Window(int(month[mine].min()), as_of)
    above = price[mine] - levels @ found[1:] - found[0] * float(years.min())
    growth = float(np.expm1(found[0]))
    return ListPrice(growth, draws, total, window, plans, month[mine], above, n[mine])
