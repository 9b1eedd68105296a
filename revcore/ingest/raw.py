"""What reading files gives before anybody knows what the columns mean.

Bytes go in as :class:`Source`; each table found in them comes out as a :class:`RawTable` of text
columns, with the places (file, sheet, line) kept so that every row can be named later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

LINE = "__line"
"""Name of the column that holds the 1-based line of each row in its file."""


@dataclass(frozen=True)
class Source:
    """What a person dropped: a base name, and bytes or a path to them.

    A path is for the command line: big files are scanned, not loaded twice.
    """

    name: str
    data: bytes | Path


@dataclass(frozen=True)
class TotalRow:
    """A row that sums others: taken out of the frame, still counted among the rows in."""

    line: int
    label: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class RaggedRow:
    """A line that is no row of the table: set aside whole, never cut, with the reason."""

    line: int
    text: str
    reason: str = "more cells than the header has columns"


UNSAVED = "unsaved_formulas"
"""Kind of the remark that formulas came without their results."""
PIVOT = "pivot"
"""Kind of the remark that a pivot table can’t be read as it is laid out."""


@dataclass(frozen=True)
class Remark:
    """Something the reader must know about a table: a sentence with ``{where}`` for its place."""

    kind: str
    text: str
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RawTable:
    """One table found in one sheet of one file.

    file
        Index into :attr:`OpenedFiles.files`.
    sheet
        Name of the sheet; empty for text files.
    headers
        As printed, trimmed and made unique ("Amount", "Amount (2)"); nameless ones "Column C".
    frame
        One String column per header (null = blank) in file order, and ``__line`` (Int64, 1-based).
    range
        Cells covered, header included: "A4:H312".
    preamble
        Text of the lines above the header (title, date range).
    totals
        Total rows, already taken out of the frame.
    ragged
        Lines with too many cells, and notes below the table; kept out of the frame.
    short
        Lines with fewer cells than the header; they stay in the frame, the rest of them blank.
    comments
        Number of ``#`` lines skipped.
    hints
        header -> "date", "number", "currency:EUR", from cell types, formats or the header's text.
    remarks
        What the reader must know: names carried down, hidden rows, a file cut short.
    part
        Which table of its sheet it is, from 1; None where the sheet holds one.
    since_1904
        Numbers of days count from 1904 in its workbook.
    names
        Header of a column of names that stood on rows of their own.
    """

    file: int
    sheet: str
    headers: tuple[str, ...]
    frame: pl.DataFrame
    range: str
    has_header: bool = True
    preamble: tuple[str, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    ragged: tuple[RaggedRow, ...] = ()
    short: tuple[int, ...] = ()
    comments: int = 0
    hints: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    part: int | None = None
    since_1904: bool = False
    names: str | None = None

    @property
    def rows_in(self) -> int:
        """Non-empty rows below the header, whatever became of them."""
        return self.frame.height + len(self.totals) + len(self.ragged)


@dataclass(frozen=True)
class OpenedFile:
    """One file: its tables, or a sentence saying why there are none."""

    name: str
    sha256: str
    bytes: int
    error: str | None = None
    tables: tuple[RawTable, ...] = ()
    duplicate_of: str | None = None


@dataclass(frozen=True)
class OpenedFiles:
    """Every file given, sorted by sha256, so that the order of arrival changes nothing.

    A file with the same bytes as another one has no tables and names it in ``duplicate_of``.
    """

    files: tuple[OpenedFile, ...]

    @property
    def tables(self) -> tuple[RawTable, ...]:
        """All tables of all files, in file order."""
        return tuple(table for file in self.files for table in file.tables)
