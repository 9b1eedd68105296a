"""Process: the agreement of marketing and sales, and who owns what."""

from __future__ import annotations

from typing import Any

import streamlit as st

from revcore.diagnosis.agreement import a_month, hour_words
from revcore.diagnosis.owners import NUMBERS, PARTS, ROLE_HELP, ROLES
from revcore.diagnosis_parts import Agreement, Ownership, Plan
from revcore.model import Scorecard, Unit, month_words, parse_month
from revcore.ui import session
from revcore.ui.text import safe
from revcore.words import capital, counted, money_words, value_words

PART_WORDS = {"new": "New", "expansion": "Expansion", "kept": "Kept", "efficiency": "Efficiency"}


def agreement(card: Scorecard) -> None:
    """Volumes from the goal, and what both sides promise."""
    found = (card.plan or Plan()).agreement
    if found is None:
        return
    st.header("Marketing and sales agree", anchor=False)
    if found.reason:
        st.markdown(safe(found.reason))
        return
    if found.steps:
        st.markdown(safe(f"{goal_words(found, card.currency)} Each month that takes:"))
        with st.grid(5, min_column_width=140, gap="small"):
            for step in found.steps:
                st.metric(
                    safe(step.title), a_month(step.needed),
                    f"today {a_month(step.now)}", delta_color="off", delta_arrow="off",
                    border=True,
                )  # fmt: skip
    left, right = st.columns(2, gap="medium")
    with left:
        listing("Marketing promises", found.marketing)
        listing("A lead is qualified when", found.qualified_lead)
    with right:
        listing("Sales promises", found.sales)
        listing("Reasons to hand one back", [f"{capital(one)}." for one in found.rejection_reasons])
    st.caption(safe(" ".join([*found.notes, follow_up(found)])))


def listing(title: str, texts: list[str]) -> None:
    """A list under its title."""
    st.subheader(title, anchor=False)
    st.markdown("\n".join(f"- {safe(one)}" for one in texts))


def goal_words(found: Agreement, currency: str | None) -> str:
    """What the volumes are computed back from.

    >>> goal_words(Agreement(goal=5.2e6, open_revenue=871e3, by="2027-10", months=12), "USD")
    'For $5.2M in the twelve months to Oct 2027, new business has to bring $871k in 12 months.'
    >>> goal_words(Agreement(goal=2e6, open_revenue=2e6, by="2027-10", months=1), "EUR")
    'For €2.0M in the twelve months to Oct 2027, deals have to bring all of it, in 1 month.'
    """
    if found.goal is None or found.by is None or found.open_revenue is None:
        return ""
    whole, new = money_words(found.goal, currency), money_words(found.open_revenue, currency)
    by = month_words(parse_month(found.by))
    months = counted(found.months or 0, "month")
    begin = f"For {whole} in the twelve months to {by},"
    if found.open_revenue >= found.goal:
        return f"{begin} deals have to bring all of it, in {months}."
    return f"{begin} new business has to bring {new} in {months}."


def follow_up(found: Agreement) -> str:
    """Today's time to the first answer beside the one promised."""
    if found.follow_up_now is None:
        return "How fast enquiries are answered today is not in these files."
    return f"Half of today’s enquiries wait {hour_words(found.follow_up_now)} or longer."


# ---------------------------------------------------------------- who owns what
def ownership(card: Scorecard) -> None:
    """The map: the goal in parts, numbers by role, and what is to be settled."""
    found = (card.plan or Plan()).ownership
    if found is None:
        return
    st.header("Who owns what", anchor=False)
    st.markdown(safe(found.text))
    if found.parts:
        with st.grid(3, min_column_width=180, gap="small"):
            for part in found.parts:
                st.metric(
                    safe(part.title), money_words(part.target, card.currency), border=True,
                    help="Typed by hand." if part.by_hand else None,
                )  # fmt: skip
    for flag in found.flags:
        st.markdown(f":material/flag: {safe(flag)}")
    if found.numbers:
        edit(card, found)
    with st.expander("CRO, VP Sales, CFO: who is who", icon=":material/help:"):
        st.markdown("\n".join(f"- **{role}**: {safe(text)}." for role, text in ROLE_HELP.items()))


def edit(card: Scorecard, found: Ownership) -> None:
    """Owners, roles paid, and the parts of the goal, in place."""
    with st.form("owners-edit", border=False):
        edited = st.data_editor(
            rows_of(card, found), hide_index=True, num_rows="fixed",
            key=f"owners-{session.document_hash()[:12]}",
            disabled=["Number", "For", "Today", "Target", "Usual owner", "Moves in a", "To settle"],
            column_config={
                "Number": st.column_config.TextColumn("Number", pinned=True),
                "Owner": st.column_config.MultiselectColumn("Owner", options=list(ROLES)),
                "Paid on it": st.column_config.MultiselectColumn("Paid on it", options=list(ROLES)),
                "To settle": st.column_config.TextColumn("To settle", width="medium"),
            },
        )  # fmt: skip
        targets = parts_form(found)
        with st.container(horizontal=True):
            kept = st.form_submit_button("Keep these", type="primary", key="owners-keep")
            usual = st.form_submit_button("Take the usual owners", key="owners-usual")
    if kept:
        keep(found, list(edited), targets)
        st.rerun()
    if usual:
        take_usual(found)
        st.rerun()


def rows_of(card: Scorecard, found: Ownership) -> list[dict[str, Any]]:
    """The map as rows."""
    rows = []
    for one in found.numbers:
        unit = Unit(one.unit)
        rows.append(
            {
                "Number": one.title, "For": PART_WORDS[one.part], "Owner": one.owners,
                "Paid on it": one.paid, "Usual owner": one.usual,
                "Today": value_words(one.value, unit, card.currency),
                "Target": "" if one.target is None
                else value_words(one.target, unit, card.currency),
                "Moves in a": one.horizon, "To settle": " ".join(one.flags),
            }
        )  # fmt: skip
    return rows


def parts_form(found: Ownership) -> dict[str, float]:
    """The parts of the goal as somebody sets them; only those that differ."""
    targets: dict[str, float] = {}
    if not found.parts:
        return targets
    with st.grid(3, min_column_width=180):
        for part in found.parts:
            amount = st.number_input(
                PARTS[part.part], 0.0, value=float(round(part.target)), step=1000.0, format="%.0f",
                key=f"part-{part.part}-{session.document_hash()[:12]}",
            )  # fmt: skip
            if part.by_hand or round(amount) != round(part.target):
                targets[part.part] = float(amount)
    return targets


def keep(found: Ownership, rows: list[dict[str, Any]], targets: dict[str, float]) -> None:
    """Write the map into the settings, and with them into the document."""
    roles, paid = {}, {}
    for one, row in zip(found.numbers, rows, strict=True):
        roles[one.id] = [str(role) for role in row["Owner"] or []]
        paid[one.id] = [str(role) for role in row["Paid on it"] or []]
    session.remark(
        plan={
            "roles": {name: named for name, named in roles.items() if named},
            "paid": {name: named for name, named in paid.items() if named},
            "targets": targets,
        }
    )


def take_usual(found: Ownership) -> None:
    """Give every number without an owner its usual one."""
    usual = {one.id: one.usual for one in NUMBERS}
    roles = {one.id: one.owners or [usual[one.id]] for one in found.numbers}
    session.remark(plan={"roles": roles})
