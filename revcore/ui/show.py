"""What pages are arranged from: headline, measures, charts, pillars. Reads, never computes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from revcore.headline import Headline, gap, headline, is_good, own_verdict, reference
from revcore.model import BAND_WORDS, BreakdownRow, Pillar, Reading, Scorecard, Unit, Window, listed
from revcore.ui import details, navigation, session
from revcore.ui.arrow import as_bytes, as_table
from revcore.ui.narrow import Chosen, narrowed
from revcore.ui.text import safe
from revcore.words import change_words, counted_words, model_words, settle_words, value_words

if TYPE_CHECKING:
    from revcore.charts.catalogue import Chart

ARROWS: Mapping[str, Literal["up", "down", "off"]] = {"+": "up", "−": "down", "±": "off"}
COLOURS: Mapping[str, Any] = {
    "ahead": "green",
    "on_par": "gray",
    "behind": "orange",
    "cannot_tell": "gray",
    "none": "gray",
}
ICONS = {
    "ahead": ":material/trending_up:",
    "on_par": ":material/drag_handle:",
    "behind": ":material/priority_high:",
    "cannot_tell": ":material/hourglass_empty:",
    "none": ":material/info:",
}
MOST_CHARTS = 4


def title(card: Scorecard, text: str) -> None:
    """Who and when, then the page's title, with the downloads beside it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        with st.container(gap=None, width="content"):
            st.caption(subtitle(card))
            st.title(text, anchor=False)
        if not session.settings().assessment.hidden:
            downloads(card)


def subtitle(card: Scorecard) -> str:
    """Company, what it is, and the months counted."""
    parts = [card.company or "Your company", model_words(card.business_model)]
    if card.window:
        parts.append(Window.parse(card.window).words)
    return "  ·  ".join(part for part in parts if part)


def downloads(card: Scorecard) -> None:
    """The report, the document and the settings, made when asked for."""
    with st.popover("Download", icon=":material/download:", width="content"):
        st.download_button(
            "Report to print (HTML)", data=lambda: html(card), file_name="revenue-scorecard.html",
            mime="text/html", on_click="ignore", icon=":material/description:", key="get-html",
            width="stretch",
        )  # fmt: skip
        st.download_button(
            "Scorecard document (JSON)", data=card.to_json, file_name="revenue-scorecard.json",
            mime="application/json", on_click="ignore", icon=":material/data_object:",
            key="get-json", width="stretch",
        )  # fmt: skip
        st.download_button(
            "Your settings (TOML)", data=session.settings_toml(), file_name="settings.toml",
            mime="application/toml", on_click="ignore", icon=":material/tune:", key="get-toml",
            width="stretch",
        )  # fmt: skip


def html(card: Scorecard) -> str:
    """The printable report; its room is opened only when somebody asks for it."""
    from revcore.report.html import as_html

    return as_html(card)


def verdict(card: Scorecard, *groups: str) -> None:
    """The page's answer: badge, claim, what it is compared with, and one button."""
    said: Headline = headline(card, groups) if groups else headline(card)
    with st.container(border=True, key="verdict"):
        body, action = st.columns([3, 1], vertical_alignment="center")
        with body, st.container(gap="xxsmall"):
            st.markdown(f":{COLOURS[said.band]}-badge[{ICONS[said.band]} {said.badge}]")
            st.header(said.title, anchor=False)
            st.markdown(safe(said.text))
        if said.measure is None:
            if action.button("Add a file", type="primary", key="verdict-add", width="stretch"):
                st.switch_page(navigation.page("start"))
        elif action.button(
            "See the working", type="primary", icon=":material/arrow_forward:",
            icon_position="right", key="verdict-open", width="stretch",
        ):  # fmt: skip
            details.opened(card, said.measure)


def measures(card: Scorecard, *ids: str) -> None:
    """Cards, four in a row on a desktop and two on a phone; those with a value come first."""
    known = [card.readings[name] for name in ids if name in card.readings]
    shown = [reading for reading in known if reading.value is not None]
    with st.grid(4, min_column_width=150, gap="small"):
        for reading in shown:
            measure(card, reading)
    missing([reading for reading in known if reading.value is None])


def group(card: Scorecard, name: str, heading: str = "") -> None:
    """All measures of a group, in the catalogue's order."""
    from revcore.metrics.catalogue import metrics

    if heading:
        st.header(heading, anchor=False)
    measures(card, *[item.id for item in metrics().values() if item.group == name])


