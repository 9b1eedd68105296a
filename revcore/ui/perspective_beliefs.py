"""1 Perspective: twenty-four statements by who answers, and belief beside data."""

from __future__ import annotations

from typing import Any

import streamlit as st

from revcore.assessment.belief import (
    ROLES,
    AreaBelief,
    Belief,
    beliefs,
    divided,
    levels_words,
    voices,
    widest,
)
from revcore.assessment.statements import DONT_KNOW, Statement, statements
from revcore.model import Scorecard
from revcore.ui import session
from revcore.ui.arrow import as_bytes
from revcore.ui.guesses import said, shown
from revcore.ui.text import safe
from revcore.words import capital, counted

LEVELS = (1, 2, 3, 4, 5, DONT_KNOW)
NAMED = 5
"""Differences put into words; the charts have them all."""


def assessment(card: Scorecard) -> None:
    """The statements, one area at a time and by who answers; all of it can be skipped."""
    areas = beliefs(card, said())
    heard = voices(said())
    st.header("What do you believe?", anchor=False)
    st.markdown(
        f"{len(statements())} statements in {len(areas)} areas, three at a time. "
        "Skip what you like, stop when you like, and go on later."
    )
    left, right = st.columns(2, gap="small")
    role = left.selectbox(
        "Who is answering?", list(ROLES), key="role", persist_state="session",
        format_func=lambda name: capital(ROLES[name]),
        help="Each role answers by itself; where they differ is shown below.",
    )  # fmt: skip
    done = sum(area.answered_by(role) for area in areas)
    first = next((n for n, one in enumerate(areas) if one.answered_by(role) < len(one.beliefs)), 0)
    picked = right.selectbox(
        "Area", range(len(areas)), index=first, key=f"area-{role}-{done}",
        format_func=lambda n: f"{areas[n].area.words} · {areas[n].answered_by(role)} of "
        f"{len(areas[n].beliefs)}",
    )  # fmt: skip
    with st.form(f"statements-{role}-{picked}"):
        given = {
            one.statement.id: choice(one.statement, one.given.get(role), role)
            for one in areas[picked].beliefs
        }
        with st.container(horizontal=True, vertical_alignment="center"):
            kept = st.form_submit_button("Keep and go on", type="primary", key=f"keep-{picked}")
            st.caption(progress(done, len(statements()), len(heard)))
    if kept:
        known = {name: value for name, value in given.items() if value is not None}
        remember(role, known)
        st.rerun()
    if heard and shown(card):
        beside(areas, str(heard))
    elif heard:
        st.caption("What the files say of this stands here after the reveal.")


def progress(done: int, many: int, roles: int) -> str:
    """How far whoever answers has come, and how many others answered.

    >>> progress(0, 24, 0), progress(24, 24, 1), progress(3, 24, 2)
    ('No answer yet.', 'All 24 are answered.', '3 of 24 answered. 2 roles so far.')
    """
    words = f"{done} of {many} answered." if done else "No answer yet."
    words = f"All {many} are answered." if done == many else words
    return f"{words} {counted(roles, 'role')} so far." if roles > 1 else words


def remember(role: str, known: dict[str, int]) -> None:
    """Add answers to those of a role."""
    now = said()
    if role:
        before: dict[str, dict[str, int]] = dict(now.voices.items())
        both = {**before, role: {**before.get(role, {}), **known}}
        session.remark(assessment={"voices": both})
    else:
        session.remark(assessment={"answers": {**now.answers, **known}})


def choice(one: Statement, answer: int | None, role: str) -> int | None:
    """One statement with its five levels and “don’t know”."""

    def words(level: int) -> str:
        if level == DONT_KNOW:
            return "Don’t know"
        anchor = one.anchor(level)
        return f"{level} · {anchor}" if anchor else str(level)

    return st.radio(
        one.text, LEVELS, format_func=words, horizontal=True, key=f"say-{role}-{one.id}",
        index=None if answer is None else LEVELS.index(answer),
    )  # fmt: skip


