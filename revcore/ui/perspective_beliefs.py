"""1 Perspective: twenty-four statements, belief beside data, and the need for a revenue chief."""

from __future__ import annotations

import streamlit as st

from revcore.assessment.belief import AreaBelief, Belief, beliefs, widest
from revcore.assessment.readiness import ASKED, COST, NEED_WORDS, readiness
from revcore.assessment.statements import DONT_KNOW, Statement, statements
from revcore.model import Scorecard
from revcore.ui import session
from revcore.ui.guesses import said, shown
from revcore.ui.text import safe

LEVELS = (1, 2, 3, 4, 5, DONT_KNOW)
YES_NO = {None: "Not known", True: "Yes", False: "No"}
NOTES = {
    "market": "What changed in the market this year?",
    "buyers": "What changed with your buyers?",
    "competitors": "What changed with competitors?",
    "deliver": "How much more could you deliver today without hiring: nothing, a little, a lot?",
}


def assessment(card: Scorecard) -> None:
    """The statements, one area at a time; what is answered is kept, and all can be skipped."""
    answers = said().answers
    areas = beliefs(card, answers)
    done = sum(area.answered for area in areas)
    st.header("What do you believe?", anchor=False)
    st.markdown(
        f"{len(statements())} statements in {len(areas)} areas, three at a time; "
        f"{done or 'none'} answered so far. Stop whenever you like and go on later."
    )
    first = next((n for n, area in enumerate(areas) if area.answered < len(area.beliefs)), 0)
    picked = st.selectbox(
        "Area", range(len(areas)), index=first, key=f"area-{done}",
        format_func=lambda n: f"{areas[n].area.words} · {areas[n].answered} of "
        f"{len(areas[n].beliefs)}",
    )  # fmt: skip
    with st.form(f"statements-{picked}"):
        given = {
            one.statement.id: choice(one.statement, one.answer) for one in areas[picked].beliefs
        }
        kept = st.form_submit_button("Keep and go on", type="primary", key=f"keep-{picked}")
    if kept:
        known = {name: value for name, value in given.items() if value is not None}
        session.remark(assessment={"answers": {**answers, **known}})
        st.rerun()
    if done and shown(card):
        beside(areas)
    elif done:
        st.caption("What the files say of this stands here after the reveal.")


def choice(one: Statement, answer: int | None) -> int | None:
    """One statement with its five levels and “don’t know”."""

    def words(level: int) -> str:
        if level == DONT_KNOW:
            return "Don’t know"
        anchor = one.anchor(level)
        return f"{level} · {anchor}" if anchor else str(level)

    return st.radio(
        one.text, LEVELS, format_func=words, horizontal=True, key=f"say-{one.id}",
        index=None if answer is None else LEVELS.index(answer),
    )  # fmt: skip


def beside(areas: list[AreaBelief]) -> None:
    """Belief beside data: where they part, then area by area and statement by statement."""
    far = widest(areas)
    if far:
        st.subheader("Here the files see it differently", anchor=False)
        st.markdown("\n".join(f"- {differs(one)}" for one in far[:5]))
    rows = [
        {
            "Area": area.area.words,
            "You say": mean(area.believed),
            "Files say": mean(area.seen),
            "Don’t know": str(area.unknown or "–"),
        }
        for area in areas
        if area.answered
    ]
    st.dataframe(rows, hide_index=True, key="beliefs", alt="Belief beside data by area, 1 to 5")
    with st.expander("Every statement beside what the files say", icon=":material/balance:"):
        every = [
            {
                "Statement": one.statement.text,
                "You": level_words(one.answer),
                "Files": level_words(one.seen.level),
                "What is seen": one.seen.words,
            }
            for area in areas
            for one in area.beliefs
        ]
        st.dataframe(every, hide_index=True, key="statements", alt="Every statement, 1 to 5")


def differs(one: Belief) -> str:
    """Belief against data in one sentence."""
    text = one.statement.text.rstrip(".")
    return safe(
        f"“{text}”: you say {one.answer}, the files say {one.seen.level}: {one.seen.words}."
    )


def mean(value: float | None) -> str:
    """A mean level.

    >>> mean(3.25), mean(None)
    ('3.2', '–')
    """
    return "–" if value is None else f"{value:.1f}"


def level_words(level: int | None) -> str:
    """A level, “don’t know”, or nothing.

    >>> level_words(4), level_words(0), level_words(None)
    ('4', '?', '–')
    """
    if level is None:
        return "–"
    return "?" if level == DONT_KNOW else str(level)


def not_in_files() -> None:
    """What changed this year, in a line each."""
    now = said()
    folded = st.expander("What no file knows", icon=":material/edit_note:")
    with folded, st.form("notes", border=False):
        typed = {
            name: st.text_input(
                words, value=now.notes.get(name, ""), max_chars=200, key=f"n-{name}"
            )
            for name, words in NOTES.items()
        }
        if st.form_submit_button("Keep", key="notes-keep"):
            notes = {name: text.strip() for name, text in typed.items() if text.strip()}
            session.remark(assessment={"notes": notes})
            st.rerun()


def chief(card: Scorecard) -> None:
    """Whether a Chief Revenue Officer is needed; asked for, never offered."""
    now = said()
    st.header("Does this company need one person for all revenue?", anchor=False)
    on = st.toggle("Read it from the files and a few answers", value=now.chief, key="chief-on")
    if on != now.chief:
        session.remark(assessment={"chief": on})
        st.rerun()
    if not on:
        st.caption("A Chief Revenue Officer (CRO) answers for marketing, sales and customer "
                   "success together. “Not yet” is always a possible answer.")  # fmt: skip
        return
    with st.form("signals"):
        given = {
            name: st.radio(
                question, list(YES_NO), format_func=YES_NO.__getitem__, horizontal=True,
                index=list(YES_NO).index(now.signals.get(name)), key=f"signal-{name}",
            )
            for name, question in ASKED.items()
        }  # fmt: skip
        if st.form_submit_button("Keep the answers", key="signals-keep"):
            signals = {name: value for name, value in given.items() if value is not None}
            session.remark(assessment={"signals": signals})
            st.rerun()
    if shown(card):
        read(card)


def read(card: Scorecard) -> None:
    """The answer with its reasons, and the cost beside it."""
    found = readiness(card)
    why, cost = st.columns([3, 2])
    with why.container(border=True, height="stretch", key="chief-why"):
        st.subheader(NEED_WORDS[found.need], anchor=False)
        st.markdown("\n".join(f"- {safe(reason)}" for reason in found.reasons))
        if found.unknown:
            st.caption(f"{found.unknown} of {len(found.signals)} signs are not known yet.")
    with cost.container(border=True, height="stretch", key="chief-cost"):
        st.subheader("What it costs", anchor=False)
        st.markdown(safe(COST))
