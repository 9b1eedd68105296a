"""What the open deals are likely to bring: the company's own odds by stage and age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive._codes import coded
from revcore.derive.competing_risks import LOST, OPEN, WON, Incidence, aalen_johansen
from revcore.derive.deals import Deals
from revcore.derive.months import Floats, Ints
from revcore.errors import NotComputable
from revcore.model import last_day
from revcore.registry import provider
from revcore.words import counted_words

LEAST_WATCHED = 20
"""Odds at ages that fewer deals reached are those of the last age that so many did."""
DRAWS = 1000
MANY = 5000
"""Open deals beyond which their sum is drawn as one."""
RECENT = 730
"""Days back from the end of the as-of month: odds of earlier deals no longer hold."""


@dataclass(frozen=True, eq=False)
class Expected:
    """Open deals with an amount and their chance to be won.

    amount [at ``scale``], chance [ratio], n deals, error [relative standard error of the chances of
    one stage], stage [index]; basis says what the chances rest on.
    """

    amount: Ints
    chance: Floats
    n: Ints
    error: Floats
    stage: Ints
    scale: int
    basis: str
    closed: int

    @property
    def value(self) -> float:
        """Σ amount × chance [currency]."""
        return float((self.amount * self.n) @ self.chance) / 10**self.scale

    def draws(self) -> Floats:
        """What these deals may bring together [currency]: chances and outcomes both drawn."""
        rng = intervals.rng("weighted", self.chance, self.n)
        noise = rng.standard_normal((DRAWS, int(self.stage.max(initial=0)) + 1))
        if len(self.n) > MANY:
            return self._drawn_together(rng, noise)
        chances = self._chances(noise, slice(None))
        return rng.binomial(self.n, chances) @ self.amount / 10**self.scale

    def _drawn_together(self, rng: np.random.Generator, noise: Floats) -> Floats:
        """Those of one chance as one, and all as a gamma of the same mean and variance."""
        order = np.lexsort((self.error, self.chance, self.stage))
        kinds = np.column_stack([self.stage, self.chance, self.error])[order]
        begins = np.flatnonzero(np.r_[True, (kinds[1:] != kinds[:-1]).any(axis=1)])
        worth = self.amount[order] / 10**self.scale
        first = np.add.reduceat(self.n[order] * worth, begins)
        second = np.add.reduceat(self.n[order] * worth**2, begins)
        chances = self._chances(noise, order[begins])
        mean = np.maximum(chances @ first, 1e-9)
        variance = np.maximum((chances * (1 - chances)) @ second, 1e-9)
        return np.asarray(rng.standard_gamma(mean**2 / variance) * variance / mean)

    def _chances(self, noise: Floats, some: Ints | slice) -> Floats:
        drift = 1 + noise[:, self.stage[some]] * self.error[some]
        return np.asarray(np.clip(self.chance[some] * np.maximum(drift, 0), 0, 1))


@provider
def weighted(
    all_deals: Deals, open_deals: Deals, as_of: int, stage_entries: pd.DataFrame | None = None
) -> Expected:
    """Chance of each open deal from the outcomes of the two years to the end of the as-of month.

    With the days on which deals entered their stages: the chance to get beyond the present stage
    after so many days in it, times the share won of those that got beyond it. Without them: the
    chance to be won after so many days since it was created.

    Raises
    ------
    NotComputable
        No open deal has an amount, or fewer than 10 closed deals with both days, 3 of them won.
    """
    valued = open_deals.take((open_deals.valued == 1) & (open_deals.amount > 0))
    if not valued.count:
        said = "none has a value yet" if open_deals.count else "no deal is open"
        raise NotComputable(
            f"{counted_words(open_deals.count, 'deals are')} open; {said}." if open_deals.count
            else "No deal is open.", needs=("deals.amount",), n=0,
        )  # fmt: skip
    end = last_day(as_of)
    if stage_entries is not None and len(stage_entries):
        try:
            return by_stage(stage_entries, end, valued)
        except NotComputable:
            pass
    return by_age(all_deals, end, valued)


def by_age(all_deals: Deals, end: int, valued: Deals) -> Expected:
    """Chances by days since the deal was created."""
    curve = recent_outcomes(all_deals, end)
    age = np.where(valued.created >= 0, end - valued.created, 0)
    chance, error = later(curve, age)
    return Expected(
        valued.amount, chance, valued.n, np.full(len(age), error), np.zeros(len(age), np.int64),
        valued.scale, "days since the deal was created", round(curve.wins + curve.losses),
    )  # fmt: skip


def recent_outcomes(all_deals: Deals, end: int, days_back: int = RECENT) -> Incidence:
    """Won and lost by days since created, of deals created in the two years to a day.

    Parameters
    ----------
    days_back
        Or so many days instead.

    Raises
    ------
    NotComputable
        Fewer than 10 closed deals with both days, or fewer than 3 of them won.
    """
    recent = (all_deals.created > end - days_back) & (all_deals.created >= 0)
    watched = all_deals.take(recent & (all_deals.created <= end))
    decided = (watched.closed >= watched.created) & (watched.closed <= end)
    odd = (watched.won + watched.lost == 1) & (watched.closed < watched.created)
    watched, decided = watched.take(~odd), decided[~odd]
    status = np.where(decided, np.where(watched.won == 1, WON, LOST), OPEN)
    days = np.where(decided, watched.closed, end) - watched.created
    return aalen_johansen(days, status, watched.n).checked()


def later(curve: Incidence, age: Ints) -> tuple[Floats, float]:
    """Chance to be won after so many days still open, and its relative standard error.

    (won at the end − won by then) / still open then
    """
    known = curve.days[curve.at_risk >= min(LEAST_WATCHED, curve.at_risk[0])]
    upto = np.minimum(age, known.max(initial=0.0))
    at = np.maximum(np.searchsorted(curve.days, upto, side="right") - 1, 0)
    final = float(curve.won[-1])
    left = curve.still_open[at]
    chance = np.where(left > 1e-12, (final - curve.won[at]) / np.maximum(left, 1e-12), 0.0)
    error = curve.error(float(curve.days[-1])) / final if final > 0 else 0.0
    return np.clip(chance, 0.0, 1.0), error


def by_stage(entries: pd.DataFrame, end: int, valued: Deals) -> Expected:
    """Chances by stage and days in it; see :func:`weighted`.

    A deal that skips a stage, or enters one on the same day as the next, was not held there.
    """
    found = entries[entries["entered"] <= end]
    deal, entered, closed = (
        found[name].to_numpy(np.int64) for name in ("deal", "entered", "closed")
    )
    decided = ((found["won"] + found["lost"]).to_numpy() == 1) & (closed >= 0) & (closed <= end)
    won = decided & (found["won"].to_numpy() == 1)
    last = np.r_[deal[1:] != deal[:-1], True]
    following = np.r_[entered[1:], 0]
    advanced = ~last | (won & last)
    left = np.where(last, np.where(decided, closed, end), following)
    status = np.where(advanced, WON, np.where(decided, LOST, OPEN))
    days = np.maximum(left - entered, 0)
    running = last & ~decided
    amounts = found["amount"].to_numpy(np.int64)
    mine = running & (found["valued"].to_numpy() == 1) & (amounts > 0)
    recent = entered > end - RECENT
    if not mine.any() or int(mine.sum()) < 0.8 * valued.count:
        raise NotComputable("Most open deals do not say when they entered their stage.")
    final = last & decided
    outcome = dict(zip(deal[final].tolist(), won[final].tolist(), strict=True))
    fate = np.array([outcome.get(one, -1) for one in deal.tolist()])
    names, stage = coded(found["stage"])
    chance, error = np.zeros(len(found)), np.zeros(len(found))
    for number in range(len(names)):
        of = stage == number
        if not (mine & of).any():
            continue
        curve = aalen_johansen(days[of & recent], status[of & recent]).checked()
        onward, spread = later(curve, days[mine & of])
        passed = fate[of & recent & ~last & (fate >= 0)]
        direct = int((of & recent & last & won).sum())
        wins, n = int((passed == 1).sum()) + direct, len(passed) + direct
        share = wins / n if n else 0.0
        noise = ((1 - share) / max(wins, 1)) ** 0.5
        chance[mine & of] = onward * share
        error[mine & of] = np.hypot(spread, noise)
    return Expected(
        amounts[mine], chance[mine], np.ones(int(mine.sum()), np.int64), error[mine], stage[mine],
        valued.scale, "days in the present stage", int((final & (closed > end - RECENT)).sum()),
    )  # fmt: skip
