"""Each pattern as it comes about: what is different at a firm that has it.

``strength`` 1 is a firm whose owner would say it aloud; 0.6 is the beginning, 1.5 plain to see.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.planted.clock import MONTHS
from tools.planted.knobs import Floats, Saas, Segment, Seller, steady
from tools.planted.services import Services
from tools.planted.shop import Shop

NOW = np.arange(MONTHS + 1)
SaasPlant = Callable[[Saas, float], None]
ShopPlant = Callable[[Shop, float], None]
ServicesPlant = Callable[[Services, float], None]


def late(months: int, before: float, after: float) -> Floats:
    """One level, and another in the last so many months."""
    return np.where(MONTHS - months <= NOW, after, before).astype(float)


# ---------------------------------------------------------------- keeping customers
def leaky_bucket(firm: Saas, s: float) -> None:
    """They leave as fast as they come, whatever their age."""
    firm.hazard = firm.hazard * (3.0 + 6.0 * s)
    firm.yearly, firm.renewal_loss = 0.1, min(0.7, 0.2 + 0.3 * s)
    firm.grows = firm.grows * 0.5
    firm.leads = steady(105)


def expansion_dependence(firm: Saas, s: float) -> None:
    """New customers dry up; those who stay pay more and hide it."""
    firm.leads = 90 * np.where(NOW < 16, 1.0, np.maximum(0.06, 1 - (0.04 + 0.04 * s) * (NOW - 15)))
    firm.hazard = firm.hazard * (1.9 + 0.8 * s)
    firm.grows = late(20, 0.016, 0.06 + 0.025 * s)
    firm.opening = 160


def onboarding_cliff(firm: Saas, s: float) -> None:
    """The first three months lose as many as the next nine."""
    firm.hazard = firm.hazard.copy()
    firm.hazard[:3] *= 2 + 6 * s
    firm.yearly = 0.0


def involuntary_churn(firm: Saas, s: float) -> None:
    """Cards fail and nobody chases."""
    firm.payment_fails = min(0.7, 0.2 + 0.28 * s)
    firm.hazard = firm.hazard * (1 + 0.5 * s)


def contraction_creep(firm: Saas, s: float) -> None:
    """They buy less and less before they go."""
    firm.shrinks = late(6, 0.006, 0.006 + 0.045 * s)
    firm.leave_after_shrinking = 2 + 3 * s
    firm.shrinks_by, firm.hazard = 0.35, firm.hazard * 1.3
    firm.yearly = 0.0


def renewal_cliff(firm: Saas, s: float) -> None:
    """Most contracts end in the same month, and a part never renews."""
    firm.yearly, firm.renew_in = 1.0, 3
    firm.renewal_loss = min(0.5, 0.12 + 0.14 * s)


def cohort_rot(firm: Saas, s: float) -> None:
    """Whoever came in the last nine months leaves sooner."""
    firm.cohort_hazard = late(9, 1.0, 1 + 3.5 * s)
    firm.hazard = firm.hazard * 1.8
    firm.yearly = 0.0


def win_back_ignored(firm: Saas, s: float) -> None:
    """Nobody who left is ever asked back."""
    firm.comes_back = 0.0
    firm.hazard = firm.hazard * (1 + 0.8 * s)


def one_product_customers(firm: Saas, s: float) -> None:
    """Those with two products stay, and hardly anybody has two."""
    firm.second_product = 0.18
    firm.second_keeps = max(0.1, 0.45 - 0.22 * s)
    firm.hazard = firm.hazard * 2.2


# ---------------------------------------------------------------- winning customers
def plateau_despite_spend(firm: Saas, s: float) -> None:
    """More is spent, the same is sold."""
    firm.leads = 60 * 1.03 ** np.minimum(NOW, MONTHS - 12)
    firm.media = firm.media * late(6, 1.0, 1.4 + 0.7 * s)
    firm.people = firm.people * late(6, 1.0, 1.15 + 0.3 * s)


def channel_saturation(firm: Saas, s: float) -> None:
    """Spend on one channel swings, and its customers hardly notice."""
    swing = 1 + 0.75 * np.sin(NOW * 2.1) * np.sign(np.sin(NOW * 0.9 + 1))
    firm.media = 9_000 * (3.0 + 2.0 * s) * np.maximum(0.25, swing)
    firm.media_share = {"Paid search": steady(0.9), "Paid social": steady(0.1)}
    firm.channels = {"Organic search": 0.3, "Paid search": 0.5, "Paid social": 0.06,
                     "Referral": 0.08, "Partner": 0.06}  # fmt: skip


def under_investment(firm: Saas, s: float) -> None:
    """A customer costs next to nothing and brings a lot."""
    firm.media = firm.media * (0.50 - 0.15 * s)
    firm.people = firm.people * (0.46 - 0.14 * s)
    firm.hazard = firm.hazard * 0.6


def unprofitable_growth(firm: Saas, s: float) -> None:
    """A new customer costs more than it ever brings."""
    firm.media = firm.media * (3.5 + 2 * s)
    firm.people = firm.people * (2.9 + 1.5 * s)
    firm.hazard = firm.hazard * (1.5 + s)


def cash_growth_squeeze(firm: Saas, s: float) -> None:
    """Good business that runs out of money on the way."""
    firm.cash = 230_000 / (0.55 + 0.45 * s)
    firm.leads = 60 * 1.03**NOW
    firm.media, firm.people = firm.media * 0.85, firm.people * 0.85
    firm.burn = steady(0.74 + 0.03 * s)


def referral_unused(firm: Saas, s: float) -> None:
    """Recommended customers sign twice as often, and hardly any come that way."""
    firm.channels = {"Organic search": 0.44, "Paid search": 0.34, "Paid social": 0.15,
                     "Referral": 0.07}  # fmt: skip
    firm.channel_win = {"Referral": 1.6 + 0.8 * s}
    firm.nps = (0.62, 0.10)
    firm.leads = firm.leads * 1.2


def slow_follow_up(firm: Saas, s: float) -> None:
    """The first answer takes a day, and who waits is gone."""
    firm.answer_hours = 8 + 14 * s
    firm.never_answered = min(0.4, 0.1 + 0.15 * s)
    firm.answer_matters = min(0.85, 0.3 + 0.3 * s)


def sales_marketing_misalignment(firm: Saas, s: float) -> None:
    """More leads are called qualified, and sales takes no more of them."""
    up = late(6, 1.0, 1.25 + 0.3 * s)
    firm.to_mql = np.minimum(0.95, 0.50 * up)
    firm.to_sql = 0.60 / up


def wrong_fit_segment(firm: Saas, s: float) -> None:
    """One kind of customer costs like the others and leaves at once."""
    firm.segments = {"Small": Segment(0.42, 2_400, leave=4 + 4 * s), "Mid": Segment(0.40, 9_800),
                     "Large": Segment(0.18, 21_000)}  # fmt: skip
    firm.yearly = 0.1


def best_customers_under_chased(firm: Saas, s: float) -> None:
    """The best kind of customer is the one nobody goes after."""
    firm.segments = {"Small": Segment(0.52, 4_200), "Mid": Segment(0.34, 7_000),
                     "Large": Segment(0.14, 15_000 * (0.8 + 0.5 * s), win=1.3 + 0.3 * s,
                                      leave=0.5)}  # fmt: skip


# ---------------------------------------------------------------- selling
def single_stage_bottleneck(firm: Saas, s: float) -> None:
    """Proposals are sent and do not come back."""
    firm.passing["Proposal"] = late(9, 0.74, max(0.2, 0.74 - 0.32 * s))
    firm.dwell["Proposal"] = 22


def no_decision_losses(firm: Saas, s: float) -> None:
    """They don't say no, they go silent."""
    firm.silent = min(0.9, 0.5 + 0.2 * s)


