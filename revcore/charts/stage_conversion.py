"""The stages of a deal, each with how many go on."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    vega,
    wrapped,
)
from revcore.model import Scorecard, Unit
from revcore.words import value_words

YOU, STRAIGHT = "Reached any later stage", "Went straight to the next"
APART = 0.005
"""Readings closer than this are drawn as one."""


@chart(title="From stage to stage", page="funnel", order=14, needs=("stage_steps",))
def stage_conversion(card: Scorecard) -> Drawing:
    """One bar per stage: the share that went on; a tick where only the very next stage counts."""
    alt = vega()
    rows = [tidy(row) for row in records(card.series["stage_steps"]) if row["rate"] is not None]
    says = said(rows)
    apart = any(
        row["in_order"] is not None and abs(row["in_order"] - row["rate"]) > APART for row in rows
    )
    meaning = Meaning({CLIENT: YOU, EXTRA: STRAIGHT} if apart else {CLIENT: YOU})
    scale = options(domain=[0, 1.0])
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(
            stage="Stage", long="Went on", range="8 times in 10", straight="Straight to the next",
            took="Days there, in the middle", past="Passed without entering",
        ),
    )  # fmt: skip
    x = alt.X("rate:Q", scale=scale, axis=None)
    track = (
        meaning.paint(base, CLIENT)
        .mark_bar(opacity=0.1, cornerRadius=4, size=18)
        .encode(x=alt.XDatum(1.0, type="quantitative", scale=scale, axis=None))
    )
    bars = meaning.paint(base, CLIENT).mark_bar(size=18, cornerRadius=4).encode(x=x)
    layers = [track, bars]
    if apart:
        ticks = (
            meaning.paint(base.transform_filter("isValid(datum.in_order)"), EXTRA)
            .mark_tick(thickness=4, size=28, opacity=1)
            .encode(x=alt.X("in_order:Q", scale=scale, axis=None))
        )
        layers.append(ticks)
    volumes = labels(base, align="left", dy=20).encode(x=alt.XValue(2), text=alt.Text("volume:N"))
    return drawing(
        *layers,
        volumes,
        says=says,
        alt=f"{says}. One bar per stage with the share that went on.",
        height=54 * len(rows) + 50,
    )


def tidy(row: Row) -> Row:
    """A stage in words."""
    rate = value_words(row["rate"], Unit.RATIO)
    took = "" if row["days"] is None else value_words(row["days"], Unit.DAYS)
    many = f"{row['reached']:,} of {row['entered']:,} so far"
    return {
        **row,
        "name": wrapped(row["stage"]),
        "volume": f"{rate}  ·  {many}" + (f" · {took}" if took else ""),
        "long": f"{rate} within {row['within']} days ({many})",
        "range": f"{value_words(row['low'], Unit.RATIO)} to {value_words(row['high'], Unit.RATIO)}",
        "straight": "not known"
        if row["in_order"] is None
        else value_words(row["in_order"], Unit.RATIO),
        "took": took or "not known",
        "past": f"{row['skipped']:,}",
    }


def said(rows: list[Row]) -> str:
    """The stage that loses most of those that enter it."""
    worst = min(rows, key=lambda row: row["rate"])
    return (
        f"The fewest go on from “{worst['stage']}”: {value_words(worst['rate'], Unit.RATIO)} of "
        "the deals there"
    )
