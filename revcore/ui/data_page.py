"""The Data page: what was read from each file, what it means, what was set aside and why."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from revcore.errors import RevcoreError
from revcore.model import (
    Dataset,
    FileRead,
    Question,
    Scorecard,
    SheetPreview,
    SheetRead,
)
from revcore.ui import behind, session
from revcore.ui.text import safe
from revcore.words import TABLE_TITLES, money_words

NO_CURRENCY = "unknown"
NOT_RECOGNISED = (
    ":orange-badge[:material/help: Not recognised] "
    "No table we know looks like this. Choose below what it is, or leave it."
)
SKIP = "not used"
MOST = 500
MOST_STAGES = 24


def problems() -> None:
    """Sentences about files that could not be used."""
    for sentence in session.problems():
        st.warning(safe(sentence), icon=":material/report:")


def unread() -> None:
    """Files that gave no document yet: each sheet with the mapping that would make it usable."""
    opened = session.opened()
    for file in sorted(opened.files if opened else (), key=lambda item: item.name.lower()):
        key = file.sha256[:12]
        with st.container(border=True, key=f"file-{key}"):
            heading(file.name, key)
            if file.error:
                st.markdown(safe(file.error))
            for number, preview in enumerate(session.previews()):
                if preview.file == file.name:
                    st.markdown(NOT_RECOGNISED if preview.table is None else "")
                    mapping(preview, f"{key}-{number}", unfolded=True)


def files(card: Scorecard, dataset: Dataset | None) -> None:
    """One card per file and sheet."""
    for file in sorted(card.files, key=lambda item: item.name.lower()):
        with st.container(border=True, key=f"file-{file.sha256[:12]}"):
            heading(file.name, file.sha256[:12])
            if file.error:
                st.markdown(safe(file.error))
            for number, sheet in enumerate(file.sheets):
                sheet_card(card, dataset, file, sheet, f"{file.sha256[:12]}-{number}")


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
    card: Scorecard, dataset: Dataset | None, file: FileRead, sheet: SheetRead, key: str
) -> None:
    """What one sheet is, its ledger, and its mapping."""
    if sheet.sheet:
        st.subheader(safe(f"Sheet “{sheet.sheet}”"), anchor=False)
    st.markdown(described(sheet))
    with st.grid(4, min_column_width=140, gap="small"):
        st.metric("Rows in the file", f"{sheet.rows_in:,}")
        st.metric("Used", f"{sheet.rows_used:,}")
        st.metric("Set aside", f"{sheet.rows_set_aside:,}")
        if sheet.total_used:
            st.metric(f"Total of {sheet.money_column or 'money'}", totals(sheet.total_used))
    reconciliation(sheet)
    issues(sheet)
    preview = preview_of(dataset, file.name, sheet.sheet)
    if preview is not None:
        mapping(preview, key)


def described(sheet: SheetRead) -> str:
    """What the sheet was taken for."""
    if sheet.table is None:
        return NOT_RECOGNISED
    parts = [f"**{safe(TABLE_TITLES[sheet.table])}**"]
    if sheet.preset:
        parts.append(f"read as {safe(preset_title(sheet.preset))}")
    if sheet.period:
        parts.append(safe(sheet.period.replace("..", " to ")))
    if sheet.confidence is not None:
        sure = (
            "sure"
            if sheet.confidence >= 0.8
            else "fairly sure"
            if sheet.confidence >= 0.5
            else "guessed"
        )
        parts.append(sure)
    return " · ".join(parts)


def preset_title(name: str) -> str:
    """Name of the tool an export comes from."""
    from revcore.ingest.presets import catalogue

    found = {preset.id: preset.title for preset in catalogue()}
    return found.get(name, name)


def totals(found: dict[str, float]) -> str:
    """One amount per currency."""
    amounts = [
        money_words(value, None if code == NO_CURRENCY else code)
        for code, value in sorted(found.items())
        if value
    ]
    return ", ".join(amounts) or "0"


def reconciliation(sheet: SheetRead) -> None:
    """File total = used + set aside, to the last digit; and the file's own total beside it."""
    for code, total in sorted(sheet.total_in.items()):
        used, aside = sheet.total_used.get(code, 0), sheet.total_set_aside.get(code, 0)
        unit = "" if code == NO_CURRENCY else f"{code} "
        words = f"{unit}{exact(total)} in the file = {exact(used)} used + {exact(aside)} set aside."
        stated = sheet.stated_total.get(code)
        if stated is not None:
            agree = (
                "agrees" if abs(stated - total) < 0.005 else f"differs by {exact(stated - total)}"
            )
            words += f" The file’s own total, {exact(stated)}, {agree}."
        st.markdown(f":material/balance: {safe(words)}")


