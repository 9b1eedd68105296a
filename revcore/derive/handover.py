"""Qualified leads handed to sales, and how many sales takes: two half-years beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.errors import NotComputable
from revcore.model import Window, first_day, last_day
from revcore.registry import provider
from revcore.words import counted_words

HALF, DRAWS = 6, 2000
SETTLED = 30
"""Days within which a lead must be accepted to count; younger ones are left out."""
FEWEST = 60


@dataclass(frozen=True, eq=False)
class Handover:
    """Leads that marketing qualified in six months and in six before, and those sales took.

    count, count_before
        Qualified leads of the whole half-years.
    share, share_before
        Accepted within 30 days, of those that have had them [ratio].
    same_mix
        Share of now, had the sources come in the mix of before [ratio]; None without sources.
    """

    count: int
    count_before: int
    taken: int
    seen: int
    taken_before: int
    seen_before: int
    same_mix: float | None
    later: tuple[int, int] | None
    later_before: tuple[int, int] | None
    window: Window

    @property
    def share(self) -> float:
        """Accepted in the last six months."""
        return self.taken / self.seen

    @property
    def share_before(self) -> float:
        """Accepted in the six months before."""
        return self.taken_before / self.seen_before

    @property
    def more_draws(self) -> Floats:
        """Draws of how many times as many leads were qualified."""
        noise = rng("handover", [self.count, self.count_before])
        now, before = (noise.gamma(n + 0.5, 1, DRAWS) for n in (self.count, self.count_before))
        return np.asarray(now / before)

    @property
    def share_draws(self) -> tuple[Floats, Floats]:
        """Draws of both shares accepted."""
        noise = rng("accepted", [self.taken, self.seen, self.taken_before, self.seen_before])
        now = jeffreys_draws(self.taken, self.seen, DRAWS, noise)
        return now, jeffreys_draws(self.taken_before, self.seen_before, DRAWS, noise)


@provider
def handover(lead_frame: dict[str, np.ndarray], as_of: int) -> Handover:
    """Marketing-qualified leads and those that sales accepted within 30 days, by half-year.

    Raises
    ------
    NotComputable
        Leads have no day of either step, or fewer than 60 were qualified in a half-year.
    """
    if "mqls" not in lead_frame or "sqls" not in lead_frame:
        raise NotComputable(
            "Needs the day each lead was qualified by marketing and by sales.",
            needs=("leads.mql", "leads.sql"),
        )
    came, took, n = lead_frame["mqls"], lead_frame["sqls"], lead_frame["n"]
    now, before = Window(as_of - HALF + 1, as_of), Window(as_of - 2 * HALF + 1, as_of - HALF)
    parts = []
    for window in (now, before):
        inside = (came >= window.first_day) & (came <= window.last_day)
        old = inside & (came <= min(window.last_day, first_day(as_of + 1) - SETTLED - 1))
        accepted = old & (took >= 0) & (took - came <= SETTLED) & (took <= last_day(as_of))
        parts.append((inside, old, accepted))
    counts = [[int(n[mask].sum()) for mask in part] for part in parts]
    least = min(counts[0][1], counts[1][1])
    if least < FEWEST:
        raise NotComputable(
            f"{counted_words(least, 'leads')} qualified by marketing in a half-year: at least "
            f"{FEWEST} are needed.",
            n=least,
        )
    mixed = mix(lead_frame["source"], n, parts)
    return Handover(
        counts[0][0], counts[1][0], counts[0][2], counts[0][1], counts[1][2], counts[1][1], mixed,
        further(lead_frame, now, as_of), further(lead_frame, before, as_of), now,
    )  # fmt: skip


def mix(
    source: np.ndarray, n: np.ndarray, parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> float | None:
    """The share accepted now, weighted by how often each source came before."""
    (_, old, accepted), (_, old_before, _) = parts
    if not (source[old] != "").any():
        return None
    total = weights = 0.0
    for name in np.unique(source[old_before]):
        weight = float(n[old_before & (source == name)].sum())
        here = float(n[old & (source == name)].sum())
        if here > 0:
            total += weight * float(n[accepted & (source == name)].sum()) / here
            weights += weight
    return total / weights if weights else None


def further(days: dict[str, np.ndarray], window: Window, as_of: int) -> tuple[int, int] | None:
    """Leads accepted in a window that became opportunities within 30 days, and all of them."""
    if "opportunities" not in days:
        return None
    took, next_, n = days["sqls"], days["opportunities"], days["n"]
    old = (took >= window.first_day) & (took <= window.last_day)
    old &= took <= first_day(as_of + 1) - SETTLED - 1
    went = old & (next_ >= 0) & (next_ - took <= SETTLED)
    return int(n[went].sum()), int(n[old].sum())
