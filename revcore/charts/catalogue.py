"""The charts there are: one per file of this folder, found by name."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping

import revcore.charts as package
from revcore.charts._chart import PAGES, Chart, Drawing
from revcore.errors import HalfMade
from revcore.model import Scorecard

MOST = 4
"""Charts on one page."""


@functools.cache
def charts() -> Mapping[str, Chart]:
    """Every chart by id, page by page in the order pages show them.

    Raises
    ------
    HalfMade
        A file declares no chart, or one that has another name than the file.
    """
    found: dict[str, Chart] = {}
    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith("_") or info.name == "catalogue":
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        declared = getattr(getattr(module, info.name, None), "__revcore_chart__", None)
        if declared is None:
            raise HalfMade(
                f"revcore/charts/{info.name}.py declares no chart called “{info.name}”.",
                fix="Name the function as the file and put @chart(…) above it.",
            )
        found[info.name] = declared
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
