"""Steps of the funnel by entry: who came in together is followed until today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from revcore.derive._funnel import COHORTS, SHORT, STAGES, Step
from revcore.derive.deals import Deals
from revcore.derive.followed import Followed, follow, maturity
from revcore.derive.intervals import Floats
from revcore.derive.months import look_back
from revcore.derive.resamples import DealResamples
from revcore.errors import NotComputable
from revcore.model import Window, last_day


def matured(
    entered: np.ndarray,
    reached: np.ndarray,
    n: np.ndarray,
    as_of: int,
    span: int | None,
    since: int | None = None,
    lost: np.ndarray | None = None,
) -> tuple[Window, int] | None:
    """Entry months old enough to judge each by itself, and the days allowed.

    A cohort is mature when nine in ten of those that will make the step have made it by its age,
    open ones counted as long as they were followed (:func:`~revcore.derive.followed.maturity`).
    Months before ``since`` are left out.
    """
    today = last_day(as_of)
    known = (entered >= 0) & (entered <= today)
    if not known.any():
        return None
    gone = None if lost is None else lost[known]
    wait = maturity(entered[known], reached[known], n[known], today, gone)
    end = month_of(today - wait + 1) - 1
    first = _first(entered[known], since)
    try:
        months = look_back(first - 1, end, span)
    except NotComputable:
        return None
    return Window(end - months + 1, end), wait


def entry_window(
    entered: np.ndarray,
    reached: np.ndarray,
    n: np.ndarray,
    as_of: int,
    span: int | None,
    since: int | None = None,
    lost: np.ndarray | None = None,
) -> Window | None:
    """The months whose entries are followed: up to the as-of month, young ones and all.

    A look at fewer than six months ends earlier, with months old enough to judge.
    """
    if span is not None and span < SHORT:
        found = matured(entered, reached, n, as_of, span, since, lost)
        return found[0] if found else None
    known = entered[(entered >= 0) & (entered <= last_day(as_of))]
    if not len(known):
        return None
    try:
        months = look_back(_first(known, since) - 1, as_of, span)
    except NotComputable:
        return None
    return Window(as_of - months + 1, as_of)


def cohort_steps(
    days: dict[str, np.ndarray], as_of: int, span: int | None
) -> dict[tuple[str, str], Step]:
    """Steps between stages with dates, by entry cohort.

    Those that passed every stage are told apart for the headline only.
    """
    have = [stage for stage in STAGES if stage in days]
    pairs = list(pairwise(have))
    if len(have) > 2 and have[0] == "leads" and have[-1] == "won":
        pairs.append(("leads", "won"))
    out = {}
    for source, target in pairs:
        step = cohort_step(
            days[source], days[target], days["n"], as_of, span, lost=days.get("lost")
        )
        if step is not None:
            headline = span is None
            out[source, target] = in_order(step, days, source, target, as_of) if headline else step
    return out


def in_order(step: Step, days: dict[str, np.ndarray], source: str, target: str, as_of: int) -> Step:
    """The same step with those that passed every stage, none skipped, beside it.

    Who came to the target past a stage has left the path on that day.
    """
    path = [stage for stage in STAGES if stage in days]
    path = path[: path.index(target) + 1]
    window, followed = step.window, step.followed
    if window is None or followed is None:
        return step
    today = last_day(as_of)
    inside = (days[source] >= window.first_day) & (days[source] <= window.last_day)
    started, passed = np.ones(len(inside), bool), np.ones(len(inside), bool)
    for place, stage in enumerate(path):
        said = (days[f"{stage} said"] >= 0) & (days[f"{stage} said"] <= today)
        started &= said if place <= path.index(source) else True
        passed &= said
    mine = inside & started
    if not mine.any():
        return step
    straight = np.where(passed[mine], days[target][mine], -1)
    aside = np.where(passed[mine], -1, days[target][mine])
    if "lost" in days:
        aside = np.where(aside >= 0, aside, days["lost"][mine])
    n = days["n"][mine]
    found = follow(days[source][mine], straight, n, today, aside, followed.within)
    detail = {
        **step.detail,
        "in_order_entered": int(n.sum()),
        "in_order_reached": found.counted(1),
        "in_order_share": found.value,
    }
    return replace(step, detail=detail, in_order=found)


def cohort_step(
    entered: np.ndarray,
    reached: np.ndarray,
    n: np.ndarray,
    as_of: int,
    span: int | None,
    since: int | None = None,
    lost: np.ndarray | None = None,
) -> Step | None:
    """One step by entry cohort: those that entered in the months counted, followed until now."""
    window = entry_window(entered, reached, n, as_of, span, since, lost)
    if window is None:
        return None
    mine = (entered >= window.first_day) & (entered <= window.last_day)
    if not mine.any():
        return None
    gone = None if lost is None else lost[mine]
    found = follow(entered[mine], reached[mine], n[mine], last_day(as_of), gone)
    detail: dict[str, float | int | str] = {"within_days": found.within}
    if lost is not None:
        detail["lost"] = found.counted(2)
    detail["still_open"] = found.counted(0)
    return Step(found.entered, found.counted(1), window, COHORTS, detail, found)


@dataclass(frozen=True, eq=False)
class Created:
    """Opportunities created in the months counted, as a step to “won”, with the deals behind it."""

    step: Step
    deals: Deals

    @property
    def followed(self) -> Followed:
        """The same deals with what became of them."""
        assert self.step.followed is not None
        return self.step.followed

    def draws(self, resamples: DealResamples) -> Floats:
        """Draws of the share won, on the deals that every measure shares."""
        moved = self.followed.influence
        return self.followed.drawn(resamples.total(self.deals, moved) - float(moved @ self.deals.n))


def deal_step(
    deals: Deals, as_of: int, span: int | None, since: int | None = None
) -> Created | None:
    """Opportunity → won from deals with a day of creation.

    A deal won or lost without a day, or before it was created, is left out: nobody knows for how
    long it was open.
    """
    decided = deals.won + deals.lost == 1
    known = deals.take((deals.created >= 0) & (~decided | (deals.closed >= deals.created)))
    won = np.where(known.won == 1, known.closed, -1)
    lost = np.where(known.lost == 1, known.closed, -1)
    found = cohort_step(known.created, won, known.n, as_of, span, since, lost)
    if found is None or found.window is None:
        return None
    window = found.window
    mine = (known.created >= window.first_day) & (known.created <= window.last_day)
    return Created(found, known.take(mine))


def _first(entered: np.ndarray, since: int | None) -> int:
    """The month of the first entry, or the one entries count from."""
    first = month_of(int(entered.min()))
    return first if since is None else max(first, since)


def month_of(day: int) -> int:
    """The month a day lies in."""
    moment = np.datetime64(int(day), "D").astype("datetime64[M]").astype(int)
    return int(moment) + 1970 * 12
