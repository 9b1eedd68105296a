"""Forecasts: by hand, against statsmodels, and what they refuse."""

import numpy as np
import pytest

from revcore.derive import forecast as forecasting
from revcore.derive._backtest import Backtest, Fold, forecasts, of_flow, of_stock
from revcore.derive._flows import ALPHAS, flows, naive, slopes, smoothed, spread
from revcore.derive._season import f_statistics, seasons
from revcore.derive._stocks import Walk
from revcore.derive.forecast import History, of_levels, of_sales
from revcore.errors import NotComputable
from tests.companies import ask, dataset, mrr_sheet, table

SHAPE = np.array([0.7, 0.8, 0.9, 1, 1, 1.1, 0.9, 0.8, 1.1, 1.2, 1.2, 1.3])


def sales(n, growth=0.01, noise=0.05, shape=None, seed=3):
    chance = np.random.default_rng(seed)
    level = 100 * np.exp(growth * np.arange(n) + noise * chance.standard_normal(n))
    return level * (1 if shape is None else np.resize(shape, n))


def flow(y, last=24_000):
    return History(np.asarray(y, float), last, "flow", "orders")


def stock(y, last=24_000):
    return History(np.asarray(y, float), last, "stock", "subscriptions")


# ---------------------------------------------------------------- the three methods
@pytest.mark.parametrize("n", [13, 30])
def test_smoothing_is_statsmodels_with_the_best_alpha_of_the_grid(n):
    holt = pytest.importorskip("statsmodels.tsa.holtwinters")
    y = sales(n)
    (alpha,), (level,) = smoothed(y[None, :], np.array([n]))
    fits = [
        holt.SimpleExpSmoothing(y, initialization_method="known", initial_level=y[:4].mean()).fit(
            smoothing_level=each, optimized=False
        )
        for each in ALPHAS
    ]
    best = min(fits, key=lambda fit: fit.sse)
    assert alpha == pytest.approx(best.params["smoothing_level"])
    assert level == pytest.approx(best.forecast(1)[0])


def test_theta_s_drift_is_statsmodels_s():
    theta = pytest.importorskip("statsmodels.tsa.forecasting.theta")
    y = sales(20)
    fit = theta.ThetaModel(y, period=1, deseasonalize=False, use_test=False).fit()
    assert slopes(y[None, :], np.array([20]))[0] == pytest.approx(fit.params["b0"])


def test_many_origins_at_once_are_one_origin_at_a_time():
    y = sales(40, shape=SHAPE)
    origins = np.arange(6, 41)
    together = flows(y, origins, 12)
    for row, origin in enumerate(origins):
        alone = flows(y[:origin], np.array([origin]), 12)[0]
        assert together[row] == pytest.approx(alone), origin


def test_without_a_season_the_forecast_is_the_mean_of_three_by_hand():
    y = np.r_[np.full(6, 10.0), np.full(8, 20.0)]
    (alpha,), (level,) = smoothed(y[None, :], np.array([14]))
    slope = slopes(y[None, :], np.array([14]))[0]
    assert alpha == 0.98
    assert level == pytest.approx(20, abs=1e-6)
    last_year = y[2]
    theta = level + slope / 2 * (1 - 0.02**14) / 0.98
    by_hand = (level + theta + last_year) / 3
    assert flows(y, np.array([14]), 1)[0, 0] == pytest.approx(by_hand)


def test_a_season_is_repeated_and_believed_by_its_f():
    y = np.resize(SHAPE, 36) * 100
    found = seasons(y, np.array([36]))
    assert found.weight[0] == 1
    assert found.index[0] == pytest.approx(SHAPE / SHAPE.mean())
    assert flows(y, np.array([36]), 12)[0] == pytest.approx(SHAPE * 100)


@pytest.mark.parametrize("n", [24, 36, 47])
def test_the_f_test_is_that_of_two_regressions(n):
    y = sales(n, noise=0.2)
    time, month = np.arange(n), np.eye(12)[np.arange(n) % 12]
    rss = [
        np.linalg.lstsq(x, np.log(y), rcond=None)[1][0]
        for x in (np.c_[np.ones(n), time], np.c_[month, time])
    ]
    by_hand = ((rss[0] - rss[1]) / 11) / (rss[1] / (n - 13))
    assert f_statistics(y, np.array([n]))[0] == pytest.approx(by_hand)


