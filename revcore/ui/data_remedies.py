"""What a person can do about a notice, or about rows left out on purpose: one button each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from revcore.ingest.sheet import COUNTABLE
from revcore.model import (
    FileMapping,
    Issue,
    Notice,
    Scorecard,
    SheetRead,
    listed,
    month_words,
    parse_month,
)
from revcore.ui import bridge, session
from revcore.ui.data_customers import ONE, decide
from revcore.ui.data_problems import Places
from revcore.ui.data_questions import act
from revcore.ui.text import safe
from revcore.words import TABLE_TITLES, counted

_LOOKS_ALIKE = re.compile(r"^Product “(?P<name>.+)” \(.*; “(?P<near>.+)” looks alike\.$")
_Way = tuple[str, Callable[[], None]]


# ---------------------------------------------------------------- notices
def choice(card: Scorecard, notice: Notice, number: int) -> None:
    """Buttons for what can be done about a notice; none where nothing can."""
    if session.dataset() is None:
        return
    ways = [*about_files(notice), *about_months(notice), *about_sources(card, notice)]
    if ways:
        with st.container(horizontal=True):
            for place, (label, change) in enumerate(ways):
                if st.button(safe(label), key=f"choice-{number}-{place}"):
                    act(change)


def about_files(notice: Notice) -> list[_Way]:
    """One file reads otherwise: trials, one-off items, duplicates, a product's other spelling."""
    kind, file = notice.id.partition(":")[0], notice.file
    if kind == "trials" and file:
        return [("Count them at their price", partial(count_anyway, file, "trial"))]
    if kind == "one_off" and file:
        return [("Count them as recurring", partial(count_anyway, file, "one-off"))]
    if kind == "last_days" and file:
        return [("The end day is not paid for", partial(count_anyway, file, "ends as written"))]
    if kind == "duplicates" and file:
        return [("Count each once", partial(session.answer_file, file, once=True))]
    if kind == "repeated_total" and file:
        return [("Count every line", partial(count_anyway, file, "repeated total"))]
    if kind == "rhythm" and file:
        return [("Count them as single sales", partial(session.answer_file, file, rhythm=False))]
    if kind == "tax_taken" and file:
        return [("Count them with tax", partial(session.answer_file, file, tax_included=False))]
    if kind == "tax" and file:
        return [("Take the tax off", partial(session.answer_file, file, tax_included=True))]
    found = _LOOKS_ALIKE.match(notice.text) if kind == "product" else None
    if found:
        name, near = found["name"], found["near"]
        return [(f"Count it as “{near}”", partial(rename_product, name, near))]
    if kind == "ambiguous_customers":
        return [("Count each name as one customer", join_same_names)]
    if kind == "quota_period":
        teams = [shown.file for shown in session.previews() if shown.table == "team"]
        return [
            (f"They are for a {span}", partial(session.answer_file, team, interval=span))
            for team in dict.fromkeys(teams)
            for span in ("month", "year")
        ]
    return []


def about_months(notice: Notice) -> list[_Way]:
    """Count up to another month, or from an earlier one."""
    kind = notice.id.partition(":")[0]
    created = notice.values.get("first_created") if kind == "history_incomplete" else None
    if created:
        label = f"Nothing is missing: count from {month_words(parse_month(str(created)))}"
        return [(label, partial(session.change_settings, deals_complete=True))]
    name = {"partial_month": "month", "tables_end_apart": "longest"}.get(kind)
    month = str(notice.values.get(name, "")) if name else ""
    if not month:
        return []
    label = f"Count up to {month_words(parse_month(month))} all the same"
    return [(label, partial(session.change_settings, as_of=month))]


def about_sources(card: Scorecard, notice: Notice) -> list[_Way]:
    """Several sources of the same thing: leave one of them out."""
    names = ("one", "other", "third")
    tables = [str(notice.values[name]) for name in names if name in notice.values]
    ways: list[_Way] = []
    for table in tables:
        held = any(sheet.table == table for file in card.files for sheet in file.sheets)
        if held and table in TABLE_TITLES and table != "customers":
            ways.append((f"Leave out the {TABLE_TITLES[table].lower()}", partial(without, table)))
    if "customers" in tables and "subscriptions" in tables:
        change = partial(session.change_settings, ends_from_customers=True)
        ways.append(("End subscriptions by the customer list", change))
    return ways


