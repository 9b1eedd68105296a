"""The scorecard, and what was read, for a terminal: plain text, 100 columns, no colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from revcore.headline import headline
from revcore.model import FileRead, Reading, Scorecard, SheetRead
from revcore.report._diagnosis import STATE, of_lever, shown, valued, worth_words
from revcore.report._parts import (
    MONEY_LINE,
    Group,
    before,
    grouped,
    sample,
    sheet_name,
    span,
    subject,
    table_title,
    totals,
    used_and_counted,
    verdict,
)
from revcore.words import benchmark_words, value_words

WIDTH = 100
MEASURE, VALUE, RANGE = 42, 11, 24


def as_text(card: Scorecard) -> str:
    """The scorecard as lines of at most 100 columns, the most important sentence first.

    >>> print(as_text(Scorecard(company="Acme")).splitlines()[0])
    Acme
    """
    said = headline(card)
    lines = [subject(card), "=" * len(subject(card)), ""]
    lines += wrapped(f"{said.badge}: {said.title}.".replace("..", "."))
    if said.text:
        lines += wrapped(said.text)
    money = [card.readings[name] for name in MONEY_LINE if name in card.readings]
    if money:
        lines += section("In money")
        for reading in money:
            if reading.value is not None:
                lines += measure(reading, card.currency)
        lines += reasons([reading for reading in money if reading.value is None])
    for group in grouped(card):
        lines += group_lines(group, card.currency)
    lines += repeats(card)
    lines += section("What was read")
    for file in card.files:
        lines += file_lines(file)
    lines += bullets("To know", [notice.text for notice in card.notices])
    lines += bullets("Open questions", [question_text(q.text, q.taken) for q in card.questions])
    return "\n".join(line.rstrip() for line in lines) + "\n"


def repeats(card: Scorecard) -> list[str]:
    """The patterns seen, with what shows them, and the levers worth most."""
    lines: list[str] = []
    for finding in shown(card):
        worth = worth_words(finding.worth, card.currency)
        lines += wrapped(f"{finding.title} ({STATE[finding.state]})")
        lines += wrapped(" ".join(one.text for one in finding.evidence), indent=4)
        if worth:
            lines += wrapped(f"Worth {worth}.", indent=4)
    if lines:
        lines = [*section("What repeats"), *lines]
    levers = [
        f"{lever.change.removesuffix('.')}: {worth_words(of_lever(lever), card.currency)}."
        for lever in valued(card)
        if worth_words(of_lever(lever), card.currency)
    ]
    return lines + bullets("What would help most", levers)


def group_lines(group: Group, currency: str | None) -> list[str]:
    """One group: its measures, then the reasons of those without a value."""
    shown = [reading for reading in group.known if reading.id not in MONEY_LINE]
    missing = [reading for reading in group.unknown if reading.id not in MONEY_LINE]
    if not shown and not missing:
        return []
    lines = section(group.title)
    for reading in shown:
        lines += measure(reading, currency)
    return lines + reasons(missing)


def measure(reading: Reading, currency: str | None) -> list[str]:
    """Value, 80 % range and verdict in one line; count and comparison below it."""
    value = value_words(reading.value, reading.unit, currency)
    says = verdict(reading) if reading.band != "none" else ""
    line = f"{reading.title:<{MEASURE}}{value:>{VALUE}}  {span(reading, currency):<{RANGE}}{says}"
    against = [sample(reading)]
    if reading.benchmark:
        against.append(benchmark_words(reading.benchmark, reading.unit, currency))
    own = before(reading, currency)
    if own:
        against.append(f"Before: {own}")
    below = ". ".join(text for text in against if text)
    return [line.rstrip(), *(wrapped(f"{below}.", indent=4) if below else [])]


def reasons(missing: Iterable[Reading]) -> list[str]:
    """Measures without a value, those with the same reason together."""
    same: dict[str, list[str]] = {}
    for reading in missing:
        same.setdefault(str(reading.reason), []).append(reading.title)
    lines: list[str] = []
    for reason, titles in same.items():
        lines += hanging("  – ", f"{'; '.join(titles)}: {reason}")
    return ["", "  No value yet:", *lines] if lines else []


def file_lines(file: FileRead) -> list[str]:
    """The ledger: rows in = used + set aside, the money likewise."""
    if file.error:
        return wrapped(f"{file.name}: not read. {file.error}", indent=2, first=0)
    lines = []
    for sheet in file.sheets:
        lines += wrapped(f"{sheet_name(file, sheet)}: {ledger_words(sheet)}", indent=2, first=0)
    return lines or [f"{file.name}: holds no table."]


def ledger_words(sheet: SheetRead) -> str:
    """What became of the rows and the money of one sheet."""
    if not sheet.table:
        return f"not a table we use, {sheet.rows_in:,} rows."
    known = f" ({sheet.preset})" if sheet.preset else ""
    text = (
        f"{table_title(sheet)}{known}. {sheet.rows_in:,} rows = {sheet.rows_used:,} used + "
        f"{sheet.rows_set_aside:,} set aside."
    )
    if sheet.total_in:
        text += f" {totals(sheet.total_in)} = {totals(sheet.total_used) or '0'} used"
        text += f" + {totals(sheet.total_set_aside) or '0'} set aside."
    if counted := used_and_counted(sheet):
        text += f" {counted}."
    if sheet.stated_total:
        text += f" The file's own total: {totals(sheet.stated_total)}."
    return text


def reading_as_text(report: Mapping[str, Any]) -> str:
    """What ``read`` found: each file's tables and columns, questions, notices, rows set aside."""
    lines: list[str] = []
    for entry in report["files"]:
        file = FileRead.model_validate(entry)
        lines += section(file.name)
        if file.error:
            lines += wrapped(file.error)
        for sheet in file.sheets:
            lines += sheet_lines(file, sheet)
    lines += bullets("To know", [notice["text"] for notice in report["notices"]])
    asked = [question_text(item["text"], item.get("taken")) for item in report["questions"]]
    lines += bullets("Open questions", asked)
    aside = report["set_aside"]
    if aside:
        lines += section(f"Rows set aside: {len(aside):,}")
        for row in aside[:ASIDE]:
            where = f"{row['file']}" + (f", {row['sheet']}" if row["sheet"] else "")
            cell = f", {row['column']} “{row['value']}”" if row["column"] else ""
            text = f"{where}, line {row['line']}{cell}: {row['reason']}"
            lines += wrapped(text, indent=2, first=0)
        if len(aside) > ASIDE:
            lines += wrapped(f"and {len(aside) - ASIDE:,} more; the --json output has them all.")
    return "\n".join(line.rstrip() for line in lines).lstrip("\n") + "\n"


