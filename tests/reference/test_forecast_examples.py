"""Worked examples of the forecast and of the tests on a monthly series."""

import numpy as np
import pytest

from revcore.derive._season import f_statistics
from revcore.derive._slopes import changed_slope
from revcore.derive._stocks import Walk
from revcore.derive.breaks import season_answer
from revcore.derive.forecast import History, of_sales

MRR = [20.0, 20.9, 21.5, 22.8, 23.1, 24.4, 25.2, 25.9, 27.3, 27.8, 29.1, 30.2, 30.8]
SEASONAL = [
    73.0, 74.1, 94.4, 105.3, 114.4, 109.3, 89.7, 86.9, 114.8, 130.3, 132.6, 136.0,
    77.5, 100.6, 105.2, 95.3, 111.6, 106.1, 95.9, 95.6, 109.7, 128.4, 138.7, 153.9,
    92.9, 101.7, 97.5, 115.2, 111.6, 123.4, 97.7, 107.0, 124.5, 128.9, 137.7, 167.9,
]  # fmt: skip
NOISE = [
    89.7, 87.9, 103.5, 91.1, 115.1, 110.7, 84.9, 107.2, 94.0, 105.9, 106.6, 87.6,
    105.0, 105.4, 119.7, 97.2, 118.5, 99.2, 107.8, 103.0, 130.3, 120.1, 145.5, 122.4,
]  # fmt: skip

PLATEAU = [
    49.92, 54.17, 53.33, 54.28, 55.53, 60.7, 62.89, 66.68, 67.9, 70.64, 72.99, 76.43,
    81.19, 83.15, 87.8, 96.45, 92.42, 86.9, 95.97, 92.06, 88.57, 93.62, 91.15, 89.44,
]  # fmt: skip


def test_mrr_by_two_random_walks_with_drift():
    """Constructed: thirteen months of MRR, twelve changes, ranges at 80 %."""
    walk = Walk.of(np.array(MRR))
    point = walk.path(12)
    low, high = walk.bounds(12, 0.8)
    assert point[[0, 5, 11]] == pytest.approx([31.814211, 37.210897, 44.516], rel=1e-4)
    assert low[[0, 11]] == pytest.approx([31.172479, 39.117073], rel=1e-4)
    assert high[[0, 11]] == pytest.approx([32.627445, 52.522054], rel=1e-4)


def test_sales_that_never_change_are_forecast_as_they_are_but_not_as_certain():
    """A property: a constant series."""
    found = of_sales(History(np.full(18, 100.0), 24_000, "flow", "orders"), None)
    low, high = found.path.bounds(0.8)
    assert found.path.value[:6] == pytest.approx(np.full(6, 100.0), abs=1e-6)
    assert (low < 100).all()
    assert (high > 100).all()


@pytest.mark.parametrize(("y", "f"), [(SEASONAL, 16.194671), (NOISE, 1.135172)])
def test_eleven_month_dummies_beside_a_trend(y, f):
    """Constructed: 36 months with a season, and 24 months of noise."""
    assert f_statistics(np.array(y), np.array([len(y)]))[0] == pytest.approx(f, rel=1e-4)


@pytest.mark.parametrize(
    ("y", "p", "state"), [(SEASONAL, 0.0, "yes"), (NOISE, 0.418606, "cannot_tell")]
)
def test_whether_months_of_the_year_differ_beyond_chance(y, p, state):
    """The same two series; two years without a season leave room for a mild one."""
    answer, index = season_answer(History(np.array(y), 24_000, "flow", "orders"))
    assert answer.state == state
    assert answer.values["p"] == pytest.approx(p, abs=1e-6)
    assert len(index) == (12 if state == "yes" else 0)


def test_a_plateau_is_found_where_it_began():
    """Constructed: 24 months, growth of 4 % a month that stops after the fifteenth."""
    found = changed_slope(np.array(PLATEAU))
    assert found.f == pytest.approx(124.434238, rel=1e-3)
    assert found.at == 15
    assert found.critical == pytest.approx(14.5)
    assert found.found
