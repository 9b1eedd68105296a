"""Process: the ninety days, line by line, and what became of an earlier plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from revcore.calendar import day_words, month_words, parse_month
from revcore.diagnosis.plan import counted_as
from revcore.diagnosis.remeasure import STATUS_WORDS
from revcore.diagnosis.said import between_words
from revcore.diagnosis_parts import LineStatus, Plan, PlanLine, Worth
from revcore.errors import RevcoreError
from revcore.model import Scorecard, Unit
from revcore.report.plan_rows import before, hoped, measure
from revcore.ui import navigation, process_edit, session
from revcore.ui.text import safe
from revcore.words import counted, money_words, value_words, window_words

COLOURS: Mapping[LineStatus, Any] = {
    "moved": "green", "did_not_move": "orange", "not_clear_yet": "gray",
    "definition_changed": "yellow", "data_restated": "yellow", "planned": "gray",
}  # fmt: skip
STEPS = {"check": "Check", "change": "Change one thing", "read": "Read and decide"}


def answer(card: Scorecard) -> None:
    """What the ninety days are, what they may bring, and the files to take along."""
    plan = card.plan or Plan()
    with st.container(border=True, key="verdict"):
        body, action = st.columns([3, 1], vertical_alignment="center")
        with body, st.container(gap="xxsmall"):
            st.header(safe(title(plan)), anchor=False)
            said = " ".join(
                part for part in (worth_words(plan.worth, card.currency), plan.note) if part
            )
            st.markdown(safe(said))
        if plan.lines:
            downloads(card, action)
        chosen = session.settings().plan.moves
        if not chosen and action.button("Choose moves", key="process-choose", width="stretch"):
            st.switch_page(navigation.page("path"))


def title(plan: Plan) -> str:
    """How many moves, from when to when.

    >>> title(Plan())
    'No move is planned yet'
    """
    if not plan.lines:
        return "No move is planned yet"
    first = min(line.start for line in plan.lines)
    last = max(line.due for line in plan.lines)
    days = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1
    moves = counted(len(plan.lines), "move")
    return f"{moves} in {counted(days, 'day')}: {day_words(first)} to {day_words(last)}"


def worth_words(worth: Worth | None, currency: str | None) -> str:
    """What the moves may bring together, after what they cost.

    >>> worth_words(Worth(value=100.0, low=-20.0, high=200.0), "USD")
    'Together about $100 of gross profit over twelve months, 8 times in 10 between −$20 and $200.'
    >>> worth_words(None, "USD")
    ''
    """
    if worth is None:
        return ""
    if worth.value is not None and worth.low is not None and worth.high is not None:
        what, amount, ends = "gross profit", worth.value, (worth.low, worth.high)
    elif worth.revenue is not None and worth.revenue_low is not None:
        what, amount = "sales", worth.revenue
        ends = (worth.revenue_low, worth.revenue_high or worth.revenue)
    else:
        return ""
    return (
        f"Together about {money_words(amount, currency)} of {what} over twelve months"
        f"{between_words(*ends, currency)}."
    )


def downloads(card: Scorecard, place: Any) -> None:
    """Workbook, CSV and calendar, made when asked for."""
    with place.popover(
        "Take it along", icon=":material/download:", type="primary", width="stretch"
    ):
        for name, label, icon, kind in (
            ("xlsx", "Workbook (XLSX)", "table_view",
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("csv", "Plan alone (CSV)", "csv", "text/csv"),
            ("ics", "Calendar (ICS)", "event", "text/calendar"),
        ):  # fmt: skip
            st.download_button(
                label, data=partial(exported, card, name), file_name=f"90-day-plan.{name}",
                mime=kind, on_click="ignore", icon=f":material/{icon}:", key=f"plan-{name}",
                width="stretch",
            )  # fmt: skip


def exported(card: Scorecard, kind: str) -> bytes:
    """One of the three files."""
    from revcore.report.plan_ics import as_ics
    from revcore.report.plan_rows import as_csv
    from revcore.report.plan_xlsx import as_xlsx

    if kind == "xlsx":
        return as_xlsx(card)
    return (as_csv(card) if kind == "csv" else as_ics(card)).encode()


# ---------------------------------------------------------------- lines
def lines(card: Scorecard) -> None:
    """Each line as a card that can be edited in place."""
    plan = card.plan or Plan()
    for line in plan.lines:
        one(card, plan, line)


def one(card: Scorecard, plan: Plan, line: PlanLine) -> None:
    """A line: who, what by when, the level hoped for, and the rule."""
    with st.container(border=True, key=f"line-{line.id}"):
        who = safe(line.owner) if line.owner else "No owner yet"
        status = f" :{COLOURS[line.status]}-badge[{STATUS_WORDS[line.status]}]"
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(
                f":{'blue' if line.owner else 'orange'}-badge[:material/person: {who}]"
                f"{status if line.status != 'planned' else ''}",
                width="content",
            )
            process_edit.line(plan, line)
        st.subheader(safe(line.action), anchor=False)
        if line.result:
            st.markdown(f"**{safe(line.result)}**")
        with st.grid(3, min_column_width=220, gap="small"):
            for step in line.steps:
                with st.container(gap="xxsmall"):
                    st.caption(safe(f"{day_words(step.start)} to {day_words(step.due)}"))
                    st.markdown(f"**{STEPS[step.step]}.** {safe(step.action)}")
        st.markdown(safe(reads(card, line)))
        st.markdown(f":material/check_circle: {safe(line.keep_rule)}")
        st.markdown(f":material/cancel: {safe(line.stop_rule)}")
        if line.note:
            st.caption(safe(line.note))


def reads(card: Scorecard, line: PlanLine) -> str:
    """By what the line is read, from where to where."""
    name = measure(line, card)
    count = f"Count each week: {counted_as(line.indicator)}."
    if not name or line.baseline is None:
        return f"{count} These files do not measure it."
    now, aim = before(line, card.currency), hoped(line, card.currency)
    given = card.growth_state.inputs.get(line.input or "") if card.growth_state else None
    months = window_words(given.window) if given else ""
    level = (
        f"{name} is {now} {f'on average in the {months}' if months else 'now'}; hoped for: {aim}."
    )
    if line.by_count:
        return f"{count} {level} Sixty days are too short to see that in this figure, so count."
    return f"{level} Watch each week: {line.indicator}."


# ---------------------------------------------------------------- weekly
def weekly(card: Scorecard) -> None:
    """What is looked at each week."""
    plan = card.plan or Plan()
    if not plan.weekly:
        return
    st.header("Every week", anchor=False)
    st.caption("Ten minutes, the same day each week; the workbook has a column for every week.")
    st.table(
        [
            {
                "Indicator": safe(line.title), "Now a week": a_week(line.now),
                "Needed": a_week(line.needed), "Owner": safe(line.owner or "not named"),
            }
            for line in plan.weekly
        ],
        hide_index=True,
    )  # fmt: skip


def a_week(volume: float | None) -> str:
    """A volume a week; unknown ones are counted first.

    >>> a_week(None), a_week(55.58), a_week(4.29), a_week(1.0)
    ('count first', '56', '4.3', '1')
    """
    if volume is None:
        return "count first"
    if volume >= 10 or volume == round(volume):
        return value_words(volume, Unit.COUNT)
    return f"{volume:.1f}"


# ---------------------------------------------------------------- an earlier plan
def again(card: Scorecard) -> None:
    """What an earlier plan came to, or the way to find out."""
    plan = card.plan or Plan()
    if plan.against:
        month = month_words(parse_month(plan.against))
        st.info(
            safe(f"Compared with the result of {month}. {plan.note}"),
            icon=":material/history:",
        )
    with st.expander("Compare with an earlier result", icon=":material/history:"):
        st.markdown(
            "Drop the scorecard document (.json) that you saved when the plan was made: every line "
            "of it is measured again with today’s files."
        )
        given = st.file_uploader(
            "Earlier scorecard document", type="json", max_upload_size=10, key="plan-earlier",
            label_visibility="collapsed",
        )  # fmt: skip
        if given is not None and st.button("Compare", type="primary", key="plan-compare"):
            try:
                session.compare_with(given.getvalue(), given.name)
            except RevcoreError as error:
                st.warning(safe(str(error)), icon=":material/report:")
            else:
                st.rerun()
