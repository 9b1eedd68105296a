"""The funnel from visitor to customer: entry cohorts that have had time to mature, or counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from revcore.derive.deals import Deals
from revcore.derive.months import look_back
from revcore.errors import NotComputable
from revcore.model import Window, first_day, last_day, month_words
from revcore.registry import provider

STAGES = ("visitors", "leads", "mqls", "sqls", "opportunities", "won")
"""The steps of the funnel in order, as volumes are named."""

_DATES = {"leads": "created", "mqls": "mql", "sqls": "sql", "opportunities": "opportunity",
          "won": "won"}  # fmt: skip
NAMES = {
    "visitors": "visitors",
    "leads": "leads",
    "mqls": "marketing-qualified leads",
    "sqls": "sales-qualified leads",
    "opportunities": "opportunities",
    "won": "customers won",
}


@dataclass(frozen=True)
class Step:
    """Of ``entered`` that reached one stage, ``reached`` came to the next.

    ``basis`` says how it was counted: an entry cohort that has matured, or two volumes of the same
    period.
    """

    entered: int
    reached: int
    window: Window
    basis: str
    detail: Mapping[str, float | int | str] = field(default_factory=dict)


@provider
def lead_frame(lead_paths: pd.DataFrame, lead_columns: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Days of each stage by name of volume; a later stage reached counts as every earlier one.

    A lead whose earlier date is missing entered that stage on the day of the next one it reached.
    """
    have = ["leads", *[stage for stage in STAGES[2:] if _DATES[stage] in lead_columns]]
    days = {stage: lead_paths[_DATES[stage]].to_numpy(np.int64) for stage in have}
    later: np.ndarray | None = None
    for stage in reversed(have[1:]):
        if later is not None:
            days[stage] = np.where((days[stage] < 0) & (later >= 0), later, days[stage])
        later = days[stage]
    return {**days, "n": lead_paths["n"].to_numpy(np.int64)}


@provider
def funnel_steps(
    as_of: int,
    span: int | None,
    lead_frame: dict[str, np.ndarray] | None = None,
    volumes: pd.DataFrame | None = None,
    all_deals: Deals | None = None,
) -> dict[tuple[str, str], Step]:
    """Every step that can be counted, by (from, to).

    Dates of single leads or deals give entry cohorts; volumes per month give same-period ratios.
    """
    steps: dict[tuple[str, str], Step] = {}
    if volumes is not None:
        steps |= counted_steps(volumes, as_of, span)
    if lead_frame is not None:
        steps |= cohort_steps(lead_frame, as_of, span)
        steps |= visitor_step(volumes, lead_frame, as_of, span)
    if all_deals is not None:
        step = deal_step(all_deals, as_of, span)
        if step is not None:
            steps["opportunities", "won"] = step
    return steps


def matured(
    entered: np.ndarray, reached: np.ndarray, n: np.ndarray, as_of: int, span: int | None
) -> tuple[Window, int] | None:
    """Entry months old enough to judge, and the days allowed.

    A cohort is mature when nine in ten of those that made the step did it in the time it has had:
    the allowance is the 90th percentile of entry → next stage [days].
    """
    made = (entered >= 0) & (reached >= entered)
    if not made.any():
        wait = 0
    else:
        took = np.repeat((reached - entered)[made], n[made])
        wait = int(np.ceil(np.quantile(took, 0.9)))
    known = entered[entered >= 0]
    if not len(known):
        return None
    end_day = last_day(as_of) - wait
    end = _month(end_day + 1) - 1
    first = _month(int(known.min()))
    try:
        months = look_back(first - 1, end, span)
    except NotComputable:
        return None
    return Window(end - months + 1, end), wait


