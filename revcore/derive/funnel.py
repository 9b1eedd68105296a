"""The funnel from visitor to customer: entry cohorts that have had time to mature, or counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from revcore.derive.answers import TypedYear
from revcore.derive.deals import DealHistory, Deals
from revcore.derive.months import look_back
from revcore.errors import NotComputable
from revcore.model import Window, last_day
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

TYPED = {
    "leads": "enquiries_per_month",
    "opportunities": "quotes_per_month",
    "won": "wins_per_month",
}
COHORTS, COUNTS, TYPED_COUNTS = "entry cohorts", "same-period counts", "typed counts of a year"


@dataclass(frozen=True)
class Step:
    """Of ``entered`` that reached one stage, ``reached`` came to the next.

    ``basis`` says how it was counted: an entry cohort that has matured, or two volumes of the same
    period.
    """

    entered: int
    reached: int
    window: Window | None
    basis: str
    detail: Mapping[str, float | int | str] = field(default_factory=dict)


@provider
def lead_frame(lead_paths: pd.DataFrame, lead_columns: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Days of each stage by name of volume; a later stage reached counts as every earlier one.

    A lead whose earlier date is missing entered that stage on the day of the next one it reached.
    ``"… said"`` are the days as the file has them, for the reading that wants all stages in order.
    """
    have = ["leads", *[stage for stage in STAGES[2:] if _DATES[stage] in lead_columns]]
    days = {stage: lead_paths[_DATES[stage]].to_numpy(np.int64) for stage in have}
    said = {f"{stage} said": days[stage] for stage in have}
    later: np.ndarray | None = None
    for stage in reversed(have[1:]):
        if later is not None:
            days[stage] = np.where((days[stage] < 0) & (later >= 0), later, days[stage])
        later = days[stage]
    source = lead_paths["source"].to_numpy(str)
    return {**days, **said, "source": source, "n": lead_paths["n"].to_numpy(np.int64)}


@provider
def funnel_steps(
    as_of: int,
    span: int | None,
    lead_frame: dict[str, np.ndarray] | None = None,
    volumes: pd.DataFrame | None = None,
    all_deals: Deals | None = None,
    deal_history: DealHistory | None = None,
    typed_year: TypedYear | None = None,
) -> dict[tuple[str, str], Step]:
    """Every step that can be counted, by (from, to).

    Dates of single leads or deals give entry cohorts; volumes per month give same-period ratios,
    and so do the typed numbers where there is nothing else.
    """
    steps: dict[tuple[str, str], Step] = {}
    if typed_year is not None:
        steps |= typed_steps(typed_year)
    if volumes is not None:
        steps |= counted_steps(volumes, as_of, span)
    if lead_frame is not None:
        steps |= cohort_steps(lead_frame, as_of, span)
        steps |= visitor_step(volumes, lead_frame, as_of, span)
    if all_deals is not None:
        since = deal_history.first if deal_history and deal_history.truncated else None
        step = deal_step(all_deals, as_of, span, since)
        if step is not None:
            steps["opportunities", "won"] = step
    return steps


def matured(
    entered: np.ndarray,
    reached: np.ndarray,
    n: np.ndarray,
    as_of: int,
    span: int | None,
    since: int | None = None,
) -> tuple[Window, int] | None:
    """Entry months old enough to judge, and the days allowed.

    A cohort is mature when nine in ten of those that made the step by the end of the as-of month
    did it in the time it has had: the allowance is the 90th percentile of entry → next stage
    [days]. Months before ``since`` are left out.
    """
    today = last_day(as_of)
    known = entered[(entered >= 0) & (entered <= today)]
    if not len(known):
        return None
    made = (entered >= 0) & (reached >= entered) & (reached <= today)
    wait = int(np.ceil(percentile((reached - entered)[made], n[made], 0.9))) if made.any() else 0
    end = _month(today - wait + 1) - 1
    first = _month(int(known.min())) if since is None else max(_month(int(known.min())), since)
    try:
        months = look_back(first - 1, end, span)
    except NotComputable:
        return None
    return Window(end - months + 1, end), wait


