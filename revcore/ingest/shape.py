"""Where the table is on a sheet: what stands above it, its header, its rows, its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from revcore.ingest.blocks import blocks
from revcore.ingest.cells import currency_in_header
from revcore.ingest.deadline import check
from revcore.ingest.grid import DATE, NUMBER, Grid, letters
from revcore.ingest.header import (
    HEADER_WITHIN,
    LOOK_BELOW,
    Header,
    columns_filled,
    find_header,
    mostly_typed,
    whole_header,
)
from revcore.ingest.outline import carry_down
from revcore.ingest.raw import LINE, RaggedRow, RawTable
from revcore.ingest.rows import in_one_order, split_notes, split_repeated_headers, split_totals


@dataclass(frozen=True)
class NoTable:
    """Why a sheet has no table: the end of a sentence about it."""

    why: str


def find_tables(grid: Grid, file: int) -> tuple[RawTable, ...] | NoTable:
    """Cut the tables out of a sheet, or say why there is none."""
    if not grid.cells.height:
        return NoTable("has no cells")
    found = []
    for block in blocks(grid):
        check()
        found.append(_find(block, file))
    if any(isinstance(one, NoTable) for one in found[1:]):
        found = [_find(grid, file)]  # no line may get lost between two tables
    tables = tuple(table for table in found if isinstance(table, RawTable))
    reasons = [why for why in found if isinstance(why, NoTable)]
    return tables or reasons[0]


def _find(grid: Grid, file: int) -> RawTable | NoTable:
    comments = _comments(grid)
    body = _drop_rows(grid, comments)
    if not body.cells.height:
        return NoTable("has comment lines only")
    rows = body.rows(0, HEADER_WITHIN + LOOK_BELOW)
    found = find_header(rows)
    if found is not None and found == body.cells.height - 1:
        width = sum(cell is not None for cell in rows[found])
        return NoTable(f"has a header of {width} columns and no rows below it")
    lines = body.cells[LINE].head(len(rows)).to_list()
    header = None if found is None else whole_header(rows, lines, found)
    if _is_prose(rows, None if header is None else header.last, body.written):
        return NoTable("holds text, but no table with columns and rows")
    return _cut(body, rows, header, file, _texts(grid.rows(0, comments)), comments)


def _comments(grid: Grid) -> int:
    """Leading lines that begin with ``#`` and are not the header."""
    rows = grid.rows(0, 60)
    widest = max((sum(cell is not None for cell in row) for row in rows), default=0)
    count = 0
    for row in rows:
        filled = [cell for cell in row if cell is not None]
        if not filled[0].startswith("#") or 1 < len(filled) > widest / 2:
            break
        count += 1
    return count


def _drop_rows(grid: Grid, count: int) -> Grid:
    if not count:
        return grid
    return replace(
        grid,
        cells=grid.cells.slice(count),
        written=None if grid.written is None else grid.written.slice(count),
        kinds=tuple(kind.slice(count) for kind in grid.kinds),
    )