# ---------------------------------------------------------------- rows left out on purpose
def on_purpose(sheet: SheetRead, file: str, places: Places, key: str) -> None:
    """Rows that by convention do not count, each kind with its money and a way to count it."""
    mine = [issue for issue in sheet.issues if issue.reason.startswith(COUNTABLE)]
    if not mine or sheet.table is None:
        return
    rows = counted(sum(issue.count for issue in mine), "row")
    with st.expander(f"{rows} left out on purpose", icon=":material/block:", key=f"left-{key}"):
        for place, issue in enumerate(sorted(mine, key=lambda one: -one.count)):
            cells = places.get((file, sheet.sheet, issue.column, issue.reason), ())
            money = bridge.amounts(sheet.aside_by_reason.get(issue.reason, {}))
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"on-{key}-{place}"
            ):
                st.markdown(kind(issue, [at for at, _ in cells], money), width="content")
                if st.button("Count them anyway", key=f"count-{key}-{place}", type="tertiary"):
                    act(partial(count_anyway, file, issue.reason, sheet.sheet))


def kind(issue: Issue, lines: Sequence[int], money: str) -> str:
    """One kind in words.

    >>> kind(Issue(line=4, column="Status", reason="status: void", count=3), [4, 9, 12], "5.00")
    '**3** × status “void”, 5.00 in all (lines 4, 9 and 12)'
    """
    said = bridge.said(issue.reason)
    worth = f", {money} in all" if money and issue.count > 1 else f", {money}" if money else ""
    many = len(lines) > 1
    found = f" (line{'s' if many else ''} {listed([f'{at:,}' for at in lines])})" if lines else ""
    more = " and more" if lines and issue.count > len(lines) else ""
    return f"**{issue.count:,}** × {safe(f'{said[0].lower()}{said[1:]}{worth}{found}{more}')}"


# ---------------------------------------------------------------- what was chosen
def chosen() -> list[_Way]:
    """What was chosen here, each with what takes it back."""
    now = session.settings()
    out: list[_Way] = []
    for entry in now.file:
        for reason in entry.count:
            where = f"“{entry.sheet}” of “{entry.path}”" if entry.sheet else f"“{entry.path}”"
            text = f"{bridge.said(reason)} in {where} counts all the same."
            out.append((text, partial(count_no_more, entry, reason)))
        if entry.once:
            text = f"Exact duplicates in “{entry.path}” count once."
            out.append((text, partial(session.answer_file, entry.path, once=None)))
    if now.by_parent is not None:
        way = "by parent" if now.by_parent else "each on its own"
        undo = partial(session.change_settings, by_parent=None)
        out.append((f"Customers count {way}.", undo))
    if now.ends_from_customers:
        undo = partial(session.change_settings, ends_from_customers=None)
        out.append(("Subscriptions end by the customer list.", undo))
    if now.deals_complete:
        undo = partial(session.change_settings, deals_complete=None)
        out.append(("No deal is missing from the first one created on.", undo))
    for one in now.product:
        text = f"“{one.name}” counts as “{one.counts_as}”."
        out.append((text, partial(rename_product, one.name, None)))
    return out


# ---------------------------------------------------------------- changes
def count_anyway(file: str, reason: str, sheet: str | None = None) -> None:
    """Count rows of a file, or of one sheet of it, although there is a reason against it."""
    from revcore.ingest import answered

    mine = [
        one
        for one in session.previews()
        if one.file == file and sheet in (None, one.sheet) and one.table is not None
    ]
    entries = answered(session.settings(), mine, file)
    session.map_file(*(_with_count(one, {*one.count, reason}) for one in entries))


def count_no_more(entry: FileMapping, reason: str) -> None:
    """Take that back."""
    session.map_file(_with_count(entry, {*entry.count} - {reason}))


def _with_count(entry: FileMapping, reasons: set[str]) -> FileMapping:
    return entry.model_copy(update={"count": sorted(reasons)})


def join_same_names() -> None:
    """Count customers of the same name as one, whatever their numbers."""
    dataset = session.dataset()
    names = Counter(dataset.customers if dataset else ())
    decide(ONE, *[[name] for name, count in names.items() if count > 1])


def rename_product(name: str, near: str | None) -> None:
    """Count a product under another name, or under its own again."""
    kept = [one.model_dump() for one in session.settings().product if one.name != name]
    if near:
        kept.append({"name": name, "counts_as": near})
    session.change_settings(product=kept)


def without(table: str) -> None:
    """Leave out every sheet that was taken for a table; its card takes it back."""
    from revcore.ingest import file_mapping

    sheets = [one for one in session.previews() if one.table == table]
    session.map_file(*[file_mapping(one, table="none") for one in sheets])
