"""What each seller won, and the quota."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    PLAN,
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words, value_words

MOST = 10
HALF = 0.5


@chart(title="Won value by seller", page="sales", order=20, needs=("seller_sales",))
def seller_sales(card: Scorecard) -> Drawing:
    """Bars by seller, largest first; a tick where the quota of the same days stands."""
    alt = vega()
    series = records(card.series["seller_sales"])
    total = sum(row["won_value"] for row in series)
    rows = [tidy(row, total, card.currency) for row in series[:MOST]]
    says = said(series, total)
    quotas = [row for row in rows if row["quota"] is not None]
    meaning = Meaning(
        {CLIENT: "Won", PLAN: "Quota, and share reached"} if quotas else {CLIENT: "Won"}
    )
    top = max(max(row["won_value"], row["quota"] or 0) for row in rows)
    scale = options(domain=[0, top * 1.45], nice=False)
    axis = value_axis(Unit.MONEY, card.currency, tickCount=4, grid=True)
    y = alt.Y("name:N", sort=None, title=None, axis=names_axis())
    base = rows_chart(rows).encode(
        y=y, tooltip=tooltip(name="Seller", words="Won", deals_words="Deals", due="Quota")
    )
    bars = meaning.paint(base, CLIENT).mark_bar(size=18, cornerRadiusEnd=4, opacity=0.8)
    text = labels(base, align="left", dx=7).encode(
        x=alt.X("end:Q", scale=scale, axis=axis), text=alt.Text("label:N")
    )
    layers = [bars.encode(x=alt.X("won_value:Q", scale=scale, axis=axis)), text]
    if quotas:
        ticks = meaning.paint(base.transform_filter("isValid(datum.quota)"), PLAN)
        tick = ticks.mark_tick(thickness=3, size=26).encode(
            x=alt.X("quota:Q", scale=scale, axis=axis)
        )
        layers.insert(1, tick)
    return drawing(
        *layers,
        says=says,
        alt=f"{says}. One bar per seller{', a tick for the quota' if quotas else ''}.",
        height=max(170, 34 * len(rows) + 60),
    )


def tidy(row: Row, total: float, currency: str | None) -> Row:
    """One seller in words."""
    won, quota = row["won_value"], row["quota"]
    share = value_words(won / total, Unit.RATIO)
    words = money_words(won, currency)
    return {
        "name": row["seller"], "won_value": won, "quota": quota, "end": max(won, quota or 0),
        "words": f"{words}, {share} of all", "deals_words": counted(row["deals"], "deal"),
        "due": "none known" if quota is None else money_words(quota, currency),
        "label": words if quota is None
        else f"{words}, {value_words(row['won_under_quota'] / quota, Unit.RATIO)}",
    }  # fmt: skip


def said(rows: list[Row], total: float) -> str:
    """How many sellers bring half of it, and how many reach their quota."""
    running, many = 0.0, 0
    for row in rows:
        running, many = running + row["won_value"], many + 1
        if running >= HALF * total:
            break
    share = value_words(running / total, Unit.RATIO)
    who = "One seller brings" if many == 1 else f"{many} of {len(rows)} sellers bring"
    due = [row for row in rows if row["quota"]]
    if not due:
        return f"{who} {share} of what is won"
    there = sum(row["won_under_quota"] >= row["quota"] for row in due)
    met = "all reach" if there == len(due) else f"{there or 'none'} of {len(due)} reached"
    return f"{who} {share} of what is won; {met} the quota"
