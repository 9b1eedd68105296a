"""What the reader must know about the history behind the figures."""

from __future__ import annotations

from revcore.derive.deals import DealHistory
from revcore.model import Notice, month_label, month_words
from revcore.registry import provider


@provider
def deal_notices(deal_history: DealHistory, undated_outcomes: int = 0) -> list[Notice]:
    """Left-truncated history, and closed deals that no window can hold."""
    out = []
    if deal_history.truncated and deal_history.first_created is not None:
        out.append(
            Notice(
                id="history_incomplete",
                text=f"History before {month_words(deal_history.first)} is incomplete: deals were "
                f"created from {month_words(deal_history.first_created)} on, but the first one was "
                f"won or lost in {month_words(deal_history.first)}. Earlier months are left out.",
                values={
                    "first_closed": month_label(deal_history.first),
                    "first_created": month_label(deal_history.first_created),
                },
            )
        )
    if undated_outcomes:
        out.append(
            Notice(
                id="closed_without_a_day",
                text=f"{undated_outcomes:,} won or lost deals have no closing day: they count "
                "in no month.",
                values={"deals": undated_outcomes},
            )
        )
    return out
