"""Parts with whiskers beside the figure of all: the shape several charts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from revcore.charts._chart import Row
from revcore.charts._look import (
    CLIENT,
    PLAN,
    Meaning,
    dots,
    labels,
    names_axis,
    options,
    rows_chart,
    rules,
    tooltip,
    value_axis,
    vega,
    whiskers,
)
from revcore.model import Unit

WIDTH = 0.026
"""Width of a letter as a part of the chart's, on a phone."""


def forest(
    rows: Sequence[Row], *, each: str, every: str, pooled: float, tooltips: dict[str, str],
    unit: Unit = Unit.RATIO, currency: str | None = None, most: float | None = None,
) -> list[Any]:  # fmt: skip
    """Layers of a forest plot.

    rows
        With name, value, low, high, low95, high95, words and what ``tooltips`` names.
    each, every
        What the dots are, and what the dashed line is.
    pooled
        Where the line stands.
    """
    alt = vega()
    meaning = Meaning({CLIENT: each, PLAN: every})
    low = min(0.0, min(row["low95"] for row in rows), pooled)
    top = max(max(row["high95"] for row in rows), pooled)
    top = top * 1.22 if most is None else min(most, top * 1.22)
    scale = options(domain=[low, top], nice=False)
    axis = value_axis(unit, currency, tickCount=4, grid=True)
    room = top - low
    rows = [{**row, "beside": beside(row, pooled, room)} for row in rows]
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()), tooltip=tooltip(**tooltips)
    )
    parts = meaning.paint(base, CLIENT)
    ends = whiskers(parts, meaning.by("meaning"), along="x", scale=scale, axis=axis)
    points = dots(parts).encode(x=alt.X("value:Q", scale=scale, axis=axis))
    text = labels(base, align="left", dx=7, dy=0).encode(
        x=alt.X("beside:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    line = rules(meaning.paint(rows_chart([{"value": pooled}]), PLAN)).encode(
        x=alt.X("value:Q", scale=scale, axis=axis)
    )
    return [line, *ends, points, text]


def beside(row: Row, pooled: float, room: float) -> float:
    """Where the words of a row begin: behind its whisker, or behind the line they would cross.

    >>> row = {"high95": 0.2, "words": "14%"}
    >>> beside(row, 0.5, 1.0), beside(row, 0.25, 1.0), beside(row, 0.1, 1.0)
    (0.2, 0.25, 0.2)
    """
    end = float(row["high95"])
    wide = room * (WIDTH * len(str(row["words"])) + WIDTH)
    return pooled if end <= pooled <= end + wide else end


def height(rows: Sequence[Row]) -> int:
    """Room for so many rows [px]."""
    return max(170, 34 * len(rows) + 60)
