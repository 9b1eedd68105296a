"""The forecast and the course of revenue → the document's ``forecast``."""

from __future__ import annotations

from typing import Any

from revcore.derive._backtest import AHEAD, Backtest
from revcore.derive._paths import LEVELS
from revcore.derive.breaks import Course
from revcore.derive.forecast import HORIZON, Forecast, History
from revcore.errors import NotComputable
from revcore.forecast_parts import (
    BacktestRead,
    CourseAnswer,
    ForecastPoint,
    ForecastRead,
    ForecastTotal,
    GrowthRate,
    PastForecast,
    SoFar,
)
from revcore.model import Window, month_label
from revcore.registry import Asker

TOTALS = (3, 6, 12)
NAMES = (("low50", "high50"), ("low", "high"), ("low95", "high95"))


def outlook(ask: Asker) -> ForecastRead | None:
    """Everything said about the months ahead; None where no revenue by month is known."""
    try:
        history: History = ask("revenue_history")
    except NotComputable:
        return None
    if not len(history.y):
        return None
    said: dict[str, Any] = {
        "kind": history.kind,
        "last": month_label(history.last),
        "so_far": SoFar(
            months=len(history.y), mean=float(history.y.mean()), least=float(history.y.min()),
            most=float(history.y.max()),
        ),
    }  # fmt: skip
    try:
        said |= of_forecast(ask("forecast"))
    except NotComputable as reason:
        said["reason"] = str(reason)
    try:
        said |= of_course(ask("course"))
    except NotComputable as reason:
        said.setdefault("reason", str(reason))
    return ForecastRead(**said)


def of_forecast(made: Forecast) -> dict[str, Any]:
    """Points, totals and the back-test."""
    last = made.history.last
    ranges = [made.path.bounds(level) for level in LEVELS]
    points = [
        ForecastPoint(
            month=month_label(last + at + 1),
            value=float(made.path.value[at]),
            **{
                name: float(ends[at])
                for pair, bounds in zip(NAMES, ranges, strict=True)
                for name, ends in zip(pair, bounds, strict=True)
            },
        )
        for at in range(HORIZON)
    ]
    totals = [
        ForecastTotal(
            months=months,
            window=str(Window(last + 1, last + months)),
            value=float(made.path.value[:months].sum()),
            **{
                name: bound
                for pair, level in zip(NAMES, LEVELS, strict=True)
                for name, bound in zip(pair, made.path.total(1, months, level), strict=True)
            },
        )
        for months in TOTALS
    ]
    return {
        "horizon": HORIZON,
        "points": points,
        "totals": totals,
        "intervals": list(LEVELS),
        "method": made.method,
        "replaced": made.replaced,
        "simulated": made.simulated,
        "backtest": of_backtest(made.backtest, made.history.first) if made.backtest.n else None,
    }


def of_backtest(past: Backtest, first: int) -> BacktestRead:
    """Past forecasts with their months."""
    plain = past.plain
    return BacktestRead(
        error=past.error(),
        naive_error=past.error(plain),
        last_error=past.error("last"),
        skill=past.skill(plain),
        against=past.against,
        inside=past.inside,
        folds=[
            PastForecast(
                known=month_label(first + fold.origin - 1),
                window=str(Window(first + fold.origin, first + fold.origin + AHEAD - 1)),
                value=fold.value,
                low=fold.low,
                high=fold.high,
                actual=fold.actual,
                naive=getattr(fold, plain),
                inside=fold.inside,
            )
            for fold in past.folds
        ],
    )


def of_course(found: Course) -> dict[str, Any]:
    """Growth now and the three questions."""
    return {
        "growth": [
            GrowthRate(
                months=rate.months, value=rate.value, low=rate.interval.low,
                high=rate.interval.high, low95=rate.interval.low95, high95=rate.interval.high95,
            )
            for rate in found.growth
        ],
        "answers": [
            CourseAnswer(id=one.id, state=one.state, text=one.text, values=dict(one.values))
            for one in found.answers
        ],
        "season": list(found.index),
    }  # fmt: skip
