"""Where revenue is going: the months known, and those ahead with their ranges."""

from __future__ import annotations

from typing import Any

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    PLAN,
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
from revcore.errors import NotComputable
from revcore.forecast_parts import ForecastPoint, ForecastRead, ForecastTotal
from revcore.model import Scorecard, Unit, month_words, parse_month
from revcore.words import money_words, range_words

MONTHS = 24
RANGES = (("low95", "high95", 0.14), ("low", "high", 0.22), ("low50", "high50", 0.34))
KNOWN, AHEAD = "Known", "Forecast; darker is likelier"


@chart(title="Where revenue is going", page="growth", order=10, needs=("revenue_by_month",))
def forecast_fan(card: Scorecard) -> Drawing:
    """A line for what is known, a dashed one ahead with bands of 50, 80 and 95 %."""
    alt = vega()
    read = forecast_of(card)
    rows = tidy(card, read)
    says = said(read, now_of(card, read), card.currency)
    meaning = Meaning({CLIENT: KNOWN, PLAN: AHEAD}, lines=True)
    months = [row["month"] for row in rows]
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis(months), scale=options(domain=months)),
        tooltip=tooltip(month="Month", words="Revenue", range="8 times in 10"),
    )
    ahead = base.transform_filter("isValid(datum.low)")
    axis = value_axis(Unit.MONEY, card.currency)

    def band(low: str, high: str, opacity: float) -> Any:
        area = meaning.paint(ahead, PLAN).mark_area(opacity=opacity)
        return area.encode(y=alt.Y(f"{low}:Q", axis=axis), y2=alt.Y2(high))

    def line(place: int, column: str, **more: Any) -> Any:
        shown = base.transform_filter(f"isValid(datum.{column})")
        drawn = meaning.paint(shown, place).mark_line(strokeWidth=2.5, **more)
        return drawn.encode(y=alt.Y(f"{column}:Q", axis=axis))

    layers = [band(*each) for each in RANGES]
    layers += [line(PLAN, "ahead", strokeDash=[5, 4]), line(CLIENT, "known")]
    return drawing(
        *layers, says=says,
        alt=f"{says}. A line by month, then a dashed one with widening bands.",
    )  # fmt: skip


def forecast_of(card: Scorecard) -> ForecastRead:
    """The forecast with its points.

    Raises
    ------
    NotComputable
        With the document's own reason.
    """
    if card.forecast is None or not card.forecast.points:
        raise NotComputable(
            (card.forecast.reason if card.forecast else None) or "Revenue by month is not known."
        )
    return card.forecast


def tidy(card: Scorecard, read: ForecastRead) -> list[Row]:
    """The last two years and the year ahead; the last month known begins the fan."""
    history = records(card.series["revenue_by_month"])
    known = [row for row in history if str(row["month"]) <= str(read.last)][-MONTHS:]
    out: list[Row] = [
        {
            "month": row["month"],
            "known": row["revenue"],
            "words": money_words(row["revenue"], card.currency),
            "range": "known",
        }
        for row in known
    ]
    if out:
        start = out[-1]["known"]
        out[-1] |= {"ahead": start} | {name: start for pair in RANGES for name in pair[:2]}
    out += [
        {
            **point.model_dump(),
            "ahead": point.value,
            "words": money_words(point.value, card.currency),
            "range": range_words(point.low, point.high, card.currency),
        }
        for point in read.points
    ]
    return monthly(out)


def said(read: ForecastRead, now: float | None, currency: str | None) -> str:
    """What is ahead beside what is known, with its range.

    now
        The last twelve months of sales, or the last level of recurring revenue.
    """
    if read.kind == "stock":
        end: ForecastPoint | ForecastTotal = read.points[-1]
        month = month_words(parse_month(read.points[-1].month))
        what = f"Recurring revenue of about {money_words(end.value, currency)} a month by {month}"
        before = "now"
    else:
        end = read.totals[-1]
        what = f"Sales of about {money_words(end.value, currency)} in the next twelve months"
        before = "in the last"
    against = f", {money_words(now, currency)} {before}" if now is not None else ""
    return f"{what} ({range_words(end.low, end.high, currency)}){against}"


def now_of(card: Scorecard, read: ForecastRead) -> float | None:
    """The last twelve months of sales, or the last level; None where they are not known."""
    rows = [
        row
        for row in records(card.series["revenue_by_month"])
        if str(row["month"]) <= str(read.last)
    ]
    return rows[-1]["revenue" if read.kind == "stock" else "twelve_months"] if rows else None