# ---------------------------------------------------------------- beside the files
def beside(areas: list[AreaBelief], key: str) -> None:
    """Where people differ from the files and from each other, then area by area."""
    far, apart = widest(areas), divided(areas)
    lists = [
        ("Here the files see it differently", [differs(one) for one in far[:NAMED]]),
        ("Here you do not see the same company", [disagree(one) for one in apart[:NAMED]]),
    ]
    found = [(title, lines) for title, lines in lists if lines]
    if found:
        with st.grid(len(found), min_column_width=330, gap="small"):
            for title, lines in found:
                with st.container(border=True, height="stretch"):
                    st.subheader(title, anchor=False)
                    st.markdown("\n".join(f"- {line}" for line in lines))
    with st.container(border=True, key="chart-beliefs"):
        drawn(f"areas {key}", areas)
    with st.expander("Every statement beside what the files say", icon=":material/balance:"):
        drawn(f"statements {key}", [one for area in areas for one in area.beliefs])
        st.dataframe(
            [line(one) for area in areas for one in area.beliefs], hide_index=True,
            key="statements", alt="Every statement, 1 to 5",
            column_config={
                "Statement": st.column_config.TextColumn(width="large"),
                "Who said what": st.column_config.TextColumn(width="medium"),
            },
        )  # fmt: skip


def drawn(key: str, found: list[AreaBelief] | list[Belief]) -> None:
    """The chart of areas or of statements somebody answered; worked out once for these answers."""
    kept = session.chart(session.document_hash(), f"beliefs of {key}", lambda: picture(found))
    if kept:
        st.markdown(f"**{safe(kept['says'])}**")
        st.vega_lite_chart(kept["spec"], key=f"vega-{key[:5]}", alt=kept["alt"])
        if kept["voices"]:
            st.caption("The band behind a line reaches from the lowest to the highest role.")


def picture(found: list[AreaBelief] | list[Belief]) -> dict[str, Any]:
    """The chart as plain data; empty where nothing was answered."""
    from revcore.charts._beliefs import beside as chart

    rows, gaps = [], []
    for one in found:
        row = chart_row(one)
        if row is not None:
            rows.append(row)
            if row["you"] is not None and row["files"] is not None:
                gaps.append((abs(row["you"] - row["files"]), title_of(one), row["words"]))
    if not rows:
        return {}
    says = "The files say nothing yet of what was answered"
    if gaps:
        gap, name, words = max(gaps)
        says = f"Furthest apart: {name}. {words}" if gap >= 1 else "You and the files agree so far"
    drawing = chart(rows, says, "One line each, from 1 to 5.")
    packed = {name: as_bytes(values) for name, values in drawing.spec["datasets"].items()}
    return {
        "spec": {**drawing.spec, "datasets": packed}, "says": drawing.says, "alt": drawing.alt,
        "voices": any(row["low"] != row["high"] for row in rows),
    }  # fmt: skip


def title_of(one: AreaBelief | Belief) -> str:
    """What a line is called."""
    if isinstance(one, AreaBelief):
        return one.area.words
    return one.statement.text.rstrip(".")


def chart_row(one: AreaBelief | Belief) -> dict[str, Any] | None:
    """One line of the chart; None where nobody answered."""
    from revcore.charts._beliefs import row

    if isinstance(one, AreaBelief):
        you, files, each = one.believed, one.seen, list(one.by_role.values())
    else:
        you, files, each = one.answer, one.seen.level, [float(x) for x in one.known.values()]
    if you is None:
        return None
    return row(title_of(one), you, files, beside_words(you, files), each)


def beside_words(you: float | None, files: float | None) -> str:
    """Both levels in words.

    >>> beside_words(4.0, 2.5), beside_words(3.25, None)
    ('You say 4, the files say 2.5', 'You say 3.2')
    """
    words = f"You say {mean(you)}"
    return words if files is None else f"{words}, the files say {mean(files)}"


def differs(one: Belief) -> str:
    """Belief against data in one sentence."""
    text = one.statement.text.rstrip(".")
    many = len(one.known)
    who = "you say" if many == 1 else "on average you say"
    return safe(
        f"“{text}”: {who} {mean(one.answer)}, the files say {one.seen.level}: {one.seen.words}."
    )


def disagree(one: Belief) -> str:
    """Who said what of a statement, in one sentence."""
    return safe(f"“{one.statement.text.rstrip('.')}”: {levels_words(one)}.")


def line(one: Belief) -> dict[str, str]:
    """A statement as a row of the table."""
    return {
        "Statement": one.statement.text,
        "You": "?" if one.given and not one.known else mean(one.answer),
        "Files": mean(one.seen.level),
        "Who said what": levels_words(one) if len(one.known) > 1 else "",
        "What is seen": one.seen.words,
    }


def mean(value: float | None) -> str:
    """A level or a mean of levels.

    >>> mean(3.25), mean(4.0), mean(None)
    ('3.2', '4', '–')
    """
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")
