"""How often deals of each segment of customers are won."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart
from revcore.charts._win_rates import drawn
from revcore.model import Scorecard


@chart(title="Win rate of the segments", page="sales", order=92)
def win_rate_of_segments(card: Scorecard) -> Drawing:
    """Rates of the customers’ segments with whiskers beside the rate of all deals."""
    return drawn(card, "segment")
