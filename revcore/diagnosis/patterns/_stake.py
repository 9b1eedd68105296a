"""What a finding would be worth: an input brought to the company's own best, or what a move brings.

Three bounds, the first that holds: the own best quarter where it was truly better than today, a
benchmark the company is behind (halfway), else the range of the pattern's own move.
"""

from __future__ import annotations

import math
from typing import Literal

from revcore.derive.intervals import Z80
from revcore.derive.simulate import Change
from revcore.diagnosis.levers._lever import own_or_published
from revcore.diagnosis.moves import moves
from revcore.diagnosis.patterns._pattern import Measured, Stake
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading

LOWER = frozenset(("churn", "contraction", "cycle_days"))
"""Inputs that are better lower."""


def stake(
    state: GrowthState | None, *inputs: str, move: str, reading: Measured | None = None
) -> Stake | None:
    """The first of the inputs that this company has, brought to where it may be brought.

    Parameters
    ----------
    move
        Id of the move whose range holds where history and benchmarks say nothing.
    reading
        The measure whose benchmark may stand in.
    """
    name = next((one for one in inputs if state is not None and one in state.inputs), None)
    if state is None or name is None:
        return None
    better: Literal["higher", "lower"] = "lower" if name in LOWER else "higher"
    held = reading if isinstance(reading, Reading) else None
    target = own_or_published(state, name, better, held)
    if target is not None:
        return Stake({name: target.change}, target.bound)
    return of_move(name, move)


def of_move(name: str, move: str) -> Stake:
    """An input moved by the range of a move: its middle, with the range as 80%.

    >>> made = of_move("churn", "onboarding_redesign")
    >>> round(made.changes["churn"].factor, 3), made.basis
    (0.822, 'what “Give every new customer a first success within two weeks” may bring')
    """
    kind = moves()[move]
    sign = -1 if name in LOWER else 1
    low, high = math.log1p(sign * kind.low), math.log1p(sign * kind.high)
    change = Change(factor=math.exp((low + high) / 2), error=abs(high - low) / 2 / Z80)
    return Stake({name: change}, f"what “{kind.title}” may bring")
