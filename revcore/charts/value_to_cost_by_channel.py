"""What a channel's customers bring for what they cost."""

from __future__ import annotations

from collections.abc import Sequence

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._forest import forest, height
from revcore.charts._groups import groups
from revcore.charts._look import drawing
from revcore.charts._say import known
from revcore.errors import NotComputable
from revcore.model import Scorecard, listed


@chart(title="Value for cost by channel", page="acquisition", order=25)
def value_to_cost_by_channel(card: Scorecard) -> Drawing:
    """Customer value over cost, one dot with whiskers per channel."""
    reading = known(card, "clv_to_cac")
    rows = groups(card.breakdowns.get("clv_to_cac", {}).get("channel", ()), reading, card.currency)
    if reading is None or len(rows) < 2:
        raise NotComputable("Needs the spend and the new customers of at least two channels.")
    rows.sort(key=lambda row: -row["value"])
    says = said(rows)
    layers = forest(
        rows, each="By channel", every="Earns back its cost, 1×", pooled=1.0, unit=reading.unit,
        tooltips={"name": "Channel", "words": "Value for each 1 of cost", "range": "8 times in 10",
                  "many": "New customers"},
    )  # fmt: skip
    return drawing(
        *layers,
        says=says,
        alt=f"{says}. One row per channel with whiskers, a dashed line at 1.",
        height=height(rows),
    )


def said(rows: Sequence[Row]) -> str:
    """Which channels surely bring more, or less, than they cost."""
    more = [row["plain"] for row in rows if row["low95"] > 1]
    less = [row["plain"] for row in rows if row["high95"] < 1]
    if less:
        verb = "cost" if len(less) > 1 else "costs"
        head = f"{listed(less)} {verb} more than customers bring back"
        return f"{head}; {listed(more)} less" if more else head
    if len(more) == len(rows):
        return "Every channel brings back more than its customers cost"
    if more:
        return f"{listed(more)} surely bring back more than they cost; others can’t be told yet"
    return "No channel can be told apart yet from one that just earns back its cost"
