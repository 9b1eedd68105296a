"""How a chart is declared, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from revcore.errors import HalfMade, NotComputable
from revcore.model import Scorecard, Series

Page = Literal[
    "scorecard",
    "funnel",
    "acquisition",
    "value",
    "retention",
    "growth",
    "sales",
    "pricing",
    "path",
    "perspective",
]
PAGES: tuple[Page, ...] = (
    "scorecard", "funnel", "sales", "acquisition", "value", "pricing", "retention", "growth",
    "perspective", "path",
)  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be shown, or the reason why there is none.

    spec
        Vega-Lite; colours come from the theme's palette. Empty without a chart.
    says
        The finding, as the chart's title; no full stop.
    alt
        The finding in one or two sentences, for those who hear it.
    """

    spec: dict[str, Any] = field(default_factory=dict)
    says: str = ""
    alt: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class Chart:
    """One entry of the catalogue."""

    id: str
    title: str
    page: Page
    order: int
    needs: tuple[str, ...]
    function: Callable[[Scorecard], Drawing]

    def draw(self, card: Scorecard) -> Drawing:
        """The chart of a document; never fails for want of data.

        >>> chart = Chart("x", "X", "value", 1, ("arpa_by_month",), lambda card: Drawing())
        >>> chart.draw(Scorecard()).reason
        'This document holds no series “arpa_by_month”.'
        """
        for name in self.needs:
            found = card.series.get(name)
            if found is None:
                return Drawing(reason=f"This document holds no series “{name}”.")
            if found.reason or not found.rows:
                return Drawing(reason=found.reason or "There is nothing to draw.")
        try:
            return self.function(card)
        except NotComputable as reason:
            return Drawing(reason=str(reason))


def chart(
    *, title: str, page: Page, order: int, needs: Sequence[str] = ()
) -> Callable[[Callable[[Scorecard], Drawing]], Callable[[Scorecard], Drawing]]:
    """Declare the function below (named as its file) as a chart.

    Parameters
    ----------
    title
        What the chart is about, for lists; what it *says* comes from the data.
    order
        Place on its page, small first; a page shows the first four that can be drawn.
    needs
        Ids of the series it draws.
    """

    def declare(function: Callable[[Scorecard], Drawing]) -> Callable[[Scorecard], Drawing]:
        name = function.__name__
        if page not in PAGES:
            raise HalfMade(f"revcore/charts/{name}.py names the page “{page}”, which is none.")
        function.__revcore_chart__ = Chart(  # type: ignore[attr-defined]
            name, title, page, order, tuple(needs), function
        )
        return function

    return declare


Row = dict[str, Any]


def records(series: Series) -> list[Row]:
    """Rows of a series by name of column, with ``complete`` beside them."""
    whole = series.complete or [True] * len(series.rows)
    return [
        {**dict(zip(series.columns, row, strict=True)), "complete": complete}
        for row, complete in zip(series.rows, whole, strict=True)
    ]
