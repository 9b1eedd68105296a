"""Where revenue is going: the months known, and those ahead with their ranges."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._fan import begun, fan
from revcore.charts._look import CLIENT, PLAN, Meaning, drawing, monthly
from revcore.errors import NotComputable
from revcore.forecast_parts import ForecastPoint, ForecastRead, ForecastTotal
from revcore.model import Scorecard, month_words, parse_month
from revcore.words import money_words, range_words

MONTHS = 24
KNOWN, AHEAD = "Known", "Forecast; darker is likelier"


@chart(title="Where revenue is going", page="growth", order=10, needs=("revenue_by_month",))
def forecast_fan(card: Scorecard) -> Drawing:
    """A line for what is known, a dashed one ahead with bands of 50, 80 and 95 %."""
    read = forecast_of(card)
    rows = tidy(card, read)
    says = said(read, now_of(card, read), card.currency)
    meaning = Meaning({CLIENT: KNOWN, PLAN: AHEAD}, lines=True)
    return drawing(
        *fan(rows, meaning, known="known", words="Revenue", currency=card.currency), says=says,
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
        out = begun(out, "known")
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
