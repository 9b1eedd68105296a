"""Tables that lie on their side: names of fields down the first column, rows as columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from revcore.ingest.accounts import is_account, without_accounts
from revcore.ingest.cells import cell_kind
from revcore.ingest.grid import Grid, letters
from revcore.ingest.period import header_months, header_quarters, header_years
from revcore.ingest.raw import LINE, RawTable, Remark
from revcore.ingest.words import dictionary, normal

_MOST_FIELDS = 60
_MOST_RECORDS = 2_000
_TITLES = 6
_STRONG = 0.6
"""Certainty above which a word names a field on its own."""
_MEASURES = {
    "funnel_counts": {"visitors", "leads", "mqls", "sqls", "opportunities", "won"},
    "revenue_by_month": {"amount"},
}
_METRIC = frozenset(
    [
        "metric", "metrics", "kpi", "kpis", "measure", "item", "line item", "position", "account",
        "description", "month", "kennzahl", "figure", "figures", "row labels", "p&l", "",
    ]
)  # fmt: skip


def turn(table: RawTable) -> RawTable:
    """Stand a table up whose rows are measures and whose columns are months.

    ``__line`` then counts columns of the sheet, since that is where each row stands. Customers,
    products or kinds of cost by month are no fields, and stay as they are.
    """
    high = table.frame.height
    if not table.has_header or len(table.headers) < 3 or not 1 <= high <= _MOST_FIELDS:
        return table
    label = table.headers[0]
    found, table = table, _with_total_revenue(table)
    labels = table.frame[label].to_list()
    texts = [text for text in labels if text is not None]
    if len(texts) < len(labels) or len(set(texts)) < len(texts):
        return found
    if any(cell_kind(text) != "text" for text in texts):
        return found
    months = _periods(table.headers[1:], (*table.preamble, table.sheet))
    across = len(months) >= 3 and len(months) > 0.6 * (len(table.headers) - 1)
    if across and _measures(label, texts):
        return _by_month(table, texts, months)
    return without_accounts(found, list(months)) if across else found


def _with_total_revenue(table: RawTable) -> RawTable:
    """A profit and loss account with its sum of revenue among its lines: it is what counts."""
    label = table.headers[0]
    lines = [normal(text) for text in table.frame[label].drop_nulls().to_list()]
    if not any(map(is_account, lines)) or any(map(_is_revenue, lines)):
        return table
    sums = [row for row in table.totals if _is_revenue(normal(row.values.get(label) or ""))]
    if len(sums) != 1:
        return table
    row = {LINE: sums[0].line, **{name: sums[0].values.get(name) for name in table.headers}}
    frame = pl.concat([table.frame, pl.DataFrame([row], schema=table.frame.schema)])
    rest = tuple(one for one in table.totals if one is not sums[0])
    return replace(table, frame=frame, totals=rest)


def _is_revenue(words: str) -> bool:
    known = dictionary()["revenue_by_month"].aliases.get(words, ())
    return any(alias.role == "amount" and alias.weight > _STRONG for alias in known)


def _measures(label: str, texts: Sequence[str]) -> bool:
    """Whether rows are measures: one known name under a blank header, or two under any.

    Under any other header one is enough beside lines of a profit and loss account.
    """
    known = sum(
        any(
            alias.role in _MEASURES[table] and alias.weight > _STRONG
            for table in _MEASURES
            for alias in dictionary()[table].aliases.get(normal(text), ())
        )
        for text in texts
    )
    nameless = _is_nameless(label) or normal(label) in _METRIC
    accounts = not nameless and any(map(is_account, texts))
    return known > 1 or (known == 1 and (nameless or accounts))


def stood_up(grid: Grid) -> tuple[Grid, str] | None:
    """A sheet of records side by side with its rows and columns exchanged, and the range it covers.

    Its first column holds names of fields nearly throughout, and its first row does not.
    """
    if not 3 <= grid.cells.height <= _MOST_FIELDS + _TITLES or grid.width > _MOST_RECORDS:
        return None
    rows = grid.rows(0, grid.cells.height)
    used = [at for at in range(grid.width) if any(row[at] is not None for row in rows)]
    start = 0
    while start < min(_TITLES, len(rows)) and _is_above(rows[start]):
        start += 1
    body = [[row[at] for at in used] for row in rows[start:]]
    if len(body) < 3 or len(used) < 3:
        return None
    fields = [row[0] for row in body]
    texts = [text for text in fields if text is not None and cell_kind(text) == "text"]
    if len(texts) < len(fields) or len(set(texts)) < len(texts):
        return None
    if any(text.endswith(":") for text in texts):
        return None  # keys and values above a table
    known = sum(_is_field(text) for text in texts)
    across = sum(_is_field(cell) for cell in body[0][1:] if cell)
    months = _periods([cell for cell in body[0][1:] if cell], (grid.sheet,))
    dates = " " in normal(body[0][0] or "") and _is_field(body[0][0] or "")  # “Close date”
    if not dates and len(set(months.values())) > 0.6 * (len(used) - 1):
        return None  # measures by month: see :func:`turn`
    filled = sum(cell is not None for row in body for cell in row)
    if filled < 0.6 * len(body) * len(used):
        return None
    if known < 3 or known < 0.6 * len(texts) or across > 0.2 * len(used):
        return None
    lines = grid.cells[LINE][start:].to_list()
    cells = pl.DataFrame(
        {str(at): pl.Series(row, dtype=pl.String) for at, row in enumerate(body)}
    ).with_columns(pl.Series(LINE, [at + 1 for at in used], dtype=pl.Int64))
    place = f"{letters(used[0])}{lines[0]}:{letters(used[-1])}{lines[-1]}"
    turned = Grid(grid.sheet, cells, None, (), (*grid.remarks, _said(len(used) - 1)))
    return turned, place


def _is_above(row: Sequence[str | None]) -> bool:
    """Whether a row is a title, or a key and its value (“Company: | Acme”)."""
    filled = [cell for cell in row if cell is not None]
    return len(filled) == 1 or (len(filled) == 2 and filled[0].endswith(":"))


def _periods(headers: Sequence[str], around: Sequence[str]) -> dict[str, str]:
    """Months across, or quarters where there are none, or whole years."""
    found = header_months(headers, around) or header_quarters(headers, around)
    return found or header_years(headers)


def _said(rows: int) -> Remark:
    return Remark(
        "turned",
        "{where} lies on its side: its columns are read as rows, and line numbers count columns.",
        {"rows": rows},
    )


def _is_field(text: str) -> bool:
    word = normal(text)
    return any(
        alias.weight > 0.9
        for words in dictionary().values()
        for alias in words.aliases.get(word, ())
    )


def _is_nameless(header: str) -> bool:
    return re.fullmatch(r"Column [A-Z]{1,3}", header) is not None


def _by_month(table: RawTable, texts: Sequence[str], months: Mapping[str, str]) -> RawTable:
    across = [name for name in table.headers[1:] if name in months]
    first = "Month" if "Month" not in texts else "Month across"
    columns = {first: pl.Series([months[name] for name in across], dtype=pl.String)}
    rows = table.frame.select(across).rows()
    for text, row in zip(texts, rows, strict=True):
        columns[text] = pl.Series(list(row), dtype=pl.String)
    at = [table.headers.index(name) + 1 for name in across]
    frame = pl.DataFrame(columns).with_columns(pl.Series(LINE, at, dtype=pl.Int64))
    filled = frame.filter(pl.any_horizontal(pl.col(list(texts)).is_not_null()))
    return replace(
        table,
        headers=(first, *texts),
        frame=filled,
        hints={},
        short=(),
        remarks=(*table.remarks, _said(filled.height)),
    )
