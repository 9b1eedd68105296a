"""Who does what, and when a job was won and billed: people, the mix of their deals, jobs."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, integer, rows, total, whole, words
from revcore.facts.pipeline import DealRows
from revcore.model import Table
from revcore.registry import provider


@provider
def team_roles(team: Table) -> pd.DataFrame:
    """People of the team and what they do: person, role, n.

    Raises
    ------
    NotComputable
        No role is written beside anybody.
    """
    if not team.has("role"):
        raise NotComputable("The team names nobody’s role.", needs=("team.role",))
    names = ["person", "role"]
    frame = rows(team).select(words(team, "person"), words(team, "role"), n=integer(1))
    return fetch(total(frame.filter(nw.col("person") != ""), names, "n"), *names)


@provider
def seller_mix(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Closed deals by seller, channel and segment: owner, source, segment, closed, won, n.

    Raises
    ------
    NotComputable
        Deals name no seller, or nothing to tell an easy deal from a hard one.
    """
    if not deals.has("owner"):
        raise NotComputable("The deals do not say who sold them.", needs=("deals.owner",))
    if not (deals.has("source") or deals.has("segment")):
        raise NotComputable(
            "The deals say neither channel nor segment.", needs=("deals.source", "deals.segment")
        )
    by = ["owner", "source", "segment", "closed", "won"]
    frame = deal_rows.lazy.filter(nw.col("won_") + nw.col("lost_") == 1)
    frame = frame.select(
        words(deals, "owner"), words(deals, "source"), words(deals, "segment"), closed="closed_",
        won="won_", n="n_",
    )  # fmt: skip
    return fetch(total(frame, by, "n"), *by)


@provider
def job_bills(deals: Table, deal_rows: DealRows, invoices: Table) -> pd.DataFrame:
    """Invoices of jobs that were won: deal, won on [day], amount, billed on [day], billed.

    A job is a won deal whose number stands on the invoice as its project; amount and billed are at
    the scale of their tables.

    Raises
    ------
    NotComputable
        Invoices name no project, or deals no number.
    """
    if not deals.has("deal_id") or not invoices.has("project"):
        raise NotComputable(
            "Needs the number of the quote or deal on each invoice.", needs=("invoices.project",)
        )
    won = deal_rows.lazy.filter((nw.col("won_") == 1) & (nw.col("closed_") != NONE))
    won = won.filter(~nw.col("deal_id").is_null() & (nw.col("amount_") > 0)).select(
        "deal_id", deal=nw.col("row").cast(nw.Int64), closed="closed_", amount="amount_"
    )
    bills = rows(invoices).select(
        deal_id=words(invoices, "project"), day=whole(invoices, "date"),
        billed=whole(invoices, "amount", 0),
    )  # fmt: skip
    joined = bills.filter(nw.col("day") != NONE).join(won, on="deal_id", how="inner")
    by = ["deal", "closed", "amount", "day"]
    return fetch(total(joined, by, "billed"), *by)
