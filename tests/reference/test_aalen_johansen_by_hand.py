"""Eight deals worked by hand: 1/8 won on day 10; 6/8 · 1/6 on day 30; 15/32 · 1/3 on day 50."""

import pytest

from revcore.derive.competing_risks import aalen_johansen

DAYS = [10, 20, 30, 30, 40, 50, 60, 75]
STATUS = [1, 2, 0, 1, 2, 1, 0, 0]


def test_shares_won_and_open():
    found = aalen_johansen(DAYS, STATUS)
    by_day = [found.at(day) for day in (10, 20, 30, 40, 50)]
    won, _, still_open = zip(*by_day, strict=True)
    assert won == pytest.approx((0.125, 0.125, 0.25, 0.25, 0.40625), abs=1e-12)
    assert still_open == pytest.approx((0.875, 0.75, 0.625, 0.46875, 0.3125), abs=1e-12)
