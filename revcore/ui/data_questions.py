"""Questions of the Data page, answered in place: each answer changes one setting and reads anew."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from revcore.errors import RevcoreError
from revcore.model import Question, Rate, Scorecard, SheetPreview, listed, month_words, parse_month
from revcore.ui import session
from revcore.ui.text import safe
from revcore.words import TABLE_TITLES

OUTCOMES = {"won": "Won", "lost": "Lost", "open": "Open"}
MOST_STAGES = 24
PER_FILE = ("day_first", "decimal")
WHOLE = ("as_of", "currency", "by_parent")
"""Questions about everything, not about one file."""
CHOICES: Mapping[str, Mapping[str, object]] = {
    "interval": {
        "Month": "month",
        "Quarter": "quarter",
        "Year": "year",
        "The whole contract": "term",
    },
    "tax_included": {"It includes tax": True, "It is without tax": False},
    "rhythm": {"They are subscriptions": True, "They are single sales": False},
    "rows_are": {"Customers": True, "Something else": False},
    "hidden": {"Count it": True, "Leave it out": False},
    "by_parent": {"Count by parent": True, "Each on its own": False},
}
"""Questions that one tap answers: what each button says, and what it means."""
SAID: Mapping[str, Mapping[object, str]] = {
    "day_first": {True: "{} writes the day first.", False: "{} writes the month first."},
    "decimal": {",": "{} has a decimal comma.", ".": "{} has a decimal point."},
    "tax_included": {
        True: "Amounts in {} include tax, which is taken off.",
        False: "Amounts in {} count as they are.",
    },
    "rhythm": {
        True: "Invoices in {} are subscriptions.", False: "Invoices in {} are single sales.",
    },
    "interval": {
        **{
            word: f"Prices or quotas in {{}} are for a {word}."
            for word in ("month", "quarter", "year")
        },
        "term": "Amounts in {} are for a whole contract.",
    },
}  # fmt: skip
"""What was answered for a file, in words."""


def act(change: Callable[[], None]) -> None:
    """Change something and draw the page anew; what cannot be followed is said instead."""
    try:
        change()
    except RevcoreError as error:
        st.warning(safe(str(error)), icon=":material/report:")
    else:
        st.rerun()


def asked(card: Scorecard) -> list[list[Question]]:
    """Open questions; several columns of one file about the same thing are one question."""
    groups: dict[tuple[str, str], list[Question]] = {}
    for question in card.questions:
        if question.id == "profile":
            continue
        kind = question.id.partition(":")[0]
        key = (kind, question.file or "") if kind in PER_FILE else (question.id, "")
        groups.setdefault(key, []).append(question)
    return list(groups.values())


def questions(card: Scorecard, more: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
    """What is ambiguous: the reading taken, and the other choices, answered in place.

    more
        What was chosen elsewhere, and what takes it back.
    """
    groups = asked(card)
    if groups:
        many = "1 question" if len(groups) == 1 else f"{len(groups)} questions"
        st.header(many, anchor=False)
        for group in groups:
            with st.container(border=True, key=f"question-{_slug(group[0].id)}"):
                st.markdown(f"**{safe(said(group))}**")
                answer(group[0])
    answers_given(more)


def said(group: Sequence[Question]) -> str:
    """The question in words, for all its columns."""
    if len(group) == 1:
        return group[0].text
    columns = listed([f"“{question.id.rsplit(':', 1)[-1]}”" for question in group])
    if group[0].id.startswith("day_first"):
        return f"Do {columns} in “{group[0].file}” write the day or the month first?"
    return f"Is the comma or the point the decimal mark of {columns} in “{group[0].file}”?"


def answer(question: Question) -> None:
    """The control that answers a question, where one setting does."""
    kind = question.id.partition(":")[0]
    if kind in CHOICES or kind in WHOLE:
        offered = {word.casefold() for word in question.choices}
        known = CHOICES.get(kind, {})
        choices = {word: known[word] for word in known if word.casefold() in offered} or known
        choices = choices or {word: word for word in question.choices}
        buttons(
            question,
            {label: partial(_tapped, question, kind, value) for label, value in choices.items()},
        )
        if kind == "currency":
            other_currency()
    elif kind in PER_FILE:
        per_file(question, kind)
    elif kind == "gross_margin":
        margin()
    elif kind == "tax_rate":
        tax_rate(question)
    elif kind == "period":
        period(question)
    elif kind == "until":
        until(question)
    elif kind == "fiscal_year":
        fiscal_year(question)
    elif kind == "stages":
        stages(question)
    elif kind == "table":
        whole_table(question)
    elif kind in ("rate", "rate_turned"):
        rate(question)
    elif question.taken:
        st.caption(safe(f"Taken for now: {question.taken}"))


def margin() -> None:
    """Gross margin in per cent."""
    with st.form("answer-margin", border=False):
        typed = st.number_input(
            "Gross margin, per cent", 1.0, 100.0, value=None, step=1.0, format="%.1f", width=280
        )
        if st.form_submit_button("Use it") and typed:
            act(lambda: session.change_settings(gross_margin=round(typed / 100, 6)))


def per_file(question: Question, kind: str) -> None:
    """Day or month first, comma or point: for the file asked about only."""
    raw = sample(question, kind)
    options: list[tuple[str, object]]
    if kind == "day_first":
        options = [("Day first", True), ("Month first", False)]
    else:
        options = [("Decimal comma", ","), ("Decimal point", ".")]
    labels = {}
    for label, value in options:
        read = read_as(raw, kind, value)
        shown = f"{label}: {raw} is {read}" if read else label
        labels[shown] = partial(_of_file, question, **{kind: value})
    buttons(question, labels)


def sample(question: Question, kind: str) -> str:
    """A cell of the column asked about that the two readings tell apart."""
    header = question.id.rsplit(":", 1)[-1]
    first, second = (True, False) if kind == "day_first" else (",", ".")
    cells = re.findall(r"“(.+?)”", question.taken or "")[:1]
    for shown in session.previews():
        if shown.file == question.file:
            cells += [cell for g in shown.columns if g.header == header for cell in g.samples]
    apart = (one for one in cells if read_as(one, kind, first) != read_as(one, kind, second))
    return next(apart, "")


def read_as(raw: str, kind: str, value: object) -> str:
    """One cell as it reads under an answer.

    >>> read_as("03/02/2025", "day_first", True), read_as("1.234", "decimal", ",")
    ('3 Feb 2025', '1,234')
    """
    import polars as pl

    from revcore.ingest import parse

    column = pl.Series([raw or None], dtype=pl.String)
    if kind == "day_first":
        day = parse.days(column, day_first=bool(value)).values[0]
        if day is None:
            return ""
        found = dt.date(1970, 1, 1) + dt.timedelta(days=int(day))
        return f"{found.day} {found:%b %Y}"
    read = parse.money(column, decimal="," if value == "," else ".")
    amount = read.values[0]
    return "" if amount is None else f"{int(amount) / 10 ** (read.scale or 0):,.{read.scale or 0}f}"


def fiscal_year(question: Question) -> None:
    """First month of the fiscal year, and the calendar year it is named after."""
    named = {"end": "the year it ends in", "start": "the year it starts in"}
    with st.form("answer-fiscal-year", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            month = st.selectbox("It begins in", question.choices, index=None, width=200)
            way = st.selectbox(
                "and is named after", list(named), format_func=named.__getitem__, width=220
            )
            sure = st.form_submit_button("Use it")
        if sure and month:
            start = question.choices.index(month) + 1
            act(lambda: session.change_settings(fiscal_year_start=start, fiscal_year_named=way))
    if question.taken:
        st.caption(safe(f"Taken for now: {question.taken}"))


def buttons(question: Question, choices: Mapping[str, Callable[[], None]]) -> None:
    """One button per choice."""
    with st.container(horizontal=True):
        for number, (label, change) in enumerate(choices.items()):
            key = f"answer-{_slug(question.id)}-{number}"
            if st.button(safe(label), key=key):
                act(change)
    if question.taken:
        st.caption(safe(f"Taken for now: {question.taken}"))


def stages(question: Question) -> None:
    """Which stages of a file are won, lost or open."""
    shown = next((one for one in session.previews() if one.file == question.file), None)
    if shown is None or not shown.stages:
        return
    with st.form(f"answer-{_slug(question.id)}", border=False):
        chosen = stage_selects(shown, _slug(question.id))
        if st.form_submit_button("Use these", type="primary"):
            act(partial(_of_file, question, stages=chosen))


def stage_selects(shown: SheetPreview, key: str) -> dict[str, str]:
    """What each stage of a file means for the deal."""
    words = list(OUTCOMES)
    with st.grid(3, min_column_width=160):
        return {
            stage: st.selectbox(
                safe(stage), words, index=words.index(status), format_func=OUTCOMES.__getitem__,
                key=f"stage-{key}-{stage}",
            )
            for stage, status in list(shown.stages.items())[:MOST_STAGES]
        }  # fmt: skip


def whole_table(question: Question) -> None:
    """What a sheet nobody knows is; its columns can be put right below."""
    with st.form(f"answer-{_slug(question.id)}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            table = st.selectbox(
                "It holds", list(TABLE_TITLES), index=None, format_func=TABLE_TITLES.__getitem__,
                width=280,
            )  # fmt: skip
            sure = st.form_submit_button("Read it so")
        if sure and table:
            act(partial(_of_sheet, question, table=table))
    st.caption("Until then it is set aside. Its columns can be matched in its card below.")


def tax_rate(question: Question) -> None:
    """The rate of tax inside amounts; none of it where they are to count as they are."""
    with st.form(f"answer-{_slug(question.id)}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed = st.number_input(
                "Tax, per cent", 0.0, 99.0, value=None, step=1.0, format="%.2f", width=160
            )
            sure = st.form_submit_button("Take it off")
        if sure and typed:
            act(partial(_of_file, question, tax_rate=round(typed / 100, 6)))
    buttons(question, {"Count it with tax": partial(_of_file, question, tax_included=False)})


def period_question(shown: SheetPreview) -> Question:
    """The question about a sheet without a date, where nothing else could be read."""
    part = f":{shown.part}" if shown.part else ""
    where = f"“{shown.sheet}” of “{shown.file}”" if shown.sheet else f"“{shown.file}”"
    return Question(
        id=f"period:{shown.file}:{shown.sheet}{part}",
        text=f"Which month do the sales in {where} belong to?",
        file=shown.file,
    )


def period(question: Question) -> None:
    """The month, quarter or year that a sheet’s sales belong to."""
    with st.form(f"answer-{_slug(question.id)}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed = st.text_input(
                "Month, quarter or year", placeholder="2024-03, 2024-Q1 or 2024", width=220
            )
            sure = st.form_submit_button("Use it")
        if sure and typed.strip():
            act(partial(_date_sheet, question, period=typed.strip()))


def until(question: Question) -> None:
    """The last month that a table of whole years goes to."""
    names = {month: month_words(parse_month(month)) for month in question.choices}
    with st.form(f"answer-{_slug(question.id)}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            month = st.selectbox(
                "Last month", list(names), index=None, format_func=names.__getitem__, width=220
            )
            sure = st.form_submit_button("Use it")
        if sure and month:
            act(partial(_of_file, question, until=month))
    if question.taken:
        st.caption(safe(f"Taken for now: {question.taken}"))


def other_currency() -> None:
    """A currency that is not among the buttons."""
    with st.form("answer-currency", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            code = st.text_input("Another one, such as SEK", max_chars=3, width=180)
            sure = st.form_submit_button("Use it")
        if sure and code.strip():
            act(lambda: session.change_settings(currency=code.strip().upper()))


def rate(question: Question) -> None:
    """The exchange rate of one currency."""
    kind, _, code = question.id.partition(":")
    answer = partial(_rate, code, months=kind == "rate")
    for word in question.choices:
        if st.button(f"One {code} is {word}", key=f"answer-{_slug(question.id)}-{word}"):
            act(partial(answer, float(word)))
    with st.form(f"answer-{_slug(question.id)}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed = st.number_input(
                f"One {code} is", min_value=0.0, value=None, format="%.4f", width=160
            )
            sure = st.form_submit_button("Use it")
        if sure and typed:
            act(partial(answer, typed))
    if question.taken:
        st.caption(safe(f"Taken for now: {question.taken}"))


def answers_given(more: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
    """What was answered for files, currencies and the rest, each to be taken back."""
    given: list[tuple[str, Callable[[], None]]] = []
    for entry in session.settings().file:
        again = partial(session.answer_file, entry.path)
        for name, words in SAID.items():
            text = words.get(getattr(entry, name))
            if text:
                given.append((text.format(f"“{entry.path}”"), partial(again, **{name: None})))
        if entry.tax_rate is not None:
            text = f"Tax of {100 * entry.tax_rate:g} per cent is taken off in “{entry.path}”."
            given.append((text, partial(again, tax_rate=None)))
        if entry.until:
            text = f"The last year in “{entry.path}” goes to {entry.until}."
            given.append((text, partial(again, until=None)))
        if entry.period:
            text = f"Sales in “{entry.path}” are of {entry.period}."
            given.append((text, partial(again, period=None)))
    for code in dict.fromkeys(one.currency for one in session.settings().rate):
        given.append((rates_words(session.settings().rate, code), partial(_rate, code, None)))
    for name, text in (("currency", "Amounts are in {}."), ("as_of", "Counted to the end of {}.")):
        value = getattr(session.settings(), name)
        if value:
            given.append((text.format(value), partial(session.change_settings, **{name: None})))
    if session.settings().fiscal_year_start:
        undo = partial(session.change_settings, fiscal_year_start=None, fiscal_year_named=None)
        given.append(("The first month of the fiscal year.", undo))
    given += more
    for number, (text, take_back) in enumerate(given):
        with st.container(horizontal=True, vertical_alignment="center", key=f"given-{number}"):
            st.markdown(f":material/check: You said: {safe(text)}", width="content")
            if st.button("Take back", key=f"undo-{number}", type="tertiary"):
                act(take_back)
    now = session.settings()
    if given or now.file or now.merge or now.apart:
        st.download_button(
            "Your answers (settings.toml)", data=session.settings_toml(), mime="application/toml",
            file_name="settings.toml", on_click="ignore", icon=":material/download:",
            key="get-answers", help="Drop it with the files next time: they are read as now.",
        )  # fmt: skip


# ---------------------------------------------------------------- changes
def _tapped(question: Question, kind: str, value: object) -> None:
    """Take what one button of :data:`CHOICES` says, or one of the question's own choices."""
    if kind in WHOLE:
        session.change_settings(**{kind: value})
    elif kind == "rows_are":
        _rows_are(question, customers=bool(value))
    elif kind == "hidden" and value:
        _count_hidden(question)
    elif kind == "hidden":
        _of_sheet(question, table="none")
    else:
        _of_file(question, **{kind: value})


