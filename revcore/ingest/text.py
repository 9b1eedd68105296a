"""Delimited text to a grid: polars for big files, the exact reader where polars gives up."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from revcore.errors import UnreadableFile
from revcore.ingest.deadline import check, checked
from revcore.ingest.decode import delimiter, sample_lines, to_utf8
from revcore.ingest.grid import Grid, grid
from revcore.ingest.limits import MAX_COLUMNS, too_wide
from revcore.ingest.raw import LINE, Remark

SMALL = 256_000
"""Up to this many bytes the exact reader is as fast as polars, and sees every short line."""
SPARE_COLUMNS = 64
_AGAIN = "Export it again to be sure that nothing is missing."
_BLANKS = 4
"""Blanks looked at between a separator and the quote that opens a cell."""
_LINES_OF_A_CELL = 100
"""Lines that one cell may have where quotes of the file are in doubt."""
_AT_ONCE = 1 << 18
"""Bytes looked at for one sign after another while they are at hand."""
_AROUND = (b"\t", b"\v", b"\f", b" ", b'"')
"""What may stand around a cell and is no part of it, in a text of plain letters."""
_WRAPPED = re.compile(r'^\s*"(?:[^"]|"")*"[;,\t]*\s*$')


def text_grid(name: str, data: bytes, *, small: int = SMALL) -> Grid:
    """Cells of a text file with their line numbers.

    Raises
    ------
    UnreadableFile
        When there is no text, or nothing that separates columns.
    """
    data = to_utf8(data)
    if not data[:4096].strip() and not data.strip():
        raise UnreadableFile(
            f"“{name}” is empty: it has no text.",
            fix="Export it again with a header line and at least one row.",
        )
    lines = sample_lines(data)
    if (bare := _unwrapped(data, lines)) is not None:
        data, lines = bare, sample_lines(bare)
    mark = delimiter(lines)
    if mark == " ":
        data = "\n".join("\t".join(line.split()) for line in data.decode().split("\n")).encode()
        lines, mark = sample_lines(data), "\t"
    skip = 1 if lines and lines[0].strip("\"' ").startswith("sep=") else 0
    mark = mark or ","
    if (widest := _widest(data, lines, mark)) > MAX_COLUMNS:
        raise too_wide(name, widest)
    open_at = _never_closes(data, mark)
    opened: list[int] = []
    stopped = open_at is not None and not any(
        sign in data[open_at:] for sign in (b"\n", mark.encode())
    )
    if open_at is not None:
        opened.append(data.count(b"\n", 0, open_at) + 1)
        # Inside its last cell, a file that stops has half an amount: the quote stays to be seen.
        quote, end = (b'"""', b'"') if stopped else (b"", b"")
        data = data[:open_at] + quote + data[open_at + 1 :] + end
        lines = sample_lines(data)
    big = len(data) > small and not skip
    found = _fast(data, mark, lines) if big else None
    if found is None:
        found, more = _exact(name, data, mark, skip)
        opened = more + opened
    said = _cut_short(data, mark, lines, found)
    said = said or (_cut_inside(opened[-1]) if stopped else _unclosed(opened))
    return replace(found, remarks=(said,)) if said else found


def _never_closes(data: bytes, mark: str) -> int | None:
    """Place of the last quote where it opens a cell that no quote closes: the rest of the file.

    >>> _never_closes(b'a,b\\n1,"2\\n3,4\\n', ","), _never_closes(b'a,b\\n5" pipe,1\\n', ",")
    (6, None)
    """
    at = data.rfind(b'"')
    if at < 0:
        return None
    before = data[max(at - _BLANKS, 0) : at].rstrip(b" ")[-1:]
    opens = before in (b"", b"\n", b"\r", mark.encode())
    return at if opens and data.count(b'"') % 2 == 1 else None


def _cut_inside(line: int) -> Remark:
    """What to say of a file that stops inside a cell in quotes."""
    text = f"{{where}} stops in the middle of line {line:,}, inside a cell that a quote opens."
    return Remark("cut", f"{text} {_AGAIN}", {"line": line})


def _unclosed(lines: Sequence[int]) -> Remark | None:
    """What to say of lines whose quote is left out because it is never closed."""
    if not lines:
        return None
    line, more = min(lines), len(lines) - 1
    others = f" (and {more:,} more)" if more else ""
    text = (
        f"Line {line:,} of {{where}}{others} opens a cell with a quote that is never closed: that "
        "quote is left out, and the cells of the line are read without it. Check the line, or "
        "export the file again."
    )
    return Remark("unclosed", text, {"line": line, "lines": 1 + more})


