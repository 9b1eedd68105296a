"""The Start page: files, twelve numbers, or a sample company."""

from __future__ import annotations

from functools import partial

import streamlit as st

from revcore.errors import RevcoreError
from revcore.model import Scorecard
from revcore.ui import libraries, navigation, session
from revcore.ui.text import safe
from revcore.words import TABLE_TITLES

PRIVACY = (
    "Read for this visit only; nothing is kept afterwards. We don’t need e-mails, "
    "phones or bank details. Your files lie in this server’s memory under a random cookie for up "
    "to two hours, so that a refresh does not lose them; “Forget everything” deletes them at once."
)
MONEY = {"sales_this_year", "sales_last_year", "marketing_sales_cost"}
PERCENT = {"gross_margin", "biggest_customer_share"}


def ways() -> None:
    """The three ways in: files, a sample company in one click, twelve numbers."""
    drop, side = st.columns([3, 2], gap="small")
    with drop:
        files()
        with st.container(border=True, key="no-files"):
            st.header("No files? Twelve numbers", anchor=False)
            st.markdown("From memory is fine: five minutes, an honest picture, wide ranges.")
            if st.button("Type twelve numbers", icon=":material/dialpad:", key="type-twelve"):
                twelve_numbers()
    with side:
        samples()


def files() -> None:
    """Drop area, privacy sentence, templates."""
    with st.container(border=True):
        st.header("Drop what you have", anchor=False)
        st.markdown(
            "A CRM export, a billing or shop export, a spend sheet: one file is enough to begin. "
            "CSV, Excel and OpenDocument, several at once."
        )
        dropped = st.file_uploader(
            "Spreadsheets", accept_multiple_files=True, key=session.upload_key(),
            max_upload_size=session.MAX_MEGABYTES, label_visibility="collapsed",
        )  # fmt: skip
        st.caption(PRIVACY)
        templates()
    if dropped:
        try:
            session.add_files(dropped, ask_first=True)
        except RevcoreError as error:
            st.warning(safe(str(error)), icon=":material/report:")
        else:
            st.switch_page(navigation.page("data"))


def templates() -> None:
    """One template per table, for whoever has no export."""
    with st.popover("Templates", icon=":material/table:", width="content"):
        st.caption("One small file per table, with two example rows to type over.")
        for table, title in TABLE_TITLES.items():
            st.download_button(
                title, data=partial(template, table), file_name=f"{table}.csv",
                mime="text/csv", on_click="ignore", key=f"template-{table}", width="stretch",
            )  # fmt: skip


def template(table: str) -> str:
    """One table’s template, made when somebody asks for it."""
    libraries.ready()  # a download is made in a thread of its own
    from revcore.ingest.templates import template_csv

    return template_csv(table)


@st.dialog("Twelve numbers", width="large", icon=":material/dialpad:")
def twelve_numbers() -> None:
    """Twelve numbers from the head; those left empty are unknown, not zero."""
    from revcore.ingest.tables import ANSWERS

    with st.form("twelve", border=False):
        st.markdown("Leave out what you don’t know: unknown is not zero.")
        typed: dict[str, float | None] = {}
        with st.grid(3, min_column_width=220):
            for name, label in ANSWERS.items():
                typed[name] = st.number_input(
                    label, min_value=0.0, max_value=100.0 if name in PERCENT else None,
                    value=None, step=1.0, format="%.0f" if name in MONEY else None,
                    key=f"answer-{name}", persist_state="session",
                )  # fmt: skip
        if st.form_submit_button("Show my scorecard", type="primary"):
            if not any(value is not None for value in typed.values()):
                st.warning("No number is filled in yet: one is enough to begin.")
                return
            session.answers(typed)
            st.switch_page(navigation.page("scorecard"))


def samples() -> None:
    """Three invented companies in one click each."""
    with st.container(border=True, key="samples"):
        st.header("Look at a sample company first", anchor=False)
        sample(
            "saas", "Kalvendo", ":material/cloud:",
            "Software for builders. More leads than ever, fewer of them won.",
        )  # fmt: skip
        sample(
            "shop", "Osmirelle", ":material/shopping_bag:",
            "An online shop: nothing but its orders and two advertising reports.",
        )  # fmt: skip
        sample(
            "services", "Tormeline", ":material/construction:",
            "A studio that sells by quote. More enquiries, the same sales.",
        )  # fmt: skip


def sample(kind: str, name: str, icon: str, story: str) -> None:
    """One sample company."""
    with st.container(gap="xsmall"):
        if st.button(f"Use {name}", icon=icon, key=f"use-{kind}", width="stretch"):
            session.load_sample(kind)
            st.switch_page(navigation.page("scorecard"))
        st.caption(story)


def at_work(card: Scorecard | None) -> None:
    """What is loaded now, and how to go on or forget it."""
    for sentence in session.problems():
        st.warning(safe(sentence), icon=":material/report:")
    if card is None:
        return
    with st.container(border=True, key="at-work"):
        names = ", ".join(file.name for file in card.files[:6])
        count = len(card.files)
        words = "1 file is" if count == 1 else f"{count} files are"
        st.header(f"{words} open", anchor=False)
        st.caption(safe(names + (" …" if count > 6 else "")))
        with st.container(horizontal=True):
            if st.button(
                "Open the scorecard", type="primary", icon=":material/arrow_forward:",
                icon_position="right", key="go-scorecard",
            ):  # fmt: skip
                st.switch_page(navigation.page("scorecard"))
            if st.button("See how it was read", key="go-data"):
                st.switch_page(navigation.page("data"))
            st.button(
                "Forget everything", icon=":material/delete:", key="forget", type="tertiary",
                on_click=session.forget,
            )  # fmt: skip
