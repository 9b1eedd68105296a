"""What could not be read or used, grouped by kind, with the first lines and a way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from revcore.model import Dataset, Issue, SheetPreview, SheetRead
from revcore.ui import session
from revcore.ui.data_mapping import tried
from revcore.ui.data_questions import act
from revcore.ui.text import safe
from revcore.words import counted

FIRST_LINES = 3
MOST_KINDS = 6
LONGEST = 40
AS_IT_SHOULD_BE = (
    "total row",
    "same ",
    "the same file",
    "test row",
    "left out by hand",
    "hidden sheet",
    "created after",
    "status: ",
    "cancelled",
    "no sale",
    "not captured",
)
"""Reasons that need no hand: what is set aside for them would count twice, or never should."""

Places = Mapping[tuple[str, str, str, str], Sequence[tuple[int, str]]]
"""First lines and cells by file, sheet, column and kind of reason."""


@dataclass(frozen=True)
class Remedy:
    """A button that would mend something, and how many cells more it would read."""

    label: str
    change: Callable[[], None]


def first_lines(dataset: Dataset | None) -> Places:
    """The first set-aside rows of each kind."""
    from revcore.ingest.ledger import kind_of

    out: dict[tuple[str, str, str, str], list[tuple[int, str]]] = {}
    for row in dataset.set_aside if dataset else ():
        kept = out.setdefault((row.file, row.sheet, row.column, kind_of(row.reason)), [])
        if len(kept) < FIRST_LINES:
            kept.append((row.line, row.value))
    return out


def problems_of(
    sheet: SheetRead, shown: SheetPreview | None, number: int, file: str, places: Places, key: str
) -> None:
    """Each kind of trouble in one line, those that need a hand first."""
    mine = [issue for issue in sheet.issues if not issue.reason.startswith(AS_IT_SHOULD_BE)]
    if not mine or sheet.table is None:
        return
    mine = sorted(mine, key=lambda issue: -issue.count)
    with st.container(gap="xsmall"):
        listed_kinds(mine, shown, number, file, sheet.sheet, places, key)


def listed_kinds(
    mine: Sequence[Issue],
    shown: SheetPreview | None,
    number: int,
    file: str,
    sheet: str,
    places: Places,
    key: str,
) -> None:
    """The kinds, most frequent first, with what would mend them."""
    for place, issue in enumerate(mine[:MOST_KINDS]):
        lines = places.get((file, sheet, issue.column, issue.reason), ())
        cells = lines or _cell(file, number, issue)
        st.markdown(line(issue, cells))
        found = remedies(issue, shown, number) if shown else []
        if found:
            with st.container(horizontal=True):
                for at, remedy in enumerate(found):
                    if st.button(safe(remedy.label), key=f"mend-{key}-{place}-{at}"):
                        act(remedy.change)
    if len(mine) > MOST_KINDS:
        more = counted(len(mine) - MOST_KINDS, "more kind")
        st.caption(f"and {more}: see the rows set aside below")


def line(issue: Issue, cells: Sequence[tuple[int, str]]) -> str:
    """One kind of trouble in words.

    >>> line(Issue(line=5, column="Sum", reason="not an amount", count=2), [(5, "12O0"), (9, "")])
    '**2** × not an amount in “Sum”: line 5 “12O0”, line 9'
    """
    where = f" in “{safe(issue.column)}”" if issue.column else ""
    found = [f"line {at:,}{f' “{_short(cell)}”' if cell else ''}" for at, cell in cells]
    more = ", …" if issue.count > len(cells) and cells else ""
    first = f"{', '.join(found)}{more}" if found else f"first in line {issue.line:,}"
    return f"**{issue.count:,}** × {safe(issue.reason)}{where}: {first}"


def _short(cell: str) -> str:
    return safe(cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…")


def _cell(file: str, number: int, issue: Issue) -> list[tuple[int, str]]:
    """The first cell of a kind whose rows are used all the same."""
    import polars as pl

    from revcore.ingest.raw import LINE

    raw = session.raw_table(file, number)
    if raw is None or issue.column not in raw.headers:
        return []
    found = raw.frame.filter(pl.col(LINE) == issue.line)[issue.column].to_list()
    return [(issue.line, found[0] or "")] if found else []


def remedies(issue: Issue, shown: SheetPreview, number: int) -> list[Remedy]:
    """Buttons that would read more cells of a column than are read now; none where none would."""
    if issue.reason in ("not a date", "not a month"):
        ways: list[tuple[str, dict[str, object]]] = [
            ("Day first", {"day_first": True}), ("Month first", {"day_first": False}),
        ]  # fmt: skip
    elif issue.reason in ("not an amount", "not a number"):
        ways = [("Decimal comma", {"decimal": ","}), ("Decimal point", {"decimal": "."})]
    else:
        return []
    out = []
    for label, answer in ways:
        left = _unread(issue, shown, number, answer)
        if left is not None and left < issue.count:
            more = counted(issue.count - left, "cell")
            change = partial(session.answer_file, shown.file, **answer)
            out.append(Remedy(f"{label}: reads {more} more", change))
    return out


def _unread(
    issue: Issue, shown: SheetPreview, number: int, answer: Mapping[str, object]
) -> int | None:
    from revcore.ingest import answered

    (fix,) = answered(session.settings(), [shown], shown.file, **answer)
    trial = tried(shown, number, fix)
    return None if trial is None or trial.problem else trial.unread.get(issue.column, 0)
