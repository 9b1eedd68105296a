"""Patterns of selling, each at a firm that has it, at one that has not, and at its look-alike."""

import numpy as np
import pandas as pd
import pytest

from revcore.derive.deals import Deals
from revcore.derive.lost_reasons import LostReasons
from revcore.derive.promises import promises
from revcore.derive.prospecting import prospecting
from revcore.derive.season_of import repeated
from revcore.derive.silent_losses import SilentBySeller
from revcore.diagnosis.patterns.cycle_lengthening import larger
from revcore.diagnosis.patterns.feast_or_famine import feast_or_famine
from revcore.diagnosis.patterns.no_decision_losses import sellers
from revcore.model import first_day
from tests.companies import table
from tests.diagnosis.firms import START, seen
from tests.diagnosis.selling import forecasts, sold


class TestNoDecisionLosses:
    def test_four_of_five_losses_without_a_no_are_seen(self):
        found = seen("no_decision_losses", sold(silent=0.8))
        assert found.state == "strong"
        assert "whoever is left out" in found.signs.trap.text

    def test_a_quarter_is_no_sign(self):
        assert seen("no_decision_losses", sold(silent=0.25)).state == "not_seen"

    def test_one_seller_who_always_writes_it_explains_it(self):
        table = sold(bias="Ada", win=0.2)
        counts = table.frame.filter(table.frame["status"] == "lost")["lost_reason"].value_counts()
        assert dict(counts.iter_rows())["No decision"] < counts["count"].sum() / 2
        assert seen("no_decision_losses", table).state == "not_seen"

    def test_without_reasons_it_says_what_is_missing(self):
        found = seen("no_decision_losses", sold(reasons=False))
        assert found.state == "cannot_tell"
        assert "deals.lost_reason" in found.needs

    def test_twenty_nine_reasons_are_too_few(self):
        found = seen("no_decision_losses", sold(silent=0.9, a_month=3))
        assert found.state == "cannot_tell"
        assert "at least 30 are needed" in found.reason


class TestDealSizeDrift:
    def test_deals_almost_half_as_small_are_seen(self):
        found = seen("deal_size_drift", sold(small=0.55))
        assert found.state == "strong"
        assert "does not make up for it" in found.signs.evidence[2].template

    @pytest.mark.parametrize("seed", range(3))
    def test_deals_of_the_same_size_are_no_sign(self, seed):
        assert seen("deal_size_drift", sold(seed=seed)).state == "not_seen"

    def test_twice_as_many_smaller_deals_make_up_for_it(self):
        many = seen("deal_size_drift", sold(small=0.65, wave=[10] * 17 + [22] * 7))
        assert many.state == "not_seen"

    def test_more_large_customers_do_not_hide_that_each_buys_less(self):
        rows = sold(small=0.75).frame.to_dicts()
        for at, row in enumerate(rows):
            large = at % 10 < (4 if row["created"] >= first_day(START + 18) else 3)
            row |= {"segment": "Large" if large else "Small"}
            row["amount"] *= 3 if large else 1
        found = seen("deal_size_drift", table("deals", rows, scale=2))
        assert found.state == "strong"
        assert found.signs.evidence[1].template.startswith("Beside deals of the same segment, ")
        assert found.signs.trap.ruled_out

    def test_a_few_more_deals_leave_open_whether_their_number_makes_up_for_it(self):
        found = seen("deal_size_drift", sold(small=0.72, wave=[10] * 18 + [17] * 6))
        assert found.signs.trap.ruled_out is None
        assert found.state != "strong"

    def test_less_than_a_year_of_deals_is_too_short(self):
        found = seen("deal_size_drift", sold(months=9))
        assert found.state == "cannot_tell"
        assert "a year is needed" in found.reason


class TestCycleLengthening:
    def test_half_as_long_again_is_seen(self):
        found = seen("cycle_lengthening", sold(slow=1.6))
        assert found.state == "strong"
        assert found.signs.trap.ruled_out

    def test_what_is_at_stake_are_the_days_of_the_year_before(self):
        found = seen("cycle_lengthening", sold(slow=1.6))
        change = found.signs.stake.changes["cycle_days"]
        assert 0.5 < change.factor < 0.85

    @pytest.mark.parametrize("seed", range(3))
    def test_the_same_days_are_no_sign(self, seed):
        assert seen("cycle_lengthening", sold(seed=seed)).state == "not_seen"


