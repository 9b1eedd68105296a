"""Several tables on one sheet: below each other after a gap, or beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl

from revcore.ingest.cells import cell_kind
from revcore.ingest.deadline import check
from revcore.ingest.grid import Grid
from revcore.ingest.header import HEADER_WITHIN, LOOK_BELOW, find_header, mostly_typed
from revcore.ingest.raw import LINE
from revcore.ingest.words import dictionary, normal

MOST_TABLES = 60
_LOOK = HEADER_WITHIN + LOOK_BELOW
_MOST_GAPS = 150
"""Gaps looked at; a sheet with more of them is one table with many blank lines."""
_TITLES = 3
_FEWEST_OVER = 3
_DENSE = 0.7
_WHOLE = 3
_DAYS = frozenset({"date", "month", "created", "start"})
_AMOUNTS = frozenset({"amount", "mrr_given"})

Rows = list[list[str | None]]


def blocks(grid: Grid) -> list[Grid]:
    """Parts of a sheet that hold one table each; the sheet itself where it holds one."""
    starts = _starts(grid)
    stops = [*starts[1:], grid.cells.height]
    parts = [_part(grid, start, stop) for start, stop in zip(starts, stops, strict=True)]
    return [side for part in parts for side in _beside(part)]


def _part(grid: Grid, start: int, stop: int) -> Grid:
    if start == 0 and stop == grid.cells.height:
        return grid
    size = stop - start
    return replace(
        grid,
        cells=grid.cells.slice(start, size),
        written=None if grid.written is None else grid.written.slice(start, size),
        kinds=tuple(kind.slice(start, size) for kind in grid.kinds),
    )


# ---------------------------------------------------------------- below each other
def _starts(grid: Grid) -> list[int]:
    """Rows where tables begin: after a gap, under names of their own."""
    starts = [0]
    last = 0
    for row in _after_gaps(grid):
        check()
        if row <= last or len(starts) >= MOST_TABLES:
            continue
        above = grid.rows(starts[-1], min(row, starts[-1] + _LOOK))
        own = _own_header(above, find_header(above), grid.rows(row, row + _LOOK))
        if own is None:
            continue
        last = row + own
        while is_comment(grid.rows(row - 1, row)[0]) and row - 1 > starts[-1]:
            row -= 1
        starts.append(row)
    return starts


def is_comment(row: Sequence[str | None]) -> bool:
    """Whether a line is a remark in the manner of programs: ``# …`` and nothing else."""
    filled = [cell for cell in row if cell is not None]
    return len(filled) == 1 and filled[0].startswith("#")


def _after_gaps(grid: Grid) -> list[int]:
    """Rows under a blank line or a comment, at most as many as there can be tables."""
    if grid.cells.height < 3 or not grid.width:
        return []
    line = grid.cells[LINE]
    without = int(line[-1]) - int(line[0]) == grid.cells.height - 1
    marked = grid.cells["0"].str.starts_with("#") if "0" in grid.cells.columns else None
    if without and (marked is None or not marked.any()):
        return []
    gap = line.diff().fill_null(1) > 1
    if marked is not None:
        gap = gap | marked.fill_null(value=False).shift(1, fill_value=False)
    if not gap.any():
        return []
    found = gap.arg_true().head(_MOST_GAPS).to_list()
    if grid.kinds:
        return found
    return [row for row in found if _really_blank(grid, row)]


def _really_blank(grid: Grid, row: int) -> bool:
    """Whether lines lie between two rows of a text file, beside those inside a quoted cell."""
    before = grid.rows(row - 1, row)[0]
    inside = sum(cell.count("\n") for cell in before if cell)
    gap = int(grid.cells[LINE][row]) - int(grid.cells[LINE][row - 1])
    return gap > 1 + inside or is_comment(before)


def _own_header(above: Rows, header: int | None, below: Rows) -> int | None:
    """Place of a header that is not the one above, near the top of the rows below a gap."""
    found = find_header(below)
    if found is None or found > _TITLES or found + 1 >= len(below):
        return None
    if any(sum(cell is not None for cell in row) > 2 for row in below[:found]):
        return None
    names = below[found]
    printed = [name for name in names if name is not None]
    if len(printed) < 2 or len(set(printed)) < len(printed):
        return None
    before = above[(-1 if header is None else header) + 1 :]
    if any(cell in printed for row in before for cell in row):
        return None  # words that stand among the data above are no names
    body = _until(below[found + 1 :], names)
    if not body or 2 * sum(cell is not None for cell in body[0]) < len(printed):
        return None
    typed = [at for at, name in enumerate(names) if name and mostly_typed(_column(body, at))]
    if not typed or (header is not None and names == above[header]):
        return None
    own = [at for at in range(len(names)) if mostly_typed(_column(before, at)[:LOOK_BELOW])]
    if not own:  # nothing above but a title, or a page of notes
        return found if header is not None or len(above) >= HEADER_WITHIN else None
    words = [at for at in own if names[at] is not None]
    if words:
        return found if all(cell_kind(names[at]) == "text" for at in words) else None
    # over words and blanks only: numbers below where words stand above, line after line
    return found if len(body) > 1 and any(at not in own for at in typed) else None


