"""What to do first: the moves that add most to each other, in order, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from revcore.derive.simulate import joint
from revcore.diagnosis.moves import moves
from revcore.diagnosis.path import (
    Option,
    amount,
    changes_of_moves,
    cost_of_moves,
    options,
    worths_of_moves,
)
from revcore.diagnosis.said import between_words, names_words
from revcore.diagnosis.value import known, money_of
from revcore.diagnosis_parts import Worth
from revcore.model import Scorecard
from revcore.words import counted, money_words, quoted

MOST_MOVES = 3
SEARCH = 400
"""Simulated years while looking for the best; what is found is then run in full."""
LEAST_GAIN = 0.05
"""A further move must add this part of what the first brings, or it is left for later."""


@dataclass(frozen=True)
class Order:
    """Moves in the order to take them, what they bring together, and why in two sentences.

    simulated
        Whether the worth is that of running these moves; else it is that of a finding.
    """

    moves: list[str]
    worth: Worth
    reason: str
    simulated: bool = False


def recommended(card: Scorecard) -> Order | None:
    """The sequence to recommend: at each step the move that adds most to those before it.

        gain of a move = median worth of all so far with it − without it, costs included

    One move a lever, the one that brings most alone, because two at once would hide which of them
    worked; three at most; a move that adds less than a twentieth of the first is left for later.
    Where no move can be simulated, the first move of the most valuable finding. None where nothing
    pays.
    """
    state = card.growth_state
    if state is None:
        return of_finding(options(card), card.currency)
    every = options(card, SEARCH)
    offered = best_of_each([option for option in every if option.simulated])
    chosen: list[str] = []
    gained: list[float] = []
    while len(chosen) < MOST_MOVES and len(chosen) < len(offered):
        net = {name: amount(one.worth) for name, one in offered.items()} if not chosen else {}
        if chosen:
            rest = [name for name in offered if name not in chosen]
            changes = {name: changes_of_moves([*chosen, name], state) for name in rest}
            runs = joint(
                state, {name: known(one, state) for name, one in changes.items()}, paths=SEARCH
            )
            net = {
                name: money_of(run) - cost_of_moves([*chosen, name], state)
                for name, run in runs.items()
            }
        best = max(net, key=lambda name: (net[name], name))
        gain = net[best] - sum(gained)
        if gain <= (LEAST_GAIN * gained[0] if gained else 0.0):
            break
        chosen.append(best)
        gained.append(gain)
    worth, *alone = worths_of_moves([chosen, chosen[:1]], state) if chosen else [None]
    if worth is None:
        return of_finding(every, card.currency)
    steps = [offered[name] for name in chosen]
    steps[0] = replace(steps[0], worth=alone[0])
    return Order(chosen, worth, reason_words(steps, worth, card.currency), simulated=True)


def best_of_each(found: Sequence[Option]) -> dict[str, Option]:
    """Of the moves on each lever the one that brings most alone."""
    best: dict[str | None, Option] = {}
    for one in found:
        before = best.get(one.move.lever)
        if before is None or amount(one.worth) > amount(before.worth):
            best[one.move.lever] = one
    return {one.move.id: one for one in best.values()}


def title_words(order: Order) -> str:
    """The sequence as a claim.

    >>> title_words(Order(["purge_day"], Worth(), ""))
    'First: close what is dead on one day, with one last call each'
    """
    title = moves()[order.moves[0]].title
    return f"First: {title[0].lower()}{title[1:]}"


def of_finding(offered: Sequence[Option], currency: str | None) -> Order | None:
    """The first move with the worth of the finding it answers, where that pays."""
    for option in offered:
        worth = option.worth
        if worth is not None and not option.simulated and amount(worth) > 0:
            return Order([option.move.id], worth, reason_words([option], worth, currency))
    return None


def reason_words(steps: Sequence[Option], worth: Worth, currency: str | None) -> str:
    """Why this order, in two sentences."""
    first = steps[0]
    alone = first.worth or Worth()
    known_margin = alone.value is not None
    ends = (alone.low, alone.high) if known_margin else (alone.revenue_low, alone.revenue_high)
    kind = "gross profit" if known_margin else "sales"
    answers = f"it {'answers' if first.finding else 'works on'} {quoted(first.why)}"
    begin = (
        f"Begin with {quoted(first.move.title)}: {answers} and brings about "
        f"{money_words(amount(alone), currency)} of {kind} over twelve months"
        f"{between_words(*ends, currency)}, to be seen after about "
        f"{counted(first.move.lead_days, 'day')}."
    )
    if len(steps) == 1:
        return f"{begin} No other move is sure to add to it: do this one well."
    then = names_words([step.move.title for step in steps[1:]])
    count = "both" if len(steps) == 2 else f"all {len(steps)}"
    return (
        f"{begin} Then {then}: {count} together bring about "
        f"{money_words(amount(worth), currency)}, simulated as one and not added up; each moves a "
        "lever of its own, so that you see which one works."
    )
