"""The page “Data request”, and the Data page's line about what is in and what would add most."""

from __future__ import annotations

import streamlit as st

from revcore.model import Dataset, Model, Scorecard
from revcore.report import request_sheet
from revcore.request_pack import ASKED, LEAVE_OUT, Pack, Wanted, coverage, exports, request_pack
from revcore.ui import session
from revcore.ui.text import safe
from revcore.words import MODELS, counted


def chosen() -> Pack:
    """Business model and tools, picked; the request that follows from them."""
    card = session.scorecard()
    known = card.business_model[0] if card and card.business_model else "subscription"
    models: list[Model] = list(ASKED)
    model = st.radio(
        "How does the company sell?", models, horizontal=True, key="request-model",
        index=models.index(known), format_func=MODELS.__getitem__, persist_state="session",
    )  # fmt: skip
    with st.spinner("Trying which file answers which measure …"):
        pack = request_pack(model)
        tools = {preset.id: preset.title for file in pack.files for preset in exports(file.table)}
        picked = st.multiselect(
            "Which tools are in use?", list(tools), format_func=tools.__getitem__,
            key=f"request-tools-{model}", placeholder="not known",
            help="The request then shows the headers of these exports.",
        )  # fmt: skip
        return request_pack(model, picked)


def files(pack: Pack) -> None:
    """One card per file, the one that answers most first."""
    count = sum(len(file.unlocks) for file in pack.files)
    cycles = sum(len(file.patterns) for file in pack.files)
    st.header(
        f"{counted(len(pack.files), 'file')} for {count} measures and {cycles} patterns",
        anchor=False,
    )
    for file in pack.files:
        with st.container(border=True, key=f"request-{file.table}"):
            card(file)


def card(file: Wanted) -> None:
    """What, from where, which columns, and what for."""
    st.subheader(safe(file.title), anchor=False)
    st.markdown(f"**Answers {counted(len(file.unlocks), 'measure')}:** {safe(file.why)}")
    if file.patterns:
        many = counted(len(file.patterns), "pattern")
        st.markdown(f"**Lets {many} be looked for:** {safe(file.cycles)}")
    st.markdown(f"**Needed columns:** {safe(', '.join(request_sheet.needed(file)))}")
    if request_sheet.welcome(file):
        st.caption(safe(f"Welcome: {', '.join(request_sheet.welcome(file))}"))
    if file.tools:
        with st.expander("Where to find it", icon=":material/ads_click:"):
            for tool in file.tools:
                way = f": {safe(tool.where)}" if tool.where else ""
                page = f" · [the tool’s own page]({tool.page})" if tool.page else ""
                st.markdown(f"**{safe(tool.title)}**{way}{page}")


def facts(pack: Pack) -> None:
    """Figures to be told, and what stays at home."""
    with st.grid(2, min_column_width=280):
        with st.container(border=True):
            st.subheader("Figures no export holds", anchor=False)
            asked = [(fact.words, counted(len(fact.unlocks), "measure")) for fact in pack.facts]
            st.markdown("\n".join(f"- {safe(words)} ({more})" for words, more in asked))
        with st.container(border=True):
            st.subheader("Not to be sent", anchor=False)
            st.markdown("\n".join(f"- {safe(words)}" for words in LEAVE_OUT))


def hand_over(pack: Pack) -> None:
    """The same as an e-mail, a sheet to print and a table."""
    st.header("Send it", anchor=False)
    with st.container(horizontal=True):
        st.download_button(
            "Sheet to print (HTML)", key="request-sheet", file_name="data-request.html",
            data=lambda: request_sheet.as_sheet(pack.files, pack.facts, LEAVE_OUT),
            mime="text/html", on_click="ignore", icon=":material/print:", type="primary",
        )  # fmt: skip
        st.download_button(
            "Table (CSV)", key="request-csv", file_name="data-request.csv", mime="text/csv",
            data=lambda: request_sheet.as_csv(pack.files), on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
    with st.expander("E-mail text to copy", icon=":material/mail:"):
        st.code(
            request_sheet.as_email(pack.files, pack.facts, LEAVE_OUT),
            language=None, wrap_lines=True,
        )  # fmt: skip


def reach(card: Scorecard, dataset: Dataset | None) -> None:
    """How many files are in, what they answer, and the one that would add most."""
    if dataset is None or set(dataset.tables) == {"answers"}:
        return
    with st.spinner("Looking for the file that would add most …"):
        found = coverage(dataset, card)
    st.markdown(f":material/checklist: {safe(found.sentence)}")
