"""Spending to win customers, and the cash for it: each near its threshold, with its look-alike."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest

from revcore.derive.cash_ahead import cash_ahead
from revcore.derive.channels import ByChannel, ChannelCost
from revcore.derive.intervals import rng
from revcore.derive.marginal import response
from revcore.derive.spend_response import ChannelResponse, HalfYears, growth, left_over
from revcore.derive.subscription_value import WithExpansion
from revcore.derive.value import Worth
from revcore.diagnosis.patterns.cash_growth_squeeze import cash_growth_squeeze
from revcore.diagnosis.patterns.channel_saturation import channel_saturation
from revcore.diagnosis.patterns.plateau_despite_spend import plateau_despite_spend
from revcore.diagnosis.patterns.under_investment import bought
from revcore.diagnosis.patterns.unprofitable_growth import unprofitable_growth
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from tests.companies import table
from tests.diagnosis.firms import START, deals, seen, spending, subscribers

YEAR, HALF = Window(100, 111), Window(106, 111)


@dataclass(frozen=True)
class Told:
    """A reading as a pattern gets it."""

    value: float
    n: int = 60
    spread: float = 0.15
    inputs: dict = field(default_factory=dict)
    window: str = "a year"
    low: float | None = None
    high: float | None = None
    own: object = None
    benchmark: object = None

    @property
    def draws(self):
        return self.value * np.exp(self.spread * rng("told", [self.value]).standard_normal(2000))


def ratio(value, n=60):
    return Told(value, n, inputs={"clv": 1000 * value, "cac": 1000, "horizon_months": 36})


def cost(change=1.0, months=24):
    """Spend by month that changes to another level in the last nine months."""
    levels = [1000 if month < months - 9 else int(1000 * change) for month in range(months)]
    rows = [
        {"date": first_day(START + month), "amount": level, "category": category,
         "channel": channel, "department": "marketing"}
        for month, level in enumerate(levels)
        for category, channel in (("media", "Fairs"), ("people", ""))
    ]  # fmt: skip
    return table("spend", rows)


class TestPlateau:
    def test_half_as_much_again_for_the_same_deals_is_seen(self):
        found = seen("plateau_despite_spend", deals(a_month=40), cost(2.0))
        assert found.state == "strong"
        assert "more." in found.signs.evidence[0].template
        assert found.signs.stake.profit.mean() > 0

    def test_deals_that_grow_along_are_no_plateau(self):
        assert plateau_despite_spend(halves(came=140, spend=150)).strength < 0.3

    def test_a_tenth_more_spend_is_nothing_to_speak_of(self):
        assert plateau_despite_spend(halves(came=100, spend=110)).strength == 0

    def test_a_third_more_buyers_is_not_selling_the_same_even_for_twice_the_money(self):
        assert plateau_despite_spend(halves(came=135, spend=230)).strength < 0.3

    def test_spend_that_rose_last_month_has_had_no_time(self):
        found = plateau_despite_spend(replace(halves(came=100, spend=150), begun=1.05))
        assert found.trap.ruled_out is False

    def test_one_deal_more_and_none_more_read_well(self):
        assert "the same." in plateau_despite_spend(halves(100, 150)).evidence[1].template
        assert "1% fewer." in plateau_despite_spend(halves(99, 150)).evidence[1].template

    def test_a_year_of_spend_is_needed(self):
        found = seen("plateau_despite_spend", deals(), spending(1000, months=5))
        assert found.state == "cannot_tell"
        assert found.needs == ("spend",)


def halves(came, spend):
    noise = rng("halves", [came])
    drawn = noise.gamma(came, 1, 2000) / noise.gamma(100, 1, 2000)
    return HalfYears(
        spend, 100, came, 100, drawn, "deals opened", HALF, HALF.shifted(-6), spend / 100, False
    )


class TestLeadsFirst:
    def test_leads_are_counted_where_they_reach_back(self):
        firm = deals(a_month=10), asked(60), spending(1000)
        found = seen("plateau_despite_spend", *firm)
        assert found.signs.evidence[1].template.startswith("360 leads, against 360 then: the same")
        assert " deals opened, against " in found.signs.evidence[2].template

    def test_fewer_leads_than_deals_are_not_where_it_shows(self):
        found = seen("plateau_despite_spend", deals(a_month=20), asked(5), spending(1000))
        assert "deals opened" in found.signs.evidence[1].template

    def test_deals_that_grew_with_the_spend_are_no_plateau(self):
        flat = halves(came=100, spend=150)
        grown = replace(flat, deals=(60, 30), deal_draws=growth(60, 30))
        assert plateau_despite_spend(flat).strength > 0.8
        assert plateau_despite_spend(grown).strength < 0.3


def asked(a_month, months=24):
    """Leads spread evenly over every month."""
    rows = [
        {"created": first_day(START + month) + number % 28}
        for month in range(months) for number in range(a_month)
    ]  # fmt: skip
    return table("leads", rows)


class TestChannel:
    def test_customers_that_do_not_answer_to_spend_are_dear(self):
        found = saturated(power=0.0)
        assert found.strength > 0.9
        assert found.title == "The channel “Fairs” is full"
        assert found.trap.ruled_out

    def test_customers_that_double_with_the_spend_are_not(self):
        assert saturated(power=1.0).strength < 0.05

    def test_a_channel_that_costs_little_is_worth_it_even_at_a_weak_answer(self):
        assert saturated(power=0.25, value=60_000).strength < 0.3

    def test_spend_along_the_season_cannot_be_told_from_the_season(self):
        months = np.arange(36)
        wave = 10_000 * np.exp(0.4 * np.cos(2 * np.pi * months / 12))
        assert left_over(wave, Window(0, 35)) < 0.01
        assert saturated(power=0.0, free=0.0).trap.ruled_out is None

    def test_twenty_customers_are_too_few(self):
        with pytest.raises(NotComputable, match="at least 30"):
            saturated(power=0.0, a_month=0.6)

    def test_steady_spend_says_nothing(self):
        found = seen("channel_saturation", subscribers(churn=0.03, join=8), cost(1.05),
                     sources(200), gross_margin=0.8)  # fmt: skip
        assert found.state == "cannot_tell"
        assert "hardly varied" in found.reason


def sources(n):
    return table("customers", [{"customer": one, "source": "Fairs"} for one in range(n)])


def saturated(power, value=8000, a_month=4.0, free=0.5):
    chance = rng("saturated", [1])
    spend = 10_000 * np.exp(0.6 * chance.standard_normal(36))
    won = np.round(a_month * (spend / 10_000) ** power)
    found = response(spend, np.maximum(won, 0) if a_month > 1 else np.r_[np.ones(21), np.zeros(15)])
    total = float(spend[-12:].sum())
    n = int(max(won[-12:].sum(), 1))
    one = ChannelResponse(
        "Fairs", found, 25 if a_month < 1 else int(won.sum()), total, total / n,
        total / chance.gamma(n, 1, 2000), free, Window(0, 35),
    )  # fmt: skip
    worth = Worth(value, value * np.exp(0.1 * chance.standard_normal(2000)), 80, 36, YEAR, "", "")
    return channel_saturation([one], worth)


class TestUnprofitable:
    def test_a_customer_who_brings_half_the_cost_is_seen(self):
        found = unprofitable_growth(ratio(0.5), 111)
        assert found.strength > 0.95
        assert "50 come back" in found.evidence[1].template

    def test_one_who_brings_three_times_the_cost_is_not(self):
        assert unprofitable_growth(ratio(3.0), 111).strength < 0.01

    def test_customers_who_buy_more_later_explain_it(self):
        found = unprofitable_growth(ratio(0.8), 111, None, WithExpansion(1300.0, 0.3))
        assert found.trap.ruled_out is False

    def test_eight_customers_are_too_few(self):
        with pytest.raises(NotComputable, match="at least 20"):
            unprofitable_growth(ratio(0.5, n=8), 111)

    def test_a_firm_that_spends_fifty_times_what_a_customer_pays_is_seen(self):
        firm = subscribers(churn=0.05, join=6, at_start=60)
        found = seen("unprofitable_growth", firm, spending(30_000), gross_margin=0.8)
        assert found.state == "strong"


class TestUnderInvestment:
    def test_a_customer_that_costs_little_is_seen(self):
        firm = subscribers(churn=0.015, join=8)
        found = seen("under_investment", firm, spending(600), gross_margin=0.8)
        assert found.state == "likely"
        assert "come by themselves" in found.signs.trap.text

    def test_at_three_times_the_cost_it_is_not(self):
        firm = subscribers(churn=0.015, join=8)
        found = seen("under_investment", firm, spending(2800), gross_margin=0.8)
        assert found.state == "not_seen"

    def test_customers_who_came_by_themselves_leave_it_open(self):
        parts = (ChannelCost("Fairs", 100.0, 10, True), ChannelCost("Friends", 0.0, 40, False))
        channels = ByChannel(parts, 0.0, 0, YEAR, YEAR, "")
        assert bought(6.0, channels, None).ruled_out is None
        assert bought(20.0, channels, None).ruled_out is True

    def test_without_spend_nobody_can_tell(self):
        found = seen("under_investment", subscribers(churn=0.015, join=8), gross_margin=0.8)
        assert "spend" in found.needs


class TestCash:
    def test_a_sound_business_that_runs_dry_is_seen(self):
        found = cash_growth_squeeze(banked(800_000, -90_000), ratio(5.0))
        assert found.strength > 0.95
        assert "in half of these by" in found.evidence[1].template
        assert found.evidence[2].amounts["missing"] > 0
        assert found.trap.ruled_out

    def test_money_that_lasts_three_years_is_no_squeeze(self):
        assert cash_growth_squeeze(banked(3_400_000, -90_000), ratio(5.0)).strength < 0.05

    def test_money_that_grows_is_no_squeeze(self):
        found = cash_growth_squeeze(banked(100_000, 90_000), ratio(5.0))
        assert found.strength < 0.01
        assert "rose by" in found.evidence[0].template

    def test_a_business_that_loses_on_each_customer_has_another_trouble(self):
        assert cash_growth_squeeze(banked(800_000, -90_000), ratio(0.8)).strength < 0.01

    def test_one_large_payment_explains_it(self):
        found = banked(200_000, -1_000, odd=-900_000)
        assert cash_growth_squeeze(found, ratio(5.0)).trap.ruled_out is False

    def test_eight_balances_are_too_few(self):
        with pytest.raises(NotComputable, match="at least 9"):
            banked(800_000, -90_000, months=8)

    def test_a_gap_in_the_months_begins_the_count_anew(self):
        frame = balances(800_000, -90_000, 14).drop(index=4)
        assert cash_ahead(frame, {"cash.balance": 0}, START + 13).window.months == 8

    def test_balances_are_read_from_the_table(self):
        rows = [{"month": START + n, "balance": 2_000_000 - 90_000 * n} for n in range(20)]
        firm = subscribers(churn=0.015, join=8)
        found = seen("cash_growth_squeeze", firm, spending(600), table("cash", rows),
                     gross_margin=0.8)  # fmt: skip
        assert found.state == "cannot_tell"
        assert "ends in Aug 2024" in found.reason


def balances(left, change, months, odd=0):
    """Month-end balances that end with what is left; one month in the middle has an odd payment."""
    wobble = 3_000 * np.sin(np.arange(months))
    flows = np.full(months, float(change)) + wobble
    flows[months // 2] += odd
    money = left - flows[::-1].cumsum()[::-1] + flows
    return pd.DataFrame({"month": START + np.arange(months), "balance": money.astype(np.int64)})


def banked(left, change, months=14, odd=0):
    frame = balances(left, change, months, odd)
    return cash_ahead(frame, {"cash.balance": 0}, START + months - 1)
