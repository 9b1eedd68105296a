"""Growth now, standstill, change of course, season: against statsmodels, by hand, and in doubt."""

import numpy as np
import pytest

from revcore.derive._slopes import changed_growth, changed_slope, growth_rate, newey_west
from revcore.derive.breaks import course
from revcore.derive.forecast import History
from revcore.errors import NotComputable

JANUARY = 24_000


def flow(y, first=JANUARY):
    return History(np.asarray(y, float), first + len(y) - 1, "flow", "orders")


def stock(y, first=JANUARY):
    return History(np.asarray(y, float), first + len(y) - 1, "stock", "subscriptions")


def noisy(slopes, noise, seed=5):
    chance = np.random.default_rng(seed)
    return 100 * np.exp(np.cumsum(slopes) + noise * chance.standard_normal(len(slopes)))


@pytest.mark.parametrize("n", [6, 12, 30])
def test_the_standard_error_is_statsmodels_newey_west(n):
    sm = pytest.importorskip("statsmodels.api")
    y = np.log(noisy(np.full(n, 0.02), 0.1))
    time = np.arange(n)
    lags = int(4 * (n / 100) ** (2 / 9))
    fit = sm.OLS(y, sm.add_constant(time)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    assert newey_west(time - time.mean(), fit.resid) == pytest.approx(fit.bse[1])


def test_growth_is_the_slope_of_logarithms_and_never_surer_than_least_squares():
    sm = pytest.importorskip("statsmodels.api")
    y = noisy(np.full(12, 0.02), 0.1)
    plain = sm.OLS(np.log(y), sm.add_constant(np.arange(12))).fit()
    found = growth_rate(y)
    assert found.value == pytest.approx(np.expm1(plain.params[1]))
    low, high = np.expm1(plain.conf_int(0.05)[1])
    assert found.interval.low95 <= low + 1e-12
    assert found.interval.high95 >= high - 1e-12


def test_errors_that_stay_widen_the_range():
    y = noisy(np.full(12, 0.02), 0.1)
    free, tied = growth_rate(y, 0.0), growth_rate(y, 0.6)
    assert tied.interval.low95 < free.interval.low95
    assert tied.interval.high95 > free.interval.high95


def test_no_other_place_gives_a_larger_f():
    y = np.log(noisy(np.r_[np.full(14, 0.03), np.full(12, -0.01)], 0.05))
    time = np.arange(26.0)
    line = np.c_[np.ones(26), time]

    def rest(x):
        return np.linalg.lstsq(x, y, rcond=None)[1][0]

    by_hand = {
        at: (rest(line) - bent) / (bent / 23)
        for at in range(5, 21)
        if (bent := rest(np.c_[line, np.maximum(time - at, 0)]))
    }
    found = changed_slope(np.exp(y))
    assert found.at == max(by_hand, key=by_hand.get)
    assert found.f == pytest.approx(max(by_hand.values()))


def test_growth_before_and_after_a_bend():
    y = 100 * np.exp(np.r_[0.03 * np.arange(15), 0.42 + 0.01 * np.arange(1, 13)])
    found = changed_slope(y)
    assert found.found
    assert found.at in (14, 15)
    assert (found.before, found.after) == pytest.approx((np.expm1(0.03), np.expm1(0.01)), abs=1e-6)


def test_a_level_s_growth_changes_where_its_steps_do():
    steps = np.r_[np.full(12, 0.05), np.full(12, 0.01)] + np.resize([0.001, -0.001], 24)
    found = changed_growth(100 * np.exp(np.r_[0, np.cumsum(steps)]))
    assert found.found
    assert found.at == 13
    assert found.after == pytest.approx(np.expm1(0.01), abs=1e-3)


@pytest.mark.parametrize("n", [12, 18, 24, 36])
def test_wandering_noise_is_called_a_change_about_one_time_in_ten(n):
    chance, wrong = np.random.default_rng(n), 0
    for _ in range(300):
        noise = np.zeros(n + 20)
        fresh = chance.standard_normal(n + 20)
        for at in range(1, n + 20):
            noise[at] = 0.5 * noise[at - 1] + fresh[at]
        wrong += changed_slope(np.exp(0.05 * noise[20:])).found
    assert wrong / 300 < 0.16


def test_growth_that_stops_is_a_standstill():
    answers = course(flow(noisy(np.r_[np.full(18, 0.04), np.full(7, 0.0)], 0.004)))
    assert answers.answer("standstill").state == "yes"
    assert "come to a stop" in answers.answer("standstill").text
    assert answers.answer("change").state == "yes"
    assert answers.answer("change").values["month"] in ("2001-06", "2001-07", "2001-08")


def test_steady_sales_are_no_standstill_and_a_decline_is_none_either():
    assert course(flow(noisy(np.zeros(24), 0.003))).answer("standstill").state == "no"
    found = course(flow(noisy(np.full(24, -0.03), 0.005))).answer("standstill")
    assert (found.state, "decline" in found.text) == ("no", True)
    assert course(flow(noisy(np.full(24, 0.03), 0.005))).answer("standstill").state == "no"


def test_uneven_sales_leave_it_open():
    found = course(flow(noisy(np.full(20, 0.01), 0.2)))
    assert found.answer("standstill").state == "cannot_tell"
    assert found.answer("change").state == "cannot_tell"
    assert "would be missed" in found.answer("change").text


def test_even_sales_without_a_change_are_said_to_have_none():
    assert course(flow(noisy(np.full(36, 0.02), 0.01))).answer("change").state == "no"
    assert course(flow(np.full(11, 9.0))).answer("change").state == "cannot_tell"


def test_a_season_stands_in_its_calendar_month_whenever_history_begins():
    shape = np.ones(12)
    shape[10] = 1.8  # November
    for first in (JANUARY, JANUARY + 5):
        months = (first + np.arange(36)) % 12
        found = course(flow(noisy(np.zeros(36), 0.03) * shape[months], first))
        assert found.answer("season").state == "yes"
        assert found.answer("season").values["strongest"] == 11
        assert int(np.argmax(found.index)) == 10
        assert found.answer("standstill").state != "yes"
        assert abs(found.growth[0].value) < 0.03


def test_less_than_two_years_and_a_level_have_no_season_to_test():
    assert course(flow(noisy(np.zeros(23), 0.1))).answer("season").state == "cannot_tell"
    assert course(stock(noisy(np.zeros(36), 0.1))).answer("season").state == "no"
    assert course(flow(noisy(np.zeros(40), 0.1))).answer("season").state == "no"


def test_the_season_is_taken_off_before_growth_is_read():
    shape = np.array([0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 1.1, 1.2, 1.3, 1.4])
    y = noisy(np.zeros(36), 0.02) * np.resize(shape, 36)
    assert abs(course(flow(y)).growth[0].value) < 0.02 < growth_rate(y[-6:]).value


def test_a_gap_among_the_last_months_is_no_course():
    y = np.full(20, 50.0)
    y[-3] = 0
    with pytest.raises(NotComputable, match="without revenue"):
        course(flow(y))
    y[-3], y[8] = 50, 0
    assert course(flow(y)).growth[0].value == pytest.approx(0)
    with pytest.raises(NotComputable, match="5 complete months"):
        course(flow(np.ones(5)))
