"""Pivot tables in compact form: a sum on its own row, and below it the rows it is made of.

Excel prints every level into one column (“Row Labels”): months with the customers of each below
them, customers with their months, years with months and customers, regions with customers. Which
rows are sums is proved by arithmetic: each is the sum of the rows of the next level below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from revcore.ingest.accounts import is_account
from revcore.ingest.across import period_of
from revcore.ingest.cells import cell_kind
from revcore.ingest.continued import is_number
from revcore.ingest.deadline import check
from revcore.ingest.month_names import month_number
from revcore.ingest.parse_numbers import money
from revcore.ingest.period import one_year
from revcore.ingest.raw import LINE, PIVOT, Remark, TotalRow
from revcore.ingest.rows import is_total

_LABELS = re.compile(
    r"(?i)(?:row labels|zeilenbeschriftungen|étiquettes de lignes?|etiquetas de filas?"
    r"|etichette di riga|rótulos de linha|rijlabels)"
)
_NO_SUM = re.compile(
    r"(?i)(?:average|max|min|std|var|mittelwert|moyenne|promedio|media|média|gemiddelde)\b"
)
_WHOLE = re.compile(r"(?i)(?:total|gesamt|grand|totaal|eindtotaal)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTER = re.compile(r"(?i)(?:qtr|q|t|quartal\s?)\s?([1-4])|([1-4])\.?\s?(?:quartal|trimestre|q)")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})[-. ]+([^\W\d_]{3,10})\.?")
_FEWEST, _MOST = 4, 200_000
_MOST_UNSAID = 5_000
"""Rows beyond which a sheet is a pivot only where its header says so: the rest are lists."""


@dataclass(frozen=True)
class Compact:
    """A pivot in compact form with one row per fact.

    names
        Header of the column of names; None where all levels are periods.
    sums
        The rows that only sum others, taken out.
    """

    frame: pl.DataFrame
    headers: tuple[str, ...]
    names: str | None
    sums: tuple[TotalRow, ...]
    remark: Remark


@dataclass(frozen=True)
class _Level:
    """Depth of each row and which ones are the innermost."""

    kinds: tuple[str, ...]
    depth: tuple[int, ...]


def is_label_header(header: str) -> bool:
    """Whether a header is the one Excel prints over the labels of a pivot.

    >>> is_label_header("Row Labels"), is_label_header("Zeilenbeschriftungen")
    (True, True)
    """
    return _LABELS.fullmatch(header) is not None


def unfold(
    frame: pl.DataFrame, headers: tuple[str, ...], above: Sequence[str]
) -> Compact | Remark | None:
    """Put each level of a compact pivot into a column of its own.

    Returns
    -------
    None where this is no compact pivot; a remark where it is one, but which rows are sums can’t
    be decided.
    """
    if not _FEWEST <= frame.height <= _MOST or len(headers) < 2:
        return None
    label, numbers = headers[0], headers[1:]
    known = is_label_header(label)
    if not known and frame.height > _MOST_UNSAID:
        return None
    if frame[label].null_count() or not all(is_number(frame[name]) for name in numbers):
        return None
    whole = [is_total(text) for text in frame[label].to_list()]
    if known and _WHOLE.match(str(frame[label][-1])):
        whole[-1] = True
    rows = frame.filter(~pl.Series(whole))
    texts = rows[label].to_list()
    kinds = [_kind(text) for text in texts]
    mixed = len(set(kinds)) > 1 and ("name" in kinds or known)
    if not (known or mixed or len(numbers) > 1) or len(texts) < _FEWEST - 1:
        return None
    adding = [name for name in numbers if not _NO_SUM.match(name)]
    values = [money(rows[name]).values.fill_null(0).to_list() for name in adding]
    if not values:
        return None
    by_row = list(zip(*values, strict=True))
    if mixed:
        level = _by_kind(kinds, by_row)
        return _laid(frame, rows, whole, headers, level, above) if level else _undecided(known)
    accounts = not known and any(map(is_account, texts))
    if set(kinds) == {"name"} and (known or len(adding) > 1) and not accounts:
        level = _by_sums(by_row, fewest=1 if known and len(adding) > 1 else 2)
        return _laid(frame, rows, whole, headers, level, above) if level else None
    return None


def _undecided(known: bool) -> Remark | None:
    """What to say of a pivot whose sums can’t be told from its rows."""
    if not known:
        return None
    return Remark(
        PIVOT,
        "{where} is a pivot table in compact form, and which of its rows are sums of others can’t "
        "be told. In Excel, choose Design → Report Layout → Show in Tabular Form and Repeat All "
        "Item Labels, and export it again.",
    )


def is_period(text: str) -> bool:
    """Whether a label is a period and no name.

    >>> is_period("January"), is_period("Q1"), is_period("Acme")
    (True, True, False)
    """
    return _kind(text) != "name"


def _kind(text: str) -> str:
    """What a label names: a year, a quarter or a month of one, a whole period, or a name.

    >>> [_kind(text) for text in ("2024", "Qtr2", "Jan", "3-Jan", "Jan 2024", "Acme")]
    ['year', 'quarter', 'month', 'day of month', 'period', 'name']
    """
    if _YEAR.fullmatch(text):
        return "year"
    if _QUARTER.fullmatch(text):
        return "quarter"
    if month_number(text):
        return "month"
    if (found := _DAY_OF_MONTH.fullmatch(text)) and month_number(found[2]):
        return "day of month"
    return "period" if period_of(text) or cell_kind(text) == "date" else "name"


def _by_kind(kinds: Sequence[str], values: Sequence[Sequence[int]]) -> _Level | None:
    """Levels by what labels name, in order of appearance; each row the sum of those below it."""
    order = tuple(dict.fromkeys(kinds))
    depth = tuple(order.index(kind) for kind in kinds)
    last = len(order) - 1
    for at, own in enumerate(depth):
        after = depth[at + 1] if at + 1 < len(depth) else -1
        if (own < last and after != own + 1) or after > own + 1:
            return None
    ends = _sums_hold(depth, values)
    return _Level(order, depth) if ends else None


def _sums_hold(depth: Sequence[int], values: Sequence[Sequence[int]]) -> bool:
    """Whether every row but the innermost is the sum of the level below, up to its next equal."""
    deepest = max(depth)
    open_rows: list[int] = []
    sums: dict[int, list[int]] = {}
    several = False
    for at in range(len(depth) + 1):
        own = depth[at] if at < len(depth) else 0
        while open_rows and depth[open_rows[-1]] >= own:
            parent = open_rows.pop()
            if sums[parent][1:] != list(values[parent]):
                return False
            several |= sums[parent][0] > 1
        if at == len(depth):
            break
        if open_rows:
            above = sums[open_rows[-1]]
            sums[open_rows[-1]] = [
                above[0] + 1,
                *(a + b for a, b in zip(above[1:], values[at], strict=True)),
            ]
        if own < deepest:
            open_rows.append(at)
            sums[at] = [0] * (1 + len(values[at]))
    return several


def _by_sums(values: Sequence[Sequence[int]], fewest: int) -> _Level | None:
    """Two levels of names: a row, then rows that add up to it in every column, then the next."""
    depth: list[int] = []
    groups = 0
    at = 0
    while at < len(values):
        check()
        goal, total, end = values[at], tuple(0 for _ in values[at]), at + 1
        while end < len(values) and (end == at + 1 or total != goal):
            total = tuple(a + b for a, b in zip(total, values[end], strict=True))
            end += 1
        if total != goal or not any(goal) or end == at + 1:
            return None
        groups += end - at > 2
        depth += [0, *[1] * (end - at - 1)]
        at = end
    if groups < fewest or depth.count(0) < 2:
        return None
    return _Level(("group", "name"), tuple(depth))


# ---------------------------------------------------------------- the rows
def _laid(
    frame: pl.DataFrame,
    rows: pl.DataFrame,
    whole: Sequence[bool],
    headers: tuple[str, ...],
    level: _Level,
    above: Sequence[str],
) -> Compact:
    label = headers[0]
    texts = rows[label].to_list()
    names, periods, groups = _columns(texts, level, above)
    deepest = len(level.kinds) - 1
    inner = pl.Series([depth == deepest for depth in level.depth])
    dated = "Date" if {"day of month"} & set(level.kinds) or _has_days(texts, level) else "Month"
    own = "name" in level.kinds
    made = {_free(dated, headers): periods} if any(periods) else {}
    made |= {_free("Group", headers): groups} if "group" in level.kinds else {}
    if not own:  # every level is a period: the innermost one is the label itself
        made = {}
    new = rows.with_columns(
        pl.Series(label, names if own else periods, dtype=pl.String),
        *(pl.Series(name, column, dtype=pl.String) for name, column in made.items()),
    )
    facts = new.filter(inner)
    totals = frame.filter(pl.Series(whole)).with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in made
    )
    out = (*headers, *made)
    sums = tuple(
        TotalRow(
            int(row[LINE]),
            f"{row[label]} Total",
            {name: row[name] for name in headers if row[name] is not None},
        )
        for row in rows.filter(~inner).iter_rows(named=True)
    )
    kept = pl.concat([facts.select(*out, LINE), totals.select(*out, LINE)])
    return Compact(
        kept.sort(LINE), out, label if own else None, sums, _said(label, facts.height, len(sums))
    )


def _columns(
    texts: Sequence[str], level: _Level, above: Sequence[str]
) -> tuple[list[str | None], list[str | None], list[str | None]]:
    """Name, period and group of each row, those of the levels over it included."""
    year = one_year(above)
    printed = {"year": year} if year else {}
    names: list[str | None] = []
    periods: list[str | None] = []
    groups: list[str | None] = []
    current: dict[str, str] = dict(printed)
    for text, depth in zip(texts, level.depth, strict=True):
        for kind in level.kinds[depth:]:
            current.pop(kind, None)
        current[level.kinds[depth]] = text
        names.append(current.get("name"))
        groups.append(current.get("group"))
        periods.append(_period(current))
    return names, periods, groups


def _period(levels: dict[str, str]) -> str | None:
    """One period out of those of several levels.

    >>> _period({"year": "2024", "quarter": "Qtr1", "month": "Jan"}), _period({"year": "2024"})
    ('Jan 2024', '2024')
    >>> _period({"year": "2024", "quarter": "Qtr1"}), _period({"period": "2024-03"})
    ('2024-Q1', '2024-03')
    """
    year = levels.get("year", "")
    if "period" in levels:
        return levels["period"]
    if day := _DAY_OF_MONTH.fullmatch(levels.get("day of month", "")):
        return f"{day[1]} {day[2]} {year}".strip()
    if "month" in levels:
        return f"{levels['month']} {year}".strip()
    if quarter := _QUARTER.fullmatch(levels.get("quarter", "")):
        return f"{year}-Q{quarter[1] or quarter[2]}".strip("-")
    return year or None


def _has_days(texts: Sequence[str], level: _Level) -> bool:
    """Whether the same month stands on several days."""
    if "period" not in level.kinds:
        return False
    depth = level.kinds.index("period")
    found = {text for text, own in zip(texts, level.depth, strict=True) if own == depth}
    return len({period_of(text) for text in found}) < len(found)


def _free(name: str, headers: Sequence[str]) -> str:
    return f"{name} (2)" if name in headers else name


def _said(label: str, rows: int, sums: int) -> Remark:
    left = f"{sums:,} {'sum' if sums == 1 else 'sums'} printed above their rows"
    return Remark(
        f"compact:{label}",
        f"“{label}” in {{where}} holds several levels, as a pivot table prints them: {rows:,} rows "
        f"take their month or group from above, and {left} "
        f"{'is' if sums == 1 else 'are'} left out.",
        {"rows": rows},
    )
