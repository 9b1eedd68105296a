"""Guesses before the numbers, and the switch that hides every number until the reveal.

One place for all pages: the frame asks :func:`may_show` before it runs a page.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from revcore.assessment import guesses as guessing
from revcore.model import Scorecard
from revcore.settings import Assessed
from revcore.ui import navigation, session
from revcore.words import counted

OWN = "perspective"
"""The page that asks and reveals by itself."""
OPEN = frozenset({"", "start", "data-request", "how-we-measure", OWN})
"""Addresses of pages that show no number of the files, or hide them by themselves."""


def said() -> Assessed:
    """What was guessed, answered and shown so far."""
    return session.settings().assessment


def shown(card: Scorecard) -> bool:
    """Whether numbers may stand on 1 Perspective: asked or skipped, and not hidden."""
    now = said()
    return not now.hidden and (now.revealed or not guessing.asked(card))


def visible() -> Scorecard | None:
    """The document, where its numbers may stand beside what holds for everybody."""
    card = session.scorecard()
    if card is None or said().hidden or (session.unseen() and not shown(card)):
        return None
    return card


def may_show(address: str) -> bool:
    """Whether a page may be run; if not, what stands in its place is drawn here.

    Numbers are hidden by the facilitator's switch; and files that were just dropped show nothing
    before the guesses were made or skipped.
    """
    if not settled(address):
        return False
    card = session.scorecard()
    if card is None or address in OPEN:
        return True
    if said().hidden:
        waiting(navigation.info_of(address))
        return False
    by_hand = address == "data" and session.settings().file  # somebody is putting columns right
    if session.unseen() and not by_hand and not shown(card):
        st.title("Your files are read", anchor=False)
        ask(card)
        return False
    return True


def settled(address: str) -> bool:
    """Whether no files are being read, or the page does without; if not, the guesses are asked.

    What was read is taken over once the guesses were made or skipped, so that nobody’s form changes
    while it is filled in; files that gave nothing are said at once.
    """
    if over(session.reading()):
        session.arrive()
    if not session.reading() or address in OPEN - {OWN}:
        return True
    meanwhile()
    return False


def over(state: str) -> bool:
    """Whether what was read aside can be taken over: all is read, and nobody is still guessing."""
    return state == "failed" or (state == "done" and (said().revealed or said().hidden))


def meanwhile() -> None:
    """The guesses while the files are read: nobody knows yet which of them these can answer."""
    st.title("Your files are being read", anchor=False)
    progress()
    if not said().revealed:
        every = [one for wordings in guessing.ASKS for one in wordings]
        form(every, session.settings().currency)


@st.fragment(run_every=1.0)
def progress() -> None:
    """One line on how far the reading is, drawn again every second; the page, once it is over."""
    state = session.reading()
    if not state or over(state):
        st.rerun()
    with st.container(key="reading"):
        if state == "done":
            st.markdown(":material/check: All is read. The numbers wait until you have answered.")
        elif said().revealed:
            st.markdown(":material/hourglass_top: The numbers appear as soon as all is read.")
        else:
            st.markdown(
                ":material/hourglass_top: Reading goes on meanwhile. Leave out what does not fit "
                "your company."
            )


def waiting(info: navigation.PageInfo) -> None:
    """What stands on a page whose numbers are hidden."""
    st.title(info.title, anchor=False)
    with st.container(border=True, horizontal_alignment="center", gap="xsmall", key="waiting"):
        st.space("small")
        st.header(
            ":material/visibility_off: Hidden until the reveal", anchor=False,
            text_alignment="center",
        )  # fmt: skip
        st.markdown(
            "Every number waits, on all pages: first come the guesses and the answers of the "
            "people in the room.",
            text_alignment="center",
        )
        with st.container(horizontal=True, horizontal_alignment="center"):
            if st.button("To the guesses", type="primary", key="waiting-guess"):
                st.switch_page(navigation.page(OWN))
            if st.button("Reveal", icon=":material/visibility:", key="reveal"):
                reveal()
        st.space("small")


def reveal() -> None:
    """Show the numbers, the guesses beside them."""
    session.remark(assessment={"revealed": True, "hidden": False})
    st.switch_page(navigation.page(OWN))


def ask(card: Scorecard) -> None:
    """Up to six guesses; one tap skips them, and a facilitator can hold the numbers back."""
    form(guessing.asked(card), card.currency)


def form(asks: Sequence[guessing.Ask], currency: str | None) -> None:
    """The questions in one form, the tap that skips them, and the facilitator's switch."""
    now = said()
    with st.container(border=True, key="guesses"):
        st.header("What would you say, before you look?", anchor=False)
        st.markdown(
            "A guess is worth more than it seems: where it is far off, the company is seen "
            "differently than it is. Leave out what you have no idea of."
        )
        skipped = not now.hidden and st.button(
            "Skip, show the numbers", icon=":material/fast_forward:", key="guess-skip"
        )
        with st.form("guess", border=False):
            with st.grid(2, min_column_width=280, gap="small"):
                given = {one.id: field(one, now.guesses.get(one.id), currency) for one in asks}
            words = "Keep the guesses" if now.hidden else "Show me the numbers"
            with st.container(horizontal=True):
                kept = st.form_submit_button(words, type="primary", key="guess-keep")
                told = now.hidden and st.form_submit_button(
                    "Reveal", icon=":material/visibility:", key="reveal"
                )
        if now.hidden and now.guesses:
            st.markdown(kept_words(len(now.guesses), len(asks)))
    hide()
    if kept or told:  # what was typed counts, whichever button was pressed
        values = {name: value for name, value in given.items() if value is not None}
        session.remark(assessment={"guesses": values})
        if told or not now.hidden:
            reveal()
        st.switch_page(navigation.page(OWN))
    if skipped:
        session.remark(assessment={"revealed": True})
        st.rerun()


def kept_words(many: int, asked: int) -> str:
    """How many guesses wait for the reveal.

    >>> kept_words(1, 1), kept_words(1, 6), kept_words(2, 6)
    ('1 guess is kept.', '1 of 6 guesses is kept.', '2 of 6 guesses are kept.')
    """
    what = counted(many, "guess", "guesses") if many == asked else f"{many} of {asked} guesses"
    return f"{what} {'is' if many == 1 else 'are'} kept."


def field(one: guessing.Ask, value: float | None, currency: str | None) -> float | None:
    """One question; the guess in the measure's own unit, None where it was left out."""
    suffix = (currency or "") if one.id in guessing.MONEY else ""
    typed = st.number_input(
        f"{one.question} ({suffix})" if suffix else one.question, min_value=0.0,
        max_value=100.0 if one.per == 100 else None, step=one.step, format="%g",
        value=None if value is None else value * one.per, placeholder="no idea",
        key=f"guess-{one.id}",
    )  # fmt: skip
    return None if typed is None else round(typed / one.per, 9)


def hide() -> None:
    """The facilitator's switch: no number on any page until somebody reveals them."""
    now = said()
    with st.container(horizontal=True, vertical_alignment="center", key="hide"):
        on = st.toggle(
            "Hide every number until the reveal", value=now.hidden, key=f"hide-{now.hidden}",
            help="For a meeting: guesses and answers are collected first. It holds on all pages.",
        )  # fmt: skip
        if (
            now.revealed
            and not now.hidden
            and st.button("Back to the guesses", type="tertiary", key="guess-again")
        ):
            session.remark(assessment={"revealed": False})
            st.rerun()
    if on != now.hidden:
        session.remark(assessment={"hidden": on})
        st.switch_page(navigation.page(OWN))
