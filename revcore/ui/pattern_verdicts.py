"""What somebody who knows the company says of a pattern: so, doubtful or not so, and why."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from revcore.diagnosis_parts import Confirmed, Finding
from revcore.settings import Judged
from revcore.ui import session

CHOICES: Mapping[Confirmed, str] = {
    "none": "Not said yet",
    "confirmed": "Confirm",
    "doubted": "Doubt",
    "rejected": "Reject",
}


def judge(finding: Finding) -> None:
    """Confirm, doubt or reject, with a note; both stay in the document and the settings."""
    verdict_key, note_key = f"verdict-{finding.id}", f"note-{finding.id}"
    held = own_words(finding)
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    with left:
        verdict = st.radio(
            "You know the company. Is it so?", list(CHOICES), horizontal=True, key=verdict_key,
            index=list(CHOICES).index(held.verdict), format_func=CHOICES.__getitem__,
        )  # fmt: skip
    with right:
        note = st.text_input(
            "Note", value=held.note, key=note_key, max_chars=500,
            placeholder="Why, in a few words: it is kept with the finding",
        )  # fmt: skip
    if (verdict, note) != (held.verdict, held.note):
        keep(finding.id, verdict, note)
        st.rerun()


def own_words(finding: Finding) -> Judged:
    """What was said, as it was typed: a document without names has the note without them."""
    said_ = (one for one in session.settings().finding if one.id == finding.id)
    return next(said_, Judged(id=finding.id, verdict=finding.confirmed, note=finding.note))


def keep(name: str, verdict: Confirmed, note: str) -> None:
    """Put a verdict into the settings; one that says nothing is taken out."""
    others = [one.model_dump() for one in session.settings().finding if one.id != name]
    new = {"id": name, "verdict": verdict, "note": note}
    session.remark(finding=[*others, new] if verdict != "none" or note else others)
