"""Where the month's change in MRR came from."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    ALARM,
    CLIENT,
    OTHER,
    Meaning,
    drawing,
    field,
    month_axis,
    monthly,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    zero,
)
from revcore.model import Scorecard, Unit
from revcore.words import money_words

GAINS = ("new", "reactivation", "expansion")
LOSSES = ("contraction", "churn")
KINDS = {
    "new": "New",
    "expansion": "Upgrades",
    "reactivation": "Came back",
    "contraction": "Downgrades",
    "churn": "Left",
}
STRENGTH = (1.0, 0.7, 0.42, 0.55, 1.0)
RATES = "Exchange rate"
GAINED, LOST = "New (strong), upgrades, came back", "Left (strong), downgrades"
MONTHS = 18


@chart(title="What changed recurring revenue", page="growth", order=30, needs=("mrr_movements",))
def mrr_bridge(card: Scorecard) -> Drawing:
    """Gains above the line, losses below it, one bar per month; what rates did where they did."""
    alt = vega()
    rows = tidy(monthly(records(card.series["mrr_movements"])[-MONTHS:]), card.currency)
    says = said(card)
    moved = any(row["side"] == RATES for row in rows)
    meaning = Meaning({CLIENT: GAINED, ALARM: LOST} | ({OTHER: RATES} if moved else {}))
    kinds, strength = list(KINDS.values()), list(STRENGTH)
    if moved:
        kinds, strength = [*kinds, RATES], [*strength, 1.0]
    title = "diamond: all together" if moved else "diamond: gained less lost"
    base = rows_chart(rows).encode(
        x=field("month", axis=month_axis([r["month"] for r in rows], title=title))
    )
    bars = base.mark_bar().encode(
        y=alt.Y("change:Q", axis=value_axis(Unit.MONEY, card.currency)),
        color=meaning.by("side"),
        opacity=alt.Opacity(
            "kind:N",
            scale=options(type="ordinal", domain=kinds, range=strength),
            legend=None,
        ),
        order=alt.Order("order:Q"),
        tooltip=tooltip(month="Month", kind="What", words="MRR"),
    )
    net = base.mark_point(
        filled=True, shape="diamond", size=42, color="currentColor", opacity=1
    ).encode(y=alt.Y("net:Q"), tooltip=tooltip(month="Month", net_words="Change in all"))
    return drawing(
        bars,
        net,
        zero(rows_chart([{"at": 0}])),
        says=says,
        alt=f"{says}. Stacked bars by month: gains above the line, losses below, a diamond for "
        f"the sum of {'all' if moved else 'both'}.",
    )


def tidy(rows: list[Row], currency: str | None) -> list[Row]:
    """One row per month and kind; losses are turned downward here, and only here.

    What exchange rates did is above the line or below it, outermost, and only where it is not 0.
    """
    out = []
    for row in rows:
        fx = row.get("fx", 0.0)
        net = sum(row[kind] for kind in GAINS) - sum(row[kind] for kind in LOSSES) + fx
        parts = [
            (words, GAINED, row[kind], order)
            if kind in GAINS
            else (words, LOST, -row[kind], 10 - order)
            for order, (kind, words) in enumerate(KINDS.items())
        ]
        parts += [(RATES, RATES, fx, 20)] if fx else []
        out += [
            {
                "month": row["month"],
                "kind": words,
                "side": side,
                "change": change,
                "order": order,
                "net": net,
                "words": money_words(change, currency),
                "net_words": money_words(net, currency),
            }
            for words, side, change, order in parts
        ]
    return out


def said(card: Scorecard) -> str:
    """Gained and lost over the last twelve months, and what the exchange rate did."""
    rows = records(card.series["mrr_movements"])[-12:]
    gained = sum(row[kind] for row in rows for kind in GAINS)
    lost = sum(row[kind] for row in rows for kind in LOSSES)
    months = (
        "12 months" if len(rows) == 12 else "month" if len(rows) == 1 else f"{len(rows)} months"
    )
    gain, loss = money_words(gained, card.currency), money_words(lost, card.currency)
    fx = sum(row.get("fx", 0.0) for row in rows)
    did = f"{'added' if fx > 0 else 'took away'} {money_words(abs(fx), card.currency)}"
    rates = f"; the exchange rate {did}" if fx else ""
    if not lost:
        says = f"{gain} of monthly revenue was gained and nothing was lost"
    elif not gained:
        says = f"{loss} of monthly revenue was lost and nothing was gained"
    else:
        says = f"{gain} of monthly revenue was gained and {loss} was lost"
    return f"In the last {months} {says}{rates}"
