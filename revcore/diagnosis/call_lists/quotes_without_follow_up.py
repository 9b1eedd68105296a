"""Quotes without follow-up."""

import re

import pandas as pd

from revcore.diagnosis.call_lists._call_list import Call, Calls, call_list, day_words
from revcore.errors import NotComputable
from revcore.model import last_day
from revcore.words import counted_words

QUIET = 14
"""Days without a word after which a quote needs a call."""
QUOTED = re.compile(
    r"quot|offer|proposal|contract sent|estimate|bid\b|negotiat|angebot|offert|devis|presupuesto"
    r"|proposta|propuesta|preventivo"
)


@call_list(
    title="Quotes without follow-up",
    why="A price is on the table and nobody has spoken to them for two weeks.",
    order=20,
)
def quotes_without_follow_up(
    open_deal_rows: pd.DataFrame, scales: dict[str, int], as_of: int, business_model: list[str]
) -> Calls:
    """Open deals in a stage that says a price was named, without a contact for 14 days.

    A firm that sells projects keeps its quotes as deals: there every open deal is one. Without a
    day of contact the day it was created counts.

    Raises
    ------
    NotComputable
        No stage says that a quote was sent, or all were followed up.
    """
    deals, today = open_deal_rows, last_day(as_of)
    scale = 10 ** scales.get("deals", 0)
    quoted = deals["stage"].map(lambda stage: QUOTED.search(str(stage).casefold()) is not None)
    if not quoted.any() and "projects" in business_model:
        quoted = deals["stage"].map(lambda _: True)
    if not quoted.any():
        raise NotComputable(
            "No open deal stands in a stage that says quote, offer, proposal or contract sent.",
            needs=("deals.stage",),
        )
    out = []
    for deal in deals[quoted].itertuples():
        known = deal.last_contact if deal.last_contact >= 0 else deal.created
        if known < 0 or today - known < QUIET:
            continue
        what = "Last contact" if deal.last_contact >= 0 else "Quoted or created"
        out.append(
            Call(
                deal.customer, deal.amount / scale if deal.valued and deal.amount else None,
                f"{what} on {day_words(known)}, {counted_words(today - known, 'days')} ago; stage "
                f"“{deal.stage}”.",
                deal.last_contact, deal.name or deal.deal_id, deal.owner,
            )
        )  # fmt: skip
    if not out:
        raise NotComputable("Every open quote was followed up within two weeks.")
    return Calls.of(out, "value of the quote")
