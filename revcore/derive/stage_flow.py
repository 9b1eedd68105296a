"""How many pass each stage, now and a year ago, and how long they stay there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from revcore.derive.competing_risks import LOST, OPEN, WON, Incidence, aalen_johansen
from revcore.derive.funnel import Step
from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from revcore.registry import Asker, provider

DRAWS, YEAR = 2000, 12
SKIPPED = 0.5
"""Stages left the same day by more than half are back-filled, not worked on."""
WORDS = {
    "mqls": "the first check of a lead",
    "sqls": "the hand-over to sales",
    "opportunities": "the first call",
    "won": "the decision",
}


@dataclass(frozen=True)
class Passage:
    """One stage in the last twelve months and in the twelve before.

    now, before
        Share that passed it [ratio], with draws.
    days
        Median days there of those who passed; None where no stage dates say it.
    exits
        How many left it, onward or lost, in the last twelve months.
    """

    name: str
    now: float
    before: float
    now_draws: Floats = field(repr=False)
    before_draws: Floats = field(repr=False)
    exits: int
    days: float | None = None
    quoted: bool = False


@provider
def stage_flow(
    as_of: int,
    at: Callable[[int, int | None], Asker],
    stage_passages: pd.DataFrame | None = None,
) -> list[Passage]:
    """Every stage passed in both years: of deals by their stage dates, else of the funnel’s steps.

    Raises
    ------
    NotComputable
        Fewer than two stages are known in both years: none can be told to be the narrow one.
    """
    found = of_deals(stage_passages, as_of) if stage_passages is not None else []
    if len(found) < 2:
        found = of_funnel(at, as_of)
    if len(found) < 2:
        raise NotComputable(
            "Needs two years of deals or leads with the day they entered each stage.",
            needs=("stage_history", "leads"),
            n=len(found),
        )
    return found


def of_funnel(at: Callable[[int, int | None], Asker], as_of: int) -> list[Passage]:
    """From the steps of the funnel, this year and the year before."""
    try:
        now: Mapping[tuple[str, str], Step] = at(as_of, YEAR)("funnel_steps")
        before: Mapping[tuple[str, str], Step] = at(as_of - YEAR, YEAR)("funnel_steps")
    except NotComputable:
        return []
    out = []
    for pair, step in now.items():
        name = WORDS.get(pair[1])
        earlier = before.get(pair)
        chain = pair in (("leads", "mqls"), ("mqls", "sqls"), ("sqls", "opportunities"))
        if name is None or earlier is None or not (chain or pair == ("opportunities", "won")):
            continue
        shares = [one.reached / max(one.entered, 1) for one in (step, earlier)]
        draws = [
            jeffreys_draws(*one.effective, DRAWS, rng(name, list(one.effective)))
            for one in (step, earlier)
        ]
        out.append(Passage(name, shares[0], shares[1], draws[0], draws[1], step.entered))
    return out


def of_deals(passages: pd.DataFrame, as_of: int) -> list[Passage]:
    """From stage dates: Aalen–Johansen of passing against being lost, to a common horizon."""
    end = first_day(as_of + 1)
    out = []
    for stage, part in passages.groupby("stage", sort=True):
        now = incidence(part, Window(as_of - YEAR + 1, as_of), end)
        before = incidence(part, Window(as_of - 2 * YEAR + 1, as_of - YEAR), end)
        if now is None or before is None:
            continue
        (found, days, n), (earlier, _, _) = now, before
        horizon = min(found.horizon, earlier.horizon)
        shares = [one.at(horizon)[0] for one in (found, earlier)]
        if horizon <= 0 or min(shares) <= 0:
            continue
        usual = weighted_median(days, n)
        if usual is None or (days == 0) @ n > SKIPPED * n.sum():
            continue
        drawn = [share_draws(one, horizon, str(stage)) for one in (found, earlier)]
        exits = round(found.wins + found.losses)
        out.append(
            Passage(str(stage), shares[0], shares[1], drawn[0], drawn[1], exits, usual, quoted=True)
        )
    return out


def incidence(
    part: pd.DataFrame, window: Window, end: int
) -> tuple[Incidence, np.ndarray, np.ndarray] | None:
    """Those who entered in a window: passing against lost, and the days of those who passed."""
    entered = part["entered"].to_numpy(np.int64)
    mine = (entered >= window.first_day) & (entered <= window.last_day)
    if not mine.any():
        return None
    entered, n = entered[mine], part["n"].to_numpy(np.int64)[mine]
    onward, closed, won, lost = (
        part[name].to_numpy(np.int64)[mine] for name in ("next", "closed", "won", "lost")
    )
    onward = np.where((onward < 0) & (won == 1) & (closed >= 0), closed, onward)
    passed = (onward >= entered) & (onward < end)
    gone = ~passed & (lost == 1) & (closed >= entered) & (closed < end)
    until = np.where(passed, onward, np.where(gone, closed, end))
    status = np.where(passed, WON, np.where(gone, LOST, OPEN))
    found = aalen_johansen(until - entered, status, n)
    return found, (until - entered)[passed], n[passed]


def share_draws(found: Incidence, horizon: float, name: str) -> Floats:
    """Draws of the share that passed within a horizon: a Beta as wide as the standard error."""
    share, error = found.at(horizon)[0], found.error(horizon)
    count = share * (1 - share) / error**2 if error > 0 else float(found.at_risk[0])
    seed = rng("stage", name, [share, count])
    return jeffreys_draws(share * count, count, DRAWS, seed)


def weighted_median(days: np.ndarray, n: np.ndarray) -> float | None:
    """Median days; None without any."""
    if not n.sum():
        return None
    order = np.argsort(days)
    upto = np.cumsum(n[order])
    return float(days[order][np.searchsorted(upto, upto[-1] / 2)])