def measure(card: Scorecard, reading: Reading) -> None:
    """One measure: value, what it is compared with, its trend, and a way to open it."""
    between = gap(reading)
    good = is_good(reading)
    change = None
    if between is not None:
        change = change_words(between, reading.unit, card.currency)
    with st.container(border=True, height="stretch", gap="xsmall", key=f"card-{reading.id}"):
        st.markdown(f":small[{reading.title}]")
        st.metric(
            reading.title,
            value_words(reading.value, reading.unit, card.currency),
            delta=change,
            delta_color="off"
            if good is None or not moved(reading)
            else ("green" if good else "red"),
            delta_arrow=ARROWS[change[0]] if change else "off",
            label_visibility="collapsed",
            chart_data=trend(reading),
            chart_type="line",
        )
        st.caption(basis(card, reading))
        # One below the other: beside a long verdict there is no room on a phone, and cards of one
        # row should look alike.
        badge(reading)
        if st.button(
            "Open", key=f"open-{reading.id}", type="tertiary",
            help=f"{reading.plain}: formula, rows and source",
        ):  # fmt: skip
            details.opened(card, reading.id)


def moved(reading: Reading) -> bool:
    """Whether the change against the company's own past is more than chance."""
    return own_verdict(reading) != "cannot_tell"


def against(reading: Reading, currency: str | None) -> str | None:
    """What the change is measured from, short enough for a phone."""
    target = reference(reading)
    if target is None:
        return None
    words = value_words(target, reading.unit, currency)
    own = reading.own is not None and reading.own.previous is not None
    return f"was {words}" if own else f"peers {words}"


def trend(reading: Reading) -> list[float] | None:
    """The company's own windows up to this one."""
    if reading.own is None or len(reading.own.history) < 3 or reading.value is None:
        return None
    return [value for _, value in reading.own.history]


def basis(card: Scorecard, reading: Reading) -> str:
    """Before, range and n in one line; the window where it is not the page's own."""
    parts = [against(reading, card.currency)]
    if reading.low is not None and reading.high is not None:
        low = value_words(reading.low, reading.unit, card.currency)
        high = value_words(reading.high, reading.unit, card.currency)
        parts.append(f"8 in 10: {low} to {high}")
    if reading.n is not None:
        parts.append(counted_words(reading.n, reading.n_of))
    if reading.window and reading.window != card.window:
        parts.append(Window.parse(reading.window).words)
    parts.append(settle_words(reading))
    return safe(" · ".join(part for part in parts if part))


def badge(reading: Reading) -> None:
    """The verdict in words with its colour, and what it is held against."""
    words = BAND_WORDS[reading.band]
    if reading.band in ("ahead", "behind", "on_par"):
        joint = {"ahead": "of ", "on_par": "with "}.get(reading.band, "")
        words = f"{words} {joint}{held_against(reading)}"
    st.badge(words, color=COLOURS[reading.band])


def held_against(reading: Reading) -> str:
    """The kind of figure the verdict rests on, in a word or two."""
    if reading.band_basis == "own" or reading.benchmark is None:
        return "your past"
    return {"median": "median", "average": "average", "rule": "the rule"}[reading.benchmark.kind]


def missing(readings: Sequence[Reading]) -> None:
    """Measures without a value and what they need, folded; one line for each reason."""
    if not readings:
        return
    grouped: dict[str, list[str]] = {}
    for reading in readings:
        grouped.setdefault(reading.reason or "", []).append(reading.title)
    count = len(readings)
    label = f"{count} {'measure' if count == 1 else 'measures'} without a value yet"
    with st.expander(label, icon=":material/hourglass_empty:"):
        st.markdown(
            "\n\n".join(
                f"**{safe(listed(titles))}.** {safe(reason)}" for reason, titles in grouped.items()
            )
        )


def charts(card: Scorecard, page: str, chosen: Chosen | None = None) -> None:
    """Up to four charts, each under a title that says what it shows.

    They follow what the page is filtered by where the document can tell, and say where it cannot.
    """
    from revcore.charts.catalogue import charts_for

    drawn = []
    for chart in charts_for(page):
        drawing = session.chart(session.document_hash(), chart.id, partial(packed, card, chart))
        if drawing:
            drawn.append((chart, drawing))
        if len(drawn) == MOST_CHARTS:
            break
    with st.grid(2, min_column_width=330, gap="small"):
        for chart, everybody in drawn:
            drawing, whose = followed(card, chart, everybody, chosen)
            with st.container(border=True, height="stretch", key=f"chart-{chart.id}"):
                st.header(safe(drawing["says"]), anchor=False)
                if whose:
                    st.caption(safe(whose))
                st.vega_lite_chart(
                    drawing["spec"], key=f"vega-{chart.id}", alt=drawing["alt"],
                    height="stretch" if drawing["grows"] else "content",
                )  # fmt: skip


