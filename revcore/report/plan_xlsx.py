"""The plan as a workbook: one sheet a table, to be filled in week by week."""

from __future__ import annotations

import datetime as dt
import io

from revcore.model import Scorecard
from revcore.report.plan_rows import Sheet, harmless, sheets

EPOCH = dt.datetime(2000, 1, 1)
"""Said to be made then: no clock is asked, and the same document gives the same bytes."""


def as_xlsx(card: Scorecard) -> bytes:
    """The workbook. Texts are written as texts, never as formulas or links."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "90-day plan", "created": EPOCH})
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets(card):
            fill(book.add_worksheet(sheet.title), sheet, head, body)
    return out.getvalue()


def fill(page: object, sheet: Sheet, head: object, body: object) -> None:
    """One sheet: header kept in view, columns wide enough to read, A4 across."""
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(page, Worksheet)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for column, (name, width) in enumerate(zip(sheet.columns, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, name, head)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(harmless(row)):
            if isinstance(cell, str):
                page.write_string(number, column, cell, body)
            elif cell is not None:
                page.write_number(number, column, cell, body)
            else:
                page.write_blank(number, column, None, body)
