"""Revenue of the trailing months, from the files or as typed."""

from __future__ import annotations

from dataclasses import dataclass

from revcore.derive.answers import ROUGH_METHOD, TypedYear, rough
from revcore.derive.intervals import Interval
from revcore.derive.purchases import RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import REASON, provider
from revcore.words import capital, counted

FULL = "Counted in full; no sampling interval."


@dataclass(frozen=True)
class TrailingRevenue:
    """Revenue of a window [currency], with the as-of month alone where months are known."""

    value: float
    months: int
    window: Window | None
    source: str
    as_of_month: float | None = None
    interval: Interval | None = None
    method: str = FULL

    def whole_year(self) -> TrailingRevenue:
        """Itself, when it counts twelve months.

        Raises
        ------
        NotComputable
            Fewer months are known; they are not annualised.
        """
        if self.months != 12:
            known = counted(self.months, "month of revenue is", "months of revenue are")
            raise NotComputable(f"{capital(known)} known: a year needs 12.", n=self.months)
        return self


@provider
def trailing_revenue(
    as_of: int,
    revenue_window: Window | NotComputable = REASON,
    revenue_months: RevenueMonths | None = None,
    typed_year: TypedYear | None = None,
) -> TrailingRevenue:
    """Revenue of the last twelve months, or of as many as there are (at least three)."""
    if isinstance(revenue_window, NotComputable) or revenue_months is None:
        if typed_year is None or typed_year.get("sales_this_year") is None:
            assert isinstance(revenue_window, NotComputable)
            raise revenue_window
        (value,) = typed_year.need("sales_this_year")
        return TrailingRevenue(
            value, 12, typed_year.window, "typed", None, rough(value), ROUGH_METHOD
        )
    return TrailingRevenue(
        revenue_months.total(revenue_window),
        revenue_window.months,
        revenue_window,
        revenue_months.source,
        revenue_months.total(Window(as_of, as_of)),
    )