def followed(
    card: Scorecard, chart: Chart, everybody: dict[str, Any], chosen: Chosen | None
) -> tuple[dict[str, Any], str]:
    """A chart of what was chosen, else of everybody, and in words which of them it is."""
    if not chosen:
        return everybody, ""
    view, said = narrowed(card, chart.needs, chosen)
    if view is None:
        return everybody, ". ".join(said)
    name = f"{chart.id} of {chosen.segment} in {chosen.period}"
    found = session.chart(session.document_hash(), name, partial(packed, view, chart))
    if found:
        return found, ". ".join(said)
    return everybody, "Everybody: too few were chosen to be drawn alone"


def packed(card: Scorecard, chart: Chart) -> dict[str, Any]:
    """A chart as plain data, to be kept; empty where it cannot be drawn."""
    drawing = chart.draw(card)
    if drawing.reason is not None:
        return {}
    rows = {name: as_bytes(values) for name, values in drawing.spec.get("datasets", {}).items()}
    spec = {**drawing.spec, "datasets": rows}
    return {"spec": spec, "says": drawing.says, "alt": drawing.alt, "grows": grows(spec)}


def grows(spec: Mapping[str, Any]) -> bool:
    """Whether a chart may be as high as the one beside it: its height is an amount, no row.

    >>> grows({"layer": [{"encoding": {"y": {"field": "mrr", "type": "quantitative"}}}]})
    True
    """
    places = [layer.get("encoding", {}).get("y", {}) for layer in spec["layer"]]
    return all(place.get("type", "quantitative") == "quantitative" for place in places)


def pillars(card: Scorecard) -> None:
    """The eight pillars, those behind first; with their measures or their open question."""
    order = {"behind": 0, "cannot_tell": 1, "on_par": 2, "ahead": 3, "none": 4}
    grouped = {pillar: of_pillar(card, pillar) for pillar in Pillar}
    ranked = sorted(
        Pillar, key=lambda pillar: min((order[r.band] for r in grouped[pillar]), default=5)
    )
    with st.grid(4, min_column_width=200, gap="small"):
        for pillar in ranked:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.subheader(pillar.words, anchor=False)
                readings = sorted(grouped[pillar], key=lambda r: (order[r.band], r.title))
                if readings:  # one text instead of six: each costs a message on every click
                    st.markdown("\n\n".join(line(card, reading) for reading in readings[:6]))
                else:
                    st.caption(safe(question_of(card, pillar)))


def of_pillar(card: Scorecard, pillar: Pillar) -> list[Reading]:
    """Measures of a pillar that have a value."""
    return [r for r in card.readings.values() if r.pillar is pillar and r.value is not None]


def question_of(card: Scorecard, pillar: Pillar) -> str:
    """What would fill an empty pillar."""
    reasons = [r.reason for r in card.readings.values() if r.pillar is pillar and r.reason]
    return reasons[0] if reasons else "Only the people in the company can answer this one."


def line(card: Scorecard, reading: Reading) -> str:
    """One measure of a pillar in one line."""
    value = value_words(reading.value, reading.unit, card.currency)
    mark = f":{COLOURS[reading.band]}-badge[{BAND_WORDS[reading.band]}]"
    return f"{reading.title}  \n**{safe(value)}** {mark}"


def money(card: Scorecard, *ids: str) -> None:
    """The money line of the first screen: each value, or the question that would give it.

    “first_year_value/cac|cac_media” sets a value against a cost; of ids joined by “|” the first
    that has a value is taken.
    """
    with st.grid(4, min_column_width=150, gap="small"):
        for names in ids:
            wanted, _, cost = names.partition("/")
            reading = first_known(card, wanted)
            if reading is None:
                continue
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.markdown(f":small[{reading.title}]")
                if reading.value is None:
                    st.caption(safe(reading.reason or ""))
                    continue
                st.metric(
                    reading.title,
                    value_words(reading.value, reading.unit, card.currency),
                    label_visibility="collapsed",
                )
                against_cost(card, first_known(card, cost))
                if reading.id == "goal_gap" and reading.value < 0:
                    st.markdown("below zero: the course leads past the goal")
                st.caption(basis(card, reading))