def _unwrapped(data: bytes, lines: list[str]) -> bytes | None:
    """The text without the quotes around whole lines, as a program writes that takes each line for
    one cell; None where lines are no such cells."""
    filled = [line for line in lines[:60] if line.strip()]
    inner = [_bare(line) for line in filled if _WRAPPED.match(line)]
    if len(inner) < max(2, 0.6 * len(filled)):
        return None
    inner = [line for line in inner if line.strip('" ')]  # a blank line tells nothing
    mark = delimiter(inner)
    if mark in ("", " "):
        return None
    try:
        widths = Counter(len(row) for row in csv.reader(inner, delimiter=mark))
    except csv.Error:
        return None
    usual, times = widths.most_common(1)[0]
    if usual < 2 or times < 0.6 * len(inner):
        return None
    text = data.decode("utf-8", errors="replace")
    whole = (line.rstrip("\r") for line in text.split("\n"))
    return "\n".join(_bare(line) if _WRAPPED.match(line) else line for line in whole).encode()


def _bare(line: str) -> str:
    return line.strip().rstrip(",;\t")[1:-1].replace('""', '"')


def _cut_short(data: bytes, mark: str, lines: list[str], found: Grid) -> Remark | None:
    """Whether the file stops in the middle of its last line."""
    last = data[data.rfind(b"\n") + 1 :].decode("utf-8", errors="replace")
    if not last.strip() or len(lines) < 4 or not found.cells.height:
        return None
    try:
        here = len(next(csv.reader([last], delimiter=mark)))
        rows = [row for row in csv.reader(lines[:200], delimiter=mark) if row]
    except csv.Error:
        return None
    if len(rows) < 3:
        return None
    usual, times = Counter(len(row) for row in rows[:-1]).most_common(1)[0]
    if not 1 < here < usual or times < 0.8 * len(rows[:-1]):
        return None
    line = int(found.cells[LINE][-1])
    text = f"{{where}} stops in the middle of line {line:,}, which has {here} of {usual} cells."
    return Remark("cut", f"{text} {_AGAIN}", {"line": line})


