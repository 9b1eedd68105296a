"""A line for what is known, a dashed one ahead with bands of 50, 80 and 95 %."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from revcore.charts._chart import Row
from revcore.charts._look import (
    CLIENT,
    PLAN,
    Meaning,
    field,
    month_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Unit

RANGES = (("low95", "high95", 0.14), ("low", "high", 0.22), ("low50", "high50", 0.34))


def begun(rows: Sequence[Row], known: str) -> list[Row]:
    """The last month known is where the fan begins: all its bounds are the known value."""
    out = [dict(row) for row in rows]
    last = max(at for at, row in enumerate(out) if row.get(known) is not None)
    bounds = [name for pair in RANGES for name in pair[:2]]
    out[last] |= dict.fromkeys(["ahead", *bounds], out[last][known])
    return out


def fan(
    rows: Sequence[Row], meaning: Meaning, *, known: str, words: str, currency: str | None
) -> list[Any]:
    """Bands from the widest to the narrowest, then both lines.

    rows
        With ``month``, the column of ``known``, ``ahead``, the bounds of :data:`RANGES`, and
        ``words`` and ``range`` for the tooltip.
    """
    alt = vega()
    months = [row["month"] for row in rows]
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis(months), scale=options(domain=months)),
        tooltip=tooltip(month="Month", words=words, range="8 times in 10"),
    )
    ahead = base.transform_filter("isValid(datum.low)")
    axis = value_axis(Unit.MONEY, currency)

    def band(low: str, high: str, opacity: float) -> Any:
        area = meaning.paint(ahead, PLAN).mark_area(opacity=opacity)
        return area.encode(y=alt.Y(f"{low}:Q", axis=axis), y2=alt.Y2(high))

    def line(place: int, column: str, **more: Any) -> Any:
        shown = base.transform_filter(f"isValid(datum.{column})")
        drawn = meaning.paint(shown, place).mark_line(strokeWidth=2.5, **more)
        return drawn.encode(y=alt.Y(f"{column}:Q", axis=axis))

    layers = [band(*each) for each in RANGES]
    return [*layers, line(PLAN, "ahead", strokeDash=[5, 4]), line(CLIENT, known)]
