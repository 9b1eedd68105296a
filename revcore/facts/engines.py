"""Engines that hold the rows; nothing about measures here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from revcore.model import Dataset, Table

NULLABLE = {"Int64": "Int64", "Float64": "Float64", "Boolean": "boolean", "String": "string"}
"""Types of a Dataset's columns and what holds them in pandas without losing nulls."""


def as_pandas(dataset: Dataset) -> Dataset:
    """The same rows in pandas, with its nullable types: integers stay integers beside nulls."""
    return replace(dataset, tables={name: _pandas(table) for name, table in dataset.tables.items()})


def _pandas(table: Table) -> Table:
    frame: Any = table.frame
    if isinstance(frame, pd.DataFrame):
        return table
    if hasattr(frame, "collect"):
        frame = frame.collect()
    columns = {
        column.name: pd.array(column.to_list(), dtype=NULLABLE[str(column.dtype)])
        for column in frame.iter_columns()
    }
    return replace(table, frame=pd.DataFrame(columns))
