"""Silent lapse of regulars."""

import numpy as np

from revcore.derive.intervals import Floats
from revcore.derive.orders_value import BuyingModel
from revcore.derive.regulars import ORDERS, Waits
from revcore.derive.resamples import Resamples
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window, last_day
from revcore.words import capital, counted

RISE, PART = 0.05, 0.05
"""Points more of the regulars in a quarter, and the part of their revenue at risk."""
QUARTER, YEAR, REGULARS = 90.0, 12, 60
FEWEST, LARGER = 30, 1.20
"""Quarters of regulars a year ago that say something of the season; orders so much larger."""


@pattern(
    title="Regulars gone quiet",
    order=9,
    family="buying_again",
    applies=("orders",),
    min_data="60 customers with four orders or more, 15 months",
    moves=("call_the_regulars", "replenishment_reminder", "win_back_letters"),
    fields=("orders.customer", "orders.date"),
    chart="repeat_by_cohort",
    lever="repeat_rate",
    rows="regulars",
    call_list="customers_at_risk",
)
def silent_lapse(
    regular_waits: Waits,
    customer_resamples: Resamples,
    as_of: int,
    buying_model: BuyingModel | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Customers who always came back stop coming, and nobody is told.

        regulars who become late in a quarter: 3 months ≥ the 12 before + 5 points and ≥ the same
        3 months a year ago + 5 points, and regular revenue × chance that they are gone > 5%

    A regular has four orders. Late is a wait longer than 19 in 20 of those after which regulars
    came back, each against their own usual gap, drawn towards everybody’s. The chance that somebody
    still buys is of MBG/NBD; without a model, those late now count as gone.
    """
    waits = regular_waits
    recent, year = Window(as_of - 2, as_of), Window(as_of - 14, as_of - 3)
    enough(
        len(waits.regulars(waits.day >= year.first_day)), REGULARS,
        "customers with four orders or more who bought in the last 15 months",
    )  # fmt: skip
    now, days_now = waits.over(recent.start, recent.end)
    before, days_before = waits.over(year.start, year.end)
    enough(float(days_before.sum()) / QUARTER, REGULARS, "quarters of regulars in the year before")
    share = a_quarter(customer_resamples.ratio(waits.customer, now, days_now))
    usual = a_quarter(customer_resamples.ratio(waits.customer, before, days_before))
    then, days_then = waits.over(as_of - 14, as_of - 12)
    season = days_then.sum() >= FEWEST * QUARTER
    yearly = (
        share >= a_quarter(customer_resamples.ratio(waits.customer, then, days_then)) + RISE
        if season
        else True
    )
    at_risk, risk_part = revenue_at_risk(waits, buying_model, as_of)
    n, seen = int(now.sum()), float(a_quarter(now.sum() / max(days_now.sum(), 1.0)))
    past = float(a_quarter(before.sum() / days_before.sum()))
    expected = n * past / seen if n else 0.0
    return Signs(
        p=together(share >= usual + RISE, yearly, risk_part > PART),
        evidence=[
            say(f"{capital(counted(n, 'regular'))} became late for their next order in the last "
                f"three months; at the pace of the year before it would be {expected:.0f}."),
            say(f"Late means later than 19 in 20 of their earlier waits, each against their own "
                f"rhythm; a regular has {ORDERS} orders or more."),
            say(f"{{risk}} of what regulars bought in twelve months, {risk_part * 100:.0f} of "
                "every 100, hangs on customers who may be gone.", risk=at_risk),
        ],
        trap=season_or_size(
            waits, as_of, seen, a_quarter(then.sum() / days_then.sum()) if season else None
        ),
        stake=of_move("repeat_rate", "call_the_regulars")
        if growth_state and "repeat_rate" in growth_state.inputs
        else None,
        n=len(waits.regulars()),
        window=str(recent),
    )  # fmt: skip


def a_quarter(rate: Floats | float) -> Floats:
    """Share who become late within a quarter, from a daily rate."""
    return np.asarray(-np.expm1(-np.asarray(rate, float) * QUARTER))


def revenue_at_risk(waits: Waits, model: BuyingModel | None, as_of: int) -> tuple[float, float]:
    """Revenue of twelve months weighted by the chance that the regular is gone [money; ratio]."""
    year = waits.day > last_day(as_of - YEAR)
    who, late = waits.regulars(year), waits.regulars(waits.open & waits.late)
    bought = np.bincount(np.searchsorted(who, waits.customer[year]), waits.amount[year], len(who))
    gone = np.isin(who, late).astype(float)
    if model is not None:
        place = np.minimum(np.searchsorted(model.log.who, who), len(model.log.who) - 1)
        modelled = model.log.who[place] == who
        gone[modelled] = 1 - model.alive[place[modelled]]
    at_risk = float((bought * gone).sum())
    return at_risk, at_risk / max(float(bought.sum()), 1e-9)


def season_or_size(waits: Waits, as_of: int, seen: float, then: Floats | None) -> Trap:
    """Whether the same months of last year were as quiet, or orders grew instead."""
    turn = Window(as_of - 2, as_of).first_day
    recent = waits.day >= turn
    before = (waits.day < turn) & (waits.day >= Window(as_of - 14, as_of - 3).first_day)
    if recent.any() and before.any():
        larger = float(waits.amount[recent].mean() / max(waits.amount[before].mean(), 1e-9))
        if larger >= LARGER:
            return trap(False, f"Regulars order {(larger - 1) * 100:.0f}% more at a time: they may "
                        "simply come less often for it.")  # fmt: skip
    if then is None:
        return trap(None, "A year ago there were too few regulars: a quiet season cannot be told "
                    "apart.")  # fmt: skip
    if seen < float(then) + RISE:
        return trap(False, f"The same months of last year were as quiet: {then * 100:.0f} of 100 "
                    "regulars became late then.")  # fmt: skip
    return trap(True, f"It is not the season, where {then * 100:.0f} of 100 regulars became late a "
                f"year ago and {seen * 100:.0f} now, nor larger orders. A month without stock may "
                "look the same: check.")  # fmt: skip
