"""The Data page: what was read from each file, what it means, what was set aside and why."""

from __future__ import annotations

from collections import Counter
from functools import partial

import streamlit as st

from revcore.model import Dataset, Scorecard
from revcore.ui import behind, data_questions, session
from revcore.ui.data_company import about_you
from revcore.ui.data_files import files, unread
from revcore.ui.data_questions import asked
from revcore.ui.data_remedies import choice, chosen
from revcore.ui.text import safe
from revcore.words import TABLE_TITLES, counted

__all__ = [
    "about_you", "clean_tables", "files", "notices", "problems", "questions", "set_aside",
    "summary", "unread",
]  # fmt: skip

MOST = 500


def summary(card: Scorecard) -> None:
    """The page's answer in one sentence: files, rows, what is used, what is asked."""
    sheets = [sheet for file in card.files for sheet in file.sheets]
    rows, used = sum(s.rows_in for s in sheets), sum(s.rows_used for s in sheets)
    held = counted(len(card.files), "file")
    if rows == used:
        text = f"{held}, {counted(rows, 'row')}: all of them are used."
    else:
        aside = f"{rows - used:,} set aside with the reason"
        text = f"{held}, {counted(rows, 'row')}: {used:,} used, {aside}."
    open_ = len(asked(card))
    more = f" {counted(open_, 'question')} below would make it surer." if open_ else ""
    st.markdown(safe(f"{text}{more}"))


def questions(card: Scorecard) -> None:
    """What is ambiguous, answered in place; and what was answered or chosen, to be taken back."""
    data_questions.questions(card, chosen())


def problems() -> None:
    """Sentences about files that could not be used; what a file's own card says is said there."""
    held = session.opened() if session.scorecard() is None else None
    told = {file.error for file in held.files} if held else set()
    for sentence in session.problems():
        if sentence not in told:
            st.warning(safe(sentence), icon=":material/report:")


def clean_tables(dataset: Dataset | None) -> None:
    """What is used, one table each, typed and with customers by one name."""
    if dataset is None or not dataset.tables:
        return
    st.header("Clean tables", anchor=False)
    st.caption("The rows that count, under our column names, with the line each one comes from.")
    with st.container(horizontal=True):
        for name, table in dataset.tables.items():
            st.download_button(
                f"{TABLE_TITLES[name]} · {len(table.frame):,}", file_name=f"{name}.csv",
                data=partial(behind.clean_csv, dataset, name), mime="text/csv", on_click="ignore",
                icon=":material/download:", key=f"get-table-{name}",
            )  # fmt: skip


def set_aside(dataset: Dataset | None) -> None:
    """Every row that is not counted: file, line, column, value, reason."""
    if dataset is None or not dataset.set_aside:
        return
    rows = dataset.set_aside
    st.header(f"{counted(len(rows), 'row')} set aside", anchor=False)
    reasons = Counter(row.reason for row in rows)
    st.caption(safe(" · ".join(f"{reason}: {n:,}" for reason, n in reasons.most_common(6))))
    sheets = any(row.sheet for row in rows)
    st.dataframe(
        [
            {"File": row.file} | ({"Sheet": row.sheet} if sheets else {}) | {
                "Line": row.line, "Column": row.column, "Value": row.value, "Reason": row.reason,
            }
            for row in rows[:MOST]
        ],
        hide_index=True, key="set-aside", alt="Rows set aside with file, line, value and reason",
    )  # fmt: skip
    st.download_button(
        "Download all of them (CSV)", file_name="set-aside.csv", mime="text/csv",
        data=partial(behind.set_aside_csv, dataset), on_click="ignore",
        icon=":material/download:", key="get-set-aside",
    )  # fmt: skip


def notices(card: Scorecard) -> None:
    """What the reader must know about these data, and the choice where there is one."""
    if not card.notices:
        return
    st.header("Good to know", anchor=False)
    for number, notice in enumerate(card.notices):
        st.markdown(f":material/info: {safe(notice.text)}")
        choice(card, notice, number)
