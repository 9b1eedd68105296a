"""Cycle lengthening."""

import numpy as np

from revcore.derive.deal_changes import Shift, days
from revcore.derive.deals import Deals
from revcore.derive.simulate import Change
from revcore.diagnosis.patterns._pattern import (
    SELLING,
    Signs,
    Stake,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window
from revcore.words import counted

LONGER, STILL = 1.2, 1.1
"""A fifth longer is the sign; a tenth must remain when deals of one size are compared."""
WINS, SIZED = 25, 8
LARGER = "Larger deals take longer."


@pattern(
    title="Deals take longer",
    order=28,
    family="cycle",
    applies=SELLING,
    min_data="a year of deals with both days, 25 won",
    moves=("mutual_close_plan", "legal_pack", "smaller_first_step"),
    fields=("deals.created", "deals.closed"),
    chart="cycle_histogram",
    lever="cycle_days",
    rows="won_deals_dated",
)
def cycle_lengthening(
    deal_days: tuple[Shift, Deals, Deals],
    deal_long_halves: tuple[Window, Window],
    growth_state: GrowthState | None = None,
) -> Signs:
    """What is won now took much longer than what was won before.

        days to win in the last 6 months ≥ 1.2 × those of the 18 months before

    Geometric means of deals won, by the day of winning. Deals won alone say it late and too
    mildly, never too early. A fifth is a house estimate. Earning the days back brings money
    forward once; it is no lasting gain where sellers have no deals to fill them with.
    """
    found, now, before = deal_days
    enough(found.n_now + found.n_before, WINS, "won deals with both days")
    enough(found.n_now, SIZED, "deals won in the last six months with both days")
    p = together(found.ratio >= LONGER)
    return Signs(
        p=p,
        evidence=[
            say(f"Deals won in the last six months took {counted(round(found.now), 'day')}, those "
                f"of the {deal_long_halves[1].months} months before {found.before:.0f}."),
            say(f"That is {abs(found.change - 1) * 100:.0f}% "
                f"{'longer' if found.change >= 1 else 'shorter'}, seen in "
                f"{counted(found.n_now, 'deal')} against {found.n_before}."),
        ],
        trap=larger(now, before) if found.change >= STILL else trap(None, LARGER),
        stake=back(found, growth_state),
        n=found.n_now + found.n_before,
        window=str(deal_long_halves[0]),
    )  # fmt: skip


def larger(now: Deals, before: Deals) -> Trap:
    """Whether it is only that deals are larger now: small and large ones each beside their own."""
    if min(float((part.n * part.valued).sum()) / part.count for part in (now, before)) < 0.5:
        return trap(None, f"{LARGER} Without amounts nobody can tell whether these are larger.")
    now, before = now.take(now.valued == 1), before.take(before.valued == 1)
    middle = float(np.median(np.repeat(before.amount, before.n)))
    logs, weights = [], []
    for large in (False, True):
        parts = [one.take((one.amount > middle) == large) for one in (now, before)]
        if min(one.count for one in parts) < 2:
            continue
        means = [float((np.log(days(one)) * one.n).sum() / one.count) for one in parts]
        logs.append(means[0] - means[1])
        weights.append(parts[0].count)
    if not weights:
        return trap(None, f"{LARGER} Too few have an amount to tell.")
    same = float(np.exp(np.average(logs, weights=weights)))
    if same >= STILL:
        return trap(True, "It is not that deals are larger now: beside deals of their own size "
                    f"they take {(same - 1) * 100:.0f}% longer.")  # fmt: skip
    return trap(False, "Deals are larger now, and larger ones take longer: beside deals of their "
                "own size they take hardly longer than before.")  # fmt: skip


def back(found: Shift, state: GrowthState | None) -> Stake | None:
    """The days of before."""
    if state is None or "cycle_days" not in state.inputs:
        return None
    error = float(np.std(np.log(found.ratio)))
    return Stake(
        {"cycle_days": Change(factor=min(1.0, 1 / found.change), error=error)},
        "your own months before",
    )
