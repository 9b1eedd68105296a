"""The plan for a calendar (RFC 5545): three whole-day entries a line, and a weekly look."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from revcore.diagnosis_parts import Plan, PlanLine, PlanStep
from revcore.model import Scorecard
from revcore.report.plan_rows import PARTS, WEEKS

OCTETS = 75
"""Longest line without its end; longer ones go on in the next, behind a blank."""


def as_ics(card: Scorecard) -> str:
    """The calendar. No clock is asked: every entry is stamped with the plan's first day."""
    plan = card.plan or Plan()
    body = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Revenue Scorecard//90-day plan//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *entries(plan, card.company or ""),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in body)


def entries(plan: Plan, company: str) -> Iterator[str]:
    """Lines of all entries."""
    if not plan.start:
        return
    stamp = f"{plan.start.replace('-', '')}T000000Z"
    for line in plan.lines:
        for step in line.steps:
            yield from entry(line, step, company, stamp)
    if plan.lines:
        what = "; ".join(one.title for one in plan.weekly)
        yield from event(
            uid(company, "weekly", plan.start), stamp, plan.start, plan.start,
            "Weekly scorecard", f"Write down: {what}.", f"RRULE:FREQ=WEEKLY;COUNT={WEEKS}",
        )  # fmt: skip


def entry(line: PlanLine, step: PlanStep, company: str, stamp: str) -> Iterator[str]:
    """One step of a line."""
    who = f" ({line.owner})" if line.owner else ""
    said = [step.action]
    if step.step == "read":
        said += [line.keep_rule, line.stop_rule]
    if line.note:
        said.append(line.note)
    yield from event(
        uid(company, line.id, step.step, line.start), stamp, step.start, step.due,
        f"{PARTS[step.step]}: {line.action}{who}", "\n".join(said),
    )  # fmt: skip


def event(
    name: str, stamp: str, start: str, due: str, title: str, text: str, *more: str
) -> Iterator[str]:
    """An entry of whole days; its end is the day after the last."""
    after = dt.date.fromisoformat(due) + dt.timedelta(days=1)
    yield "BEGIN:VEVENT"
    yield f"UID:{name}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{start.replace('-', '')}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{escaped(title)}"
    yield f"DESCRIPTION:{escaped(text)}"
    yield from more
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def uid(*parts: str) -> str:
    """The same for the same step, so that a calendar replaces instead of doubling it."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"{digest[:32]}@revenue-scorecard"


def escaped(text: str) -> str:
    r"""A text as calendars want it; other control characters are left out.

    >>> escaped("a, b; c\\d\ne\x07")
    'a\\, b\\; c\\\\d\\ne'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(mark for mark in plain if mark == "\n" or (mark >= " " and mark != "\x7f"))
    for mark in "\\,;":
        kept = kept.replace(mark, f"\\{mark}")
    return kept.replace("\n", "\\n")


def fold(line: str) -> str:
    """A line in parts of at most 75 octets; no character is torn apart.

    >>> [len(part.encode()) for part in fold("é" * 80).split("\\r\\n")]
    [74, 75, 13]
    """
    parts, now, size = [], "", 0
    for mark in line:
        wide = len(mark.encode())
        if size + wide > OCTETS:
            parts.append(now)
            now, size = " ", 1
        now += mark
        size += wide
    return "\r\n".join([*parts, now])
