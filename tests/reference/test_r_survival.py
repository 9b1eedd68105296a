"""Curves of R’s package survival: `aml` (Miller 1981, Survival Analysis) and `ovarian` (Edmunson
and others 1979), as summary(survfit(…)) and survdiff(…) print them.
"""

import numpy as np
import pytest

from revcore.derive.survival import kaplan_meier, log_rank

# fmt: off
MAINTAINED = ([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0])
NOT_MAINTAINED = ([5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45],
                  [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1])
DAYS = np.array([59, 115, 156, 421, 431, 448, 464, 475, 477, 563, 638, 744, 769, 770, 803, 855,
                 1040, 1106, 1129, 1206, 1227, 268, 329, 353, 365, 377])
DIED = np.array([1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0])
TREATED = np.array([1, 1, 1, 2, 1, 1, 2, 2, 1, 2, 1, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 1, 1, 2, 2, 2])
# fmt: on


@pytest.mark.parametrize(
    ("group", "survival", "error", "median"),
    [
        (
            MAINTAINED,
            [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184],
            [0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535],
            31,
        ),
        (
            NOT_MAINTAINED,
            [0.8333, 0.6667, 0.5833, 0.4861, 0.3889, 0.2917, 0.1944, 0.0972, 0.0],
            [0.1076, 0.1361, 0.1423, 0.1481, 0.1470, 0.1387, 0.1219, 0.0919, np.nan],
            23,
        ),
    ],
    ids=["maintained", "not maintained"],
)
def test_leukaemia_with_and_without_maintenance(group, survival, error, median):
    curve = kaplan_meier(*group)
    died = curve.events > 0
    assert curve.survival[died] == pytest.approx(survival, abs=0.0005)
    printed = np.isfinite(error)
    assert curve.se[died][printed] == pytest.approx(np.array(error)[printed], abs=0.00005)
    assert curve.median == median


def test_the_two_groups_differ_by_3_4_on_one_degree_of_freedom():
    found = log_rank(MAINTAINED, NOT_MAINTAINED)
    assert (round(found.statistic, 1), found.degrees) == (3.4, 1)
    assert found.p == pytest.approx(0.0653, abs=0.00005)


def test_ovarian_cancer():
    curve = kaplan_meier(DAYS, DIED)
    died = curve.events > 0
    # fmt: off
    assert curve.survival[died] == pytest.approx(
        [0.962, 0.923, 0.885, 0.846, 0.808, 0.769, 0.731, 0.688, 0.642, 0.596, 0.546, 0.497],
        abs=0.0005)
    assert curve.se[died] == pytest.approx(
        [0.0377, 0.0523, 0.0627, 0.0708, 0.0773, 0.0826, 0.0870, 0.0919, 0.0965, 0.0999, 0.1032,
         0.1051], abs=0.00005)
    # fmt: on
    groups = [(DAYS[which == TREATED], DIED[which == TREATED]) for which in (1, 2)]
    found = log_rank(*groups)
    assert (round(found.statistic, 1), round(found.p, 3)) == (1.1, 0.303)
