"""Patterns of keeping customers: where they are, where they are not, where nobody can tell."""

import numpy as np
import pytest

from revcore.derive.leavers import GONE, failed_payment
from revcore.derive.regulars import ORDERS
from revcore.diagnosis.patterns.leaky_bucket import floor_of
from revcore.diagnosis.patterns.onboarding_cliff import early_rate
from revcore.model import Figure, first_day
from tests.companies import mrr_sheet, table
from tests.diagnosis.firms import START, buyers, subscribers
from tests.diagnosis.firms import seen as seen_at

MONTHS = 30
CENT = 10**6


def contracts(*rows, every="month"):
    """Subscriptions: customer, first month, month of the end (None: runs), price, and the rest."""
    out = []
    for customer, start, end, mrr, *more in rows:
        out.append(
            {"customer": customer, "start": first_day(START + start) + 3,
             "end": None if end is None else first_day(START + end) + 3, "amount": mrr,
             "mrr": mrr * CENT, "interval": every, **(more[0] if more else {})}
        )  # fmt: skip
    return table("subscriptions", out)


def lasting(n, first=1000):
    """Customers who have been here from the start, so that the data reaches back."""
    return [(first + k, 0, None, 100) for k in range(n)]


def joining(early, a_month=6, months=MONTHS, late=0.015, seed=3):
    """New customers month by month who leave with one chance in the first three, another later."""
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(a_month * (months - 1)):
        start = 1 + number // a_month
        end = start
        while end < months:
            end += 1
            if chance.random() < (early if end - start <= 3 else late):
                break
        rows.append((number, start, end if end < months else None, 100))
    return rows


def seen(pattern, *tables):
    """One pattern of a firm at the end of the thirtieth month."""
    return seen_at(pattern, *tables, as_of="2025-06")


def text_of(found):
    return " ".join(one.template for one in found.signs.evidence)


class TestOnboardingCliff:
    def test_a_tenth_a_month_lost_in_the_first_three_is_seen(self):
        found = seen("onboarding_cliff", contracts(*joining(0.10), *lasting(5)))
        assert found.state == "strong"
        assert "within their first three months" in text_of(found)

    @pytest.mark.parametrize("seed", range(3))
    def test_leaving_alike_at_every_age_is_no_cliff(self, seed):
        found = seen("onboarding_cliff", contracts(*joining(0.02, late=0.02, seed=seed)))
        assert found.state in ("not_seen", "cannot_tell")
        assert found.strength < 0.5

    def test_yearly_contracts_cannot_be_left_so_early(self):
        found = seen("onboarding_cliff", contracts(*joining(0.1), *lasting(5), every="year"))
        assert found.state == "cannot_tell"
        assert "run for a year" in found.reason

    def test_too_few_new_customers_are_said(self):
        found = seen("onboarding_cliff", contracts(*joining(0.1, a_month=1), *lasting(5)))
        assert found.state == "cannot_tell"
        assert "new customers billed by the month" in found.reason

    def test_sorting_alone_makes_the_first_months_worse_and_is_reckoned_with(self):
        # 1,000 customers whose own chances are spread as Beta(0.6, 6): those likely to go, go.
        ages = np.arange(1, 36)
        kept = np.cumprod((6 + ages - 1) / (6.6 + ages - 1))
        at_risk = 1000 * np.r_[1, kept[:-1]]
        left = at_risk * 0.6 / (6.6 + ages - 1)
        drawn = early_rate(
            at_risk[3:], left[3:], ages[3:], at_risk[:3], np.random.default_rng(1)
        )  # fmt: skip
        early = left[:3].sum() / at_risk[:3].sum()
        late = left[3:12].sum() / at_risk[3:12].sum()
        assert early > 1.5 * late
        assert np.quantile(drawn, 0.1) < early < np.quantile(drawn, 0.9)


