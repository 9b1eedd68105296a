"""Who changed from which plan to which."""

from __future__ import annotations

from revcore.derive.plan_moves import PlanMoves
from revcore.derive.series._series import Drawn, series
from revcore.model import Unit

MOST = 8


@series(
    title="Changes of plan",
    unit=Unit.MONEY_PER_MONTH,
    columns=("plan_from", "plan_to", "customers", "change"),
)
def plan_moves(plan_moves: PlanMoves) -> Drawn:
    """One row per pair of plans, most frequent first; ``change`` of MRR of all who moved."""
    return Drawn(
        [[move.before, move.after, move.customers, move.change] for move in plan_moves.moves[:MOST]]
    )
