"""What deals and plans were offered at, before any discount."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, total, whole, words
from revcore.facts.pipeline import DealRows
from revcore.model import Table
from revcore.registry import provider


@provider
def listed_deals(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Deals, won or not, by their value at list price.

    created [day], segment, product, list [at the column's scale], n deals.

    Raises
    ------
    NotComputable
        No deal has a list price.
    """
    if not deals.has("list_amount"):
        raise NotComputable(
            "The deals do not say what they would cost at list price.",
            needs=("deals.list_amount",),
        )
    by = ["created", "segment", "product", "list"]
    frame = deal_rows.lazy.select(
        words(deals, "segment"), words(deals, "product"), created="created_",
        list=whole(deals, "list_amount", 0), n="n_",
    )  # fmt: skip
    kept = frame.filter((nw.col("created") != NONE) & (nw.col("list") > 0))
    return fetch(total(kept, by, "n"), *by)
