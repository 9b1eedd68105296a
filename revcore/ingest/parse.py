"""Whole columns of text to typed columns: money, numbers, counts, days, months, yes/no.

Every reader takes a String column and gives :class:`Parsed`; none of them raises for a bad cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from revcore.ingest.cells import cell_kind
from revcore.ingest.parse_dates import days, months, only_serials, proven_day_first
from revcore.ingest.parse_numbers import counts, money, numbers, proven_decimal, yes_no
from revcore.ingest.parse_periods import FiscalYear
from revcore.ingest.parsed import Parsed, filled
from revcore.ingest.tables import Kind

__all__ = [
    "FiscalYear", "Parsed", "counts", "days", "fit", "money", "months", "numbers",
    "proved_elsewhere", "yes_no",
]  # fmt: skip

FIT_SAMPLE = 500
SERIALS = 0.1
"""Fit of what may be day numbers of a spreadsheet: enough for a column headed as a date."""

_READERS: Mapping[Kind, Callable[[pl.Series], Parsed]] = {
    Kind.DAY: days,
    Kind.MONTH: months,
    Kind.MONEY: money,
    Kind.COUNT: counts,
    Kind.NUMBER: numbers,
    Kind.YES_NO: yes_no,
}


def fit(column: pl.Series, kind: Kind) -> float:
    """Share of the filled cells (at most 500 of them) that read as a kind; 0 where all are blank.

    >>> fit(pl.Series(["2024-01-02", "soon", None]), Kind.DAY)
    0.5
    >>> fit(pl.Series(["Acme", "Beta"]), Kind.TEXT)
    1.0
    """
    present = column.drop_nulls()
    sample = filled(present.gather_every(max(1, len(present) // FIT_SAMPLE))).drop_nulls()
    sample = sample.head(FIT_SAMPLE)
    if sample.is_empty():
        return 0.0
    reader = _READERS.get(kind)
    if reader is None:
        return 1.0
    if kind is not Kind.YES_NO and not sample.str.contains(r"\d").any():
        return 0.0
    if kind in (Kind.DAY, Kind.MONTH) and only_serials(sample):
        return SERIALS
    return 1 - int(reader(sample).bad.sum()) / len(sample)


def proved_elsewhere(
    read: Parsed,
    kind: Kind,
    column: pl.Series,
    others: Sequence[pl.Series],
    time_zone: str | None = None,
) -> Parsed:
    """Read a doubtful column again as the other columns of its table prove.

    One file is written by one program: a price of ``12,50`` in one column says what ``1.234`` is in
    the next, and so does a day above 12 among dates.

    >>> amounts, prices = pl.Series(["1.234"]), pl.Series(["12,50"])
    >>> proved_elsewhere(money(amounts), Kind.MONEY, amounts, [prices]).values.to_list()
    [1234]
    """
    if read.ambiguous == "decimal":
        marks = {mark for one in others if _is_numeric(one) and (mark := proven_decimal(one))}
        if len(marks) == 1:
            (mark,) = marks
            if kind is Kind.MONEY:
                return money(column, decimal=mark)
            return numbers(column, decimal=mark) if kind is Kind.NUMBER else read
    if read.ambiguous == "day_first":
        orders = {order for one in others if (order := proven_day_first(one)) is not None}
        if len(orders) == 1:
            (order,) = orders
            reader = months if kind is Kind.MONTH else days
            return reader(column, day_first=order, time_zone=time_zone)
    return read


def _is_numeric(column: pl.Series) -> bool:
    sample = column.drop_nulls().head(50).to_list()
    return bool(sample) and sum(
        cell_kind(cell) in {"number", "blank"} for cell in sample
    ) > 0.8 * len(sample)
