"""How every chart looks: colour by meaning, number formats, intervals, axes for a narrow screen.

Charts never name a colour. The theme's palette is ordered by meaning, and a chart says which of
its words stands for which meaning; light, dark and paper follow from that.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from revcore.charts._chart import Drawing, Row
from revcore.charts._static import as_png as as_png
from revcore.charts._static import as_svg as as_svg
from revcore.charts._static import to_static as to_static
from revcore.model import Unit, month_words, parse_month
from revcore.words import symbol

CLIENT, BENCHMARK, PLAN, ALARM, EXTRA, OTHER = range(6)
"""Places in the theme's palette."""

ROOM = 220
"""Height of marks and the labels below them [px]."""
FADED = 0.35
"""Opacity of what is not complete."""
NARROW = 300
"""Width that legends must fit [px]."""
BREAK = " / "
PACKED = "rows:"
TICKS = 4
"""Labels along a time axis: as many as fit a phone."""

CONFIG: Mapping[str, Any] = {
    "view": {"stroke": None},
    "axis": {
        "domain": False, "ticks": False, "labelFontSize": 12, "titleFontSize": 12,
        "titleFontWeight": "normal", "titlePadding": 8, "labelLimit": 150, "gridOpacity": 0.55,
    },
    "axisX": {"grid": False, "labelAngle": 0, "labelPadding": 6, "labelOverlap": "greedy"},
    "axisY": {"tickCount": 4, "labelPadding": 6},
    "legend": {
        "orient": "top", "title": None, "symbolType": "circle", "symbolSize": 90,
        "labelFontSize": 12, "labelLimit": 250, "columnPadding": 14, "rowPadding": 4, "offset": 10,
    },
    "text": {"fontSize": 12},
}  # fmt: skip


def vega() -> Any:
    """Altair, imported when the first chart is drawn: it takes longer than drawing."""
    import altair

    return altair


class Meaning:
    """Which word of a chart stands for which meaning; one for all layers of a chart.

    legend
        Whether the words are listed above the chart; left out, when there are two or more.
    lines
        Whether the legend shows strokes instead of dots.

    >>> Meaning({CLIENT: "You", ALARM: "Lost"}).domain[3]
    'Lost'
    """

    def __init__(
        self, words: Mapping[int, str], *, legend: bool | None = None, lines: bool = False
    ) -> None:
        self.words = dict(words)
        self.domain = [self.words.get(place, "\u2060" * (place + 1)) for place in range(6)]
        self.legend = len(self.words) > 1 if legend is None else legend
        self.lines = lines

    def by(self, name: str) -> Any:
        """Colour by a column that holds the words."""
        return vega().Color(f"{name}:N", **self._shared())

    def paint(self, chart: Any, place: int) -> Any:
        """One meaning for a whole layer."""
        # A JSON string is a string of Vega’s expression language as well, quotes and all.
        named = chart.transform_calculate(meaning=json.dumps(self.domain[place]))
        return named.encode(color=self.by("meaning"))

    def _shared(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"symbolStrokeWidth": 3 if self.lines else 0}
        shape |= {"symbolType": "stroke"} if self.lines else {}
        words = list(self.words.values())
        legend = options(
            values=words, columns=columns(words), symbolOpacity=1, symbolSize=90, **shape
        )
        return {"scale": options(domain=self.domain), "legend": legend if self.legend else None}


def columns(words: Sequence[str]) -> int:
    """In how many columns a legend fits a phone.

    >>> columns(["You", "Published"]), columns(["New, upgrades, came back", "Left, downgrades"])
    (2, 1)
    """
    widest = max((len(word) for word in words), default=1) * 6.6 + 34
    return max(1, min(len(words), int(NARROW / widest)))


def wrapped(text: str, width: int = 20) -> str:
    """A label in lines; axes that use it split at the line break.

    >>> wrapped("Customer value to acquisition cost").split(BREAK)
    ['Customer value to', 'acquisition cost']
    """
    return BREAK.join(textwrap.wrap(text, width) or [""])


def names_axis(**more: Any) -> Any:
    """An axis of names that may have several lines."""
    return options(
        labelExpr=f"split(datum.label, '{BREAK}')", labelLimit=150, labelFlush=False, **more
    )


def drawing(*layers: Any, says: str, alt: str, height: int | None = None) -> Drawing:
    """Put layers, lowest first, into one chart: as wide as its place, with the common look.

    height
        Of everything [px]; left out, so that marks have the same room under any legend.
    """
    datasets: dict[str, list[Row]] = {}
    found = [_unpacked(layer.to_dict(validate=False), datasets) for layer in layers]
    spec = {
        "$schema": vega().SCHEMA_URL,
        "layer": found,
        "datasets": datasets,
        "width": "container",
        "height": height or ROOM + _above(found) + _below(found),
        "config": {key: dict(value) for key, value in CONFIG.items()},
    }
    return Drawing(spec, says, alt)


