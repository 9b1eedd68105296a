"""Patterns of selling, each at a firm that has it, at one that has not, and at its look-alike."""

import pytest

from tests.diagnosis.firms import seen
from tests.diagnosis.selling import sold


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
