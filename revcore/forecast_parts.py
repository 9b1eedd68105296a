"""The nouns of the forecast as the document holds them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FORECAST_VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Ranged(_Part):
    """An amount with its 50, 80 and 95 % range [currency]."""

    value: float
    low50: float
    high50: float
    low: float
    high: float
    low95: float
    high95: float


class ForecastPoint(_Ranged):
    """One month ahead: sales of the month, or recurring revenue at its end."""

    month: str


class ForecastTotal(_Ranged):
    """Revenue of the next 3, 6 or 12 months together."""

    months: int
    window: str


class PastForecast(_Part):
    """What the forecast would have said after ``known``, and what came [currency].

    For sales the sum of the ``window``, for recurring revenue the level at its end.
    """

    known: str
    window: str
    value: float
    low: float
    high: float
    actual: float
    naive: float
    inside: bool


class BacktestRead(_Part):
    """How past forecasts went; errors are shares of what came.

    against
        The simple way it has to beat: the same month last year, or the last month repeated.
    """

    error: float | None
    naive_error: float | None
    last_error: float | None
    skill: float | None
    against: str
    inside: int
    folds: list[PastForecast] = Field(default_factory=list)


class GrowthRate(_Part):
    """Growth per month over the last ``months`` [ratio]."""

    months: int
    value: float
    low: float
    high: float
    low95: float
    high95: float


class CourseAnswer(_Part):
    """A question about the course of revenue: standstill, change of course, season."""

    id: str
    state: Literal["yes", "no", "cannot_tell"]
    text: str
    values: dict[str, float | int | str] = Field(default_factory=dict)


class SoFar(_Part):
    """The months known [currency]."""

    months: int
    mean: float
    least: float
    most: float


class ForecastRead(_Part):
    """Where revenue is going, how sure that is, and how well it would have been foreseen.

    kind
        ``flow``: sales of a month; ``stock``: recurring revenue at the month's end.
    season
        Each calendar month against the usual one, January first; empty without a season.
    """

    version: int = FORECAST_VERSION
    kind: Literal["flow", "stock"] | None = None
    last: str | None = None
    horizon: int = 0
    points: list[ForecastPoint] = Field(default_factory=list)
    totals: list[ForecastTotal] = Field(default_factory=list)
    intervals: list[float] = Field(default_factory=list)
    method: str = ""
    replaced: bool = False
    simulated: bool = False
    backtest: BacktestRead | None = None
    reason: str | None = None
    so_far: SoFar | None = None
    growth: list[GrowthRate] = Field(default_factory=list)
    answers: list[CourseAnswer] = Field(default_factory=list)
    season: list[float] = Field(default_factory=list)
