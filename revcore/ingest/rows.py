"""Lines inside a table that are no rows of it: totals, repeated headers, notes at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from revcore.ingest.cells import cell_kind
from revcore.ingest.deadline import checked
from revcore.ingest.parse import money
from revcore.ingest.raw import LINE, RaggedRow, TotalRow
from revcore.ingest.tables import Kind
from revcore.ingest.words import dictionary, normal

LABEL_COLUMNS = 3
_DASHES = ("-", "--", "—")
LAST_ROWS = 20
SAMPLE = 200

_WORD = (
    r"(?:total|totals|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|summe|sum|totaux|somme|somma|"
    r"suma|totale|totaal|eindtotaal|totalt|celkem|итого|合计|合計|总计)"
)
_SURE = (
    rf"(?i)^(?:(?:grand|overall|report)\s+|sub[-\s]?)?{_WORD}"
    r"(?:\s*[:：].*|\s+(?:for|of|für|von|de|du|per|pour|all)\s.*)?$"
    r"|^(?:übertrag|carried forward|brought forward|report à nouveau|à reporter|riporto)\b"
)
_MAYBE = rf"(?i)^(?:(?:grand|overall|report)\s+|sub[-\s]?)?{_WORD}\b"


_OF = re.compile(
    rf"(?i)^(?:sub[-\s]?)?{_WORD}\s+(?:for|of|für|von|de|du|per|pour)\s+(?P<after>.+?)"
    r"(?:\s+with sub-\w+)?$"
    rf"|^(?P<before>.+?)\s+(?:sub[-\s]?)?(?:{_WORD}|ergebnis|resultado?|result)$"
    rf"|^(?:sub[-\s]?)?{_WORD}\s*[:\s]\s*(?P<last>.+)$"
)
_MOST_DOUBTFUL = 20_000
_MOST_STARTS = 12


def is_total(label: str) -> bool:
    """Whether a label says on its own that its row is a total.

    >>> is_total("Total for Acme"), is_total("Summe"), is_total("Total Energies")
    (True, True, False)
    """
    return re.search(_SURE, label) is not None


def label_of_total(label: str) -> str | None:
    """What a total is the total of, where its label names it.

    >>> label_of_total("Total for Acme"), label_of_total("Acme Total"), label_of_total("Summe Ost")
    ('Acme', 'Acme', 'Ost')
    >>> label_of_total("Total"), label_of_total("Acme")
    (None, None)
    """
    found = _OF.match(label)
    return (found["after"] or found["before"] or found["last"]) if found else None


def split_totals(
    frame: pl.DataFrame, headers: Sequence[str]
) -> tuple[pl.DataFrame, tuple[TotalRow, ...]]:
    """Take total rows out.

    A total row is labelled so in its first filled cell (“Total: Account”, “Summe”), or speaks of a
    total (“Total 2024”, “Acme Total”) or has no key at all, and repeats the sums of the rows above
    it: of all of them, or of those since an earlier total.
    """
    if frame.height < 2 or not headers:
        return frame, ()
    sure, worded = _spoken_of(_labels(frame, headers))
    keyless, named = _without_key(frame, headers, sure)
    worded = worded | (named & ~sure)
    doubtful = worded | (keyless & ~sure)
    if doubtful.any() and doubtful.sum() <= _MOST_DOUBTFUL:
        proven = _proven(frame, headers, sure, doubtful, worded, fewest=2)
        if (proven & ~worded).any():  # the sheet prints sums without a label: also of one row
            proven = _proven(frame, headers, sure, doubtful, worded, fewest=1)
        sure = sure | proven
    if sure.all():
        return frame, ()
    totals = tuple(
        TotalRow(
            int(row[LINE]),
            _label(row, headers),
            {name: row[name] for name in headers if row[name] is not None},
        )
        for row in frame.filter(sure).iter_rows(named=True)
    )
    return (frame.filter(~sure) if totals else frame), totals


def _label(row: Mapping[str, str | None], headers: Sequence[str]) -> str:
    """What a total row calls itself; “” where it has no word for it."""
    first = next((text for name in headers[:LABEL_COLUMNS] if (text := row[name])), "")
    later = (text for name in headers[LABEL_COLUMNS:] if (text := row[name]) and is_total(text))
    return first or next(later, "")


def _spoken_of(label: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Rows whose label says that they are totals, and those that speak of one."""
    if _are_numbers(label) or not label.str.contains(f"(?i){_WORD}").any():
        none = pl.Series([False]).new_from_index(0, len(label))
        return none, none
    sure = label.str.contains(_SURE).fill_null(value=False)
    return sure, label.str.contains(rf"{_MAYBE}|(?:\s{_WORD}$)").fill_null(value=False) & ~sure


