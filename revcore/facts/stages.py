"""Passages of deals through their stages: when one was entered, and when the next one was."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.facts._waist import NONE, fetch, integer, rows, total, when, whole
from revcore.model import Table
from revcore.registry import provider


@provider
def stage_passages(stage_history: Table, deals: Table) -> pd.DataFrame:
    """How deals came from one stage to the next, skipped stages left out.

    stage, entered [day], next [day the deal entered any later stage; −1: none], closed [day; −1],
    won, lost [0/1], n.
    """
    entries = rows(stage_history).select(
        "deal_id", "stage", entered=whole(stage_history, "entered")
    )
    entries = entries.filter(
        (nw.col("entered") != NONE) & ~nw.col("deal_id").is_null() & ~nw.col("stage").is_null()
    )
    onward = entries.select("deal_id", onto="stage", then="entered")
    pairs = entries.join(onward, on="deal_id", how="inner").with_columns(
        then=when(
            (nw.col("then") > nw.col("entered")) & (nw.col("onto") != nw.col("stage")),
            nw.col("then"),
            integer(FAR),
        )
    )
    first = pairs.group_by("deal_id", "stage", "entered").agg(nw.col("then").min())
    ends = rows(deals).select(
        "deal_id",
        closed=when(nw.col("status") == "open", integer(NONE), whole(deals, "closed")),
        won=when(nw.col("status") == "won"),
        lost=when(nw.col("status") == "lost"),
    )
    joined = first.join(ends.filter(~nw.col("deal_id").is_null()), on="deal_id", how="inner")
    joined = joined.with_columns(
        next=when(nw.col("then") == FAR, integer(NONE), nw.col("then")), n=integer(1)
    )
    by = ["stage", "entered", "next", "closed", "won", "lost"]
    return fetch(total(joined, by, "n"), *by)


FAR = 10**7
"""Beyond every day there is."""
