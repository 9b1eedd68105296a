"""Net promoter score: adjusted Wald as in https://measuringu.com/nps-confidence-intervals/ (Rocks
2016), and the variance of one answer as in https://stats.stackexchange.com/questions/18603.
"""

import math

import pytest

from revcore.derive.intervals import Z95, nps, nps_variance


def test_thirty_answers():
    found = nps(18, 7, 5)
    assert found.value == pytest.approx(43.333333, abs=1e-6)
    assert found.centre == pytest.approx(39.393939, abs=1e-6)
    ends = (found.interval.low95, found.interval.high95)
    assert ends == pytest.approx((13.248409, 65.53947), abs=1e-5)


def test_variance_and_margin_of_error():
    variance = nps_variance(1 / 2, 1 / 6)
    error = 100 * math.sqrt(variance / 324)
    assert variance == pytest.approx(0.555556, abs=1e-6)
    assert error == pytest.approx(4.1409, abs=0.00005)
    assert Z95 * error == pytest.approx(8.116, abs=0.0005)
