"""What was read, as ``read --json`` prints it: for the owner of the data, with cell values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from revcore.model import Dataset


def read_report(dataset: Dataset) -> dict[str, Any]:
    """Files, mappings, look-alike customers, questions, notices, every row set aside with its cell.

    Unlike the scorecard document this holds raw values: it stays on the owner's machine.
    """
    return {
        "currency": dataset.currency,
        "customers": len(dataset.customers),
        "alike": [asdict(pair) for pair in dataset.alike],
        "tables": {
            name: {"rows": table.frame.height, "columns": list(table.frame.columns)}
            for name, table in sorted(dataset.tables.items())
        },
        "files": [file.model_dump(mode="json") for file in dataset.files],
        "sheets": [asdict(shown) for shown in dataset.previews],
        "questions": [question.model_dump(mode="json") for question in dataset.questions],
        "notices": [notice.model_dump(mode="json") for notice in dataset.notices],
        "set_aside": [asdict(row) for row in dataset.set_aside],
    }
