"""Concentration: the worked example of Investopedia’s video on the Herfindahl–Hirschman index."""

import pytest

from revcore.derive.concentration import Concentration
from revcore.metrics.revenue_hhi import revenue_hhi

SHARES = (10.0, 9.0, 12.0, 15.0, 12.0, 11.0, 15.0, 16.0)


def test_eight_shares_give_1296_and_count_as_less_than_eight():
    found = revenue_hhi(Concentration(16.0, 100.0, 8, None, "shares", amounts=SHARES))
    assert found.value == pytest.approx(1296.0, abs=1e-3)
    assert found.inputs["effective_customers"] == pytest.approx(7.716, abs=1e-3)
