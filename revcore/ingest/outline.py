"""Names that stand once for many rows: a row of their own above them, or their first row only.

Accounting reports print the customer on a line of its own (“Sales by Customer Detail”); pivot
tables print it on the first row of its group. Both are carried down only where the sheet proves
that they are meant so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from revcore.ingest.cells import cell_kind
from revcore.ingest.compact import Compact, unfold
from revcore.ingest.continued import first_lines, is_number, totals_in
from revcore.ingest.deadline import checked
from revcore.ingest.raw import LINE, RaggedRow, Remark, TotalRow
from revcore.ingest.rows import is_total, label_of_total, typed_columns

GROUP_ROW = "a row of its own for a group"
_SAMPLE = 200
_MOST_GROUPS = 100_000
_FEW_NAMES, _MANY_NAMES, _FEWEST_RUNS = 4, 6, 2
_BY = re.compile(
    r"\b(?:[Bb]y|nach|par|por|per)\s+([A-ZÀ-Þ][\w/&-]*(?:[ /]\w[\w/&-]*){0,2}?)"
    r"(?:\s+(?:Detail|Summary|Report|Übersicht))?\s*$"
)
_MADE = re.compile(
    r"(?i)^#|\b(?:prepared|created|generated|printed|made|exported|written|run|erstellt|créé)\b"
)
_WITH_PARTS = re.compile(r"(?i)\bwith sub-?customers?$")
_JOB = "Job"
_UNKNOWN = "Name"
"""Header of a column of group names that nothing names: weak enough for a better one to win."""


@dataclass(frozen=True)
class Outlined:
    """A table whose group names stand on every row.

    remarks
        What was carried down, for the reader.
    sums
        Rows of a pivot that sum those below them.
    names
        Header of the column of names that stood on rows of their own.
    """

    frame: pl.DataFrame
    headers: tuple[str, ...]
    groups: list[RaggedRow]
    remarks: tuple[Remark, ...] = ()
    sums: tuple[TotalRow, ...] = ()
    names: str | None = None


def carry_down(frame: pl.DataFrame, headers: tuple[str, ...], above: Sequence[str]) -> Outlined:
    """Turn group rows into a column, and fill blank repeated names where totals prove them."""
    grouped = _from_group_rows(frame, headers, above)
    if grouped is not None:
        return grouped
    pivot = unfold(frame, headers, above)
    if isinstance(pivot, Compact):
        return Outlined(pivot.frame, pivot.headers, [], (pivot.remark,), pivot.sums, pivot.names)
    frame, lines = first_lines(frame, headers)
    frame, carried = _from_first_rows(frame, headers)
    said = tuple(_remark(name, rows) for name, rows in (*lines, *carried))
    return Outlined(frame, headers, [], (*said, *([pivot] if pivot else [])))


def _remark(header: str, rows: int) -> Remark:
    many = f"{rows:,} {'row takes' if rows == 1 else 'rows take'}"
    return Remark(
        f"carried:{header}",
        f"“{header}” in {{where}} is printed once for each group: {many} it from above.",
        {"rows": rows},
    )


# ---------------------------------------------------------------- rows of their own
def _from_group_rows(
    frame: pl.DataFrame, headers: tuple[str, ...], above: Sequence[str]
) -> Outlined | None:
    if frame.height < 3 or len(headers) < 3:
        return None
    if any(frame[name].null_count() == 0 for name in headers[1:]):
        return None  # no row fills the first column alone
    filled = frame.select(pl.sum_horizontal(pl.col(headers).is_not_null()).alias("n"))["n"]
    lone = filled == 1
    label = next((name for name in headers if frame[name].filter(lone).count()), None)
    if label is None or headers.index(label) > 2:
        return None
    lone &= frame[label].is_not_null()
    texts = frame[label].filter(lone).to_list()
    if len(texts) > _MOST_GROUPS:
        return None
    group = {text for text in texts if cell_kind(text) == "text" and not is_total(text)}
    lone &= frame[label].is_in(sorted(group))
    if not lone.any() or not lone[0] or lone.all():
        return None
    totals = totals_in(frame, label)
    rows = ~lone & ~totals
    rows &= _not_only_numbers(frame, [name for name in headers if name != label])
    own = frame[label].filter(rows).count() == 0
    if not own and not _sections(frame, headers, lone, rows):
        return None
    names, inner = _carried(frame, label, lone, totals if own else pl.zeros(0, eager=True))
    ragged = [RaggedRow(line, text, GROUP_ROW) for line, text in _lines(frame, label, lone)]
    if own:
        header = label if not label.startswith("Column ") else _named(headers, above)
        frame = frame.with_columns(
            pl.when(rows).then(names).otherwise(pl.col(label)).alias(label)
        ).rename({label: header})
        headers = tuple(header if name == label else name for name in headers)
        if inner.count():
            job = _named(headers, (), _JOB)
            frame = frame.with_columns(pl.when(rows).then(inner).alias(job))
            headers = (*headers, job)
            frame = frame.select(*headers, LINE)
    else:
        header = _named((*headers, label), above, "Group")
        frame = frame.with_columns(pl.when(rows).then(names).alias(header))
        headers = (*headers, header)
        frame = frame.select(*headers, LINE)
    said = (_remark(header, int((rows & names.is_not_null()).sum())),)
    return Outlined(frame.filter(~lone), headers, ragged, said, names=header)


def _sections(
    frame: pl.DataFrame, headers: Sequence[str], lone: pl.Series, rows: pl.Series
) -> bool:
    """Whether lone names head sections: several, never two running, over whole rows."""
    if int(lone.sum()) < 2 or lone[-1] or (lone & lone.shift(1, fill_value=False)).any():
        return False
    body = frame.filter(rows)
    typed = typed_columns(body.head(_SAMPLE), headers)
    whole = sum(body[name].null_count() == 0 for name in typed)
    return bool(typed) and whole > 0 and frame[headers[0]].filter(lone).null_count() == 0


def _carried(
    frame: pl.DataFrame, label: str, lone: pl.Series, totals: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """The open group of each row, and the one inside it: a total closes its group.

    It is the innermost one, and its parent goes on; but where a total is “with sub-customers”, it
    is that customer, and what is inside are its jobs.
    """
    special = lone | totals if len(totals) else lone
    texts = frame[label]
    labels = texts.filter(totals).to_list() if len(totals) else []
    closed = {label_of_total(text) for text in labels}
    whole = {label_of_total(text) for text in labels if _WITH_PARTS.search(text)}
    current: list[str] = []
    after: list[str | None] = [None] * frame.height
    within: list[str | None] = [None] * frame.height
    for at in checked(special.arg_true().to_list()):
        text = str(texts[at])
        if lone[at]:
            if current and current[-1] not in closed:
                current.pop()
            current.append(text)
        else:
            name = label_of_total(text)
            if name in current:
                del current[current.index(name) :]
        last = current[-1] if current else ""
        after[at] = next((one for one in current if one in whole), last)
        within[at] = last if last != after[at] else ""
    return _filled_down(after), _filled_down(within)


def _filled_down(texts: Sequence[str | None]) -> pl.Series:
    names = pl.Series(texts, dtype=pl.String).fill_null(strategy="forward")
    return names.set(names == "", None)


def _lines(frame: pl.DataFrame, label: str, mask: pl.Series) -> list[tuple[int, str]]:
    part = frame.filter(mask).select(LINE, label)
    return [(int(line), text) for line, text in part.iter_rows()]


def _named(headers: Sequence[str], above: Sequence[str], otherwise: str = _UNKNOWN) -> str:
    """What the groups are: “Sales by Customer Detail” names the column “Customer”."""
    titles = [line for line in reversed(above) if not _MADE.match(line)]
    found = next((match[1].strip() for line in titles if (match := _BY.search(line))), otherwise)
    name, number = found, 1
    while name in headers:
        number += 1
        name = f"{found} ({number})"
    return name


# ---------------------------------------------------------------- on the first row only
def _from_first_rows(
    frame: pl.DataFrame, headers: Sequence[str]
) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """Fill the leading columns down where each group closes with a total that names it, or where
    every name stands once, in order, over complete rows."""
    carried = []
    for name in headers[:3]:
        column = frame[name]
        if column.null_count() == 0:
            continue
        if column[0] is None or not _is_words(column):
            break
        totals = totals_in(frame, name)
        rows = _not_only_numbers(frame, [one for one in headers if one != name])
        blank = column.is_null() & rows
        if not (_closed_by_totals(column, totals) or _in_order(frame, headers, name, totals)):
            break
        filled = column.set(totals, None).fill_null(strategy="forward")
        frame = frame.with_columns(pl.when(blank).then(filled).otherwise(column).alias(name))
        carried.append((name, int(blank.sum())))
    return frame, tuple(carried)


def _is_words(column: pl.Series) -> bool:
    sample = column.drop_nulls().head(_SAMPLE).to_list()
    return sum(cell_kind(text) == "text" for text in sample) > 0.8 * len(sample)


def _not_only_numbers(frame: pl.DataFrame, others: Sequence[str]) -> pl.Series:
    """Rows with a word or a date in these columns: sums without a label have none."""
    words = [one for one in others if not is_number(frame[one])] or others
    return frame.select(pl.any_horizontal(pl.col(words).is_not_null()).alias("any"))["any"]


def _closed_by_totals(column: pl.Series, totals: pl.Series) -> bool:
    """Whether most groups end with a row that names them as their total."""
    texts = column.filter(totals).to_list()
    if not texts or len(texts) > _MOST_GROUPS:
        return False
    names = column.filter(~totals).drop_nulls().to_list()
    closed = {label_of_total(text) for text in texts}
    return len(set(names)) == len(names) and sum(name in closed for name in names) > 0.6 * len(
        names
    )


def _in_order(frame: pl.DataFrame, headers: Sequence[str], name: str, totals: pl.Series) -> bool:
    """Whether each name stands once and in order, with blanks below several of them.

    Four names stand in order by chance once in 24 times, six once in 720: so few names must have
    more blanks than names below them. Dates and numbers must be there on every row.
    """
    rows = frame.filter(~totals & _not_only_numbers(frame, [h for h in headers if h != name]))
    names = rows[name].drop_nulls().to_list()
    if len(names) < _FEW_NAMES or len(set(names)) < len(names):
        return False
    if len(names) < _MANY_NAMES and rows[name].null_count() < len(names):
        return False
    if all(names != sorted(names, key=key) for key in (str, str.casefold, _plain)):
        return False
    blank = rows[name].is_null()
    if int((blank & ~blank.shift(1, fill_value=False)).sum()) < _FEWEST_RUNS:
        return False
    typed = typed_columns(rows.head(_SAMPLE), [one for one in headers if one != name])
    return bool(typed) and all(rows[one].null_count() == 0 for one in typed)


def _plain(text: str) -> str:
    """Letters without accents and case, as spreadsheets sort them."""
    whole = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in whole if not unicodedata.combining(letter))