def test_a_month_without_sales_leaves_no_season_to_test():
    y = np.r_[sales(30), 0.0, sales(5)]
    found = f_statistics(y, np.array([30, 31, 36]))
    assert not np.isnan(found[0])
    assert np.isnan(found[1:]).all()


def test_the_same_month_last_year():
    y = np.arange(1.0, 31.0)
    assert naive(y, np.array([30]), 14)[0].tolist() == [*range(19, 31), 19, 20]


# ---------------------------------------------------------------- ranges
def test_the_range_uses_only_errors_known_by_then():
    y = sales(30)
    origins, _, off = forecasts(y, 6, log=True)
    late = off.copy()
    late[origins >= 20] = 99.0
    late[(origins[:, None] + np.arange(1, 7)) > 20] = 99.0
    assert spread(late, origins, 20) == spread(off, origins, 20)


def test_the_spread_by_hand():
    off = np.full((8, 6), np.nan)
    off[0, 0], off[0, 1], off[1, 0] = 0.1, 0.3, -0.2  # origins 6, 6 and 7; month 8 is the last
    origins = np.arange(6, 14)
    assert spread(off, origins, 8) == pytest.approx(np.sqrt((0.1**2 + 0.2**2) / 2) * 1.15)
    assert np.isnan(spread(off, origins, 6))


@pytest.mark.parametrize("n", [12, 17, 18, 24, 36])
def test_ranges_hold_each_other_and_widen(n):
    found = of_sales(flow(sales(n)), None)
    low50, high50 = found.path.bounds(0.5)
    low80, high80 = found.path.bounds(0.8)
    low95, high95 = found.path.bounds(0.95)
    bounds = (low95, low80, low50, found.path.value, high50, high80, high95)
    assert (np.diff(np.array(bounds), axis=0) > 0).all()
    assert (np.diff(high80 / found.path.value) > 0).all()
    total, around = found.total(1, 12)
    assert around.low95 < around.low < total < around.high < around.high95
    assert total == pytest.approx(found.path.value[:12].sum())


def test_months_of_zero_get_a_range_in_money():
    y = sales(30)
    y[4] = 0.0
    found = of_sales(flow(y), None)
    low, high = found.path.bounds(0.95)
    assert not found.path.log
    assert (low >= 0).all()
    assert (high - found.path.value)[0] == pytest.approx((found.path.value - low)[0])


def test_a_straight_past_still_leaves_half_a_per_cent():
    for made in (of_sales(flow([100] * 18), None), of_levels(stock([100] * 18))):
        value, around = made.at(1)
        assert value == pytest.approx(100)
        assert around.low < 99.6 < 100.4 < around.high


# ---------------------------------------------------------------- recurring revenue
def test_a_shrinking_level_never_falls_below_nothing():
    found = of_levels(stock(np.linspace(100, 5, 20)))
    low, _ = found.path.bounds(0.95)
    assert (low >= 0).all()
    assert (found.path.value >= 0).all()


def test_walks_lean_on_the_last_twelve_changes_only():
    long = np.r_[np.linspace(500, 900, 30), np.linspace(1000, 1120, 13)]
    assert Walk.of(long).drift == pytest.approx(Walk.of(long[-13:]).drift)
    assert Walk.of(long).drift[0] == pytest.approx(10)


def test_a_total_of_levels_is_the_sum_of_its_months():
    found = of_levels(stock(np.linspace(100, 160, 20) + np.resize([0, 3], 20)))
    total, around = found.total(4, 6)
    assert total == pytest.approx(found.path.value[3:6].sum())
    assert around.low == pytest.approx(found.path.bounds(0.8)[0][3:6].sum())


# ---------------------------------------------------------------- refusals and replacements
def test_eleven_months_of_sales_are_too_few():
    with pytest.raises(NotComputable, match=r"11 complete months of sales .* needs 12"):
        of_sales(flow(np.linspace(30, 130, 11)), None)


def test_eight_months_of_recurring_revenue_are_too_few():
    with pytest.raises(NotComputable, match="8 months of recurring revenue are known"):
        of_levels(stock([100] * 8))
    assert of_levels(stock(np.linspace(100, 120, 9))).path.value[0] > 120


def test_what_repeats_exactly_is_left_to_the_same_month_last_year():
    chance = np.random.default_rng(1)
    year = chance.lognormal(4, 0.8, 12)
    y = np.resize(year, 23)
    found = of_sales(flow(y), None)
    assert found.replaced
    assert found.path.value[:12] == pytest.approx(naive(y, np.array([23]), 12)[0])
    assert "did no better" in found.method


