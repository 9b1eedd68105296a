"""The switch for NDA-safe documents, and the Data page's view for the owner of the names."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from revcore.model import Dataset, Scorecard
from revcore.ui import session

Money = Literal["as_is", "index"]
MONEY: dict[Money, str] = {
    "as_is": "As it is",
    "index": "As an index: first month of revenue = 100",
}


def owners(card: Scorecard, dataset: Dataset | None) -> Scorecard:
    """The document with the file names of whoever dropped them, for this page alone."""
    from revcore.nda import for_owner

    return for_owner(card, dataset)


def switch() -> None:
    """NDA-safe or by name; with aliases, money as it is or as an index."""
    settings = session.settings()
    with st.container(border=True, key="nda"):
        on = st.toggle(
            "NDA-safe: show aliases instead of names", value=settings.nda, key="nda-on",
            help="Company, customers, people, products, plans and files are called Company A, "
            "Customer 12, Seller 3 … on every page but this one, and in everything you export.",
        )  # fmt: skip
        money: Money = settings.nda_money
        if on:
            money = st.radio(
                "Money", list(MONEY), index=list(MONEY).index(money), key="nda-money",
                format_func=MONEY.__getitem__, horizontal=True,
            )  # fmt: skip
    if (on, money) != (settings.nda, settings.nda_money):
        session.change_settings(nda=on or None, nda_money=None if money == "as_is" else money)
        st.rerun()
