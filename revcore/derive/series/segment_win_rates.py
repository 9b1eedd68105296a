"""Win rate of deals by the half-year they were opened in, for segments and channels."""

from __future__ import annotations

import numpy as np

from revcore.derive.deals import DealHistory, DealPaths, Deals
from revcore.derive.followed import Followed, follow
from revcore.derive.series._rates import BOUNDS, bounds
from revcore.derive.series._series import Cell, Drawn, series
from revcore.derive.win_rate_change import DIMENSIONS, SLOW, days_of, last_and_before, parts, wait
from revcore.errors import NotComputable
from revcore.model import Unit, Window, first_day, last_day, month_label, parse_month

HALF, HALVES = 6, 6
CREATED, SOLID = 10, 3
"""Deals opened below which a half-year has no rate, and half-years below which a group has none."""
MOST = 4


@series(
    title="Win rate by segment and half-year",
    unit=Unit.RATIO,
    columns=("segment", "source", "month", "opened", "rate", *BOUNDS, "within"),
)
def segment_win_rates(
    all_deals: Deals, deal_history: DealHistory, deal_paths: dict[str, DealPaths], as_of: int
) -> Drawn:
    """One row per group and six months of opening ending in ``month``, the largest groups first.

    Won within ``within`` days (Aalen–Johansen), the same for all of a group; not complete where
    some could not be followed for twice the time that nine in ten wins take.
    """
    windows, today = last_and_before(deal_history, as_of), last_day(as_of)
    known = all_deals.take(all_deals.created >= 0)
    within = SLOW * wait(known, windows, today)
    first = max(deal_history.first, as_of - HALF * HALVES + 1)
    months = [as_of - HALF * back for back in range((as_of - first + 1) // HALF - 1, -1, -1)]
    rows: list[list[Cell]] = []
    for dimension in DIMENSIONS:
        paths = deal_paths.get(dimension)
        if paths is None:
            continue
        size = {name: int(paths.n[mine].sum()) for name, mine in parts(paths)}
        masks = dict(parts(paths))
        for name in sorted(size, key=lambda one: (-size[one], one))[:MOST]:
            who: list[Cell] = [name if dimension == one else None for one in DIMENSIONS]
            found = of_group(paths, masks[name], months, within, today)
            if len(found) >= SOLID:
                rows += [[*who, *row] for row in found]
    if not rows:
        raise NotComputable(
            "No segment or channel has ten deals opened in three half-years.",
            needs=("deals.segment", "deals.source"),
        )
    complete = [first_day(parse_month(str(row[2])) + 1) + within <= today + 1 for row in rows]
    return Drawn(rows, complete)


def of_group(
    paths: DealPaths, mine: np.ndarray, months: list[int], within: int, today: int
) -> list[list[Cell]]:
    """One row per half-year with enough deals opened, all for the same time.

    That is the time a quarter of the latest could be followed, so that no dot is lower for being
    young.
    """
    found: list[tuple[int, Followed]] = []
    for month in months:
        window = Window(month - HALF + 1, month)
        inside = mine & (paths.created >= window.first_day) & (paths.created <= window.last_day)
        inside &= (paths.won + paths.lost == 0) | (paths.closed >= paths.created)
        if int(paths.n[inside].sum()) >= CREATED:
            entered, won, count, end, lost = days_of(paths, inside, today)
            found.append((month, follow(entered, won, count, end, lost)))
    days = min([within, *(one.within for _, one in found)])
    return [
        [month_label(month), one.entered, one.incidence.at(days)[0],
         *bounds(one.incidence.interval(days)), days]
        for month, one in found
    ]  # fmt: skip
