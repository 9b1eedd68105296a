"""Bars by reason or by rank, the largest on top, each with its words at its end."""

from __future__ import annotations

from collections.abc import Sequence

from revcore.charts._chart import Drawing, Row
from revcore.charts._look import (
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    vega,
)

LINE = 14
"""Height of a line of a label [px]."""


def ranked_bars(
    rows: Sequence[Row], value: str, meaning: Meaning, says: str, alt: str, room: float,
    *, ranges: bool = False, **tips: str,
) -> Drawing:  # fmt: skip
    """A bar a row: ``name``, ``kind`` (its colour) and ``label`` (its words) beside the value.

    A label may have several lines.

    room
        Width of the drawing as a multiple of the longest bar, so that its words fit on a phone too.
    ranges
        Whether a line from ``low`` to ``high`` lies over each bar.
    """
    vg = vega()
    end = "high" if ranges else value
    most = max(max(row[value], row[end]) for row in rows)
    scale = options(domain=[0, most * room or 1], nice=False)
    base = rows_chart(list(rows)).encode(
        y=vg.Y("name:N", sort=None, title=None, axis=names_axis()),
        x=vg.X(f"{value}:Q", scale=scale, axis=None),
        tooltip=tooltip(**tips),
    )
    layers = [
        base.mark_bar(size=18, cornerRadiusEnd=4, opacity=0.8).encode(color=meaning.by("kind"))
    ]
    if ranges:
        line = base.mark_rule(strokeWidth=2, color="currentColor")
        layers.append(line.encode(x=vg.X("low:Q", scale=scale, axis=None), x2=vg.X2("high")))
    lines = max(str(row["label"]).count("\n") for row in rows)
    text = labels(base, align="left", dx=7, dy=-LINE / 2 * lines, lineBreak="\n")
    text = text.encode(text=vg.Text("label:N"))
    if ranges:
        text = text.encode(x=vg.X("high:Q", scale=scale, axis=None))
    height = max(170, (34 + LINE * lines) * len(rows) + 60)
    return drawing(*layers, text, says=says, alt=f"{says}. {alt}", height=height)
