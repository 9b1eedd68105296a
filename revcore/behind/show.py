"""Our own types → what a person reads: names, dates, exact money, and where each row stands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from revcore.behind._found import ORIGIN, Found, polars
from revcore.ingest.tables import Kind
from revcore.model import Dataset, Table, month_label

LINES = 6
"""Lines named of one customer; the rest are counted."""


def shown(found: Found, dataset: Dataset, limit: int | None = None) -> pl.DataFrame:
    """The rows as their owner reads them: business columns first, then file, sheet and line."""
    frame = found.frame if limit is None else found.frame.head(limit)
    names = pl.Series("customer", list(dataset.customers), dtype=pl.String)
    out = []
    for name, kind in found.kinds.items():
        if name in frame.columns:
            out.append(column(frame[name], kind, found.scale.get(name, 0), names))
    files = [file.name for file in dataset.files]
    if "line" in frame.columns:
        out += origin(frame, files)
    elif found.source is not None and "customer" in frame.columns:
        out.append(lines_of(found.source, frame["customer"], files))
    return pl.DataFrame(out)


def column(cells: pl.Series, kind: Kind, scale: int, names: pl.Series) -> pl.Series:
    """One column by what it holds."""
    if kind is Kind.DAY:
        return cells.cast(pl.Int32).cast(pl.Date)
    if kind is Kind.MONTH:
        return pl.Series(
            cells.name,
            [None if month is None else month_label(month) for month in cells],
            dtype=pl.String,
        )
    if kind is Kind.MONEY:
        exact = pl.col(cells.name).cast(pl.Decimal(38, 0)) * pl.lit(Decimal(1).scaleb(-scale))
        return cells.to_frame().select(exact)[cells.name]
    if kind is Kind.CUSTOMER and len(names):
        known = cells.set(cells < 0, None) if cells.dtype.is_integer() else cells
        return names.gather(known.cast(pl.UInt32)).alias(cells.name)
    return cells


def origin(frame: pl.DataFrame, files: Sequence[str]) -> list[pl.Series]:
    """File, sheet (where there is any) and line of each row."""
    named = [
        files[index] if index is not None and 0 <= index < len(files) else ""
        for index in frame["file"]
    ]
    out = [pl.Series("file", named, dtype=pl.String)]
    if frame["sheet"].fill_null("").ne("").any():
        out.append(frame["sheet"])
    return [*out, frame["line"]]


def lines_of(table: Table, customers: pl.Series, files: Sequence[str]) -> pl.Series:
    """Where each customer's rows stand: “subscriptions.csv 12, 45”."""
    frame = polars(table)
    if not {"customer", *ORIGIN} <= set(frame.columns):
        return pl.Series("where", [""] * len(customers), dtype=pl.String)
    mine = frame.filter(pl.col("customer").is_in(customers.implode()))
    places: dict[int, dict[str, list[int]]] = {}
    for customer, file, line in (
        mine.sort("customer", "file", "line").select("customer", "file", "line").iter_rows()
    ):
        name = files[file] if file is not None and 0 <= file < len(files) else ""
        places.setdefault(customer, {}).setdefault(name, []).append(line)
    return pl.Series("where", [words(places.get(c, {})) for c in customers], dtype=pl.String)


def words(places: dict[str, list[int]]) -> str:
    """Lines by file.

    >>> words({"orders.csv": [3, 9], "old.csv": [2]})
    'orders.csv 3, 9; old.csv 2'
    >>> words({"orders.csv": [1, 2, 3, 4, 5, 6, 7, 8]})
    'orders.csv 1, 2, 3, 4, 5, 6 and 2 more'
    """
    parts = []
    for name, lines in places.items():
        more = f" and {len(lines) - LINES:,} more" if len(lines) > LINES else ""
        listed = ", ".join(str(line) for line in lines[:LINES])
        parts.append(f"{name} {listed}{more}".strip())
    return "; ".join(parts)
