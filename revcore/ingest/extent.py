"""How far the cells of a workbook reach, looked up before a reader sets room aside for them.

A reader of workbooks keeps a whole rectangle: two cells in opposite corners of a sheet, a few
kilobytes, would ask for half a terabyte and end the program.
"""

from __future__ import annotations

import re
import zipfile
import zlib

import polars as pl

MAX_CELLS = 60_000_000
"""Cells a sheet may claim; a used range beyond this is a formatting accident or an attack."""
_FEW_COLUMNS = ("[B-Zb-z][A-Za-z]", "[A-Za-z]{3}", "[A-Za-z]{0,2}\\d{7}")
_FEW_ROWS = ("[W-Zw-z][A-Za-z]", "[A-Za-z]{3}", "[A-Za-z]{0,2}\\d{6}")
"""Where no place is like one of the first, none lies beyond AZ999999 (52 million cells); where none
is like one of the second, none beyond VZ99999 (60 million)."""
_USUAL = [[re.compile(f' r="{far}'.encode()) for far in kind] for kind in (_FEW_COLUMNS, _FEW_ROWS)]
_DECLARATION = re.compile(rb"\s*<\?xml[^<>]*\?>\s*")
_UNUSUAL = (b"\t", b"\n", b"\r", b"='", b" =", b"= ")
"""What spreadsheet programs do not write among the cells, but readers understand."""
_NOTICED = "|".join(
    [*(mark.decode() for mark in _UNUSUAL), *(f' r="(?:{far})' for far in _FEW_COLUMNS)]
)
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
_BLANK = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^<>]*/>")
_NO_CELLS = re.compile(rb"<((?:\w+:)?row)\b[^<>]*>\s*</\1\s*>")


def vast(archive: zipfile.ZipFile) -> tuple[int, int] | None:
    """Rows and columns of the first part whose filled cells span more than :data:`MAX_CELLS`.

    Cells that are only coloured do not count.

    Raises
    ------
    zipfile.BadZipFile
        A part cannot be unpacked: another reader may be less strict, and would follow it unchecked.
    """
    for entry in archive.infolist():
        try:
            data = archive.read(entry)
        except (zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
            raise zipfile.BadZipFile(entry.filename) from error
        if not _may_be_vast(data):
            continue
        rows, columns = reach(data)
        if rows * columns > MAX_CELLS:
            rows, columns = reach(_NO_CELLS.sub(b"", _BLANK.sub(b"", data)))
            if rows * columns > MAX_CELLS:
                return rows, columns
    return None


def _may_be_vast(data: bytes) -> bool:
    """Whether the places are worth looking at one by one, told by a few fast searches."""
    head = _DECLARATION.match(data)
    start = head.end() if head else 0
    try:
        text = pl.Series([data[start:].decode()], dtype=pl.String)
    except UnicodeDecodeError:  # a picture, or letters of another encoding
        text = pl.Series([None], dtype=pl.String)
    if text.str.contains(_NOTICED)[0] is False:
        return False
    if any(data.find(mark, start) >= 0 for mark in _UNUSUAL):
        return True
    return all(any(far.search(data) for far in kind) for kind in _USUAL)


def reach(data: bytes) -> tuple[int, int]:
    """The farthest row and column named in a part.

    >>> reach(b'<row r="3"><c r="B3"/><c r="AA2"/></row>')
    (3, 27)
    """
    places = set(_PLACE.findall(data))
    return (
        max((int(digits[:18]) for _, digits in places if digits), default=1),
        max(_column(letters) for letters in {b"A", *(letters for letters, _ in places)}),
    )


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters.upper()[:9]:
        at = at * 26 + letter - ord("A") + 1
    return at
