"""Datasets written as plain rows, for tests that need no file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import polars as pl

from revcore import pipeline
from revcore.ingest.tables import Kind, columns
from revcore.model import Dataset, Settings, Table, parse_month
from revcore.registry import Asker

KINDS = {
    Kind.KEY: pl.String,
    Kind.TEXT: pl.String,
    Kind.CUSTOMER: pl.Int64,
    Kind.DAY: pl.Int64,
    Kind.MONTH: pl.Int64,
    Kind.MONEY: pl.Int64,
    Kind.COUNT: pl.Int64,
    Kind.NUMBER: pl.Float64,
    Kind.YES_NO: pl.Boolean,
    Kind.STATUS: pl.String,
}


def day(text: str) -> int:
    """A date as days since 1970-01-01."""
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def _cell(kind: Kind, value: Any) -> Any:
    if isinstance(value, str) and kind is Kind.DAY:
        return day(value)
    if isinstance(value, str) and kind is Kind.MONTH:
        return parse_month(value)
    return value


def table(name: str, rows: Sequence[Mapping[str, Any]], *, scale: int = 0) -> Table:
    """A canonical table; dates and months may be written out. Money is at ``scale``."""
    kinds = {column.name: column.kind for column in columns(name)}
    given = [column for column in kinds if any(column in row for row in rows)]
    data = {
        column: pl.Series(
            column, [_cell(kinds[column], row.get(column)) for row in rows], KINDS[kinds[column]]
        )
        for column in given
    }
    money = {column: scale for column in given if kinds[column] is Kind.MONEY}
    if "mrr" in money:
        money["mrr"] = 6
    origin = {
        "row": pl.Series("row", range(len(rows)), pl.Int64),
        "file": pl.Series("file", [0] * len(rows), pl.Int64),
        "sheet": pl.Series("sheet", [""] * len(rows), pl.String),
        "line": pl.Series("line", range(2, len(rows) + 2), pl.Int64),
    }
    return Table(name, pl.DataFrame({**data, **origin}), money)


def dataset(*tables: Table, **settings: Any) -> Dataset:
    """A dataset of these tables."""
    return Dataset({table.name: table for table in tables}, (), settings=Settings.of(settings))


def ask(made: Dataset, **values: Any) -> Asker:
    """The asker that the pipeline would use."""
    settings = made.settings
    month = pipeline.find_as_of(made, settings).month
    given = {
        "as_of": month,
        "last_month": month,
        "business_model": pipeline.business_model(made, settings),
        **values,
    }
    return pipeline.asker(made, settings, **given)


def mrr_sheet(**customers: Sequence[int]) -> Table:
    """An MRR sheet from January 2024 on: one list of months per customer."""
    rows = [
        {"customer": number, "month": parse_month("2024-01") + month, "amount": amount}
        for number, amounts in enumerate(customers.values())
        for month, amount in enumerate(amounts)
    ]
    return table("mrr", rows)


def shuffled(made: Dataset, seed: int = 1) -> Dataset:
    """The same rows in another order."""
    tables = {
        name: Table(name, item.frame.sample(fraction=1.0, shuffle=True, seed=seed), item.scale)
        for name, item in made.tables.items()
    }
    return Dataset(tables, made.files, settings=made.settings)


def frames_equal(left: Any, right: Any) -> None:
    """Fail unless two facts are the same, whatever they are made of."""
    if isinstance(left, pd.DataFrame):
        pd.testing.assert_frame_equal(left, right)
    else:
        assert left == right
