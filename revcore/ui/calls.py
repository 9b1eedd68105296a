"""Call lists on their page: for the data's owner, as long as the rows are in memory."""

from __future__ import annotations

import streamlit as st

from revcore.errors import NotComputable
from revcore.model import Scorecard
from revcore.ui import behind as behind_it
from revcore.ui import navigation, session
from revcore.ui.text import safe
from revcore.words import counted, money_words

SHOWN = 200
"""Lines shown; the download has them all."""


def lists(card: Scorecard) -> None:
    """One list at a time, chosen by name."""
    from revcore.diagnosis.call_lists.catalogue import call_lists

    dataset = session.dataset()
    if session.settings().nda:
        st.info(
            "NDA-safe is on: call lists are made of names, so none is shown. Switch it off on the "
            "Data page to see them.", icon=":material/visibility_off:",
        )  # fmt: skip
        return
    if dataset is None:
        st.info(
            "A saved scorecard holds no rows, and call lists are made of rows. Drop the files "
            "again to see them.", icon=":material/upload_file:",
        )  # fmt: skip
        if st.button("Add files", type="primary", key="calls-add"):
            st.switch_page(navigation.page("start"))
        return
    no_deals = dataset.table("deals") is None
    titles = {
        found.id: found.title
        for found in sorted(call_lists().values(), key=lambda one: no_deals and one.of_deals)
    }
    chosen = st.radio(
        "List", list(titles), format_func=titles.__getitem__, horizontal=True, key="call-list",
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    one(card, str(chosen), titles[str(chosen)])


def one(card: Scorecard, name: str, title: str) -> None:
    """A list: how many, how much, who, and the download."""
    dataset = session.dataset()
    if dataset is None:
        return
    try:
        found = behind_it.call_list(dataset, name)
    except NotComputable as reason:
        st.header(f"{title}: none", anchor=False)
        st.markdown(f":material/hourglass_empty: {safe(str(reason))}")
        return
    total = sum(money for money in found.frame["money"] if money is not None)
    worth = f", {money_words(total, card.currency)}" if total else ""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        with st.container(gap=None, width="content"):
            st.header(safe(f"{title}: {counted(found.n, 'call')}{worth}"), anchor=False)
            st.caption(safe(found.note))
        st.download_button(
            "Download the list (CSV)", data=lambda: behind_it.rows_csv(found),
            file_name=f"{name.replace('_', '-')}.csv", mime="text/csv", on_click="ignore",
            icon=":material/download:", key="calls-csv", type="primary",
        )  # fmt: skip
    if found.n > SHOWN:
        st.caption(f"The first {SHOWN} of {found.n:,}; the download has them all.")
    st.dataframe(
        whole(behind_it.shown(found, SHOWN)), hide_index=True, height=520, key="calls-rows",
        alt=f"{title}: whom to call, money, reason and last contact",
        column_config={
            "customer": st.column_config.TextColumn("Customer", pinned=True, width="medium"),
            "deal": st.column_config.TextColumn("Deal"),
            "seller": st.column_config.TextColumn("Seller"),
            "money": st.column_config.NumberColumn(card.currency or "Money", format="localized"),
            "last contact": st.column_config.TextColumn("Last contact"),
            "reason": st.column_config.TextColumn("Why call", width=470),
        },
    )  # fmt: skip


def whole(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Money without cents, empty where there is none, as a narrow screen has room for it."""
    for row in rows:
        money = row["money"]
        row["money"] = round(money) if isinstance(money, float) else None
    return rows
