"""How we measure: generated from the catalogues, never typed twice."""

from __future__ import annotations

from collections import defaultdict

import streamlit as st

from revcore.benchmarks import all_figures
from revcore.benchmarks.say import segment_words
from revcore.metrics._elsewhere import elsewhere
from revcore.metrics._metric import Metric
from revcore.metrics.catalogue import metrics
from revcore.model import Better, Scorecard, listed
from revcore.ui.text import safe
from revcore.words import capital, value_words

GROUP_TITLES = {
    "growth": "Growth",
    "funnel": "Funnel",
    "sales": "Sales",
    "acquisition": "Acquisition",
    "value": "Customer value",
    "retention": "Retention",
}
SHOWN = 4
"""Figures of one publication told in the definition; the table has them all."""
DIRECTION = {
    Better.HIGHER: "higher is better",
    Better.LOWER: "lower is better",
    Better.RANGE: "no direction is better as such",
}
SHORT = frozenset({"acv", "arr", "cac"})
"""Words of published names that are letters."""


def rules() -> None:
    """How to read ranges, verdicts and comparisons."""
    with st.container(border=True):
        st.header("How to read a figure", anchor=False)
        st.markdown(
            "- **The range** holds the true figure 8 times in 10; the wider one in the opened "
            "details 19 times in 20. Sums counted in full have none.\n"
            "- **Ahead** or **Behind** is said only when the whole wide range lies beyond the "
            "benchmark (beyond its quartile where quartiles are published), **On par** when it "
            "lies within ten per cent of it. Everything else is **Can’t tell yet**.\n"
            "- **Its past** is the same figure at the end of each of the last thirteen months, "
            "over as many months as now. What would take too long is told every three months "
            "instead, what looks ahead or rests on all there is has none; each measure below says "
            "so.\n"
            "- **A benchmark** is compared only when definition, business model and size match. "
            "Averages are called averages. Otherwise your own earlier period stands in.\n"
            "- **Under five observations** there are counts, no rate. Unknown is never zero.\n"
            "- **The last month counted** is the last one that is complete in every file."
        )


def measures(card: Scorecard | None) -> None:
    """Every measure of the catalogue by group; one group at a time."""
    grouped: dict[str, list[Metric]] = defaultdict(list)
    for measure in metrics().values():
        grouped[measure.group].append(measure)
    st.header(f"{len(metrics())} measures", anchor=False)
    chosen = st.radio(
        "Group", list(grouped), horizontal=True, key="measure-group",
        format_func=GROUP_TITLES.get, label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    for measure in grouped[chosen]:
        with st.expander(f"{measure.title}{f' ({measure.gloss})' if measure.gloss else ''}"):
            definition(measure)
            if card is not None and measure.id in card.readings:
                reading = card.readings[measure.id]
                said = (
                    value_words(reading.value, reading.unit, card.currency)
                    if reading.value is not None
                    else reading.reason or ""
                )
                st.markdown(f"**Yours:** {safe(said)}")


def definition(measure: Metric) -> None:
    """Definition, formula, unit, refusal and source of one measure."""
    st.markdown(safe(f"{measure.plain}. {measure.summary}"))
    st.code(measure.formula, language=None, wrap_lines=True)
    if measure.description:
        st.markdown(safe(measure.description))
    st.markdown(
        f"**Unit:** {safe(measure.returns)} ({DIRECTION[measure.better]}).  \n"
        f"**Method and what it assumes:** {safe(measure.notes)}  \n"
        f"**Its past:** {safe(measure.past or 'Month by month.')}  \n"
        f"**Refuses when:** {safe(measure.raises.removeprefix('NotComputable').strip())}  \n"
        f"**Source:** {safe(measure.source)}"
    )
    if elsewhere().get(measure.id):
        st.markdown("**How other tools define it**")
        others(measure.id)
    published(measure.id)


def others(name: str) -> None:
    """How other tools define it, where we know."""
    known = elsewhere().get(name, ())
    if known:
        st.markdown(
            "\n".join(
                f"- [{safe(one.tool)}]({one.url}): {safe(one.says)} Read: {safe(one.read)}."
                for one in known
            )
        )


def published(name: str) -> None:
    """Published figures it is compared with, each with its publisher, year and sample."""
    found = [entry for entry in all_figures() if entry.measure == name]
    if not found:
        st.markdown("**Benchmarks:** none that we know of; your own earlier months stand in.")
        return
    by: dict[tuple[str, str], list[str]] = {}
    for entry in found:
        words = value_words(entry.value, entry.unit, "USD")
        figure = f"{words} ({entry.kind}, {segment_words(entry)})"
        by.setdefault((entry.publisher, entry.year), []).append(figure)
    lines = [
        f"- {safe(publisher)}, {safe(year)}: {safe(listed(figures[:SHOWN]))}"
        + (f" and {len(figures) - SHOWN} more." if len(figures) > SHOWN else ".")
        for (publisher, year), figures in by.items()
    ]
    st.markdown(f"**{len(found)} published figures**, all in the table below\n" + "\n".join(lines))


def benchmarks() -> None:
    """Every published figure with publisher, year, sample and address."""
    figures = all_figures()
    st.header(f"{len(figures)} published benchmarks", anchor=False)
    st.markdown(
        "Medians, averages and rules of thumb are kept apart. Figures without a measure of ours "
        "are listed but never compared."
    )
    rows = [
        {
            "Measure": titles().get(entry.measure or "", spelt(entry.published_as)),
            "Figure": value_words(entry.value, entry.unit, "USD"),
            "25th": "" if entry.p25 is None else value_words(entry.p25, entry.unit, "USD"),
            "75th": "" if entry.p75 is None else value_words(entry.p75, entry.unit, "USD"),
            "Kind": entry.kind,
            "Among": capital(segment_words(entry)),
            "n": f"{entry.n:,}" if entry.n else entry.sample,
            "Publisher": entry.publisher,
            "Year": entry.year,
            "Compared": "no" if entry.measure is None or entry.context_only else "yes",
            "Address": entry.url or None,
        }
        for entry in figures
    ]
    st.dataframe(
        rows, hide_index=True, key="benchmarks", height=480,
        column_config={
            "25th": st.column_config.TextColumn(width=90),
            "75th": st.column_config.TextColumn(width=90),
            "Address": st.column_config.LinkColumn(display_text="open"),
        },
        alt="Published benchmarks with publisher, year, sample size and address",
    )  # fmt: skip


def spelt(name: str) -> str:
    """The name of a figure that no measure of ours is held against.

    >>> spelt("lead_never_answered_pct"), spelt("acv_usd"), spelt("win rate")
    ('Lead never answered', 'ACV', 'Win rate')
    """
    words = [word for word in name.split("_") if word not in ("pct", "usd")]
    return capital(" ".join(word.upper() if word in SHORT else word for word in words))


def titles() -> dict[str, str]:
    """Titles of our measures by id."""
    return {measure.id: measure.title for measure in metrics().values()}