def _is_prose(rows: list[list[str | None]], header: int | None, written: pl.Series | None) -> bool:
    """Text rather than a table: one column of words, or mostly lone cells without numbers."""
    body = rows[(-1 if header is None else header) + 1 :]
    if not body:
        return True
    filled = [sum(cell is not None for cell in row) for row in body]
    lone = sum(count == 1 for count in filled) > len(filled) / 2
    if any(mostly_typed(column) for column in zip(*body, strict=False)):
        return header is None and (lone or columns_filled(body) < 2)
    usual = sorted(filled)[len(filled) // 2]
    named = 0 if header is None else sum(cell is not None for cell in rows[header])
    lengths = sorted(len(cell) for row in body for cell in row if cell)
    sparse = len(body) > 3 and usual <= named / 2
    uneven = (
        written is not None
        and len(body) > 3
        and (int((written == written.mode()[0]).sum()) < 0.5 * len(written))
    )
    long = lengths[len(lengths) // 2] > 100
    return header is None or columns_filled(body) < 2 or lone or sparse or uneven or long


# ---------------------------------------------------------------- cutting
def _cut(
    grid: Grid,
    rows: list[list[str | None]],
    header: Header | None,
    file: int,
    above: tuple[str, ...],
    comments: int,
) -> RawTable:
    top = 0 if header is None else header.first
    start = 0 if header is None else header.last + 1
    names: list[str | None] = [None] * grid.width
    if header is not None:
        names = list(header.names)
    cells = grid.cells.slice(start)
    written = None if grid.written is None else grid.written.slice(start)
    units = _units(grid, header)
    wide = _named_width(grid, names, header)
    cells, written, ragged = _split_overlong(cells, written, wide, is_text=not grid.kinds)
    used = [
        at
        for at in range(grid.width)
        if names[at] is not None or cells[str(at)].null_count() < cells.height
    ]
    headers = _headers(names, used)
    frame = cells.select(
        *[pl.col(str(at)).alias(name) for at, name in zip(used, headers, strict=True)],
        pl.col(LINE),
    )
    short = _short_lines(frame, written, wide) if not grid.kinds else ()
    last = int(max([frame[LINE].max() or 0, *[row.line for row in ragged]]))  # type: ignore[arg-type]
    first = int(grid.cells[LINE][top])
    frame, again = split_repeated_headers(in_one_order(frame, headers), headers)
    frame, notes = split_notes(frame, headers)
    above += _texts(rows[:top])
    outlined = carry_down(frame, headers, above)
    frame, headers = outlined.frame, outlined.headers
    frame, totals = split_totals(frame, headers)
    return RawTable(
        file=file,
        sheet=grid.sheet,
        headers=headers,
        frame=frame,
        range=f"{letters(used[0])}{first}:{letters(used[-1])}{last}",
        has_header=header is not None,
        preamble=above,
        totals=tuple(sorted([*totals, *outlined.sums], key=lambda row: row.line)),
        ragged=tuple(
            sorted([*units, *ragged, *again, *notes, *outlined.groups], key=lambda row: row.line)
        ),
        short=short,
        comments=comments,
        hints=_hints(grid, start, used, headers[: len(used)]),
        remarks=grid.remarks + outlined.remarks,
        since_1904=grid.since_1904,
        names=outlined.names,
    )


def _units(grid: Grid, header: Header | None) -> list[RaggedRow]:
    if header is None or header.units < 0:
        return []
    row = grid.rows(header.units, header.units + 1)
    return [RaggedRow(int(grid.cells[LINE][header.units]), _texts(row)[0], "a row of units")]


def _named_width(grid: Grid, names: list[str | None], header: Header | None) -> int:
    """How many cells a whole row has."""
    if header is None:
        usual = grid.written.mode().sort()[-1] if grid.written is not None else grid.width
        return min(int(usual), grid.width)
    last = max(at for at, name in enumerate(names) if name is not None) + 1
    if grid.written is None:
        return last
    return min(max(last, int(grid.written[header.last])), grid.width)


def _split_overlong(
    cells: pl.DataFrame, written: pl.Series | None, wide: int, *, is_text: bool
) -> tuple[pl.DataFrame, pl.Series | None, list[RaggedRow]]:
    """Set aside lines with more cells than names, unless most lines are so."""
    beyond = [name for name in cells.columns if name != LINE and int(name) >= wide]
    if not is_text or not beyond:
        return cells, written, []
    long = cells.select(pl.any_horizontal(pl.col(beyond).is_not_null())).to_series()
    if not long.any() or (long.mean() or 0) > 0.5:  # type: ignore[operator]
        return cells, written, []
    rows = [
        RaggedRow(row[-1], " | ".join(cell or "" for cell in row[:-1]).rstrip(" |"))
        for row in cells.filter(long).iter_rows()
    ]
    kept = None if written is None else written.filter(~long)
    return cells.filter(~long), kept, rows


def _short_lines(frame: pl.DataFrame, written: pl.Series | None, wide: int) -> tuple[int, ...]:
    if written is None:
        return ()
    return tuple(frame[LINE].filter(written < wide).to_list())


def _headers(names: list[str | None], used: list[int]) -> tuple[str, ...]:
    """Names as printed, on one line, unique.

    >>> _headers(["id", None, "id"], [0, 1, 2])
    ('id', 'Column B', 'id (2)')
    """
    out: list[str] = []
    for at in used:
        base = re.sub(r"\s+", " ", names[at] or "").strip() or f"Column {letters(at)}"
        base = f"{base} (0)" if base == LINE else base
        name, number = base, 1
        while name in out:
            number += 1
            name = f"{base} ({number})"
        out.append(name)
    return tuple(out)


def _texts(rows: list[list[str | None]]) -> tuple[str, ...]:
    return tuple(" ".join(cell for cell in row if cell) for row in rows)


def _hints(grid: Grid, start: int, used: list[int], headers: tuple[str, ...]) -> dict[str, str]:
    """What cell types and header words say about columns."""
    hints = {}
    for at, name in zip(used, headers, strict=True):
        currency = currency_in_header(name) or grid.formats.get(at)
        if currency:
            hints[name] = f"currency:{currency}"
        elif grid.kinds:
            kinds = grid.kinds[at].slice(start)
            filled = grid.cells[str(at)].slice(start).count()
            for code, word in ((DATE, "date"), (NUMBER, "number")):
                if filled and (kinds == code).sum() > 0.5 * filled:
                    hints[name] = word
    return hints
