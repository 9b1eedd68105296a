"""Of those that came in together, how many were won."""

from __future__ import annotations

import numpy as np

from revcore.derive.deals import DealHistory, Deals
from revcore.derive.funnel import matured
from revcore.derive.months import _months_of
from revcore.derive.series._quarters import Cohorts
from revcore.derive.series._rates import BOUNDS, rate
from revcore.derive.series._series import Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, first_day, last_day

MOST = 12
"""Latest cohorts shown."""


@series(
    title="Won, by the time they came in",
    unit=Unit.RATIO,
    columns=("cohort", "entered", "won", "rate", *BOUNDS, "step"),
    parts=("lead_frame", "all_deals"),
)
def entry_cohorts(
    as_of: int,
    lead_frame: dict[str, np.ndarray] | None = None,
    all_deals: Deals | None = None,
    deal_history: DealHistory | None = None,
) -> Drawn:
    """One row per cohort of leads (without leads: of opportunities), the latest twelve.

    Opportunities from before deals were recorded as closed are left out: their losses are missing.
    Not complete: younger than it takes until nine in ten of those that will be won are won.
    """
    lost = None
    if lead_frame is not None and "won" in lead_frame:
        lost = lead_frame.get("lost")
        step, entered, won, n = "leads", lead_frame["leads"], lead_frame["won"], lead_frame["n"]
    elif all_deals is not None and (all_deals.created >= 0).any():
        step, entered, n = "opportunities", all_deals.created, all_deals.n
        won = np.where(all_deals.won == 1, all_deals.closed, -1)
        lost = np.where(all_deals.lost == 1, all_deals.closed, -1)
    else:
        raise NotComputable(
            "Needs leads or deals with the day they came in.", needs=("leads", "deals.created")
        )
    known = (entered >= 0) & (entered <= last_day(as_of))
    if step == "opportunities" and deal_history is not None and deal_history.truncated:
        known &= entered >= first_day(deal_history.first)
    entered, won, n = entered[known], won[known], n[known]
    found = matured(entered, won, n, as_of, None, lost=lost if lost is None else lost[known])
    if not len(entered) or found is None:
        raise NotComputable("The history is too short: nobody has had time to be won yet.")
    oldest_open = found[0].end
    month = _months_of(entered)
    cohorts = Cohorts.over(int(month.min()), as_of)
    group = cohorts.of(month)
    came = (won >= 0) & (won <= last_day(as_of))
    rows, complete = [], []
    for cohort in np.unique(group).tolist()[-MOST:]:
        mine = group == cohort
        of, k = int(n[mine].sum()), int(n[mine & came].sum())
        rows.append([cohorts.label(cohort), of, k, *rate(k, of), step])
        complete.append(cohorts.end(cohort) <= oldest_open)
    return Drawn(rows, complete)
