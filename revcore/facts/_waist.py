"""What is allowed at the waist: integers, filters, sums by group and equal joins, on any engine.

No division, median, rank, window, float sum or date arithmetic: engines disagree on them. Every
integer is cast to Int64 before and after a sum, every result is sorted, nothing is null.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.model import Table

NONE = -1
"""Stands for “no such day, month or customer” in facts; all real ones are positive."""

UNKNOWN = ""
"""Stands for “not said” in the text columns of facts."""


def rows(table: Table) -> nw.LazyFrame[Any]:
    """The rows of a table, whatever engine holds them."""
    return nw.from_native(table.frame).lazy()


def integer(value: int) -> nw.Expr:
    """A whole number as a 64-bit integer (a bare literal is 32-bit on some engines)."""
    return nw.lit(value, nw.Int64)


def when(condition: nw.Expr, then: nw.Expr | None = None, other: nw.Expr | None = None) -> nw.Expr:
    """Choose by a condition; 1 and 0 unless told otherwise."""
    return (
        nw.when(condition)
        .then(integer(1) if then is None else then)
        .otherwise(integer(0) if other is None else other)
    )


def whole(table: Table, column: str, missing: int = NONE) -> nw.Expr:
    """An integer column without nulls; a column no file had is all ``missing``."""
    if not table.has(column):
        return integer(missing).alias(column)
    return nw.col(column).cast(nw.Int64).fill_null(missing).alias(column)


def words(table: Table, column: str) -> nw.Expr:
    """A text column without nulls."""
    if not table.has(column):
        return nw.lit(UNKNOWN).alias(column)
    return nw.col(column).cast(nw.String).fill_null(UNKNOWN).alias(column)


def known(table: Table, column: str) -> nw.Expr:
    """1 where a cell is filled, else 0."""
    if not table.has(column):
        return integer(0)
    return when(~nw.col(column).is_null())


def month(day: nw.Expr) -> nw.Expr:
    """Calendar month of a day number, in whole-number arithmetic (proleptic Gregorian, from 1970)."""
    z = day + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (yoe * 365 + yoe // 4 - yoe // 100)
    shifted = (doy * 5 + 2) // 153
    late = when(shifted >= 10)
    return (yoe + era * 400 + late) * 12 + shifted + 2 - late * 12


def total(frame: nw.LazyFrame[Any], by: Sequence[str], *sums: str) -> nw.LazyFrame[Any]:
    """Sum by group, in 64 bits before and after."""
    return frame.group_by(*by).agg(
        *[nw.col(name).cast(nw.Int64).sum().cast(nw.Int64) for name in sums]
    )


def fetch(frame: nw.LazyFrame[Any], *by: str) -> pd.DataFrame:
    """Bring a small table over the waist: plain pandas, sorted, int64 and text."""
    if frame.implementation.is_pandas():
        out = frame.collect().to_pandas()
    else:
        out = frame.collect(backend="polars").to_pandas()
    for name in out.columns:
        if pd.api.types.is_integer_dtype(out[name].dtype):
            out[name] = out[name].astype("int64")
    return out.sort_values(list(by), kind="stable").reset_index(drop=True)