def exact(amount: float) -> str:
    """Money to the last digit there is.

    >>> exact(2297200.8603), exact(-5.0)
    ('2,297,200.8603', '−5.00')
    """
    text = f"{abs(amount):,.6f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{'−' if amount < 0 else ''}{whole}.{decimals.ljust(2, '0')}"


def issues(sheet: SheetRead) -> None:
    """Kinds of trouble with count and first line."""
    if not sheet.issues:
        return
    for issue in sheet.issues[:8]:
        column = f"“{issue.column}”: " if issue.column else ""
        times = "1 row" if issue.count == 1 else f"{issue.count:,} rows"
        st.markdown(safe(f"– {column}{issue.reason}, {times}, first in line {issue.line}"))
    if len(sheet.issues) > 8:
        st.caption(f"and {len(sheet.issues) - 8} more kinds; see the rows set aside below")


def preview_of(dataset: Dataset | None, file: str, sheet: str) -> SheetPreview | None:
    """How a sheet was understood, while its rows are in memory."""
    if dataset is None:
        return None
    return next((p for p in dataset.previews if p.file == file and p.sheet == sheet), None)


def mapping(preview: SheetPreview, key: str, *, unfolded: bool = False) -> None:
    """The column mapping, correctable; one select per meaning works on a phone too."""
    from revcore.ingest import choices

    with st.expander("What each column means", icon=":material/swap_horiz:", expanded=unfolded):
        tables = ["", *TABLE_TITLES]
        table = st.selectbox(
            "This sheet is", tables, index=tables.index(preview.table or ""),
            format_func=lambda name: TABLE_TITLES.get(name, "left out"), key=f"table-{key}",
        )  # fmt: skip
        with st.form(f"map-{key}", border=False):
            chosen: dict[str, str] = {}
            stages: dict[str, str] = {}
            if table:
                chosen = column_selects(preview, choices(table), f"{key}-{table}")
            if table == "deals" and preview.stages:
                stages = stage_selects(preview, key)
            if st.form_submit_button("Use this mapping", type="primary"):
                apply(preview, table or "none", chosen, stages)


def column_selects(preview: SheetPreview, meanings: dict[str, str], key: str) -> dict[str, str]:
    """One select per meaning: which column of the file holds it; samples raw and as read."""
    headers = [SKIP, *[guess.header for guess in preview.columns]]
    taken = {guess.ours: guess for guess in preview.columns if guess.ours}
    ordered = sorted(meanings, key=lambda role: role not in taken)
    chosen = {}
    with st.grid(2, min_column_width=260):
        for role in ordered:
            guess = taken.get(role)
            with st.container(gap=None):
                chosen[role] = st.selectbox(
                    role.replace("_", " ").capitalize(), headers,
                    index=headers.index(guess.header) if guess else 0,
                    help=meanings[role], key=f"col-{key}-{role}",
                )  # fmt: skip
                if guess and guess.samples:
                    st.caption(safe(sample_words(guess.samples, guess.parsed)))
    return chosen


