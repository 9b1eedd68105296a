"""One measure month by month, as its opened details show it."""

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

FEWEST = 4
"""Fewer months than this are a list, no line."""


def month_by_month(reading: Reading, currency: str | None) -> Drawing:
    """The same figure at the end of every month, each over as many months as the headline.

    Empty where too few months are known.
    """
    known = reading.own.monthly if reading.own else []
    if len(known) < FEWEST:
        return Drawing(reason="Too few months are known.")
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
    each = "" if windows[-1].months == 1 else f", each over {windows[-1].months} months"
    since = (
        f"{change_words(last - first, reading.unit, currency)} since {month_words(windows[0].end)}"
    )
    says = f"{reading.title}, month by month{each}: {since}"
    meaning = Meaning({CLIENT: reading.title}, lines=True)
    base = meaning.paint(rows_chart(rows), CLIENT).encode(
        x=field("month", axis=month_axis([row["month"] for row in rows])),
        y=alt.Y("value:Q", axis=value_axis(reading.unit, currency), scale=options(zero=False)),
        tooltip=tooltip(months="Months", words=reading.title),
    )
    layers = [base.mark_line(strokeWidth=2.5), base.mark_point(size=24, filled=True, opacity=1)]
    return drawing(*layers, says=says, alt=f"{says}. A line by month.", height=200)
