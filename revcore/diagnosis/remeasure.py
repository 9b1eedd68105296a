"""The lines of an earlier plan, measured again: what moved, what did not, what cannot be compared.

A line is judged by its change with both ends uncertain. *Moved*: the 95 % range of the change lies
wholly on the better side of nothing. *Did not move*: it lies wholly below the least change hoped
for. Between the two nothing is clear yet. Where the definition or the old data are other ones
today, nothing is compared.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from revcore.calendar import day_words, month_of, month_words, parse_month
from revcore.derive.intervals import Z80, Z95
from revcore.diagnosis.plan_reads import error_of, plain_error
from revcore.diagnosis_parts import LineStatus, Plan, PlanLine
from revcore.errors import RevcoreError
from revcore.model import Scorecard, Unit, Window, listed
from revcore.words import change_words, counted, value_words

RESTATED = 0.005
"""The old months are restated where their value differs by more than half a per cent."""
YEAR = 12
EVERYWHERE = ("currency", "by_parent", "ends_from_customers", "business_model")
"""Settings that change what rows mean; others count where a measure depends on them."""
STATUS_WORDS: Mapping[LineStatus, str] = {
    "planned": "Planned",
    "moved": "Moved",
    "not_clear_yet": "Not clear yet",
    "did_not_move": "Did not move",
    "definition_changed": "Definition changed",
    "data_restated": "Data restated",
}


@dataclass(frozen=True)
class Level:
    """A value, its standard error (None: counted in full) and how many months it rests on."""

    value: float
    error: float | None = None
    months: int = YEAR


@dataclass(frozen=True)
class Again:
    """What today's rows say of a line.

    fresh
        The level since the change began, of months that the old level did not see.
    then
        The old months' value by today's rows; None where they give none.
    depends
        Settings the measure depends on.
    """

    fresh: Level | None = None
    then: float | None = None
    depends: frozenset[str] = frozenset()


Remeasured = Callable[[PlanLine, int], Again | None]
"""A line and the months since its change began → what the rows say; None without rows."""


def remeasured(card: Scorecard, old: Scorecard, again: Remeasured) -> Plan:
    """The plan of a document with every line of the earlier one measured again.

    Raises
    ------
    RevcoreError
        The earlier document has no plan, or ends no earlier than this one.
    """
    if old.plan is None or not old.plan.lines:
        raise RevcoreError(
            "The earlier document holds no plan: there is nothing to measure again.",
            fix="Choose one that was saved with moves on the page Process.",
        )
    if not old.as_of or not card.as_of or parse_month(old.as_of) >= parse_month(card.as_of):
        raise RevcoreError(
            f"The earlier document counts to {old.as_of or 'no month'}, this one to "
            f"{card.as_of or 'no month'}: there are no months between.",
            fix="Add newer files, or choose an earlier document.",
        )
    new = card.plan or Plan(start=old.plan.start)
    mine = {line.id: line for line in new.lines}
    lines = [
        kept(measured(card, old, line, again(line, months_since(card, line))), mine.get(line.id))
        for line in old.plan.lines
    ]
    known = {line.id for line in lines}
    chosen = set(card.settings.get("plan", {}).get("moves", []))
    added = [line for line in new.lines if line.id not in known and line.move in chosen]
    ids = {line.move for line in [*lines, *added]}
    moves = {one.id: one for one in [*old.plan.moves, *new.moves] if one.id in ids}
    return new.model_copy(
        update={
            "start": old.plan.start, "lines": [*lines, *added], "moves": list(moves.values()),
            "against": old.as_of, "note": summary(lines),
        }
    )  # fmt: skip


def kept(line: PlanLine, mine: PlanLine | None) -> PlanLine:
    """Owner and remark as they stand today, where they do."""
    if mine is None:
        return line
    return line.model_copy(
        update={"owner": mine.owner or line.owner, "note": mine.note or line.note}
    )


def months_since(card: Scorecard, line: PlanLine) -> int:
    """Full months counted since the change of a line began; a year at most."""
    begun = next((one.start for one in line.steps if one.step == "change"), line.start)
    if not begun or not card.as_of:
        return 0
    year, month, day = (int(part) for part in begun.split("-"))
    first = month_of(year, month) + (1 if day > 1 else 0)
    return min(YEAR, max(0, parse_month(card.as_of) - first + 1))


# ---------------------------------------------------------------- one line
def measured(card: Scorecard, old: Scorecard, line: PlanLine, again: Again | None) -> PlanLine:
    """One line with its status, what it came to, and a sentence."""
    before = level_in(old, line)
    if before is None or line.baseline is None:
        return said(line, "not_clear_yet", "No measure of these files says it: count it by hand.")
    changed = definition(card, old, line, again)
    if changed:
        return said(line, "definition_changed", f"Not compared: {changed}.")
    words = Words(Unit(line.unit or "ratio"), card.currency)
    if again and again.then is not None and differs(again.then, before.value):
        was, now = words.value(before.value), words.value(again.then)
        return said(
            line,
            "data_restated",
            f"Not compared: the months to {month_words(parse_month(old.as_of or ''))} came to "
            f"{was} then; today’s files say {now} for the same months.",
        )
    since = months_since(card, line)
    if not since:
        begun = next((one.start for one in line.steps if one.step == "change"), line.start)
        text = f"The change begins on {day_words(begun)}: no full month has been counted since."
        return said(line, "not_clear_yet", text)
    fresh = again.fresh if again else None
    level = fresh or level_in(card, line)
    if level is None:
        return said(line, "not_clear_yet", "Today’s files do not give this measure.")
    between = parse_month(card.as_of or "") - parse_month(old.as_of or "")
    change = Change.of(before, level, 1.0 if fresh else min(1.0, between / level.months))
    hoped = hoped_for(line) * (1.0 if fresh else min(1.0, since / level.months))
    status, text = judged(line, change, hoped, words)
    return said(line, status, text).model_copy(update=around(level))


def said(line: PlanLine, status: LineStatus, text: str) -> PlanLine:
    """The line with its status and the sentence; what an earlier look had found is forgotten."""
    return line.model_copy(
        update={
            "status": status, "result": text, "measured": None, "measured_low": None,
            "measured_high": None,
        }
    )  # fmt: skip


def around(now: Level) -> dict[str, float | None]:
    """Value and 80 % range as the document holds them."""
    wide = None if now.error is None else Z80 * now.error
    return {
        "measured": now.value,
        "measured_low": None if wide is None else now.value - wide,
        "measured_high": None if wide is None else now.value + wide,
    }


def level_in(card: Scorecard, line: PlanLine) -> Level | None:
    """What a document says of a line: by its measure, or by an input of the simulation."""
    if line.reading is not None:
        reading = card.readings.get(line.reading)
        if reading is None or reading.value is None or not math.isfinite(reading.value):
            return None
        return Level(reading.value, error_of(reading), length(reading.window))
    state = card.growth_state
    if line.input is None or state is None or line.input not in state.inputs:
        return None
    found = state.inputs[line.input]
    return Level(found.value, plain_error(found), length(found.window))


def length(window: str | None) -> int:
    """Months of a window; a year where none is said."""
    return Window.parse(window).months if window else YEAR


def differs(then: float, was: float) -> bool:
    """Whether the old months are other ones by today's rows."""
    return abs(then - was) > RESTATED * max(abs(was), 1e-12)


