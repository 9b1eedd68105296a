"""Plateau despite rising spend."""

from revcore.derive.spend_response import HalfYears
from revcore.diagnosis.patterns._pattern import Signs, Stake, pattern, say, together, trap
from revcore.diagnosis.patterns._words import grown
from revcore.diagnosis_parts import Evidence, Trap
from revcore.model import month_words
from revcore.words import counted_words

RAISED = 1.15
"""Spend over that of the half-year before."""
RAISED_YEAR = 1.30
"""The same against the same months a year ago."""
ANSWERED, SAME = 0.5, 0.15
"""What came grew by less than this part of what spend grew by, and hardly at all."""
YEARLY = 2


@pattern(
    title="Spending more, selling the same",
    order=11,
    family="spending",
    min_data="12 months of spend, and leads, deals with the day they were opened or new customers",
    moves=("pause_marginal_channel", "reallocate_fifth"),
    fields=("spend", "leads.created", "deals.created"),
    chart="spend_by_month",
    lever="leads",
    rows="brought_by_spending",
)
def plateau_despite_spend(spend_halves: HalfYears) -> Signs:
    """Marketing and selling cost clearly more than half a year ago, and hardly more comes of it.

        spend of 6 months ≥ 1.15 × the 6 before, and what came grew less than half as much, < 15%

    What comes is counted where it shows first: leads, else deals opened, else new customers; where
    it is leads, deals must have grown less than the spend too. Where sales have a season, the same
    months a year ago stand in for the half-year before (and 1.30 for 1.15).
    """
    found = spend_halves
    rise = found.raised - 1
    bar = RAISED_YEAR if found.year_apart else RAISED
    deals = True if found.deal_draws is None else found.deal_draws < found.raised
    p = together(found.raised >= bar, found.growth_draws < 1 + min(ANSWERED * rise, SAME), deals)
    then = "the same months a year ago" if found.year_apart else "the six months before"
    last = month_words(found.window.end)
    extra = found.spend - found.spend_before * found.growth_draws.clip(1.0)
    return Signs(
        p=p,
        evidence=[
            say(f"Marketing and selling cost {{now}} in the six months to {last}, {{then}} in "
                f"{then}: {grown(found.raised, 'less')}.",
                now=found.spend, then=found.spend_before),
            say(f"{counted_words(found.came, found.what)}, against {found.came_before:,} then: "
                f"{grown(found.growth)}."),
            *opened(found),
        ],
        trap=too_early(found),
        stake=Stake(profit=YEARLY * extra.clip(0.0), basis=f"what it cost in {then}"),
        n=found.came,
        window=str(found.window),
    )  # fmt: skip


def opened(found: HalfYears) -> list[Evidence]:
    """A sentence on the deals opened, where it is leads that are counted."""
    if found.deals is None:
        return []
    now, then = found.deals
    change = grown(now / then) if then else "there were none"
    return [say(f"{counted_words(now, 'deals opened')}, against {then:,}: {change}.")]


def too_early(found: HalfYears) -> Trap:
    """Spend comes before what it brings: a rise of the last weeks proves nothing."""
    if found.begun < (1 + found.raised) / 2:
        return trap(False, "The spend rose in the last three months only: it may not have had "
                    "time to bring anybody.")  # fmt: skip
    return trap(True, "It is not that the money was spent too late to show: most of the rise is "
                "older than three months.")  # fmt: skip
