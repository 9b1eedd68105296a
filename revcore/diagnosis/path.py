"""The path: levers set by hand, and moves to choose.

Whatever is set or chosen together is run together on the same random numbers, and never added up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from revcore.derive.intervals import Z80
from revcore.derive.simulate import PATHS, Change, Changes, Outcome, joint, today
from revcore.diagnosis.catalogue import levers
from revcore.diagnosis.levers._lever import own_or_published
from revcore.diagnosis.moves import MoveKind, cost_of, moves
from revcore.diagnosis.patterns._stake import LOWER, of_move
from revcore.diagnosis.said import seen, standing
from revcore.diagnosis.value import aims, known, money_of, name_of, scenarios, sensitivity
from revcore.diagnosis_parts import Finding, GrowthState, Lever, Worth
from revcore.model import Scorecard, Unit
from revcore.words import money_words, range_words, value_words

APART = 0.1
"""Doing nothing and the forecast differ by so much before it is said."""
STEPS = 20
"""Stops of a slider between today and the bound."""
MOST_OFFERED = 3
"""Moves offered for a lever that no pattern names."""
LEAD_STEPS = frozenset(("leads", "lead_to_mql", "mql_to_sql", "sql_to_opportunity"))
"""Levers that stand for new deals where leads are not counted."""
INPUTS: Mapping[str, str] = {
    "new_mrr": "Monthly revenue of a won deal",
    "deal_value": "Value of a won deal",
    "new_customer_mrr": "Monthly revenue of a new customer",
    "opportunities": "New deals a month",
    "win_rate": "Share of deals won",
    "cycle_days": "Days to win a deal",
    "leads": "Leads a month",
    "lead_to_mql": "Leads worth passing on",
    "mql_to_sql": "Leads that sales takes",
    "sql_to_opportunity": "Calls that become deals",
    "lead_to_opportunity": "Leads that become deals",
    "lead_to_won": "Leads that are won",
    "lead_share": "Share of deals that begin as leads",
    "lead_lag": "Months from lead to deal",
    "churn": "Customers and revenue lost a month",
    "returning": "Lost revenue that comes back",
    "contraction": "Revenue shrinking a month",
    "expansion": "Revenue growing a month",
    "new_customers": "New customers a month",
    "new_buyers": "New buyers a month",
    "growth": "Growth of new business",
    "order_value": "Value of an order",
    "repeat_rate": "Buyers who come back",
    "price": "What a higher price costs",
    "media_cost": "Advertising a month",
    "capacity": "What you can deliver",
    "margin": "Gross margin, five points either way",
    "ramp": "How soon it works: at once, or after half a year",
}
"""What the simulation assumes, as a reader calls it."""


def foreseen(state: GrowthState) -> str:
    """What the year goes on like with and without a change, as sentences.

    >>> from revcore.diagnosis_parts import Quantity
    >>> steady = Quantity(value=0.0, error=0.005, scale="plain", n=400)
    >>> print(foreseen(GrowthState(engine="projects", inputs={"growth": steady})))
    New business is taken to go on as in the last two years (−0.6% to 0.6% more a month, 8 times \
in 10), ever more slowly; no lever is credited with that.
    """
    out = []
    growth = state.inputs.get("growth")
    if growth is not None and growth.n:
        both = (growth.value + sign * Z80 * growth.error for sign in (-1, 1))
        ends = [round(math.expm1(end), 3) + 0.0 for end in both]
        low, high = (value_words(end, Unit.RATIO) for end in ends)
        out.append(
            f"New business is taken to go on as in the last two years ({low} to {high} more a "
            "month, 8 times in 10), ever more slowly; no lever is credited with that."
        )
    elif growth is not None:
        out.append("Whether new business grows, too few months tell: the ranges leave it open.")
    if state.engine == "subscription":
        out.append(
            "Who has made up their mind to leave is not kept, and customers pay a new price from "
            "their next renewal on: up to two months of notice, a house estimate."
        )
    return " ".join(out)


def beside_forecast(card: Scorecard, outcome: Outcome) -> str:
    """Where doing nothing comes to something else than the forecast: both, in one sentence.

    The forecast knows the months alone, the simulation who comes and who goes.
    """
    ahead, nothing = card.readings.get("revenue_forecast"), sum(outcome.before)
    if ahead is None or not ahead.value or abs(nothing / ahead.value - 1) < APART:
        return ""
    reach = ""
    if ahead.low is not None and ahead.high is not None:
        reach = f" ({range_words(ahead.low, ahead.high, card.currency)}, 8 times in 10)"
    return (
        f"Doing nothing comes to {money_words(nothing, card.currency)} over twelve months here, "
        "from who comes and who stays; the forecast, from the months alone, to "
        f"{money_words(ahead.value, card.currency)}{reach}. Trust what a change adds more than "
        "where it begins."
    )


# ---------------------------------------------------------------- levers by hand
@dataclass(frozen=True)
class Reach:
    """A lever that can be moved: its input, from where to where, and the doubt at the far end."""

    lever: Lever
    input: str
    now: float
    to: float
    error: float

    def level(self, step: int) -> float:
        """Level at a stop of the slider: 0 is today, :data:`STEPS` the bound."""
        return self.now + (self.to - self.now) * step / STEPS

    def bounded(self, times: float) -> float:
        """Times what it is today, but not beyond the bound and not worse than today."""
        least, most = sorted((self.now, self.to))
        return min(most, max(least, self.now * times))

    def change(self, level: float) -> Change:
        """For the simulation; the doubt grows with the way."""
        if level <= 0 or self.now <= 0:
            return Change(to=level)
        return Change(to=level, error=self.error * self.part(level))

    def part(self, level: float) -> float:
        """How much of the way a level has gone, on the scale of the logarithm."""
        way = abs(math.log(self.to / self.now))
        return min(1.0, abs(math.log(level / self.now)) / way) if way else 0.0


def reaches(card: Scorecard) -> dict[str, Reach]:
    """Levers with room, the most valuable first, as this document ranks them."""
    state = card.growth_state
    if state is None:
        return {}
    targets = {aim.kind.id: aim for aim in aims(state, card.readings) if aim.target is not None}
    out = {}
    for one in card.levers:
        aim = targets.get(one.id)
        if aim is None or aim.target is None or one.now is None or one.to in (None, one.now):
            continue
        out[one.id] = Reach(
            one, name_of(aim.kind, state), one.now, float(one.to or 0.0), aim.target.error
        )
    return out


def changes_at(levels: Mapping[str, float], found: Mapping[str, Reach]) -> Changes:
    """Levels of several levers as changes of one simulation; those at today's level are none."""
    return {
        found[name].input: found[name].change(level)
        for name, level in levels.items()
        if name in found and level != found[name].now
    }


