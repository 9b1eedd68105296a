import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revcore.derive.competing_risks import aalen_johansen, bootstrap
from revcore.derive.survival import kaplan_meier
from revcore.errors import NotComputable

deals = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=60)


def pipeline(seed: int, n: int, lost_days: float) -> tuple[np.ndarray, np.ndarray]:
    """Deals created over 180 days, a quarter of them won after 63 days or so, seen on day 180."""
    random = np.random.default_rng(seed)
    watched = random.uniform(0, 180, n)
    won = random.random(n) < 0.25
    days = np.where(won, random.lognormal(np.log(63), 0.5, n), random.exponential(lost_days, n))
    status = np.where(days > watched, 0, np.where(won, 1, 2))
    return np.ceil(np.minimum(days, watched)), status


@given(deals)
def test_won_lost_and_open_add_up_to_1(deals):
    found = aalen_johansen(*zip(*deals, strict=True))
    assert found.won + found.lost + found.still_open == pytest.approx(1, abs=1e-12)
    assert (np.diff(found.won) >= 0).all()
    assert (np.diff(found.still_open) <= 1e-12).all()


@given(deals)
def test_without_open_deals_it_is_the_share_won(deals):
    days, status = zip(*((day, max(1, outcome)) for day, outcome in deals), strict=True)
    assert aalen_johansen(days, status).at(40)[0] == pytest.approx(np.mean(np.array(status) == 1))


@given(deals)
def test_without_losses_it_is_one_minus_kaplan_meier(deals):
    days, status = zip(*((day, outcome % 2) for day, outcome in deals), strict=True)
    curve = kaplan_meier(days, status)
    assert aalen_johansen(days, status).at(20)[0] == pytest.approx(1 - curve.at(20))


@pytest.mark.parametrize("lost_days", [40, 150])
def test_it_finds_the_truth_where_the_usual_rates_do_not(lost_days):
    days, status = pipeline(1, 40_000, lost_days)
    truth = 0.25 * np.mean(np.random.default_rng(2).lognormal(np.log(63), 0.5, 100_000) <= 120)
    found = aalen_johansen(days, status).at(120)[0]
    assert found == pytest.approx(truth, abs=0.01)
    assert np.mean(status == 1) < truth - 0.06
    assert 1 - kaplan_meier(days, status == 1).at(120) > truth + 0.08


def test_slow_losses_flatter_won_over_closed():
    days, status = pipeline(1, 40_000, 150)
    assert np.mean(status[status > 0] == 1) > 0.30
    assert aalen_johansen(days, status).at(170)[0] < 0.26


def test_slow_deals_still_open_do_not_shorten_the_cycle():
    days, status = pipeline(3, 40_000, 40)
    won_only = np.median(days[status == 1])
    found = aalen_johansen(days, status).cycle()
    assert won_only < 56
    assert 58 <= found <= 65


def test_both_intervals_cover_the_truth():
    truth = 0.25 * np.mean(np.random.default_rng(2).lognormal(np.log(63), 0.5, 100_000) <= 120)
    by_draws, by_formula = [], []
    for seed in range(200):
        drawn = bootstrap(*pipeline(100 + seed, 60, 60), size=300)
        one, other = drawn.interval(120), drawn.estimate.interval(120)
        by_draws.append(one.low95 <= truth <= one.high95)
        by_formula.append(other.low95 <= truth <= other.high95)
    assert 0.86 <= np.mean(by_draws) <= 0.98
    assert 0.88 <= np.mean(by_formula) <= 0.99


def test_the_formula_agrees_with_the_bootstrap():
    days, status = pipeline(7, 300, 60)
    drawn = bootstrap(days, status, size=4000)
    assert drawn.won_by(120).std() == pytest.approx(drawn.estimate.error(120), rel=0.06)


def test_order_and_grouping_of_deals_change_nothing():
    days, status = pipeline(4, 200, 60)
    order = np.random.default_rng(0).permutation(200)
    cells, n = np.unique(np.stack([days, status]), axis=1, return_counts=True)
    found = bootstrap(days, status).interval(90)
    assert bootstrap(days[order], status[order]).interval(90) == found
    assert bootstrap(cells[0], cells[1], n).interval(90) == found


def test_draws_may_be_shared_with_other_figures():
    days, status = pipeline(4, 50, 60)
    taken = np.random.default_rng(0).multinomial(50, np.full(50, 0.02), 20)
    drawn = bootstrap(days, status, resamples=taken)
    for row, won in zip(taken, drawn.won_by(100), strict=True):
        assert won == pytest.approx(aalen_johansen(days, status, row).at(100)[0])


def test_many_distinct_days_are_drawn_on_fewer_and_centred():
    random = np.random.default_rng(9)
    days, status = random.integers(0, 1500, 3000), random.integers(0, 3, 3000)
    drawn = bootstrap(days, status, size=400)
    assert drawn.days.size <= 182
    assert drawn.won_by(333).mean() == pytest.approx(drawn.estimate.at(333)[0], abs=0.002)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ([1, 2, 0] * 3, "6 closed: at least 10 closed deals are needed."),
        ([2] * 12 + [1, 1], "2 of 14 won: at least 3 wins are needed."),
    ],
)
def test_too_few_deals_give_counts_not_a_rate(status, sentence):
    with pytest.raises(NotComputable) as caught:
        aalen_johansen(range(len(status)), status).checked()
    assert str(caught.value) == sentence
    assert caught.value.inputs["won"] == status.count(1)


def test_a_cycle_needs_ten_wins():
    with pytest.raises(NotComputable, match="9 won"):
        aalen_johansen(range(30), [1] * 9 + [2] * 21).cycle()


def test_ten_closed_with_three_won_is_just_enough():
    found = aalen_johansen(range(10), [1] * 3 + [2] * 7)
    assert found.checked() is found
