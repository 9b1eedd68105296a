"""What marketing and selling cost, who is in the team, and what customers say."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import (
    NONE,
    fetch,
    integer,
    known,
    rows,
    total,
    when,
    whole,
    with_months,
    words,
)
from revcore.model import Table
from revcore.registry import provider


@provider
def spend_months(spend: Table) -> pd.DataFrame:
    """Spend by month: month, department, category, channel, amount [at the table's scale], n."""
    by = ["month", "department", "category", "channel"]
    frame = rows(spend).select(
        *[words(spend, name) for name in by[1:]],
        day=whole(spend, "date"),
        amount=whole(spend, "amount", 0),
        n=integer(1),
    )
    frame = with_months(frame.filter(nw.col("day") != NONE), month="day")
    return fetch(total(frame, by, "amount", "n"), *by)


@provider
def team_spans(team: Table) -> pd.DataFrame:
    """Who worked when: department, role, start, end [days; −1: not said], cost, quota, n people."""
    by = ["department", "role", "start", "end", "cost", "cost_known", "quota", "quota_known"]
    frame = rows(team).select(
        words(team, "department"),
        words(team, "role"),
        whole(team, "start"),
        whole(team, "end"),
        whole(team, "cost", 0),
        whole(team, "quota", 0),
        cost_known=known(team, "cost"),
        quota_known=known(team, "quota"),
        n=integer(1),
    )
    return fetch(total(frame, by, "n"), *by)


@provider
def nps_answers(nps: Table) -> pd.DataFrame:
    """Answers by day and score: day [−1: not said], score, segment, n."""
    by = ["day", "score", "segment"]
    frame = rows(nps).select(
        words(nps, "segment"), day=whole(nps, "date"), score=whole(nps, "score"), n=integer(1)
    )
    return fetch(total(frame.filter(nw.col("score") != NONE), by, "n"), *by)


@provider
def nps_asked(nps: Table) -> pd.DataFrame:
    """Who was sent the question: day, answered [0/1], n.

    Raises
    ------
    NotComputable
        The file lists answers alone.
    """
    if not nps.has("sent"):
        raise NotComputable("The answers do not say who was asked.", needs=("nps.sent",))
    frame = rows(nps).select(
        day=whole(nps, "sent"), answered=when(nw.col("score") != NONE), n=integer(1)
    )
    by = ["day", "answered"]
    return fetch(total(frame.filter(nw.col("day") != NONE), by, "n"), *by)


@provider
def typed_answers(answers: Table) -> dict[str, float]:
    """The twelve numbers an owner typed, by id; the last one typed counts."""
    frame = rows(answers).select("name", "value", row=whole(answers, "row", 0)).collect()
    table = frame.to_pandas().sort_values("row").dropna(subset=["value"])
    return {
        str(name): float(value) for name, value in zip(table["name"], table["value"], strict=True)
    }


@provider
def typed_months(answers: Table) -> list[str]:
    """Months in which the twelve numbers were typed, as the file writes them."""
    frame = rows(answers).select(period=words(answers, "period"))
    found = frame.filter(nw.col("period") != "").unique("period").collect()["period"].to_list()
    return sorted(str(period) for period in found)
