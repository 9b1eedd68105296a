"""Hidden sheets of a workbook: set aside until somebody says that they count."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from revcore.ingest.notices import place
from revcore.ingest.raw import OpenedFiles
from revcore.ingest.sheet import Sheet
from revcore.model import Question

HIDDEN_SHEET = "hidden sheet"
"""Why rows of such a sheet are set aside; in ``FileMapping.count`` they count."""
COUNT_IT, LEAVE_IT = "count it", "leave it out"


def set_hidden_aside(
    opened: OpenedFiles, sheets: Mapping[tuple[int, int], Sheet]
) -> list[Question]:
    """Set the rows of hidden sheets aside, and ask; the only sheet of a workbook counts.

    A sheet that nobody sees is often last year's, a copy or a working list: adding it to the others
    unasked would count things twice.
    """
    seen = {index for (index, _), sheet in sheets.items() if not is_hidden(sheet)}
    asked = []
    for (index, number), sheet in sorted(sheets.items(), key=lambda item: item[0]):
        counted = sheet.plan.fix is not None and HIDDEN_SHEET in sheet.plan.fix.count
        if not is_hidden(sheet) or counted or index not in seen:
            continue
        rows = sheet.raw.frame.height
        sheet.set_aside(sheet.mask(pl.lit(value=True)), HIDDEN_SHEET)
        asked.append(
            Question(
                id=f"hidden:{sheet.name}:{sheet.raw.sheet}",
                text=f"{place(opened, index, number)} is hidden in the workbook. "
                f"{'Does its row' if rows == 1 else f'Do its {rows:,} rows'} count?",
                choices=[COUNT_IT, LEAVE_IT],
                taken="set aside",
                file=sheet.name,
            )
        )
    return asked


def is_hidden(sheet: Sheet) -> bool:
    """Whether the workbook hides the sheet."""
    return any(remark.kind == "hidden_sheet" for remark in sheet.raw.remarks)
