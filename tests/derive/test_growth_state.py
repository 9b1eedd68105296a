"""What a simulation starts from: taken from the data, checked by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from revcore.derive._states import hazards
from revcore.derive._trend import trend
from revcore.derive.lifetimes import Lifetimes
from revcore.derive.simulate import draws, run
from revcore.errors import NotComputable
from revcore.model import Window
from tests.companies import ask, dataset, mrr_sheet, table
from tests.diagnosis.firms import buyers, deals, subscribers


def state_of(*tables, **settings):
    return ask(dataset(*tables, **settings))("growth_state")


def first_year(state):
    return float(np.median(run(state, draws(state), {}).revenue.sum(axis=1)))


def test_churn_is_what_left_against_what_could():
    """Twenty customers at 100; one leaves after every second month: six in a year."""
    stays = {f"c{n}": [100] * 14 for n in range(14)}
    leaves = {f"l{n}": [100] * (2 + 2 * n) + [0] * (12 - 2 * n) for n in range(6)}
    state = state_of(mrr_sheet(**stays, **leaves))
    opening = sum(1400 + 100 * sum(2 + 2 * n > month for n in range(6)) for month in range(1, 13))
    assert state.base == 1400
    assert state.inputs["churn"].value == pytest.approx(600 / opening)


def test_a_pipeline_counts_open_deals_as_the_deals_they_stand_for():
    state = state_of(deals(a_month=20, win=0.3, days=40))
    assert state.engine == "projects"
    assert state.inputs["opportunities"].value == pytest.approx(20)
    assert state.inputs["win_rate"].value == pytest.approx(0.3, abs=0.05)
    assert sum(state.cycle) == pytest.approx(1, abs=0.02)
    assert state.open_by_age[0] == pytest.approx(20, rel=0.15)


def test_the_simulated_year_of_a_steady_firm_is_its_last_one():
    state = state_of(deals(a_month=40, win=0.3, days=30))
    yearly = 40 * 12 * 0.3 * 1000 * np.exp(0.08)
    assert first_year(state) == pytest.approx(yearly, rel=0.12)


def test_a_steady_shop_sells_as_much_again():
    state = state_of(buyers(again=0.3, new=40, order=50))
    assert state.engine == "orders"
    assert state.inputs["new_buyers"].value == pytest.approx(40)
    assert state.repeat[0] == pytest.approx(50, rel=0.15)
    assert first_year(state) == pytest.approx(40 * 12 * 50 * 1.3, rel=0.05)


@pytest.mark.parametrize("months", [3, 8, 13])
def test_a_shop_of_a_few_months_has_a_state_without_growth(months):
    state = state_of(buyers(again=0.3, months=months))
    assert state.inputs["growth"].value == 0


def test_a_season_is_no_growth_and_a_rise_is_drawn_towards_none():
    season = np.array([50, 50, 60, 60, 80, 80, 120, 120, 80, 60, 50, 50])
    assert trend(np.r_[season, season]).value == pytest.approx(0)
    found = trend(np.r_[season, season * 1.2])
    assert 0.9 * np.log(1.2) / 12 < found.value < np.log(1.2) / 12
    few = trend(np.r_[season, season * 1.2] / 20)
    assert 0 < few.value < 0.75 * np.log(1.2) / 12
    assert few.error > found.error
    short = trend(season)
    assert (short.value, short.error) == (0, 0.015)


def test_many_leads_say_more_of_growth_than_their_few_deals():
    deals, leads = np.r_[np.full(12, 5), np.full(12, 5)], np.r_[np.full(12, 100), np.full(12, 130)]
    alone, both = trend(deals), trend(deals, leads)
    assert alone.value == pytest.approx(0)
    assert 0.5 * np.log(1.3) / 12 < both.value < np.log(1.3) / 12
    assert both.error < alone.error


def test_first_years_are_left_at_the_level_at_which_they_were():
    """A curve that says one in ten at first, and twenty of a thousand customer-months who left."""
    curve = np.cumprod(np.r_[1.0, np.full(36, 0.9)])
    value = SimpleNamespace(curve=curve, horizon=24)
    left, here = np.zeros(13, int), np.zeros(13, int)
    left[10], here[10] = 20, 80
    found = hazards(value, Lifetimes(left, here, 100, 24, Window(0, 23)))
    assert found[:12] == pytest.approx([0.1 * (20 + 4) / (100 + 4)] * 12)
    assert hazards(value, None)[0] == pytest.approx(0.1)


def test_subscribers_without_deals_join_as_customers():
    state = state_of(subscribers(churn=0.02, join=10))
    assert state.inputs["new_customers"].value == pytest.approx(10)
    assert state.inputs["new_customer_mrr"].value == pytest.approx(100)
    assert "opportunities" not in state.inputs


def test_twelve_numbers_share_sales_out_by_heads():
    typed = {"sales_this_year": 600_000, "quotes_per_month": 20, "wins_per_month": 5,
             "customers": 100, "new_customers": 60, "days_to_yes": 45}  # fmt: skip
    rows = [{"name": name, "value": float(value)} for name, value in typed.items()]
    state = state_of(table("answers", [{**row, "period": "2026-09"} for row in rows]))
    assert state.inputs["win_rate"].value == pytest.approx(0.25)
    assert state.inputs["deal_value"].value == pytest.approx(600_000 * 0.6 / 60)
    assert state.base == pytest.approx(20_000)
    assert state.cycle == [0, 1]


def test_without_revenue_or_days_it_says_what_is_missing():
    rows = [{"deal_id": f"{n}", "status": "won", "closed": "2024-05-05"} for n in range(30)]
    with pytest.raises(NotComputable, match="day each deal was created"):
        state_of(table("deals", rows))


def test_the_order_of_rows_changes_nothing():
    from tests.companies import shuffled

    made = dataset(deals(a_month=10))
    one, other = (ask(each)("growth_state") for each in (made, shuffled(made)))
    assert one == other