def _fast(data: bytes, mark: str, lines: list[str]) -> Grid | None:
    """Read with polars from the widest of the first lines on; None where lines disagree."""
    try:
        head = _records("\n".join(lines[:200]), mark)[:100]
    except csv.Error:
        return None
    if not head:
        return None
    width = max(len(row) for _, row in head)
    start = next(line for line, row in head if len(row) == width)
    names = [str(column) for column in range(width)]
    try:
        cells = pl.read_csv(
            data,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=mark,
            skip_lines=start - 1,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        return None
    cells = cells.with_columns(_lines(cells, start, quoted=b'"' in data))
    written = None
    if data.find(b'"') < 0 and _count(data, mark) != (width - 1) * cells.height:
        written = _written(data, mark, start, cells.height)
    above = [(line, row) for line, row in head if line < start]
    if above:
        cells = pl.concat([_frame(above, width), cells])
        if written is not None:
            first = pl.Series([len(row) for _, row in above], dtype=pl.Int64)
            written = pl.concat([first, written])
    return grid("", cells, written, is_trim=not above and _is_trim(data, mark))


def _widest(data: bytes, lines: list[str], mark: str) -> int:
    """Cells of the widest of the first lines; a separator inside quotes parts nothing."""
    lines = lines or [data.split(b"\n", 1)[0].decode("utf-8", errors="ignore")]
    most = max(line.count(mark) for line in lines)
    if most >= MAX_COLUMNS:
        quoted = rf'(?m)(?:^|(?<={re.escape(mark)}))"(?:[^"]|"")*(?:"|\Z)'
        bare = re.sub(quoted, "", "\n".join(lines))
        most = max(line.count(mark) for line in bare.split("\n"))
    return most + 1


def _is_trim(data: bytes, mark: str) -> bool:
    """Whether nothing in a text can stand around a cell: no blank, no quote, no foreign letter."""
    end = max(data.find(b"\n"), 0)  # the line of headers may hold blanks inside
    first = data[:end].decode("utf-8", errors="replace").rstrip("\r").split(mark)
    signs = [sign for sign in _AROUND if sign != mark.encode()]
    return (
        data.isascii()
        and all(cell == cell.strip() and '"' not in cell for cell in first)
        and not any(data.find(sign, at, at + _AT_ONCE) >= 0
                    for at in range(end, len(data), _AT_ONCE) for sign in signs)
    )  # fmt: skip


def _count(data: bytes, mark: str) -> int:
    """How often a letter stands in a long text; where it is frequent, many times quicker than one
    by one.

    >>> _count(b"a,b,c", ",")
    2
    """
    letters = np.frombuffer(data, np.uint8)
    parts = (letters[at : at + _AT_ONCE] for at in range(0, len(letters), _AT_ONCE))
    return sum(int(np.count_nonzero(part == ord(mark))) for part in parts)


def _lines(cells: pl.DataFrame, start: int, *, quoted: bool) -> pl.Series:
    """1-based line of each row; a newline inside quotes moves all rows after it."""
    index = pl.int_range(pl.len(), dtype=pl.Int64) + start
    names = cells.columns if quoted else []
    broken = [name for name in names if cells[name].str.contains("\n", literal=True).any()]
    if broken:
        inside = pl.sum_horizontal(
            pl.col(name).str.count_matches("\n", literal=True).fill_null(0) for name in broken
        ).cast(pl.Int64)
        index = index + inside.cum_sum().shift(1, fill_value=0)
    return cells.select(index.alias(LINE)).to_series()


def _written(data: bytes, mark: str, start: int, height: int) -> pl.Series | None:
    """Cells written on each line of a file without quotes."""
    lines = pl.read_csv(
        data,
        has_header=False,
        schema={"line": pl.String},
        separator="\x1f",
        quote_char=None,
        skip_lines=start - 1,
        infer_schema=False,
        truncate_ragged_lines=True,
    )
    if lines.height != height:
        return None
    count = lines["line"].fill_null("").str.count_matches(mark, literal=True)
    return (count.cast(pl.Int64) + 1).alias("written")


def _exact(name: str, data: bytes, mark: str, skip: int) -> tuple[Grid, list[int]]:
    """Read record by record: ragged lines keep all their cells; and lines with a quote too many."""
    text = data.decode("utf-8", errors="replace")
    open_lines: list[int] = []
    try:
        records = _records(text, mark)
        doubted = '"' in text and _swallows(text, records, mark)
    except csv.Error:
        doubted = True
    if doubted:
        try:
            records, open_lines = _line_by_line(text, mark)
        except csv.Error:
            raise UnreadableFile(
                f"“{name}” has a cell of more than {csv.field_size_limit():,} characters.",
                fix="Take the column with the long texts out and export again.",
            ) from None
    records = [(line, row) for line, row in records if line > skip]
    widths = Counter(len(row) for _, row in records)
    usual = widths.most_common(1)[0][0] if widths else 0
    width = min(max(widths, default=0), usual + SPARE_COLUMNS)
    written = pl.Series([len(row) for _, row in records], dtype=pl.Int64)
    return grid("", _frame(records, width), written), open_lines


def _swallows(text: str, records: list[tuple[int, list[str]]], mark: str) -> bool:
    """Whether a cell of several lines is not closed as it should be: it took whole lines in."""
    lines: list[str] = []
    for at, (line, row) in enumerate(records):
        if not any("\n" in cell for cell in row):
            continue
        lines = lines or text.split("\n")
        after = records[at + 1][0] - 1 if at + 1 < len(records) else len(lines)
        if _strictly("\n".join(lines[line - 1 : after]).rstrip("\n"), mark) is None:
            return True
    return False


def _line_by_line(text: str, mark: str) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """Rows where quotes are in doubt, and the lines that open one too many.

    A cell goes over several lines only where these make a row as wide as most; else the line stands
    by itself, without the quote that nothing closes.
    """
    lines = text.split("\n")
    even = [line for line in lines if line.strip() and line.count('"') % 2 == 0]
    widths = Counter(len(row) for row in csv.reader(even, delimiter=mark))
    usual = widths.most_common(1)[0][0] if widths else 0
    records: list[tuple[int, list[str]]] = []
    opened: list[int] = []
    at = 0
    while at < len(lines):
        check()
        line = lines[at]
        last = at if line.count('"') % 2 == 0 else _closes(lines, at)
        row = _strictly("\n".join(lines[at : last + 1]), mark)
        if last > at and (row is None or len(row) != usual):
            row, last = None, at
        if row is None:
            row = _without_quote(line, mark, usual)
            opened.append(at + 1)
        records.append((at + 1, row))
        at = last + 1
    return records, opened


def _closes(lines: list[str], at: int) -> int:
    """The next line with an odd number of quotes; the line itself where none is near."""
    near = range(at + 1, min(at + _LINES_OF_A_CELL, len(lines)))
    return next((one for one in near if lines[one].count('"') % 2), at)


def _strictly(text: str, mark: str) -> list[str] | None:
    """The one row of a text whose quotes all stand around cells; None for any other."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True,
                               skipinitialspace=mark != "\t"))  # fmt: skip
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else [] if not rows else None


def _without_quote(line: str, mark: str, usual: int) -> list[str]:
    """A line without the quote that makes it too narrow; with all of them where none does."""
    for at in (found.start() for found in re.finditer('"', line)):
        row = _strictly(line[:at] + line[at + 1 :], mark)
        if row is not None and len(row) == usual:
            return row
    return next(csv.reader([line], delimiter=mark, quoting=csv.QUOTE_NONE))


def _records(text: str, mark: str) -> list[tuple[int, list[str]]]:
    """Rows with the line each of them starts on."""
    blank_first = mark != "\t"
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=mark,
        skipinitialspace=blank_first,
    )
    rows = []
    line = 1
    for row in checked(reader):
        rows.append((line, row))
        line = reader.line_num + 1
    return rows


def _frame(records: list[tuple[int, list[str]]], width: int) -> pl.DataFrame:
    """Rows padded to one width; cells beyond it are kept in the last column."""
    columns: dict[str, list[str]] = {str(column): [] for column in range(width)}
    for _, row in checked(records):
        cells = row if len(row) <= width else [*row[: width - 1], ",".join(row[width - 1 :])]
        for column in range(width):
            columns[str(column)].append(cells[column] if column < len(cells) else "")
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(pl.Series(LINE, [line for line, _ in records], dtype=pl.Int64))
