"""What an order brings, and when that must not be said."""

import numpy as np
import pytest

from revcore.derive import gamma_gamma
from revcore.derive.gamma_gamma import Spending, checked
from revcore.errors import NotComputable


def customers(n, seed=1):
    rng = np.random.default_rng(seed)
    x = 1 + rng.poisson(2, n)
    own = 1 / rng.gamma(4, 60, n)
    values = np.array([(6 * 40 * scale * rng.gamma(6 * k, 1, 1) / (6 * k))[0]
                       for k, scale in zip(x, own, strict=True)])  # fmt: skip
    return x.astype(float), values


def test_the_mean_of_simulated_customers_is_found():
    x, values = customers(800)
    found = gamma_gamma.fit(x, values)
    assert found.mean == pytest.approx(6 * 40 / (60 * 3), rel=0.08)


def test_the_unit_of_money_moves_along():
    x, values = customers(100)
    one, other = gamma_gamma.fit(x, values), gamma_gamma.fit(x, values * 100)
    assert other.mean == pytest.approx(one.mean * 100, rel=1e-6)
    assert other.p == pytest.approx(one.p, rel=1e-4)


def test_many_orders_of_one_customer_count_more_than_all_the_others():
    found = Spending(6.25, 3.74, 15.44)
    assert found.expected(0, 0.0) == pytest.approx(found.mean)
    assert abs(found.expected(50, 90.0) - 90) < abs(found.expected(1, 90.0) - 90)


def test_few_repeat_buyers_are_refused():
    with pytest.raises(NotComputable, match="29 customers bought again"):
        checked(np.ones(29), np.ones(29))


def test_refunds_left_in_are_refused():
    with pytest.raises(NotComputable, match="refunds"):
        checked(np.ones(40), np.r_[np.ones(39), -1.0])


def test_frequent_buyers_who_spend_more_an_order_are_refused():
    x = np.arange(1.0, 61.0)
    with pytest.raises(NotComputable, match="spend more an order"):
        checked(x, 10 + x)


def test_the_largest_means_are_lowered_to_the_99th_percentile():
    rng = np.random.default_rng(4)
    values = np.r_[rng.gamma(5, 10, 299), 1e5]
    _, kept, capped, _ = checked(np.ones(300), values)
    assert capped == 3
    assert kept.max() < 1e4
