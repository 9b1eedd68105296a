"""Which row is the header, and which rows above and below it belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from revcore.ingest.across import come_round, period_of
from revcore.ingest.cells import are_periods, cell_kind, is_unit, unit_in_words
from revcore.ingest.period import header_years
from revcore.ingest.words import is_known

HEADER_WITHIN = 15
"""Rows, comments not counted, in which the header is looked for."""
LOOK_BELOW = 25
LONGEST_NAME = 120
_MOST_LEVELS = 5
_LONGEST_PART = 40
_LONGEST_BAND = 20
_LITTLE = re.compile(
    r"(?i)(?:no|nr|num|number|nummer|num[eé]ro|n[uú]mero|n°|id|ref|#|name|nom|nombre|nome|naam)\.?"
)
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d|[QT][1-4]|H[12]", re.IGNORECASE)

Cells = Sequence[str | None]


@dataclass(frozen=True)
class _Candidate:
    row: int
    score: float
    named: int
    typed: int
    data: int
    filled: int


@dataclass(frozen=True)
class Header:
    """The header of a table.

    first, last
        Its first and last row; ``last`` counts the row of units, if there is one.
    names
        One per column, the parts of several rows joined.
    units
        The row of units, or -1.
    """

    first: int
    last: int
    names: tuple[str | None, ...]
    units: int = -1


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
    alone = filled == 1 and typed == 1 and columns_filled(rows[index + 1 :]) == 1
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
    if are_periods(cells):
        return set(columns)
    # Two years are names only beside a name we know: “Acme | 2023 | 2024” may be a row of figures.
    named = any(cell and is_known(cell) for cell in row)
    return set(columns) if named and len(header_years(cells)) == len(cells) == 2 else set()


def mostly_typed(column: Sequence[str | None]) -> bool:
    """Whether a column holds numbers or dates for the most part, and not just here and there."""
    kinds = [kind for cell in column if (kind := cell_kind(cell)) != "blank"]
    typed = sum(kind in {"number", "date"} for kind in kinds)
    return typed > len(kinds) / 2 and typed >= len(column) / 5


def columns_filled(rows: list[list[str | None]]) -> int:
    """Number of columns with anything in them."""
    return sum(any(cell is not None for cell in column) for column in zip(*rows, strict=False))


# ---------------------------------------------------------------- several rows
def whole_header(rows: list[list[str | None]], lines: Sequence[int], found: int) -> Header:
    """Join the rows that make up the header around the one found.

    Parameters
    ----------
    lines
        Line of each row: only rows that touch belong together.

    >>> rows = [["", "2024", None], ["Name", "Jan", "Feb"], ["Acme", "5", "6"], ["Beta", "7", "8"]]
    >>> rows[0][0] = None
    >>> whole_header(rows, [1, 2, 3, 4], 1).names
    ('Name', '2024 / Jan', '2024 / Feb')
    """
    first = last = found
    while found - first < _MOST_LEVELS and _is_above(rows, lines, first):
        first -= 1
    while last - found < _MOST_LEVELS and _is_below(rows, lines, last):
        last += 1
    names: Cells = rows[last]
    for at in range(last - 1, first - 1, -1):
        names = _joined(rows[at], names)
    units = last + 1
    if units >= len(rows) or units + 1 >= len(rows) or not _is_units(rows, units, names):
        return Header(first, last, tuple(names))
    with_units = [
        f"{name} ({unit})"
        if name and cell and (unit := unit_in_words(cell)) and not name.endswith(f"({unit})")
        else name
        for name, cell in zip(names, rows[units], strict=True)
    ]
    return Header(first, units, tuple(with_units), units)


def _is_above(rows: list[list[str | None]], lines: Sequence[int], row: int) -> bool:
    """Whether the row above carries names of groups of columns, or first halves of names."""
    if row == 0 or lines[row] - lines[row - 1] != 1:
        return False
    over, under = rows[row - 1], rows[row]
    filled = [at for at, cell in enumerate(over) if cell is not None]
    named = [at for at, cell in enumerate(under) if cell is not None]
    if not filled or not named or (over[filled[0]] or "").endswith(":"):
        return False
    names = [under[at] for at in named]
    twice = len(set(names)) < len(names)
    months = twice and len(filled) > 1 and all(period_of(over[at] or "") for at in filled)
    if not months and any(not _is_name(over[at]) for at in filled):
        return False
    inside = named[0] <= filled[0] and filled[-1] <= max(named[-1], filled[0])
    if len(filled) == 1:
        own = re.fullmatch(_YEAR, over[filled[0]] or "") is not None
        return own and filled[0] > named[0] and inside
    dated = any(_YEAR.fullmatch(over[at] or "") for at in filled)
    missing = any(under[at] is None for at in filled)
    return inside and (dated or missing or twice or _are_bands(over, under, filled, named))


def _are_bands(over: Cells, under: Cells, filled: Sequence[int], named: Sequence[int]) -> bool:
    """Whether short words stand over groups of columns, one of which says little without them."""
    words = [over[at] or "" for at in filled]
    short = all(len(word) <= _LONGEST_BAND and len(word.split()) < 3 for word in words)
    little = any(_are_known(over[at] or "", under[at] or "") for at in filled)
    return short and little and filled[0] == named[0] and 1 < len(filled) < len(named)


def _are_known(over: str, under: str) -> bool:
    """Whether a name that says little makes a known one with what stands over it."""
    return _LITTLE.fullmatch(under) is not None and is_known(f"{over} {under}")


def _is_name(cell: str | None) -> bool:
    if cell is None or len(cell) > LONGEST_NAME:
        return False
    return cell_kind(cell) in {"text", "yes_no"} or _YEAR.fullmatch(cell) is not None


def _is_below(rows: list[list[str | None]], lines: Sequence[int], row: int) -> bool:
    """Whether the row below still names columns: words over numbers, and no units."""
    below = row + 1
    if below + 1 >= len(rows) or lines[below] - lines[row] > 4:
        return False
    names, cells = rows[row], rows[below]
    filled = [at for at, cell in enumerate(cells) if cell is not None]
    others = [cell for cell in cells if cell is not None and not _is_name(cell)]
    if len(filled) < 2 or (others and not come_round(others)):
        return False
    if _is_units(rows, below, names):
        return False
    typed = [
        at
        for at in filled
        if _is_typed(
            [kind for line in rows[below + 1 :] if (kind := cell_kind(line[at])) != "blank"]
        )
    ]
    missing = any(names[at] is None for at in filled)
    twice = len({cell for cell in names if cell}) < sum(cell is not None for cell in names)
    bracketed = all((cells[at] or "").startswith("(") for at in filled)
    own = {cells[at] for at in filled}
    names_all = len(own) == len(filled) and all(len(cell or "") <= _LONGEST_PART for cell in own)
    return bool(typed) and ((len(typed) > 1 and names_all) or missing or twice or bracketed)


def _is_units(rows: list[list[str | None]], row: int, names: Cells) -> bool:
    """Whether a row holds units of the columns (“EUR”, “%”, “yyyy-mm-dd”), above typed cells."""
    cells = [(at, cell) for at, cell in enumerate(rows[row]) if cell is not None]
    if not cells or any(not is_unit(cell) for _, cell in cells):
        return False
    return any(names[at] is not None and _typed_below(rows, row, at) for at, _ in cells)


def _typed_below(rows: list[list[str | None]], row: int, at: int) -> bool:
    below = [cell_kind(line[at]) for line in rows[row + 1 :]]
    return _is_typed([kind for kind in below if kind != "blank"])


def _joined(over: Cells, under: Cells) -> Cells:
    """Names of two rows as one.

    Where nearly every column has a cell in both rows, a name was cut in two lines (“Order” over
    “date”). Otherwise the upper cells span columns, and are needed only where the lower ones are
    not distinct, are missing, or are months of an upper year.

    >>> _joined(("Q1", None, "Q2", None), ("Revenue", "Cost", "Revenue", "Cost"))
    ('Q1 / Revenue', 'Q1 / Cost', 'Q2 / Revenue', 'Q2 / Cost')
    >>> _joined(("Region", "Sales", None), (None, "Units", "Value"))
    ('Region', 'Units', 'Value')
    >>> _joined(("Order", "Order", None, "Net"), ("id", "date", "Customer", "amount"))
    ('Order id', 'Order date', 'Customer', 'Net amount')
    >>> _joined(("Customer", "Date", "Amounts", None), ("Customer", "Date", "Net amount", "VAT"))
    ('Customer', 'Date', 'Net amount', 'VAT')
    """
    pairs = [(a, b) for a, b in zip(over, under, strict=True) if a is None or a != b]
    both = sum(a is not None and b is not None for a, b in pairs)
    lower = [b for _, b in pairs if b is not None]
    if lower and both > 0.55 * len(lower):
        return tuple(
            f"{a} {b}" if a and b and a != b else a or b for a, b in zip(over, under, strict=True)
        )
    spread: list[str | None] = []
    current: str | None = None
    for a, b in zip(over, under, strict=True):
        current = a or (current if b is not None else None)
        spread.append(current)
    dated = any(_YEAR.fullmatch(cell) for cell in over if cell)
    needed = dated or len(set(lower)) < len(lower)
    return tuple(
        (f"{a} / {b}" if needed else _in_band(a, b))
        if a and b and a != b
        else b
        if b is not None
        else (None if _spans(over, under, at) else over[at])
        for at, (a, b) in enumerate(zip(spread, under, strict=True))
    )


def _in_band(over: str, under: str) -> str:
    """A name that says little without the one it stands under.

    >>> _in_band("Invoice", "No"), _in_band("Product", "Name"), _in_band("Invoice", "Date")
    ('Invoice No', 'Product Name', 'Date')
    """
    return f"{over} {under}" if _LITTLE.fullmatch(under) and _is_name(over) else under


def _spans(over: Cells, under: Cells, at: int) -> bool:
    """Whether the upper cell reaches over the next column too, which has a name of its own."""
    return at + 1 < len(over) and over[at + 1] is None and under[at + 1] is not None
