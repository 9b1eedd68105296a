"""The plan as tables for a spreadsheet: lines, weekly scorecard, agreement, who owns what."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from revcore.diagnosis.catalogue import levers
from revcore.diagnosis.remeasure import STATUS_WORDS
from revcore.diagnosis_parts import Agreement, Plan, PlanLine
from revcore.model import Scorecard, Unit
from revcore.words import capital, value_words

WEEKS = 13
RISKY = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | None


@dataclass(frozen=True)
class Sheet:
    """A table with its title and how wide its columns are [characters]."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


def sheets(card: Scorecard) -> list[Sheet]:
    """Every table of the plan that has rows; the first is the plan itself."""
    plan = card.plan or Plan()
    found = [lines(plan, card), weekly(plan)]
    if plan.agreement is not None and plan.agreement.reason is None:
        found.append(agreement(plan.agreement))
    if plan.ownership is not None:
        found.append(ownership(plan, card.currency))
    return found


def lines(plan: Plan, card: Scorecard) -> Sheet:
    """One row a step: what, who, from when to when, and the rule."""
    rows = tuple(row for line in plan.lines for row in steps(line, card))
    return Sheet(
        "Plan",
        ("Action", "Part", "What is done", "Owner", "From", "To", "Indicator", "Measure",
         "Before", "Hoped for", "Keep it if", "Stop it if", "Status", "What was found", "Remark"),
        rows,
        (34, 10, 46, 16, 12, 12, 30, 24, 12, 22, 46, 46, 14, 40, 24),
    )  # fmt: skip


PARTS = {"check": "Check", "change": "Change", "read": "Read"}


def steps(line: PlanLine, card: Scorecard) -> Iterator[tuple[Cell, ...]]:
    """The rows of one line; what holds for all three stands in each, so that rows can be sorted."""
    for one in line.steps:
        yield (
            line.action, PARTS[one.step], one.action, line.owner, one.start, one.due,
            line.indicator, measure(line, card), before(line, card.currency),
            hoped(line, card.currency), rule(line.keep_rule, "Keep it if "),
            rule(line.stop_rule, "Stop it if "), STATUS_WORDS[line.status], line.result, line.note,
        )  # fmt: skip


def measure(line: PlanLine, card: Scorecard) -> str:
    """What the measure is called, or what the input of a lever is."""
    if line.reading and line.reading in card.readings:
        return card.readings[line.reading].title
    kinds = (one for one in levers().values() if line.input in one.input.split("|"))
    return next((capital(one.what) for one in kinds), "")


def rule(text: str, begin: str) -> str:
    """A rule without the words that head its column.

    >>> rule("Keep it if it is 5 or more.", "Keep it if ")
    'It is 5 or more.'
    """
    return capital(text.removeprefix(begin))


def before(line: PlanLine, currency: str | None) -> str:
    """Level before; empty where it is counted by hand."""
    if line.baseline is None or not line.unit:
        return ""
    return value_words(line.baseline, Unit(line.unit), currency)


def hoped(line: PlanLine, currency: str | None) -> str:
    """Level hoped for with its range.

    >>> hoped(PlanLine(id="x", move="x", action="", unit="ratio", baseline=0.2, target=0.24,
    ...                low=0.22, high=0.26), None)
    '24% (22% to 26%)'
    """
    if line.target is None or line.low is None or line.high is None or not line.unit:
        return ""
    middle, low, high = (
        value_words(one, Unit(line.unit), currency) for one in (line.target, line.low, line.high)
    )
    return f"{middle} ({low} to {high})"


def weekly(plan: Plan) -> Sheet:
    """One row an indicator, one empty column a week to write into."""
    begin = dt.date.fromisoformat(plan.start) if plan.start else None
    weeks = tuple(
        (begin + dt.timedelta(weeks=week)).isoformat() if begin else f"Week {week + 1}"
        for week in range(WEEKS)
    )
    empty: tuple[Cell, ...] = ("",) * WEEKS
    rows = tuple(
        (one.title, one.owner, rounded(one.now), rounded(one.needed), *empty) for one in plan.weekly
    )
    return Sheet(
        "Weekly scorecard", ("Indicator", "Owner", "Now a week", "Needed a week", *weeks), rows,
        (44, 16, 12, 14, *(11 for _ in weeks)),
    )  # fmt: skip


def rounded(value: float | None) -> float | None:
    """A volume a week with one decimal."""
    return None if value is None else round(value, 1)


def agreement(found: Agreement) -> Sheet:
    """Volumes, then every promise by side."""
    rows: list[tuple[Cell, ...]] = [
        ("Volume a month", one.title, rounded(one.now), rounded(one.needed)) for one in found.steps
    ]
    sides = (
        ("Marketing promises", found.marketing),
        ("Sales promises", found.sales),
        ("A lead is qualified when", found.qualified_lead),
        ("Reasons to hand one back", found.rejection_reasons),
        ("It rests on", found.notes),
    )
    rows += [(title, text, None, None) for title, texts in sides for text in texts]
    return Sheet("Agreement", ("Part", "What", "Now", "Needed"), tuple(rows), (26, 90, 10, 10))


def ownership(plan: Plan, currency: str | None) -> Sheet:
    """Numbers by role; the parts of the goal stand above them."""
    found = plan.ownership
    rows: list[tuple[Cell, ...]] = []
    if found is not None:
        for part in found.parts:
            target = value_words(part.target, Unit.MONEY, currency)
            rows.append((part.title, part.part, "", target, "", "", "", "year", ""))
        for one in found.numbers:
            unit = Unit(one.unit)
            aim = value_words(one.target, unit, currency) if one.target is not None else ""
            rows.append(
                (one.title, one.part, value_words(one.value, unit, currency), aim, one.usual,
                 ", ".join(one.owners), ", ".join(one.paid), one.horizon, " ".join(one.flags))
            )  # fmt: skip
    columns = (
        "Number", "Part", "Today", "Target", "Usual owner", "Owner", "Paid on it", "Horizon",
        "To settle",
    )  # fmt: skip
    return Sheet("Who owns what", columns, tuple(rows), (34, 12, 12, 12, 18, 18, 18, 10, 50))


def as_csv(card: Scorecard) -> str:
    """The plan alone, one row a step; texts that a spreadsheet would run are led by an apostrophe.

    Returns
    -------
    CSV with a byte order mark, so that spreadsheets read it as UTF-8.
    """
    sheet = sheets(card)[0]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows(harmless(row) for row in sheet.rows)
    return "\ufeff" + out.getvalue()


def harmless(row: Sequence[Cell]) -> list[Cell]:
    """A row whose texts no spreadsheet takes for formulas.

    >>> harmless(["=1+1", -2.0, "a=b", "  @x"])
    ["'=1+1", -2.0, 'a=b', "'  @x"]
    """
    return [
        f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \n").startswith(RISKY) else cell
        for cell in row
    ]
