"""Lost deals by who lost them and why."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import fetch, total, words
from revcore.facts.pipeline import DealRows
from revcore.model import Table
from revcore.registry import provider


@provider
def lost_by_seller(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Lost deals by seller and what is said of why: owner, reason, stage, closed [day], n.

    Raises
    ------
    NotComputable
        No deal names its seller.
    """
    if not deals.has("owner"):
        raise NotComputable("The deals do not say who sold them.", needs=("deals.owner",))
    by = ["owner", "reason", "stage", "closed"]
    lost = deal_rows.lazy.filter(nw.col("lost_") == 1)
    frame = lost.select(
        words(deals, "owner"), words(deals, "lost_reason").alias("reason"), words(deals, "stage"),
        closed="closed_", n="n_",
    )  # fmt: skip
    return fetch(total(frame, by, "n"), *by)
