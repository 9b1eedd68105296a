"""How often deals of each source are won."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart
from revcore.charts._win_rates import drawn
from revcore.model import Scorecard


@chart(title="Win rate by source", page="sales", order=91)
def win_rate_by_source(card: Scorecard) -> Drawing:
    """Where the deals came from: rates with whiskers beside the rate of all deals."""
    return drawn(card, "source")
