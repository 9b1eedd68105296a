"""Process: owner, dates and remark of a line, edited where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from revcore.calendar import day_words
from revcore.diagnosis_parts import Plan, PlanLine
from revcore.ui import session

LONGEST = 200
"""Characters of an owner's name or a remark."""


def line(plan: Plan, one: PlanLine) -> None:
    """The form of one line, folded until somebody opens it."""
    said = session.settings().plan
    now = f"{one.id}-{session.document_hash()[:12]}"  # another one, and closed, once it is kept
    with (
        st.popover("Edit", icon=":material/edit:", width="content", key=f"edit-{now}"),
        st.form(f"line-form-{now}", border=False),
    ):
        owner = st.text_input(
            "Owner", said.owners.get(one.id, one.owner), max_chars=LONGEST, key=f"owner-{one.id}",
            placeholder="One name",
        )  # fmt: skip
        first = st.date_input("From", dt.date.fromisoformat(one.start), key=f"from-{one.id}")
        last = st.date_input("To", dt.date.fromisoformat(one.due), key=f"to-{one.id}")
        note = st.text_input(
            "Remark", said.notes.get(one.id, one.note), max_chars=LONGEST, key=f"remark-{one.id}"
        )
        with st.container(horizontal=True):
            kept = st.form_submit_button("Keep", type="primary", key=f"line-keep-{one.id}")
            out = len(plan.lines) > 1 and st.form_submit_button(
                "Take out of the plan", key=f"line-out-{one.id}"
            )
    if kept and last < first:
        st.warning(
            f"The last day, {day_words(last.isoformat())}, is before the first, "
            f"{day_words(first.isoformat())}. Nothing was changed.",
            icon=":material/report:",
        )
    elif kept:
        keep(plan, {one.id: {"Owner": owner, "From": first, "To": last, "Remark": note}})
        st.rerun()
    if out:
        rest = [other.move for other in plan.lines if other.id != one.id]
        session.remark(plan={"moves": rest})
        st.rerun()


def keep(plan: Plan, typed: Mapping[str, Mapping[str, Any]]) -> None:
    """Write what was typed of some lines into the settings, and with them into the document.

    typed
        By id of the line: “Owner”, “From”, “To” and “Remark”.
    """
    said = session.settings().plan
    owners, notes = dict(said.owners), dict(said.notes)
    starts, dues = dict(said.starts), dict(said.dues)
    for one in plan.lines:
        row = typed.get(one.id)
        if row is None:
            continue
        owners[one.id] = str(row["Owner"] or "").strip()[:LONGEST]
        notes[one.id] = str(row["Remark"] or "").strip()[:LONGEST]
        for kept, name, was in ((starts, "From", one.start), (dues, "To", one.due)):
            day = day_of(row[name])
            if day is not None and day.isoformat() != was:
                kept[one.id] = day
    session.remark(
        plan={
            "moves": said.moves or [one.move for one in plan.lines],
            "owners": {name: one for name, one in owners.items() if one},
            "notes": {name: one for name, one in notes.items() if one},
            "starts": starts,
            "dues": dues,
        }
    )


def day_of(value: Any) -> dt.date | None:
    """A day as it is typed or read.

    >>> day_of("2026-11-02"), day_of(dt.datetime(2026, 11, 2)), day_of(None)
    (datetime.date(2026, 11, 2), datetime.date(2026, 11, 2), None)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value)[:10]) if value else None
