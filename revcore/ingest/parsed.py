"""What reading a whole column of text gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import polars as pl

from revcore.ingest.cells import BLANK_WORDS

_WRITTEN = sorted(
    {
        "".join(letters)
        for word in BLANK_WORDS
        for letters in product(*[sorted({letter, letter.upper()}) for letter in word])
    }
)
"""Every way to write a blank word in capital and small letters."""
_BLANK, _WRITTEN_SET = frozenset(_WRITTEN), pl.Series(_WRITTEN).implode()
_MANY = 20_000
_FEW = 2_000
"""Rows up to which a dictionary is faster than a join."""


@dataclass(frozen=True)
class Parsed:
    """A typed column and what had to be decided to get it.

    values
        Typed; null where the cell is blank or bad.
    bad
        Boolean: the cell is not blank and could not be read.
    scale
        Decimals of a money column: 1234 at scale 2 is 12.34.
    currency
        ISO code where all cells name the same one, a column of codes where they differ, else None.
    ambiguous
        "decimal" or "day_first" where the column itself does not say which it is.
    taken
        The reading taken, in words for a question; empty where nothing had to be decided.
    """

    values: pl.Series
    bad: pl.Series
    scale: int | None = None
    currency: pl.Series | str | None = None
    ambiguous: str | None = None
    taken: str = ""

    def spread(self, column: pl.Series, unique: pl.Series) -> Parsed:
        """What was read from distinct values (null among them or not), for every row."""
        if self.bad.any():
            bad = spread(column, unique, self.bad).fill_null(value=False)
        else:
            bad = none(len(column))
        return replace(self, values=spread(column, unique, self.values), bad=bad)


def none(length: int) -> pl.Series:
    """No cell is bad."""
    return pl.repeat(value=False, n=length, eager=True, dtype=pl.Boolean)


def repetitive(column: pl.Series) -> bool:
    """Whether a long column has so few different values that they are read instead."""
    top = column.head(_MANY)
    return len(column) > _MANY and 4 * top.n_unique() < _MANY


def filled(column: pl.Series) -> pl.Series:
    """The column trimmed, with blank words ("--", "n/a", "#REF!") as null."""
    return said(column.cast(pl.String).str.strip_chars())


def said(text: pl.Series) -> pl.Series:
    """A trimmed column with blank words as null."""
    if len(text) <= _FEW and _BLANK.isdisjoint(text.to_list()):
        return text
    blank = text.is_in(_WRITTEN_SET)
    return text.set(blank.fill_null(value=False), None) if blank.any() else text


def distinct(text: pl.Series) -> pl.Series:
    """Values to work on: the distinct ones, without null."""
    there = pl.col("text").drop_nulls().unique(maintain_order=False).sort()
    return text.alias("text").to_frame().select(there).to_series()


def spread(text: pl.Series, unique: pl.Series, read: pl.Series) -> pl.Series:
    """Bring what was read from distinct values back to every row."""
    if unique.is_empty():
        return pl.Series(values=[None] * len(text), dtype=read.dtype)
    if len(text) <= _FEW:
        known = dict(zip(unique.to_list(), read.to_list(), strict=True))
        return pl.Series([known.get(cell) for cell in text.to_list()], dtype=read.dtype)
    table = pl.DataFrame({"text": unique, "read": read})
    rows = pl.DataFrame({"text": text})
    return rows.join(table, on="text", how="left", maintain_order="left")["read"]


def is_one(values: pl.Series) -> bool:
    """Whether a column holds one value throughout, or none at all.

    >>> is_one(pl.Series(["a", "a"])), is_one(pl.Series(["a", None])), is_one(pl.Series([None]))
    (True, False, True)
    """
    if values.is_empty() or values.null_count():
        return values.null_count() == len(values)
    return all((part == values[0]).all() for part in (values.head(_FEW), values))


def all_different(values: pl.Series) -> bool:
    """Whether no value stands twice; told by one number of each first.

    >>> all_different(pl.Series(["a", "b"])), all_different(pl.Series(["a", "b", "a"]))
    (True, False)
    """
    marks = np.sort(values.hash().to_numpy())
    return not (marks[1:] == marks[:-1]).any() or values.n_unique() == len(values)


def matching(unique: pl.Series, patterns: Sequence[str]) -> list[str]:
    """Those of some patterns that at least one value matches, looked for all at once.

    >>> matching(pl.Series(["2024-03", "soon"]), [r"^\\d{4}-", r"^\\d+$", "soon"])
    ['^\\\\d{4}-', 'soon']
    """
    if unique.is_empty():
        return []
    text = unique.alias("text").to_frame()
    tried = [
        pl.col("text").str.contains(pattern).any().alias(str(at))
        for at, pattern in enumerate(patterns)
    ]
    return [
        pattern for pattern, there in zip(patterns, text.select(tried).row(0), strict=True) if there
    ]
