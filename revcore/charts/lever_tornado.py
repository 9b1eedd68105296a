"""What each lever is worth over twelve months."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart
from revcore.charts._look import drawing
from revcore.charts._money_bars import bar, bars, height
from revcore.diagnosis_parts import Lever
from revcore.errors import NotComputable
from revcore.model import Scorecard
from revcore.words import money_words

MOST = 8


@chart(title="Levers by worth", page="path", order=10)
def lever_tornado(card: Scorecard) -> Drawing:
    """A bar for each lever with room, the most valuable first, with its 80 % range."""
    rows = [tidy(one, card.currency) for one in moving(card)[:MOST]]
    says = said(moving(card), card.currency)
    tooltips = {"name": "Lever", "change": "How far", "words": "Worth", "range": "8 times in 10"}
    return drawing(
        *bars(rows, card.currency, tooltips), says=says,
        alt=f"{says}. One bar for each lever, the line is its range, 8 times in 10.",
        height=height(rows),
    )  # fmt: skip


def moving(card: Scorecard) -> list[Lever]:
    """Levers that have room and a worth, in the order of the document.

    Raises
    ------
    NotComputable
        No lever has room that its own history or a benchmark would show.
    """
    found = [
        one
        for one in card.levers
        if one.state in ("valued", "unproven") and one.low is not None and one.high is not None
    ]
    if not found:
        raise NotComputable("No lever has room that your own history or a benchmark would show.")
    return found


def tidy(lever: Lever, currency: str | None) -> Row:
    """One lever in words."""
    made = bar(lever.title, worth(lever), lever.low or 0.0, lever.high or 0.0, currency)
    return {**made, "change": lever.change}


def worth(lever: Lever) -> float:
    """Gross profit, or sales where the margin is not known."""
    return (lever.value_12m if lever.value_12m is not None else lever.revenue_12m) or 0.0


def said(found: list[Lever], currency: str | None) -> str:
    """The longest bar, and whether the next one could be as long."""
    best = found[0]
    if worth(best) <= 0:
        return "No lever brings more than it costs over twelve months"
    kind = "gross profit" if best.value_12m is not None else "sales"
    much = f"about {money_words(worth(best), currency)} of {kind}"
    head = f"Worth most of the levers with room: “{best.title}”, {much}"
    rival = len(found) > 1 and (found[1].high or 0.0) > (best.low or 0.0)
    return f"{head}, though “{found[1].title}” may be as much" if rival else head