def test_a_level_that_wanders_is_left_where_it_is():
    y = 100 + np.resize([0, 8, 0, -8], 30)
    found = of_levels(stock(y))
    assert found.replaced
    assert found.path.value == pytest.approx(np.full(24, y[-1]))


def test_with_few_past_forecasts_none_is_replaced():
    fold = Fold(12, 200.0, 1.0, 2.0, 100.0, naive=100.0, last=100.0)
    assert not forecasting.outdone(Backtest((fold,) * 5, "the same month last year"))
    assert forecasting.outdone(Backtest((fold,) * 6, "the same month last year"))


def test_past_forecasts_know_nothing_of_what_came():
    y = sales(30)
    origins, made, off = forecasts(y, 6, log=True)
    changed = y.copy()
    changed[25:] *= 3
    again = of_flow(changed, *[forecasts(changed, 6, log=True)[at] for at in (1, 2)], origins,
                    log=True)  # fmt: skip
    before = of_flow(y, made, off, origins, log=True)
    for one, other in zip(before.folds, again.folds, strict=True):
        if one.origin <= 25:
            assert (one.value, one.low, one.high) == (other.value, other.low, other.high)
    walks = zip(of_stock(y).folds, of_stock(changed).folds, strict=True)
    assert all(one.low == other.low for one, other in walks if one.origin <= 25)


# ---------------------------------------------------------------- from rows
def deals_as_orders(amounts, month_of):
    return dataset(
        table("orders", [
            {"order_id": str(at), "customer": at % 7, "date": f"{2022 + month // 12}-"
             f"{month % 12 + 1:02d}-15", "amount": amount}
            for at, (amount, month) in enumerate(zip(amounts, month_of, strict=True))
        ]),
        as_of="2023-12",
    )  # fmt: skip


def test_few_large_deals_are_simulated_not_drawn_as_a_course():
    months = [0, 2, 3, 7, 8, 11, 13, 14, 17, 19, 21, 22]
    made = deals_as_orders([5000, 40_000] * 6, months)
    found = ask(made)("forecast")
    assert found.simulated
    total, around = found.total(1, 12)
    # 12 sales in the 24 months (the first one began late or not), 22,500 on average: 6 a year.
    assert total == pytest.approx(6 * 22_500, rel=0.15)
    assert around.low < 0.7 * total < 1.3 * total < around.high
    assert found.path.value.tolist() == ask(made)("forecast").path.value.tolist()


def test_too_few_deals_are_not_even_simulated():
    made = deals_as_orders([5000] * 6, [0, 4, 9, 14, 19, 23])
    with pytest.raises(NotComputable, match="few, large deals"):
        ask(made)("forecast")


def test_recurring_revenue_is_a_level_and_incomplete_months_are_not_in_it():
    grown = {f"c{at}": [10 + at] * 14 for at in range(6)}
    asked = ask(dataset(mrr_sheet(**grown), as_of="2025-01"))
    history = asked("revenue_history")
    assert (history.kind, len(history.y), history.y[-1]) == ("stock", 13, 75.0)
    assert asked("forecast").at(1)[0] == pytest.approx(75)


def test_a_first_month_that_began_in_its_middle_is_left_out():
    days = [f"2024-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29, 3)]
    rows = [{"order_id": day, "customer": 1, "date": day, "amount": 10} for day in days[5:]]
    history = ask(dataset(table("orders", rows), as_of="2024-12"))("revenue_history")
    assert history.dropped
    assert len(history.y) == 11
    rows = [{"order_id": day, "customer": 1, "date": day, "amount": 10} for day in days]
    assert len(ask(dataset(table("orders", rows), as_of="2024-12"))("revenue_history").y) == 12


def test_skill_is_what_is_gained_over_the_simple_way_by_hand():
    # Off by 10 and 30 where last year's months were off by 20 and 60, the last ones by 10 and 10.
    folds = (
        Fold(12, 110.0, 90.0, 130.0, 100.0, naive=80.0, last=90.0),
        Fold(13, 170.0, 150.0, 180.0, 200.0, naive=140.0, last=210.0),
    )
    past = Backtest(folds, "the same month last year")
    assert past.error() == pytest.approx(40 / 300)
    assert past.skill("naive") == pytest.approx(1 - 40 / 80)
    assert past.skill("last") == pytest.approx(1 - 40 / 20)
    assert (past.inside, past.n) == (1, 2)
