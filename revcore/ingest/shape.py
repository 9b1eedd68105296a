"""Where the table is on a sheet: what stands above it, its header, its rows, its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from revcore.ingest.cells import are_periods, cell_kind, currency_in_header
from revcore.ingest.grid import DATE, NUMBER, Grid, letters
from revcore.ingest.raw import LINE, RaggedRow, RawTable
from revcore.ingest.rows import split_notes, split_repeated_headers, split_totals

HEADER_WITHIN = 15
"""Rows, comments not counted, in which the header is looked for."""
LOOK_BELOW = 25
LONGEST_NAME = 120


@dataclass(frozen=True)
class NoTable:
    """Why a sheet has no table: the end of a sentence about it."""

    why: str


@dataclass(frozen=True)
class _Candidate:
    row: int
    score: float
    named: int
    typed: int
    data: int
    filled: int


def find_table(grid: Grid, file: int) -> RawTable | NoTable:
    """Cut the table out of a sheet, or say why there is none."""
    if not grid.cells.height:
        return NoTable("has no cells")
    comments = _comments(grid)
    body = _drop_rows(grid, comments)
    if not body.cells.height:
        return NoTable("has comment lines only")
    rows = body.rows(0, HEADER_WITHIN + LOOK_BELOW)
    header = find_header(rows)
    if header is not None and header == body.cells.height - 1:
        width = sum(cell is not None for cell in rows[header])
        return NoTable(f"has a header of {width} columns and no rows below it")
    if _is_prose(rows, header, body.written):
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
    return Grid(
        grid.sheet,
        grid.cells.slice(count),
        None if grid.written is None else grid.written.slice(count),
        tuple(kind.slice(count) for kind in grid.kinds),
    )


# ---------------------------------------------------------------- header
def find_header(rows: list[list[str | None]]) -> int | None:
    """Index of the header row; None where the rows begin with data.

    The header is the row among the first fifteen with most cells that read as names: filled,
    distinct, and with something else below them. Years and months in order are names too.

    >>> find_header([["Report", None], ["Name", "Cost"], ["Acme", "5"], ["Beta", "7"]])
    1
    >>> find_header([["00004", "19970101"], ["00004", "19970118"]]) is None
    True
    """
    kinds = [[cell_kind(cell) for cell in row] for row in rows]
    candidates = [
        found
        for index in range(min(HEADER_WITHIN, len(rows)))
        if (found := _candidate(rows, kinds, index))
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda found: (found.score, -found.row))
    earlier = [found for found in candidates if _stands_for(found, best, rows)]
    return earlier[0].row if earlier else best.row


def _stands_for(found: _Candidate, best: _Candidate, rows: list[list[str | None]]) -> bool:
    """Whether a row above the best one is the header, and what lies between already rows."""
    if found.row > best.row or found.filled < 0.6 * best.filled:
        return False
    between = rows[found.row + 1 : best.row + 1]
    enough = 0.75 * best.filled if best.filled > 2 else 1
    full = all(sum(cell is not None for cell in row) >= enough for row in between)
    data = any(cell_kind(cell) in {"number", "date"} for row in between[:-1] for cell in row)
    return found.typed >= best.typed or full or (data and found.filled >= best.filled)


def _candidate(
    rows: list[list[str | None]], kinds: list[list[str]], index: int
) -> _Candidate | None:
    """Weigh one row as a header; None where it cannot be one."""
    periods = _period_columns(rows[index], kinds[index])
    seen: set[str] = set()
    score, named, typed, data = 0.0, 0, 0, 0
    for column, cell in enumerate(rows[index]):
        kind = kinds[index][column]
        below = [
            (kinds[at][column], rows[at][column])
            for at in range(index + 1, min(index + 1 + LOOK_BELOW, len(rows)))
            if kinds[at][column] != "blank" and rows[at] != rows[index]
        ]
        is_typed = _is_typed([name for name, _ in below])
        if cell is None or kind == "blank":
            score -= 0.5 if below else 0
        elif column in periods or (kind in {"text", "yes_no"} and len(cell) <= LONGEST_NAME):
            worth = 2.0 if is_typed else 1.0 if below else 0.3
            if column not in periods and any(cell == other for _, other in below):
                worth = 0.0
            score += worth / 2 if cell in seen else worth
            named += 1
            typed += is_typed
            seen.add(cell)
        else:
            score -= 2 if is_typed else 1
            data += is_typed
    filled = sum(cell is not None for cell in rows[index])
    alone = filled == 1 and typed == 1 and _columns(rows[index + 1 :]) == 1
    if (named < 2 and not alone) or score <= 0 or (data and data >= typed):
        return None
    return _Candidate(index, score, named, typed, data, filled)


def _is_typed(kinds: list[str]) -> bool:
    """Whether the next cell below and most others are numbers, dates or yes/no."""
    typed = [kind != "text" for kind in kinds]
    return bool(typed) and typed[0] and sum(typed) > len(typed) / 2


def _period_columns(row: list[str | None], kinds: list[str]) -> set[int]:
    columns = [at for at, kind in enumerate(kinds) if kind in {"number", "date"}]
    cells = [cell for at in columns if (cell := row[at]) is not None]
    return set(columns) if are_periods(cells) else set()


def _columns(rows: list[list[str | None]]) -> int:
    """Number of columns with anything in them."""
    return sum(any(cell is not None for cell in column) for column in zip(*rows, strict=False))


def _is_prose(rows: list[list[str | None]], header: int | None, written: pl.Series | None) -> bool:
    """Text rather than a table: one column of words, or mostly lone cells without numbers."""
    body = rows[(-1 if header is None else header) + 1 :]
    if not body:
        return True
    filled = [sum(cell is not None for cell in row) for row in body]
    lone = sum(count == 1 for count in filled) > len(filled) / 2
    if any(_mostly_typed(column) for column in zip(*body, strict=False)):
        return header is None and (lone or _columns(body) < 2)
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
    return header is None or _columns(body) < 2 or lone or sparse or uneven or long


def _mostly_typed(column: Sequence[str | None]) -> bool:
    kinds = [kind for cell in column if (kind := cell_kind(cell)) != "blank"]
    typed = sum(kind in {"number", "date"} for kind in kinds)
    return typed > len(kinds) / 2 and typed >= len(column) / 5


# ---------------------------------------------------------------- cutting
def _cut(
    grid: Grid,
    rows: list[list[str | None]],
    header: int | None,
    file: int,
    above: tuple[str, ...],
    comments: int,
) -> RawTable:
    start = 0 if header is None else header + 1
    names: list[str | None] = [None] * grid.width if header is None else rows[header]
    cells = grid.cells.slice(start)
    written = None if grid.written is None else grid.written.slice(start)
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
    first = int(grid.cells[LINE][header or 0])
    frame, again = split_repeated_headers(frame, headers)
    frame, notes = split_notes(frame, headers)
    frame, totals = split_totals(frame, headers)
    return RawTable(
        file=file,
        sheet=grid.sheet,
        headers=headers,
        frame=frame,
        range=f"{letters(used[0])}{first}:{letters(used[-1])}{last}",
        has_header=header is not None,
        preamble=above + _texts(rows[: header or 0]),
        totals=totals,
        ragged=tuple(sorted([*ragged, *again, *notes], key=lambda row: row.line)),
        short=short,
        comments=comments,
        hints=_hints(grid, start, used, headers),
    )


def _named_width(grid: Grid, names: list[str | None], header: int | None) -> int:
    """How many cells a whole row has."""
    if header is None:
        usual = grid.written.mode().sort()[-1] if grid.written is not None else grid.width
        return min(int(usual), grid.width)
    last = max(at for at, name in enumerate(names) if name is not None) + 1
    if grid.written is None:
        return last
    return min(max(last, int(grid.written[header])), grid.width)


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
        currency = currency_in_header(name)
        if currency:
            hints[name] = f"currency:{currency}"
        elif grid.kinds:
            kinds = grid.kinds[at].slice(start)
            filled = grid.cells[str(at)].slice(start).count()
            for code, word in ((DATE, "date"), (NUMBER, "number")):
                if filled and (kinds == code).sum() > 0.5 * filled:
                    hints[name] = word
    return hints