def stale_pipeline(firm: Saas, s: float) -> None:
    """Dead deals stay on the list."""
    firm.zombies = min(0.6, 0.15 + 0.2 * s)


def happy_ears_forecast(firm: Saas, s: float) -> None:
    """Twice as much is promised as is closed."""
    firm.commits = max(0.2, 0.7 - 0.25 * s)


def quarter_end_hockey_stick(firm: Saas, s: float) -> None:
    """Deals wait for the last two weeks and their discount."""
    firm.quarter_end = min(0.9, 0.35 + 0.3 * s)
    firm.quarter_end_discount = 0.04 + 0.06 * s


def discount_creep(firm: Saas, s: float) -> None:
    """Half a point more off each month, and no more deals for it."""
    firm.discount = 0.04 + 0.009 * s * np.maximum(0, NOW - (MONTHS - 14))


def price_stagnation(firm: Saas, s: float) -> None:
    """The price list is three years old, and nobody loses a deal over it."""
    firm.price = steady(1.0)
    firm.discount = steady(0.03)
    firm.reasons = {"Price": 0.05, "Competitor": 0.5, "Missing feature": 0.3, "Timing": 0.15}
    firm.passing["Proposal"] = steady(min(0.95, 0.80 + 0.08 * s))


def win_rate_slipping(firm: Saas, s: float) -> None:
    """One kind of buyer says yes half as often as a year ago."""
    firm.slipping = {"Mid": late(12, 1.0, max(0.2, 1 - 0.5 * s))}


