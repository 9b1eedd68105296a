"""Where the company stands: one row per measure, right is better."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._look import (
    BENCHMARK,
    CLIENT,
    EXTRA,
    Meaning,
    dots,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    vega,
    whiskers,
    wrapped,
)
from revcore.charts._say import known
from revcore.errors import NotComputable
from revcore.model import BAND_WORDS, Better, Reading, Scorecard
from revcore.words import capital, counted, interval_words, value_words

MOST, ENOUGH = 8, 4
"""Rows at most; with so many of other measures, steps of the funnel are left to their page."""
GROUPS = ("growth", "funnel", "sales", "acquisition", "value", "retention")
EDGE = 2.2
"""What lies further out is drawn at the edge."""
QUARTER = 0.25
"""Without quartiles, one step to the side is a quarter of the reference."""
RANK = {"behind": 0, "ahead": 1, "on_par": 2, "cannot_tell": 3}
YOU, FIGURE, BEFORE, MIDDLE = "You", "Published", "You, before", "Middle half"


@chart(title="Where you stand", page="scorecard", order=10)
def band_strip(card: Scorecard) -> Drawing:
    """Each measure beside its published figure, or beside the company’s own earlier value."""
    alt = vega()
    chosen = compared(card)
    if not chosen:
        raise NotComputable("No measure has a published figure or an earlier value beside it yet.")
    rows = [tidy(reading, card.currency) for reading in chosen]
    says = said(chosen, cut=len(chosen) == MOST)
    bases = {row["basis"] for row in rows}
    words = {CLIENT: YOU}
    words |= {BENCHMARK: FIGURE} if FIGURE in bases else {}
    words |= {EXTRA: BEFORE} if BEFORE in bases else {}
    meaning = Meaning(words)
    scale = options(domain=[-EDGE - 0.25, EDGE + 0.25], nice=False)
    axis = options(
        values=[-EDGE + 0.45, EDGE - 0.45], grid=False, title=None,
        labelExpr="datum.value < 0 ? '← worse' : 'better →'", labelAlign="center",
    )  # fmt: skip
    base = rows_chart(rows).encode(
        y=alt.Y("title:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(
            measure="Measure", words="You", range="Range", against="Beside", band="Verdict"
        ),
    )
    colour = meaning.by("basis")
    track = base.mark_rule(color="currentColor", opacity=0.13, strokeWidth=1).encode(
        x=alt.XDatum(-EDGE, scale=scale, axis=axis), x2=alt.X2Datum(EDGE)
    )
    middle = base.transform_filter("datum.quartiles").mark_bar(
        size=14, cornerRadius=7, opacity=0.45
    ).encode(
        x=alt.X("p25:Q", scale=scale, axis=axis), x2=alt.X2("p75"), color=colour
    )  # fmt: skip
    ticks = base.mark_tick(thickness=3, size=20, opacity=1).encode(
        x=alt.XDatum(0, scale=scale, axis=axis), color=colour
    )
    you = meaning.paint(base, CLIENT)
    ends = whiskers(you, meaning.by("meaning"), along="x", scale=scale, axis=axis)
    points = dots(you, 150).encode(x=alt.X("at:Q", scale=scale, axis=axis))
    text = labels(base, dy=-15).encode(
        x=alt.X("at:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    beside = labels(base, dy=18, fontSize=11, opacity=0.75).encode(
        x=alt.XDatum(0, scale=scale, axis=axis), text=alt.Text("beside:N")
    )
    return drawing(
        track,
        middle,
        ticks,
        beside,
        *ends,
        points,
        text,
        says=says,
        alt=f"{says}. One row per measure; further right is better.",
        height=48 * len(rows) + 85,
    )


def compared(card: Scorecard) -> list[Reading]:
    """Measures with a published figure, then with an own earlier value; decided ones first."""
    found = [
        reading
        for reading in sorted(card.readings.values(), key=place)
        if reading.value is not None
        and reading.better is not Better.RANGE
        and reading.low95 is not None
        and reference(reading)
    ]
    same = known(card, "first_year_value") is not None
    found = [reading for reading in found if not (same and covers_a_year(reading))]
    main = [reading for reading in found if reading.group != "funnel"]
    found = main if len(main) >= ENOUGH else found
    found.sort(key=lambda reading: (reading.band_basis != "benchmark", RANK.get(reading.band, 4)))
    return sorted(found[:MOST], key=lambda reading: (RANK.get(reading.band, 4), place(reading)))


def covers_a_year(reading: Reading) -> bool:
    """Whether this is a customer’s value over twelve months: the first year’s, said twice."""
    return reading.id == "clv" and reading.inputs.get("horizon_months") == 12


def place(reading: Reading) -> tuple[int, int, str]:
    """Where a measure stands among all, whatever order the document was read in."""
    group = GROUPS.index(reading.group) if reading.group in GROUPS else len(GROUPS)
    return group, reading.order, reading.id


def reference(reading: Reading) -> float | None:
    """The figure the verdict rests on; none where it is zero and cannot scale anything."""
    if reading.band_basis == "benchmark" and reading.benchmark:
        return reading.benchmark.value or None
    if reading.band_basis == "own" and reading.own:
        return reading.own.previous or None
    return None


def tidy(reading: Reading, currency: str | None) -> Row:
    """A measure on the common scale: 0 is the reference, ±1 the quartiles (or a quarter of it)."""
    target = reference(reading)
    assert target is not None
    figure = reading.benchmark if reading.band_basis == "benchmark" else None
    sign = 1 if reading.better is Better.HIGHER else -1
    below = target - figure.p25 if figure and figure.p25 is not None else abs(target) * QUARTER
    above = figure.p75 - target if figure and figure.p75 is not None else abs(target) * QUARTER

    def place(value: float) -> float:
        step = (value - target) / ((above if value >= target else below) or abs(target) * QUARTER)
        return max(-EDGE, min(EDGE, sign * step))

    quartiles = figure is not None and figure.p25 is not None and figure.p75 is not None
    ends = {key: getattr(reading, key) for key in ("low", "high", "low95", "high95")}
    beside = value_words(target, reading.unit, currency)
    origin = f", {figure.kind} ({figure.publisher}, {figure.year})" if figure else " before"
    return {
        "title": wrapped(reading.title),
        "measure": reading.title,
        "at": place(float(reading.value or 0)),
        **{key: place(float(end)) for key, end in ends.items() if end is not None},
        "p25": -1,
        "p75": 1,
        "quartiles": quartiles,
        "basis": FIGURE if figure else BEFORE,
        "words": value_words(reading.value, reading.unit, currency),
        "range": interval_words(reading, currency),
        "beside": beside,
        "against": f"{beside}{origin}",
        "band": BAND_WORDS[reading.band],
    }


def said(readings: list[Reading], *, cut: bool = False) -> str:
    """How many measures are behind and ahead; a single one by name.

    cut
        Whether more may be compared than are drawn.
    """
    behind = [reading.title.lower() for reading in readings if reading.band == "behind"]
    ahead = [reading.title.lower() for reading in readings if reading.band == "ahead"]
    total = f"the {len(readings)} measures" if cut else counted(len(readings), "measure")
    if not behind and not ahead:
        if len(readings) == 1:
            return f"{readings[0].title}: neither clearly ahead nor behind"
        return f"None of {total} is clearly ahead or behind"
    parts = [
        f"{side} in {titles[0] if plain(titles) else len(titles)}"
        for side, titles in (("behind", behind), ("ahead", ahead))
        if titles
    ]
    joint = " of " if len(parts) == 1 and max(len(behind), len(ahead)) > 1 else ", of "
    return capital(f"{' and '.join(parts)}{joint}{total} {'drawn' if cut else 'compared'}")


def plain(titles: list[str]) -> bool:
    """Whether there is one title, and a sentence can take it in.

    >>> plain(["win rate"]), plain(["pipeline velocity, per day"])
    (True, False)
    """
    return len(titles) == 1 and "," not in titles[0]
