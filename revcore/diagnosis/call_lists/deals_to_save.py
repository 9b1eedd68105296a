"""Deals to save."""

import pandas as pd

from revcore.diagnosis.call_lists._call_list import Call, Calls, call_list, day_words
from revcore.errors import NotComputable
from revcore.model import last_day
from revcore.words import counted_words


@call_list(
    title="Deals to save",
    why="Open deals that are overdue or older than nine in ten deals you ever won: call, or close.",
    order=10,
)
def deals_to_save(
    open_deal_rows: pd.DataFrame,
    scales: dict[str, int],
    as_of: int,
    stale_limit: float | None = None,
) -> Calls:
    """Open deals past their expected day, or older than the 90th percentile of won cycles.

    Raises
    ------
    NotComputable
        No deal is open, or none is late.
    """
    today, scale = last_day(as_of), 10 ** scales.get("deals", 0)
    out = []
    for deal in open_deal_rows.itertuples():
        reasons = []
        if deal.created >= 0 and stale_limit is not None and today - deal.created > stale_limit:
            reasons.append(
                f"open {counted_words(today - deal.created, 'days')}, nine in ten wins "
                f"{stale_limit:.0f} or less"
            )
        if 0 <= deal.expected < today:
            reasons.append(f"expected by {day_words(deal.expected)}")
        if reasons:
            said = "; ".join(reasons)
            out.append(
                Call(
                    deal.customer, deal.amount / scale if deal.valued and deal.amount else None,
                    f"{said[:1].upper()}{said[1:]}.", deal.last_contact,
                    deal.name or deal.deal_id, deal.owner,
                )
            )  # fmt: skip
    if not out:
        raise NotComputable("No open deal is overdue or older than those that were won.")
    return Calls.of(out, "value of the deal")