class TestHappyEarsForecast:
    def test_half_of_what_is_promised_coming_is_seen(self):
        made = sold(a_month=30, days=60)
        found = seen("happy_ears_forecast", made, forecasts(made, kept=0.5))
        assert found.state == "strong"
        assert "one bad quarter" in found.signs.trap.text

    def test_nine_of_ten_is_an_honest_forecast(self):
        made = sold(a_month=30, days=60)
        found = seen("happy_ears_forecast", made, forecasts(made, kept=0.9))
        assert found.state == "not_seen"

    def test_three_quarters_are_too_few(self):
        made = sold(a_month=40, days=60)
        found = seen("happy_ears_forecast", made, forecasts(made, kept=0.5, first=15))
        assert found.state == "cannot_tell"
        assert "finished forecast quarters: at least 4" in found.reason

    def test_without_forecasts_dates_put_off_tell(self):
        day = first_day(START + 20)
        rows = [
            {"deal_id": f"d{n}", "created": day - 140, "closed": day - 3 * n, "status": "won",
             "slips": 3 + n % 2}
            for n in range(30)
        ]  # fmt: skip
        found = seen("happy_ears_forecast", table("deals", rows))
        assert found.state == "likely"
        assert "3.5 times each" in found.signs.evidence[0].template

    def test_with_neither_it_says_what_would_help(self):
        found = seen("happy_ears_forecast", sold())
        assert found.state == "cannot_tell"
        assert set(found.needs) == {"forecast_snapshots", "deals.slips"}

    def test_a_promise_is_kept_only_in_its_own_quarter(self):
        day = first_day(START + 6)
        calls = pd.DataFrame(
            [(day, -1, "Commit", n, closed, won, 0, 1, 100)
             for n, (closed, won) in enumerate([(day + 10, 1), (day + 120, 1), (day - 1, 1),
                                                (-1, 0)])],
            columns=["taken", "expected", "category", "deal", "closed", "won", "lost", "said",
                     "promised"],
        )  # fmt: skip
        found = promises(calls, START + 23, {})
        assert (found.deals, found.kept, found.promised, found.won) == (3, 1, 300.0, 100.0)

    def test_weekly_forecasts_of_one_deal_are_one_promise(self):
        days = [first_day(START + 6) + 7 * week for week in range(10)]
        calls = pd.DataFrame(
            [(day, -1, "", 1, -1, 0, 0, 1, 100) for day in days],
            columns=["taken", "expected", "category", "deal", "closed", "won", "lost", "said",
                     "promised"],
        )  # fmt: skip
        assert promises(calls, START + 23, {}).deals == 1


class TestFeastOrFamine:
    waves = staticmethod(lambda period: [
        max(1, round(16 * (1 + 0.9 * np.sin(2 * np.pi * month / period)))) for month in range(36)
    ])  # fmt: skip

    def test_deals_begun_and_won_by_turns_are_seen(self):
        found = seen("feast_or_famine", sold(months=36, days=50, wave=self.waves(3.4)))
        assert found.state in ("strong", "likely")
        assert "fewer deals" in found.signs.evidence[1].template

    def test_as_many_every_month_are_no_sign(self):
        assert seen("feast_or_famine", sold(months=36)).state == "not_seen"

    def test_the_same_months_every_year_are_a_season(self):
        wave = prospecting(all_deals_of(self.waves(4.0)), START + 35)
        signs = feast_or_famine(wave)
        assert signs.trap.ruled_out is False

    def test_a_year_is_too_short(self):
        found = seen("feast_or_famine", sold(months=12))
        assert found.state == "cannot_tell"
        assert "at least 18" in found.reason


def all_deals_of(wave):
    """As many deals begun by month, won fifty days later."""
    created = np.array(
        [first_day(START + month) + 3 for month, n in enumerate(wave) for _ in range(n)]
    )
    ones = np.ones(created.size, np.int64)
    return Deals(created, created + 50, ones, 0 * ones, 100 * ones, ones, ones, 0)


class TestSeasonality:
    waves = staticmethod(lambda size, months=36: [
        round(20 * (1 + size * np.cos(2 * np.pi * (month - 10) / 12))) for month in range(months)
    ])  # fmt: skip

    def test_a_full_autumn_is_seen(self):
        found = seen("seasonality", sold(months=36, wave=self.waves(0.6)))
        assert found.state == "strong"
        assert "strongest in November" in found.signs.evidence[0].template
        assert "has to start by September" in found.signs.evidence[2].template

    @pytest.mark.parametrize("seed", range(3))
    def test_as_many_every_month_are_no_season(self, seed):
        found = seen("seasonality", sold(months=36, seed=seed))
        assert found.state == "not_seen"

    def test_growth_is_no_season(self):
        found = seen("seasonality", sold(months=36, wave=[5 + month for month in range(36)]))
        assert found.state == "not_seen"

    def test_one_odd_year_is_not_ruled_out(self):
        flat = np.sin(np.arange(24) * 2.4) * 0.01
        odd = np.r_[flat, np.cos(np.arange(12) * np.pi / 6)]
        assert repeated(odd - odd.mean()) < 0.3

    def test_less_than_two_years_is_too_short(self):
        found = seen("seasonality", sold(months=20))
        assert found.state == "cannot_tell"
        assert "less than two years" in found.reason


def test_one_seller_who_makes_the_half_is_told_apart():
    reasons = LostReasons(["No decision", "Price"], [60, 40], [True, False], [False, True], 0)
    one = SilentBySeller(["Ada", "Bo"], [50, 50], [48, 12])
    both = SilentBySeller(["Ada", "Bo"], [50, 50], [29, 31])
    assert sellers(reasons, lambda: one).ruled_out is False
    assert sellers(reasons, lambda: both).ruled_out is True


class TestLarger:
    @staticmethod
    def deals(*parts):
        """(deals, days, amount) of won deals."""
        took = np.repeat([days for _, days, _ in parts], [n for n, _, _ in parts])
        amount = np.repeat([amount for _, _, amount in parts], [n for n, _, _ in parts])
        ones = np.ones(took.size, np.int64)
        return Deals(0 * ones + 20000, 20000 + took, ones, 0 * ones, amount, ones, ones, 0)

    def test_large_deals_that_always_took_longer_explain_it(self):
        before = self.deals((40, 20, 100), (20, 60, 900))
        now = self.deals((10, 20, 100), (30, 60, 900))
        assert larger(now, before).ruled_out is False

    def test_longer_in_every_size_is_no_matter_of_size(self):
        before = self.deals((40, 20, 100), (20, 60, 900))
        now = self.deals((40, 30, 100), (20, 90, 900))
        found = larger(now, before)
        assert found.ruled_out is True
        assert "50% longer" in found.text
