"""Workbooks to grids: every sheet, stored values only (no formula is worked out)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import compress, islice
from typing import cast

import polars as pl

from revcore.ingest.deadline import check
from revcore.ingest.extent import MAX_CELLS
from revcore.ingest.grid import DATE, NUMBER, TEXT, YES_NO, Grid, grid
from revcore.ingest.limits import (
    MAX_COLUMNS,
    OLE,
    damaged,
    protected,
    too_vast,
    too_wide,
)
from revcore.ingest.ole import is_sound
from revcore.ingest.package import SheetFacts, sheet_facts
from revcore.ingest.raw import LINE, UNSAVED, Remark

MOST_MERGES = 20_000
_SHOWN = 3
AT_FIRST, AT_ONCE = 64, 4096
"""Rows turned into columns together; among the first are the headers, whose columns are mixed."""
_PLAIN = (1e-4, 1e15)
"""Sizes of numbers whose shortest text has no exponent."""


def workbook_grids(name: str, data: bytes) -> list[Grid]:
    """All worksheets that have cells, in workbook order.

    Raises
    ------
    UnreadableFile
        For a damaged or protected workbook, or a sheet that claims too many cells.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    if data.startswith(OLE) and not is_sound(data):
        raise damaged(name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            (book.get_sheet_by_name(meta.name), meta.visible != SheetVisibleEnum.Visible)
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise protected(name) from None
    except (CalamineError, OSError, ValueError):
        raise damaged(name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash, not ours
            raise
        raise damaged(name) from None
    grids = []
    facts = sheet_facts(data)
    for sheet, hidden in sheets:
        check()
        if sheet.end is None:
            continue
        rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
        if rows * min(columns, MAX_COLUMNS) > MAX_CELLS:
            raise too_vast(name, rows, columns, sheet.name)
        before = sheet.start[1] if sheet.start else 0
        found = _grid(name, sheet.name, sheet.iter_rows(), columns, before)
        own = facts.get(sheet.name, SheetFacts())
        grids.append(
            replace(
                found,
                cells=_priced(_unmerged(found.cells, sheet.merged_cell_ranges or []), own.mixed),
                remarks=(*_remarks(found, hidden, own.hidden), *_unsaved(own.unsaved)),
                formats=own.currencies,
                since_1904=own.since_1904,
            )
        )
    return [found for found in grids if found.cells.height]


def _unmerged(
    cells: pl.DataFrame, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> pl.DataFrame:
    """Text of cells merged downwards, on every row they cover."""
    tall = [(top, bottom) for top, bottom in ranges if bottom[0] > top[0]]
    if not tall or len(tall) > MOST_MERGES or not cells.height:
        return cells
    row_of = {int(line) - 1: at for at, line in enumerate(cells[LINE])}
    changes: dict[str, tuple[list[int], list[str]]] = {}
    for (top, column), (bottom, _) in tall:
        if str(column) not in cells.columns or top not in row_of:
            continue
        text = cells[str(column)][row_of[top]]
        covered = [row_of[row] for row in range(top + 1, bottom + 1) if row in row_of]
        if text is not None and covered:
            rows, texts = changes.setdefault(str(column), ([], []))
            rows += covered
            texts += [text] * len(covered)
    for name, (rows, texts) in changes.items():
        cells = cells.with_columns(cells[name].scatter(rows, texts))
    return cells


def _priced(cells: pl.DataFrame, mixed: Mapping[int, Mapping[int, str]]) -> pl.DataFrame:
    """Numbers of a column whose formats print several currencies, with their code before them."""
    for column, rows in mixed.items():
        if str(column) not in cells.columns:
            continue
        codes = pl.Series([rows.get(line) for line in cells[LINE]], dtype=pl.String)
        text = pl.col(str(column))
        number = pl.lit(codes).is_not_null() & text.str.contains(r"^-?[\d.]+$")
        coded = pl.when(number).then(pl.lit(codes) + " " + text).otherwise(text)
        cells = cells.with_columns(coded.alias(str(column)))
    return cells


def _remarks(found: Grid, hidden: bool, rows: Sequence[int]) -> tuple[Remark, ...]:
    """That a sheet or rows of it are hidden: hidden rows count, and the reader is told."""
    said = []
    if hidden:
        said.append(Remark("hidden_sheet", "{where} is hidden in the workbook."))
    count = int(found.cells[LINE].is_in(list(rows)).sum()) if rows else 0
    if count:
        are, they = ("row is", "it counts") if count == 1 else ("rows are", "they count")
        text = f"{count:,} {are} hidden in {{where}} (by a filter or by hand); {they}."
        said.append(Remark("hidden_rows", text, {"rows": count}))
    return tuple(said)


def _unsaved(cells: Sequence[str]) -> tuple[Remark, ...]:
    """That formulas came without their results, as programs write them that do not calculate."""
    if not cells:
        return ()
    shown = ", ".join(cells[:_SHOWN]) + (" …" if len(cells) > _SHOWN else "")
    hold, count = ("cell holds", "it counts") if len(cells) == 1 else ("cells hold", "they count")
    text = (
        f"{len(cells):,} {hold} a formula whose result was not saved in {{where}} ({shown}); "
        f"{count} as blank. Open the workbook in your spreadsheet program, save it, and drop it "
        "again."
    )
    return (Remark(UNSAVED, text, {"cells": len(cells)}),)


def _grid(name: str, sheet: str, rows: object, columns: int, before: int) -> Grid:
    """Cells of a sheet; columns beyond the most there may be are blank or too many.

    ``before`` blank columns stand on the left, which the rows leave out.
    """
    width = min(columns, MAX_COLUMNS)
    given = max(width - before, 0)
    left = [""] * (width - given)
    texts: list[list[pl.Series]] = [[] for _ in range(width)]
    kinds: list[list[pl.Series]] = [[] for _ in range(width)]
    lines: list[int] = []
    at, few = 1, AT_FIRST
    numbered = iter(cast(Iterable[list[object]], rows))
    while some := list(islice(numbered, few)):
        check()
        here: Sequence[int] = range(at, at + len(some))
        at, few = at + len(some), AT_ONCE
        filled = list(map(any, some))
        if not all(filled):  # a zero is a filled cell too
            filled = [
                told or any(cell != "" for cell in row)
                for told, row in zip(filled, some, strict=True)
            ]
        if not all(filled):
            here, some = list(compress(here, filled)), list(compress(some, filled))
        lines += here
        if columns > width and any(cell != "" for row in some for cell in row[given:]):
            raise too_wide(name, columns, sheet)
        if not set(map(len, some)) <= {width}:
            some = [[*left, *row[:given], *[""] * (given - len(row))] for row in some]
        for column, values in enumerate(zip(*some, strict=True)):
            text, kind = _texts(values)
            texts[column].append(text)
            kinds[column].append(kind)
    cells = pl.DataFrame(
        {str(column): _whole(texts[column], pl.String) for column in range(width)}
    ).with_columns(pl.Series(LINE, lines, dtype=pl.Int64))
    return grid(sheet, cells, kinds=[_whole(kind, pl.UInt8) for kind in kinds])


def _whole(parts: Sequence[pl.Series], kind: type[pl.DataType]) -> pl.Series:
    return pl.concat(parts) if parts else pl.Series(dtype=kind)


def _texts(column: Sequence[object]) -> tuple[pl.Series, pl.Series]:
    """Stored values of a column as text, with their kinds; alike ones together."""
    types = set(map(type, column))
    if types == {str}:
        text = pl.Series(column, dtype=pl.String)
        return (text.replace("", None) if "" in column else text), _same(TEXT, column)
    if types == {float}:
        return _numbers(cast(Sequence[float], column)), _same(NUMBER, column)
    if types == {dt.date}:
        return pl.Series(column, dtype=pl.Date).cast(pl.String), _same(DATE, column)
    if types <= {dt.date, dt.datetime}:
        known = {day: _cell(day)[0] for day in set(column)}
        return pl.Series([known[day] for day in column], dtype=pl.String), _same(DATE, column)
    cells = list(map(_cell, column))
    return (
        pl.Series([text for text, _ in cells], dtype=pl.String),
        pl.Series([kind for _, kind in cells], dtype=pl.UInt8),
    )


def _same(kind: int, column: Sequence[object]) -> pl.Series:
    return pl.Series([kind], dtype=pl.UInt8).new_from_index(0, len(column))


def _numbers(column: Sequence[float]) -> pl.Series:
    """Shortest texts of floats; where one may need an exponent, each by itself.

    >>> _numbers([7.0, 30.5, -0.0]).to_list(), _numbers([float("nan"), 0.1]).to_list()
    (['7', '30.5', '0'], [None, '0.1'])
    """
    values = pl.Series(column, dtype=pl.Float64)
    zero, size = values == 0, values.abs()
    if not (zero | size.is_between(*_PLAIN)).all():
        return pl.Series([_number(value) for value in column], dtype=pl.String)
    text = values.cast(pl.String).str.strip_suffix(".0")
    return text.replace("-0", "0") if zero.any() else text


def _cell(value: object) -> tuple[str | None, int]:
    """One stored value as text that reads back to the same value.

    >>> _cell(dt.datetime(2024, 3, 5)), _cell(30.5), _cell(7.0), _cell(True)
    (('2024-03-05', 2), ('30.5', 1), ('7', 1), ('TRUE', 3))
    """
    if isinstance(value, str):
        return value or None, TEXT
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), YES_NO
    if isinstance(value, int):
        return str(value), NUMBER
    if isinstance(value, float):
        return _number(value), NUMBER
    if isinstance(value, dt.datetime):
        value = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
        midnight = value.time() == dt.time()
        return (value.date().isoformat() if midnight else value.isoformat(" ", "seconds")), DATE
    if isinstance(value, dt.date):
        return value.isoformat(), DATE
    return str(value), TEXT


def _number(value: float) -> str | None:
    """Shortest text of a float, never with an exponent."""
    text = repr(value)
    if "e" not in text and "n" not in text:  # neither an exponent nor “nan” or “inf”
        return text.removesuffix(".0") if value else "0"
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
