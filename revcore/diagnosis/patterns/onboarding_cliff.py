"""Onboarding cliff."""

import numpy as np

from revcore.derive._days import distinct
from revcore.derive.intervals import Floats, rng
from revcore.derive.stays import DRAWS, StayMonths
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.errors import NotComputable
from revcore.model import Window

EARLY, LATE = 3, 12
"""The first so many months, held against those after them up to so many."""
TIMES, LOOK = 2.0, 36
STARTS, LEAVERS = 40, 8
OLDEST = 36
AGREED = 0.9


@pattern(
    title="We lose them in the first 90 days",
    order=3,
    family="leak",
    applies=("subscription",),
    min_data="40 new customers billed by the month, 8 of whom left within three months",
    moves=("onboarding_redesign", "first_90_days_calls"),
    fields=("subscriptions.start", "subscriptions.end"),
    chart="survival",
    lever="churn",
    rows="new_customers",
)
def onboarding_cliff(
    stay_months: StayMonths, as_of: int, growth_state: GrowthState | None = None
) -> Signs:
    """New customers leave in their first three months at twice the rate of the months after.

        rate of leaving in months 1–3 ≥ 2 × rate in months 4–12

    Customers who joined in the last three years and are billed by the month; yearly contracts
    cannot be left so early. Rates are leavers ÷ months at risk, Gamma(leavers + ½).
    """
    new = stay_months.take(
        stay_months.dated & ~stay_months.yearly & (stay_months.began > as_of - LOOK)
    )
    starts = len(distinct(new.customer))
    if not starts and stay_months.yearly.any():
        raise NotComputable("All contracts run for a year: nobody can leave in the first 90 days.")
    enough(starts, STARTS, "new customers billed by the month")
    at_risk, left = by_age(new)
    early, late = slice(1, EARLY + 1), slice(EARLY + 1, LATE + 1)
    lost, months = int(left[early].sum()), int(at_risk[early].sum())
    later, months_later = int(left[late].sum()), int(at_risk[late].sum())
    enough(lost, LEAVERS, "new customers who left within three months")
    enough(months_later, STARTS, "months of customers older than three months")
    noise = rng("onboarding", at_risk, left)
    rate = noise.gamma(lost + 0.5, 1 / months, DRAWS)
    rate_later = noise.gamma(later + 0.5, 1 / months_later, DRAWS)
    p = together(rate >= TIMES * rate_later)
    usual = later / months_later * months
    return Signs(
        p=p,
        evidence=[
            say(f"{lost} of {starts:,} new customers left within their first three months."),
            say(f"At the rate of the nine months after, it would have been {usual:.0f}."),
        ],
        trap=natural(at_risk, left, rate, noise),
        stake=of_move("churn", "onboarding_redesign") if growth_state else None,
        n=starts,
        window=str(Window(as_of - LOOK + 1, as_of)),
    )


def by_age(stays: StayMonths) -> tuple[np.ndarray, np.ndarray]:
    """Customers at risk and leavers by age in months."""
    age = np.minimum(stays.age, OLDEST)
    return np.bincount(age, minlength=OLDEST + 1), np.bincount(age, stays.left, OLDEST + 1)


def natural(
    at_risk: np.ndarray, left: np.ndarray, rate: Floats, noise: np.random.Generator
) -> Trap:
    """Whether early leavers are simply those who would have left anyway.

    Those likely to leave go first, so that any base loses more when it is young. Fitted to the
    months after the third (shifted-Beta-Geometric, chance to leave at age t = α ÷ (α + β + t − 1)),
    that sorting says what the first three should lose.
    """
    ages = np.arange(EARLY + 1, OLDEST)
    expected = early_rate(at_risk[ages], left[ages], ages, at_risk[1 : EARLY + 1], noise)
    above = float((rate > expected).mean())
    share = float(np.median(expected)) * at_risk[1 : EARLY + 1].sum()
    lost = int(left[1 : EARLY + 1].sum())
    if above >= AGREED:
        return trap(True, "It is not only that those likely to leave go first: by how the older "
                    f"ones leave, that would explain {share:.0f} of the {lost}.")  # fmt: skip
    if above >= 1 - AGREED:
        return trap(None, "Those likely to leave go first in any base; how many cannot be told.")
    return trap(False, "Those likely to leave go first: by how the older ones leave, no fewer "
                "would be expected.")  # fmt: skip


def early_rate(
    at_risk: np.ndarray, left: np.ndarray, ages: np.ndarray, young: np.ndarray,
    noise: np.random.Generator,
) -> Floats:  # fmt: skip
    """Draws of the monthly rate of the first months, from the posterior of the months after.

    Mean chance to leave μ = α/(α+β) and κ = α+β on a grid, with logit μ ~ N(logit .05, 1.5²) and
    ln κ ~ N(ln 8, 1²).
    """
    logit = np.linspace(-6, 1.5, 61)[:, None]
    log_kappa = np.linspace(0, 7, 41)[None, :]
    mu, kappa = 1 / (1 + np.exp(-logit)), np.exp(log_kappa)
    prior = -0.5 * ((logit + 2.944) / 1.5) ** 2 - 0.5 * (log_kappa - 2.079) ** 2
    chance = (mu * kappa)[..., None] / (kappa[..., None] + ages - 1)
    fit = np.log(chance) @ left + np.log1p(-chance) @ (at_risk - left)
    weight = np.exp(prior + fit - (prior + fit).max()).ravel()
    chosen = noise.choice(weight.size, DRAWS, p=weight / weight.sum())
    first = (mu * kappa)[..., None] / (kappa[..., None] + np.arange(EARLY))
    return np.asarray((first @ (young / young.sum())).ravel()[chosen])