def _above(layers: Sequence[Any]) -> int:
    """Height of the legend [px]."""
    legends = [layer["encoding"].get("color", {}).get("legend") for layer in layers]
    rows = [-(-len(legend["values"]) // legend["columns"]) for legend in legends if legend]
    return 20 * max(rows) + 16 if rows else 0


def _below(layers: Sequence[Any]) -> int:
    """Height of the title of the x axis [px]."""
    along = [layer["encoding"].get("x", {}) for layer in layers]
    titled = any(x.get("title") or (x.get("axis") or {}).get("title") for x in along)
    return 24 if titled else 0


def rows_chart(rows: Sequence[Row]) -> Any:
    """A chart of rows that all its layers share.

    The rows travel through Altair as one string, because it copies every row for every mark;
    :func:`drawing` unpacks them.
    """
    alt = vega()
    return alt.Chart(alt.NamedData(PACKED + json.dumps(list(rows))))


def _unpacked(part: Any, datasets: dict[str, list[Row]]) -> Any:
    if isinstance(part, list):
        return [_unpacked(item, datasets) for item in part]
    if not isinstance(part, dict):
        return part
    name = part.get("name")
    if isinstance(name, str) and name.startswith(PACKED):
        rows = json.loads(name.removeprefix(PACKED))
        short = next((key for key, known in datasets.items() if known == rows), None)
        short = short or f"rows{len(datasets)}"
        datasets[short] = rows
        return {"name": short}
    return {
        key: _unpacked(item, datasets)
        for key, item in part.items()
        if key not in ("config", "$schema")
    }


# ---------------------------------------------------------------- data and axes
def options(**given: Any) -> dict[str, Any]:
    """Settings of an axis, a scale or a legend as Altair’s own classes take them.

    A plain dictionary: those classes carry a hundred empty entries each, copied with every mark.
    """
    return given


def monthly(rows: Iterable[Row], name: str = "month") -> list[Row]:
    """The same rows with months as people say them."""
    return [{**row, name: month_words(parse_month(str(row[name])))} for row in rows]


def month_axis(values: Sequence[str], *, most: int = TICKS, title: str | None = None) -> Any:
    """An axis of months or quarters with a few of them named, the latest among them.

    >>> month_axis([str(at) for at in range(10)])["values"]
    ['0', '3', '6', '9']
    """
    unique = list(dict.fromkeys(values))
    step = max(1, -(-(len(unique) - 1) // (most - 1)))
    named = unique[::-1][::step][::-1]
    return options(values=named, title=title)


def field(name: str, **more: Any) -> Any:
    """A column along x in the order of the rows."""
    return vega().X(f"{name}:O", sort=None, title=None, **more)


def money_axis(currency: str | None, **more: Any) -> Any:
    """An axis of money: “$5k”, “−€1.2M”."""
    size = "replace(format(abs(datum.value), '~s'), 'G', 'B')"
    sign = "(datum.value < 0 ? '−' : '')"
    return options(labelExpr=f"{sign} + '{symbol(currency)}' + {size}", title=None, **more)


def value_axis(unit: Unit, currency: str | None = None, **more: Any) -> Any:
    """The axis of a unit."""
    if unit in (Unit.MONEY, Unit.MONEY_PER_MONTH):
        return money_axis(currency, **more)
    if unit is Unit.COUNT:
        return options(format=",.0f", tickMinStep=1, title=None, **more)
    return options(format="%" if unit is Unit.RATIO else "~s", title=None, **more)


def tooltip(**titles: str) -> list[Any]:
    """What a pointer shows: columns that hold words already, with their titles."""
    alt = vega()
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in titles.items()]


# ---------------------------------------------------------------- marks
def labels(chart: Any, **more: Any) -> Any:
    """Text in the colour of the page's text, light or dark."""
    return chart.mark_text(color="currentColor", fontWeight=600, **more)


def rules(chart: Any, **more: Any) -> Any:
    """A line across, for a reference."""
    return chart.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, **more)


def zero(chart: Any) -> Any:
    """The line at nothing."""
    return chart.mark_rule(color="currentColor", opacity=0.45).encode(y=vega().YDatum(0))


def whiskers(
    base: Any, colour: Any, *, along: str = "y", names: Sequence[str] = (), scale: Any = None,
    axis: Any = None, more: Mapping[str, Any] | None = None,
) -> list[Any]:  # fmt: skip
    """Intervals: 80 % thick, 95 % thin.

    along
        Direction of the values, x or y.
    names
        Columns of low, high, low95, high95.
    """
    alt = vega()
    low, high, low95, high95 = names or ("low", "high", "low95", "high95")
    place, to, other = (alt.X, "x2", alt.X2) if along == "x" else (alt.Y, "y2", alt.Y2)

    def rule(start: str, end: str, width: float, opacity: float) -> Any:
        at = {along: place(f"{start}:Q", scale=scale or alt.Undefined, axis=axis), to: other(end)}
        mark = base.mark_rule(strokeWidth=width, strokeCap="round", opacity=opacity)
        return mark.encode(**at, color=colour, **(more or {}))

    return [rule(low95, high95, 1.5, 0.8), rule(low, high, 6, 0.4)]


def dots(base: Any, size: int = 75, **more: Any) -> Any:
    """A measured value."""
    return base.mark_point(filled=True, size=size, opacity=1, **more)
