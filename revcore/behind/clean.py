"""The rows of a whole table as their owner reads them: what the measures are counted from."""

from __future__ import annotations

from revcore.behind._found import of_table
from revcore.behind.download import table_csv
from revcore.behind.show import shown
from revcore.model import Dataset


def clean_csv(dataset: Dataset, table: str) -> str:
    """Every used row of a table as CSV: ISO dates, exact decimals, customers by name.

    File, sheet and line of each row stand last; texts that a spreadsheet would run are made
    harmless. Empty where no file gave the table.
    """
    held = dataset.table(table)
    if held is None:
        return ""
    frame = shown(of_table(held), dataset)
    return table_csv(frame.columns, frame.iter_rows())
