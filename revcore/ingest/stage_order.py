"""The order of stages as deals went through them, where days tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from revcore.ingest.sheet import REASON, Sheet
from revcore.ingest.words import deal_status, stage_rank

FEWEST = 5
"""Deals with the days of two stages that are needed before days are believed."""


def by_dates(
    history: pl.DataFrame, words: Sequence[str], ways: Mapping[str, str]
) -> tuple[str, ...] | None:
    """Stages in the order in which most deals entered them; None where too few days tell.

    One stage stands before another where more deals entered it earlier than later; stages are
    ranked by how many others they stand before. Stages no day tells of keep their place by words.

    Parameters
    ----------
    history
        Columns ``deal_id``, ``stage``, ``entered``.
    words
        All running stages in the order their words suggest, the won one last.
    ways
        Stage -> won, lost or open, where known.

    Examples
    --------
    >>> rows = [(deal, stage, day) for deal in range(6) for day, stage in enumerate("BCA")]
    >>> frame = pl.DataFrame(rows, schema=["deal_id", "stage", "entered"], orient="row")
    >>> by_dates(frame, ["A", "B", "C", "Won"], {"Won": "won"})
    ('B', 'C', 'A', 'Won')
    """
    open_ = history.filter(~pl.col("stage").is_in([s for s in ways if ways[s] != "open"]))
    first = open_.group_by("deal_id", "stage").agg(pl.col("entered").min())
    pairs = first.join(first, on="deal_id", suffix="_b").filter(pl.col("stage") < pl.col("stage_b"))
    told = pairs.filter(pl.col("entered") != pl.col("entered_b"))
    if told["deal_id"].n_unique() < FEWEST:
        return None
    counts = told.group_by("stage", "stage_b").agg(
        (pl.col("entered") < pl.col("entered_b")).sum().alias("before"), pl.len().alias("deals")
    )
    lead: dict[str, float] = {}
    for one, other, before, deals in counts.iter_rows():
        sign = (2 * before > deals) - (2 * before < deals)
        lead[one] = lead.get(one, 0) + sign
        lead[other] = lead.get(other, 0) - sign
    seen = sorted(
        (stage for stage in lead if ways.get(stage, deal_status(stage)) == "open"),
        key=lambda stage: (-lead[stage], stage_rank(stage), stage),
    )
    return _with_others(seen, words)


def _with_others(seen: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """Stages of the dates, and the others where their neighbours by words stand."""
    out = list(seen)
    for place, stage in enumerate(words):
        if stage not in out:
            earlier = [out.index(one) for one in words[:place] if one in out]
            ends = deal_status(stage) == "won" or place == len(words) - 1
            out.insert(len(out) if ends else max(earlier, default=-1) + 1, stage)
    return tuple(out)


def settle(sheets: Iterable[Sheet], histories: Iterable[pl.DataFrame]) -> None:
    """Put the stages of every list of deals in the order days tell, unless something surer does."""
    told = [frame.select("deal_id", "stage", "entered") for frame in histories]
    every = list(sheets)
    told += [
        sheet.frame.filter(pl.col(REASON).is_null()).select("deal_id", "stage", "entered")
        for sheet in every
        if sheet.table == "stage_history" and sheet.has("deal_id", "stage", "entered")
    ]
    whole = pl.concat(told).drop_nulls() if told else pl.DataFrame()
    for sheet in every:
        known = sheet.table == "deals" and sheet.has("deal_id") and whole.height
        if known and sheet.stage_order_by == "words":
            mine = whole.filter(pl.col("deal_id").is_in(sheet.frame["deal_id"].drop_nulls()))
            found = by_dates(mine, sheet.stage_order, sheet.stages)
            if found:
                sheet.stage_order, sheet.stage_order_by = found, "dates"