class TestCohortRot:
    def rotting(self, factor, seed=3, old=1.0):
        chance = np.random.default_rng(seed)
        rows = []
        for number in range(8 * (MONTHS - 1)):
            start = 1 + number // 8
            rate = 0.02 * (factor if start >= MONTHS - 9 else 1)
            end = start
            while end < MONTHS:
                end += 1
                worse = old if end >= MONTHS - 9 else 1
                if chance.random() < rate * worse:
                    break
            rows.append((number, start, end if end < MONTHS else None, 100))
        return contracts(*rows, *lasting(5))

    def test_the_newest_leaving_five_times_as_often_are_seen(self):
        found = seen("cohort_rot", self.rotting(5))
        assert found.state == "strong"
        assert found.signs.trap.ruled_out

    @pytest.mark.parametrize("seed", range(3))
    def test_cohorts_alike_are_not(self, seed):
        assert seen("cohort_rot", self.rotting(1, seed=seed)).state == "not_seen"

    def test_everybody_leaving_more_is_not_the_newest_alone(self):
        found = seen("cohort_rot", self.rotting(1, old=5))
        assert found.state in ("not_seen", "cannot_tell")

    def test_a_few_cohorts_say_nothing(self):
        found = seen("cohort_rot", contracts(*joining(0.05, a_month=2), *lasting(5)))
        assert found.state == "cannot_tell"
        assert "at least 100 are needed" in found.reason


class TestInvoluntaryChurn:
    def leaving(self, failed, others, back=0):
        rows = [(n, 0, 19 + n % 9, 100, {"end_reason": "payment_failed"}) for n in range(failed)]
        rows += [(100 + n, 0, 19 + n % 9, 100, {"end_reason": "Too expensive"})
                 for n in range(others)]  # fmt: skip
        rows += [(n, 21 + n % 9, None, 100) for n in range(back)]
        return contracts(*rows, *lasting(30))

    def test_eight_of_twenty_on_a_failed_payment_are_seen(self):
        found = seen("involuntary_churn", self.leaving(8, 12))
        assert found.state == "strong"
        assert text_of(found).startswith("8 of 20 customers who left with a reason")

    def test_one_of_twenty_is_what_happens(self):
        assert seen("involuntary_churn", self.leaving(1, 19)).state == "not_seen"

    def test_who_signed_up_again_was_not_lost(self):
        found = seen("involuntary_churn", self.leaving(8, 12, back=6))
        assert found.signs.trap.ruled_out is False
        assert found.signs.trap.text.startswith("6 of 8 signed up again")

    def test_without_reasons_they_are_asked_for(self):
        found = seen("involuntary_churn", contracts(*joining(0.1), *lasting(5)))
        assert found.state == "cannot_tell"
        assert found.needs == ("subscriptions.end_reason",)

    def test_too_few_reasons_are_said(self):
        assert "at least 10 are needed" in seen("involuntary_churn", self.leaving(2, 3)).reason

    @pytest.mark.parametrize(
        "reason",
        ["payment_failed", "Payment failed", "card declined", "Dunning", "unpaid", "past_due",
         "expired card", "involuntary", "Zahlungsausfall", "failed charge"],
    )  # fmt: skip
    def test_words_of_a_failed_payment(self, reason):
        assert failed_payment(reason)

    @pytest.mark.parametrize(
        "reason", ["Too expensive", "cancellation_requested", "Missing feature", "Closed down",
                   "Switched to a card-based tool", "Pays for another product"],
    )  # fmt: skip
    def test_words_of_another_reason(self, reason):
        assert not failed_payment(reason)


class TestContractionCreep:
    def shrinking(self, before, now, leaving=0, first=100, large=0):
        """Customers who pay 100, and 60 from some month on; the first few of them leave."""
        rows = []
        for n in range(before + now):
            at = 20 + n % 3 if n < before else 25 + (n - before) % 3
            last = MONTHS - 1 if before <= n < before + leaving else None
            rows += [(n, 0, at, 100), (n, at, last, 60)]
        rows += [(900, 0, 26, 5000), (900, 26, None, 5000 - large)] if large else []
        return contracts(*rows, *lasting(first))

    def test_four_times_as_many_cuts_and_leaving_after_them_are_seen(self):
        found = seen("contraction_creep", self.shrinking(5, 20, leaving=4))
        assert found.state in ("strong", "likely")
        assert "Within half a year of a cut 4 left" in text_of(found)

    def test_as_many_cuts_as_before_are_not(self):
        assert seen("contraction_creep", self.shrinking(12, 12)).state == "not_seen"

    def test_one_large_cut_explains_it(self):
        found = seen("contraction_creep", self.shrinking(6, 6, large=2000))
        assert found.signs.trap.ruled_out is False

    def test_seven_cuts_are_too_few(self):
        found = seen("contraction_creep", self.shrinking(3, 4))
        assert "at least 8 are needed" in found.reason


