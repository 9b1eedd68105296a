"""A sheet as it was written: text cells, line numbers, and nothing decided yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from revcore.ingest.raw import LINE, Remark

_FEW = 20_000
"""Lines up to which all columns are trimmed at once."""
TEXT, NUMBER, DATE, YES_NO = 0, 1, 2, 3
"""Cell types a workbook states; text files have none."""


@dataclass(frozen=True)
class Grid:
    """All non-blank lines of one sheet.

    cells
        String columns ``"0"``, ``"1"``, … (trimmed, blank is null) and ``__line``.
    written
        How many cells each line has in the file; None where all lines have the same number.
    kinds
        Per column the type each cell has in the workbook; empty for text files.
    remarks
        What the reader must know about the sheet.
    formats
        Column -> number format of most of its cells, where a workbook has them.
    since_1904
        Numbers of days in the workbook count from 1904.
    """

    sheet: str
    cells: pl.DataFrame
    written: pl.Series | None = None
    kinds: tuple[pl.Series, ...] = ()
    remarks: tuple[Remark, ...] = ()
    formats: Mapping[int, str] = field(default_factory=dict)
    since_1904: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.cells.width - 1

    def rows(self, start: int, stop: int) -> list[list[str | None]]:
        """Some rows as lists, without their line numbers."""
        part = self.cells.slice(max(start, 0), max(stop - max(start, 0), 0)).drop(LINE)
        return [list(row) for row in part.iter_rows()]


def grid(
    sheet: str,
    cells: pl.DataFrame,
    written: pl.Series | None = None,
    kinds: Sequence[pl.Series] = (),
    *,
    is_trim: bool = False,
) -> Grid:
    """Trim the cells and leave out lines that are wholly blank.

    is_trim
        Whether no cell begins or ends with a blank and none is an empty text.
    """
    names = [name for name in cells.columns if name != LINE]
    trimmed = cells
    names_left: list[str] = []
    if is_trim:
        pass
    elif cells.height <= _FEW:
        bare = pl.col(names).str.strip_chars()
        trimmed = cells.with_columns(pl.when(bare.str.len_bytes() > 0).then(bare))
    else:
        names_left = names
    for name in names_left:  # one by one: a big file is never held twice
        text = cells[name].str.strip_chars()
        blank = text.str.len_bytes() == 0
        if blank.any():
            text = text.set(blank.fill_null(value=False), None)
        trimmed = trimmed.with_columns(text.alias(name))
    del cells
    if not names or not all(trimmed[name].null_count() for name in names):
        return Grid(sheet, trimmed, written, tuple(kinds))
    keep = trimmed.select(pl.any_horizontal(pl.col(names).is_not_null())).to_series()
    if keep.all():
        return Grid(sheet, trimmed, written, tuple(kinds))
    return Grid(
        sheet,
        trimmed.filter(keep),
        None if written is None else written.filter(keep),
        tuple(kind.filter(keep) for kind in kinds),
    )


def letters(column: int) -> str:
    """Name a column as spreadsheets do, counting from 0.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
