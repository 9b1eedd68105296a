"""Open what a person dropped: every file by itself, so that a bad one leaves the others alone."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import polars as pl

from revcore.errors import UnreadableFile
from revcore.ingest.deadline import check, within
from revcore.ingest.grid import Grid, grid
from revcore.ingest.limits import MAX_COLUMNS, check_size, damaged, kind_of, too_slow, too_wide
from revcore.ingest.period import header_months, header_quarters
from revcore.ingest.presets import catalogue
from revcore.ingest.raw import LINE, OpenedFile, OpenedFiles, RawTable, Remark, Source
from revcore.ingest.shape import NoTable, find_tables
from revcore.ingest.text import text_grid
from revcore.ingest.turned import stood_up, turn
from revcore.ingest.workbook import workbook_grids

__all__ = ["Source", "open_files"]

_LARGE = 4_000_000
"""Bytes from which reading a file takes longer than reading the exports that are known."""
_FEWEST_ACROSS = 3
"""Months or quarters across that make a table by month."""


def open_files(
    sources: Sequence[Source], *, max_bytes: int | None = None, seconds: float | None = None
) -> OpenedFiles:
    """Find the tables in files; never raises for one bad file, whose ``error`` is a sentence.

    Parameters
    ----------
    max_bytes
        Largest file taken [bytes]; None for no limit.
    seconds
        Longest time for which one file is waited [s]; None for no limit.
    """
    opened = sorted(
        (_in_time(source, max_bytes, seconds) for source in sources),
        key=lambda file: (file.sha256, file.name),
    )
    first: dict[str, str] = {}
    files = []
    for index, file in enumerate(opened):
        original = first.setdefault(file.sha256, file.name) if file.sha256 else file.name
        repeated = bool(file.sha256) and any(
            other.sha256 == file.sha256 for other in opened[:index]
        )
        if repeated and file.error is None:
            files.append(replace(file, tables=(), duplicate_of=original))
        else:
            tables = tuple(replace(table, file=index) for table in file.tables)
            files.append(replace(file, tables=tables))
    return OpenedFiles(tuple(files))


def _in_time(source: Source, max_bytes: int | None, seconds: float | None) -> OpenedFile:
    """Open a file in a thread of its own, and wait no longer than asked.

    The thread gives up by itself soon after: see :mod:`revcore.ingest.deadline`.
    """
    if seconds is None:
        return _open(source, max_bytes)
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open")
    try:
        return pool.submit(_open, source, max_bytes, seconds).result(timeout=seconds)
    except TimeoutError:
        name = Path(source.name).name
        return OpenedFile(name, "", _size(source), str(too_slow(name, seconds)))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _open(source: Source, max_bytes: int | None, seconds: float | None = None) -> OpenedFile:
    name = Path(source.name).name
    try:
        data = _bytes(name, source, max_bytes)
    except UnreadableFile as error:
        known = source.data if isinstance(source.data, bytes) else b""
        sha256 = hashlib.sha256(known).hexdigest() if known else ""
        return OpenedFile(name, sha256, _size(source), str(error))
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="fingerprint") as beside:
        taken = beside.submit(lambda: hashlib.sha256(data).hexdigest())
        if len(data) > _LARGE:
            beside.submit(catalogue)  # asked for next; one core has nothing to do meanwhile
        try:
            with within(name, seconds):
                tables = _tables(name, data)
        except UnreadableFile as error:
            return OpenedFile(name, taken.result(), len(data), str(error))
        return OpenedFile(name, taken.result(), len(data), None, tables)


def _size(source: Source) -> int:
    if isinstance(source.data, bytes):
        return len(source.data)
    try:
        return source.data.stat().st_size
    except OSError:
        return 0


def _bytes(name: str, source: Source, max_bytes: int | None) -> bytes:
    if isinstance(source.data, bytes):
        check_size(name, len(source.data), max_bytes)
        return source.data
    path = source.data
    if not path.exists():
        raise UnreadableFile(f"“{name}” is not there.", fix="Check the name and the folder.")
    if not path.is_file():
        raise UnreadableFile(f"“{name}” is not a file.", fix="Name the files in it.")
    try:
        check_size(name, path.stat().st_size, max_bytes)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"“{name}” cannot be opened: {error.strerror or 'the system refuses'}.",
            fix="Check that you may read it and that no other program holds it.",
        ) from None


def _tables(name: str, data: bytes) -> tuple[RawTable, ...]:
    kind = kind_of(name, data)
    if kind == "workbook":
        grids = workbook_grids(name, data)
    elif kind == "parquet":
        grids = [_parquet(name, data)]
    else:
        grids = [text_grid(name, data)]
    found = []
    for sheet in grids:
        check()
        found.append((sheet, _found(sheet)))
    tables = tuple(
        turn(_with_year(table, name))
        for _, own in found
        if not isinstance(own, NoTable)
        for table in own
    )
    if not tables:
        raise _no_table(
            name, [(grid.sheet, why) for grid, why in found if isinstance(why, NoTable)]
        )
    return _parts(tables)


def _with_year(table: RawTable, name: str) -> RawTable:
    """Months across that have no year, nor one above them, take the one in the file's name."""
    around = (*table.preamble, table.sheet)
    if header_months(table.headers, around) or header_quarters(table.headers, around):
        return table
    stem = (Path(name).stem.replace("_", " "),)
    across = header_months(table.headers, stem) or header_quarters(table.headers, stem)
    if len(across) < _FEWEST_ACROSS:
        return table
    year = min(across.values())[:4]
    text = (
        f"The months in {{where}} have no year: the one in the name of the file, {year}, is taken."
    )
    remarks = (*table.remarks, Remark("year_of_name", text))
    return replace(table, preamble=(*table.preamble, year), remarks=remarks)


