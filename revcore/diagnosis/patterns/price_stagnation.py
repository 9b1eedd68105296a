"""Price stagnation."""

import numpy as np

from revcore.derive.discount_trend import DiscountTrend
from revcore.derive.intervals import jeffreys_draws, rng
from revcore.derive.list_price import INFLATION, ListPrice
from revcore.derive.lost_reasons import LostReasons
from revcore.diagnosis.patterns._pattern import (
    SELLING,
    Measured,
    Signs,
    draws_of,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.errors import NotComputable

FEW, GOOD, STEADY = 0.10, 0.30, 0.03
REASONS, DRAWS = 20, 2000


@pattern(
    title="Prices stood still",
    order=26,
    family="price",
    applies=SELLING,
    min_data="two years of list prices, 20 losses with a reason",
    moves=("raise_price_new", "grandfather_one_term"),
    fields=("deals.list_amount", "deals.lost_reason"),
    chart="price_course",
    lever="price",
    rows="lost_deals",
)
def price_stagnation(
    list_price: ListPrice,
    lost_reasons: LostReasons | None = None,
    win_rate: Measured | None = None,
    discount_trend: DiscountTrend | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """The price list is years old, and hardly a deal is lost over the price.

        list price of alike deals + < 3% a year over two years and more,
        and lost on price ÷ lost with a reason < 10% (without reasons: win rate > 30%),
        and the discount not up by more than 3 points in a year

    Consumer prices in the United States rose by 3.4% in 2023 and 2.9% in 2024 (Bureau of Labor
    Statistics). A tenth, three tenths and three points are house estimates.
    """
    room, told, n = open_to_more(lost_reasons, win_rate)
    steady = True if discount_trend is None else discount_trend.draws * 12 <= STEADY
    return Signs(
        p=together(list_price.draws < INFLATION, room, steady),
        evidence=[say(pace(list_price)), *told],
        trap=recorded(lost_reasons),
        stake=of_move("price", "raise_price_new") if growth_state else None,
        n=n,
        window=str(list_price.window),
    )


def pace(found: ListPrice) -> str:
    """How far prices moved, in a sentence."""
    of = "What new customers pay on the same plan" if found.plans else "List prices of alike deals"
    if abs(found.growth) < 0.005:
        moved = "stood still"
    else:
        moved = f"{'rose' if found.growth > 0 else 'fell'} by {abs(found.growth) * 100:.1f}% a year"
    years = found.window.months / 12
    return f"{of} {moved} over {years:.1f} years; consumer prices rise about 3% a year."


def open_to_more(
    reasons: LostReasons | None, rate: Measured | None
) -> tuple[np.ndarray, list[Evidence], int]:
    """Draws of whether a higher price would be borne, what says so, and of how many deals.

    Raises
    ------
    NotComputable
        Neither twenty reasons nor a win rate are known.
    """
    if reasons is not None and reasons.said >= REASONS:
        k, n = reasons.count(reasons.on_price), reasons.said
        draws = jeffreys_draws(k, n, DRAWS, rng("price losses", [k, n]))
        lost = "none was" if k == 0 else "one was" if k == 1 else f"{k:,} were"
        told = [say(f"Of {n:,} deals lost for a known reason {lost} lost over the price.")]
        if rate is not None:
            told.append(say(f"{rate.value * 100:.0f} of 100 decided deals are won."))
        return draws < FEW, told, n
    if rate is not None:
        told = [say(f"{rate.value * 100:.0f} of 100 decided deals are won; from 30 on buyers "
                    "seem to bear more.")]  # fmt: skip
        return draws_of(rate) > GOOD, told, rate.n
    said = 0 if reasons is None else reasons.said
    raise NotComputable(
        f"{said:,} {'loss' if said == 1 else 'losses'} with a reason: at least {REASONS} are "
        "needed.",
        needs=("deals.lost_reason",),
        n=said,
    )


def recorded(reasons: LostReasons | None) -> Trap:
    """Whether losses are written down well enough to say that price plays no part."""
    if reasons is None or reasons.said < REASONS:
        return trap(None, "Nobody wrote down how many deals were lost over the price.")
    total = reasons.said + reasons.unsaid
    if reasons.said * 2 >= total:
        return trap(True, f"It is not that reasons are missing: {reasons.said:,} of {total:,} lost "
                    "deals give one.")  # fmt: skip
    return trap(None, f"Only {reasons.said:,} of {total:,} lost deals give a reason: price may "
                "hide among the others.")  # fmt: skip
