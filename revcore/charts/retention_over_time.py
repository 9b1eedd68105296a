"""Retention of the twelve months before each month."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
    OTHER,
    Meaning,
    drawing,
    field,
    month_axis,
    monthly,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.charts._say import moved
from revcore.model import Scorecard, Unit
from revcore.words import value_words

NAMES = {"nrr": "Revenue, with upgrades", "logo": "Customers", "grr": "Revenue, without upgrades"}


@chart(title="Retention over time", page="retention", order=30, needs=("retention_by_month",))
def retention_over_time(card: Scorecard) -> Drawing:
    """Net and gross revenue retention and customers kept, each over twelve months."""
    alt = vega()
    rows = [
        {
            **row,
            "name": NAMES[row["measure"]],
            "words": value_words(row["value"], Unit.RATIO),
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}",
        }
        for row in monthly(records(card.series["retention_by_month"]))
    ]
    says = said(records(card.series["retention_by_month"]))
    meaning = Meaning({CLIENT: NAMES["nrr"], EXTRA: NAMES["logo"], OTHER: NAMES["grr"]}, lines=True)
    scale = options(zero=False, padding=8)
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        tooltip=tooltip(
            month="Twelve months to", name="Kept", words="Share", range="8 times in 10"
        ),
    )
    axis = value_axis(Unit.RATIO, grid=True)
    net = base.transform_filter("datum.measure == 'nrr'")
    band = meaning.paint(net, CLIENT).mark_area(opacity=0.13).encode(
        y=alt.Y("low:Q", scale=scale, axis=axis), y2=alt.Y2("high")
    )  # fmt: skip
    lines = base.mark_line(strokeWidth=2.5, point={"size": 25}).encode(
        y=alt.Y("value:Q", scale=scale, axis=axis), color=meaning.by("name")
    )
    full = (
        rows_chart([{"at": 0}])
        .mark_rule(color="currentColor", opacity=0.45, strokeDash=[3, 3])
        .encode(y=alt.YDatum(1))
    )
    return drawing(full, band, lines, says=says, alt=f"{says}. Three lines by month.")


def said(rows: list[Row]) -> str:
    """Net revenue retention now and twelve months before, and whether that is a change."""
    nrr = [row for row in rows if row["measure"] == "nrr"]
    now = nrr[-1]
    words = value_words(now["value"], Unit.RATIO)
    if len(nrr) < 13:
        return f"Of 100 of recurring revenue a year ago, {100 * now['value']:.0f} is billed today"
    before = nrr[-13]
    then = value_words(before["value"], Unit.RATIO)
    change = moved(now, before, "value")
    if change is None:
        return f"Net revenue retention is {words}; a year before {then}: can’t tell yet if it moved"
    verb = "rose" if change == "up" else "fell"
    return f"Net revenue retention {verb} from {then} to {words} within a year"
