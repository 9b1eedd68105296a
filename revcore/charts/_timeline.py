"""A value with its intervals over months or cohorts: the shape several charts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from revcore.charts._chart import Row
from revcore.charts._look import (
    FADED,
    Meaning,
    dots,
    field,
    month_axis,
    options,
    rows_chart,
    vega,
    whiskers,
)


def timeline(
    rows: Sequence[Row],
    meaning: Meaning,
    *,
    along: str,
    value: str,
    axis: Any,
    tooltips: Sequence[Any],
    title: str | None = None,
    offset: bool = False,
    most: int = 4,
    scale: Any = None,
) -> list[Any]:
    """Dots with whiskers on a faint line; what is not complete is faded.

    rows
        With ``along``, ``value``, the four bounds, ``kind`` (a word of ``meaning``), ``complete``.
    offset
        Kinds stand side by side instead of on top of each other.
    """
    alt = vega()
    places = [row[along] for row in rows]
    drawn = [
        {**row, "strength": 1 if row.get("complete", True) else FADED}
        for row in rows
        if row[value] is not None
    ]
    x = field(along, axis=month_axis(places, most=most, title=title),
              scale=options(domain=list(dict.fromkeys(places)), padding=0.4))  # fmt: skip
    base = rows_chart(drawn).encode(x=x, tooltip=list(tooltips))
    if offset:
        base = base.encode(xOffset=alt.XOffset("kind:N", sort=list(meaning.words.values())))
    scale = scale if scale is not None else options(zero=True)
    colour = meaning.by("kind")
    line = base.mark_line(strokeWidth=1.5, opacity=0.35).encode(
        y=alt.Y(f"{value}:Q", scale=scale, axis=axis), color=colour
    )
    stroke = alt.StrokeOpacity("strength:Q", scale=None, legend=None)
    fill = alt.FillOpacity("strength:Q", scale=None, legend=None)
    ends = whiskers(base, colour, scale=scale, axis=axis, more={"strokeOpacity": stroke})
    points = dots(base).encode(
        y=alt.Y(f"{value}:Q", scale=scale, axis=axis), color=colour, fillOpacity=fill
    )
    return [line, *ends, points]
