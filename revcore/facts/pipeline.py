"""What happened to deals and leads: counts by day, stage and outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import (
    NONE,
    collected,
    fetch,
    integer,
    known,
    rows,
    total,
    when,
    whole,
    with_months,
    words,
)
from revcore.model import Table
from revcore.registry import provider

DEAL_DIMENSIONS = ("owner", "source", "segment", "product", "competitor")
LEAD_STAGES = ("mql", "sql", "opportunity", "won", "lost")
COUNTED = ("visitors", "leads", "mqls", "sqls", "opportunities", "won")


@dataclass(frozen=True)
class DealRows:
    """The rows of the deals, with what all facts about them begin with; worked out once.

    customer_, created_, closed_ [−1: not said, or still open], won_, lost_, amount_, valued_, n_.
    """

    frame: nw.DataFrame[Any] = field(compare=False, repr=False)

    @property
    def lazy(self) -> nw.LazyFrame[Any]:
        """The same, to go on from."""
        return self.frame.lazy()


@provider
def deal_rows(deals: Table) -> DealRows:
    """Every deal in whole numbers, beside its own columns."""
    frame = rows(deals).with_columns(
        customer_=whole(deals, "customer"),
        created_=whole(deals, "created"),
        closed_=when(nw.col("status") == "open", integer(NONE), whole(deals, "closed")),
        won_=when(nw.col("status") == "won"),
        lost_=when(nw.col("status") == "lost"),
        amount_=whole(deals, "amount", 0),
        valued_=known(deals, "amount"),
        n_=integer(1),
    )
    return DealRows(collected(frame))


@provider
def deal_outcomes(deal_rows: DealRows) -> pd.DataFrame:
    """Deals by dates, outcome and value.

    created, closed [days; −1: not said, or still open], won, lost [0/1], amount [at the table's
    scale], valued [0/1: an amount is filled], n deals.
    """
    names = ["created", "closed", "won", "lost", "amount", "valued"]
    frame = deal_rows.lazy.select(*[nw.col(f"{name}_").alias(name) for name in names], n="n_")
    return fetch(total(frame, names, "n"), *names)


@provider
def deal_outcomes_by_dimension(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Deals by owner, source, segment, product and competitor with dates, outcome and value.

    dimension, key, created, closed [days; −1: not said, or still open], won, lost, amount, valued,
    n.
    """
    names = ["created", "closed", "won", "lost", "amount", "valued"]
    once = deal_rows.lazy.select(
        *[words(deals, dimension) for dimension in DEAL_DIMENSIONS],
        *[nw.col(f"{name}_").alias(name) for name in names], n="n_",
    )  # fmt: skip
    found = _by_dimension(deals, once, ["key", *names], "n")
    if found is None:
        raise NotComputable("The deals say nothing to tell them apart by.", needs=("deals.owner",))
    return found


