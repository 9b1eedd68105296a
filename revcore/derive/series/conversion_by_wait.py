"""How far leads come, by how long they waited for a first answer."""

from __future__ import annotations

import numpy as np

from revcore.derive.answered_leads import AnsweredLeads, SettledLeads
from revcore.derive.series._rates import BOUNDS, FEWEST, rate
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit

HOUR, DAY = 60, 1440
WAITS = (
    (HOUR, "within 1 hour"), (4 * HOUR, "1 to 4 hours"), (DAY, "4 to 24 hours"),
    (3 * DAY, "1 to 3 days"), (7 * DAY, "3 to 7 days"), (14 * DAY, "1 to 2 weeks"),
)  # fmt: skip
"""Upper ends of waits [minutes] and how they are said."""
LONGER, NEVER = "longer than 2 weeks", "never answered"


@series(
    title="How far leads come by time to answer",
    unit=Unit.RATIO,
    columns=("wait", "leads", "reached", "rate", *BOUNDS, "what"),
)
def conversion_by_wait(settled_leads: SettledLeads, answered_leads: AnsweredLeads) -> Drawn:
    """One row per wait, the shortest first, of up to two years of leads with a month’s time.

    ``what`` is the stage reached. Waits of fewer than five leads are left out.
    """
    leads = settled_leads
    ends = np.array([end for end, _ in WAITS])
    names = [*(name for _, name in WAITS), LONGER, NEVER]
    place = np.where(
        leads.minutes < 0, len(WAITS) + 1, np.searchsorted(ends, leads.minutes, side="left")
    )
    many = np.bincount(place, minlength=len(names))
    came = np.bincount(place[leads.came], minlength=len(names))
    rows: list[list[Cell]] = [
        [name, int(n), int(k), *rate(int(k), int(n)), answered_leads.what]
        for name, n, k in zip(names, many, came, strict=True)
        if n >= FEWEST
    ]
    return Drawn(rows)
