"""Pattern: the findings as cards, with what somebody who knows the company says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from revcore.diagnosis import said
from revcore.diagnosis_parts import Confirmed, Finding
from revcore.errors import NotComputable, SettingsError
from revcore.model import Scorecard, Window
from revcore.ui import behind as behind_it
from revcore.ui import navigation, pattern_verdicts, session, show
from revcore.ui.text import safe
from revcore.words import capital, counted

COLOURS: Mapping[str, Any] = {"strong": "orange", "likely": "yellow", "cannot_tell": "gray"}
SAID: Mapping[Confirmed, Any] = {"confirmed": "green", "doubted": "gray", "rejected": "gray"}
SHOWN = 200
"""Rows shown in the dialog; the download has them all."""


def answer(card: Scorecard) -> None:
    """The page's answer, and the way on."""
    title, text = said.pattern_headline(card)
    with st.container(border=True, key="verdict"):
        body, action = st.columns([3, 1], vertical_alignment="center")
        with body, st.container(gap="xxsmall"):
            st.markdown(summary(card))
            st.header(safe(title), anchor=False)
            st.markdown(safe(text))
        if card.growth_state is None:
            if action.button("Add a file", type="primary", key="verdict-add", width="stretch"):
                st.switch_page(navigation.page("start"))
        elif action.button(
            "Find the path", type="primary", icon=":material/arrow_forward:",
            icon_position="right", key="verdict-path", width="stretch",
        ):  # fmt: skip
            st.switch_page(navigation.page("path"))


def summary(card: Scorecard) -> str:
    """How many patterns are in which state, as badges."""
    shown = [one for one in said.standing(said.seen(card)) if one.kind != "context"]
    parts = [
        f":{COLOURS[state]}-badge[{said.STATES[state]}: {len(found)}]"
        for state in ("strong", "likely")
        if (found := [one for one in shown if one.state == state])
    ]
    return " ".join(parts) or ":gray-badge[No strong or likely pattern]"


# ---------------------------------------------------------------- those that count
def first(card: Scorecard) -> None:
    """At most five cards, the most valuable first; a chart is drawn once."""
    drawn: set[str] = set()
    for finding in said.seen(card):
        if finding.place is not None:
            whole(card, finding, drawn)


def whole(card: Scorecard, finding: Finding, drawn: set[str]) -> None:
    """One finding with all that belongs to it."""
    with st.container(border=True, key=f"finding-{finding.id}"):
        picture = chart_of(card, finding, drawn)
        if picture:
            left, right = st.columns([3, 2], gap="medium")
        else:
            left = right = st.container()
        with left:
            head(finding)
            evidence(card, finding)
        if picture:
            drawn.add(finding.chart)
            with right:
                painted(finding, picture)
        with st.expander("What can be done, and the rows behind it", icon=":material/route:"):
            todo(finding)
        pattern_verdicts.judge(finding)


def painted(finding: Finding, picture: dict[str, Any]) -> None:
    """The chart below what it says."""
    st.markdown(f"**{safe(picture['says'])}**")
    st.vega_lite_chart(picture["spec"], key=f"vega-{finding.id}", alt=picture["alt"])


def head(finding: Finding) -> None:
    """State, kind and what was said of it, above the name said aloud."""
    with st.container(gap="xxsmall"):
        st.markdown(badges(finding))
        st.header(safe(finding.title), anchor=False)


def badges(finding: Finding) -> str:
    """State, kind where it does not go without saying, and what a person said of it."""
    parts = [f":{COLOURS[finding.state]}-badge[{said.STATES[finding.state]}]"]
    if finding.kind != "context":
        parts.append(f":gray-badge[{said.KINDS[finding.kind]}]")
    if finding.confirmed != "none":
        parts.append(f":{SAID[finding.confirmed]}-badge[{said.VERDICTS[finding.confirmed]}]")
    return " ".join(parts)


def evidence(card: Scorecard, finding: Finding) -> None:
    """What speaks for it, what else could look alike, how sure, and the money."""
    st.markdown("\n".join(f"- {safe(one.text)}" for one in finding.evidence))
    if finding.kind != "context":
        st.markdown(f"**{safe(said.finding_worth(finding, card.currency))}**")
    if finding.trap and finding.trap.text:
        st.markdown(f"{trap_icon(finding)} {safe(finding.trap.text)}")
    parts = [said.sure_words(finding)]
    if finding.worth and finding.worth.basis:
        parts.append(f"Reckoned from {finding.worth.basis}.")
    parts.append(f"Technical name: {finding.id.replace('_', ' ')}{months(finding)}.")
    st.caption(safe(" ".join(parts)))


def trap_icon(finding: Finding) -> str:
    """Whether what else it could be was ruled out."""
    ruled_out = finding.trap.ruled_out if finding.trap else None
    return ":material/check: Checked:" if ruled_out else ":material/help: Not checked:"


def months(finding: Finding) -> str:
    """Which months, where they are known."""
    try:
        return f", {Window.parse(finding.window or '').words}"
    except SettingsError:
        return ""


def chart_of(card: Scorecard, finding: Finding, drawn: set[str]) -> dict[str, Any]:
    """The chart that shows it, once a page and four at most."""
    from revcore.charts.catalogue import charts

    if finding.chart in drawn or finding.chart not in charts() or len(drawn) >= show.MOST_CHARTS:
        return {}
    chart = charts()[finding.chart]
    return session.chart(session.document_hash(), chart.id, partial(show.packed, card, chart))


