"""No-decision losses."""

from collections.abc import Callable

from revcore.derive.intervals import jeffreys_draws, rng
from revcore.derive.lost_reasons import LostReasons
from revcore.derive.silent_losses import SilentBySeller
from revcore.diagnosis.patterns._pattern import (
    SELLING,
    Measured,
    Signs,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import Asker
from revcore.words import counted

HALF = 0.5
LOST, DRAWS = 30, 2000


@pattern(
    title="They don’t say no, they go silent",
    order=21,
    family="no_decision",
    applies=SELLING,
    min_data="30 lost deals with a reason",
    moves=("mutual_close_plan", "decision_risk_plan"),
    fields=("deals.lost_reason", "deals.closed"),
    chart="lost_reasons_pareto",
    lever="win_rate",
    rows="lost_deals",
)
def no_decision_losses(
    lost_reasons: LostReasons,
    deal_window: Window,
    at: Callable[[int, int | None], Asker],
    as_of: int,
    win_rate: Measured | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Most deals that are lost are lost to nobody: the buyer never decides.

        lost to no decision, silence or delay ÷ lost with a reason ≥ ½

    Over 2.5 million recorded sales talks 40–60% of deals ended so, and more than half of those in
    indecision, not in a wish to keep things as they are (Dixon & McKenna, The JOLT Effect, 2022).
    Half of the losses is a house estimate.
    """
    said, silent = lost_reasons.said, lost_reasons.count(lost_reasons.no_decision)
    enough(said, LOST, "lost deals with a reason")
    draws = jeffreys_draws(silent, said, DRAWS, rng("no decision", [silent, said]))
    evidence = [
        say(f"Of {said:,} deals lost for a known reason, {silent:,} "
            f"{'was' if silent == 1 else 'were'} lost to no decision, silence or delay: "
            f"{silent / said * 100:.0f} of 100."),
        *against(lost_reasons),
    ]  # fmt: skip
    if win_rate is not None:
        evidence.append(say(f"{win_rate.value * 100:.0f} of 100 decided deals are won."))
    return Signs(
        p=together(draws >= HALF),
        evidence=evidence,
        trap=sellers(lost_reasons, lambda: at(as_of, None)("silent_by_seller")),
        stake=stake(growth_state, "win_rate", move="mutual_close_plan", reading=win_rate),
        n=said,
        window=str(deal_window),
    )


def against(found: LostReasons) -> list[Evidence]:
    """The most frequent reason among those that are a no."""
    told = zip(found.reason, found.n, found.no_decision, strict=True)
    others = [(name, n) for name, n, silent in told if not silent]
    if not others:
        return []
    name, n = others[0]
    return [say(f"The most frequent reason that is a no, “{name}”, was given for {n:,}.")]


def sellers(found: LostReasons, ask: Callable[[], SilentBySeller]) -> Trap:
    """Whether one seller writes it everywhere, or most losses say nothing.

    Sellers are asked for only where it matters.
    """
    if found.unsaid > found.said:
        return trap(None, f"{counted(found.unsaid, 'more lost deal')} "
                    f"{'gives' if found.unsaid == 1 else 'give'} no reason: those that do may be "
                    "chosen.")  # fmt: skip
    if found.count(found.no_decision) < HALF * found.said:
        return trap(None, "Sellers may choose this reason to avoid another.")
    try:
        by = ask()
    except NotComputable:
        return trap(None, "Sellers may choose this reason to avoid another; without their names "
                    "nobody can tell.")  # fmt: skip
    rest = [by.without(at) for at in range(len(by.seller))]
    if all(silent >= HALF * said for silent, said in rest if said):
        return trap(True, "It is not one seller’s habit: whoever is left out, half of the losses "
                    "and more stay undecided.")  # fmt: skip
    return trap(False, "One seller writes this reason far more often than the others; without "
                "those deals it is less than half.")  # fmt: skip
