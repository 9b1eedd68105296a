"""What levers and findings are worth: joint runs of the simulation, never sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from revcore.derive.simulate import MONTHS, Change, Changes, Outcome, drawn, joint, today, what_if
from revcore.diagnosis.catalogue import levers
from revcore.diagnosis.examine import Look
from revcore.diagnosis.levers._lever import LeverKind, Target
from revcore.diagnosis.moves import cost_of, moves
from revcore.diagnosis_parts import GrowthState, Lever, LeverState, Worth
from revcore.errors import NotComputable
from revcore.model import Reading, Unit
from revcore.words import capital, value_words

PROVEN = 0.90
BEYOND = ": what a move may bring here rests on the range told with the move"
Readings = Mapping[str, Reading]


# ---------------------------------------------------------------- findings
def valued(looks: Sequence[Look], state: GrowthState | None) -> list[Look]:
    """Strong and likely findings with their money, after the cost of their first move."""
    staked = {
        look.pattern.id: look
        for look in looks
        if look.state in ("strong", "likely") and look.signs and look.signs.stake
    }
    runs = {}
    if state is not None:
        scenarios = {
            name: changes
            for name, look in staked.items()
            if look.signs
            and look.signs.stake
            and (changes := known(look.signs.stake.changes, state))
        }
        runs = joint(state, scenarios) if scenarios else {}
    return [
        look.worth_of(worth_of(look, runs.get(look.pattern.id), state))
        if look.pattern.id in staked
        else look
        for look in looks
    ]


def known(changes: Changes, state: GrowthState) -> Changes:
    """Only changes of inputs that this state has."""
    return {name: change for name, change in changes.items() if name in state.inputs}


def worth_of(look: Look, outcome: Outcome | None, state: GrowthState | None) -> Worth | None:
    """Money of one finding: simulated, or as the pattern itself draws it."""
    stake = look.signs.stake if look.signs else None
    if stake is None:
        return None
    cost = cost_of(look.pattern.moves[0], state)
    if outcome is not None:
        return outcome.worth(cost, stake.basis)
    if stake.revenue is None and stake.profit is None:
        return None
    revenue = stake.revenue if stake.revenue is not None else stake.profit
    assert revenue is not None
    profit = stake.profit
    if profit is None and state is not None and state.margin is not None:
        profit = revenue * state.margin
    return Outcome(profit, np.asarray(revenue, float), np.zeros(1)).worth(cost, stake.basis)


# ---------------------------------------------------------------- levers
@dataclass(frozen=True)
class Aim:
    """A lever, and where it may be brought to; None: no room, or the reason it is not known."""

    kind: LeverKind
    target: Target | None
    reason: NotComputable | None = None


def aims(state: GrowthState, readings: Readings) -> list[Aim]:
    """Every lever that this kind of company has."""
    out = []
    for kind in levers().values():
        if state.engine not in kind.engines:
            continue
        if kind.id == "capacity" and state.capacity is None:
            continue
        if kind.id == "new_customers" and "opportunities" in state.inputs:
            continue
        try:
            out.append(Aim(kind, kind.target(state, readings)))
        except NotComputable as reason:
            out.append(Aim(kind, None, reason))
    return out


def ranked(state: GrowthState, readings: Readings, currency: str | None) -> list[Lever]:
    """Every lever with its worth, the most valuable first."""
    found = aims(state, readings)
    scenarios = {
        aim.kind.id: {name_of(aim.kind, state): aim.target.change}
        for aim in found
        if aim.target is not None
    }
    outcomes = joint(state, scenarios) if scenarios else {}
    out = [lever_of(aim, state, outcomes.get(aim.kind.id), currency) for aim in found]
    return sorted(out, key=order)


def order(lever: Lever) -> tuple[bool, float, str]:
    """Valued ones first, by gross profit, else by revenue."""
    amount = lever.value_12m if lever.value_12m is not None else lever.revenue_12m
    return amount is None, -(amount or 0.0), lever.id


def name_of(kind: LeverKind, state: GrowthState) -> str:
    """Name of the input a lever moves; capacity is none of the drawn ones."""
    return "capacity" if kind.id == "capacity" else kind.input_of(state)


def lever_of(aim: Aim, state: GrowthState, outcome: Outcome | None, currency: str | None) -> Lever:
    """One lever as the document holds it."""
    name = name_of(aim.kind, state)
    kind = aim.kind.moving(name)
    common = {
        "id": kind.id, "title": kind.title, "unit": kind.unit.value, "better": kind.better,
        "effort": kind.effort, "lead_months": kind.lead_months,
    }  # fmt: skip
    if aim.reason is not None:
        return Lever(
            **common, change="", state="cannot_tell", reason=str(aim.reason),
            needs=list(aim.reason.needs),
        )  # fmt: skip
    now = today(state, name)
    if aim.target is None or outcome is None:
        return Lever(
            **common, state="no_room", now=now, to=now, least=now, most=now,
            change=still_words(kind, now, currency),
            value_12m=0.0 if state.margin is not None else None, revenue_12m=0.0, low=0.0, high=0.0,
            confidence="No room that your own history or a benchmark would show.",
        )  # fmt: skip
    worth = outcome.worth(0.0, aim.target.bound)
    return Lever(
        **common, state=proven(worth), now=now, to=aim.target.to,
        least=min(now, aim.target.to), most=max(now, aim.target.to), bound=aim.target.bound,
        change=change_words(kind, now, aim.target, currency),
        value_12m=worth.value, low=worth.low if worth.low is not None else worth.revenue_low,
        high=worth.high if worth.high is not None else worth.revenue_high,
        revenue_12m=worth.revenue, p_positive=worth.p_positive,
        confidence=sureness(worth),
    )  # fmt: skip


def proven(worth: Worth) -> LeverState:
    """Valued, or unproven where the 80 % range includes nothing."""
    low = worth.low if worth.low is not None else worth.revenue_low
    return "unproven" if low is not None and low <= 0 else "valued"


def sureness(worth: Worth) -> str:
    """In words, how sure it is that it pays at all."""
    if worth.p_positive is None:
        return "Only revenue is known: the gross margin is not."
    if worth.p_positive >= PROVEN:
        return "Very likely to pay."
    if worth.p_positive <= 1 - PROVEN:
        return "As things stand, more of it costs more than it brings."
    tenths = round(worth.p_positive * 10)
    return f"Unproven: pays in about {tenths} of 10 simulated years."


def still_words(kind: LeverKind, now: float, currency: str | None) -> str:
    """A lever without room as a sentence; a move for it may bring more, by its own range."""
    here = f"{capital(kind.what)}: {value_words(now, kind.unit, currency)} now"
    if now == 0:
        return f"{here}, and no quarter of your own or benchmark says what could be."
    return (
        f"{here}. No quarter of your own was clearly better, and no published figure shows "
        f"room{BEYOND if pulled(kind.id) else ''}."
    )


def pulled(lever: str) -> bool:
    """Whether a move of the catalogue moves this lever.

    >>> pulled("churn"), pulled("opportunities"), pulled("weather")
    (True, True, False)
    """
    return any(one.lever == lever for one in moves().values())


def change_words(kind: LeverKind, now: float, target: Target, currency: str | None) -> str:
    """A lever as a sentence: “Bring the share of deals won from 22% to 30%: …”."""
    if kind.unit is Unit.TIMES:
        return f"Raise {kind.what} by {target.to / now - 1:.0%}: {target.bound}."
    before = value_words(now, kind.unit, currency)
    after = value_words(target.to, kind.unit, currency)
    return f"Bring {kind.what} from {before} to {after}: {target.bound}."


# ---------------------------------------------------------------- on Path
def tornado(state: GrowthState, step: float = 0.10) -> list[tuple[str, float, float]]:
    """Each input a tenth worse and a tenth better: lever, money either way, the longest first.

    Gross profit; revenue where the margin is not known.
    """
    kinds = [kind for kind in levers().values() if state.engine in kind.engines]
    moved = {kind.id: kind.input_of(state) for kind in kinds if kind.input_of(state)}
    moved.pop("capacity", None)
    scenarios = {
        (name, sign): {input_: Change(factor=1 + sign * step)}
        for name, input_ in moved.items()
        for sign in (-1, 1)
    }
    found = joint(state, {f"{name}:{sign}": change for (name, sign), change in scenarios.items()})
    out = []
    for name in moved:
        ends = sorted(money_of(found[f"{name}:{sign}"]) for sign in (-1, 1))
        out.append((name, ends[0], ends[1]))
    return sorted(out, key=lambda row: (row[1] - row[2], row[0]))


def money_of(outcome: Outcome) -> float:
    """Median gross profit, or revenue where the margin is not known."""
    return float(np.median(outcome.profit if outcome.profit is not None else outcome.revenue))


def scenarios(state: GrowthState, named: Mapping[str, Changes]) -> dict[str, Outcome]:
    """Combinations of changes, each run jointly and against doing nothing, on the same numbers."""
    return joint(state, {name: known(changes, state) for name, changes in named.items()})


def sensitivity(state: GrowthState, changes: Changes) -> list[tuple[str, float, float]]:
    """How the worth of a plan hangs on what is assumed: assumption, money at either end.

    Inputs at their 10 % and 90 % points, margin five points either way, full effect at once or
    after half a year.
    """
    found = []
    for name, quantity in state.inputs.items():
        if quantity.error:
            ends = [
                money_of(what_if(with_input(state, name, sign), changes)) for sign in (-1.28, 1.28)
            ]
            found.append((name, min(ends), max(ends)))
    if state.margin is not None:
        ends = [
            money_of(what_if(state.model_copy(update={"margin": state.margin + by}), changes))
            for by in (-0.05, 0.05)
        ]
        found.append(("margin", min(ends), max(ends)))
    ends = [money_of(what_if(state, changes, ramp=months)) for months in (0.0, MONTHS / 2)]
    found.append(("ramp", min(ends), max(ends)))
    return sorted(found, key=lambda row: (row[1] - row[2], row[0]))


def with_input(state: GrowthState, name: str, sign: float) -> GrowthState:
    """The state with one input at an end of its range, known for sure."""
    quantity = state.inputs[name]
    value = float(drawn(quantity, np.array([sign]))[0])
    fixed = quantity.model_copy(update={"value": value, "error": 0.0})
    return state.model_copy(update={"inputs": {**state.inputs, name: fixed}})