# ---------------------------------------------------------------- moves
def input_of(lever: str | None, state: GrowthState) -> str:
    """The input that a lever moves in this kind of company; empty where it has none.

    Leads without stages of their own have one step, to a deal, which their steps move; without
    leads these move the number of new deals, as the patterns take it too.

    >>> input_of("churn", GrowthState(engine="orders", inputs={}))
    ''
    """
    kind = levers().get(lever or "")
    if kind is None or state.engine not in kind.engines:
        return ""
    name = name_of(kind, state)
    if not name and kind.id in LEAD_STEPS:
        straight = "lead_to_opportunity" in state.inputs and kind.id != "leads"
        name = "lead_to_opportunity" if straight else "opportunities"
    return name if name in state.inputs or (name == "capacity" and state.capacity) else ""


def changes_of_moves(chosen: Iterable[str], state: GrowthState) -> Changes:
    """What moves do together: on the same lever they multiply, up to the lever's room.

    Each brings the middle of its range, with the range as 80 %. Several on one lever reach for the
    same gain: together they go no further than the company's own best quarter, or than the
    strongest of them where history shows no better one.
    """
    made: dict[str, list[Change]] = {}
    for name in dict.fromkeys(chosen):
        kind = moves().get(name)
        input_ = input_of(kind.lever, state) if kind else ""
        if kind is None or not input_ or kind.high == 0:
            continue
        new = of_move(input_, name).changes[input_]
        made.setdefault(input_, []).append(
            new if isinstance(new, Change) else Change(to=float(new))
        )
    return {name: together(name, found, state) for name, found in made.items()}


