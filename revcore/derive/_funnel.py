"""The words and the unit of the funnel: its stages, and one step between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from revcore.derive.followed import Followed
from revcore.model import Window

STAGES = ("visitors", "leads", "mqls", "sqls", "opportunities", "won")
"""The steps of the funnel in order, as volumes are named."""

DATES = {"leads": "created", "mqls": "mql", "sqls": "sql", "opportunities": "opportunity",
          "won": "won"}  # fmt: skip
NAMES = {
    "visitors": "visitors",
    "leads": "leads",
    "mqls": "marketing-qualified leads",
    "sqls": "sales-qualified leads",
    "opportunities": "opportunities",
    "won": "customers won",
}

TYPED = {
    "leads": "enquiries_per_month",
    "opportunities": "quotes_per_month",
    "won": "wins_per_month",
}
SHORT = 6
"""A look at fewer months is at mature ones only; a longer one takes the young ones in."""
COHORTS, COUNTS, TYPED_COUNTS = "entry cohorts", "same-period counts", "typed counts of a year"


@dataclass(frozen=True)
class Step:
    """Of ``entered`` that reached one stage, ``reached`` came to the next so far.

    basis
        How it was counted: entries followed one by one, or two volumes of the same period.
    followed
        The entries with what became of them, for the first kind; young ones are no losses there.
    in_order
        The same for those that passed every stage, none skipped.
    """

    entered: int
    reached: int
    window: Window | None
    basis: str
    detail: Mapping[str, float | int | str] = field(default_factory=dict)
    followed: Followed | None = None
    in_order: Followed | None = None

    @property
    def share(self) -> float:
        """Share that goes on [ratio]: within the time said, or one volume over the other."""
        return self.followed.value if self.followed else self.reached / max(self.entered, 1)

    @property
    def effective(self) -> tuple[float, float]:
        """Reached and entered as a plain share of the same value and certainty would have them."""
        if self.followed is None:
            return float(self.reached), float(self.entered)
        return self.share * self.followed.effective, self.followed.effective
