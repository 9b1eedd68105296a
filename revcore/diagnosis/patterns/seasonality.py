"""Seasonality cycle."""

from revcore.derive.breaks import MONTHS, percent
from revcore.derive.intervals import rng
from revcore.derive.season_of import SeasonOf
from revcore.diagnosis.patterns._pattern import Signs, Stake, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import Evidence, GrowthState, Trap

APART, SURE, AGAIN = 0.15, 0.05, 0.3
DOUBT = 0.5
"""Without the F-test it is at most as likely as not."""
YEAR, AHEAD = 12, 2


@pattern(
    title="Seasons",
    order=34,
    kind="context",
    family="season",
    min_data="24 months",
    moves=("counter_season_offer", "counter_season_shop"),
    fields=("orders.date", "deals.created"),
    chart="season",
    rows="revenue_rows",
)
def seasonality(season_of: SeasonOf, growth_state: GrowthState | None = None) -> Signs:
    """The same months are strong and weak every year.

        F-test of the months of the year beside a trend: p < 0.05 with 24 months and more,
        and strongest − weakest month > 15 points

    Sales by month; where revenue is a level, deals begun or new customers. Indices are shrunk by
    the F-test. Fifteen points is a house estimate. Whether the cost stays flat is not asked.
    """
    found = season_of
    sure = found.p < SURE
    believed = rng("believed", found.spread).random(found.spread.size) < (
        1.0 if sure else min(found.belief, DOUBT)
    )
    return Signs(
        p=together(found.spread > APART, believed),
        evidence=told(found) if sure else [
            say(f"No month of the year stands out in {found.window.months} months of "
                f"{found.what.lower()}.")
        ],
        trap=every_year(found),
        stake=quiet(growth_state),
        n=found.window.months,
        window=str(found.window),
    )  # fmt: skip


def told(found: SeasonOf) -> list[Evidence]:
    """Strongest and weakest month, and when to begin for the strongest."""
    best, worst = found.best, found.worst
    return [
        say(f"{found.what} are strongest in {MONTHS[best]} ({percent(found.index[best] - 1)} "
            f"against the usual month) and weakest in {MONTHS[worst]} "
            f"({percent(found.index[worst] - 1)})."),
        say(f"Seen over {found.window.months} months, with growth taken off."),
        say(f"What is to pay off in {MONTHS[best]} has to start by "
            f"{MONTHS[(best - AHEAD) % YEAR]}."),
    ]  # fmt: skip


def quiet(state: GrowthState | None) -> Stake | None:
    """More in the quiet months: deals, or repeat orders."""
    if state is None:
        return None
    if "opportunities" in state.inputs:
        return of_move("opportunities", "counter_season_offer")
    return of_move("repeat_rate", "counter_season_shop") if "repeat_rate" in state.inputs else None


def every_year(found: SeasonOf) -> Trap:
    """One odd year or a promotion looks like a season; it does not come back."""
    if found.again >= AGAIN:
        return trap(True, "It is not one odd year: the last twelve months rose and fell like those "
                    "before. Growth is taken off.")  # fmt: skip
    return trap(None, "The last twelve months did not rise and fall like those before: single "
                "months or promotions may make it.")  # fmt: skip
