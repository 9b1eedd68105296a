"""What last year's customers bought this year."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    ALARM,
    BENCHMARK,
    CLIENT,
    Meaning,
    drawing,
    labels,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words, value_words

NAMES = {
    "before": "Year before",
    "lost": "Bought nothing",
    "less": "Bought less",
    "more": "Bought more",
    "now": "This year",
}


@chart(title="The same customers", page="retention", order=14, needs=("same_customers",))
def same_customers(card: Scorecard) -> Drawing:
    """A bridge from what they bought the year before to what they bought in the last one."""
    alt = vega()
    by = {row["kind"]: row for row in records(card.series["same_customers"])}
    rows = tidy(by, card.currency)
    says = said(by, card.currency)
    meaning = Meaning({CLIENT: "gain", BENCHMARK: "level", ALARM: "loss"}, legend=False)
    top = max(row["top"] for row in rows)
    scale = options(domain=[0, top * 1.12], nice=False)
    axis = value_axis(Unit.MONEY, card.currency)
    base = rows_chart(rows).encode(
        x=alt.X("name:N", sort=None, title=None, axis=options(labelAngle=0, labelLimit=64,
                labelExpr="split(datum.label, ' ')")),
        tooltip=tooltip(name="Step", words="Amount", many="From"),
    )  # fmt: skip
    bars = base.mark_bar(cornerRadius=3).encode(
        y=alt.Y("bottom:Q", scale=scale, axis=axis), y2=alt.Y2("top"),
        color=meaning.by("side"),
    )  # fmt: skip
    text = labels(base, dy=-8).encode(
        y=alt.Y("top:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    return drawing(bars, text, says=says, alt=f"{says}. A bridge of five bars.")


def tidy(by: dict[str, Row], currency: str | None) -> list[Row]:
    """Bars from where the one before ended; levels stand on the ground."""
    out, level = [], 0.0
    for kind, name in NAMES.items():
        amount = by[kind]["amount"]
        ground = kind in ("before", "now")
        start = 0.0 if ground else level
        level = start + amount
        side = "level" if ground else "gain" if amount >= 0 else "loss"
        out.append(
            {
                "name": name,
                "bottom": min(start, level),
                "top": max(start, level),
                "side": side,
                "amount": amount,
                "words": money_words(amount, currency),
                "many": counted(by[kind]["customers"], "customer"),
            }
        )
    return out


def said(by: dict[str, Row], currency: str | None) -> str:
    """Share of last year's purchases bought again, and how many bought nothing."""
    before, now, lost = by["before"], by["now"], by["lost"]
    share = value_words(now["amount"] / before["amount"], Unit.RATIO)
    gone = value_words(lost["customers"] / before["customers"], Unit.RATIO)
    return f"Last year’s customers bought {share} of what they bought then; {gone} bought nothing"