def cohort_steps(
    days: dict[str, np.ndarray], as_of: int, span: int | None
) -> dict[tuple[str, str], Step]:
    """Steps between stages with dates, by entry cohort."""
    have = [stage for stage in STAGES if stage in days]
    pairs = list(pairwise(have))
    if len(have) > 2 and have[0] == "leads" and have[-1] == "won":
        pairs.append(("leads", "won"))
    out = {}
    for source, target in pairs:
        step = cohort_step(days[source], days[target], days["n"], as_of, span)
        if step is not None:
            out[source, target] = step
    return out


def cohort_step(
    entered: np.ndarray, reached: np.ndarray, n: np.ndarray, as_of: int, span: int | None
) -> Step | None:
    """One step by entry cohort: what those that entered in mature months had reached by now."""
    found = matured(entered, reached, n, as_of, span)
    if found is None:
        return None
    window, wait = found
    mine = (entered >= window.first_day) & (entered <= window.last_day)
    came = mine & (reached >= 0) & (reached <= last_day(as_of))
    return Step(
        int(n[mine].sum()),
        int(n[came].sum()),
        window,
        "entry cohorts",
        {"days_allowed": wait},
    )


def deal_step(deals: Deals, as_of: int, span: int | None) -> Step | None:
    """Opportunity → won from deals with a day of creation."""
    won = np.where(deals.won == 1, deals.closed, -1)
    return cohort_step(deals.created, won, deals.n, as_of, span)


def counted_steps(
    volumes: pd.DataFrame, as_of: int, span: int | None
) -> dict[tuple[str, str], Step]:
    """Steps between volumes of the same months."""
    out = {}
    have = [stage for stage in STAGES if (volumes[stage] >= 0).any()]
    pairs = list(pairwise(have))
    if "leads" in have and "won" in have and ("leads", "won") not in pairs:
        pairs.append(("leads", "won"))
    for source, target in pairs:
        both = volumes[(volumes[source] >= 0) & (volumes[target] >= 0)]
        both = both[both["month"] <= as_of]
        if not len(both):
            continue
        try:
            months = look_back(int(both["month"].min()) - 1, as_of, span)
        except NotComputable:
            continue
        window = Window(as_of - months + 1, as_of)
        mine = both[both["month"] >= window.start]
        out[source, target] = Step(
            int(mine[source].sum()), int(mine[target].sum()), window, "same-period counts"
        )
    return out


def visitor_step(
    volumes: pd.DataFrame | None, days: dict[str, np.ndarray], as_of: int, span: int | None
) -> dict[tuple[str, str], Step]:
    """Visitors from counts against leads from the lead list, in the same months."""
    if volumes is None or (volumes["leads"] >= 0).any() or not (volumes["visitors"] >= 0).any():
        return {}
    counted = volumes[(volumes["visitors"] >= 0) & (volumes["month"] <= as_of)]
    first = max(int(counted["month"].min()), _month(int(days["leads"].min())))
    try:
        months = look_back(first - 1, as_of, span)
    except NotComputable:
        return {}
    window = Window(as_of - months + 1, as_of)
    visitors = int(counted[counted["month"] >= window.start]["visitors"].sum())
    mine = (days["leads"] >= first_day(window.start)) & (days["leads"] <= window.last_day)
    leads = int(days["n"][mine].sum())
    return {("visitors", "leads"): Step(visitors, leads, window, "same-period counts")}


def step(steps: Mapping[tuple[str, str], Step], source: str, target: str) -> Step:
    """One step, or what would make it countable.

    Raises
    ------
    NotComputable
        Naming the two stages and the tables that would give them.
    """
    if (source, target) in steps:
        return steps[source, target]
    raise NotComputable(
        f"Needs {NAMES[source]} and {NAMES[target]}: a lead list with a date for each stage, "
        "or their counts per month.",
        needs=("funnel_counts",) if source == "visitors" else ("leads", "funnel_counts"),
    )


def _month(day: int) -> int:
    moment = np.datetime64(int(day), "D").astype("datetime64[M]").astype(int)
    return int(moment) + 1970 * 12
