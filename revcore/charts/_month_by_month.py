"""One measure month by month (or by quarter), as its opened details show it."""

from __future__ import annotations

from revcore.charts._chart import Drawing
from revcore.charts._look import (
    CLIENT,
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
from revcore.model import Reading, Window, month_label, month_words
from revcore.words import change_words, value_words

FEWEST = 3
"""Fewer points than this are a list, no line."""


def month_by_month(reading: Reading, currency: str | None) -> Drawing:
    """The same figure at the end of every month, each over as many months as the headline.

    Where it is told by quarters alone, at the end of every quarter. Empty where too few are known.
    """
    own = reading.own
    if own is None or max(len(own.monthly), len(own.history)) < FEWEST:
        return Drawing(reason="Too few months are known.")
    by_month = len(own.monthly) >= FEWEST
    known = own.monthly if by_month else own.history
    alt = vega()
    windows = [Window.parse(window) for window, _ in known]
    rows = monthly(
        [
            {"month": month_label(window.end), "value": value, "months": window.words,
             "words": value_words(value, reading.unit, currency)}
            for window, (_, value) in zip(windows, known, strict=True)
        ]
    )  # fmt: skip
    first, last = known[0][1], known[-1][1]
    long = {window.months for window in windows}
    each = f", each over {max(long)} months" if len(long) == 1 and max(long) > 1 else ""
    when = "month by month" if by_month else "every three months"
    since = (
        f"{change_words(last - first, reading.unit, currency)} since {month_words(windows[0].end)}"
    )
    says = f"{reading.title}, {when}{each}: {since}"
    meaning = Meaning({CLIENT: reading.title}, lines=True)
    base = meaning.paint(rows_chart(rows), CLIENT).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        y=alt.Y("value:Q", axis=value_axis(reading.unit, currency), scale=options(zero=False)),
        tooltip=tooltip(months="Months", words=reading.title),
    )
    layers = [base.mark_line(strokeWidth=2.5), base.mark_point(size=24, filled=True, opacity=1)]
    return drawing(*layers, says=says, alt=f"{says}. A line over time.", height=200)
