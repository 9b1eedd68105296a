"""Charts as drawings inside the page: SVG with ids of its own, its finding above it."""

from __future__ import annotations

import re

from revcore.charts._static import as_svg
from revcore.charts.catalogue import drawn_for
from revcore.model import Scorecard
from revcore.report._elements import esc

HALF, WHOLE = 400, 820
"""Widths a chart is laid out for [px]: beside another one, or alone."""


def figures(card: Scorecard, page: str) -> str:
    """The charts of a page, two beside each other; nothing where the document fills none."""
    drawn = drawn_for(card, page)
    parts = []
    for index, (chart, drawing) in enumerate(drawn):
        alone = index == len(drawn) - 1 and index % 2 == 0
        picture = own_ids(as_svg(drawing.spec, width=WHOLE if alone else HALF), chart.id)
        label = f'<svg role="img" aria-label="{esc(drawing.alt)}"'
        parts.append(
            f"<figure{' class=wide' if alone else ''}><figcaption>{esc(drawing.says)}</figcaption>"
            f"{picture.replace('<svg', label, 1)}</figure>"
        )
    return f'<div class="charts">{"".join(parts)}</div>' if parts else ""


def own_ids(svg: str, name: str) -> str:
    """The same drawing with ids of its own, counted from 1: the drawer counts on and on.

    Labels of single marks go: the whole drawing is one picture with one label.

    >>> own_ids('<g clip-path="url(#clip7)"/><clipPath id="clip7"/>', "nrr")
    '<g clip-path="url(#nrr-1)"/><clipPath id="nrr-1"/>'
    """
    marks = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    fresh = {mark: f"{name}-{place}" for place, mark in enumerate(marks, start=1)}

    def renamed(found: re.Match[str]) -> str:
        return f"{found[1]}{fresh.get(found[2], found[2])}{found[3]}"

    named = re.sub(r'(\bid="|url\(#|href="#)([^")]+)(["\)])', renamed, svg)
    return re.sub(r' (?:aria-\w+|role)="[^"]*"', "", named)
