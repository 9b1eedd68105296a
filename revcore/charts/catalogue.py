"""The charts there are: one per file of this folder, found by name."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import revcore.charts as package
from revcore.charts._chart import PAGES, Chart, Drawing
from revcore.model import Scorecard
from revcore.registry import declared

MOST = 4
"""Charts on one page."""


@functools.cache
def charts() -> Mapping[str, Chart]:
    """Every chart by id, page by page in the order pages show them."""
    found: dict[str, Chart] = declared(package, "__revcore_chart__", "chart")
    ordered = sorted(found.values(), key=lambda chart: (PAGES.index(chart.page), chart.order))
    return {chart.id: chart for chart in ordered}


def charts_for(page: str) -> list[Chart]:
    """Charts of a page in order; which of them can be drawn depends on the document."""
    return [chart for chart in charts().values() if chart.page == page]


def drawn_for(card: Scorecard, page: str) -> list[tuple[Chart, Drawing]]:
    """The first charts of a page that this document can fill, four at most."""
    out: list[tuple[Chart, Drawing]] = []
    for chart in charts_for(page):
        drawing = chart.draw(card)
        if drawing.reason is None:
            out.append((chart, drawing))
        if len(out) == MOST:
            break
    return out
