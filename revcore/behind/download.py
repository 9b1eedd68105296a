"""Rows as a file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from revcore.behind.find import RowsBehind

RISKY = ("=", "+", "-", "@", "\t", "\r")


def to_csv(found: RowsBehind) -> str:
    """CSV with a header; a text that a spreadsheet would run as a formula is led by an apostrophe.

    Numbers and dates are written as they are, negative ones too.
    """
    return table_csv(found.columns, found.frame.iter_rows())


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Any table as CSV, texts made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in columns])
    for row in rows:
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("a=b"), neutral("@SUM")
    ("'=1+1", 'a=b', "'@SUM")
    """
    return f"'{text}" if text.startswith(RISKY) else text
