"""Whole columns of text to typed columns: money, numbers, counts, days, months, yes/no.

Every reader takes a String column and gives :class:`Parsed`; none of them raises for a bad cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from revcore.ingest.parse_dates import days, months
from revcore.ingest.parse_numbers import counts, money, numbers, yes_no
from revcore.ingest.parsed import Parsed, filled
from revcore.ingest.tables import Kind

__all__ = ["Parsed", "counts", "days", "fit", "money", "months", "numbers", "yes_no"]

FIT_SAMPLE = 500

_READERS: Mapping[Kind, Callable[[pl.Series], Parsed]] = {
    Kind.DAY: days,
    Kind.MONTH: months,
    Kind.MONEY: money,
    Kind.COUNT: counts,
    Kind.NUMBER: numbers,
    Kind.YES_NO: yes_no,
}


def fit(column: pl.Series, kind: Kind) -> float:
    """Share of the filled cells (at most 500 of them) that read as a kind; 0 where all are blank.

    >>> fit(pl.Series(["2024-01-02", "soon", None]), Kind.DAY)
    0.5
    >>> fit(pl.Series(["Acme", "Beta"]), Kind.TEXT)
    1.0
    """
    present = column.drop_nulls()
    sample = filled(present.gather_every(max(1, len(present) // FIT_SAMPLE))).drop_nulls()
    sample = sample.head(FIT_SAMPLE)
    if sample.is_empty():
        return 0.0
    reader = _READERS.get(kind)
    if reader is None:
        return 1.0
    return 1 - int(reader(sample).bad.sum()) / len(sample)
