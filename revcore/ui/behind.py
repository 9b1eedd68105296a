"""Rows behind a figure and rows set aside: for the data's owner, as long as they are in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from revcore.ui import session

if TYPE_CHECKING:
    from revcore.behind import RowsBehind
    from revcore.diagnosis_parts import Finding
    from revcore.model import Dataset


def rows(reading: str) -> RowsBehind | None:
    """The rows a reading rests on, or None when they are no longer in memory."""
    from revcore import behind

    dataset = session.dataset()
    return None if dataset is None else behind.rows(dataset, reading)


def shown(found: RowsBehind, most: int) -> list[dict[str, object]]:
    """The first rows as a table shows them: days without a time of day, blanks blank."""
    return [
        {
            name.replace("_", " "): ""
            if cell is None
            else str(cell)
            if hasattr(cell, "year")
            else cell
            for name, cell in row.items()
        }
        for row in found.frame.head(most).to_dicts()
    ]


def rows_csv(found: RowsBehind) -> str:
    """These rows as a spreadsheet reads them, with formulas made harmless."""
    from revcore import behind

    return behind.to_csv(found)


def set_aside_csv(dataset: Dataset) -> str:
    """Every row set aside: file, sheet, line, column, value, reason; formulas made harmless."""
    from revcore.behind.download import table_csv

    head = ("file", "sheet", "line", "column", "value", "reason")
    return table_csv(head, [[getattr(row, name) for name in head] for row in dataset.set_aside])


def clean_csv(dataset: Dataset, table: str) -> str:
    """All used rows of one table: days, months and money as people write them."""
    from revcore import behind

    return behind.clean_csv(dataset, table)


def call_list(dataset: Dataset, name: str) -> RowsBehind:
    """One call list of the data's owner."""
    from revcore.behind.calls import calls

    return calls(dataset, name)


def finding_rows(finding: Finding) -> RowsBehind | None:
    """The rows a finding rests on, or None when they are no longer in memory."""
    from revcore.behind.finding_rows import finding_rows as found

    dataset = session.dataset()
    return None if dataset is None else found(dataset, finding)
