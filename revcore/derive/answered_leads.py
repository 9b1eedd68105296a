"""Whether leads answered late come less far, among leads alike in source, segment and weekday."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.intervals import Floats, rng
from revcore.derive.months import Ints
from revcore.errors import NotComputable
from revcore.model import Window, first_day, last_day
from revcore.registry import provider
from revcore.words import counted_words

YEAR, TWO_YEARS, DRAWS = 12, 24, 2000
"""How long people wait is said of a year; what waiting does, of two: twice the leads say it."""
SETTLED = 30
"""Days a lead has had to come further before it counts."""
FEWEST = 100
NEXT = (("sql", "qualified by sales"), ("opportunity", "opportunities"), ("won", "customers"))
TRAITS = ("source", "segment")
SATURDAY = 5


@dataclass(frozen=True, eq=False)
class AnsweredLeads:
    """Leads that had a month’s time, by how long they waited for an answer.

    minutes
        Waiting time of those of the last year that were answered, sorted.
    never
        Leads of the last year nobody ever answered.
    compared
        Leads answered in up to two years, by which the shares and their ratio are said.
    fast, slow
        Share that became ``what`` where answers came soonest and latest (quarters) [ratio].
    ratio_draws
        Draws of slow ÷ fast, the same in source, segment and weekday.
    strata
        Groups of like leads compared within.
    """

    minutes: Ints
    never: int
    what: str
    fast: float
    slow: float
    fast_hours: float
    slow_hours: float
    ratio_draws: Floats
    strata: int
    compared: int
    window: Window

    @property
    def count(self) -> int:
        """Leads of the last year in all."""
        return len(self.minutes) + self.never

    @property
    def median_draws(self) -> Floats:
        """Draws of the median wait of all leads [minutes]; never answered is longest."""
        noise = rng("median wait", self.minutes, [self.never])
        n = self.count
        place = np.clip(noise.beta(n / 2 + 0.5, n / 2 + 0.5, DRAWS) * n, 0, n - 1).astype(int)
        waits = np.append(self.minutes.astype(float), np.full(self.never, np.inf))
        return np.asarray(waits[place])


@dataclass(frozen=True, eq=False)
class SettledLeads:
    """Leads of up to two years that had a month’s time.

    minutes
        Wait for the first answer; −1 where nobody answered.
    came
        Whether they reached ``what`` or a later stage.
    recent
        Whether they came in the last twelve months.
    frame
        The leads themselves, in the same order.
    """

    minutes: Ints
    came: np.ndarray
    recent: np.ndarray
    what: str
    frame: pd.DataFrame


@provider
def settled_leads(lead_outcomes: pd.DataFrame, as_of: int) -> SettledLeads:
    """Leads of two years with a month’s time, and whether they went on.

    Raises
    ------
    NotComputable
        No lead has a later stage.
    """
    window, longer = (Window(as_of - months + 1, as_of) for months in (YEAR, TWO_YEARS))
    end = min(last_day(as_of), first_day(as_of + 1) - SETTLED)
    created = lead_outcomes["created"].to_numpy(np.int64)
    frame = lead_outcomes[(created >= longer.first_day) & (created <= end)]
    reached = {name: frame[name].to_numpy(np.int64) >= 0 for name, _ in NEXT}
    chosen = next((at for at, (name, _) in enumerate(NEXT) if reached[name].any()), None)
    if chosen is None:
        raise NotComputable(
            "No lead has the day it was qualified or became an opportunity.", needs=("leads.sql",)
        )
    return SettledLeads(
        frame["minutes"].to_numpy(np.int64),
        np.any([reached[name] for name, _ in NEXT[chosen:]], axis=0),
        frame["created"].to_numpy(np.int64) >= window.first_day,
        NEXT[chosen][1], frame,
    )  # fmt: skip


@provider
def answered_leads(settled_leads: SettledLeads, as_of: int) -> AnsweredLeads:
    """Leads of twelve months with their waits; of two years, how far fast and slow ones came.

    Regression of “came further” on ln(1 + hours), each group of like leads about its own mean; the
    quarter answered soonest is held against the quarter answered latest on that line.

    Raises
    ------
    NotComputable
        Fewer than a hundred leads were answered.
    """
    window = Window(as_of - YEAR + 1, as_of)
    leads = settled_leads
    frame, minutes, recent = leads.frame, leads.minutes, leads.recent
    answered = minutes >= 0
    waited = np.sort(minutes[answered & recent])
    if len(waited) < FEWEST:
        raise NotComputable(
            f"{counted_words(len(waited), 'leads of the last year were')} answered: at least "
            f"{FEWEST} are needed.",
            n=len(waited),
        )
    came = leads.came[answered].astype(float)
    hours = minutes[answered] / 60
    weekend = (frame["created"].to_numpy(np.int64)[answered] + 3) % 7 >= SATURDAY
    source, segment = (codes(frame[name].to_numpy(str)[answered]) for name in TRAITS)
    place, strata = codes((source[0] * segment[1] + segment[0]) * 2 + weekend)
    wait = np.log1p(hours)
    slope, error = within(wait, came, place, strata)
    cuts = np.quantile(wait, [0.25, 0.75])
    soon, late = wait <= cuts[0], wait >= cuts[1]
    low, high = float(wait[soon].mean()), float(wait[late].mean())
    share, middle = float(came.mean()), float(wait.mean())
    drawn = slope + error * rng("answered leads", wait, came).standard_normal(DRAWS)
    ends = [np.clip(share + drawn * (at - middle), 1e-3, 1.0) for at in (low, high)]
    return AnsweredLeads(
        waited, int((~answered & recent).sum()), leads.what,
        float(came[soon].mean()), float(came[late].mean()),
        float(np.median(hours[soon])), float(np.median(hours[late])), ends[1] / ends[0], strata,
        len(hours), window,
    )  # fmt: skip


def codes(labels: np.ndarray) -> tuple[Ints, int]:
    """A number for each label, and how many there are."""
    found, place = np.unique(labels, return_inverse=True)
    return place.astype(np.int64), len(found)


def within(x: Floats, y: Floats, group: Ints, groups: int) -> tuple[float, float]:
    """Least-squares slope of y on x, each group about its own means, with its robust error.

    >>> slope, error = within(np.array([0.0, 1, 0, 1]), np.array([1.0, 0, 5, 4]),
    ...                       np.array([0, 0, 1, 1]), 2)
    >>> slope, error
    (-1.0, 0.0)
    """
    n = np.bincount(group, minlength=groups)
    centred = x - (np.bincount(group, x, groups) / n)[group]
    above = y - (np.bincount(group, y, groups) / n)[group]
    square = float(centred @ centred)
    if square <= 0:
        raise NotComputable("All leads waited equally long for an answer.")
    slope = float(centred @ above) / square
    rest = above - slope * centred
    return slope, float(np.sqrt((centred**2) @ (rest**2))) / square
