import numpy as np
import pytest

from revcore.derive.contractual import STICKY, contractual_clv, ladder, per_period, simple_ltv
from revcore.derive.sbg import YEARLY, Sbg, counts_by_age, fit
from revcore.errors import NotComputable


@pytest.mark.parametrize(
    ("events", "customers", "oldest", "history", "kind", "horizon"),
    [
        (0, 90, 24, 24, "none", 0),
        (1, 90, 24, 24, "pooled", 12),
        (9, 90, 24, 24, "pooled", 12),
        (10, 90, 24, 24, "curve", 24),
        (19, 90, 24, 24, "curve", 24),
        (20, 90, 24, 24, "curve", 36),
        (20, 59, 24, 24, "curve", 24),
        (20, 60, 12, 18, "curve", 36),
        (20, 60, 12, 17, "curve", 24),
        (50, 200, 11, 24, "curve", 24),
        (50, 200, 7, 24, "curve", 12),
        (50, 200, 4, 24, "curve", 12),
        (50, 200, 3, 24, "none", 0),
        (5, 200, 3, 24, "none", 0),
    ],
)
def test_the_ladder(events, customers, oldest, history, kind, horizon):
    rung = ladder(events, 1000, customers, oldest, history)
    assert (rung.kind, rung.horizon) == (kind, horizon)
    assert (rung.reason == "") == (kind != "none")
    assert (rung.note == STICKY) == (kind == "curve" and history < 18)


def test_yearly_contracts_are_counted_in_renewals():
    assert ladder(25, 3000, 90, 3, period_months=12).horizon == 36
    assert ladder(25, 3000, 90, 2, period_months=12).kind == "pooled"


def test_nobody_left_bounds_the_churn_instead():
    with pytest.raises(NotComputable) as caught:
        contractual_clv(80, [0], [0] * 12 + [20], 0.1)
    assert "churn is below 1.25% a month (95%)" in str(caught.value)
    assert caught.value.inputs == {"left": 0, "customer_months": 240}


def test_one_churn_rate_worked_by_hand():
    """6 left in 610 customer-months: c = .009836; 80 · Σ ((1−c)/1.007974)^t over 12 months."""
    found = contractual_clv(80, [0, 3, 2, 1], [0] * 12 + [50], 0.10)
    q = (1 - 6 / 610) / 1.1 ** (1 / 12)
    assert found.value == pytest.approx(80 * (1 - q**12) / (1 - q))
    assert found.exposure == 610
    assert found.interval.low95 < found.interval.low < found.value < found.interval.high
    assert found.curve[12] == pytest.approx((1 - 6 / 610) ** 12)


def company(seed: int, n: int = 300) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    life, watched = random.geometric(random.beta(1.0, 15.0, n)), random.integers(1, 37, n)
    return counts_by_age(life[life <= watched]), counts_by_age(watched[life > watched])


def test_a_curve_is_worth_what_its_payments_are_worth():
    found = contractual_clv(100, *company(1), 0.10)
    assert (found.kind, found.horizon) == ("curve", 36)
    assert found.value == pytest.approx(fit(*company(1)).clv(100, 36, per_period(0.10)))
    assert found.curve.size == 37
    assert found.interval.low95 < found.value < found.interval.high95
    assert found.draws.shape == (2000,)


def test_the_interval_covers_the_truth():
    truth = Sbg(1.0, 15.0).clv(1, 36, per_period(0.10))
    found = [contractual_clv(1, *company(seed, 150), 0.10) for seed in range(100)]
    hits = np.mean([one.interval.low <= truth <= one.interval.high for one in found])
    assert 0.65 <= hits <= 0.93


def test_the_same_company_gives_the_same_interval():
    once, again = (contractual_clv(1, *company(1), 0.1) for _ in range(2))
    assert once.interval == again.interval


def test_an_uncertain_margin_widens_the_interval():
    margins = np.random.default_rng(0).normal(100, 30, 2000)
    sure, unsure = (
        contractual_clv(100, *company(1), 0.1, margin_draws=draws) for draws in (None, margins)
    )
    assert unsure.value == sure.value
    assert unsure.interval.high - unsure.interval.low > 2 * (sure.interval.high - sure.interval.low)


def test_the_rule_of_thumb_has_no_value_when_nobody_left():
    assert simple_ltv(500, 0.8, 0.05) == 8000
    with pytest.raises(NotComputable):
        simple_ltv(500, 0.8, 0.0)


def test_yearly_contracts_pay_once_a_year():
    left, here = [0, 131, 126, 90], [0, 0, 0, 653]
    found = contractual_clv(1200, left, here, 0.10, period_months=12)
    assert (found.kind, found.horizon, found.curve.size) == ("curve", 36, 4)
    assert found.value == pytest.approx(fit(left, here, prior=YEARLY).clv(1200, 3, 0.10))
    with pytest.raises(NotComputable) as caught:
        contractual_clv(1200, [0], [0, 0, 0, 20], 0.10, period_months=12)
    assert "in 720 customer-months" in str(caught.value)
    assert caught.value.inputs["customer_months"] == 720
