"""The steps of the funnel: how many entered, how many came through, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping

from revcore.derive.funnel import STAGES, Step
from revcore.derive.series._rates import BOUNDS, bounds, rate
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit


@series(
    title="From one stage to the next",
    unit=Unit.RATIO,
    columns=(
        "from", "to", "entered", "reached", "rate", *BOUNDS, "days", "basis", "window", "within",
        "in_order",
    ),
    parts=("lead_frame", "all_deals", "volumes"),
)  # fmt: skip
def funnel_steps(funnel_steps: Mapping[tuple[str, str], Step]) -> Drawn:
    """One row per step, in order; rate and days as the measures have them.

    days is the median over those that go on, open ones counted as long as they were followed;
    within the days the rate is said for; in_order the rate of those that skipped no stage. Lead →
    won is left out where the steps between are known, and so is a step whose two counts cannot be
    of the same people.
    """
    chain = sorted(funnel_steps, key=lambda pair: (STAGES.index(pair[0]), STAGES.index(pair[1])))
    if len(chain) > 1:
        chain = [pair for pair in chain if pair != ("leads", "won")]
    rows: list[list[Cell]] = []
    for source, target in chain:
        step = funnel_steps[source, target]
        if step.entered <= 0 or step.reached > step.entered:
            continue
        window = str(step.window) if step.window else None
        counts: list[Cell] = [source, target, step.entered, step.reached]
        rows.append([*counts, *cells(step), step.basis, window, *paths(step)])
    if not rows:
        raise NotComputable("No step of the funnel can be counted yet.", needs=("leads", "deals"))
    return Drawn(rows)


def cells(step: Step) -> list[Cell]:
    """Rate with bounds, and the days it takes in the middle; empty where too few are known."""
    found = step.followed
    if found is None:
        return [*rate(step.reached, step.entered), None]
    try:
        found.checked("went on")
    except NotComputable:
        return [None] * 6
    return [found.value, *bounds(found.interval), found.middle()]


def paths(step: Step) -> list[Cell]:
    """Days the rate is said for, and the rate with every stage in order."""
    within = step.followed.within if step.followed else None
    return [within, step.in_order.value if step.in_order else None]
