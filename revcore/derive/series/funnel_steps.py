"""The steps of the funnel: how many entered, how many came through, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from revcore.derive import intervals
from revcore.derive.deals import Deals
from revcore.derive.funnel import COHORTS, STAGES, Step
from revcore.derive.series._rates import BOUNDS, rate
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit


@series(
    title="From one stage to the next",
    unit=Unit.RATIO,
    columns=("from", "to", "entered", "reached", "rate", *BOUNDS, "days", "basis", "window"),
)
def funnel_steps(
    funnel_steps: Mapping[tuple[str, str], Step],
    lead_frame: dict[str, np.ndarray] | None = None,
    all_deals: Deals | None = None,
) -> Drawn:
    """One row per step, in order; days is the median of those that made the step [days].

    Lead → won is left out where the steps between are known, and so is a step whose two counts
    cannot be of the same people.
    """
    chain = sorted(funnel_steps, key=lambda pair: (STAGES.index(pair[0]), STAGES.index(pair[1])))
    if len(chain) > 1:
        chain = [pair for pair in chain if pair != ("leads", "won")]
    rows: list[list[Cell]] = []
    for source, target in chain:
        step = funnel_steps[source, target]
        counts: list[Cell] = [source, target, step.entered, step.reached]
        window = str(step.window) if step.window else None
        days = _median_days(source, target, step, lead_frame, all_deals)
        if step.entered > 0 and step.reached <= step.entered:
            shown = rate(step.reached, step.entered)
            rows.append([*counts, *shown, days, step.basis, window])
    if not rows:
        raise NotComputable("No step of the funnel can be counted yet.", needs=("leads", "deals"))
    return Drawn(rows)


def _median_days(
    source: str,
    target: str,
    step: Step,
    leads: dict[str, np.ndarray] | None,
    deals: Deals | None,
) -> float | None:
    if step.basis != COHORTS or step.window is None:
        return None
    if (source, target) == ("opportunities", "won") and deals is not None:
        entered, n = deals.created, deals.n
        reached = np.where(deals.won == 1, deals.closed, -1)
    elif leads is not None and source in leads and target in leads:
        entered, reached, n = leads[source], leads[target], leads["n"]
    else:
        return None
    mine = (entered >= step.window.first_day) & (entered <= step.window.last_day)
    mine &= reached >= entered
    return intervals.median((reached - entered)[mine], n[mine]) if mine.any() else None