@provider
def deals_by_dimension(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Deals by owner, source, segment and product.

    dimension, key, created, closed [months; −1: not said or open], won, lost, n, amount won, valued
    [won with an amount].
    """
    dated = with_months(deal_rows.lazy, created_month="created_", closed_month="closed_")
    once = dated.select(
        *[words(deals, dimension) for dimension in DEAL_DIMENSIONS],
        created="created_month",
        closed="closed_month",
        won="won_",
        lost="lost_",
        n="n_",
        amount=nw.col("amount_") * nw.col("won_"),
        valued=nw.col("valued_") * nw.col("won_"),
    )
    by = ["key", "created", "closed"]
    found = _by_dimension(deals, once, by, "won", "lost", "n", "amount", "valued")
    if found is not None:
        return found
    columns = ["key", "created", "closed", "won", "lost", "n", "amount", "valued", "dimension"]
    return pd.DataFrame({name: [] for name in columns})


@provider
def deal_days_by_dimension(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Deals with a day of creation by owner, source, segment, product and competitor.

    dimension, key, created, closed [days; −1: open], won, lost, n.
    """
    by = ["key", "created", "closed", "won", "lost"]
    once = deal_rows.lazy.filter(nw.col("created_") != NONE).select(
        *[words(deals, dimension) for dimension in DEAL_DIMENSIONS], created="created_",
        closed="closed_", won="won_", lost="lost_", n="n_",
    )  # fmt: skip
    found = _by_dimension(deals, once, by, "n")
    if found is None:
        raise NotComputable("The deals say nothing to tell them apart by.", needs=("deals.owner",))
    return found


def _by_dimension(
    deals: Table, once: nw.LazyFrame[Any], by: Sequence[str], *sums: str
) -> pd.DataFrame | None:
    """Sums by each dimension the deals say, one below the other; worked out in one go."""
    said = [name for name in DEAL_DIMENSIONS if deals.has(name)]
    if not said:
        return None
    counted = collected(once).lazy()
    plain = [name for name in by if name != "key"]
    parts = [
        counted.select(*plain, *sums, key=nw.col(dimension), place=integer(place))
        for place, dimension in enumerate(said)
    ]
    out = fetch(total(nw.concat(parts), ["place", *by], *sums), "place", *by)
    named = np.array(said)[out.pop("place").to_numpy()]
    return out.assign(dimension=pd.array(named, dtype="str"))


@provider
def customers_won(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """When an account's deals were won: customer, closed [day], source, segment, n."""
    frame = deal_rows.lazy.filter(
        (nw.col("won_") == 1) & (nw.col("customer_") != NONE) & (nw.col("closed_") != NONE)
    )
    frame = frame.select(
        words(deals, "source"), words(deals, "segment"), customer="customer_", closed="closed_",
        n="n_",
    )  # fmt: skip
    by = ["customer", "closed", "source", "segment"]
    return fetch(total(frame, by, "n"), *by)


@provider
def stages_entered(stage_history: Table, deal_rows: DealRows) -> pd.DataFrame:
    """When deals entered each stage: stage, entered, closed [days], won, lost, n."""
    frame = deal_rows.lazy.select("deal_id", closed="closed_", won="won_", lost="lost_")
    entries = rows(stage_history).select(
        "deal_id", "stage", entered=whole(stage_history, "entered")
    )
    joined = entries.join(frame.filter(~nw.col("deal_id").is_null()), on="deal_id", how="inner")
    by = ["stage", "entered", "closed", "won", "lost"]
    counted = total(joined.with_columns(n=integer(1)), by, "n")
    return fetch(counted.filter(nw.col("entered") != NONE), *by)


@provider
def lead_paths(leads: Table) -> pd.DataFrame:
    """How far leads came: created, mql, sql, opportunity, won, lost [days; −1: not], source, n."""
    names = ["created", *LEAD_STAGES]
    frame = rows(leads).select(
        *[whole(leads, name) for name in names], words(leads, "source"), n=integer(1)
    )
    frame = frame.filter(nw.col("created") != NONE)
    return fetch(total(frame, [*names, "source"], "n"), *names, "source")


@provider
def lead_columns(leads: Table) -> tuple[str, ...]:
    """Which stage dates the leads carry at all."""
    return tuple(name for name in LEAD_STAGES if leads.has(name))


@provider
def volumes(funnel_counts: Table) -> pd.DataFrame:
    """Volumes per month and channel: month, channel, visitors … won [−1: not given]."""
    frame = rows(funnel_counts).select(
        whole(funnel_counts, "month"),
        words(funnel_counts, "channel"),
        *[whole(funnel_counts, name, 0) for name in COUNTED],
        *[known(funnel_counts, name).alias(f"{name}_known") for name in COUNTED],
    )
    filled = [f"{name}_known" for name in COUNTED]
    out = fetch(
        total(frame.filter(nw.col("month") != NONE), ["month", "channel"], *COUNTED, *filled),
        "month", "channel",
    )  # fmt: skip
    for name in COUNTED:
        said = out[f"{name}_known"].to_numpy() > 0
        out[name] = np.where(said, out[name].to_numpy(), NONE)
    return out.drop(columns=filled)
