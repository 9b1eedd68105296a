"""Best customers under-chased."""

import numpy as np

from revcore.derive.intervals import Floats
from revcore.derive.segment_deals import Chased
from revcore.derive.segment_worth import Staying
from revcore.diagnosis.patterns._pattern import SELLING, Signs, enough, pattern, say, trap
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis_parts import Evidence, GrowthState, Trap

WORTH, BETTER, SHARE = 1.5, 1.2, 0.25
"""An opportunity there against one anywhere; won and kept against others, size aside; its part of
the deals opened."""
CLOSED = 20
HALVES = 1.1


@pattern(
    title="Best customers under-chased",
    order=35,
    kind="unlocks",
    family="best_customers",
    applies=SELLING,
    min_data="20 closed deals in a segment, with amounts",
    moves=("chase_best_segment",),
    fields=("deals.segment", "deals.amount"),
    chart="win_rate_of_segments",
    lever="win_rate",
    rows="closed_deals",
)
def best_customers_under_chased(
    segment_deals: list[Chased],
    segment_staying: Staying | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """A deal opened with one segment is worth far more than any other, and few are opened there.

        won × deal × months stayed ≥ 1.5 × all, won × stayed ≥ 1.2 × others, < 25% of deals

    The second condition leaves size aside: a large deal takes more selling too, so being large
    alone is not being better. Win rates and staying are pulled towards those of all.
    """
    known = [one for one in segment_deals if one.closed >= CLOSED]
    enough(max((one.closed for one in segment_deals), default=0), CLOSED,
           "closed deals in a segment")  # fmt: skip
    stayed = months_stayed(segment_staying)
    signs = {one.name: better(one, stayed.get(one.name)) for one in known}
    best = max(known, key=lambda one: (float(signs[one.name].mean()), one.deal))
    times = float(np.median(best.worth_draws * kept(stayed.get(best.name)) / best.pool_draws))
    return Signs(
        p=signs[best.name],
        evidence=[
            say(f"A deal opened with “{best.name}” brings {times:.1f} times what one brings on "
                f"average; {best.share * 100:.0f} of 100 deals opened are with them."),
            say(f"Of 100 of their deals {best.won / best.closed * 100:.0f} are won, of 100 others "
                f"{float(np.median(best.other_win_draws)) * 100:.0f}."),
            say("A won deal there is worth {deal}, elsewhere {other}.", deal=best.deal,
                other=best.other_deal),
            *staying(stayed.get(best.name)),
        ],
        trap=both_halves(best),
        stake=stake(growth_state, "win_rate", move="chase_best_segment"),
        subject=best.name,
        title=f"“{best.name}”: best customers under-chased",
        n=best.closed,
        window=str(best.window),
    )  # fmt: skip


def months_stayed(found: Staying | None) -> dict[str, Floats]:
    """Draws of months paid for against those of others, by segment."""
    if found is None:
        return {}
    return {one.name: one.months_draws / one.other_months for one in found.segments}


def kept(stayed: Floats | None) -> Floats:
    """Stays as long as others where nobody knows."""
    return np.ones(1) if stayed is None else stayed


def better(one: Chased, stayed: Floats | None) -> np.ndarray:
    """Draws in which the segment is worth more, not by size alone, and few deals are opened."""
    longer = kept(stayed)
    worth = one.worth_draws * longer >= WORTH * one.pool_draws
    good = one.win_draws / one.other_win_draws * longer >= BETTER
    return np.asarray(worth & good & (one.share < SHARE))


def staying(stayed: Floats | None) -> list[Evidence]:
    """A sentence on how much longer they stay, where it is a tenth or more."""
    longer = float(np.median(kept(stayed)))
    if longer < 1.1:
        return []
    return [say(f"They stay {longer:.1f} times as long.")]


def both_halves(one: Chased) -> Trap:
    """The best of several may be the luckiest: it should be better in both halves of the time."""
    if len(one.halves) == 2 and min(one.halves) >= HALVES:
        return trap(True, "It is not luck: their deals were won more often in both halves of the "
                    "last two years.")  # fmt: skip
    if one.halves and min(one.halves) < 1:
        return trap(False, "Of several segments one is always the best, and in one half of the "
                    "last two years their deals were won less often than others.")  # fmt: skip
    return trap(None, "Of several segments one is always the best: their deals were not clearly "
                "won more often in both halves of the last two years.")  # fmt: skip
