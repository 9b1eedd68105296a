"""Win rate slipping."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from revcore.derive.intervals import Z80
from revcore.derive.lost_reasons import LostReasons
from revcore.derive.segment_deals import SegmentCounts
from revcore.derive.simulate import Change as Moved
from revcore.derive.win_rate_change import Change, Opened, alike
from revcore.diagnosis.patterns._pattern import SELLING, Signs, Stake, pattern, say, together, trap
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.errors import NotComputable
from revcore.model import Unit, Window
from revcore.registry import Asker
from revcore.words import counted, value_words

FALLEN, KEPT = 0.85, 0.85
"""Won now ÷ before that counts as fallen; others at most so far down, or it is everywhere."""
REMAINS, EXPLAINED = 0.5, 0.25
"""Part of the fall left among deals of like kind: it rules the mix out, or leaves it open."""
MORE, AS_MANY = 1.5, 0.9
"""So many times the deals opened, and as many won as before: more is called a deal."""
LIKELY = 0.7
"""All deals are said to be won less from here on, though one group be surer still."""
OFTENER = 0.05
EVERYWHERE = "We win less than a year ago"


@pattern(
    title="We win less in ‹segment›",
    order=38,
    family="stages",
    applies=SELLING,
    min_data="a year and a half of deals, 30 opened in the last year and 30 before, 8 of those won",
    moves=("win_loss_talks", "old_offer_trial", "proof_assets"),
    fields=("deals.created", "deals.closed", "deals.segment"),
    chart="win_rate_by_segment",
    lever="win_rate",
    rows="deals_of_two_years",
)
def win_rate_slipping(
    win_rate_changes: list[Change],
    at: Callable[[int, int | None], Asker],
    as_of: int,
    seller_mix: pd.DataFrame | None = None,
    segment_counts: SegmentCounts | None = None,
    lost_reasons: LostReasons | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Of the deals opened with one segment, or through one channel, far fewer are won than before.

        won of deals opened in the last 12 months ≤ 0.85 × won of those opened in the 24 before

    Both within the same number of days and with open deals counted as long as they were followed
    (Aalen–Johansen), so that young deals are not taken for lost ones. Each change is pulled
    towards that of all deals until a few have closed: of several groups one is always the worst. A
    seventh is a house estimate.
    """
    found = chosen(win_rate_changes)
    months = Window(found.before.window.start, found.now.window.end)
    short = (found.before.share - found.now.share) * found.now.created
    whose = f"with “{found.name}”" if found.dimension == "segment" else f"through “{found.name}”"
    whose = f" {whose}" if found.name else ""
    return Signs(
        p=together(found.ratio <= FALLEN),
        evidence=[
            say(f"Of 100 deals opened{whose} in the last year {hundred(found.now)} "
                f"{'is' if hundred(found.now) == '1' else 'are'} won within "
                f"{counted(found.within, 'day')} ({ends(found.now)}, 8 times in 10); of those "
                f"of the {earlier(found.before)} before it was {hundred(found.before)} "
                f"({ends(found.before)})."),
            say(f"Won so far: {counts(found.now)}; of the earlier ones, {counts(found.before)}. At "
                f"the earlier rate {more(short)}."),
            *others(found),
            *reasons(lost_reasons, at, as_of),
        ],
        trap=what_else(found, seller_mix),
        stake=back(found, segment_counts, growth_state),
        subject=found.name,
        title=title(found),
        n=found.now.created + found.before.created,
        window=str(months),
    )  # fmt: skip


def chosen(changes: Sequence[Change]) -> Change:
    """The group that lost most wins, likely ones first; all deals, where all went alike."""
    every, groups = changes[0], changes[1:]
    if not groups:
        return every
    chance = {id(one): float(np.mean(one.ratio <= FALLEN)) for one in changes}
    worst = max(groups, key=lambda one: (
        chance[id(one)] >= LIKELY, chance[id(one)] * one.missing, -one.now.share))  # fmt: skip
    if worst.others <= KEPT and chance[id(every)] >= min(LIKELY, chance[id(worst)]):
        return every
    return worst


def title(found: Change) -> str:
    """As said aloud."""
    if not found.name:
        return EVERYWHERE
    return f"We win less {'in' if found.dimension == 'segment' else 'through'} “{found.name}”"


def hundred(year: Opened) -> str:
    """Of a hundred.

    >>> hundred(Opened(40, 10, 0.254, None, Window(0, 11)))
    '25'
    """
    return f"{year.share * 100:.0f}"


def ends(year: Opened) -> str:
    """The range of it: “16 to 23”."""
    return f"{year.interval.low * 100:.0f} to {year.interval.high * 100:.0f}"


def earlier(year: Opened) -> str:
    """How long the time before is.

    >>> earlier(Opened(40, 10, 0.25, None, Window(0, 8)))
    '9 months'
    """
    months = year.window.months
    return {12: "year", 24: "two years"}.get(months, counted(months, "month"))