class TestExpansionDependence:
    def growing(self, raised, came, left, at_once=False, whale=0):
        rows = []
        for n in range(60):
            at = 27 if at_once else 25 + n % 5
            gone = 25 + n % 5 if n >= 60 - left else None
            if n < raised:
                rows += [(n, 0, at, 100), (n, at, gone, 150)]
            else:
                rows.append((n, 0, gone, 100))
        rows += [(500 + n, 25 + n % 5, None, 40) for n in range(came)]
        rows += [(900, 0, 26, 100), (900, 26, None, 100 + whale)] if whale else []
        return contracts(*rows)

    def test_fewer_customers_paying_more_are_seen(self):
        found = seen("expansion_dependence", self.growing(raised=40, came=3, left=10))
        assert found.state == "strong"
        assert "3 came and 10 left" in text_of(found)

    def test_a_firm_that_wins_as_many_as_it_raises_is_not(self):
        found = seen("expansion_dependence", self.growing(raised=10, came=30, left=3))
        assert found.state == "not_seen"

    def test_all_raised_in_one_month_is_a_rise_of_prices(self):
        found = seen("expansion_dependence", self.growing(raised=45, came=3, left=10, at_once=True))
        assert found.signs.trap.ruled_out is False
        assert "rise of prices" in found.signs.trap.text

    def test_one_upgrade_is_not_a_pattern(self):
        found = seen("expansion_dependence", self.growing(raised=2, came=1, left=5, whale=3000))
        assert found.state in ("cannot_tell", "not_seen")
        assert "One upgrade" in found.signs.trap.text

    def test_half_a_year_of_data_is_too_short(self):
        found = seen_at("expansion_dependence", mrr_sheet(**{f"c{n}": [9] * 7 for n in range(30)}))
        assert found.state == "cannot_tell"


class TestRenewalCliff:
    def renewing(self, together, apart, left=0, **other):
        """Yearly contracts, some renewing in one month, others each in a month of their own."""

        def due(month):
            return {"renews": first_day(START + MONTHS + month) + 10, **other}

        rows = [(n, 0, None, 100, due(2)) for n in range(together)]
        rows += [(200 + n, 0, None, 100, due(n % 12)) for n in range(apart)]
        rows += [(500 + n, 0, 22, 100) for n in range(left)]
        rows.append((999, 0, None, 1, {"renews": None, "end": None}))
        return contracts(*rows, every="year")

    def test_half_of_the_revenue_in_one_month_and_a_fifth_lost_last_time_is_seen(self):
        found = seen("renewal_cliff", self.renewing(40, 40, left=20))
        assert found.state == "strong"
        assert "43 contracts" in text_of(found) or "44 contracts" in text_of(found)

    def test_spread_over_the_year_it_is_not(self):
        assert seen("renewal_cliff", self.renewing(0, 80, left=20)).state == "not_seen"

    def test_where_nobody_ever_left_they_may_renew_by_themselves(self):
        found = seen("renewal_cliff", self.renewing(40, 40))
        assert found.state in ("not_seen", "cannot_tell")
        assert found.signs.trap.ruled_out is False

    def test_customers_billed_by_the_month_have_no_cliff(self):
        assert seen("renewal_cliff", contracts(*lasting(40))).state == "not_applicable"

    def test_without_days_they_are_asked_for(self):
        found = seen("renewal_cliff", contracts(*lasting(40), every="year"))
        assert found.state == "cannot_tell"
        assert "subscriptions.renews" in found.needs


class TestWinBack:
    def left(self, n, back=0, reason="Too expensive"):
        rows = [(k, 0, 10 + k % 15, 100, {"end_reason": reason}) for k in range(n)]
        rows += [(k, 26, None, 100) for k in range(back)]
        return contracts(*rows, *lasting(30))

    def test_nobody_of_sixty_back_is_likely_and_no_more_where_calls_are_not_written_down(self):
        found = seen("win_back_ignored", self.left(60))
        assert found.state == "likely"
        assert text_of(found).startswith("Of 60 customers who left none have come back.")
        assert found.signs.trap.ruled_out is None

    def test_one_back_is_said_in_the_singular(self):
        assert "left 1 has come back" in text_of(seen("win_back_ignored", self.left(60, back=1)))

    def test_a_tenth_back_is_no_neglect(self):
        assert seen("win_back_ignored", self.left(60, back=6)).state == "not_seen"

    def test_firms_that_closed_cannot_be_won_back(self):
        found = seen("win_back_ignored", self.left(60, reason="Closed down"))
        assert found.state == "cannot_tell"
        assert found.reason.startswith("No customers")

    def test_who_is_spoken_to_is_not_ignored(self):
        deals = [{"deal_id": f"d{n}", "customer": n, "created": first_day(START),
                  "last_contact": first_day(START + 29), "status": "lost",
                  "closed": first_day(START + 1)} for n in range(40)]  # fmt: skip
        found = seen("win_back_ignored", self.left(60), table("deals", deals))
        assert found.state == "not_seen"
        assert "contact with 40 of them" in text_of(found)

    @pytest.mark.parametrize("reason", ["Closed down", "went out of business", "Not a fit"])
    def test_words_of_those_nobody_wins_back(self, reason):
        assert GONE.search(reason)


