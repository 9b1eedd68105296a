"""What a change is worth: by hand, by closed form, and on average right."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.derive.simulate import Change, draws, joint, run, what_if
from revcore.diagnosis_parts import GrowthState, Quantity


def firm(**inputs):
    """Forty deals a month, a quarter of them won after two months, a thousand a month each."""
    known = {
        "opportunities": Quantity(value=40),
        "win_rate": Quantity(value=0.25, scale="logit"),
        "new_mrr": Quantity(value=1000),
        "churn": Quantity(value=0.015),
        **inputs,
    }
    return GrowthState(engine="subscription", cycle=[0, 0, 1.0], inputs=known)


def shop(**changed):
    known = {
        "new_buyers": Quantity(value=10),
        "order_value": Quantity(value=100),
        "repeat_rate": Quantity(value=0.3, scale="logit"),
    }
    return GrowthState(engine="orders", inputs=known, repeat=[100, 20, 10], **changed)


def of(outcome):
    """The one figure of a firm without doubt."""
    assert np.ptp(outcome.run_rate) == pytest.approx(0, abs=1e-6)
    return float(outcome.run_rate[0])


def test_two_points_more_wins_are_worth_89773_a_year_and_not_115200():
    found = of(what_if(firm(), {"win_rate": 0.27}, ramp=0))
    assert found == pytest.approx(89_773, abs=0.5)
    assert found < 0.8 * 40 * 0.02 * 12_000 * 12


@settings(max_examples=25, deadline=None)
@given(
    deals=st.floats(1, 400),
    more=st.floats(0.005, 0.2),
    mrr=st.floats(10, 5000),
    lag=st.integers(0, 11),
    churn=st.floats(0.002, 0.2),
)
def test_it_is_the_closed_form_whatever_the_firm(deals, more, mrr, lag, churn):
    state = firm(
        opportunities=Quantity(value=deals),
        new_mrr=Quantity(value=mrr),
        churn=Quantity(value=churn),
    ).model_copy(update={"cycle": [0.0] * lag + [1.0]})
    formula = deals * more * 12 * mrr * (1 - (1 - churn) ** (12 - lag)) / churn
    found = float(what_if(state, {"win_rate": 0.25 + more}, ramp=0, paths=2).run_rate[0])
    assert found == pytest.approx(formula, rel=1e-9)


def test_nothing_changed_is_worth_nothing():
    state = firm(win_rate=Quantity(value=0.25, error=0.3, scale="logit"))
    outcome = what_if(state, {"win_rate": 0.25})
    assert np.abs(outcome.revenue).max() == 0


def test_a_shop_by_hand():
    state = shop(buyers_by_age=[50, 0, 40])
    revenue = run(state, draws(state, 2), {}, 2).revenue[0]
    first = 10 * 100 + 50 * 20
    second = 10 * 100 + 10 * 20 + 50 * 10
    assert revenue[:3].tolist() == pytest.approx([first, second, 10 * 130])


def test_buyers_won_later_buy_again_later():
    """Twice as many buyers, with full effect after three months: 1/6, 1/2, 5/6 of ten more."""
    state = shop(buyers_by_age=[50, 0, 40])
    more = what_if(state, {"new_buyers": 20}, paths=2)
    gained = np.array(more.after) - np.array(more.before)
    a, b, c = 10 / 6, 10 / 2, 50 / 6
    by_hand = [a * 100, b * 100 + a * 20, c * 100 + b * 20 + a * 10]
    assert gained[:3].tolist() == pytest.approx(by_hand)


def test_deals_open_now_are_won_at_their_age():
    state = firm(opportunities=Quantity(value=0.0001)).model_copy(
        update={"engine": "projects", "cycle": [0.0, 0.5, 0.5], "open_by_age": [80.0, 40.0]}
    )
    state = state.model_copy(update={"inputs": {**state.inputs, "deal_value": Quantity(value=100)}})
    revenue = run(state, draws(state, 2), {}, 2).revenue[0]
    assert revenue[0] == pytest.approx((80 * 0.5 + 40 * 0.5) * 0.25 * 100, rel=1e-3)
    assert revenue[1] == pytest.approx(80 * 0.5 * 0.25 * 100, rel=1e-3)
    assert revenue[2] == pytest.approx(0, abs=1)


def test_deals_open_now_keep_the_size_they_were_opened_with():
    """Half as large again from today: the eighty open ones, won next, are not; later ones are."""
    state = firm(deal_value=Quantity(value=100)).model_copy(
        update={"engine": "projects", "cycle": [0.0, 1.0], "open_by_age": [80.0]}
    )
    larger = what_if(state, {"deal_value": Change(factor=1.5)}, ramp=0, paths=2)
    gained = np.array(larger.after) - np.array(larger.before)
    assert gained[:3].tolist() == pytest.approx([0, 40 * 0.25 * 50, 40 * 0.25 * 50])


def test_a_deal_half_way_gains_only_what_is_still_to_be_decided():
    """Won after four months: of those begun a month ago, three of four steps are still ahead."""
    state = firm(opportunities=Quantity(value=1e-9), deal_value=Quantity(value=100)).model_copy(
        update={"engine": "projects", "cycle": [0, 0, 0, 0, 1.0], "open_by_age": [80.0] * 4}
    )
    better = what_if(state, {"win_rate": Change(factor=1.2)}, ramp=0, paths=2)
    gained = (np.array(better.after) - np.array(better.before)) / (80 * 0.25 * 100 * 0.2)
    assert gained[:4].tolist() == pytest.approx([1 / 4, 2 / 4, 3 / 4, 4 / 4])


def test_nobody_stays_who_has_given_notice():
    """A fifth fewer leave from today: of 1500 a month 300 stay, but nobody in the first one, and
    how long a mind is made up before, none to two months, is open."""
    state = firm(opportunities=Quantity(value=1e-9)).model_copy(update={"base": 100_000.0})
    kept = what_if(state, {"churn": Change(factor=0.8)}, ramp=0)
    gained = np.array(kept.after) - np.array(kept.before)
    assert gained[0] == pytest.approx(0, abs=15)
    usual = [300 * 0.97**month for month in (3, 4, 5)]
    assert np.diff(gained)[2:5].tolist() == pytest.approx(usual, rel=0.05)
    without_notice, two_months = 300 * sum(range(13)), 300 * sum(range(11))
    low, high = np.quantile(kept.revenue, [0.02, 0.98])
    assert low == pytest.approx(two_months, rel=0.1)
    assert high == pytest.approx(without_notice, rel=0.1)


def test_what_comes_back_by_itself_no_lever_keeps():
    gone = firm(opportunities=Quantity(value=1e-9)).model_copy(update={"base": 100_000.0})
    back = gone.model_copy(update={"inputs": {**gone.inputs, "returning": Quantity(value=0.5)}})
    lost = [100_000 * 0.985**month * 0.015 for month in range(12)]
    before = run(back, draws(back, 2), {}, 2).revenue[0]
    assert before[3] == pytest.approx(100_000 * 0.985**4)
    assert before[4] == pytest.approx(100_000 * 0.985**5 + lost[0] / 2)
    worth = [what_if(one, {"churn": Change(factor=0.8)}).revenue.mean() for one in (gone, back)]
    assert 0.7 * worth[0] < worth[1] < 0.9 * worth[0]


def test_a_new_price_is_paid_by_new_customers_and_by_the_others_at_their_renewal():
    base = firm(opportunities=Quantity(value=1e-9), churn=Quantity(value=0)).model_copy(
        update={"base": 100_000.0}
    )
    rise = what_if(base, {"price": 1.05}, ramp=0)
    gained = np.array(rise.after) - np.array(rise.before)
    assert gained[11] == pytest.approx(100_000 * 0.05 * 10.5 / 12, rel=0.02)
    new = firm(churn=Quantity(value=0))
    rise = what_if(new, {"price": 1.05}, ramp=0)
    paid, volume = np.array(rise.after), np.array(rise.before)
    assert (paid[3:] / volume[3:]).tolist() == pytest.approx([1.05 * 1.05**-0.5] * 9, rel=0.01)


def test_growth_goes_on_and_is_no_lever_s_work():
    growing = firm(growth=Quantity(value=0.01, scale="plain"))
    nothing = what_if(growing, {"opportunities": 40 * np.exp(0.065)}, ramp=0)
    assert np.abs(nothing.revenue).max() == pytest.approx(0, abs=1e-6)
    more = what_if(growing, {"opportunities": Change(factor=1.1)}, ramp=0).revenue
    steady = what_if(firm(), {"opportunities": Change(factor=1.1)}, ramp=0).revenue
    assert np.exp(0.065) < np.median(more) / np.median(steady) < np.exp(0.01 * (6.5 + 11))


def test_two_levers_together_are_run_together():
    found = joint(
        firm(),
        {
            "wins": {"win_rate": Change(factor=1.5)},
            "size": {"new_mrr": Change(factor=1.5)},
            "both": {"win_rate": Change(factor=1.5), "new_mrr": Change(factor=1.5)},
        },
        ramp=0,
    )
    summed = of(found["wins"]) + of(found["size"])
    assert of(found["both"]) == pytest.approx(1.25 * summed)


def test_a_faster_yes_pulls_forward_and_does_not_stay():
    faster = what_if(firm(), {"cycle_days": Change(factor=0.5)}, ramp=0)
    more = what_if(firm(), {"win_rate": Change(factor=1.5)}, ramp=0)
    assert 0 < of(faster) < of(more)
    once = 40 * 0.25 * 1000 * 12
    assert of(faster) < 1.5 * once


def test_a_full_firm_gains_by_price_and_not_by_leads():
    state = shop(capacity=1000.0, margin=0.5)
    leads = what_if(state, {"new_buyers": Change(factor=1.3)})
    price = what_if(state, {"price": 1.05})
    hands = what_if(state, {"capacity": Change(factor=1.2)})
    assert np.median(leads.profit) == pytest.approx(0, abs=1e-6)
    assert np.median(price.profit) > 0
    assert np.median(hands.profit) > 0


def test_a_price_rise_pays_in_full_and_leads_at_the_margin():
    state = firm().model_copy(update={"margin": 0.4, "base": 100_000.0})
    price = what_if(state, {"price": 1.05}).worth()
    assert price.value > 0.4 * price.revenue


def test_more_leads_cost_more_than_their_share():
    state = firm(media_cost=Quantity(value=5000)).model_copy(update={"margin": 0.8})
    free = what_if(firm().model_copy(update={"margin": 0.8}), {"opportunities": 44}).worth()
    paid = what_if(state, {"opportunities": 44}).worth()
    assert free.value - paid.value > 12 * 5000 * 0.10


def test_the_range_covers_the_truth_as_often_as_it_says():
    """Where the win rate is only estimated, 8 of 10 ranges hold what two points more bring."""
    chance = np.random.default_rng(7)
    truth = of(what_if(firm(), {"win_rate": Change(factor=1.08)}, ramp=0))
    inside = 0
    for seed in range(150):
        won, deals = chance.binomial(160, 0.25), chance.poisson(40 * 12)
        state = firm(
            win_rate=Quantity(
                value=won / 160, error=(1 / won + 1 / (160 - won)) ** 0.5, scale="logit"
            ),
            opportunities=Quantity(value=deals / 12, error=deals**-0.5),
        ).model_copy(update={"seed": seed})
        found = what_if(state, {"win_rate": Change(factor=1.08)}, ramp=0, paths=400).run_rate
        low, high = np.quantile(found, [0.1, 0.9])
        inside += low <= truth <= high
    assert 0.72 <= inside / 150 <= 0.88


def test_a_document_simulates_as_the_data_did():
    state = firm(win_rate=Quantity(value=0.25, error=0.1, scale="logit"))
    read = GrowthState.model_validate_json(state.model_dump_json())
    one, other = (what_if(each, {"win_rate": 0.3}).run_rate for each in (state, read))
    assert (one == other).all()


def test_an_input_added_does_not_move_the_others():
    plain, more = firm(), firm(expansion=Quantity(value=0.01, error=0.2))
    uncertain = {"churn": Quantity(value=0.015, error=0.3)}
    one, other = (
        draws(state.model_copy(update={"inputs": {**state.inputs, **uncertain}}))
        for state in (plain, more)
    )
    assert (one["churn"] == other["churn"]).all()


def test_a_slider_answers_within_300_ms():
    state = firm(win_rate=Quantity(value=0.25, error=0.1, scale="logit"))
    begun = time.process_time()
    what_if(state, {"win_rate": 0.3, "churn": 0.01, "cycle_days": Change(factor=0.8)})
    assert time.process_time() - begun < 0.3
