"""A number opened: formula, inputs, period, rows, benchmark and source, in a dialog."""

from __future__ import annotations

import streamlit as st

from revcore.metrics._elsewhere import elsewhere
from revcore.metrics.catalogue import metrics
from revcore.model import BAND_WORDS, Reading, Scorecard, Window
from revcore.ui import behind as behind_it
from revcore.ui.method_page import others
from revcore.ui.text import safe
from revcore.words import benchmark_words, counted_words, settle_words, value_words

SHOWN = 200
"""Rows shown in the dialog; the download has them all."""


def opened(card: Scorecard, name: str) -> None:
    """Open the dialog of one measure; built only now."""
    reading = card.readings[name]

    @st.dialog(reading.title, width="large", icon=":material/calculate:")
    def show() -> None:
        head(card, reading)
        computed(reading)
        compared(card, reading)
        behind(reading)
        st.caption(f"Definition: {safe(reading.source)}")

    show()


def head(card: Scorecard, reading: Reading) -> None:
    """Value with both ranges, n and window; or the reason."""
    st.markdown(f"{safe(reading.plain)}.")
    if reading.value is None:
        st.markdown(f":material/hourglass_empty: {safe(reading.reason or '')}")
        return
    with st.grid(3, min_column_width=150):
        st.metric("Value", value_words(reading.value, reading.unit, card.currency))
        st.metric("8 times in 10 between", span(reading, card.currency, reading.low, reading.high))
        st.metric(
            "19 times in 20 between", span(reading, card.currency, reading.low95, reading.high95)
        )
    window = Window.parse(reading.window).words if reading.window else "all that was read"
    st.caption(
        safe(f"{counted_words(reading.n, reading.n_of)} · {window} · {reading.method}")
        if reading.n is not None
        else safe(f"{window} · {reading.method}")
    )
    if reading.note:
        st.markdown(safe(reading.note))


def span(reading: Reading, currency: str | None, low: float | None, high: float | None) -> str:
    """A range, or that there is none."""
    if low is None or high is None:
        return "no range"
    first = value_words(low, reading.unit, currency)
    return f"{first} – {value_words(high, reading.unit, currency)}"


def computed(reading: Reading) -> None:
    """Formula and inputs."""
    st.markdown("**How it is computed**")
    st.code(reading.formula, language=None, wrap_lines=True)
    if reading.inputs:
        st.table(
            [
                {"Input": name.replace("_", " "), "Value": amount(value)}
                for name, value in reading.inputs.items()
            ],
            hide_index=True,
        )
    measure = metrics().get(reading.id)
    if measure is not None:
        st.markdown(safe(measure.notes))
        if elsewhere().get(reading.id):
            with st.expander("Other tools define it otherwise", icon=":material/compare_arrows:"):
                others(reading.id)


def amount(value: float | int | str | None) -> str:
    """An input as it stands, with thousands marks.

    >>> amount(4238), amount(0.2236146), amount(None)
    ('4,238', '0.2236', 'unknown')
    """
    if value is None:
        return "unknown"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= 10 else f"{value:.4g}"


def compared(card: Scorecard, reading: Reading) -> None:
    """Benchmark with its provenance, or why there is none; the company's own earlier figures."""
    from revcore.charts._month_by_month import month_by_month

    st.markdown("**What it is compared with**")
    more = settle_words(reading)
    verdict = f"Verdict: **{BAND_WORDS[reading.band]}**{': ' + safe(more) if more else ''}."
    st.markdown(f"{verdict} {safe(reading.benchmark_reason or '')}")
    if reading.benchmark:
        figure = reading.benchmark
        st.markdown(safe(f"{benchmark_words(figure, reading.unit, card.currency)}."))
        st.caption(safe(" ".join(f"{figure.report}, {figure.year}. {figure.note}".split())))
        if figure.url.startswith("https://"):
            st.link_button("Where it was published", figure.url, icon=":material/open_in_new:")
    by_month = month_by_month(reading, card.currency)
    if by_month.reason is None:
        st.markdown(f"**{safe(by_month.says)}**")
        st.vega_lite_chart(by_month.spec, key="by-month", alt=by_month.alt)
    measure = metrics().get(reading.id)
    if measure is not None and measure.past:
        st.caption(safe(f"Its past: {measure.past}"))
    if reading.own and reading.own.history:
        lines = [
            {
                "Your own window": Window.parse(window).words,
                "Value": value_words(value, reading.unit, card.currency),
            }
            for window, value in reversed(reading.own.history)
        ]
        st.table(lines, hide_index=True)


def behind(reading: Reading) -> None:
    """The rows the figure rests on; only the owner of the data has them."""
    st.markdown("**The rows behind it**")
    found = behind_it.rows(reading.id)
    if found is None:
        st.caption("The rows are not in memory: drop the files again to see them.")
        return
    st.caption(safe(f"{found.n:,} rows. {found.note}"))
    st.dataframe(behind_it.shown(found, SHOWN), hide_index=True, height=260, key="behind")
    st.download_button(
        "Download these rows (CSV)", data=lambda: behind_it.rows_csv(found),
        file_name=f"{reading.id}-rows.csv", mime="text/csv", on_click="ignore",
        icon=":material/download:", key="behind-csv",
    )  # fmt: skip
