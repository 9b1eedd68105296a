"""Feast or famine in prospecting."""

from revcore.derive.prospecting import Prospecting
from revcore.diagnosis.patterns._pattern import SELLING, Signs, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import GrowthState, Trap

SWINGS, SEASON = 1 / 3, 0.05


@pattern(
    title="Busy, then empty",
    order=29,
    family="prospecting",
    applies=SELLING,
    min_data="18 months of deals, three begun a month",
    moves=("prospecting_blocks", "outbound_help"),
    fields=("deals.created", "deals.closed"),
    chart="begun_and_won",
    lever="opportunities",
    rows="deals_of_two_years",
)
def feast_or_famine(prospecting: Prospecting, growth_state: GrowthState | None = None) -> Signs:
    """While deals are closed nobody looks for new ones, and afterwards there are none to close.

        deals begun swing by more than a third of their mean beyond chance,
        and fewer are begun in months in which more are won (correlation < 0)

    The trend is taken off; both are judged on the same months drawn again. A third is a house
    estimate. A year and a half of months leaves a correlation uncertain by ± 0.45.
    """
    found = prospecting
    months = found.window.months
    few, many = int(found.begun.min()), int(found.begun.max())
    empty = int((found.begun < found.begun.mean() / 2).sum())
    return Signs(
        p=together(found.swing > SWINGS, found.together < 0),
        evidence=[
            say(f"Between {few} and {many} deals were begun a month over {months} months; in "
                f"{some(empty)} of them less than half of the usual number."),
            say(f"In months with many wins {'fewer' if found.r < -0.1 else 'not fewer'} deals were "
                "begun."),
        ],
        trap=year(found),
        stake=of_move("opportunities", "prospecting_blocks")
        if growth_state is not None and "opportunities" in growth_state.inputs else None,
        n=int(found.begun.sum()),
        window=str(found.window),
    )  # fmt: skip


def year(found: Prospecting) -> Trap:
    """Whether the months of the year explain it."""
    if found.season is None:
        return trap(None, "The season may make the same; two years would tell.")
    if found.season < SEASON:
        return trap(False, "The same months are full and empty every year: a season explains it.")
    return trap(True, "It is not the season: the full months are others every year.")
