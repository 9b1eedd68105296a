import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.derive.sbg import MONTHLY, YEARLY, Sbg, counts_by_age, fit
from revcore.errors import NotComputable

shapes = st.floats(0.05, 500)


def base(
    seed: int, n: int, months: int, alpha: float, beta: float
) -> tuple[np.ndarray, np.ndarray]:
    """Customers who started over the last ``months`` months and leave each at their own rate."""
    random = np.random.default_rng(seed)
    life = random.geometric(random.beta(alpha, beta, n))
    watched = random.integers(1, months + 1, n)
    return counts_by_age(life[life <= watched]), counts_by_age(watched[life > watched])


@given(shapes, shapes)
def test_the_curve_starts_at_1_and_falls(alpha, beta):
    curve = Sbg(alpha, beta).survival(np.arange(60))
    assert curve[0] == 1
    assert (np.diff(curve) <= 0).all()
    assert (curve >= 0).all()


@given(shapes, shapes)
def test_it_equals_the_ratio_of_beta_functions(alpha, beta):
    from scipy.special import betaln

    closed_form = np.exp(betaln(alpha, beta + 17) - betaln(alpha, beta))
    assert Sbg(alpha, beta).survival([17])[0] == pytest.approx(closed_form, rel=1e-8, abs=1e-12)


@given(st.floats(0.2, 20), st.floats(1, 60))
def test_retention_rises_with_age(alpha, beta):
    curve = Sbg(alpha, beta)
    assert curve.retention(1) < curve.retention(2) < curve.retention(12)
    survival = curve.survival([11, 12])
    assert curve.retention(12) == pytest.approx(survival[1] / survival[0])


def test_a_horizon_long_enough_equals_no_horizon():
    curve = Sbg(0.8, 9.0)
    assert curve.clv(1.0, 3000, 0.02) == pytest.approx(curve.del_(0.02))


def test_the_residual_lifetime_of_a_newcomer_is_the_lifetime_less_this_payment():
    curve, discount = Sbg(0.668, 3.806), 0.1
    assert 1 + curve.derl(1, discount) / (1 + discount) == pytest.approx(curve.del_(discount))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(40, 400))
def test_a_fit_is_a_maximum(seed, n):
    churned, alive = base(seed, n, 24, 1.0, 15.0)
    if churned.sum() < 3:
        return
    found = fit(churned, alive)

    def height(mu: float, kappa: float) -> float:
        share = 1 / (1 + np.exp(-mu))
        times = np.arange(60)
        survival = Sbg(share * np.exp(kappa), (1 - share) * np.exp(kappa)).survival(times)
        left = np.pad(churned, (0, 60 - churned.size))[1:] @ np.log(survival[:-1] - survival[1:])
        here = np.pad(alive, (0, 60 - alive.size)) @ np.log(survival)
        return float(left + here + MONTHLY.log_density(mu, kappa))

    mu = np.log(found.alpha / found.beta)
    kappa = np.log(found.alpha + found.beta)
    top = height(mu, kappa)
    for step in ((0.02, 0), (-0.02, 0), (0, 0.05), (0, -0.05), (0.02, -0.05), (-0.02, 0.05)):
        assert height(mu + step[0], kappa + step[1]) <= top + 1e-7


def test_empty_ages_change_nothing():
    one = fit([0, 5, 4, 3], [0, 0, 0, 40])
    same = fit([0, 5, 4, 3, 0, 0], [0, 0, 0, 40, 0])
    assert (same.alpha, same.beta, same.oldest) == (one.alpha, one.beta, 3)
    assert counts_by_age([1, 2, 2], [5, 3, 1]).tolist() == [0, 5, 4]


def test_three_years_of_value_are_found_again_from_two_years_of_history():
    """At 100 customers: estimate over truth .90 to 1.15 in 8 of 10 samples."""
    truth = Sbg(1.0, 15.0).clv(1, 36, 0.008)
    found = [fit(*base(seed, 100, 24, 1.0, 15.0)).clv(1, 36, 0.008) / truth for seed in range(60)]
    low, high = np.quantile(found, [0.1, 0.9])
    assert low > 0.82
    assert high < 1.22
    assert np.mean(found) == pytest.approx(1, abs=0.06)


def test_maximum_likelihood_runs_away_where_the_prior_holds():
    alike = [0, 5, 5, 6, 6], [0, 0, 0, 0, 40]
    loose, held = fit(*alike, prior=None), fit(*alike)
    assert loose.alpha + loose.beta > 1000
    assert held.alpha + held.beta < 100


def test_draws_spread_less_with_more_customers():
    spread = []
    for n in (60, 6000):
        curve = fit(*base(3, n, 24, 1.0, 15.0))
        alpha, beta = curve.draws(500, np.random.default_rng(0))
        assert (alpha > 0).all()
        assert (beta > 0).all()
        spread.append(np.std(np.log(alpha / beta)))
    assert spread[1] < spread[0] / 4


def test_a_million_customers_cost_no_more_than_a_hundred():
    fit(*base(1, 100, 36, 1.0, 15.0))
    churned, alive = base(1, 1_000_000, 60, 1.0, 15.0)
    took = []
    for _ in range(3):
        start = time.process_time()
        fit(churned, alive).draws(2000, np.random.default_rng(0))
        took.append(time.process_time() - start)
    assert min(took) < 0.06


def test_a_curve_needs_three_renewals_and_somebody_who_left():
    with pytest.raises(NotComputable, match="2 renewals"):
        fit([0, 3, 2], [0, 0, 30])
    with pytest.raises(NotComputable, match="No customer has left"):
        fit([0], [0, 0, 0, 0, 30])


@pytest.mark.parametrize(("prior", "churn"), [(MONTHLY, 0.05), (YEARLY, 0.20)])
def test_without_evidence_the_prior_is_all_there_is(prior, churn):
    found = fit([0, 1e-7], [0, 0, 0, 1e-7], prior=prior)
    assert found.alpha / (found.alpha + found.beta) == pytest.approx(churn, rel=1e-4)
    assert found.alpha + found.beta == pytest.approx(8, rel=1e-4)
    assert found.covariance == pytest.approx(np.diag([1.5**2, 1.0]), abs=1e-3)