def deal_size_drift(firm: Saas, s: float) -> None:
    """Each deal is a little smaller than the last."""
    firm.deal_size = late(6, 1.0, max(0.3, 1 - 0.32 * s))


def cycle_lengthening(firm: Saas, s: float) -> None:
    """What took five weeks takes nine."""
    firm.slower = late(10, 1.0, 1 + 0.8 * s)


def feast_or_famine(firm: Saas, s: float) -> None:
    """While deals are closed nobody prospects."""
    wave = np.sin(2 * np.pi * NOW / 3.4)
    firm.leads = 90 * np.maximum(0.05, 1 + min(0.98, 0.7 + 0.25 * s) * wave)


def hero_rep_dependence(firm: Saas, s: float) -> None:
    """One seller carries the firm."""
    firm.sellers = [
        Seller("Noor Halvarsen", 0.36, 1.5 + 0.8 * s), Seller("Teo Marchetti", 0.22, 0.7),
        Seller("Ilka Brandtner", 0.22, 0.7), Seller("Sam Oduya", 0.20, 0.65),
    ]  # fmt: skip


def founder_led_ceiling(firm: Saas, s: float) -> None:
    """The founder closes what one person can, the others little."""
    firm.sellers = [
        Seller("Noor Halvarsen", 0.75, 1.5 + 0.5 * s, limit=11, role="Founder"),
        Seller("Teo Marchetti", 0.13, 0.45),
        Seller("Ilka Brandtner", 0.12, 0.4),
    ]
    firm.leads = 45 * 1.03**NOW  # fmt: skip


def thin_coverage(firm: Saas, s: float) -> None:
    """The list of open deals runs dry."""
    firm.leads = firm.leads * late(4, 1.0, max(0.1, 0.45 - 0.25 * s))


def customer_concentration(firm: Saas, s: float) -> None:
    """One customer is a third of the revenue."""
    firm.whale = 0.9 + 0.9 * s


def seasonality(firm: Saas, s: float) -> None:
    """Summer is empty, autumn is full."""
    swing = 0.45 + 0.25 * s
    firm.follow_season = np.maximum(0.1, 1 + swing * np.cos(2 * np.pi * (np.arange(12) - 9) / 12))


SAAS: dict[str, SaasPlant] = {
    plant.__name__: plant
    for plant in (
        leaky_bucket, expansion_dependence, onboarding_cliff, involuntary_churn, contraction_creep,
        renewal_cliff, cohort_rot, win_back_ignored, plateau_despite_spend, channel_saturation,
        under_investment, unprofitable_growth, cash_growth_squeeze, referral_unused,
        slow_follow_up, sales_marketing_misalignment, wrong_fit_segment, single_stage_bottleneck,
        no_decision_losses, stale_pipeline, happy_ears_forecast, quarter_end_hockey_stick,
        discount_creep, price_stagnation, deal_size_drift, cycle_lengthening, feast_or_famine,
        win_rate_slipping,
        hero_rep_dependence, founder_led_ceiling, thin_coverage, customer_concentration,
        seasonality,
        best_customers_under_chased, one_product_customers,
    )
}  # fmt: skip


# ---------------------------------------------------------------- shops
def shop_one_and_done(firm: Shop, s: float) -> None:
    """They buy once, and that sale does not pay for the advertising."""
    firm.again = steady(max(0.02, 0.15 - 0.07 * s))
    firm.media = firm.media * (2.5 + 1.5 * s)