def together(name: str, found: Sequence[Change], state: GrowthState) -> Change:
    """Several changes of one input as one, within its room."""
    if len(found) == 1:
        return found[0]
    strongest = max(found, key=lambda one: abs(math.log(one.factor)))
    factor = math.prod(one.factor for one in found)
    error = math.hypot(*(one.error for one in found))
    room = room_of(name, state)
    bound = max(abs(math.log(one)) for one in (strongest.factor, room or 1.0))
    way = abs(math.log(factor))
    if way <= bound:
        return Change(factor=factor, error=error)
    if bound <= abs(math.log(strongest.factor)):
        return strongest
    return Change(factor=factor ** (bound / way), error=error * bound / way)


def room_of(name: str, state: GrowthState) -> float | None:
    """The own best quarter over today, where it was truly better; None where history shows none."""
    if name not in state.inputs or not state.inputs[name].value:
        return None
    better: Literal["higher", "lower"] = "lower" if name in LOWER else "higher"
    target = own_or_published(state, name, better, None)
    return target.to / today(state, name) if target is not None else None


def cost_of_moves(chosen: Iterable[str], state: GrowthState) -> float:
    """Days of work of all moves at what a day costs [money]."""
    return sum(cost_of(name, state) for name in chosen)


def worth_of_moves(chosen: Sequence[str], state: GrowthState) -> Worth | None:
    """What chosen moves bring together, after all their costs; None where none moves an input."""
    return worths_of_moves([chosen], state)[0]


def worths_of_moves(several: Sequence[Sequence[str]], state: GrowthState) -> list[Worth | None]:
    """The same of several choices, run beside each other."""
    changes = {
        " ".join(chosen): found
        for chosen in several
        if (found := known(changes_of_moves(chosen, state), state))
    }
    runs = joint(state, changes) if changes else {}
    return [
        runs[name].worth(cost_of_moves(chosen, state), "the moves’ own ranges")
        if (name := " ".join(chosen)) in runs
        else None
        for chosen in several
    ]


@dataclass(frozen=True)
class Option:
    """A move that may be chosen here: why, and what it brings alone.

    simulated
        Whether it moves an input; else the first move of a finding has the finding's worth.
    """

    move: MoveKind
    why: str
    finding: str | None
    worth: Worth | None
    simulated: bool = True


def options(card: Scorecard, paths: int = PATHS) -> list[Option]:
    """Moves tied to what was found, then those for levers with room; each once.

    ``paths`` are simulated years, fewer for a quick search. A move for a lever is offered where
    a pattern it answers was looked for and may be there; where nothing else is offered, every move
    for the levers with room.
    """
    state = card.growth_state
    found: dict[str, tuple[str, str | None]] = {}
    for one in standing(seen(card)):
        if one.kind != "context":
            for name in one.moves:
                found.setdefault(name, (one.title, one.id))
    rooms = [one for one in card.levers if one.state == "valued" and amount_of(one) > 0]
    pulling = [(name, kind, one) for one in rooms for name, kind in moves().items()
               if kind.lever == one.id]  # fmt: skip
    fitting = [(name, one) for name, kind, one in pulling if open_to(kind, card.findings)]
    if not found and not fitting:
        fitting = [(name, one) for name, _, one in pulling]
    for name, lever in fitting:
        found.setdefault(name, (lever.title, None))
    runs: dict[str, Outcome] = {}
    if state is not None:
        changes = {name: known(changes_of_moves([name], state), state) for name in found}
        runs = joint(
            state, {name: change for name, change in changes.items() if change}, paths=paths
        )
    offered = []
    for name, (why, finding) in found.items():
        if name in moves():
            worth = runs[name].worth(cost_of(name, state), "") if name in runs else None
            if worth is None and finding and card.findings[finding].moves[0] == name:
                worth = card.findings[finding].worth
            offered.append(Option(moves()[name], why, finding, worth, name in runs))
    return [*(one for one in offered if one.finding), *best_of_levers(offered)]


