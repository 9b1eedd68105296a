"""Win rates of the parts of one dimension, the one that separates wins most, beside all deals."""

from __future__ import annotations

from revcore.charts._chart import Drawing, chart
from revcore.charts._say import known
from revcore.charts._win_rates import Z80, drawn
from revcore.errors import NotComputable
from revcore.model import BreakdownRow, Scorecard


@chart(title="Win rate by what separates deals most", page="funnel", order=35)
def win_rate_forest(card: Scorecard) -> Drawing:
    """The dimension that separates wins most, its largest eight parts with whiskers."""
    reading = known(card, "win_rate")
    parts = card.breakdowns.get("win_rate", {})
    found = [(spread(rows, reading.value), name) for name, rows in parts.items()] if reading else []
    usable = [(score, name) for score, name in found if score is not None]
    if not usable:
        raise NotComputable(
            "Needs two sellers, sources, segments or products with five closed deals each."
        )
    return drawn(card, max(usable, key=lambda item: (item[0], item[1]))[1])


def spread(rows: list[BreakdownRow], pooled: float | None) -> float | None:
    """How far the parts lie from the whole, in their own standard errors, squared and averaged."""
    scores = [
        ((row.value - pooled) / ((row.high - row.low) / (2 * Z80))) ** 2
        for row in rows
        if row.value is not None
        and row.low is not None
        and row.high is not None
        and row.high > row.low
        and pooled is not None
    ]
    return sum(scores) / (len(scores) - 1) if len(scores) > 1 else None
