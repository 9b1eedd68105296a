"""How old the open deals are."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    ALARM,
    BENCHMARK,
    CLIENT,
    Meaning,
    drawing,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.model import Scorecard, Unit
from revcore.words import counted, counted_words, value_words

OPEN, STALE, WON = "Open", "Open, older than nine in ten wins", "Won in the window"


@chart(title="Age of the open deals", page="sales", order=40, needs=("open_deal_ages",))
def open_deal_ages(card: Scorecard) -> Drawing:
    """Share of the open deals by age, beside the share of wins by the age they had."""
    alt = vega()
    series = records(card.series["open_deal_ages"])
    total, wins = (sum(row[name] for row in series) for name in ("open", "won"))
    says = said(series, total)
    rows = [part for row in series for part in tidy(row, total, wins)]
    stale = any(row["stale"] and row["open"] for row in series)
    words = {CLIENT: OPEN, BENCHMARK: WON} | ({ALARM: STALE} if stale else {})
    meaning = Meaning(words)
    base = rows_chart(rows).encode(
        x=alt.X("start:O", sort=None, title="days since the deal was created, from …",
                axis=options(labelAngle=0)),
        xOffset=alt.XOffset("side:N", sort=["a", "b"]),
        y=alt.Y("share:Q", axis=value_axis(Unit.RATIO)),
        tooltip=tooltip(days="Age", many="Deals", words="Share"),
    )  # fmt: skip
    bars = base.mark_bar(cornerRadiusEnd=2).encode(color=meaning.by("kind"))
    return drawing(bars, says=says, alt=f"{says}. Two bars per age: open deals and won ones.")


def tidy(row: Row, total: int, wins: int) -> list[Row]:
    """Open and won deals of one age."""
    to = row["to"]
    days = (
        f"{row['from']} to {to - 1} days" if to else f"{counted_words(row['from'], 'days')} or more"
    )
    start = f"{row['from']}+" if to is None else str(row["from"])
    out = []
    for side, kind, n, of in (("a", STALE if row["stale"] else OPEN, row["open"], total),
                              ("b", WON, row["won"], wins)):  # fmt: skip
        share = n / of if of else 0.0
        out.append(
            {"start": start, "side": side, "kind": kind, "share": share, "days": days,
             "many": counted(n, "deal"), "words": value_words(share, Unit.RATIO)}
        )  # fmt: skip
    return out


def said(rows: list[Row], total: int) -> str:
    """How many open deals are older than nearly all that were won."""
    old = sum(row["open"] for row in rows if row["stale"])
    border = next((row["from"] for row in rows if row["stale"]), None)
    if border is None:
        return f"{counted(total, 'deal')} open, none older than those that were won"
    share = value_words(old / total, Unit.RATIO)
    return (
        f"{share} of {total:,} open deals are {counted_words(border, 'days')} old or more; nine "
        "in ten wins were quicker"
    )
