"""One order of rows for the same rows, whichever way round the files give them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from revcore.ingest.parsed import is_one

_BITS = 62
"""Room for the packed key."""
_MOST_TIED = 0.1
"""Part of the rows that a short key may leave untold; beyond it a longer one is made."""


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
    found = None
    for room in (64 - frame.height.bit_length(), _BITS):
        key = _packed(frame, numbers, room)
        found = _sorted(key, together=room != _BITS) if key is not None else None
        if found is not None and len(found[1]) <= _MOST_TIED * frame.height:
            break
    if found is None:
        return frame.sort(every, nulls_last=True)
    places, spots = found
    if len(spots):
        rows = places.gather(spots)
        ties = frame[rows].select(every).with_columns(rows.alias("__at"))
        places = places.scatter(spots, ties.sort(every, nulls_last=True)["__at"])
    same = [name for name in frame.columns if is_one(frame[name])]
    moved = frame.drop(same)[places] if len(same) < frame.width else frame.select([])
    return frame.select(
        *[moved[name] if name in moved.columns else frame[name] for name in frame.columns]
    )


def _sorted(key: pl.Series, *, together: bool) -> tuple[pl.Series, pl.Series]:
    """Rows in order of a key, and where in that order several have the same.

    together
        Whether the key leaves room for the place of a row: then both are sorted as one number,
        and nothing has to be carried along.
    """
    if together:
        bits = np.uint64(len(key).bit_length())
        both = key.to_numpy().astype(np.uint64)
        both <<= bits
        both |= np.arange(len(key), dtype=np.uint64)
        both.sort()
        ordered = both >> bits
        both &= (np.uint64(1) << bits) - np.uint64(1)
        places = pl.Series(both.view(np.int64))
    else:
        places = key.arg_sort()
        ordered = key.gather(places).to_numpy()
    same = ordered[1:] == ordered[:-1]
    return places, pl.Series(np.flatnonzero(np.r_[False, same] | np.r_[same, False]))


def _packed(frame: pl.DataFrame, numbers: Sequence[str], room: int) -> pl.Series | None:
    """One integer that sorts like the first of some columns, as many as there is room for."""
    key, left = pl.lit(0, pl.Int64), room
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
