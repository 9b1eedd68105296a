"""The season: each month of the year against the usual one."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._look import (
    CLIENT,
    Meaning,
    drawing,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    zero,
)
from revcore.errors import NotComputable
from revcore.model import Scorecard, Unit

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@chart(title="The season", page="growth", order=50, needs=("revenue_by_month",))
def season(card: Scorecard) -> Drawing:
    """Bars above and below the usual month, as far as the season can be believed."""
    alt = vega()
    read = card.forecast
    told = [answer.text for answer in read.answers if answer.id == "season"] if read else []
    if read is None or not read.season:
        raise NotComputable(told[0] if told else "A season needs two years of sales by month.")
    rows = tidy(read.season)
    says = told[0].rstrip(".")
    meaning = Meaning({CLIENT: "season"}, legend=False)
    base = rows_chart(rows).encode(
        x=alt.X("month:O", sort=None, title=None, axis=options(labelOverlap=True)),
        tooltip=tooltip(month="Month", words="Against the usual month"),
    )
    axis = value_axis(Unit.RATIO)
    bars = meaning.paint(base, CLIENT).mark_bar(cornerRadius=2).encode(y=alt.Y("off:Q", axis=axis))
    return drawing(
        bars, zero(rows_chart([{"at": 0}])), says=says,
        alt=f"{says}. One bar per month of the year, above or below the usual one.",
    )  # fmt: skip


def tidy(index: list[float]) -> list[Row]:
    """One row per month, January first."""
    return [
        {"month": month, "off": each - 1, "words": f"{each - 1:+.0%}".replace("-", "−")}
        for month, each in zip(MONTHS, index, strict=True)
    ]
