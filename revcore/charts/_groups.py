"""Groups of a breakdown as rows of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from revcore.charts._chart import Row
from revcore.charts._look import wrapped
from revcore.model import BreakdownRow, Reading
from revcore.words import capital, counted, value_words


def groups(
    parts: Sequence[BreakdownRow], reading: Reading | None, currency: str | None
) -> list[Row]:
    """Groups with a value, in words."""
    if reading is None:
        return []
    return [
        {
            "name": wrapped(capital(row.key.replace("_", " "))), "value": row.value,
            "plain": row.key.replace("_", " "), "low": row.low, "high": row.high,
            "low95": row.low95, "high95": row.high95,
            "words": value_words(row.value, reading.unit, currency),
            "range": f"{value_words(row.low, reading.unit, currency)} to "
            f"{value_words(row.high, reading.unit, currency)}",
            "many": counted(row.n, "customer"),
        }
        for row in parts
        if row.value is not None and row.low is not None
    ]  # fmt: skip
