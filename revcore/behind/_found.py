"""What a row filter gives back, and what filters share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import narwhals.stable.v2 as nw
import numpy as np
import numpy.typing as npt
import polars as pl

from revcore.ingest.tables import Kind, columns
from revcore.model import Table, Window

Ints = npt.NDArray[np.int64]
ORIGIN = ("file", "sheet", "line")
SOURCES: Mapping[str, str] = {
    "MRR sheet": "mrr",
    "subscriptions": "subscriptions",
    "invoices with service periods": "invoices",
    "first won deals": "deals",
    "revenue by month": "revenue_by_month",
}
"""Table behind what derive/ calls its source; others are named as their table."""


@dataclass(frozen=True)
class Found:
    """Rows as a filter chose them, still in our own types.

    kinds, scale
        What each column holds, and the decimals of money.
    source
        Table in which a customer's lines are looked up, for rows that are customers.
    note
        One sentence: which rows these are.
    """

    frame: pl.DataFrame
    kinds: Mapping[str, Kind]
    scale: Mapping[str, int] = field(default_factory=dict)
    source: Table | None = None
    note: str = ""


def polars(table: Table) -> pl.DataFrame:
    """The rows of a table as a polars frame, whatever engine holds them."""
    if isinstance(table.frame, pl.DataFrame):
        return table.frame
    return nw.from_native(table.frame).lazy().collect(backend="polars").to_native()


def of_table(table: Table, mask: pl.Expr | None = None, note: str = "") -> Found:
    """Rows of a canonical table, in the order of its files."""
    frame = polars(table)
    chosen = frame if mask is None else frame.filter(mask)
    kinds = {column.name: column.kind for column in columns(table.name)}
    ordered = chosen.sort("file", "sheet", "line", "row", nulls_last=True)
    return Found(ordered, kinds, table.scale, note=note)


def of_customers(
    source: Table | None,
    customer: Ints,
    *,
    scale: int = 0,
    money: Mapping[str, Ints] | None = None,
    months: Mapping[str, Ints] | None = None,
    days: Mapping[str, Sequence[int | None]] | None = None,
    counts: Mapping[str, Ints] | None = None,
    note: str = "",
) -> Found:
    """One row per customer, the largest first amount on top."""
    kinds: dict[str, Kind] = {"customer": Kind.CUSTOMER}
    data = {"customer": pl.Series(customer, dtype=pl.Int64)}
    given = ((Kind.MONTH, months), (Kind.DAY, days), (Kind.MONEY, money), (Kind.COUNT, counts))
    for kind, columns_ in given:
        for name, values in (columns_ or {}).items():
            kinds[name] = kind
            data[name] = pl.Series(values, dtype=pl.Int64)
    amounts = list(money or {})[:1]
    frame = pl.DataFrame(data).sort(
        [*amounts, "customer"], descending=[*[True for _ in amounts], False]
    )
    return Found(frame, kinds, dict.fromkeys(money or {}, scale), source, note)


def within(column: str, window: Window | None) -> pl.Expr:
    """Rows whose day lies in a window; with no window, those that have a day."""
    if window is None:
        return pl.col(column).is_not_null()
    return pl.col(column).is_between(window.first_day, window.last_day)
