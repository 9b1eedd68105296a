"""What to do first: the moves that add most to each other, in order, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
WHOM: Mapping[str, str] = {
    "win_rate": "all deals", "cycle_days": "all deals", "deal_value": "all deals",
    "opportunities": "all new deals", "leads": "all leads", "lead_to_mql": "all leads",
    "mql_to_sql": "all leads", "sql_to_opportunity": "all leads", "churn": "all customers",
    "contraction": "all customers", "expansion": "all customers", "repeat_rate": "all buyers",
    "order_value": "all orders", "new_buyers": "all newcomers", "new_customers": "all newcomers",
    "price": "all prices",
}  # fmt: skip
"""Whom a move on a lever is taken to act on: the simulation knows no part of them."""
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
    finding = card.findings.get(steps[0].finding or "")
    why = reason_words(steps, worth, card.currency, finding.worth if finding else None)
    return Order(chosen, worth, why, simulated=True)


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


def beyond(step: Option, part: Worth | None) -> bool:
    """Whether a move brings more than the finding it answers is worth: it acts on more than that.

    >>> from revcore.diagnosis.moves import moves
    >>> step = Option(moves()["bundle_first_order"], "Once", "one_and_done", Worth(value=8))
    >>> beyond(step, Worth(value=3.0)), beyond(step, Worth(value=8.0)), beyond(step, None)
    (True, False, False)
    """
    return step.simulated and part is not None and amount(step.worth) > 1.1 * amount(part) > 0


def reason_words(
    steps: Sequence[Option], worth: Worth, currency: str | None, part: Worth | None = None
) -> str:
    """Why this order, in two sentences.

    ``part`` is what the finding is worth that the first move answers.
    """
    first = steps[0]
    alone = first.worth or Worth()
    known_margin = alone.value is not None
    ends = (alone.low, alone.high) if known_margin else (alone.revenue_low, alone.revenue_high)
    kind = "gross profit" if known_margin else "sales"
    answers = f"it {'answers' if first.finding else 'works on'} {quoted(first.why)}"
    brings = f"{answers} and brings about"
    if beyond(first, part):
        whom = WHOM.get(first.move.lever or "", "the whole company")
        brings = (
            f"{answers} and, as it acts on {whom} and not on those alone, brings more than that "
            f"pattern is worth ({money_words(amount(part), currency)}): about"
        )
    begin = (
        f"Begin with {quoted(first.move.title)}: {brings} "
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