def _until(rows: Rows, names: Sequence[str | None]) -> Rows:
    """Rows that fill columns with names only."""
    out: Rows = []
    for row in rows:
        if any(cell is not None and names[at] is None for at, cell in enumerate(row)):
            break
        out.append(row)
    return out


def _column(rows: Rows, at: int) -> list[str | None]:
    return [row[at] for row in rows]


# ---------------------------------------------------------------- beside each other
def _beside(grid: Grid) -> list[Grid]:
    """Tables kept apart by a blank column, where each has names and rows of its own."""
    if grid.cells.height < 3:
        return [grid]
    used = [at for at in range(grid.width) if grid.cells[str(at)].null_count() < grid.cells.height]
    gaps = [at for at, after in pairwise(used) if after > at + 1]
    for gap in gaps:
        left = [at for at in used if at <= gap]
        right = [at for at in used if at > gap]
        one, other = _only(grid, left), _only(grid, right)
        wide = min(right) - gap > 2
        if _independent(one, other, least=1 if wide else 2):
            return [*_beside(one), *_beside(other)]
    return [grid]


def _only(grid: Grid, columns: Sequence[int]) -> Grid:
    """The same sheet with all other columns blank."""
    kept = {str(at) for at in columns}
    blank = pl.lit(None, dtype=pl.String)
    cells = grid.cells.with_columns(
        blank.alias(name) for name in grid.cells.columns if name not in kept and name != LINE
    )
    filled = cells.select(pl.any_horizontal(pl.col(sorted(kept)).is_not_null())).to_series()
    return replace(
        grid,
        cells=cells.filter(filled),
        written=None,
        kinds=tuple(kind.filter(filled) for kind in grid.kinds),
    )


def _independent(one: Grid, other: Grid, *, least: int) -> bool:
    """Whether two halves are tables of their own, not one table with a blank column.

    least
        Rows by which they differ; a wide gap between them needs fewer.
    """
    heads = []
    for half in (one, other):
        rows = half.rows(0, _LOOK)
        header = find_header(rows)
        if header is None or sum(cell is not None for cell in rows[header]) < 2:
            return False
        names = rows[header]
        typed = any(
            mostly_typed(_column(rows[header + 1 :], at)) for at, name in enumerate(names) if name
        )
        if not typed:
            return False
        above = sum(sum(cell is not None for cell in row) > 1 for row in rows[:header])
        heads.append((header, above, Counter(name for name in names if name)))
    (first, over, above_left), (second, beyond, above_right) = heads
    left, right = set(above_left), set(above_right)
    # “Deal | Deal | Deal” over “ID | name | owner” is one name cut in two lines
    shared = [name for name in left & right if above_left[name] == above_right[name] == 1]
    if shared and 2 * len(shared) >= min(len(left), len(right)):
        return True
    if _is_whole(left) and _is_whole(right) and not left & right:
        return True
    left_rows, right_rows = _whole_rows(one) - over, _whole_rows(other) - beyond
    short, header = (one, first) if left_rows <= right_rows else (other, second)
    if abs(left_rows - right_rows) < least or _reaches_over(short, header):
        return False
    return _is_dense(short, header)


def _is_whole(names: set[str]) -> bool:
    """Whether columns have a day and an amount of one of our tables, and something besides."""
    plain = [normal(name) for name in names]
    if len(plain) < _WHOLE:
        return False
    for words in dictionary().values():
        roles = {alias.role for name in plain for alias in words.aliases.get(name, ())}
        if roles & _DAYS and roles & _AMOUNTS:
            return True
    return False


def _whole_rows(half: Grid) -> int:
    """Lines with more than one cell: titles and notes are none."""
    names = [name for name in half.cells.columns if name != LINE]
    filled = half.cells.select(pl.sum_horizontal(pl.col(names).is_not_null()).alias("n"))["n"]
    return int((filled > 1).sum())


def _reaches_over(half: Grid, header: int) -> bool:
    """Whether a named column goes on where the rest of its half is blank: it is of the other one.

    A note or two below a table are no such column: it has at least three cells, and more than half
    as many as there are whole rows.
    """
    body = half.cells.slice(header + 1)
    named = half.rows(header, header + 1)[0]
    names = [name for name in body.columns if name != LINE and named[int(name)] is not None]
    filled = body.select(pl.sum_horizontal(pl.col(names).is_not_null()).alias("n"))["n"]
    lone = body.filter(filled == 1)
    whole = int((filled > 1).sum())
    return any(lone[name].count() >= max(_FEWEST_OVER, whole // 2 + 1) for name in names)


def _is_dense(half: Grid, header: int) -> bool:
    """Whether rows follow each other without a gap and are mostly filled."""
    body = half.cells.slice(header + 1)
    names = [name for name in body.columns if name != LINE]
    whole = pl.sum_horizontal(pl.col(names).is_not_null()) > 1
    body = body.filter(whole)
    if body.height < 2:
        return False
    lines = body[LINE]
    filled = [name for name in names if body[name].null_count() < body.height]
    cells = sum(body.height - body[name].null_count() for name in filled)
    together = int(lines[-1]) - int(lines[0]) == body.height - 1
    return together and cells >= _DENSE * body.height * len(filled)