def _of_file(question: Question, **answers: object) -> None:
    session.answer_file(question.file or "", **answers)


def _count_hidden(question: Question) -> None:
    """Count the hidden sheet asked about, and no other one of its file."""
    from revcore.ingest import answered

    sheet = question.id.split(f":{question.file}:", 1)[-1]
    own = [one for one in session.previews() if (one.file, one.sheet) == (question.file, sheet)]
    before = answered(session.settings(), own, question.file or "")
    session.map_file(
        *(one.model_copy(update={"count": [*one.count, "hidden sheet"]}) for one in before)
    )


def _date_sheet(question: Question, *, period: str) -> None:
    """Date the sheet asked about, and no other one of its file."""
    from revcore.ingest import answered

    place = question.id.split(f":{question.file}:", 1)[-1]
    own = [
        one
        for one in session.previews()
        if one.file == question.file
        and (f"{one.sheet}:{one.part}" if one.part else one.sheet) == place
    ]
    session.map_file(*answered(session.settings(), own, question.file or "", period=period))


def _of_sheet(question: Question, *, table: str) -> None:
    from revcore.ingest import file_mapping

    sheet = question.id.split(f":{question.file}:", 1)[-1]
    own = [one for one in session.previews() if one.file == question.file]
    places = {f"{one.sheet}:{one.part}" if one.part else one.sheet: one for one in own}
    shown = places.get(sheet, own[0])
    session.map_file(file_mapping(shown, table=table))


