"""Buying and stopping: against the closed forms, against simulation, and at its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.derive import mbgnbd
from revcore.derive.histories import Histories, log
from revcore.derive.mbgnbd import Buying, fit
from revcore.errors import NotComputable

hyp2f1 = pytest.importorskip("scipy.special").hyp2f1


def closed_form(model, t, x, t_x, age):
    """Batislam et al. (2007): by ₂F₁, singular at a = 1."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    c = b + x + model.modified
    inner = hyp2f1(r + x, c, a + c - 1, t / (alpha + age + t))
    bracket = 1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * inner
    return model.alive(x, t_x, age) * (a + c - 1) / (a - 1) * bracket


@given(
    st.floats(0.2, 3), st.floats(2, 20), st.floats(0.3, 4), st.floats(0.3, 8),
    st.integers(0, 12), st.floats(1, 60), st.floats(1, 100), st.booleans(),
)  # fmt: skip
@settings(max_examples=60)
def test_expected_orders_are_those_of_the_closed_form(r, alpha, a, b, x, age, t, modified):
    if abs(a - 1) < 0.05 or (not modified and x == 0 and b < 0.3):
        return
    model = Buying(r, alpha, a, b, modified)
    t_x = age * 0.6 if x else 0.0
    found, expected = float(model.expected(t, x, t_x, age)), closed_form(model, t, x, t_x, age)
    assert found == pytest.approx(float(expected), rel=2e-3, abs=1e-5)


def test_nothing_happens_at_a_equal_to_one():
    around = [float(Buying(0.5, 6, a, 1.6).expected(52, 3, 20, 30)) for a in (0.999, 1.0, 1.001)]
    assert around[1] == pytest.approx((around[0] + around[2]) / 2, rel=1e-5)


def test_expected_orders_and_chance_to_be_there_against_simulated_customers():
    rng = np.random.default_rng(3)
    r, alpha, a, b, seen, ahead = 0.9, 5.0, 0.8, 2.0, 20.0, 20.0
    size = 60_000
    rate, stop = rng.gamma(r, 1 / alpha, size), rng.beta(a, b, size)
    count, future, last = np.zeros(size), np.zeros(size), np.zeros(size)
    now, there = np.zeros(size), rng.random(size) > stop
    alive_at_seen = np.zeros(size, bool)
    while there.any():
        now = now + rng.exponential(1, size) / rate
        alive_at_seen |= there & (now > seen)
        buys = there & (now <= seen + ahead)
        early = buys & (now <= seen)
        count += early
        last = np.where(early, now, last)
        future += buys & (now > seen)
        there = buys & (rng.random(size) > stop)
    model = Buying(r, alpha, a, b)
    chosen = rng.choice(size, 20_000, replace=False)
    expected = model.expected(ahead, count[chosen], last[chosen], seen)
    assert expected.sum() == pytest.approx(future[chosen].sum(), rel=0.03)
    assert model.alive(count, last, seen).mean() == pytest.approx(alive_at_seen.mean(), abs=0.01)
    found = fit(Histories.of(count, last, np.full(size, seen)))
    assert found.orders_of_new([40.0])[0] == pytest.approx((count + future).mean(), rel=0.05)


def test_few_customers_are_held_by_what_is_usual():
    few = Histories.of([0, 0, 1, 2], [0, 0, 5, 9], [12, 10, 12, 11], [20, 5, 3, 2])
    loose, held = fit(few, prior=None), fit(few)
    assert 0.2 < held.a + held.b < 30
    assert not 0.05 < loose.a + loose.b < 100
    spread = held.draws(400, np.random.default_rng(1))
    assert np.isfinite(spread).all()
    assert (spread > 0).all()


def test_the_unit_of_time_changes_nothing_but_alpha():
    weeks = Histories.of([0, 1, 4, 2], [0, 3, 11, 9], [12, 12, 12, 12], [60, 20, 5, 9])
    days = Histories.of(weeks.x, weeks.t_x * 7, weeks.T * 7, weeks.n)
    one, other = fit(weeks), fit(days)
    assert (other.r, other.alpha, other.a) == pytest.approx((one.r, one.alpha * 7, one.a), rel=1e-4)


def test_nobody_came_back():
    with pytest.raises(NotComputable, match="second time"):
        fit(Histories.of([0, 0], [0, 0], [5, 9]))


def test_longer_silence_means_less_likely_there():
    model = Buying(0.5, 6.0, 0.9, 1.6)
    silent = model.alive(3, [40.0, 20.0, 5.0], 40.0)
    assert (np.diff(silent) < 0).all()


def test_orders_by_hand():
    who = np.array([1, 1, 1, 2, 3, 3])
    days = np.array([10, 24, 31, 10, 20, 22])
    found = log(who, days, np.array([5.0, 7.0, 9.0, 4.0, 6.0, -6.0]), 80)
    assert found.who.tolist() == [1, 2, 3]
    assert found.x.tolist() == [2, 0, 0]
    assert (found.t_x * 7).round(9).tolist() == [21, 0, 0]
    assert (found.T * 7).round(9).tolist() == [70, 70, 60]
    assert found.first_value.tolist() == [5, 4, 0]
    assert found.repeat_value.tolist() == [8, 0, 0]
    assert found.gaps.tolist() == [14, 7]
    assert found.months == 3


def test_an_even_part_of_very_many_histories_gives_the_same_model(monkeypatch):
    noise = np.random.default_rng(5)
    n = 50_000
    age = noise.uniform(20, 80, n)
    x = noise.poisson(noise.gamma(0.8, 1 / 6, n) * age).astype(float)
    last = np.where(x > 0, age * noise.beta(np.maximum(x, 1), 1), 0.0)
    everybody = Histories.of(x, last, age)
    part = everybody.thinned(mbgnbd.MANY)
    assert len(part.n) < len(everybody.n) // 2 + 1
    assert part.n.sum() == pytest.approx(everybody.n.sum())
    quick = fit(everybody)
    monkeypatch.setattr(mbgnbd, "MANY", n)
    exact = fit(everybody)
    times = np.array([12.0, 52.0, 104.0])
    assert quick.r != exact.r
    assert quick.orders_of_new(times) == pytest.approx(exact.orders_of_new(times), rel=0.02)
    spread = [np.sqrt(np.diag(one.covariance)) for one in (quick, exact)]
    assert spread[0] == pytest.approx(spread[1], rel=0.1)
