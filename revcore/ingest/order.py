"""One order of rows for the same rows, whichever way round the files give them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_BITS = 62
"""Room for the packed key."""


def in_order(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Sort by numbers, then texts, then place (``file``, ``sheet``, ``line``); nulls last.

    Whole numbers are packed into one integer first, because sorting by one is many times faster
    than sorting by several; only rows that it cannot tell apart are sorted by everything.

    >>> rows = {"day": [2, 1, 1], "text": ["a", "c", None], "file": 0, "sheet": "", "line": 1}
    >>> in_order(pl.DataFrame(rows), ["text", "day"])["text"].to_list()
    ['c', None, 'a']
    """
    numbers = [name for name in names if frame.schema[name] != pl.String]
    texts = [name for name in names if frame.schema[name] == pl.String]
    every = [*numbers, *texts, "file", "sheet", "line"]
    key = _packed(frame, numbers)
    if key is None:
        return frame.sort(every, nulls_last=True)
    places = key.arg_sort()
    same = (key := key.gather(places)) == key.shift(1)
    spots = (same | same.shift(-1)).fill_null(value=False).arg_true()
    if len(spots):
        rows = places.gather(spots)
        ties = frame[rows].select(every).with_columns(rows.alias("__at"))
        places = places.scatter(spots, ties.sort(every, nulls_last=True)["__at"])
    return frame[places]


def _packed(frame: pl.DataFrame, numbers: Sequence[str]) -> pl.Series | None:
    """One integer that sorts like the first of some columns, as many as it has room for."""
    key, left = pl.lit(0, pl.Int64), _BITS
    taken = 0
    for name in numbers:
        if frame.schema[name] != pl.Int64:
            break
        low, high = frame[name].min(), frame[name].max()
        if not isinstance(low, int) or not isinstance(high, int):
            low, high = 0, 0
        bits = (high - low + 1).bit_length()
        if bits > left:
            break
        key = key * 2**bits + (pl.col(name) - low).fill_null(high - low + 1)
        left -= bits
        taken += 1
    return frame.select(key.alias("key")).to_series() if taken else None