def hoped_for(line: PlanLine) -> float:
    """The least change hoped for, without its sign."""
    ends = [one for one in (line.low, line.high) if one is not None]
    return min((abs(one - (line.baseline or 0.0)) for one in ends), default=0.0)


@dataclass(frozen=True)
class Change:
    """A difference with its 95 % range; both ends None where both levels are counted in full."""

    value: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, before: Level, now: Level, apart: float) -> Change:
        """Of two levels. ``apart``: share of the months of the one that the other did not see.

        Months in both cancel out: with a share a of new ones the variance is a times that of two
        levels that share none.

        >>> made = Change.of(Level(0.20, 0.01), Level(0.25, 0.02), 1.0)
        >>> round(made.low, 4), round(made.high, 4)
        (0.0062, 0.0938)
        """
        moved = now.value - before.value
        if before.error is None or now.error is None:
            return cls(moved)
        wide = Z95 * math.sqrt(apart * (before.error**2 + now.error**2))
        return cls(moved, moved - wide, moved + wide)


@dataclass(frozen=True)
class Words:
    """Values and differences in the unit of a line."""

    unit: Unit
    currency: str | None

    def value(self, value: float) -> str:
        """A value."""
        return value_words(value, self.unit, self.currency)

    def change(self, change: float) -> str:
        """A difference with its sign."""
        return change_words(change, self.unit, self.currency)


