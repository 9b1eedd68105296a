"""Leads with the time of their first answer and how far they came."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, rows, whole, words
from revcore.facts.pipeline import LEAD_STAGES
from revcore.model import Table
from revcore.registry import provider


@provider
def lead_outcomes(leads: Table) -> pd.DataFrame:
    """One row per lead: created, minutes to the first answer [−1: none yet], source, segment.

    mql, sql, opportunity, won, lost [days; −1: not].
    """
    if not leads.has("response_minutes"):
        raise NotComputable(
            "Needs when each lead came in and was first answered.", needs=("leads.responded",)
        )
    by = ["created", "minutes", *LEAD_STAGES, "source", "segment"]
    frame = rows(leads).select(
        *[whole(leads, name) for name in ("created", *LEAD_STAGES)],
        words(leads, "source"), words(leads, "segment"),
        minutes=whole(leads, "response_minutes"),
    )  # fmt: skip
    return fetch(frame.filter(nw.col("created") != NONE), *by)
