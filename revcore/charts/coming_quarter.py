"""Whether the open deals and those still to come bring what should be sold."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, PLAN, Meaning
from revcore.charts._ranked_bars import ranked_bars
from revcore.model import Scorecard
from revcore.words import capital, counted, money_words, range_words

OPEN, COMING, BOTH, TARGET = "open deals", "deals still to come", "both together", "to be sold"
LIKELY, SHOULD = "Likely to be won", "What should be sold"
ROOM = 1.7
"""Room for the amount and the count of deals beside the longest bar, on a phone too."""


@chart(title="The coming three months", page="sales", order=70, needs=("coming_quarter",))
def coming_quarter(card: Scorecard) -> Drawing:
    """Bars for the open deals by their chance, for those still to come, for both, and the target.

    A line over both shows the range that holds 8 times in 10.
    """
    series = records(card.series["coming_quarter"])
    rows = [tidy(row, card.currency) for row in series]
    says = said({row["part"]: row for row in series}, card.currency)
    return ranked_bars(
        rows, "amount", Meaning({CLIENT: LIKELY, PLAN: SHOULD}), says,
        "Bars for open deals weighted by their chance, for deals still to come, for both with "
        "their range, and for what should be sold.",
        ROOM, ranges=True, name="Part", words="Amount", range="8 times in 10", more="From",
    )  # fmt: skip


def tidy(row: Row, currency: str | None) -> Row:
    """One part in words."""
    money = money_words(row["amount"], currency)
    many, more = "", row["basis"] or "open deals and those still to come"
    if row["part"] == OPEN:
        many = f" · {counted(row['deals'], 'deal')}"
        more = f"{counted(row['deals'], 'open deal')}, each by its chance"
    elif row["part"] == COMING:
        more = f"{counted(row['deals'], 'new deal')} in the last three months, at that pace"
    spread = row["low"] is not None
    return {
        "name": capital(row["part"]), "amount": row["amount"],
        "kind": SHOULD if row["part"] == TARGET else LIKELY, "label": f"{money}{many}",
        "low": row["low"] if spread else row["amount"],
        "high": row["high"] if spread else row["amount"],
        "words": money, "more": capital(more),
        "range": range_words(row["low"], row["high"], currency) if spread else "–",
    }  # fmt: skip


def said(by: dict[str, Row], currency: str | None) -> str:
    """The range that is likely beside what should be sold."""
    both, target = by[BOTH], money_words(by[TARGET]["amount"], currency)
    likely = range_words(both["low"], both["high"], currency)
    return f"The coming three months are likely to bring {likely}; {target} should be sold"
