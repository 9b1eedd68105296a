"""Files whose bytes depend on the rows alone: no clock, no user, no compression level."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Row = Sequence[object]


def write_csv(
    path: Path, rows: Iterable[Row], *, bom: bool = False, tail: str = "", mark: str = ","
) -> None:
    """Write separated rows; `tail` is text left at the end of the file, as people do."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", delimiter=mark).writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((text.getvalue() + tail).encode("utf-8-sig" if bom else "utf-8"))


def write_spend_sheet(path: Path, titles: Sequence[str], header: Row, rows: Sequence[Row]) -> None:
    """Write a finance sheet: titles, a blank row, the header, the rows, and their Total."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 3, 9, 0), "author": ""})
    bold = book.add_format({"bold": True})
    month = book.add_format({"num_format": "mmm yyyy"})
    money = book.add_format({"num_format": "#,##0.00"})
    total = book.add_format({"num_format": "#,##0.00", "bold": True})
    sheet = book.add_worksheet("S&M cost")
    sheet.set_column(0, 3, 16)
    for line, title in enumerate(titles):
        sheet.write_string(line, 0, title, bold)
    top = len(titles) + 1
    sheet.write_row(top, 0, header, bold)
    for line, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, datetime(value.year, value.month, 1), month)
            elif isinstance(value, str):
                if value:
                    sheet.write_string(line, column, value)
            else:
                sheet.write_number(line, column, float(value), money)  # type: ignore[arg-type]
    last = top + len(rows)
    column = len(header) - 1
    letter = "ABCDEFGH"[column]
    stated = sum(row[column] for row in rows)  # type: ignore[misc]
    sheet.write_string(last + 1, 0, "Total", bold)
    sheet.write_formula(
        last + 1, column, f"=SUM({letter}{top + 2}:{letter}{last + 1})", total, f"{stated}"
    )
    book.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(uncompressed(packed.getvalue()))


def uncompressed(packed: bytes) -> bytes:
    """Repack a workbook without compression, so that no zlib release changes its bytes."""
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(plain, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name))
    return plain.getvalue()