def judged(line: PlanLine, change: Change, hoped: float, words: Words) -> tuple[LineStatus, str]:
    """Status and sentence of a change.

    >>> line = PlanLine(id="x", move="x", action="", baseline=0.2, target=0.24, low=0.22, high=0.26)
    >>> share = Words(Unit.RATIO, None)
    >>> judged(line, Change(0.031, -0.004, 0.065), 0.02, share)[1]
    '+3.1 pts (range −0.4 pts … +6.5 pts): not clear yet.'
    >>> judged(line, Change(0.05, 0.01, 0.09), 0.02, share)[1]
    'Moved +5.0 pts (range +1.0 pts … +9.0 pts).'
    """
    sign = -1 if (line.target or 0.0) < (line.baseline or 0.0) else 1
    by = words.change(change.value)
    if change.low is None or change.high is None:
        gain = sign * change.value
        if gain >= hoped > 0:
            return "moved", f"Moved {by}, counted in full."
        if gain <= 0:
            return "did_not_move", f"Did not move: {by}, counted in full."
        return "not_clear_yet", f"{by}, less than hoped for: not clear yet."
    shown = f"{by} (range {words.change(change.low)} … {words.change(change.high)})"
    worst, best = sorted((sign * change.low, sign * change.high))
    if worst > 0:
        return "moved", f"Moved {shown}."
    if best < 0:
        return "did_not_move", f"Went the wrong way: {shown}."
    if best < hoped:
        return "did_not_move", f"Did not move: {shown}; even its best end is less than hoped for."
    return "not_clear_yet", f"{shown}: not clear yet."


# ---------------------------------------------------------------- the same thing, measured alike?
def definition(card: Scorecard, old: Scorecard, line: PlanLine, again: Again | None) -> str:
    """What of the definition is another one today, as the end of a sentence; empty: nothing."""
    depends = again.depends if again else None
    if line.reading is not None:
        one, other = old.readings.get(line.reading), card.readings.get(line.reading)
        if one and other and one.formula != other.formula:
            return "the formula is another one"
    if old.recipe != card.recipe and (depends is None or "recipe" in depends):
        return "the recipe is another one"
    names = [*EVERYWHERE, *sorted(depends or ())]
    other_settings = [
        name.replace("_", " ")
        for name in dict.fromkeys(names)
        if name != "recipe" and set_to(old, name) != set_to(card, name)
    ]
    if other_settings:
        verb = "is" if len(other_settings) == 1 else "are"
        return f"{listed(other_settings)} in the settings {verb} set otherwise"
    if line.unit.startswith("money") and "index" in (money(old), money(card)):
        return "money is an index, on another base in each document"
    if meanings(old) != meanings(card):
        return "columns or stages of the files are taken to mean something else"
    return ""


def set_to(card: Scorecard, name: str) -> Any:
    """What a setting says, or what the document found where none does."""
    if name in ("currency", "business_model"):
        return getattr(card, name)
    return card.settings.get(name)


def money(card: Scorecard) -> str:
    """How a document shows money."""
    return str(card.settings.get("nda_money", "as_is")) if card.settings.get("nda") else "as_is"


def meanings(card: Scorecard) -> dict[str, list[str]]:
    """What was fixed by hand of how rows are read, by table; names of files change, this not."""
    found: dict[str, set[str]] = {}
    for one in card.settings.get("file", []):
        parts = {name: one.get(name) for name in ("stages", "once", "interval", "count")}
        if any(parts.values()):
            told = repr(sorted((name, repr(value)) for name, value in parts.items() if value))
            found.setdefault(str(one.get("table")), set()).add(told)
    return {name: sorted(told) for name, told in found.items()}


def summary(lines: list[PlanLine]) -> str:
    """How the lines stand, in one sentence.

    >>> one = PlanLine(id="x", move="x", action="", status="moved")
    >>> summary([one, one.model_copy(update={"status": "did_not_move"})])
    'Of 2 lines 1 moved and 1 did not move.'
    >>> summary([one])
    'The one line moved.'
    """
    words: dict[LineStatus, str] = {
        "planned": "planned", "moved": "moved", "not_clear_yet": "not clear yet",
        "did_not_move": "did not move", "definition_changed": "with another definition",
        "data_restated": "with restated data",
    }  # fmt: skip
    count = Counter(line.status for line in lines)
    if len(lines) == 1:
        verb = "" if lines[0].status in ("moved", "did_not_move") else "is "
        return f"The one line {verb}{words[lines[0].status]}."
    parts = [f"{count[status]} {said}" for status, said in words.items() if count[status]]
    return f"Of {counted(len(lines), 'line')} {listed(parts)}."