def stage_selects(preview: SheetPreview, key: str) -> dict[str, str]:
    """What each stage of the file means for the deal."""
    st.markdown("**Which stages are won, lost or still open?**")
    words = {"won": "Won", "lost": "Lost", "open": "Open"}
    with st.grid(3, min_column_width=160):
        return {
            stage: st.selectbox(
                stage, list(words), index=list(words).index(status), format_func=words.__getitem__,
                key=f"stage-{key}-{stage}",
            )
            for stage, status in list(preview.stages.items())[:MOST_STAGES]
        }  # fmt: skip


def sample_words(samples: tuple[str, ...], parsed: tuple[str, ...]) -> str:
    """Raw values beside what was read from them."""
    if parsed and parsed != samples:
        pairs = [f"{raw} → {read}" for raw, read in zip(samples, parsed, strict=False)]
        return ", ".join(pairs[:3])
    return ", ".join(samples[:3])


def apply(
    preview: SheetPreview, table: str, chosen: dict[str, str], stages: dict[str, str]
) -> None:
    """Read the sheet again with the mapping chosen."""
    from revcore.ingest import file_mapping

    columns: dict[str, str | None] = {guess.header: None for guess in preview.columns}
    columns |= {header: role for role, header in chosen.items() if header != SKIP}
    changed = {stage: status for stage, status in stages.items() if preview.stages[stage] != status}
    try:
        session.map_file(file_mapping(preview, table=table, columns=columns, stages=changed))
    except RevcoreError as error:
        st.warning(safe(str(error)), icon=":material/report:")
    else:
        st.rerun()


def questions(card: Scorecard) -> None:
    """What is ambiguous: the reading taken, and the other choices, answered in place."""
    asked = [question for question in card.questions if question.id != "profile"]
    if not asked:
        return
    st.header("1 question" if len(asked) == 1 else f"{len(asked)} questions", anchor=False)
    for question in asked:
        with st.container(border=True):
            st.markdown(safe(question.text))
            answer(question)


def answer(question: Question) -> None:
    """The control that answers a question, where one setting does."""
    kind, _, _ = question.id.partition(":")
    if kind == "gross_margin":
        with st.form("answer-margin", border=False):
            margin = st.number_input(
                "Gross margin, per cent", 1.0, 100.0, value=None, step=1.0, format="%.1f"
            )
            if st.form_submit_button("Use it") and margin:
                session.change_settings(gross_margin=round(margin / 100, 6))
                st.rerun()
    elif kind == "day_first":
        choice(question, {"day_first": [False, True]}, ["Month first", "Day first"])
    elif kind == "decimal":
        choice(question, {"decimal": [".", ","]}, ["1,234.56", "1.234,56"])
    elif kind in ("as_of", "currency") and question.choices:
        choice(question, {kind: list(question.choices)}, list(question.choices))
    elif kind == "currency":
        with st.form("answer-currency", border=False):
            code = st.text_input("Currency code", max_chars=3, placeholder="USD")
            if st.form_submit_button("Use it") and code.strip():
                session.change_settings(currency=code.strip().upper())
                st.rerun()
    elif kind == "rate":
        rate(question)
    elif question.taken:
        st.caption(safe(f"Taken for now: {question.taken}"))


def rate(question: Question) -> None:
    """The exchange rate of one currency."""
    code = question.id.partition(":")[2]
    with st.form(f"answer-{question.id}", border=False):
        typed = st.number_input(f"One {code} is", min_value=0.0, value=None, format="%.4f")
        if st.form_submit_button("Use it") and typed:
            kept = [item for item in session.settings().rate if item.currency != code]
            session.change_settings(
                rate=[
                    *(item.model_dump(by_alias=True, exclude_defaults=True) for item in kept),
                    {"currency": code, "rate": typed},
                ]
            )
            st.rerun()


def choice(question: Question, setting: dict[str, list[object]], labels: list[str]) -> None:
    """One button per choice; the one taken is marked."""
    name, values = next(iter(setting.items()))
    now = getattr(session.settings(), name)
    with st.container(horizontal=True):
        for label, value in zip(labels, values, strict=True):
            st.button(
                label, key=f"answer-{question.id}-{label}",
                type="primary" if now == value else "secondary",
                on_click=session.change_settings, kwargs={name: value},
            )  # fmt: skip
    if now is None and question.taken:
        st.caption(safe(f"Taken for now: {question.taken}"))


