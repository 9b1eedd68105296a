"""Over how many months amounts were divided; only where a file gives quarters or whole years."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, rows, whole
from revcore.model import Table
from revcore.registry import provider

SPREAD_OVER = "spread_over"


def _spread(table: Table) -> pd.DataFrame:
    if not table.has(SPREAD_OVER):
        raise NotComputable("Every amount is that of one month.")
    frame = rows(table).select(whole(table, "month"), over=whole(table, SPREAD_OVER, 1))
    frame = frame.filter((nw.col("month") != NONE) & (nw.col("over") > 1))
    return fetch(frame.group_by("month").agg(nw.col("over").max()), "month")


@provider
def mrr_spread(mrr: Table) -> pd.DataFrame:
    """Months of an MRR sheet that stand for a longer period: month, over [months, the most]."""
    return _spread(mrr)


@provider
def stated_spread(revenue_by_month: Table) -> pd.DataFrame:
    """Months of stated totals that are part of a longer period: month, over [months, the most]."""
    return _spread(revenue_by_month)
