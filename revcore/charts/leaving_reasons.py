"""Why customers left."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import ALARM, CLIENT, Meaning, wrapped
from revcore.charts._ranked_bars import ranked_bars
from revcore.model import Scorecard, Unit
from revcore.words import capital, counted, money_words, value_words

PLACES = {"a payment failed": ALARM, "other": CLIENT}


@chart(title="Why customers left", page="retention", order=60, needs=("leaving_reasons",))
def leaving_reasons(card: Scorecard) -> Drawing:
    """Bars by reason of leaving: revenue a month that went with it; failed payments stand out."""
    series = records(card.series["leaving_reasons"])
    total = sum(row["lost"] for row in series)
    rows = [tidy(row, total, card.currency) for row in series]
    says = said(series, total)
    found = {row["kind"] for row in rows}
    meaning = Meaning(
        {place: capital(kind) for kind, place in PLACES.items() if capital(kind) in found}
    )
    return ranked_bars(
        rows, "lost", meaning, says, "Bars by reason of leaving with the monthly revenue lost.",
        1.6, name="Reason", words="Left", share="Of revenue lost with a reason",
    )  # fmt: skip


def tidy(row: Row, total: float, currency: str | None) -> Row:
    """One reason in words."""
    share = value_words(row["lost"] / total, Unit.RATIO) if total else "none"
    money = money_words(row["lost"], currency)
    return {
        "name": wrapped(plain(row["reason"])), "lost": row["lost"], "kind": capital(row["kind"]),
        "label": f"{money} · {row['customers']:,} left", "share": share,
        "words": f"{counted(row['customers'], 'customer')}, {money} a month",
    }  # fmt: skip


def plain(reason: str) -> str:
    """A reason of a file without the underscores of programs.

    >>> plain("payment_failed")
    'Payment failed'
    """
    return capital(reason.replace("_", " "))


def said(rows: list[Row], total: float) -> str:
    """How much of what left went on failed payments, else the first reason."""
    failed = sum(row["lost"] for row in rows if row["kind"] == "a payment failed")
    if not total:
        return "Those who left with a reason had paid nothing"
    if failed:
        part = value_words(failed / total, Unit.RATIO)
        return f"{part} of the revenue that left with a reason left on a failed payment"
    part = value_words(rows[0]["lost"] / total, Unit.RATIO)
    return f"“{plain(rows[0]['reason'])}” explains {part} of the revenue that left with a reason"
