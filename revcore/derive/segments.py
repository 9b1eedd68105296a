"""One segment alone: its deals, its leads and visitors, its customers, for the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.breakdowns import PEOPLE
from revcore.derive.channels import channel
from revcore.derive.deals import DealHistory, Deals
from revcore.derive.months import CustomerMonths, Ints
from revcore.errors import NotComputable
from revcore.registry import provider

MOST = 3
"""Largest segments of a dimension that are drawn alone."""
FEWEST = 20
"""Deals decided, or customers, below which a segment is not drawn alone."""
MANY = 200_000
"""Beyond so many deals or customer-months nothing is drawn apart: the rest must not wait for it."""
BOUGHT_THROUGH = "source"


@dataclass(frozen=True, eq=False)
class Alone:
    """One segment, and what stands for whom when only it is looked at.

    values
        Values of providers, restricted to the segment.
    """

    dimension: str
    key: str
    values: Mapping[str, Any]


@provider
def segments_alone(
    deals_alone: list[Alone] | None = None, customers_alone: list[Alone] | None = None
) -> list[Alone]:
    """The largest segments of deals and of customers, each by itself."""
    return [*(deals_alone or ()), *(customers_alone or ())]


@provider
def deals_alone(
    all_deals: Deals,
    deal_outcomes_by_dimension: pd.DataFrame,
    deal_history: DealHistory | None = None,
    lead_frame: dict[str, np.ndarray] | None = None,
    volumes: pd.DataFrame | None = None,
) -> list[Alone]:
    """Deals of the largest segments, channels, products and competitors; sellers have their own.

    With a channel come its leads and visitors, by the same name; how far the records reach back
    stays that of all deals.
    """
    frame = deal_outcomes_by_dimension
    if len(frame) > MANY:
        raise NotComputable(f"{len(frame):,} groups of deals are too many to be drawn apart.")
    out = []
    columns = ("created", "closed", "won", "lost", "amount", "valued", "n")
    named = frame[(frame["key"] != "") & ~frame["dimension"].isin(PEOPLE)]
    for dimension, part in named.groupby("dimension", sort=True):
        names, place = coded(part["key"])
        created, closed, won, lost, amount, valued, n = (
            part[name].to_numpy(np.int64) for name in columns
        )
        every = Deals(created, closed, won, lost, amount, valued, n, all_deals.scale)
        decided = np.bincount(place, every.n * (every.won + every.lost), len(names))
        for at in np.argsort(-decided, kind="stable").tolist()[:MOST]:
            if decided[at] < FEWEST or len(names) < 2:
                continue
            values: dict[str, Any] = {"all_deals": every.take(place == at)}
            if deal_history is not None:
                values["deal_history"] = deal_history
            if dimension == BOUGHT_THROUGH:
                values |= _through(str(names[at]), lead_frame, volumes)
            out.append(Alone(str(dimension), str(names[at]), values))
    return out


def _through(
    name: str, leads: dict[str, np.ndarray] | None, volumes: pd.DataFrame | None
) -> dict[str, Any]:
    """Leads and visitors of a channel; what there is of neither is said to be missing."""
    mine = channel(name)
    missing = NotComputable(f"Nothing is counted for “{name}” alone.")
    out: dict[str, Any] = {"lead_frame": missing, "volumes": missing}
    if leads is not None:
        spelt = {one: channel(str(one)) == mine for one in np.unique(leads["source"]).tolist()}
        of = np.array([spelt[one] for one in leads["source"].tolist()], bool)
        if of.any():
            out["lead_frame"] = {part: column[of] for part, column in leads.items()}
    if volumes is not None:
        of = np.array([channel(str(one)) == mine for one in volumes["channel"]], bool)
        if of.any():
            out["volumes"] = volumes[of]
    return out


@provider
def customers_alone(
    recurring: CustomerMonths, customer_groups: Mapping[str, Mapping[int, str]]
) -> list[Alone]:
    """Customers of the largest segments and plans."""
    if len(recurring.customer) > MANY:
        raise NotComputable(f"{len(recurring.customer):,} customer-months are too many.")
    who = recurring.starts[0]
    row = np.searchsorted(who, recurring.customer)
    out = []
    for dimension, labels in customer_groups.items():
        label = np.array([labels.get(one, "") for one in who.tolist()], dtype=object).astype(str)
        names, n = np.unique(label, return_counts=True)
        order = [at for at in np.argsort(-n, kind="stable").tolist() if names[at]]
        for at in order[:MOST]:
            if n[at] < FEWEST or len(order) < 2:
                continue
            mine = (label == names[at])[row]
            alone = {"recurring": _of(recurring, mine), "fitted_curve": _NO_CURVE}
            out.append(Alone(dimension, str(names[at]), alone))
    return out


_NO_CURVE = NotComputable("Few customers of a segment carry no curve of their own.")


def _of(every: CustomerMonths, mine: np.ndarray) -> CustomerMonths:
    parts: list[Ints] = [column[mine] for column in (every.customer, every.month, every.amount)]
    customer, month, amount = parts
    rates = None if every.rates is None else every.rates.take(mine)
    return replace(every, customer=customer, month=month, amount=amount, rates=rates)
