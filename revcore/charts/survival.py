"""How long customers stay."""

from __future__ import annotations

from typing import Any

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
    Meaning,
    drawing,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import capital, share_words, value_words


@chart(title="How long customers stay", page="value", order=30, needs=("survival_curve",))
def survival(card: Scorecard) -> Drawing:
    """Kaplan–Meier with its bands while five are watched; the fitted curve is dashed."""
    alt = vega()
    seen, model = "Seen", "Expected (fitted curve)"
    rows = [
        {
            **row,
            "words": value_words(row["share"] or row["fitted"], Unit.RATIO),
            "range": f"{value_words(row['low'], Unit.RATIO)} to "
            f"{value_words(row['high'], Unit.RATIO)}"
            if row["low"] is not None
            else "beyond what was seen",
        }
        for row in records(card.series["survival_curve"])
    ]
    says = said(rows)
    has_model = any(row["fitted"] is not None for row in rows)
    meaning = Meaning({CLIENT: seen, EXTRA: model} if has_model else {CLIENT: seen}, lines=True)
    last = rows[-1]["month"]
    base = rows_chart(rows).encode(
        x=alt.X(
            "month:Q",
            title="months after the first payment",
            scale=options(domain=[0, last], nice=False),
            axis=options(values=list(range(0, last + 1, 6 if last > 9 else 1)), grid=False),
        ),
        tooltip=tooltip(
            month="Months", words="Still there", range="8 times in 10", at_risk="Watched"
        ),
    )
    shown = base.transform_filter("isValid(datum.share)")
    scale, axis = options(domain=[0, 1]), value_axis(Unit.RATIO)

    def band(low: str, high: str, opacity: float) -> Any:
        area = meaning.paint(shown, CLIENT).mark_area(interpolate="step-after", opacity=opacity)
        return area.encode(y=alt.Y(f"{low}:Q", scale=scale, axis=axis), y2=alt.Y2(high))

    curve = (
        meaning.paint(shown, CLIENT)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(y=alt.Y("share:Q", scale=scale, axis=axis))
    )
    fitted = (
        meaning.paint(base.transform_filter("isValid(datum.fitted)"), EXTRA)
        .mark_line(strokeDash=[5, 4], strokeWidth=2)
        .encode(y=alt.Y("fitted:Q", scale=scale, axis=axis))
    )
    layers = [band("low95", "high95", 0.12), band("low", "high", 0.2), curve]
    if has_model:
        layers.append(fitted)
    return drawing(*layers, says=says, alt=f"{says}. A falling line by age.")


def said(rows: list[Row]) -> str:
    """Who left within a year, or within what could be watched."""
    seen = [row for row in rows if row["share"] is not None]
    at = seen[min(12, len(seen) - 1)]
    within = "the first 12 months" if at["month"] == 12 else f"the first {at['month']} months"
    lost = 1 - at["share"]
    if lost <= 0:
        return f"Nobody left within {within}"
    low, high = value_words(1 - at["high"], Unit.RATIO), value_words(1 - at["low"], Unit.RATIO)
    return capital(f"{share_words(lost, 'customers')} left within {within} ({low} to {high})")