def best_of_levers(offered: Sequence[Option]) -> list[Option]:
    """Of moves that no pattern names those that pay, the best few of each lever."""
    paying = [one for one in offered if one.finding is None and amount(one.worth) > 0]
    by_lever: dict[str, list[Option]] = {}
    for one in sorted(paying, key=lambda one: -amount(one.worth)):
        by_lever.setdefault(one.why, []).append(one)
    return [one for found in by_lever.values() for one in found[:MOST_OFFERED]]


def amount(worth: Worth | None) -> float:
    """Gross profit, else sales; nought where neither is known."""
    if worth is None:
        return 0.0
    return (worth.revenue if worth.value is None else worth.value) or 0.0


def amount_of(lever: Lever) -> float:
    """The same for a lever."""
    return (lever.revenue_12m if lever.value_12m is None else lever.value_12m) or 0.0


def open_to(kind: MoveKind, findings: Mapping[str, Finding]) -> bool:
    """Whether some pattern that a move answers was looked for and may be there.

    A cure for what could not be looked at is none to begin with.
    """
    found = [findings[name] for name in kind.patterns if name in findings]
    return any(
        one.confirmed != "rejected"
        and (
            one.state in ("strong", "likely")
            or (one.state == "cannot_tell" and one.strength is not None)
        )
        for one in found
    )


# ---------------------------------------------------------------- side by side
@dataclass(frozen=True)
class Bar:
    """An amount with its ends: gross profit, or sales where the margin is not known [money]."""

    name: str
    value: float
    low: float
    high: float


def scenario_bars(
    card: Scorecard, named: Mapping[str, Mapping[str, float]], chosen: Sequence[str]
) -> list[Bar]:
    """Scenarios by name (levers, times today) and the chosen moves, on the same random numbers.

    No lever goes beyond its bound. Scenarios are before the cost of the work, chosen moves after
    it.
    """
    state = card.growth_state
    if state is None:
        return []
    found = reaches(card)
    changes = {
        name: changes_at(
            {one: found[one].bounded(by) for one, by in times.items() if one in found}, found
        )
        for name, times in named.items()
    }
    moves_name = "The plan as a whole"
    if chosen:
        changes[moves_name] = changes_of_moves(chosen, state)
    runs = scenarios(state, {name: change for name, change in changes.items() if change})
    cost = {moves_name: cost_of_moves(chosen, state)}
    return [bar_of(name, run.worth(cost.get(name, 0.0))) for name, run in runs.items()]


def bar_of(name: str, worth: Worth) -> Bar:
    """The gross profit of a worth, else its sales."""
    if worth.value is None:
        found = (worth.revenue, worth.revenue_low, worth.revenue_high)
    else:
        found = (worth.value, worth.low, worth.high)
    return Bar(name, *(amount or 0.0 for amount in found))


def hinge_bars(state: GrowthState, chosen: Sequence[str]) -> list[Bar]:
    """The worth of moves as it stands, then each assumption that it hangs on, the widest first."""
    changes = changes_of_moves(chosen, state)
    middle = money_of(joint(state, {"": changes})[""])
    out = [Bar("As it stands", middle, middle, middle)]
    for name, low, high in sensitivity(state, changes):
        if high - low > 0.01 * abs(middle):
            out.append(Bar(INPUTS.get(name, name.replace("_", " ")), middle, low, high))
    return out