def todo(finding: Finding) -> None:
    """What can be done, the cheapest check first, and the rows."""
    from revcore.diagnosis.moves import moves

    known = [moves()[name] for name in finding.moves if name in moves()]
    if known:
        st.markdown(f"**Check first, it costs least:** {safe(known[0].check)}")
        st.markdown(
            "\n".join(
                f"- **{safe(move.title)}.** {safe(move.effect)} Watch: {safe(move.indicator)}."
                for move in known
            )
        )
    st.caption(safe(f"What was looked for: {finding.signature}."))
    with st.container(horizontal=True):
        if finding.rows and st.button(
            "The rows behind it", key=f"rows-{finding.id}", icon=":material/table_rows:"
        ):
            opened(finding)
        if finding.call_list:
            st.page_link(
                navigation.page("call-lists"), label="Whom to call", icon=":material/call:"
            )


def opened(finding: Finding) -> None:
    """A dialog with the rows a finding rests on; built only now."""

    @st.dialog(finding.title, width="large", icon=":material/table_rows:")
    def rows() -> None:
        try:
            found = behind_it.finding_rows(finding)
        except NotComputable as reason:
            st.markdown(f":material/hourglass_empty: {safe(str(reason))}")
            return
        if found is None:
            st.caption("The rows are not in memory: drop the files again to see them.")
            return
        st.caption(safe(f"{capital(found.words)}. {found.note}"))
        st.dataframe(behind_it.shown(found, SHOWN), hide_index=True, height=320, key="behind")
        st.download_button(
            "Download these rows (CSV)", data=lambda: behind_it.rows_csv(found),
            file_name=f"{finding.id}-rows.csv", mime="text/csv", on_click="ignore",
            icon=":material/download:", key="behind-csv",
        )  # fmt: skip

    rows()


# ---------------------------------------------------------------- the rest
def others(card: Scorecard) -> None:
    """Strong and likely ones that stand behind the first, folded."""
    rest = [one for one in said.seen(card) if one.place is None and one.kind != "context"]
    parts: tuple[tuple[str, Callable[[Finding], bool]], ...] = (
        ("Also seen", lambda one: one.kind == "limits"),
        ("Could unlock growth", lambda one: one.kind == "unlocks"),
    )
    for title, belongs in parts:
        found = [one for one in rest if belongs(one)]
        if not found:
            continue
        st.header(title, anchor=False)
        for finding in found:
            label = f"{safe(finding.title)} :gray-badge[{said.STATES[finding.state]}]"
            with st.expander(label, key=f"more-{finding.id}"):
                st.caption(why_behind(finding))
                evidence(card, finding)
                if finding.rows and st.button("The rows behind it", key=f"rows-{finding.id}"):
                    opened(finding)
                pattern_verdicts.judge(finding)


def why_behind(finding: Finding) -> str:
    """Why it is not among the first."""
    if not finding.counted:
        return "Not among the first: too likely to be a false alarm beside the others."
    return "Not among the first: another pattern of the same kind is worth more."


def context(card: Scorecard) -> None:
    """What is no cycle but must be known when reading the rest; a chart while there is room."""
    found = [one for one in said.seen(card) if one.kind == "context"]
    if not found:
        return
    drawn = {one.chart for one in said.seen(card) if one.place is not None}
    st.header("Good to know beside it", anchor=False)
    with st.grid(min(3, len(found)), min_column_width=260, gap="small"):
        for finding in found:
            with st.container(border=True, height="stretch", key=f"context-{finding.id}"):
                with st.container(gap="xxsmall"):
                    st.markdown(badges(finding))
                    st.subheader(safe(finding.title), anchor=False)
                st.markdown("\n".join(f"- {safe(one.text)}" for one in finding.evidence))
                if finding.trap and finding.trap.text:
                    st.caption(safe(finding.trap.text))
                if picture := chart_of(card, finding, drawn):
                    drawn.add(finding.chart)
                    painted(finding, picture)
                with st.expander("What can be done, and what you say", icon=":material/route:"):
                    todo(finding)
                    pattern_verdicts.judge(finding)


def unseen(card: Scorecard) -> None:
    """What was looked for and not seen, and what could not be told, folded."""
    open_, absent = said.in_state(card, "cannot_tell"), said.in_state(card, "not_seen")
    if card.blind.text and card.blind.unlock:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="blind"):
            st.markdown(f":material/key: {safe(card.blind.text)}", width="stretch")
            if st.button("Add a file", key="blind-add"):
                st.switch_page(navigation.page("start"))
    if open_:
        label = f"Can’t tell yet: {counted(len(open_), 'pattern')}"
        with st.expander(label, icon=":material/hourglass_empty:"):
            st.markdown(listed(open_, reasons=True))
    if absent:
        label = f"Not seen: {counted(len(absent), 'pattern')}"
        with st.expander(label, icon=":material/visibility_off:"):
            st.markdown(listed(absent, reasons=False))


def listed(findings: Sequence[Finding], *, reasons: bool) -> str:
    """One line for each: the name, and the reason or the first thing seen."""
    lines = []
    for one in findings:
        text = one.reason if reasons and one.reason else ""
        if one.evidence:
            text = f"{text} {one.evidence[0].text}".strip()
        lines.append(f"- **{safe(one.title)}.** {safe(text)}".rstrip())
    return "\n".join(lines)
