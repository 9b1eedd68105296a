"""Deals begun and won by month."""

from __future__ import annotations

from revcore.derive.prospecting import Prospecting
from revcore.derive.series._series import Drawn, series
from revcore.model import Unit, month_label


@series(title="Deals begun and won by month", unit=Unit.COUNT, columns=("month", "begun", "won"))
def begun_and_won(prospecting: Prospecting) -> Drawn:
    """One row per month; the deals won in it were begun earlier."""
    first = prospecting.window.start
    counts = zip(prospecting.begun.tolist(), prospecting.won.tolist(), strict=True)
    return Drawn([[month_label(first + at), begun, won] for at, (begun, won) in enumerate(counts)])
