"""The simplex for two numbers takes scipy's steps, corner by corner."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from revcore.derive._simplex import lowest

optimize = pytest.importorskip("scipy.optimize")
OPTIONS = {"xatol": 1e-6, "fatol": 1e-9, "maxiter": 1000}
NUMBER = st.floats(-3, 3, allow_nan=False)


@settings(max_examples=80, deadline=None)
@given(NUMBER, NUMBER, NUMBER, st.tuples(NUMBER, NUMBER))
@example(0.0, 2.0, 2.0, (0.0, 2.125))  # along a crease: ended by the number of steps
def test_ends_on_the_very_point_scipy_ends_on(a, b, bend, start):
    def loss(x: float, y: float) -> float:
        return (x - a) ** 4 + (1 + bend**2) * abs(y - b) ** 1.5 + 0.3 * x * y + math.sin(bend * x)

    theirs = optimize.minimize(
        lambda at: loss(float(at[0]), float(at[1])), start, method="Nelder-Mead", options=OPTIONS
    )
    value, point = lowest(loss, start)
    assert (value, *point) == (float(theirs.fun), *theirs.x.tolist())


def test_rosenbrocks_valley_is_followed_to_its_end():
    value, (x, y) = lowest(lambda x, y: 100 * (y - x * x) ** 2 + (1 - x) ** 2, (-1.2, 1.0))
    assert (x, y) == pytest.approx((1, 1), abs=1e-5)
    assert value == pytest.approx(0, abs=1e-9)
