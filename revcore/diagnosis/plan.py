"""The ninety days: what is checked, changed and read, by whom, and when it is kept or stopped.

Days 1–30 check with the cheapest question that tells the pattern from its look-alike, days 31–60
make one change under one owner, days 61–90 read the leading indicator. The rule to keep or stop is
written before any of it. Nothing here asks the clock: the plan begins on the day chosen, or on the
first day after the months counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from revcore.calendar import day_words, first_day, parse_month
from revcore.diagnosis.agreement import agreement
from revcore.diagnosis.moves import moves
from revcore.diagnosis.owners import ownership
from revcore.diagnosis.path import worth_of_moves
from revcore.diagnosis.plan_reads import Read, read_of
from revcore.diagnosis.sequence import Order, recommended
from revcore.diagnosis_parts import (
    Agreement,
    Finding,
    Move,
    Plan,
    PlanLine,
    PlanStep,
    WeeklyLine,
    Worth,
)
from revcore.model import Scorecard, Unit, listed
from revcore.settings import Chosen
from revcore.words import capital, counted, value_words

MOST = 3
"""Moves taken where nobody has chosen: more than three at once are not done."""
THIRD = 30
"""Days of each of the three parts."""
WEEKS_A_MONTH = 365.25 / 12 / 7
EPOCH = dt.date(1970, 1, 1)


def plan_of(card: Scorecard, chosen: Chosen) -> Plan | None:
    """The plan of a finished document; None where it knows no month to begin after.

    Reads the document alone, so that a change of owner, date or move needs no data.
    """
    begin = start_of(card, chosen)
    if begin is None:
        return None
    ids = [name for name in dict.fromkeys(chosen.moves) if name in moves()]
    order = None if ids else recommended(card)
    taken = ids or suggested(card, order)
    kinds = [moves()[name].chosen(card.growth_state) for name in taken]
    lines = [line_of(card, move, chosen, begin) for move in kinds]
    promised = agreement(card)
    return Plan(
        start=begin.isoformat(),
        moves=kinds,
        lines=lines,
        weekly=weekly(lines, promised),
        agreement=promised,
        ownership=ownership(card, chosen, lines),
        worth=worth_of(card, kinds, order),
        note=note_of(lines, chosen=bool(ids)),
    )


def start_of(card: Scorecard, chosen: Chosen) -> dt.date | None:
    """First day: the one chosen, else the day after the months counted."""
    if chosen.start is not None or card.as_of is None:
        return chosen.start
    return EPOCH + dt.timedelta(days=first_day(parse_month(card.as_of) + 1))


def suggested(card: Scorecard, order: Order | None) -> list[str]:
    """The sequence that Path recommends; where none pays, what the findings ask for first.

    Those are the first moves of the findings shown first, else of the most valuable lever.
    """
    if order is not None:
        return order.moves
    shown = [one for one in card.findings.values() if one.place and one.confirmed != "rejected"]
    first = [one.moves[0] for one in sorted(shown, key=place_of) if one.moves]
    if not first:
        best = next((one for one in card.levers if one.state == "valued"), None)
        fits = [name for name, kind in moves().items() if best and kind.lever == best.id]
        first = fits[:1]
    return list(dict.fromkeys(first))[:MOST]


def place_of(finding: Finding) -> tuple[int, str]:
    """Order among those shown first."""
    return finding.place or 0, finding.id


# ---------------------------------------------------------------- a line
def line_of(card: Scorecard, move: Move, chosen: Chosen, begin: dt.date) -> PlanLine:
    """One move as a line: three steps, what it is read by, and the rule."""
    start = chosen.starts.get(move.id, begin)
    due = max(chosen.dues.get(move.id, start + dt.timedelta(days=3 * THIRD - 1)), start)
    read = read_of(card, move)
    steps = steps_of(move, start, due)
    keep, stop = rules(move, read, card.currency, steps[-1])
    return PlanLine(
        id=move.id, move=move.id, pattern=pattern_of(card, move.id), action=move.title,
        steps=steps, owner=chosen.owners.get(move.id, "").strip(), start=start.isoformat(),
        due=due.isoformat(), indicator=move.indicator, by_count=read is None or not read.able,
        reading=read.reading if read else None, input=read.input if read else None,
        unit=read.unit if read else "", baseline=read.baseline if read else None,
        target=read.target if read else None, low=read.low if read else None,
        high=read.high if read else None, keep_rule=keep, stop_rule=stop,
        note=chosen.notes.get(move.id, ""),
    )  # fmt: skip


def pattern_of(card: Scorecard, move: str) -> str | None:
    """The finding a move answers: the first one seen that names it."""
    seen = [one for one in card.findings.values() if one.state in ("strong", "likely")]
    ranked = sorted(seen, key=lambda one: (one.place or 99, -(one.strength or 0.0), one.id))
    return next((one.id for one in ranked if move in one.moves), None)


def steps_of(move: Move, start: dt.date, due: dt.date) -> list[PlanStep]:
    """The three parts in equal shares of the days there are.

    >>> from revcore.diagnosis.moves import moves
    >>> made = steps_of(moves()["save_desk"].chosen(), dt.date(2026, 11, 1), dt.date(2027, 1, 29))
    >>> [(one.start, one.due) for one in made][1:]
    [('2026-12-01', '2026-12-30'), ('2026-12-31', '2027-01-29')]
    """
    days = (due - start).days + 1
    edges = [start + dt.timedelta(days=round(days * part / 3)) for part in range(4)]
    end = "" if move.check.endswith("?") else "."
    actions = (
        f"{capital(move.check)}{end}",
        f"{move.title}.",
        f"Count each week: {counted_as(move.indicator)}. Then decide by the rule.",
    )
    names = ("check", "change", "read")
    return [
        PlanStep(
            step=name,
            action=action,
            start=edges[part].isoformat(),
            due=max(edges[part], edges[part + 1] - dt.timedelta(days=1)).isoformat(),
        )
        for part, (name, action) in enumerate(zip(names, actions, strict=True))
    ]


def rules(move: Move, read: Read | None, currency: str | None, last: PlanStep) -> tuple[str, str]:
    """When to keep it and when to stop, written beforehand.

    Counted: better in all of four weeks, which luck alone gives 1 time in 16. Read as a rate:
    at least half of the way to the target.
    """
    if read is None or not read.able:
        what = f"the weekly count ({counted_as(move.indicator)})"
        since = day_words(last.start)
        keep = (
            f"Keep it if {what} is better in each of the four weeks from {since} than it was "
            "on average in the first 30 days; luck alone does that 1 time in 16."
        )
        stop = "Stop it if it is better in two of them or fewer; at three, go on for 30 days once."
        return keep, stop
    unit = Unit(read.unit)
    half = value_words((read.baseline + read.target) / 2, unit, currency)
    word = "or less" if read.lower else "or more"
    since = day_words(last.start)
    keep = f"Keep it if “{read.title}” is {half} {word} from {since} on: half of the way."
    before = value_words(read.baseline, unit, currency)
    stop = f"Stop it if it is still at {before} or worse; in between, go on for 30 days once."
    return keep, stop


def counted_as(indicator: str) -> str:
    """An indicator as something to count: what is a share is counted too.

    >>> counted_as("share of late deals with a dated plan"), counted_as("first meetings a week")
    ('late deals with a dated plan', 'first meetings')
    """
    if indicator.startswith("share answered"):
        indicator = indicator.replace("share", "enquiries", 1)
    return indicator.removeprefix("share of ").removesuffix(" a week")


# ---------------------------------------------------------------- together
def worth_of(card: Scorecard, chosen: Sequence[Move], order: Order | None = None) -> Worth | None:
    """All moves run together, after what they cost; None where no input of them is known.

    Those of an ``order`` have been run.
    """
    state = card.growth_state
    if state is None:
        return None
    run = order is not None and order.simulated
    found = order.worth if order and run else worth_of_moves([one.id for one in chosen], state)
    return found and found.model_copy(update={"basis": "what these moves may bring together"})


def weekly(lines: Iterable[PlanLine], promised: Agreement) -> list[WeeklyLine]:
    """What is looked at each week: the indicator of each line, then the volumes promised."""
    out = [
        WeeklyLine(id=line.id, title=capital(counted_as(line.indicator)), owner=line.owner)
        for line in lines
    ]
    for step in promised.steps:
        now, needed = (volume / WEEKS_A_MONTH for volume in (step.now, step.needed))
        out.append(WeeklyLine(id=step.id, title=step.title, now=now, needed=needed))
    return out


def note_of(lines: Sequence[PlanLine], *, chosen: bool) -> str:
    """What whoever reads the plan must know.

    >>> note_of([], chosen=False)
    'Nothing stands out that a move of the catalogue answers: choose one on Path.'
    """
    if not lines:
        return "Nothing stands out that a move of the catalogue answers: choose one on Path."
    said = []
    if not chosen:
        said.append(f"Nobody has chosen yet: {counted(len(lines), 'move')} that Path puts first.")
    shared = sorted(
        {line.reading or line.input or "" for line in lines if together(line, lines)} - {""}
    )
    if shared:
        said.append(
            "Two moves are read by the same measure: do one after the other, or nobody can tell "
            "which of them worked."
        )
    free = [line.action for line in lines if not line.owner]
    if free and len(free) < len(lines):
        said.append(f"Without an owner: {listed([f'“{one}”' for one in free])}.")
    elif free:
        said.append("No line has an owner yet." if len(lines) > 1 else "The line has no owner yet.")
    return " ".join(said)


def together(line: PlanLine, lines: Sequence[PlanLine]) -> bool:
    """Whether another line is read by the same measure while this one is."""
    mine = (line.reading, line.input)
    return any(
        other.id != line.id
        and (other.reading, other.input) == mine
        and other.start <= line.due
        and line.start <= other.due
        for other in lines
    )
