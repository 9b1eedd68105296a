"""How long the money in the bank may last."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._fan import begun, fan
from revcore.charts._look import CLIENT, PLAN, Meaning, drawing, monthly, rows_chart, zero
from revcore.model import Scorecard
from revcore.words import money_words, range_words

KNOWN, AHEAD = "In the bank", "If it goes on like this; darker is likelier"
RARE, MONTHS = 0.05, 24


@chart(title="Money in the bank", page="growth", order=15, needs=("cash_courses",))
def cash_fan(card: Scorecard) -> Drawing:
    """Month-end balances, then a dashed line with bands, and a line at nothing."""
    found = records(card.series["cash_courses"])
    rows = tidy(found, card.currency)
    says = said(found, card.currency)
    meaning = Meaning({CLIENT: KNOWN, PLAN: AHEAD}, lines=True)
    layers = fan(rows, meaning, known="balance", words="Balance", currency=card.currency)
    return drawing(
        *layers, zero(rows_chart([{}])), says=says,
        alt=f"{says}. A line by month, then a dashed one with widening bands.",
    )  # fmt: skip


def tidy(found: list[Row], currency: str | None) -> list[Row]:
    """The last two years and the year ahead; the last month known begins the fan."""
    known = [row for row in found if row["balance"] is not None][-MONTHS:]
    out: list[Row] = [
        {
            "month": row["month"],
            "balance": row["balance"],
            "words": money_words(row["balance"], currency),
            "range": "known",
        }
        for row in known
    ]
    ahead = [
        {
            **{name: value for name, value in row.items() if name != "balance"},
            "words": money_words(row["ahead"], currency),
            "range": range_words(row["low"], row["high"], currency),
        }
        for row in found
        if row["balance"] is None
    ]
    return monthly([*begun(out, "balance"), *ahead])


def said(found: list[Row], currency: str | None) -> str:
    """What is there, and in how many courses it runs out."""
    now = [row["balance"] for row in found if row["balance"] is not None][-1]
    last = monthly([found[-1]])[0]["month"]
    risk = found[-1]["empty"]
    head = f"{money_words(now, currency)} in the bank"
    if risk < RARE:
        return f"{head} last beyond {last} in nearly every simulated course"
    often = "nearly every simulated course"
    if risk < 1 - RARE:
        often = f"{risk * 100:.0f} of 100 simulated courses"
    return f"{head}: empty by {last} in {often}"