def counts(year: Opened) -> str:
    """As counted.

    >>> counts(Opened(1240, 1, 0.25, None, Window(0, 11)))
    '1 of 1,240'
    """
    return f"{f'{year.won:,}' if year.won else 'none'} of {year.created:,}"


def more(missing: float) -> str:
    """How many more, or fewer, would have been won.

    >>> more(0.2), more(45.6), more(-3.0)
    ('it would have been as many', 'it would have been 46 more', 'it would have been 3 fewer')
    """
    n = round(missing)
    change = f"{abs(n):,} {'more' if n > 0 else 'fewer'}" if n else "as many"
    return f"it would have been {change}"


def others(found: Change) -> list[Evidence]:
    """How the other deals went."""
    if not found.name:
        return []
    by = round((found.others - 1) * 100)
    change = "as many as before" if abs(by) < 3 else f"{abs(by)}% {'more' if by > 0 else 'fewer'}"
    return [say(f"Of all other deals {change} are won.")]


def reasons(now: LostReasons | None, at: Callable[[int, int | None], Asker], as_of: int
            ) -> list[Evidence]:  # fmt: skip
    """The reason for losing that is given more often than a year ago."""
    if now is None:
        return []
    try:
        before: LostReasons = at(as_of - 12, 12)("lost_reasons")
    except NotComputable:
        return []
    if not now.said or not before.said:
        return []
    then = dict(zip(before.reason, before.n, strict=True))
    grown = {
        name: n / now.said - then.get(name, 0) / before.said
        for name, n in zip(now.reason, now.n, strict=True)
    }
    name = max(grown, key=lambda one: grown[one], default="")
    if not name or grown[name] < OFTENER:
        return []
    share = dict(zip(now.reason, now.n, strict=True))[name] / now.said
    return [say(f"“{name}” is given as the reason for {share * 100:.0f} of 100 losses, a year "
                f"before for {then.get(name, 0) / before.said * 100:.0f}.")]  # fmt: skip


def what_else(found: Change, mix: pd.DataFrame | None) -> Trap:
    """More is called a deal, or other sellers, channels and segments stand behind it."""
    near = found.nearer() or found.before
    grown = found.now.created / near.created * near.window.months / 12
    won = found.now.share * grown / found.before.share if found.before.share else 0.0
    there = " there" if found.name else ""
    if grown >= MORE and won >= AS_MANY:
        return trap(False, f"{grown:.1f} times as many deals are opened{there} and no fewer are "
                    "won: perhaps more is called a deal than a year ago.")  # fmt: skip
    if found.now.share >= near.share:
        return trap(False, f"In the {earlier(near)} right before it was {hundred(near)} of 100 "
                    "already: it fell earlier, and no further since.")  # fmt: skip
    like = alike(found, mix) if mix is not None else None
    if like is None:
        return trap(None, "Other sellers or channels may stand behind it; without them on each "
                    "deal nobody can tell.")  # fmt: skip
    same = f"among closed deals of the same {like.by}"
    if like.plain >= 0:
        return trap(None, "It shows in deals by the day they were opened, not yet in those closed.")
    left = like.gap / like.plain
    points = value_words(abs(like.gap) * 100, Unit.POINTS)
    are = "is" if points == "1 point" else "are"
    if left >= REMAINS and like.gap + Z80 * like.error < 0:
        return trap(True, "It is not that others sell now, or that deals come from elsewhere: "
                    f"{same} {points} fewer {are} won.")  # fmt: skip
    if left < EXPLAINED:
        return trap(False, f"The mix has changed: {same} hardly anything is left of the fall.")
    return trap(None, f"A change of mix may explain a part: {same} {points} {are} left, which may "
                "be chance.")  # fmt: skip


def back(found: Change, counts: SegmentCounts | None, state: GrowthState | None) -> Stake | None:
    """The rate of the year before, for the part of the deals that it is about."""
    if state is None or "win_rate" not in state.inputs or not found.missing:
        return None
    usual = state.inputs["win_rate"].value
    if usual <= 0:
        return None
    times = found.part * size(found, counts) * found.before.share / usual
    gain = np.log1p(times * np.maximum(1 - found.ratio, 0))
    made = Moved(factor=float(np.exp(np.median(gain))), error=float(gain.std()))
    return Stake({"win_rate": made}, f"its own {earlier(found.before)} before")


def size(found: Change, counts: SegmentCounts | None) -> float:
    """Average won deal of a segment against that of all; 1 where nobody knows."""
    if counts is None or found.dimension != "segment" or found.name not in counts.names:
        return 1.0
    inside = counts.closed_in(found.now.window.start, found.now.window.end)
    amount, valued = (counts.summed(column, inside) for column in (counts.amount, counts.valued))
    at = counts.names.index(found.name)
    if not valued[at] or not amount.sum():
        return 1.0
    return float(amount[at] / valued[at] / (amount.sum() / valued.sum()))
