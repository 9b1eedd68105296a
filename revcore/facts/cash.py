"""Money in the bank."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.facts._waist import NONE, fetch, rows, total, whole
from revcore.model import Table
from revcore.registry import provider


@provider
def cash_balances(cash: Table) -> pd.DataFrame:
    """Balance at the end of each month, accounts added up: month, balance [at its scale]."""
    frame = rows(cash).select(whole(cash, "month"), whole(cash, "balance", 0))
    return fetch(total(frame.filter(nw.col("month") != NONE), ["month"], "balance"), "month")
