"""Lines inside a table that are no rows of it: totals, repeated headers, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from revcore.ingest.cells import cell_kind
from revcore.ingest.parse import money
from revcore.ingest.raw import LINE, RaggedRow, TotalRow

LABEL_COLUMNS = 3
LAST_ROWS = 20
SAMPLE = 200

_WORD = (
    r"(?:total|totals|gesamt|gesamtsumme|zwischensumme|summe|sum|totaux|somme|somma|suma|totale|"
    r"totaal|totalt|celkem|итого|合计|合計|总计)"
)
_SURE = (
    rf"(?i)^(?:(?:grand|overall|report)\s+|sub[-\s]?)?{_WORD}"
    r"(?:\s*[:：].*|\s+(?:for|of|für|von|de|du|per|pour|all)\s.*)?$"
)
_MAYBE = rf"(?i)^(?:(?:grand|overall|report)\s+|sub[-\s]?)?{_WORD}\b"


def split_totals(
    frame: pl.DataFrame, headers: Sequence[str]
) -> tuple[pl.DataFrame, tuple[TotalRow, ...]]:
    """Take total rows out.

    A total row is labelled so in its first filled cell (“Total: Account”, “Summe”), or begins with
    such a word and repeats the sums of the columns (“Total 2024”), or is the last row, without a
    key, and repeats the sums.
    """
    if frame.height < 2 or not headers:
        return frame, ()
    label = _labels(frame, headers)
    sure = label.str.contains(_SURE).fill_null(value=False)
    doubtful = label.str.contains(_MAYBE).fill_null(value=False) & ~sure
    if doubtful.any() and doubtful.sum() <= LAST_ROWS:
        rest = frame.filter(~sure & ~doubtful)
        proven = [
            line
            for line in frame.filter(doubtful)[LINE]
            if _repeats_sums(frame.filter(pl.col(LINE) == line), rest, headers)
        ]
        sure = sure | frame[LINE].is_in(proven)
    if sure.all():
        return frame, ()
    rest = frame.filter(~sure)
    last = rest.tail(1)
    if _without_key(last, rest.head(rest.height - 1), headers) and _repeats_sums(
        last, rest.head(rest.height - 1), headers
    ):
        sure = sure | (frame[LINE] == last[LINE][0])
    totals = tuple(
        TotalRow(
            int(row[LINE]),
            next((row[name] for name in headers[:LABEL_COLUMNS] if row[name]), ""),
            {name: row[name] for name in headers if row[name] is not None},
        )
        for row in frame.filter(sure).iter_rows(named=True)
    )
    return (frame.filter(~sure) if totals else frame), totals


def _labels(frame: pl.DataFrame, headers: Sequence[str]) -> pl.Series:
    """First filled cell of each row among the first columns."""
    first = [
        pl.when(~pl.col(name).is_in(["-", "--", "—"])).then(pl.col(name))
        for name in headers[:LABEL_COLUMNS]
    ]
    return frame.select(pl.coalesce(first).alias("label")).to_series()


def _without_key(row: pl.DataFrame, rest: pl.DataFrame, headers: Sequence[str]) -> bool:
    """Whether a text column that is filled in every other row is blank in this one."""
    if rest.height < 2:
        return False
    return any(
        row[name][0] is None
        and rest[name].null_count() == 0
        and "text" in {cell_kind(cell) for cell in rest[name].head(SAMPLE)}
        for name in headers
    )


def _repeats_sums(row: pl.DataFrame, rest: pl.DataFrame, headers: Sequence[str]) -> bool:
    """Whether at least half of a row's numbers are the sums of their columns, and one is not 0."""
    numbers, equal, telling = 0, 0, 0
    for name in headers:
        value = row[name][0]
        if value is None or cell_kind(value) != "number" or value.endswith("%"):
            continue
        numbers += 1
        together = money(pl.concat([rest[name], row[name]]))
        own = together.values[-1]
        if own is None or together.values.len() < 2:
            continue
        total = together.values.head(rest.height).sum()
        equal += total == own
        telling += total == own and own != 0
    return telling > 0 and 2 * equal >= numbers


def split_repeated_headers(
    frame: pl.DataFrame, headers: Sequence[str]
) -> tuple[pl.DataFrame, list[RaggedRow]]:
    """Take out lines that print the header again, as page breaks do."""
    if not frame.height or len(headers) < 2:
        return frame, []
    if not (frame[headers[0]] == headers[0]).any():
        return frame, []
    plain = [re.sub(r" \(\d+\)$", "", name) for name in headers]
    again = pl.all_horizontal(
        pl.col(name).is_in([name, base]).fill_null(value=name.startswith("Column "))
        for name, base in zip(headers, plain, strict=True)
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
    typed = _typed_columns(frame.head(SAMPLE), headers)
    usual = frame.head(SAMPLE).select(pl.sum_horizontal(pl.col(headers).is_not_null()).median())
    if not typed or float(usual.item()) < 3:
        return frame, []
    notes: list[RaggedRow] = []
    for row in reversed(list(frame.tail(min(LAST_ROWS, frame.height - 1)).iter_rows(named=True))):
        if not _is_note(row, headers, typed):
            break
        notes.append(RaggedRow(int(row[LINE]), _text(row, headers), "a note below the table"))
    return (frame.head(frame.height - len(notes)) if notes else frame), notes[::-1]


def _typed_columns(frame: pl.DataFrame, headers: Sequence[str]) -> list[str]:
    """Columns that hold numbers or dates nearly throughout."""
    typed = []
    for name in headers:
        kinds = [kind for cell in frame[name] if (kind := cell_kind(cell)) != "blank"]
        if kinds and sum(kind in {"number", "date"} for kind in kinds) >= 0.6 * len(kinds):
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
