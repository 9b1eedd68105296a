"""Cards of the Data page: what each file is, how it adds up, what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from revcore.model import (
    Dataset,
    FileRead,
    Notice,
    Scorecard,
    SheetPreview,
    SheetRead,
    Window,
    month_words,
)
from revcore.ui import bridge, session
from revcore.ui.data_mapping import mapping
from revcore.ui.data_problems import Places, first_lines, problems_of
from revcore.ui.data_questions import period, period_question
from revcore.ui.data_remedies import on_purpose
from revcore.ui.text import safe
from revcore.words import TABLE_TITLES, counted, money_words

NOT_RECOGNISED = (
    ":orange-badge[:material/help: Not recognised] "
    "No table we know looks like this. Choose below what it is, or leave it."
)
NOT_DATED = (
    ":orange-badge[:material/calendar_month: No date] "
    "**Which month, quarter or year do these sales belong to?**"
)
CHANGES = (
    "repeated_total",
    "credits",
    "refunds",
    "tax_taken",
    "tax_off",
    "discount_off",
    "credit_off",
)
"""Notices about money between the total used and revenue."""
SURE = ((0.8, "sure"), (0.5, "fairly sure"), (0.0, "guessed"))


def unread() -> None:
    """Files that gave no document yet: each sheet with the mapping that would make it usable."""
    held = session.opened()
    for file in sorted(held.files if held else (), key=lambda item: item.name.lower()):
        key = file.sha256[:12]
        with st.container(border=True, key=f"file-{key}"):
            heading(file.name, key)
            if file.error:
                st.markdown(safe(file.error))
            own = [one for one in session.previews() if one.file == file.name]
            for number, shown in enumerate(own):
                if shown.sheet:
                    st.subheader(safe(f"Sheet “{shown.sheet}”"), anchor=False)
                if shown.undated:
                    st.markdown(NOT_DATED)
                    period(period_question(shown))
                elif shown.table is None:
                    st.markdown(NOT_RECOGNISED)
                mapping(shown, number, f"{key}-{number}", unfolded=True)


def files(card: Scorecard, dataset: Dataset | None) -> None:
    """One card per file and sheet."""
    places = first_lines(dataset)
    for file in sorted(card.files, key=lambda item: item.name.lower()):
        key = file.sha256[:12]
        with st.container(border=True, key=f"file-{key}-{len(file.name)}"):
            heading(file.name, f"{key}-{len(file.name)}")
            if file.error:
                st.markdown(safe(file.error))
            own = [p for p in dataset.previews if p.file == file.name] if dataset else []
            for number, sheet in enumerate(file.sheets):
                shown = own[number] if number < len(own) else None
                sheet_card(file, sheet, shown, number, places, f"{key}-{number}")
            for text in after_used(card.notices, file.name):
                st.markdown(f":material/calculate: {safe(text)}")


def after_used(notices: Sequence[Notice], name: str) -> list[str]:
    """What becomes of the total used of a file before it counts as revenue, in sentences.

    >>> after_used([Notice(id="refunds:a.csv", text="Refunds of 5.00 …", file="a.csv")], "a.csv")
    ['Refunds of 5.00 …']
    """
    mine = [one for one in notices if one.file == name]
    return [one.text for one in mine if one.id.partition(":")[0] in CHANGES]


def heading(name: str, key: str) -> None:
    """Name, and a button to take the file out."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(safe(name), anchor=False, width="content")
        st.button(
            "Remove", key=f"remove-{key}", type="tertiary", icon=":material/delete:",
            on_click=session.remove_file, args=(name,), width="content",
        )  # fmt: skip


def sheet_card(
    file: FileRead,
    sheet: SheetRead,
    shown: SheetPreview | None,
    number: int,
    places: Places,
    key: str,
) -> None:
    """What one sheet is, how it adds up, what needs a hand, and its mapping."""
    if sheet.sheet:
        st.subheader(safe(f"Sheet “{sheet.sheet}”"), anchor=False)
    st.markdown(described(sheet))
    if sheet.table is None:
        st.caption(counted(sheet.rows_in, "row"))
        if shown is not None:
            mapping(shown, number, key)
        return
    with st.grid(4, min_column_width=140, gap="small"):
        st.metric("Rows in the file", f"{sheet.rows_in:,}")
        st.metric("Used", f"{sheet.rows_used:,}")
        st.metric("Set aside", f"{sheet.rows_set_aside:,}")
        if sheet.total_used:
            st.metric("Total used", totals(sheet.total_used), help=f"Sum of “{sheet.money_column}”")
    reconciliation(sheet)
    problems_of(sheet, shown, number, file.name, places, key)
    on_purpose(sheet, file.name, places, key)
    if shown is not None:
        mapping(shown, number, key)


def described(sheet: SheetRead) -> str:
    """What the sheet was taken for."""
    if sheet.table is None:
        known = "the same file" in " ".join(sheet.rows_by_reason)
        left = "left out by hand" in sheet.rows_by_reason
        if known:
            return ":gray-badge[Same file] Another file has the same content; it counts once."
        return ":gray-badge[Left out] You left this sheet out." if left else NOT_RECOGNISED
    parts = [f"**{safe(TABLE_TITLES[sheet.table])}**"]
    if sheet.preset:
        parts.append(f"read as {safe(preset_title(sheet.preset))}")
    if sheet.period:
        window = Window.parse(sheet.period)
        parts.append(window.words if window.months > 1 else month_words(window.end))
    if sheet.confidence is not None:
        parts.append(next(word for least, word in SURE if sheet.confidence >= least))
    return " · ".join(parts)


def preset_title(name: str) -> str:
    """Name of the tool an export comes from."""
    from revcore.ingest.presets import catalogue

    return {preset.id: preset.title for preset in catalogue()}.get(name, name)


def totals(found: dict[str, float]) -> str:
    """One amount per currency."""
    amounts = [
        money_words(value, None if code == bridge.NO_CURRENCY else code)
        for code, value in sorted(found.items())
        if value
    ]
    return ", ".join(amounts) or "0"


def as_markdown(columns: Mapping[str, Sequence[str]]) -> str:
    """A small table, words on the left and figures on the right.

    >>> print(as_markdown({"Step": ["Used"], "Rows": ["3"]}))
    | Step | Rows |
    | :--- | ---: |
    | Used | 3 |
    """
    rows = [list(columns), [":---", *["---:"] * (len(columns) - 1)]]
    text = [[safe(cell) for cell in row] for row in zip(*columns.values(), strict=True)]
    head = [[safe(name) for name in rows[0]], rows[1]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*head, *text])


def reconciliation(sheet: SheetRead) -> None:
    """The bridge from the file's total to what is used, each step to the last digit."""
    if sheet.rows_by_reason or sheet.total_counted:
        st.markdown(as_markdown(bridge.table(sheet)))
        for sentence in bridge.others(sheet):
            st.markdown(safe(sentence))
    else:
        amounts = bridge.amounts(sheet.total_in)
        money = f", {amounts} in all" if amounts else ""
        rows = f"All {sheet.rows_in:,} rows are" if sheet.rows_in > 1 else "1 row is"
        st.markdown(f":material/balance: {safe(f'{rows} used{money}.')}")
    if said := bridge.stated(sheet):
        agrees = "add up to it" in said
        icon = ":material/check:" if agrees else ":orange[:material/report:]"
        st.markdown(f"{icon} {safe(said)}")