def first_known(card: Scorecard, names: str) -> Reading | None:
    """The first of some readings that has a value, else the first there is."""
    found = [card.readings[name] for name in names.split("|") if name in card.readings]
    return next((item for item in found if item.value is not None), found[0] if found else None)


def against_cost(card: Scorecard, cost: Reading | None) -> None:
    """What a customer costs, beside what it brings."""
    if cost is None or cost.value is None:
        return
    words = value_words(cost.value, cost.unit, card.currency)
    what = "in advertising to win" if cost.id == "cac_media" else "to win"
    st.markdown(safe(f"costs {words} {what}"))


def table(card: Scorecard, ids: Iterable[str] | None = None) -> None:
    """All measures at once, worst first."""
    wanted = frozenset(card.readings) if ids is None else frozenset(ids)
    name = f"table of {','.join(sorted(wanted))}"
    kept = session.chart(session.document_hash(), name, partial(table_rows, card, wanted))
    if not kept:
        return
    st.dataframe(
        kept["rows"],
        hide_index=True,
        key="all-measures",
        alt="All measures with range, n, comparison and verdict",
        column_config={
            "Measure": st.column_config.TextColumn(width="medium", pinned=True),
            "n": st.column_config.NumberColumn(format="localized"),
            "Trend": st.column_config.LineChartColumn(width="small"),
            "Verdict": st.column_config.MultiselectColumn(
                options=list(BAND_WORDS.values()), color=[COLOURS[band] for band in BAND_WORDS]
            ),
        },
    )


def table_rows(card: Scorecard, wanted: Collection[str]) -> dict[str, Any]:
    """The rows of the table of measures; empty where none has a value."""
    order = {"behind": 0, "cannot_tell": 1, "on_par": 2, "ahead": 3, "none": 4}
    readings = [r for r in card.readings.values() if r.id in wanted and r.value is not None]
    rows = [
        {
            "Measure": reading.title,
            "You": value_words(reading.value, reading.unit, card.currency),
            "8 in 10": between(reading, card.currency),
            "n": reading.n,
            "Compared with": against(reading, card.currency) or "nothing published",
            "Trend": trend(reading) or [],
            "Verdict": [BAND_WORDS[reading.band]],
        }
        for reading in sorted(readings, key=lambda r: (order[r.band], r.group, r.title))
    ]
    return {"rows": as_table(rows)} if rows else {}


def between(reading: Reading, currency: str | None) -> str:
    """The 80 % range."""
    if reading.low is None or reading.high is None:
        return "counted in full"
    low = value_words(reading.low, reading.unit, currency)
    return f"{low} to {value_words(reading.high, reading.unit, currency)}"


def breakdowns(card: Scorecard, name: str, *dimensions: str) -> None:
    """A measure by segment, as a table with ranges; thin segments say so."""
    found = card.breakdowns.get(name, {})
    chosen = [dimension for dimension in (dimensions or found) if dimension in found]
    if not chosen or name not in card.readings:
        return
    reading = card.readings[name]
    one = len(chosen) == 1
    st.header(f"{reading.title} by {chosen[0] if one else 'segment'}", anchor=False)
    tabs = chosen[0] if one else st.radio(
        "By", chosen, horizontal=True, key=f"by-{name}", format_func=str.capitalize,
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    rows = [
        {
            tabs.capitalize(): row.key,
            reading.title: value_words(row.value, reading.unit, card.currency)
            if row.value is not None
            else f"can’t tell yet ({row.reason})",
            "8 in 10": f"{value_words(row.low, reading.unit, card.currency)} to "
            f"{value_words(row.high, reading.unit, card.currency)}"
            if row.low is not None and row.high is not None
            else "",
            **beside(row),
            "n": row.n,
        }
        for row in found[tabs]
    ]
    if not any(row["8 in 10"] for row in rows):
        rows = [{name: cell for name, cell in row.items() if name != "8 in 10"} for row in rows]
    st.dataframe(rows, hide_index=True, key=f"rows-{name}", alt=f"{reading.title} by {tabs}")
    if any(row.shrunk is not None for row in found[tabs]):
        st.caption(
            "“Likely” draws each share towards all of them together: few cases prove little."
            " “Above” and “below” hold against all others at once: luck marks hardly any list."
        )


def beside(row: BreakdownRow) -> dict[str, str]:
    """What a share is likely to be, and whether it stands out; nothing for other measures."""
    if row.shrunk is None:
        return {}
    words = {"above": "above", "below": "below"}
    return {
        "Likely": value_words(row.shrunk, Unit.RATIO),
        "Beside the others": words.get(row.against or "", "no clear difference"),
    }
