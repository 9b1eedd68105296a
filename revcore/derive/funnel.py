"""The funnel from visitor to customer: entries followed until today, or counts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from revcore.derive._funnel import (
    COHORTS,
    COUNTS,
    DATES,
    NAMES,
    STAGES,
    TYPED,
    TYPED_COUNTS,
    Step,
)
from revcore.derive._funnel_cohorts import (
    Created,
    cohort_step,
    cohort_steps,
    deal_step,
    entry_window,
    matured,
    month_of,
)
from revcore.derive.answers import TypedYear
from revcore.derive.deals import DealHistory, Deals
from revcore.derive.months import look_back
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

__all__ = [
    "COHORTS", "COUNTS", "NAMES", "STAGES", "TYPED_COUNTS", "Created", "Step", "cohort_step",
    "created_cohort", "entry_window", "funnel_steps", "lead_frame", "matured", "step",
]  # fmt: skip


@provider
def lead_frame(lead_paths: pd.DataFrame, lead_columns: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Days of each stage by name of volume; a later stage reached counts as every earlier one.

    A lead whose earlier date is missing entered that stage on the day of the next one it reached.
    ``"… said"`` are the days as the file has them, for the reading that wants all stages in order.
    """
    have = ["leads", *[stage for stage in STAGES[2:] if DATES[stage] in lead_columns]]
    days = {stage: lead_paths[DATES[stage]].to_numpy(np.int64) for stage in have}
    said = {f"{stage} said": days[stage] for stage in have}
    later: np.ndarray | None = None
    for stage in reversed(have[1:]):
        if later is not None:
            days[stage] = np.where((days[stage] < 0) & (later >= 0), later, days[stage])
        later = days[stage]
    source = lead_paths["source"].to_numpy(str)
    if "lost" in lead_columns:
        days["lost"] = lead_paths["lost"].to_numpy(np.int64)
    return {**days, **said, "source": source, "n": lead_paths["n"].to_numpy(np.int64)}


@provider
def volume_columns(volumes: pd.DataFrame) -> dict[str, np.ndarray]:
    """Month, and volume of each stage [−1: not given], taken apart once for all windows."""
    return {name: volumes[name].to_numpy(np.int64) for name in ("month", *STAGES)}


@provider
def funnel_steps(
    as_of: int,
    span: int | None,
    lead_frame: dict[str, np.ndarray] | None = None,
    volume_columns: dict[str, np.ndarray] | None = None,
    created_cohort: Created | None = None,
    typed_year: TypedYear | None = None,
) -> dict[tuple[str, str], Step]:
    """Every step that can be counted, by (from, to).

    Dates of single leads or deals give entry cohorts; volumes per month give same-period ratios,
    and so do the typed numbers where there is nothing else.
    """
    steps: dict[tuple[str, str], Step] = {}
    if typed_year is not None:
        steps |= typed_steps(typed_year)
    if volume_columns is not None:
        steps |= counted_steps(volume_columns, as_of, span)
    if lead_frame is not None:
        steps |= cohort_steps(lead_frame, as_of, span)
        steps |= visitor_step(volume_columns, lead_frame, as_of, span)
    if created_cohort is not None:
        steps["opportunities", "won"] = created_cohort.step
    return steps


@provider
def created_cohort(
    all_deals: Deals, as_of: int, span: int | None, deal_history: DealHistory | None = None
) -> Created:
    """Opportunities created in the months counted, followed to the end of the as-of month.

    Those from before deals were recorded as closed are left out: their losses are missing.

    Raises
    ------
    NotComputable
        No deal has a day of creation, or the history is too short.
    """
    since = deal_history.first if deal_history and deal_history.truncated else None
    found = deal_step(all_deals, as_of, span, since)
    if found is not None:
        return found
    if not (all_deals.created >= 0).any():
        raise NotComputable("Needs the day each deal was created.", needs=("deals.created",))
    raise NotComputable("Deals were first created less than three months ago: too short a history.")


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
    counts: dict[str, np.ndarray], as_of: int, span: int | None
) -> dict[tuple[str, str], Step]:
    """Steps between volumes of the same months."""
    out = {}
    month = counts["month"]
    have = [stage for stage in STAGES if (counts[stage] >= 0).any()]
    pairs = list(pairwise(have))
    if "leads" in have and "won" in have and ("leads", "won") not in pairs:
        pairs.append(("leads", "won"))
    for source, target in pairs:
        both = (counts[source] >= 0) & (counts[target] >= 0)
        window = counted_window(month[both], as_of, span)
        if window is None:
            continue
        mine = both & (month >= window.start) & (month <= window.end)
        came, went = int(counts[source][mine].sum()), int(counts[target][mine].sum())
        out[source, target] = Step(came, went, window, COUNTS)
    return out


def visitor_step(
    counts: dict[str, np.ndarray] | None, days: dict[str, np.ndarray], as_of: int, span: int | None
) -> dict[tuple[str, str], Step]:
    """Visitors from counts against leads from the lead list, in the same months."""
    if counts is None or (counts["leads"] >= 0).any():
        return {}
    visitors = counts["visitors"]
    counted = visitors >= 0
    if not counted.any():
        return {}
    month = counts["month"]
    months = month[counted]
    begun = month_of(int(days["leads"].min()))
    window = counted_window(months[months >= begun], as_of, span)
    if window is None:
        return {}
    within = counted & (month >= window.start) & (month <= window.end)
    mine = (days["leads"] >= window.first_day) & (days["leads"] <= window.last_day)
    leads = int(days["n"][mine].sum())
    return {("visitors", "leads"): Step(int(visitors[within].sum()), leads, window, COUNTS)}


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