class TestOneProduct:
    def holding(self, two, keeps, n=150, seed=2):
        """``n`` customers, some with a second product, who leave ``keeps`` times as often."""
        chance = np.random.default_rng(seed)
        rows = []
        for k in range(n):
            both = k < two
            start, end = k % 12, k % 12
            while end < MONTHS:
                end += 1
                if chance.random() < 0.03 * (keeps if both else 1):
                    break
            end = end if end < MONTHS else None
            for product in ("Core", "More")[: 1 + both]:
                rows.append((k, start, end, 100, {"product": product}))
        return contracts(*rows, *[(900 + k, 0, None, 1, {"product": "Core"}) for k in range(9)])

    def test_few_with_two_who_hardly_leave_are_seen_and_never_taken_for_a_cause(self):
        found = seen("one_product_customers", self.holding(two=24, keeps=0.1, n=240))
        assert found.state == "likely"
        assert found.signs.trap.ruled_out is None

    def test_two_products_that_keep_nobody_are_not(self):
        found = seen("one_product_customers", self.holding(two=40, keeps=1))
        assert found.state in ("not_seen", "cannot_tell")

    def test_most_with_two_are_not(self):
        assert seen("one_product_customers", self.holding(two=100, keeps=0.1)).state == "not_seen"

    def test_without_products_they_are_asked_for(self):
        found = seen("one_product_customers", contracts(*lasting(80)))
        assert found.needs == ("subscriptions.product",)

    def test_too_few_with_two_are_said(self):
        found = seen("one_product_customers", self.holding(two=8, keeps=0.1))
        assert "at least 15 are needed" in found.reason


class TestSilentLapse:
    def regulars(self, quiet, n=160, months=24, season=False):
        """Customers who order every 20 to 40 days; some stop for good 110 days before the end."""
        chance = np.random.default_rng(5)
        end = first_day(START + months)
        rows = []
        for k in range(n):
            day = first_day(START) + int(chance.integers(0, 60))
            gap = 20 + k % 20
            while day < end:
                if not (k < quiet and day > end - 110):
                    rows.append({"customer": k, "date": day, "amount": 50})
                day += int(gap * chance.uniform(0.6, 1.4))
                if season and any(end - back - 60 < day < end - back for back in (20, 385)):
                    day += 60
        return table("orders", rows)

    def test_a_third_who_stopped_are_seen(self):
        found = seen_at("silent_lapse", self.regulars(quiet=55))
        assert found.state == "strong"
        assert "may be gone" in text_of(found)

    def test_regulars_who_keep_coming_are_not(self):
        assert seen_at("silent_lapse", self.regulars(quiet=0)).state == "not_seen"

    def test_a_quiet_season_is_not(self):
        found = seen_at("silent_lapse", self.regulars(quiet=0, season=True))
        assert found.state in ("not_seen", "cannot_tell")

    def test_buyers_without_a_rhythm_are_no_regulars(self):
        found = seen_at("silent_lapse", buyers(again=0.3))
        assert found.state == "cannot_tell"
        assert "regulars" in found.reason
        assert ORDERS == 4

    def test_subscribers_do_not_see_it(self):
        firm = subscribers(churn=0.02, join=5)
        assert seen("silent_lapse", firm).state == "not_applicable"


@pytest.mark.parametrize(
    ("p25", "median", "bar"), [(0.76, 0.85, 0.76), (None, 0.92, 0.85), (None, 0.80, 0.80)]
)
def test_a_median_alone_is_no_bar_that_half_of_all_companies_miss(p25, median, bar):
    class Grr:
        benchmark = Figure.model_construct(p25=p25, value=median)

    assert floor_of(Grr()) == bar
