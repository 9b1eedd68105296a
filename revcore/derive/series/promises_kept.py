"""Deals promised in forecasts, and how many of them were won in time."""

from __future__ import annotations

from revcore.derive.promises import Promises
from revcore.derive.series._series import Drawn, series
from revcore.model import Unit, month_label


@series(
    title="Deals promised and won in time", unit=Unit.COUNT, columns=("month", "promised", "kept")
)
def promises_kept(promises: Promises) -> Drawn:
    """One row per forecast whose quarter is over, by the month it was made in."""
    return Drawn([[month_label(one.month), one.deals, one.kept] for one in promises.rounds])
