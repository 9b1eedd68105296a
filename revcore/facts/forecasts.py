"""What sellers promised, deal by deal, beside what became of the deals."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, known, rows, total, whole, words
from revcore.facts.pipeline import DealRows
from revcore.model import Table
from revcore.registry import provider


@provider
def forecast_calls(forecast_snapshots: Table, deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Every forecast of a deal that the deals know.

    taken, expected [days; −1 not said], category, deal [row number], promised [at the column's
    scale], said [0/1: an amount is filled], closed [day; −1 still open], won, lost.

    Raises
    ------
    NotComputable
        The forecasts name no deals, or none that is in the deals.
    """
    if not forecast_snapshots.has("deal_id"):
        raise NotComputable(
            "The forecasts do not say which deals they are about.",
            needs=("forecast_snapshots.deal_id",),
        )
    table = forecast_snapshots
    calls = rows(table).select(
        "deal_id", words(table, "category"), taken=whole(table, "taken"),
        expected=whole(table, "expected"), promised=whole(table, "amount", 0),
        said=known(table, "amount"),
    )  # fmt: skip
    calls = calls.filter((nw.col("taken") != NONE) & ~nw.col("deal_id").is_null())
    frame = deal_rows.lazy.select(
        "deal_id", deal=nw.col("row").cast(nw.Int64), closed="closed_", won="won_", lost="lost_"
    )
    joined = calls.join(frame.filter(~nw.col("deal_id").is_null()), on="deal_id", how="inner")
    by = ["taken", "deal", "expected", "category", "closed", "won", "lost", "said"]
    found = fetch(total(joined.select(*by, "promised"), by, "promised"), *by)
    if not len(found):
        raise NotComputable(
            "No forecast is about a deal that is in the deals.", needs=("forecast_snapshots",), n=0
        )
    return found
