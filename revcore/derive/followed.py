"""Those that entered a stage, followed until they went on, were lost, or the data end.

Young entries are not losses and old ones are not the only ones that count: everybody is followed
as long as could be, and the share is said with its time: “within 270 days”.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from revcore.derive.competing_risks import (
    LEAST_WON,
    LEAST_WON_FOR_CYCLE,
    LOST,
    OPEN,
    WON,
    Incidence,
    aalen_johansen,
)
from revcore.derive.intervals import Floats, Interval
from revcore.derive.months import Ints
from revcore.errors import NotComputable

FEWEST = 10
PART = 0.25
"""The time a share is said for is one that at least this part of all have had."""
TENTH = 0.9
ROUND = 30


@dataclass(frozen=True, eq=False)
class Followed:
    """Entries of a stage with what became of them.

    days, status, n
        From entry to the outcome or the last day seen; 1 went on, 2 lost, 0 still open; how many.
    within
        The time the share is said for [days].
    losses_known
        Whether the file says at all when something was lost.
    """

    days: Ints
    status: Ints
    n: Ints
    within: int
    losses_known: bool

    @cached_property
    def incidence(self) -> Incidence:
        """Shares gone on, lost and still open by day."""
        return aalen_johansen(self.days, self.status, self.n)

    def counted(self, status: int) -> int:
        """Entries that went on (1), were lost (2) or are still open (0)."""
        return int(self.n[self.status == status].sum())

    @property
    def entered(self) -> int:
        """Entries in all."""
        return int(self.n.sum())

    @cached_property
    def value(self) -> float:
        """Share gone on within the time [ratio]."""
        return self.incidence.at(self.within)[0]

    @property
    def interval(self) -> Interval:
        """Interval of that share."""
        return self.incidence.interval(self.within, self._error)

    @cached_property
    def _error(self) -> float:
        return self.incidence.error(self.within)

    @property
    def effective(self) -> float:
        """Entries that a plain share of the same certainty would rest on."""
        share, error = self.value, self._error
        return share * (1 - share) / error**2 if error > 0 else float(self.entered)

    def checked(self, words: str) -> Followed:
        """Itself, when it rests on enough.

        Raises
        ------
        NotComputable
            Fewer than 10 entries (of deals: closed ones), or fewer than 3 that went on.
        """
        won, lost = self.counted(WON), self.counted(LOST)
        base = won + lost if self.losses_known else self.entered
        inputs = {"reached": won, "lost": lost, "entered": self.entered}
        if base >= FEWEST and won >= LEAST_WON:
            return self
        what = f"{FEWEST} {'closed' if self.losses_known else 'that entered'}"
        raise NotComputable(
            f"{won:,} of {self.entered:,} {words} so far: at least {LEAST_WON} of them and {what} "
            "are needed for a rate.",
            inputs=inputs,
            n=self.entered,
        )

    def stale(self, limit: float) -> tuple[int, float]:
        """Entries open longer than a limit [days], and the share if those were lost by then."""
        old = (self.status == OPEN) & (self.days > limit)
        status = np.where(old, LOST, self.status)
        days = np.where(old, np.ceil(limit), self.days)
        found = aalen_johansen(days, status, self.n)
        return int(self.n[old].sum()), found.at(self.within)[0]

    def middle(self) -> float | None:
        """Days until half of those that go on within the time have; None with fewer than 10.

        Those still open are counted as long as they were followed, so slow ones do not drop out.
        """
        found = self.incidence
        if found.wins < LEAST_WON_FOR_CYCLE or self.value <= 0:
            return None
        return float(found.days[np.argmax(found.won >= self.value / 2 - 1e-12)])

    @cached_property
    def influence(self) -> Floats:
        """How much one entry more of each kind moves the share, for joint draws."""
        return influence(self.incidence, self.days, self.status, self.within)

    def drawn(self, moved: Floats) -> Floats:
        """Draws of the share from draws of Σ (weight − 1) · influence, kept between 0 and 1."""
        share = self.value
        if not 0 < share < 1:
            return np.full(moved.shape, share)
        logit = np.log(share / (1 - share)) + moved / (share * (1 - share))
        return np.asarray(1 / (1 + np.exp(-logit)))


def follow(
    entered: Ints,
    reached: Ints,
    n: Ints,
    today: int,
    lost: Ints | None = None,
    within: int | None = None,
) -> Followed:
    """Follow entries up to ``today``; what happened later is unseen. Days of −1 are not said.

    >>> day = np.array
    >>> found = follow(day([0, 0, 5]), day([10, -1, 90]), day([1, 1, 1]), 40, day([-1, 20, -1]))
    >>> found.days.tolist(), found.status.tolist(), found.within
    ([10, 20, 35], [1, 2, 0], 35)
    """
    came = (reached >= 0) & (reached <= today)
    gone = np.zeros(len(entered), bool)
    if lost is not None:
        gone = (lost >= 0) & (lost <= today) & ~came
    end = np.where(came, reached, np.where(gone, today if lost is None else lost, today))
    days = np.maximum(end - entered, 0)
    status = np.where(came, WON, np.where(gone, LOST, OPEN))
    if within is None:
        within = known_for(today - entered, n)
    return Followed(days, status, n, within, lost is not None)


def known_for(could: Ints, n: Ints) -> int:
    """The longest time that a quarter of all entries, and at least ten, could be followed [days].

    From two months on in whole thirties, so that windows beside each other say the same.

    >>> known_for(np.array([400, 275, 100, 10]), np.array([5, 10, 10, 10]))
    270
    """
    if not len(could):
        return 0
    least = int(could.min())
    beyond = np.cumsum(np.bincount(could - least, n)[::-1])
    total = int(n.sum())
    needed = min(total, max(FEWEST, PART * total))
    longest = least + len(beyond) - 1 - int(np.searchsorted(beyond, needed))
    return longest // ROUND * ROUND if longest >= 2 * ROUND else longest


def maturity(entered: Ints, reached: Ints, n: Ints, today: int, lost: Ints | None = None) -> int:
    """Days within which nine in ten of those that go on have done so.

    From everybody followed so far, open ones included; with fewer than ten that went on, of these
    alone.
    """
    found = follow(entered, reached, n, today, lost, within=0)
    came = found.status == WON
    if found.counted(WON) >= LEAST_WON_FOR_CYCLE:
        curve = found.incidence
        return int(curve.days[np.argmax(curve.won >= TENTH * curve.won[-1] - 1e-12)])
    if not came.any():
        return 0
    order = np.argsort(found.days[came], kind="stable")
    upto = np.cumsum(found.n[came][order])
    return int(found.days[came][order][np.searchsorted(upto, TENTH * upto[-1])])


def influence(curve: Incidence, days: Ints, status: Ints, within: float) -> Floats:
    """Derivative of the share won by a day with respect to the weight of each entry.

    The jackknife of Aalen–Johansen in closed form: what an entry adds by winning and by being at
    risk, and what it takes from all later wins by ending. Σ n · influence² is the variance.
    """
    upto = curve.days <= within
    at_risk, won, lost = curve.at_risk, curve.won_then, curve.lost_then
    closed = np.where(upto, won + lost, 0.0)
    before = np.append(1.0, curve.still_open[:-1])
    final = curve.at(within)[0]
    later = np.where(upto, final - curve.won, 0.0)
    left = np.maximum(at_risk - closed, 1e-300)
    by_ending = np.where(at_risk > closed, later / left, 0.0)
    risk = np.where(upto, before * won / at_risk**2, 0.0)
    ending = np.where(closed > 0, by_ending * closed / at_risk, 0.0)
    exposed = np.cumsum(ending - risk)
    place = np.searchsorted(curve.days, days)
    inside = upto[place]
    wins = np.where((status == WON) & inside, (before / at_risk)[place], 0.0)
    ends = np.where((status != OPEN) & inside, by_ending[place], 0.0)
    return np.asarray(exposed[place] + wins - ends, np.float64)
