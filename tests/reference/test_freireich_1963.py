"""Remission times under 6-MP, Freireich et al. (1963), as tabled in survival textbooks.

Kaplan–Meier with Greenwood standard errors; median 23 weeks.
"""

import numpy as np
import pytest

from revcore.derive.survival import kaplan_meier, log_rank

# fmt: off
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
# fmt: on


def test_curve_and_standard_errors():
    curve = kaplan_meier(WEEKS, ENDED)
    at = curve.events > 0
    assert curve.times[at].tolist() == [6, 7, 10, 13, 16, 22, 23]
    printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert curve.survival[at] == pytest.approx(printed, abs=0.0005)
    assert curve.se[at] == pytest.approx(errors, abs=0.00006)
    assert curve.median == 23


def test_log_rank_against_placebo():
    # Kleinbaum & Klein, Survival Analysis, chapter 2: 16.79 on one degree of freedom.
    # fmt: off
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    # fmt: on
    found = log_rank((WEEKS, ENDED), (placebo, [1] * 21))
    assert found.statistic == pytest.approx(16.79, abs=0.005)
    assert (found.degrees, found.p < 0.0001) == (1, True)
    # The same groups the other way round, and with weights for equal rows.
    again = log_rank((placebo, [1] * 21), (WEEKS, ENDED, [1] * 21))
    assert again.statistic == pytest.approx(found.statistic)


def test_bands_on_the_log_log_scale():
    """Klein & Moeschberger, Survival Analysis, section 4.3: at 20 weeks .3676 to .8049."""
    curve = kaplan_meier(WEEKS, ENDED)
    at = int(np.searchsorted(curve.times, 20, side="right")) - 1
    assert (curve.low95[at], curve.high95[at]) == pytest.approx((0.3676, 0.8049), abs=0.0001)
