"""Charts as drawings inside the page: SVG with ids of its own, its finding above it."""

from __future__ import annotations

import re

from revcore.charts._static import as_svg
from revcore.charts.catalogue import drawn_for
from revcore.model import Scorecard
from revcore.report._elements import esc

HALF, WHOLE = 340, 700
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
    """The same drawing with ids that no other drawing of the page has.

    >>> own_ids('<g clip-path="url(#clip0)"/><clipPath id="clip0"/>', "nrr")
    '<g clip-path="url(#nrr-clip0)"/><clipPath id="nrr-clip0"/>'
    """
    for mark in sorted(set(re.findall(r'\bid="([^"]+)"', svg)), key=len, reverse=True):
        svg = svg.replace(f'id="{mark}"', f'id="{name}-{mark}"')
        svg = svg.replace(f"url(#{mark})", f"url(#{name}-{mark})")
        svg = svg.replace(f'href="#{mark}"', f'href="#{name}-{mark}"')
    return svg
