"""What is allowed at the waist: integers, filters, sums by group and equal joins, on any engine.

No division, median, rank, window, float sum or date arithmetic: engines disagree on them. Every
integer is cast to Int64 before and after a sum, every result is sorted, nothing is null.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.model import Table

NONE = -1
"""Stands for “no such day, month or customer” in facts; all real ones are positive."""

UNKNOWN = ""
"""Stands for “not said” in the text columns of facts."""

TEXT = pd.StringDtype(na_value=float("nan"))
"""How pandas keeps text, its type called “str”."""

DAYS = 2**22
"""More days than there are: customer · DAYS + day is one number, quick to sort and to group by."""
BEFORE = DAYS // 4
"""Days before 1970 that are room for: with them added no day is below 0."""

PARTS = ("z", "era", "doe", "yoe", "doy", "mp")
"""Helper columns of the calendar, dropped again."""


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


def with_months(frame: nw.LazyFrame[Any], **days: str) -> nw.LazyFrame[Any]:
    """Add calendar months by name, each from a column of days; a day not said stays not said.

    Whole-number arithmetic (proleptic Gregorian, from 1970), one small step at a time: expressions
    nested in each other cost more to build than to run.

    References
    ----------
    http://howardhinnant.github.io/date_algorithms.html, civil_from_days.
    """

    def each(part: str, formula: Callable[[str], nw.Expr]) -> dict[str, nw.Expr]:
        return {f"{name}_{part}": formula(f"{name}_") for name in days}

    col = nw.col
    frame = frame.with_columns(**{f"{name}_z": col(day) + 719468 for name, day in days.items()})
    frame = frame.with_columns(**each("era", lambda of: col(f"{of}z") // 146097))
    frame = frame.with_columns(**each("doe", lambda of: col(f"{of}z") - col(f"{of}era") * 146097))
    frame = frame.with_columns(
        **each(
            "yoe",
            lambda of: (
                (
                    col(f"{of}doe")
                    - col(f"{of}doe") // 1460
                    + col(f"{of}doe") // 36524
                    - col(f"{of}doe") // 146096
                )
                // 365
            ),
        )
    )
    frame = frame.with_columns(
        **each(
            "doy",
            lambda of: (
                col(f"{of}doe")
                - (col(f"{of}yoe") * 365 + col(f"{of}yoe") // 4 - col(f"{of}yoe") // 100)
            ),
        )
    )
    frame = frame.with_columns(**each("mp", lambda of: (col(f"{of}doy") * 5 + 2) // 153))
    frame = frame.with_columns(
        **{
            name: when(
                col(day) == NONE,
                integer(NONE),
                (col(f"{name}_yoe") + col(f"{name}_era") * 400) * 12 + col(f"{name}_mp") + 2,
            )
            for name, day in days.items()
        }
    )
    return frame.drop([f"{name}_{part}" for name in days for part in PARTS])


def total(frame: nw.LazyFrame[Any], by: Sequence[str], *sums: str) -> nw.LazyFrame[Any]:
    """Sum by group, in 64 bits before and after."""
    whole_numbers = nw.col(*sums).cast(nw.Int64)
    grouped = frame.with_columns(whole_numbers).group_by(*by).agg(nw.col(*sums).sum())
    return grouped.with_columns(whole_numbers)


def fetch(frame: nw.LazyFrame[Any], *by: str) -> pd.DataFrame:
    """Bring a table over the waist, as plain pandas: int64 and text; sorted where told how."""
    out = collected(frame.sort(*by) if by else frame)
    if out.implementation.is_polars():
        return pd.DataFrame({name: _plain(out[name]) for name in out.columns}, copy=False)
    found = out.to_pandas()
    types = {
        name: "int64" if pd.api.types.is_integer_dtype(kind) else "str"
        for name, kind in found.dtypes.items()
        if kind != "int64"
    }
    return found.astype(types).reset_index(drop=True)


def _plain(column: nw.Series[Any]) -> Any:
    """A column of whole numbers or text, as pandas keeps it."""
    if column.dtype.is_integer():
        return column.to_numpy().astype("int64", copy=False)
    return TEXT.__from_arrow__(column.to_arrow())


def collected(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Work a frame out, on polars unless pandas holds it."""
    if frame.implementation.is_pandas():
        return frame.collect()
    if frame.implementation.is_polars():  # its other engine takes three times as long to start
        return frame.collect(backend="polars", engine="in-memory")
    return frame.collect(backend="polars")
