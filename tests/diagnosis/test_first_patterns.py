"""Five patterns, each at a firm that has it, at one that has not, and where nobody can tell."""

import pytest

from revcore.derive.concentration import Concentration
from revcore.diagnosis.patterns.customer_concentration import customer_concentration
from revcore.diagnosis.patterns.leaky_bucket import unfilled
from revcore.diagnosis_parts import Trap
from revcore.errors import NotComputable
from revcore.words import money_words
from tests.companies import table
from tests.diagnosis.firms import START, buyers, deals, seen, spending, stages, subscribers
from tests.published import scorecard


class TestLeakyBucket:
    def test_a_tenth_leaving_every_month_is_seen(self):
        found = seen("leaky_bucket", subscribers(churn=0.08, join=14))
        assert found.state == "strong"
        assert found.signs.trap.ruled_out
        assert "went out again" in found.signs.evidence[0].template

    def test_what_came_in_and_went_out_is_that_of_the_mrr_bridge(self):
        card = scorecard("kalvendo")
        bridge = card.readings["mrr_movements"].inputs
        told = card.findings["leaky_bucket"].evidence[0].text
        gained = sum(bridge[kind] for kind in ("new", "expansion", "reactivation"))
        lost = bridge["churn"] + bridge["contraction"]
        assert f"{money_words(gained, 'USD')} of monthly revenue came in" in told
        assert f"and {money_words(lost, 'USD')} went out again" in told

    @pytest.mark.parametrize("seed", range(4))
    def test_a_firm_that_keeps_its_customers_has_no_leak(self, seed):
        found = seen("leaky_bucket", subscribers(churn=0.008, join=8, seed=seed))
        assert found.state == "not_seen"

    def test_young_customers_leaving_is_another_pattern(self):
        firm = subscribers(churn=0.004, young=0.16, join=20, at_start=60)
        found = seen("leaky_bucket", firm)
        assert found.state in ("cannot_tell", "not_seen")
        assert found.signs.trap.ruled_out is False

    @pytest.mark.parametrize(("dropped", "state"), [(4, "likely"), (8, "not_seen")])
    def test_where_hardly_anybody_comes_any_more_it_is_not_the_leak_alone(self, dropped, state):
        made = subscribers(churn=0.08, join=14)
        late = 150 + 17 * 14  # the first to join in the last half-year
        rows = [
            row for row in made.frame.to_dicts()
            if row["customer"] < late or row["customer"] % 10 >= dropped
        ]  # fmt: skip
        found = seen("leaky_bucket", table("mrr", rows))
        assert found.state == state
        assert "nothing is filled in" in found.signs.trap.text

    def test_young_customers_explain_it_whoever_comes(self):
        explained = Trap(ruled_out=False, text="young")
        assert unfilled(0.9, explained) is explained

    def test_fewer_than_ten_leavers_are_too_few(self):
        found = seen("leaky_bucket", subscribers(churn=0.002, join=2, at_start=80))
        assert found.state == "cannot_tell"
        assert "at least 10 are needed" in found.reason

    def test_a_shop_does_not_see_it(self):
        assert seen("leaky_bucket", buyers(again=0.3)).state == "not_applicable"

    def test_what_is_at_stake_is_fewer_leaving(self):
        found = seen("leaky_bucket", subscribers(churn=0.08, join=14), gross_margin=0.8)
        assert found.signs.stake.changes["churn"].level(0.08) < 0.08


class TestOneAndDone:
    def test_few_coming_back_after_a_first_order_that_does_not_pay_is_seen(self):
        found = seen("one_and_done", buyers(again=0.08), spending(1000), gross_margin=0.4)
        assert found.state == "strong"
        assert found.signs.n > 100

    def test_a_first_order_that_pays_for_itself_is_no_trouble(self):
        found = seen("one_and_done", buyers(again=0.08), spending(100), gross_margin=0.4)
        assert found.state == "not_seen"

    def test_a_third_coming_back_is_no_trouble(self):
        found = seen("one_and_done", buyers(again=0.35), spending(1000), gross_margin=0.4)
        assert found.state == "not_seen"

    def test_goods_that_last_longer_than_half_a_year_cannot_be_told(self):
        long = buyers(again=0.3, gap=260)
        found = seen("one_and_done", long, spending(1000), gross_margin=0.4)
        assert found.state == "cannot_tell"
        assert "half a year is too short" in found.reason

    def test_without_cost_and_margin_both_are_asked_for(self):
        found = seen("one_and_done", buyers(again=0.08))
        assert found.state == "cannot_tell"
        assert "settings.gross_margin" in found.needs


class TestStalePipeline:
    def test_forgotten_deals_are_seen(self):
        found = seen("stale_pipeline", deals(forgotten=60))
        assert found.state in ("strong", "likely")
        assert found.signs.evidence[0].template.startswith("6")

    @pytest.mark.parametrize("seed", range(4))
    def test_a_list_that_is_cleared_has_none(self, seed):
        assert seen("stale_pipeline", deals(seed=seed)).state == "not_seen"

    def test_too_few_wins_say_nothing_of_what_is_long(self):
        found = seen("stale_pipeline", deals(a_month=3, win=0.3, forgotten=20))
        assert found.state == "cannot_tell"
        assert "at least 15 are needed" in found.reason


class TestSingleStage:
    def test_the_stage_that_became_narrow_is_named(self):
        found = seen("single_stage_bottleneck", *stages(second_year=0.3))
        assert found.state == "strong"
        assert found.signs.title == "Deals stick at “Offer”"
        assert "30 of 100" in found.signs.evidence[0].template or found.signs.subject == "Offer"

    @pytest.mark.parametrize("seed", range(5))
    def test_stages_as_wide_as_ever_are_no_bottleneck(self, seed):
        found = seen("single_stage_bottleneck", *stages(second_year=0.6, seed=seed))
        assert found.state in ("not_seen", "cannot_tell")
        assert found.strength < 0.7

    def test_deals_without_stage_dates_say_what_would_tell(self):
        found = seen("single_stage_bottleneck", deals())
        assert found.state == "cannot_tell"
        assert "stage_history" in found.needs

    def test_what_is_at_stake_is_the_rate_of_last_year(self):
        found = seen("single_stage_bottleneck", *stages(second_year=0.3), gross_margin=0.5)
        change = found.signs.stake.changes["win_rate"]
        assert 1.6 < change.factor < 2.5


class TestConcentration:
    def orders(self, largest):
        rows = [
            {"customer": n, "date": f"2024-{m:02d}-05", "amount": largest if n == 0 else 100}
            for n in range(21) for m in range(1, 13)
        ]  # fmt: skip
        return table("orders", rows)

    def test_a_quarter_with_one_customer_is_seen_and_exact(self):
        found = seen("customer_concentration", self.orders(largest=667))
        assert found.state == "strong"
        assert "25%" in found.signs.evidence[0].template

    def test_one_of_twenty_one_alike_is_not(self):
        assert seen("customer_concentration", self.orders(largest=100)).state == "not_seen"

    def test_a_single_customer_is_no_share(self):
        with pytest.raises(NotComputable):
            customer_concentration(Concentration(10.0, 10.0, 1, None, "orders"))


def test_months_are_those_of_the_tables():
    assert START == 2023 * 12
