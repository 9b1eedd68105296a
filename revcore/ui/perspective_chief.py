"""1 Perspective: what no file knows, and the need for a revenue chief."""

from __future__ import annotations

import streamlit as st

from revcore.assessment.readiness import ASKED, COST, NEED_WORDS, readiness
from revcore.model import Scorecard
from revcore.ui import session
from revcore.ui.guesses import said, shown
from revcore.ui.text import safe

YES_NO = {None: "Not known", True: "Yes", False: "No"}
NOTES = {
    "market": "What changed in the market this year?",
    "buyers": "What changed with your buyers?",
    "competitors": "What changed with competitors?",
    "deliver": "How much more could you deliver today without hiring: nothing, a little, a lot?",
}


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
