"""Customers of the Data page that may be one: joined or kept apart by hand, and undone again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from revcore.model import Alike, Dataset, listed
from revcore.ui import session
from revcore.ui.data_questions import act
from revcore.ui.text import safe
from revcore.words import counted, money_words

PER_PAGE = 6
MOST_TO_CHOOSE = 3000
ONE, TWO = "merge", "apart"
"""Settings that hold what was decided."""


def same_customers(dataset: Dataset | None) -> None:
    """Names that look alike with what speaks for it, to be counted as one or as two."""
    if dataset is None:
        return
    waiting = [pair for pair in dataset.alike if pair.decision is None]
    now = session.settings()
    if not (waiting or now.merge or now.apart):
        return
    st.header("The same customer?", anchor=False)
    if waiting:
        look = "pair of customers looks" if len(waiting) == 1 else "pairs of customers look"
        st.markdown(
            f"{len(waiting):,} {look} alike by name. Each counts as two until you say otherwise; "
            "the rows themselves stay as they are."
        )
        all_at_once(waiting)
        first = page(len(waiting), "Suggestions", "alike-page")
        with st.grid(2, min_column_width=300):
            for place, pair in list(enumerate(waiting))[first : first + PER_PAGE]:
                suggestion(pair, place, dataset.currency)
    decisions()
    others(dataset)


def page(many: int, label: str, key: str) -> int:
    """Where the page that is shown begins."""
    if many <= PER_PAGE:
        return 0
    starts = list(range(0, many, PER_PAGE))
    return st.selectbox(
        label, starts, key=key, width=220, format_func=lambda start: f"from number {start + 1:,}"
    )


def all_at_once(waiting: Sequence[Alike]) -> None:
    """Join every pair that differs in blanks, accents or punctuation only."""
    sure = [pair for pair in waiting if pair.likeness == 1]
    if len(sure) > 1 and st.button(
        f"Count all {len(sure):,} with the same letters as one", key="alike-all"
    ):
        act(partial(decide, ONE, *[ordered(pair) for pair in sure]))


def suggestion(pair: Alike, place: int, currency: str | None) -> None:
    """Two names, what stands behind each, why they may be one, and the two answers."""
    with st.container(border=True, key=f"alike-{place}", gap="small"):
        why = f":small[{safe(f'{pair.evidence[0].upper()}{pair.evidence[1:]}')}]"
        st.markdown("  \n".join([*sides(pair, currency), why]))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Count as one", key=f"alike-one-{place}"):
                act(partial(decide, ONE, ordered(pair)))
            if st.button("These are two", key=f"alike-two-{place}", type="tertiary"):
                act(partial(decide, TWO, ordered(pair)))


def sides(pair: Alike, currency: str | None) -> list[str]:
    """Each name with its rows, its money and its files.

    >>> pair = Alike("GTX Pro", "GTXPro", "the same letters", 1.0, (("a.csv",), ("b.csv",)), (3, 1))
    >>> sides(pair, None)
    ['**GTX Pro** · 3 rows · a.csv', '**GTXPro** · 1 row · b.csv']
    """
    out = []
    for at, name in enumerate((pair.one, pair.other)):
        parts = [counted(pair.rows[at], "row")]
        if pair.revenue is not None and pair.revenue[at]:
            parts.append(money_words(pair.revenue[at], currency))
        parts.append(listed(list(pair.files[at])))
        out.append(f"**{safe(name)}** · {safe(' · '.join(part for part in parts if part))}")
    return out


def ordered(pair: Alike) -> list[str]:
    """The two names, first the one by which both will be called.

    Of the same letters that is the one spaced and marked more carefully, else that of more rows.

    >>> ordered(Alike("GTXPro", "GTX Pro", "the same letters", 1.0, rows=(9, 1)))
    ['GTX Pro', 'GTXPro']
    >>> ordered(Alike("Nortwind Ltd", "Northwind", "one letter apart", 0.9, rows=(1, 9)))
    ['Northwind', 'Nortwind Ltd']
    """
    care = [len(name.encode()) if pair.likeness == 1 else 0 for name in (pair.one, pair.other)]
    first = (care[0], pair.rows[0]) >= (care[1], pair.rows[1])
    return [pair.one, pair.other] if first else [pair.other, pair.one]


def decisions() -> None:
    """What was decided, each to be undone."""
    now = session.settings()
    entries = [(ONE, entry.customers) for entry in now.merge]
    entries += [(TWO, entry.customers) for entry in now.apart]
    if not entries:
        return
    one, two = len(now.merge), len(now.apart)
    parts = [f"{one:,} counted as one" if one else "", f"{two:,} kept apart" if two else ""]
    with st.expander(f"Decided: {', '.join(part for part in parts if part)}", key="alike-decided"):
        first = page(len(entries), "Decisions", "decided-page")
        for place, (way, names) in list(enumerate(entries))[first : first + PER_PAGE]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"decided-{place}"):
                are = "is" if len(names) == 1 else "are"
                said = f"{are} one customer" if way == ONE else "are not the same"
                quoted = listed([f"“{name}”" for name in names])
                st.markdown(f":material/check: {safe(quoted)} {said}.", width="content")
                if st.button("Undo", key=f"decided-undo-{place}", type="tertiary"):
                    act(partial(undo, way, names))


def others(dataset: Dataset) -> None:
    """Join customers that no likeness tells of."""
    if not 1 < len(dataset.customers) <= MOST_TO_CHOOSE:
        return
    with (
        st.expander("Join customers whose names are not alike", key="alike-others"),
        st.form("join-others", border=False),
    ):
        chosen = st.multiselect(
            "These are one customer; the first gives the name", dict.fromkeys(dataset.customers)
        )
        if st.form_submit_button("Count as one") and len(chosen) > 1:
            act(partial(decide, ONE, chosen))


# ---------------------------------------------------------------- changes
def decide(way: str, *groups: Sequence[str]) -> None:
    """Remember a decision; one about the same names goes."""
    new = [set(names) for names in groups]
    kept: dict[str, list[dict[str, list[str]]]] = {}
    for setting in (ONE, TWO):
        known = getattr(session.settings(), setting)
        kept[setting] = [entry.model_dump() for entry in known if set(entry.customers) not in new]
    kept[way] += [{"customers": list(names)} for names in groups]
    session.change_settings(**kept)


def undo(way: str, names: Sequence[str]) -> None:
    """Forget a decision."""
    known = getattr(session.settings(), way)
    kept = [entry.model_dump() for entry in known if entry.customers != list(names)]
    session.change_settings(**{way: kept or None})
