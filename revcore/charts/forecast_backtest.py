"""What past forecasts would have said, and what came."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._look import (
    ALARM,
    CLIENT,
    PLAN,
    Meaning,
    dots,
    drawing,
    field,
    month_axis,
    monthly,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.charts.forecast_fan import forecast_of
from revcore.errors import NotComputable
from revcore.forecast_parts import BacktestRead
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words, range_words, value_words

INSIDE, OUTSIDE, RANGE = "Came, inside", "Came, outside", "Forecast range, 8 in 10"


@chart(title="How well it was foreseen", page="growth", order=20, needs=("revenue_by_month",))
def forecast_backtest(card: Scorecard) -> Drawing:
    """One range per past forecast of three months, with a dot for what came."""
    alt = vega()
    read = forecast_of(card)
    if read.backtest is None or not read.backtest.folds:
        raise NotComputable("The history is too short to look back at past forecasts.")
    rows = tidy(read.backtest, card.currency)
    says = said(read.backtest)
    words = {PLAN: RANGE, CLIENT: INSIDE}
    if read.backtest.inside < len(rows):
        words[ALARM] = OUTSIDE
    meaning = Meaning(words)
    title = "sum of three months to" if read.kind == "flow" else "as foreseen three months before"
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows], title=title)),
        tooltip=tooltip(
            month="To", came="What came", range="Forecast, 8 in 10", naive_words="Plain repetition"
        ),
    )
    axis = value_axis(Unit.MONEY, card.currency)
    ranges = meaning.paint(base, PLAN).mark_rule(strokeWidth=7, opacity=0.4, strokeCap="round")
    ranges = ranges.encode(y=alt.Y("low:Q", axis=axis), y2=alt.Y2("high"))
    came = dots(base, 60).encode(y=alt.Y("actual:Q", axis=axis), color=meaning.by("how"))
    return drawing(
        ranges, came, says=says,
        alt=f"{says}. A range for each past forecast and a dot for what came.",
    )  # fmt: skip


def tidy(past: BacktestRead, currency: str | None) -> list[Row]:
    """One row per past forecast, at the last month it was for."""
    return monthly(
        {
            "month": fold.window.rpartition("..")[2],
            "low": fold.low,
            "high": fold.high,
            "actual": fold.actual,
            "how": INSIDE if fold.inside else OUTSIDE,
            "came": money_words(fold.actual, currency),
            "range": range_words(fold.low, fold.high, currency),
            "naive_words": money_words(fold.naive, currency),
        }
        for fold in past.folds
    )


def said(past: BacktestRead) -> str:
    """How many held what came, and how far off they were beside plain repetition."""
    many = counted(len(past.folds), "past forecast")
    said_of = f"{past.inside} of {many} held what came"
    if past.error is None or past.naive_error is None:
        return said_of
    off, plain = (value_words(error, Unit.RATIO) for error in (past.error, past.naive_error))
    return f"{said_of}; off by {off}, {past.against} by {plain}"