def _are_numbers(label: pl.Series) -> bool:
    """Whether no label has a word in it, as numbers of orders; quicker than to look for words."""
    top = label.head(SAMPLE).cast(pl.Int64, strict=False)
    if top.null_count():
        return False
    return label.cast(pl.Int64, strict=False).null_count() == 0


def _labels(frame: pl.DataFrame, headers: Sequence[str]) -> pl.Series:
    """First filled cell of each row, as a rule among the first columns."""
    if not frame[headers[0]].null_count() and not frame[headers[0]].is_in(_DASHES).any():
        return frame[headers[0]]
    first = [
        pl.when(~pl.col(name).is_in(_DASHES)).then(pl.col(name)) for name in headers[:LABEL_COLUMNS]
    ]
    label = frame.select(pl.coalesce(first).alias("label")).to_series()
    if len(headers) <= LABEL_COLUMNS or not label.null_count():
        return label
    later = frame.select(pl.coalesce(headers[LABEL_COLUMNS:]).alias("label")).to_series()
    return label.fill_null(later)


def _without_key(
    frame: pl.DataFrame, headers: Sequence[str], sure: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """Rows with nothing but numbers, blank in a column of words that most others fill.

    The last row may have dates too, as reports of advertising do; and where it alone lacks a date
    or a number, one word, which may stand for its key. The second series marks those with a word
    for a total in any column.
    """
    blank = pl.Series([False]).new_from_index(0, frame.height)
    if frame.height - int(sure.sum()) < 3:
        return blank, blank
    closing = False
    for name in headers:
        column = frame[name]
        if not column.null_count():
            continue
        gaps = column.is_null() & ~sure
        missing = int(gaps.sum())
        if not missing or missing > min(0.55 * frame.height, _MOST_DOUBTFUL):
            continue
        kinds = [cell_kind(cell) for cell in column.drop_nulls().head(SAMPLE).to_list()]
        if kinds.count("text") > 0.5 * len(kinds):
            blank = blank | gaps
        elif missing == 1 and gaps[-1]:
            closing = True
    if closing:
        blank = blank.set(pl.int_range(frame.height, eager=True) == frame.height - 1, value=True)
    keep, worded = [], []
    doubtful = frame.select(headers).filter(blank).iter_rows()
    for at, row in zip(blank.arg_true().to_list(), doubtful, strict=True):
        allowed = {"blank", "number", "date"} if at == frame.height - 1 else {"blank", "number"}
        words = names = 0
        for cell in row:
            if cell_kind(cell) not in allowed:
                if is_total(cell) or label_of_total(cell):
                    words += 1
                elif not (closing and at == frame.height - 1 and cell_kind(cell) == "text"):
                    break
                else:
                    names += 1
        else:
            if names < 2:
                keep.append(at)
                worded += [at] * bool(words)
    rows = pl.int_range(frame.height, eager=True)
    return rows.is_in(keep), rows.is_in(worded)


def _proven(
    frame: pl.DataFrame,
    headers: Sequence[str],
    sure: pl.Series,
    doubtful: pl.Series,
    worded: pl.Series,
    *,
    fewest: int,
) -> pl.Series:
    """Doubtful rows that repeat sums, of everything above them or since an earlier total.

    Without a word for it, the sum is of at least ``fewest`` rows.
    """
    numbers = _number_columns(frame, headers, doubtful)
    known = sure.to_list()
    if not numbers:
        return pl.Series(known) & False
    before = {
        name: values.set(sure | doubtful, 0).fill_null(0).cum_sum()
        for name, values in numbers.items()
    }
    rows = (~(sure | doubtful)).cum_sum()
    starts = [0]
    found = [False] * frame.height
    added: dict[str, int] = dict.fromkeys(numbers, 0)  # doubtful rows that turned out to be rows
    at_start = {0: dict.fromkeys(numbers, 0)}
    rows_at = {0: 0}
    for at in checked((sure | doubtful).arg_true().to_list()):
        here = {name: int(before[name][at]) + added[name] for name in numbers}
        own = {name: values[at] for name, values in numbers.items() if values[at] is not None}
        if not known[at]:
            found[at] = any(
                _equal(own, {name: here[name] - at_start[start][name] for name in numbers})
                for start in [starts[0], *starts[:0:-1][:_MOST_STARTS]]
                if worded[at] or int(rows[at]) - rows_at[start] >= fewest
            )
        if not known[at] and not found[at]:
            for name, value in own.items():
                added[name] += value
                here[name] += value
        starts.append(at)
        at_start[at], rows_at[at] = here, int(rows[at])
    return pl.Series(found, dtype=pl.Boolean)


def _number_columns(
    frame: pl.DataFrame, headers: Sequence[str], doubtful: pl.Series
) -> dict[str, pl.Series]:
    """Columns in which a doubtful row has a number, read at one scale each."""
    out = {}
    rows = frame.filter(doubtful)
    for name in headers:
        if _counts_up(frame[name], name):
            continue
        cells = rows[name].drop_nulls().head(SAMPLE).to_list()
        kinds = [cell_kind(cell) for cell in cells if not cell.endswith("%")]
        if kinds.count("number") > 0.5 * max(len(kinds), 1):
            read = money(frame[name])
            if not read.bad.all():
                out[name] = read.values.cast(pl.Int64)
    return out


def _counts_up(column: pl.Series, name: str) -> bool:
    """Whether numbers are those of records and no figures: 3 follows 2 and is not 1 + 2."""
    roles = {
        (entry.kinds[alias.role], alias.role)
        for entry in dictionary().values()
        for alias in entry.aliases.get(normal(name), ())
    }
    if roles:
        return all(kind is Kind.KEY or role == "customer_id" for kind, role in roles)
    whole = column.str.contains(r"^\d{1,18}$").all() and column.null_count() == 0
    return bool(whole) and bool((column.cast(pl.Int64).diff().drop_nulls() == 1).all())


def _equal(own: dict[str, int], sums: dict[str, int]) -> bool:
    """Whether at least half of a row's numbers are the sums of their columns, and one is not 0."""
    same = [name for name, value in own.items() if value == sums[name]]
    return any(own[name] != 0 for name in same) and 2 * len(same) >= len(own)


def in_one_order(frame: pl.DataFrame, headers: Sequence[str]) -> pl.DataFrame:
    """Bring rows below a second header, with its columns in another order, into that of the first.

    >>> frame = pl.DataFrame({"a": ["1", "b", "2"], "b": ["x", "a", "y"], "__line": [2, 3, 4]})
    >>> in_one_order(frame, ["a", "b"]).select("a", "b").rows()
    [('1', 'x'), ('a', 'b'), ('y', '2')]
    """
    names = sorted(headers)
    maybe = frame[headers[0]].is_in(headers).fill_null(value=False).arg_true().head(_MOST_DOUBTFUL)
    rows = {at: frame.select(headers).row(at) for at in maybe.to_list()}
    cuts = {at: row for at, row in rows.items() if sorted(cell or "" for cell in row) == names}
    if all(list(cells) == list(headers) for cells in cuts.values()):
        return frame
    ends = [*list(cuts)[1:], frame.height]
    parts = [frame.head(next(iter(cuts)))]
    for (at, cells), end in zip(cuts.items(), ends, strict=True):
        part = frame.slice(at, end - at).rename(dict(zip(headers, cells, strict=True)))
        parts.append(part.select(frame.columns))
    return pl.concat(parts)


def split_repeated_headers(
    frame: pl.DataFrame, headers: Sequence[str]
) -> tuple[pl.DataFrame, list[RaggedRow]]:
    """Take out lines that print the header again, as page breaks do; one cell may say otherwise."""
    if not frame.height or len(headers) < 2:
        return frame, []
    plain = [re.sub(r" \([^()]*\)$", "", name) for name in headers]
    first = next((at for at, name in enumerate(headers) if not name.startswith("Column ")), 0)
    word = headers[first].split(" ", 1)[0]
    if not frame[headers[first]].str.starts_with(word).any():
        return frame, []
    start = frame[headers[first]].str.replace_all(r"\s+", " ")
    if not start.is_in([headers[first], plain[first]]).any():
        return frame, []
    cells = [pl.col(name).str.replace_all(r"\s+", " ") for name in headers]
    same = pl.sum_horizontal(
        cell.is_in([name, base]).fill_null(value=False)
        for cell, name, base in zip(cells, headers, plain, strict=True)
    )
    filled = pl.sum_horizontal(pl.col(headers).is_not_null())
    again = (
        start.is_in([headers[first], plain[first]]).fill_null(value=False)
        & frame.select(
            (
                ((same == filled) | ((same == filled - 1) & (same > 2)))
                & (same > 1)
                & (same >= 0.5 * len(headers))
            ).alias("again")
        )["again"]
    )
    lines = [
        RaggedRow(int(row[LINE]), _text(row, headers), "the header again")
        for row in frame.filter(again).iter_rows(named=True)
    ]
    return (frame.filter(~again) if lines else frame), lines


def split_notes(
    frame: pl.DataFrame, headers: Sequence[str]
) -> tuple[pl.DataFrame, list[RaggedRow]]:
    """Take out notes below the last row: sources, footnotes, copyright lines."""
    if frame.height < 3 or len(headers) < 3:
        return frame, []
    typed = typed_columns(frame.head(SAMPLE), headers)
    usual = frame.head(SAMPLE).select(pl.sum_horizontal(pl.col(headers).is_not_null()).median())
    if not typed or float(usual.item()) < 3:
        return frame, []
    notes: list[RaggedRow] = []
    for row in reversed(list(frame.tail(min(LAST_ROWS, frame.height - 1)).iter_rows(named=True))):
        if not _is_note(row, headers, typed):
            break
        notes.append(RaggedRow(int(row[LINE]), _text(row, headers), "a note below the table"))
    return (frame.head(frame.height - len(notes)) if notes else frame), notes[::-1]


def typed_columns(frame: pl.DataFrame, headers: Sequence[str]) -> list[str]:
    """Columns that hold numbers or dates nearly throughout."""
    typed = []
    for name in headers:
        cells = Counter(frame[name].to_list())
        kinds = {cell: cell_kind(cell) for cell in cells}
        filled = sum(times for cell, times in cells.items() if kinds[cell] != "blank")
        told = sum(times for cell, times in cells.items() if kinds[cell] in {"number", "date"})
        if filled and told >= 0.6 * filled:
            typed.append(name)
    return typed


def _is_note(row: dict[str, str | None], headers: Sequence[str], typed: Sequence[str]) -> bool:
    """One lone text, or words where numbers and dates belong and no number or date at all."""
    filled = [name for name in headers if row[name] is not None]
    kinds = {name: cell_kind(row[name]) for name in filled}
    if any(kinds[name] != "text" for name in filled if name in typed):
        return False
    if len(filled) == 1:
        return kinds[filled[0]] == "text" and not re.search(_MAYBE, row[filled[0]] or "")
    return len(typed) > 1 and any(name in typed for name in filled)


def _text(row: dict[str, str | None], headers: Sequence[str]) -> str:
    return " | ".join(row[name] or "" for name in headers).strip(" |")
