"""Slips per won deal."""

import numpy as np
import pandas as pd

from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Slips per won deal",
    plain="How often the close date of a won deal was put off",
    pillar=Pillar.REVOPS,
    group="sales",
    unit=Unit.TIMES,
    better=Better.LOWER,
    n_of="won deals with a count of slips",
    order=74,
    rows="won_deals_slipped",
    source="Salesforce, Push count: times a close date moved to a later month",
)
def slips_per_won_deal(deal_slips: pd.DataFrame, deal_window: Window) -> Estimate:
    """How often the close date was put off, on average over the deals won in the window.

        slips_per_won_deal = Σ times the close date was put off / won deals

    Counted by the CRM itself; deals for which it says nothing are left out.

    Parameters
    ----------
    deal_slips
        Closed deals by how often they slipped.
    deal_window
        The months counted.

    Returns
    -------
    [times], 0 or more.

    Raises
    ------
    NotComputable
        No file counts the slips, or fewer than five won deals have a count.

    Notes
    -----
    Student’s t over won deals. Assumes that the CRM counts every move of the close date.

    Examples
    --------
    >>> slips = pd.DataFrame({"closed": [31, 31], "won": [1, 1], "slips": [0, 3], "n": [4, 4]})
    >>> slips_per_won_deal(slips, Window(1970 * 12, 1970 * 12 + 11)).value
    1.5
    """
    inside = deal_slips["closed"].between(deal_window.first_day, deal_window.last_day)
    won = deal_slips[inside & (deal_slips["won"] == 1)]
    often, n = won["slips"].to_numpy(np.int64), won["n"].to_numpy(np.int64)
    found = Estimate.mean(
        often, n, deal_window, words="won deals with a count of slips",
        inputs={"won_deals_that_slipped": int(n[often > 0].sum())},
    )  # fmt: skip
    return found.clipped(0.0)