def percentile(values: np.ndarray, counts: np.ndarray, share: float) -> float:
    """Smallest value that at least ``share`` of all do not exceed; values come with counts.

    >>> percentile(np.array([30, 10, 20]), np.array([1, 8, 1]), 0.9)
    20.0
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(counts[order])
    return float(values[order][np.searchsorted(reached, share * reached[-1])])


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
            out[source, target] = in_order(step, days, source, target, as_of)
    return out


def in_order(step: Step, days: dict[str, np.ndarray], source: str, target: str, as_of: int) -> Step:
    """The same step with the count of those that passed every stage, none skipped, beside it."""
    path = [stage for stage in STAGES if stage in days]
    path = path[: path.index(target) + 1]
    window = step.window
    if window is None:
        return step
    first, entered = path.index(source), np.ones(len(days["n"]), bool)
    counts = []
    for place, stage in enumerate(path):
        said = days[f"{stage} said"]
        entered &= (said >= 0) & (said <= last_day(as_of))
        if place >= first:
            mine = entered & (days[source] >= window.first_day)
            mine &= days[source] <= window.last_day
            counts.append(int(days["n"][mine].sum()))
    detail = {**step.detail, "in_order_entered": counts[0], "in_order_reached": counts[-1]}
    return replace(step, detail=detail)


def cohort_step(
    entered: np.ndarray,
    reached: np.ndarray,
    n: np.ndarray,
    as_of: int,
    span: int | None,
    since: int | None = None,
) -> Step | None:
    """One step by entry cohort: what those that entered in mature months had reached by now."""
    found = matured(entered, reached, n, as_of, span, since)
    if found is None:
        return None
    window, wait = found
    mine = (entered >= window.first_day) & (entered <= window.last_day)
    came = mine & (reached >= 0) & (reached <= last_day(as_of))
    return Step(int(n[mine].sum()), int(n[came].sum()), window, COHORTS, {"days_allowed": wait})


def deal_step(deals: Deals, as_of: int, span: int | None, since: int | None = None) -> Step | None:
    """Opportunity → won from deals with a day of creation."""
    won = np.where(deals.won == 1, deals.closed, -1)
    return cohort_step(deals.created, won, deals.n, as_of, span, since)


def typed_steps(typed: TypedYear) -> dict[tuple[str, str], Step]:
    """Steps between the typed counts of a year."""
    counts = {stage: typed.yearly(name) for stage, name in TYPED.items()}
    have = [stage for stage, count in counts.items() if count is not None]
    pairs = [*pairwise(have), ("leads", "won")]
    return {
        (source, target): Step(counts[source] or 0, counts[target] or 0, typed.window, TYPED_COUNTS)
        for source, target in pairs
        if source in have and target in have
    }


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
        window = counted_window(both["month"].to_numpy(np.int64), as_of, span)
        if window is None:
            continue
        mine = both[(both["month"] >= window.start) & (both["month"] <= window.end)]
        out[source, target] = Step(int(mine[source].sum()), int(mine[target].sum()), window, COUNTS)
    return out


def visitor_step(
    volumes: pd.DataFrame | None, days: dict[str, np.ndarray], as_of: int, span: int | None
) -> dict[tuple[str, str], Step]:
    """Visitors from counts against leads from the lead list, in the same months."""
    if volumes is None or (volumes["leads"] >= 0).any() or not (volumes["visitors"] >= 0).any():
        return {}
    counted = volumes[volumes["visitors"] >= 0]
    months = counted["month"].to_numpy(np.int64)
    begun = _month(int(days["leads"].min()))
    window = counted_window(months[months >= begun], as_of, span)
    if window is None:
        return {}
    within = (counted["month"] >= window.start) & (counted["month"] <= window.end)
    mine = (days["leads"] >= window.first_day) & (days["leads"] <= window.last_day)
    leads = int(days["n"][mine].sum())
    return {
        ("visitors", "leads"): Step(int(counted[within]["visitors"].sum()), leads, window, COUNTS)
    }


def counted_window(months: np.ndarray, as_of: int, span: int | None) -> Window | None:
    """Months to count: they end with the as-of month, or with the counts if up to two earlier."""
    known = months[months <= as_of]
    if not len(known) or int(known.max()) < as_of - 2:
        return None
    end = int(known.max())
    try:
        length = look_back(int(known.min()) - 1, end, span)
    except NotComputable:
        return None
    return Window(end - length + 1, end)


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
