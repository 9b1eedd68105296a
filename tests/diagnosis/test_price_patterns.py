"""Patterns of prices, each at a firm that has it, at one that has not, and at its look-alike."""

import numpy as np
import pytest

from revcore.derive.discount_trend import DiscountTrend, discount_trend
from revcore.derive.discounts import Discounts
from revcore.derive.list_price import trend
from revcore.derive.lost_reasons import LostReasons
from revcore.derive.quarter_ends import DiscountGap, QuarterEnds
from revcore.diagnosis.patterns.discount_creep import discount_creep
from revcore.diagnosis.patterns.price_stagnation import open_to_more
from revcore.diagnosis.patterns.quarter_end_hockey_stick import quarter_end_hockey_stick
from revcore.model import Window, first_day
from tests.diagnosis.firms import seen
from tests.diagnosis.selling import sold


class TestQuarterEndHockeyStick:
    def test_most_deals_in_the_last_two_weeks_at_a_discount_are_seen(self):
        found = seen("quarter_end_hockey_stick", sold(late=0.8, extra=0.10, a_month=20))
        assert found.state == "strong"
        assert "points more" in found.signs.evidence[1].template

    def test_a_rush_at_the_usual_price_is_no_sign(self):
        found = seen("quarter_end_hockey_stick", sold(late=0.8, a_month=20))
        assert found.state == "not_seen"

    def test_a_discount_without_a_rush_is_no_sign(self):
        found = seen("quarter_end_hockey_stick", sold(extra=0.10, a_month=30))
        assert found.state == "not_seen"

    def test_without_list_prices_nobody_can_tell(self):
        found = seen("quarter_end_hockey_stick", sold(late=0.8, listed=False))
        assert found.state == "cannot_tell"
        assert "deals.list_amount" in found.needs

    def test_a_rush_in_december_alone_may_be_the_buyers_year_end(self):
        share = np.full(2000, 0.6)
        ends = QuarterEnds([Window(m, m + 2) for m in (24000, 24003, 24006, 24009)],
                           [0.1, 0.2, 0.1, 0.9], 0.6, share, 80, True)  # fmt: skip
        found = quarter_end_hockey_stick(ends, DiscountGap(0.2, 0.1, share, 40, 40))
        assert found.trap.ruled_out is False
        assert found.strength == 0


class TestDiscountCreep:
    rising = staticmethod(lambda by: [by * max(0, month - 11) for month in range(24)])

    def test_a_point_more_every_month_is_seen(self):
        found = seen("discount_creep", sold(discount=self.rising(0.01)))
        assert found.state == "strong"
        assert found.signs.stake.basis.startswith("half of")

    def test_a_steady_discount_is_no_sign(self):
        assert seen("discount_creep", sold()).state == "not_seen"

    def test_where_more_is_won_for_it_it_is_a_trade(self):
        firm = sold(discount=self.rising(0.01), win=0.15, grow=0.025, a_month=20)
        assert seen("discount_creep", firm).state == "not_seen"

    def test_larger_deals_alone_explain_a_larger_discount(self):
        line = np.linspace(0, 0.06, 2000)
        found = DiscountTrend(0.005, 0.0, line, 0.02, 0.08, 90, Window(24000, 24011))
        signs = discount_creep(found, at=lambda *_: None, as_of=24011)
        assert signs.trap.ruled_out is False

    def test_its_line_is_the_least_squares_line(self):
        empty = np.full(12, "")
        day = np.array([first_day(24000 + month) for month in range(12)])
        off = 0.02 + 0.01 * np.arange(12)
        sales = Discounts(day, 1000 * (1 - off), np.full(12, 1000.0), np.full(12, 4), empty, empty,
                          empty, "an example")  # fmt: skip
        found = discount_trend(sales, Window(24000, 24011))
        assert found.slope == pytest.approx(0.01)
        assert (found.start, found.end) == pytest.approx((0.02, 0.13))


class TestPriceStagnation:
    def test_the_same_list_for_three_years_and_no_loss_on_price_is_seen(self):
        found = seen("price_stagnation", sold(months=36, priced=0.02, a_month=20))
        assert found.state == "strong"
        assert "lost over the price" in found.signs.evidence[1].template

    def test_a_list_that_rises_is_no_sign(self):
        firm = sold(months=36, priced=0.02, price=0.06, a_month=20)
        assert seen("price_stagnation", firm).state == "not_seen"

    def test_losses_on_price_say_that_there_is_no_room(self):
        firm = sold(months=36, priced=0.5, a_month=20)
        assert seen("price_stagnation", firm).state == "not_seen"

    def test_eighteen_months_are_too_short(self):
        found = seen("price_stagnation", sold(months=18, priced=0.02))
        assert found.state == "cannot_tell"
        assert "18 months" in found.reason

    def test_one_loss_is_told_in_the_singular(self):
        reasons = LostReasons(["Price", "Other"], [1, 40], [False, False], [True, False], 0)
        _, told, n = open_to_more(reasons, None)
        assert (told[0].template, n) == (
            "Of 41 deals lost for a known reason one was lost over the price.", 41
        )  # fmt: skip


def test_dearer_kinds_sold_more_often_are_no_higher_price():
    month = np.arange(24000, 24036).repeat(4)
    dear = np.arange(month.size) % 4 < np.arange(24000, 24036).repeat(4) % 36 // 12 + 1
    found = trend(month, np.where(dear, "Large", "Small"), np.where(dear, 9.0, 7.0),
                  np.ones(month.size, np.int64), 24035, False)  # fmt: skip
    assert found.growth == pytest.approx(0.0, abs=1e-9)
    grown = trend(month, np.where(dear, "Large", "Small"),
                  np.where(dear, 9.0, 7.0) + np.log(1.05) * (month - 24000) / 12,
                  np.ones(month.size, np.int64), 24035, False)  # fmt: skip
    assert grown.growth == pytest.approx(0.05)
