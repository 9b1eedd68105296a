"""Newton's steps end where the simplex ends, and nowhere where there is no lowest point."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.derive import sbg
from revcore.derive._newton import turned

COUNTS = st.lists(st.integers(0, 400), min_size=3, max_size=30)


def test_rosenbrocks_valley_is_followed_to_its_end():
    def loss(x: float, y: float) -> float:
        return 100 * (y - x * x) ** 2 + (1 - x) ** 2

    def slopes(x: float, y: float):
        gradient = (-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x))
        return gradient, (1200 * x * x - 400 * y + 2, -400 * x, 200.0)

    value, (x, y) = turned(loss, slopes, (-1.2, 1.0))
    assert (x, y) == pytest.approx((1, 1), abs=1e-9)
    assert value == pytest.approx(0, abs=1e-18)


def test_a_slope_without_an_end_has_no_lowest_point():
    assert turned(lambda x, y: x + y, lambda x, y: ((1.0, 1.0), (0.0, 0.0, 0.0)), (0, 0)) is None


@settings(max_examples=60, deadline=None)
@given(COUNTS, COUNTS, st.sampled_from([sbg.MONTHLY, sbg.YEARLY]))
def test_a_curve_is_the_one_the_simplex_finds(left, here, prior):
    left, here = [0, 1, *left], [*here, 3]
    found = sbg.fit(left, here, prior=prior)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sbg, "turned", lambda *_: None)
        slow = sbg.fit(left, here, prior=prior)
    assert found.alpha == pytest.approx(slow.alpha, rel=1e-4)
    assert found.beta == pytest.approx(slow.beta, rel=1e-4)
    assert _height(found, prior) <= _height(slow, prior) + 1e-8


def _height(curve: sbg.Sbg, prior: sbg.Prior) -> float:
    at = math.log(curve.alpha / curve.beta), math.log(curve.alpha + curve.beta)
    return -curve.loglik - prior.log_density(*at)


@pytest.mark.parametrize("at", [(-3.0, 2.0), (0.5, -1.0), (-1.0, 4.0)])
def test_slopes_and_curvatures_are_those_of_the_loss(at):
    leaves, stays = np.array([9.0, 4, 0, 2]), np.array([80.0, 60, 50, 30])

    def gradient(x: float, y: float) -> np.ndarray:
        return np.array(sbg._slopes(leaves, stays, sbg.MONTHLY, x, y)[0])

    def loss(x: float, y: float) -> float:
        ages = np.arange(4)
        alpha, beta = sbg._parameters_at(x, y)
        staying = stays @ np.log(beta + ages) - (leaves + stays) @ np.log(alpha + beta + ages)
        known = sbg.MONTHLY.log_density(x, y)
        return -float(leaves.sum() * math.log(alpha) + staying) - known

    (x, y), step = at, 1e-5
    first, (xx, xy, yy) = sbg._slopes(leaves, stays, sbg.MONTHLY, x, y)
    sloping = (loss(x + step, y) - loss(x - step, y), loss(x, y + step) - loss(x, y - step))
    assert first == pytest.approx(np.array(sloping) / (2 * step), rel=1e-5, abs=1e-5)
    right = (gradient(x + step, y) - gradient(x - step, y)) / (2 * step)
    up = (gradient(x, y + step) - gradient(x, y - step)) / (2 * step)
    assert (xx, xy, yy) == pytest.approx((right[0], right[1], up[1]), rel=1e-5, abs=1e-5)
