"""Stale pipeline."""

import numpy as np

from revcore.derive.competing_risks import LOST, OPEN, WON, aalen_johansen
from revcore.derive.deals import CycleDays, Deals, age_days
from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.derive.resamples import DealResamples
from revcore.diagnosis.patterns._pattern import SELLING, Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Unit, first_day
from revcore.words import value_words

MUCH, USUAL, THIRD = 0.50, 0.90, 1 / 3
"""Half of the open value: deals nobody answers stay open longer than won ones at any firm, and
where they are closed in the end they are up to four tenths of what stands open."""
WINS, LEAST_OPEN, LOOK = 15, 10, 730
DRAWS = 2000


@pattern(
    title="Dead deals still on the list",
    order=22,
    family="no_decision",
    applies=SELLING,
    min_data="15 won deals with both days, 10 open deals",
    moves=("purge_day", "next_step_rule", "qualify_out"),
    fields=("deals.created", "deals.closed"),
    chart="open_deal_ages",
    lever="win_rate",
    rows="open_deals_dated",
)
def stale_pipeline(
    all_deals: Deals,
    open_deals: Deals,
    won_cycles: CycleDays,
    deal_resamples: DealResamples,
    as_of: int,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Half and more of what stands open is older than deals that are ever won.

        ≥ 50% of open value older than the 90th percentile of won cycles,
        and won from there on < ⅓ of all that are won

    Open value by amount, by number where most open deals have none. “Won from there on” is the
    share of deals as old as the middle one of them that are won yet, against all that are won
    (Aalen–Johansen). It earns nothing of itself: it frees hours and trues the forecast.
    """
    wins = int(won_cycles.n.sum())
    enough(wins, WINS, "won deals with both days")
    age = age_days(open_deals, as_of)
    dated = open_deals.take(age >= 0)
    enough(dated.count, LEAST_OPEN, "open deals with a creation day")
    limit = quantile(won_cycles.days, won_cycles.n)
    old = age[age >= 0] > limit
    valued = int((dated.n * dated.valued).sum()) * 2 >= dated.count
    weight = dated.amount / 10**dated.scale if valued else np.ones(dated.n.size)
    share = deal_resamples.ratio(dated, weight * old, weight)
    usual_age = quantile(age[age >= 0][old], dated.n[old], 0.5) if old.any() else limit
    p = together(share >= MUCH, later(all_deals, as_of, usual_age))
    stale, value = int(dated.n[old].sum()), float((dated.n * weight * old).sum())
    seen = value / float((dated.n * weight).sum())
    months = limit / 30.4375
    are, days = "is" if stale == 1 else "are", value_words(round(limit), Unit.DAYS)
    first = f"{stale:,} of {dated.count:,} open deals {are} older than {days}"
    evidence = [
        say(f"{first}: {{value}} of the open value, {seen * 100:.0f} of 100.", value=value)
        if valued
        else say(f"{first}: {seen * 100:.0f} of 100."),
        say(f"Nine in ten of the {wins:,} deals you won were won within {days}, about "
            f"{months:.0f} {'month' if round(months) == 1 else 'months'}."),
    ]  # fmt: skip
    return Signs(
        p=p,
        evidence=evidence,
        trap=by_size(all_deals, dated, age[age >= 0], weight),
        stake=of_move("win_rate", "purge_day") if growth_state else None,
        n=dated.count,
    )


def quantile(days: np.ndarray, n: np.ndarray, part: float = USUAL) -> float:
    """Days within which nine in ten were won, or another part."""
    order = np.argsort(days)
    upto = np.cumsum(n[order])
    return float(days[order][np.searchsorted(upto, part * upto[-1])])


def later(deals: Deals, as_of: int, limit: float) -> np.ndarray:
    """Draws: of deals still open at that age, is a third of the usual share won, or less?

    Sure where no deal of the last two years was ever open that long.
    """
    end = first_day(as_of + 1)
    mine = deals.take((deals.created >= end - LOOK) & (deals.created < end))
    decided = (mine.won + mine.lost == 1) & (mine.closed >= mine.created) & (mine.closed < end)
    days = np.where(decided, mine.closed, end) - mine.created
    status = np.where(decided, np.where(mine.won == 1, WON, LOST), OPEN)
    old = days > limit
    if not (mine.n * old).sum():
        return np.ones(1, bool)
    return won_share(days[old] - limit, status[old], mine.n[old]) < THIRD * won_share(
        days, status, mine.n
    )


def won_share(days: np.ndarray, status: np.ndarray, n: np.ndarray) -> Floats:
    """Draws of the share won in the end: a Beta as wide as Aalen–Johansen’s standard error."""
    found = aalen_johansen(days, status, n)
    share, error = found.at(found.horizon)[0], found.error(found.horizon)
    count = share * (1 - share) / error**2 if error > 0 else float(n.sum())
    return jeffreys_draws(share * count, count, DRAWS, rng("won share", days, status, n))


def by_size(deals: Deals, dated: Deals, age: np.ndarray, weight: Floats) -> Trap:
    """Whether as much is stale when large and small deals each have their own limit."""
    won = deals.is_won.dated
    won = won.take(won.valued == 1)
    if won.count < 2 * WINS or not (dated.valued == 1).any():
        return trap(None, "Large deals may simply take longer; too few amounts are known to tell.")
    middle = float(np.median(np.repeat(won.amount, won.n)))
    old = np.zeros(dated.n.size, bool)
    for large in (False, True):
        part = won.take((won.amount > middle) == large)
        if part.count < WINS:
            return trap(None, "Large deals may simply take longer; too few are won to tell.")
        limit = quantile(part.closed - part.created, part.n)
        old |= ((dated.amount > middle) == large) & (age > limit)
    share = float((dated.n * weight * old).sum() / (dated.n * weight).sum())
    if share >= MUCH:
        return trap(True, "It is not that large deals take longer: each size against its own, "
                    f"{share * 100:.0f} of 100 are too old.")  # fmt: skip
    return trap(False, "Large deals take longer here: each size against its own, only "
                f"{share * 100:.0f} of 100 are too old.")  # fmt: skip
