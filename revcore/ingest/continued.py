"""Orders written as several lines: what stands on the first of them only belongs to them all."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from revcore.ingest.cells import cell_kind
from revcore.ingest.parse_numbers import money
from revcore.ingest.rows import is_total, label_of_total
from revcore.ingest.words import is_known

_SAMPLE = 200
_MOST_LINES, _FEWEST_ONCE = 0.9, 2


def first_lines(
    frame: pl.DataFrame, headers: Sequence[str]
) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """Fill down the number, the date and what else stands on the first line of an order only.

    Its further lines are blank in all these columns at once, a number and a date among them, and
    hold words of their own. Numbers stand once, so no line can be of another order. A line with
    nothing but a remark, in a column that means nothing to us, is no line of an order.
    """
    first = headers[0]
    blank = frame[first].is_null()
    if frame.height < 3 or blank[0] or not blank.any() or blank.mean() > _MOST_LINES:  # type: ignore[operator]
        return frame, ()
    own = frame[first].filter(~blank)
    if own.n_unique() < len(own):
        return frame, ()
    once = [
        name
        for name in headers
        if frame[name].filter(blank).count() == 0 and frame[name].filter(~blank).null_count() == 0
    ]
    rest = [name for name in headers if name not in once]
    kinds = {cell_kind(str(frame[name][0])) for name in once}
    words = [name for name in rest if not is_number(frame[name])]
    if len(once) < _FEWEST_ONCE or "date" not in kinds or not words:
        return frame, ()
    lines = blank & frame.select(pl.any_horizontal(pl.col(words).is_not_null()).alias("w"))["w"]
    says = [name for name in rest if name not in words or is_known(name)]
    own_cells = [pl.col(name).is_not_null() for name in says]
    lines &= frame.select(pl.any_horizontal([*own_cells, pl.lit(value=False)]).alias("s"))["s"]
    for name in words:
        lines &= ~totals_in(frame, name)
    if blank[-1] and _repeats_sum(frame, rest):
        lines &= pl.int_range(frame.height, eager=True) < frame.height - 1
    if not lines.any():
        return frame, ()
    keep = [name for name in once if name == first or not is_number(frame[name])]
    filled = [
        pl.when(pl.lit(lines)).then(pl.col(name).fill_null(strategy="forward")).otherwise(name)
        for name in keep
    ]
    frame = frame.with_columns(one.alias(name) for one, name in zip(filled, keep, strict=True))
    return frame, ((first, int(lines.sum())),)


def _repeats_sum(frame: pl.DataFrame, names: Sequence[str]) -> bool:
    """Whether the last row is the sum of all above it in one of its columns."""
    for name in names:
        if is_number(frame[name]):
            values = money(frame[name]).values
            above = values[:-1].sum()
            if values[-1] is not None and above and values[-1] == above:
                return True
    return False


def totals_in(frame: pl.DataFrame, label: str) -> pl.Series:
    """Rows whose label reads as a total of something."""
    texts = frame[label].drop_nulls().unique()
    words = [text for text in texts.to_list() if is_total(text) or label_of_total(text)]
    return frame[label].is_in(words).fill_null(value=False)


def is_number(column: pl.Series) -> bool:
    """Whether most filled cells of a column are numbers, or all are blank."""
    kinds = [cell_kind(text) for text in column.drop_nulls().head(_SAMPLE)]
    return kinds.count("number") > 0.5 * len(kinds) or not kinds