ASIDE = 50
"""Rows set aside that are printed; the JSON has all."""


def sheet_lines(file: FileRead, sheet: SheetRead) -> list[str]:
    """One sheet of ``read``: ledger, columns, and what is wrong with some cells."""
    name = f"{sheet.sheet}: " if len(file.sheets) > 1 and sheet.sheet else ""
    lines = wrapped(name + ledger_words(sheet))
    if sheet.range:
        period = f", {sheet.period}" if sheet.period else ""
        lines += wrapped(f"Cells {sheet.range}{period}.", indent=2)
    for ours, theirs in sorted(sheet.columns.items()):
        source = ", ".join(theirs) if isinstance(theirs, list) else theirs
        lines += hanging(f"  {ours:<18} ← ", source)
    for issue in sheet.issues:
        times = "1 row" if issue.count == 1 else f"{issue.count:,} rows"
        where = f"{issue.column}: " if issue.column else ""
        lines += wrapped(f"{where}{issue.reason} ({times}, first in line {issue.line})", indent=2)
    return lines


def question_text(text: str, taken: str | None) -> str:
    """A question, and what was taken for now."""
    return f"{text} Taken for now: {taken}." if taken else text


def section(title: str) -> list[str]:
    """A heading with a blank line above."""
    return ["", title, "-" * len(title)]


def bullets(title: str, texts: Iterable[str]) -> list[str]:
    """A list under a heading; nothing at all when there is nothing to say."""
    lines: list[str] = []
    for text in texts:
        lines += hanging("- ", text)
    return [*section(title), *lines] if lines else []


def hanging(first: str, text: str) -> list[str]:
    """A text that begins with ``first`` and is indented below it."""
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    ) or [first.rstrip()]  # fmt: skip


def wrapped(text: str, *, indent: int = 0, first: int | None = None) -> list[str]:
    """A paragraph of at most 100 columns."""
    start = indent if first is None else first
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=" " * start, subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )  # fmt: skip
