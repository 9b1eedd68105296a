"""From stage to stage of a deal: how many go on and how long it takes."""

from __future__ import annotations

from revcore.derive.deal_stages import Stages
from revcore.derive.series._rates import BOUNDS, bounds
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit


@series(
    title="From stage to stage of a deal",
    unit=Unit.RATIO,
    columns=(
        "stage", "to", "entered", "reached", "lost", "rate", *BOUNDS, "days", "within", "in_order",
        "skipped", "window",
    ),
)  # fmt: skip
def stage_steps(deal_stages: Stages) -> Drawn:
    """One row per stage in order; empty cells where fewer than ten closed or three went on.

    rate counts whoever reached any later stage (or was won), in_order only those that entered every
    stage. days is the median in the stage of those that go on, open ones counted as long as they
    were followed. skipped passed the stage without entering it.
    """
    rows: list[list[Cell]] = []
    for found in deal_stages.stages:
        part = found.any
        cells: list[Cell] = [None] * 6
        straight = found.in_order.value if found.in_order else None
        try:
            part.checked("went on")
        except NotComputable:
            straight = None
        else:
            cells = [part.value, *bounds(part.interval), part.middle()]
        rows.append(
            [
                found.name, found.target, part.entered, part.counted(1), part.counted(2), *cells,
                part.within, straight, found.skipped, str(deal_stages.window),
            ]
        )  # fmt: skip
    if not any(row[5] is not None for row in rows):
        raise NotComputable("No stage has ten deals that left it, three of them onward.")
    return Drawn(rows)