def shop_one_and_done_by_code(firm: Shop, s: float) -> None:
    """Half as many newcomers again come for a code, and those do not come back."""
    firm.codes = 0.2 + 0.3 * np.clip((NOW - (MONTHS - 18)) / 6, 0, 1)
    firm.again, firm.code_again = steady(0.34), 0.6 - 0.2 * s


def shop_silent_lapse(firm: Shop, s: float) -> None:
    """Those who always came back stop coming."""
    firm.regulars_stop = min(0.95, 0.35 + 0.4 * s)
    firm.again, firm.later, firm.gap = steady(0.6), 0.9, 30.0


def shop_seasonality(firm: Shop, s: float) -> None:
    """Everything is sold before Christmas."""
    swing = 0.45 + 0.25 * s
    firm.season = np.maximum(0.1, 1 + swing * np.cos(2 * np.pi * (np.arange(12) - 11) / 12))


def shop_customer_concentration(firm: Shop, s: float) -> None:
    """One retailer buys a third of everything."""
    firm.wholesale = 0.22 + 0.12 * s


def shop_unprofitable_growth(firm: Shop, s: float) -> None:
    """Advertising costs more than a buyer ever brings."""
    firm.media = firm.media * (4 + 3 * s)
    firm.fixed = firm.fixed * 3


def shop_one_product_customers(firm: Shop, s: float) -> None:
    """Nearly everybody buys from one shelf only."""
    firm.second_category = max(0.03, 0.2 - 0.1 * s)


VARIANTS = {"one_and_done_by_code": "one_and_done"}
"""Plants that are another way to the same pattern."""
SHOP: dict[str, ShopPlant] = {
    plant.__name__.removeprefix("shop_"): plant
    for plant in (
        shop_one_and_done, shop_one_and_done_by_code, shop_silent_lapse, shop_seasonality,
        shop_customer_concentration, shop_unprofitable_growth,
    )
}  # fmt: skip


# ---------------------------------------------------------------- services
def services_full_up(firm: Services, s: float) -> None:
    """Nothing more can be delivered; what is sold waits longer and longer."""
    firm.capacity = 62_000.0
    firm.enquiries = 34 * 1.022**NOW
    firm.job_days = steady(35.0) * (1 + 0.3 * s * np.maximum(0, NOW - 20) / 16)


def services_founder_led_ceiling(firm: Services, s: float) -> None:
    """Everything sells through the founder."""
    firm.sellers = [Seller("Ruta Simonsen", 0.8, 1.4 + 0.3 * s, limit=14, role="Founder"),
                    Seller("Dario Valk", 0.1, 0.36), Seller("Mina Ostrow", 0.1, 0.32)]  # fmt: skip
    firm.enquiries = 30 * 1.025**NOW


def services_no_decision_losses(firm: Services, s: float) -> None:
    """They don't say no, they go silent."""
    firm.silent = min(0.9, 0.5 + 0.2 * s)


def services_slow_follow_up(firm: Services, s: float) -> None:
    """An answer takes days."""
    firm.answer_days = 1.0 + 2.0 * s
    firm.never_answered = min(0.4, 0.12 + 0.14 * s)
    firm.answer_matters = min(0.85, 0.3 + 0.3 * s)


def services_stale_pipeline(firm: Services, s: float) -> None:
    """Dead quotes stay on the list."""
    firm.zombies = min(0.6, 0.15 + 0.2 * s)


def services_customer_concentration(firm: Services, s: float) -> None:
    """One client is a third of the work."""
    firm.whale = 0.22 + 0.12 * s


def services_cycle_lengthening(firm: Services, s: float) -> None:
    """A yes takes twice as long."""
    firm.slower = late(10, 1.0, 1 + 0.8 * s)


def services_win_rate_slipping(firm: Services, s: float) -> None:
    """Who comes by the website says yes half as often as a year ago."""
    firm.slipping = {"Website": late(12, 1.0, max(0.2, 1 - 0.5 * s))}


SERVICES: dict[str, ServicesPlant] = {
    plant.__name__.removeprefix("services_"): plant
    for plant in (
        services_full_up, services_founder_led_ceiling, services_no_decision_losses,
        services_slow_follow_up, services_stale_pipeline, services_customer_concentration,
        services_cycle_lengthening, services_win_rate_slipping,
    )
}  # fmt: skip
