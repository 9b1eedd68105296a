"""Customers who changed their plan."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    ALARM,
    CLIENT,
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    vega,
    wrapped,
)
from revcore.model import Scorecard, Unit
from revcore.words import change_words, counted, value_words

UP, DOWN = "Pay more", "Pay less"


@chart(title="Changes of plan", page="pricing", order=50, needs=("plan_moves",))
def plan_moves(card: Scorecard) -> Drawing:
    """Bars by change of plan, most frequent first, with what it did to MRR."""
    alt = vega()
    series = records(card.series["plan_moves"])
    rows = [tidy(row, card.currency) for row in series]
    says = said(series, card.currency)
    words = {CLIENT: UP, ALARM: DOWN}
    found = {row["kind"] for row in rows}
    meaning = Meaning({place: word for place, word in words.items() if word in found})
    scale = options(domain=[0, max(row["customers"] for row in rows) * 2.2], nice=False)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        x=alt.X("customers:Q", scale=scale, axis=None),
        tooltip=tooltip(move="Change", many="Customers", words="MRR"),
    )
    bars = base.mark_bar(size=18, cornerRadiusEnd=4, opacity=0.8).encode(color=meaning.by("kind"))
    text = labels(base, align="left", dx=7).encode(text=alt.Text("label:N"))
    return drawing(
        bars, text, says=says, alt=f"{says}. Bars by change of plan.",
        height=max(150, 44 * len(rows) + 60),
    )  # fmt: skip


def tidy(row: Row, currency: str | None) -> Row:
    """One change of plan in words."""
    before, after = (str(row[name]).replace("_", " ") for name in ("plan_from", "plan_to"))
    words = change_words(row["change"], Unit.MONEY_PER_MONTH, currency)
    return {
        "name": wrapped(f"{before} → {after}", 24), "move": f"{before} → {after}",
        "customers": row["customers"], "kind": UP if row["change"] >= 0 else DOWN,
        "many": counted(row["customers"], "customer"), "words": words,
        "label": f"{row['customers']:,}, {words}",
    }  # fmt: skip


def said(rows: list[Row], currency: str | None) -> str:
    """How many moved, and what it came to."""
    n, change = (sum(row[name] for row in rows) for name in ("customers", "change"))
    words = value_words(abs(change), Unit.MONEY_PER_MONTH, currency)
    more = "more" if change >= 0 else "less"
    return f"{counted(n, 'customer')} changed the plan and pay {words} {more} in all"