def about_you() -> None:
    """Who the company is compared with, and what no file says."""
    settings = session.settings()
    with st.expander(
        "About the company: market, margin, goal", icon=":material/tune:",
        expanded=settings.profile.market is None,
    ), st.form("about", border=False):  # fmt: skip
        markets: dict[str | None, str] = {None: "not said", "b2b": "Businesses", "b2c": "Consumers"}
        sectors: dict[str | None, str] = {
            None: "not said", "software": "Software", "services": "Services",
            "ecommerce": "Shop", "other": "Something else",
        }  # fmt: skip
        with st.grid(3, min_column_width=200):
            company = st.text_input("Company", value=settings.company or "", max_chars=80)
            market = st.selectbox(
                "Sells to", list(markets), format_func=markets.__getitem__,
                index=list(markets).index(settings.profile.market),
            )  # fmt: skip
            sector = st.selectbox(
                "Sector", list(sectors), format_func=sectors.__getitem__,
                index=list(sectors).index(settings.profile.sector),
            )  # fmt: skip
            margin = st.number_input(
                "Gross margin, per cent", 0.0, 100.0,
                value=None if settings.gross_margin is None else settings.gross_margin * 100,
                format="%.1f",
                help="Of every 100 of sales, what is left after the direct cost of delivery.",
            )  # fmt: skip
            profit = st.number_input(
                "Profit margin, per cent", -500.0, 100.0,
                value=None if settings.profit_margin is None else settings.profit_margin * 100,
                format="%.1f",
            )  # fmt: skip
            people = st.number_input("People in the company", 1, value=settings.headcount, step=1)
            goal = st.number_input(
                "Revenue goal, twelve months", 0.0,
                value=settings.goal.revenue if settings.goal else None, step=10_000.0,
                format="%.0f",
            )  # fmt: skip
            by = st.text_input(
                "Reached by (year-month)", value=settings.goal.by if settings.goal else "",
                placeholder="2027-12", max_chars=7,
            )  # fmt: skip
        if st.form_submit_button("Use these", type="primary"):
            changes = {
                "company": company.strip() or None,
                "profile": {"market": market, "sector": sector},
                "gross_margin": round(margin / 100, 6) if margin else None,
                "profit_margin": None if profit is None else round(profit / 100, 6),
                "headcount": people,
                "goal": {"revenue": goal, "by": by.strip()} if goal and by.strip() else None,
            }
            try:
                session.change_settings(**changes)
            except RevcoreError as error:
                st.warning(safe(str(error)), icon=":material/report:")
            else:
                st.rerun()


def set_aside(dataset: Dataset | None) -> None:
    """Every row that is not counted: file, line, column, value, reason."""
    if dataset is None or not dataset.set_aside:
        return
    rows = dataset.set_aside
    count = len(rows)
    st.header("1 row set aside" if count == 1 else f"{count:,} rows set aside", anchor=False)
    reasons = Counter(row.reason for row in rows)
    st.caption(safe(" · ".join(f"{reason}: {n:,}" for reason, n in reasons.most_common(6))))
    st.dataframe(
        [
            {
                "File": row.file, "Sheet": row.sheet, "Line": row.line, "Column": row.column,
                "Value": row.value, "Reason": row.reason,
            }
            for row in rows[:MOST]
        ],
        hide_index=True, key="set-aside", alt="Rows set aside with file, line, value and reason",
    )  # fmt: skip
    st.download_button(
        "Download all of them (CSV)", data=behind.set_aside_csv, file_name="set-aside.csv",
        mime="text/csv", on_click="ignore", icon=":material/download:", key="get-set-aside",
    )  # fmt: skip


def notices(card: Scorecard) -> None:
    """What the reader must know about these data."""
    if not card.notices:
        return
    st.header("Good to know", anchor=False)
    for notice in card.notices:
        st.markdown(f":material/info: {safe(notice.text)}")
