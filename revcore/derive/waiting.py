"""Waiting times that are not over yet: for an answer, for money. Kaplan–Meier over all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from revcore.derive.intervals import Interval, difference
from revcore.derive.months import Ints, _months_of, look_back
from revcore.derive.survival import Curve, kaplan_meier
from revcore.errors import NotComputable
from revcore.model import Window, first_day, last_day
from revcore.registry import Asker, provider
from revcore.words import counted_words

At = Callable[[int, int | None], Asker]

DAY = 24 * 60
FEWEST = 10
WORDS = (
    r"referr|recommend|word of mouth|refer a friend|empfehl|recommand|bouche|recomend|passaparola"
)


@dataclass(frozen=True, eq=False)
class Waits:
    """Waits from a common start, over or not; ``scale`` of them make one unit.

    earlier
        By how much the start was moved back, so that no wait is below 0.
    """

    waits: Ints
    over: Ints
    n: Ints
    window: Window
    scale: int
    earlier: int = 0

    @property
    def count(self) -> int:
        """Waits in all."""
        return int(self.n.sum())

    @property
    def ended(self) -> int:
        """Waits that are over."""
        return int(self.n[self.over == 1].sum())

    @cached_property
    def curve(self) -> Curve:
        """Share still waiting by time."""
        return kaplan_meier(self.waits, self.over, self.n)

    def within(self, wait: float) -> float:
        """Share over within a wait, in units [ratio]."""
        return 1 - self.curve.at(wait * self.scale + self.earlier)

    def middle(self) -> tuple[float, Interval] | None:
        """Median wait with its interval, in units; None while fewer than half are over.

        The ends are where the bands of the curve cross one half; a band that has not come there
        yet ends with the longest wait seen.
        """
        curve = self.curve
        if curve.median is None:
            return None
        last = float(curve.times[-1])

        def crossing(band: np.ndarray) -> float:
            below = curve.times[band <= 0.5]
            return self._unit(float(below[0]) if below.size else last)

        ends = (curve.low, curve.high, curve.low95, curve.high95)
        low, high, low95, high95 = (crossing(band) for band in ends)
        return self._unit(curve.median), Interval(low, high, low95, high95)

    def _unit(self, wait: float) -> float:
        return (wait - self.earlier) / self.scale


@provider
def answer_waits(lead_answers: pd.DataFrame, as_of: int, span: int | None) -> Waits:
    """Minutes from a lead's coming in to the first answer; leads never answered still wait."""
    created = lead_answers["created"].to_numpy(np.int64)
    known = created[created <= last_day(as_of)]
    if not len(known):
        raise NotComputable("No lead came in yet.", n=0)
    months = look_back(int(_months_of(known).min()) - 1, as_of, span)
    window = Window(as_of - months + 1, as_of)
    mine = (created >= window.first_day) & (created <= window.last_day)
    minutes, n = (lead_answers[name].to_numpy(np.int64)[mine] for name in ("minutes", "n"))
    most = (first_day(as_of + 1) - created[mine]) * DAY
    over = (minutes >= 0) & (minutes <= most)
    return Waits(np.where(over, minutes, most), over.astype(np.int64), n, window, 60)


@provider
def payment_waits(invoice_payments: pd.DataFrame, as_of: int, span: int | None) -> Waits:
    """Days from due to paid of the invoices due in the window; unpaid ones still wait.

    Below zero where an invoice was paid before it was due.
    """
    due = invoice_payments["due"].to_numpy(np.int64)
    known = due[due <= last_day(as_of)]
    if not len(known):
        raise NotComputable("No invoice has come due yet.", n=0)
    months = look_back(int(_months_of(known).min()) - 1, as_of, span)
    window = Window(as_of - months + 1, as_of)
    mine = (due >= window.first_day) & (due <= window.last_day)
    paid, n = (invoice_payments[name].to_numpy(np.int64)[mine] for name in ("paid", "n"))
    end = last_day(as_of)
    over = (paid >= 0) & (paid <= end)
    late = np.where(over, paid, end) - due[mine]
    earlier = max(0, -int(late.min(initial=0)))
    return Waits(late + earlier, over.astype(np.int64), n, window, 1, earlier)


@dataclass(frozen=True)
class Drift:
    """Median of the later half of a window minus that of the earlier one, in its unit."""

    change: float
    around: Interval
    before: float
    now: float
    months: int


@provider
def payment_trend(payment_waits: Waits, at: At, span: int | None) -> Drift:
    """How payments moved within the window: each half as it stood at its end.

    Worked out for the headline only.

    Raises
    ------
    NotComputable
        A half is shorter than three months, has fewer than ten invoices, or fewer than half of
        them were paid when it ended.
    """
    window = payment_waits.window
    if span is not None:
        raise NotComputable("The trend is that of the headline’s months.")
    half = window.months // 2
    found = []
    for end in (window.end - half, window.end):
        waits: Waits = at(end, half)("payment_waits")
        middle = waits.middle() if waits.count >= FEWEST else None
        if middle is None:
            raise NotComputable(
                f"{counted_words(waits.count, 'invoices')} of the {waits.window.words}, "
                f"{waits.ended:,} paid by then: too few to tell a trend.",
                n=waits.count,
            )
        found.append(middle)
    (before, earlier), (now, later) = found
    return Drift(now - before, difference(now, later, before, earlier), before, now, half)


@dataclass(frozen=True)
class Referrals:
    """Deals won in the window that name their source, and those that came by recommendation."""

    won: int
    referred: int


@provider
def won_sources(deals_by_dimension: pd.DataFrame) -> pd.DataFrame:
    """Won deals that name their source, of all months: closed [month], won, referred [0/1], key.

    Raises
    ------
    NotComputable
        The deals name no source.
    """
    frame = deals_by_dimension
    mine = frame[(frame["dimension"] == "source") & (frame["key"] != "") & (frame["won"] > 0)]
    if not len(mine):
        raise NotComputable("The deals do not say where they came from.", needs=("deals.source",))
    found = {key: bool(re.search(WORDS, str(key), re.IGNORECASE)) for key in mine["key"].unique()}
    return mine[["closed", "won", "key"]].assign(referred=mine["key"].map(found))


@provider
def referrals(won_sources: pd.DataFrame, deal_window: Window) -> Referrals:
    """Won deals of the window whose source speaks of a referral or a recommendation."""
    closed, won = (won_sources[name].to_numpy(np.int64) for name in ("closed", "won"))
    inside = (closed >= deal_window.start) & (closed <= deal_window.end)
    mine = won_sources["referred"].to_numpy(bool)
    return Referrals(int(won[inside].sum()), int(won[inside & mine].sum()))
