"""Steps of the funnel by source: the months and the time of the headline, source by source."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from revcore.derive.breakdowns import MOST, Part, pooled, rate
from revcore.derive.channels import channel
from revcore.derive.competing_risks import WON
from revcore.derive.deals import DealPaths
from revcore.derive.followed import Followed, follow
from revcore.derive.funnel import COHORTS, Created, Step, step
from revcore.derive.size_bands import SIZE
from revcore.errors import NotComputable
from revcore.model import last_day
from revcore.registry import provider

Steps = Mapping[tuple[str, str], Step]
Days = dict[str, np.ndarray]


def by_source(days: Days, steps: Steps, source: str, target: str, as_of: int) -> list[Part]:
    """One step by the leads' source, most leads first.

    Raises
    ------
    NotComputable
        The step does not rest on entry cohorts, or no lead has a source.
    """
    found = step(steps, source, target)
    if found.basis != COHORTS or found.window is None or not (days["source"] != "").any():
        raise NotComputable("No lead has a source.", needs=("leads.source",))
    entered, today = days[source], last_day(as_of)
    mine = (entered >= found.window.first_day) & (entered <= found.window.last_day)
    parts: dict[str, Followed] = {}
    for key in np.unique(days["source"][mine]).tolist():
        of = mine & (days["source"] == key)
        lost = days["lost"][of] if "lost" in days else None
        within = int(found.detail["within_days"])
        parts[str(key)] = follow(entered[of], days[target][of], days["n"][of], today, lost, within)
    return shares(parts)


def shares(parts: Mapping[str, Followed]) -> list[Part]:
    """Shares of all parts, largest first; beside each what the others say of it."""
    order = sorted(parts, key=lambda key: (-parts[key].entered, key))[:MOST]
    counts = []
    for key in order:
        found = parts[key]
        n = found.effective if 0 < found.value < 1 else float(found.entered)
        counts.append((found.value * n, n))
    return pooled([share(key, parts[key]) for key in order], counts)


def share(key: str, found: Followed) -> Part:
    """Share of one part within the headline's time, or its counts where there are too few."""
    try:
        found.checked("so far")
    except NotComputable:
        return Part(key, found.entered, None, reason=f"{found.counted(WON)} of {found.entered}")
    return Part(key, found.entered, found.value, found.interval)


@provider
def by_lead_to_mql(lead_frame: Days, funnel_steps: Steps, as_of: int) -> dict[str, list[Part]]:
    """Lead → MQL by source."""
    return {"source": by_source(lead_frame, funnel_steps, "leads", "mqls", as_of)}


@provider
def by_mql_to_sql(lead_frame: Days, funnel_steps: Steps, as_of: int) -> dict[str, list[Part]]:
    """MQL → SQL by source."""
    return {"source": by_source(lead_frame, funnel_steps, "mqls", "sqls", as_of)}


@provider
def by_sql_to_opportunity(
    lead_frame: Days, funnel_steps: Steps, as_of: int
) -> dict[str, list[Part]]:
    """SQL → opportunity by source."""
    return {"source": by_source(lead_frame, funnel_steps, "sqls", "opportunities", as_of)}


@provider
def by_lead_to_won(lead_frame: Days, funnel_steps: Steps, as_of: int) -> dict[str, list[Part]]:
    """Lead → customer by source."""
    return {"source": by_source(lead_frame, funnel_steps, "leads", "won", as_of)}


@provider
def by_win_rate_created(
    created_cohort: Created,
    as_of: int,
    deal_paths: dict[str, DealPaths] | None = None,
    paths_by_size: DealPaths | None = None,
) -> dict[str, list[Part]]:
    """Share won of the deals created, by every trait of a deal and by size, as in the headline."""
    window, today = created_cohort.step.window, last_day(as_of)
    assert window is not None
    out = {}
    sized = {} if paths_by_size is None else {SIZE: paths_by_size}
    for dimension, paths in ((deal_paths or {}) | sized).items():
        mine = (paths.created >= window.first_day) & (paths.created <= window.last_day)
        mine &= (paths.won + paths.lost == 0) | (paths.closed >= paths.created)
        parts: dict[str, Followed] = {}
        for place in np.unique(paths.key[mine]).tolist():
            of = mine & (paths.key == place)
            won = np.where(paths.won[of] == 1, paths.closed[of], -1)
            lost = np.where(paths.lost[of] == 1, paths.closed[of], -1)
            parts[paths.names[place]] = follow(
                paths.created[of], won, paths.n[of], today, lost, created_cohort.followed.within
            )
        if len(parts) > 1:
            out[dimension] = shares(parts)
    if paths_by_size is not None and SIZE in out:
        out[SIZE] = sorted(out[SIZE], key=lambda row: paths_by_size.names.index(row.key))
    return out


@provider
def by_opportunity_to_won(
    by_win_rate_created: dict[str, list[Part]], funnel_steps: Steps
) -> dict[str, list[Part]]:
    """Opportunity → won by every trait of a deal, where the step is counted from deals."""
    found = step(funnel_steps, "opportunities", "won")
    if found.basis != COHORTS:
        raise NotComputable("Opportunities have no day of their own here.")
    return by_win_rate_created


@provider
def by_visitor_to_lead(
    volumes: pd.DataFrame, funnel_steps: Steps, lead_frame: Days | None = None
) -> dict[str, list[Part]]:
    """Visitors → leads by channel; a lead's source is taken for the channel of the same name."""
    window = step(funnel_steps, "visitors", "leads").window
    if window is None or volumes["channel"].nunique() < 2:
        raise NotComputable(
            "Visitors are not counted by channel.", needs=("funnel_counts.channel",)
        )
    mine = volumes[volumes["month"].between(window.start, window.end) & (volumes["visitors"] >= 0)]
    visitors = mine.groupby("channel", sort=True)["visitors"].sum()
    if (mine["leads"] >= 0).any():
        counted = mine[mine["leads"] >= 0].groupby("channel")["leads"].sum().to_dict()
        leads = {channel(str(name)): int(n) for name, n in counted.items()}
    elif lead_frame is not None:
        inside = (lead_frame["leads"] >= window.first_day) & (
            lead_frame["leads"] <= window.last_day
        )
        leads = {}
        for name in np.unique(lead_frame["source"][inside]).tolist():
            key, of = channel(str(name)), inside & (lead_frame["source"] == name)
            leads[key] = leads.get(key, 0) + int(lead_frame["n"][of].sum())
    else:
        raise NotComputable("Leads are not counted by channel.", needs=("leads.source",))
    rows = []
    for name, n in visitors.items():
        asked = leads.get(channel(str(name)), 0)
        if asked > n:
            rows.append(Part(str(name), int(n), None, reason=f"{asked} leads, {n} visitors"))
        else:
            rows.append(rate(str(name), asked, int(n)))
    return {"channel": sorted(rows, key=lambda row: (-row.n, row.key))[:MOST]}