def _parts(tables: tuple[RawTable, ...]) -> tuple[RawTable, ...]:
    """Number the tables of sheets that hold several."""
    names = [table.sheet for table in tables]
    return tuple(
        replace(table, part=names[: at + 1].count(table.sheet))
        if names.count(table.sheet) > 1
        else table
        for at, table in enumerate(tables)
    )


def _found(sheet: Grid) -> tuple[RawTable, ...] | NoTable:
    turned = stood_up(sheet)
    if turned is None:
        return find_tables(sheet, 0)
    upright, place = turned
    tables = find_tables(upright, 0)
    if isinstance(tables, NoTable) or len(tables) > 1:
        return find_tables(sheet, 0)
    return (replace(tables[0], range=place),)


def _no_table(name: str, reasons: list[tuple[str, NoTable]]) -> UnreadableFile:
    if not reasons:
        return UnreadableFile(
            f"“{name}” has no filled cell on any sheet.",
            fix="Check that the right workbook was saved.",
        )
    sheet, reason = reasons[0]
    where = f", sheet “{sheet}”," if sheet and len(reasons) == 1 else ""
    if len(reasons) > 1:
        return UnreadableFile(
            f"“{name}” holds no table on any of its {len(reasons)} sheets: “{sheet}” {reason.why}.",
            fix="Put the rows under one header line on a sheet of their own.",
        )
    if "no rows below" in reason.why:
        fix = "Export it again with at least one row."
    else:
        fix = "Put the rows under one header line, one column per field."
    return UnreadableFile(f"“{name}”{where} {reason.why}.", fix=fix)


def _parquet(name: str, data: bytes) -> Grid:
    """A parquet file as a grid: its names are the header line."""
    try:
        width = len(pl.read_parquet_schema(io.BytesIO(data)))
        if width > MAX_COLUMNS:
            raise too_wide(name, width)
        frame = pl.read_parquet(data)
        text = frame.select(pl.all().cast(pl.String))
    except (pl.exceptions.PolarsError, OSError):
        raise damaged(name) from None
    names = [str(column) for column in range(text.width)]
    header = pl.DataFrame({at: [name] for at, name in zip(names, text.columns, strict=True)})
    text.columns = names
    cells = pl.concat([header, text]).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE)
    )
    return grid("", cells)