def _rows_are(question: Question, *, customers: bool) -> None:
    """Whose rows are, or names on rows of their own, where nothing says so."""
    from revcore.ingest import file_mapping

    header = question.id.rpartition(":")[2]
    shown = next(
        one
        for one in session.previews()
        if one.file == question.file and any(guess.header == header for guess in one.columns)
    )
    named = {header: "customer_name" if customers else None}
    table = shown.table
    if table in ("mrr", "revenue_by_month"):
        table = "mrr" if customers else "revenue_by_month"
    session.map_file(file_mapping(shown, table=table, columns=named))


def rates_words(rates: Sequence[Rate], code: str) -> str:
    """What was said of one currency: its rate, or how many by month and from when to when.

    >>> one, other = (Rate(currency="EUR", rate=r, from_=m) for r, m in
    ...               ((1.08, "2024-01"), (1.1, "2024-02")))
    >>> rates_words([Rate(currency="EUR", rate=1.1)], "EUR"), rates_words([one], "EUR")
    ('One EUR is 1.1.', 'One EUR is 1.08 from Jan 2024 on.')
    >>> rates_words([other, one], "EUR")
    'One EUR is 1.08 from Jan 2024 on, … 1.1 from Feb 2024 on (2 rates).'
    """
    own = sorted((one.from_ or "", one.rate) for one in rates if one.currency == code)
    said = [
        f"{rate:g} from {month_words(parse_month(month))} on" if month else f"{rate:g}"
        for month, rate in own
    ]
    if len(said) == 1:
        return f"One {code} is {said[0]}."
    return f"One {code} is {said[0]}, … {said[-1]} ({len(said)} rates)."


def _rate(code: str, value: float | None, *, months: bool = False) -> None:
    """Set the rate of a currency.

    months
        Rates given from a month on stay: the new one is for what lies before.
    """
    every = session.settings().rate
    kept = [one for one in every if one.currency != code or (months and one.from_)]
    entries = [one.model_dump(by_alias=True, exclude_defaults=True) for one in kept]
    if value:
        entries.append({"currency": code, "rate": value})
    session.change_settings(rate=entries)


def _slug(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text)
