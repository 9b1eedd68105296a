"""Win rates of the parts of one dimension, with whiskers beside the rate of all."""

from __future__ import annotations

from statistics import NormalDist

from revcore.charts._chart import Drawing, Row
from revcore.charts._forest import beside
from revcore.charts._look import (
    CLIENT,
    PLAN,
    Meaning,
    dots,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    rules,
    tooltip,
    value_axis,
    vega,
    whiskers,
    wrapped,
)
from revcore.charts._say import known
from revcore.errors import NotComputable
from revcore.model import BreakdownRow, Scorecard, Unit
from revcore.words import capital, value_words

MOST = 8
Z80 = 1.2816
DIMENSIONS = {"owner": "seller", "source": "source", "segment": "segment", "product": "product"}


def drawn(card: Scorecard, dimension: str) -> Drawing:
    """The largest eight parts of one dimension, the best on top.

    Raises
    ------
    NotComputable
        Fewer than two parts have a rate.
    """
    alt = vega()
    reading = known(card, "win_rate")
    found = card.breakdowns.get("win_rate", {}).get(dimension, [])
    shown = [row for row in found if row.value is not None][:MOST]
    if reading is None or len(shown) < 2:
        parts = f"{DIMENSIONS.get(dimension, dimension)}s"
        raise NotComputable(f"Needs at least two {parts} with five closed deals each.")
    shown.sort(key=lambda row: (-(row.value or 0), row.key))
    rows = [tidy(row) for row in shown]
    says = said(shown, dimension)
    every = f"All deals, {value_words(reading.value, Unit.RATIO)}"
    meaning = Meaning({CLIENT: f"By {DIMENSIONS.get(dimension, dimension)}", PLAN: every})
    top = max(row["high95"] for row in rows)
    room = min(1.15, top * 1.18)
    scale = options(domain=[0, room], nice=False)
    rows = [{**row, "beside": beside(row, float(reading.value or 0), room)} for row in rows]
    axis = value_axis(Unit.RATIO, tickCount=4, grid=True)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(name="Part", words="Won", range="8 times in 10", many="Closed deals"),
    )
    colour = meaning.by("meaning")
    parts = meaning.paint(base, CLIENT)
    ends = whiskers(parts, colour, along="x", scale=scale, axis=axis)
    points = dots(parts).encode(x=alt.X("value:Q", scale=scale, axis=axis))
    text = labels(base, align="left", dx=7, dy=0).encode(
        x=alt.X("beside:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    line = rules(meaning.paint(rows_chart([{"value": reading.value}]), PLAN)).encode(
        x=alt.X("value:Q", scale=scale, axis=axis)
    )
    return drawing(
        line,
        *ends,
        points,
        text,
        says=says,
        alt=f"{says}. One row per part with its whiskers; a dashed line for all deals.",
        height=max(170, 34 * len(rows) + 60),
    )


def tidy(row: BreakdownRow) -> Row:
    """One row as the chart draws it."""
    value, low, high = (float(end or 0) for end in (row.value, row.low, row.high))
    return {
        "name": wrapped(capital(row.key)),
        "value": value,
        "low": low,
        "high": high,
        "low95": low if row.low95 is None else row.low95,
        "high95": high if row.high95 is None else row.high95,
        "words": value_words(value, Unit.RATIO),
        "range": f"{value_words(low, Unit.RATIO)} to {value_words(high, Unit.RATIO)}",
        "many": f"{row.n:,}",
    }


def said(rows: list[BreakdownRow], dimension: str) -> str:
    """Best and worst part, and whether they differ beyond chance among so many."""
    best, worst = rows[0], rows[-1]
    high, low = (value_words(row.value, Unit.RATIO) for row in (best, worst))
    gap = (best.value or 0) - (worst.value or 0)
    down = (best.value or 0) - (best.low or 0)
    up = (worst.high or 0) - (worst.value or 0)
    pairs = max(1, len(rows) * (len(rows) - 1) // 2)
    needed = NormalDist().inv_cdf(1 - 0.025 / pairs) / Z80
    what = DIMENSIONS.get(dimension, dimension)
    if gap > needed * (down * down + up * up) ** 0.5:
        return f"{capital(best.key)} wins {high}, {worst.key} {low}: the {what} makes a difference"
    return f"Between {low} and {high} won by {what}: no clear difference yet"
