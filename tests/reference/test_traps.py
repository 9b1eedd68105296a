"""Published figures that mislead: ours follows from the inputs, not from the print."""

import numpy as np
import pytest

from revcore.derive.discounts import Discounts
from revcore.derive.months import a_year
from revcore.derive.velocity import Velocity
from revcore.metrics.arr import arr
from revcore.metrics.average_discount import average_discount
from revcore.model import Window
from tests.companies import ask, dataset, mrr_sheet


def test_five_per_cent_a_month_leave_54_per_cent_a_year_not_38():
    # moderncalcs.com prints 38 %.
    assert a_year(1 - 0.05, 1) == pytest.approx(0.5404, abs=1e-4)
    assert a_year(0.98, 1) == pytest.approx(0.785, abs=5e-4)


def test_a_window_of_a_year_is_not_stretched():
    assert a_year(0.93, 12) == 0.93


def test_a_tenth_off_the_cycle_is_a_ninth_more_velocity_not_a_tenth():
    # winsabove.pages.dev: “exactly equivalent to 10 % improvement in win rate”.
    def velocity(win, days):
        per_deal = Velocity(win, 25_000, days, np.empty(0), 100, Window(0, 11)).per_deal
        return 40 * per_deal

    before = velocity(0.25, 90)
    # mavenlb.com prints 2,777 a day and 83,333 a month.
    assert before == pytest.approx(2777.78, abs=0.01)
    assert 30 * before == pytest.approx(83_333, abs=1)
    assert velocity(0.25, 81) / before == pytest.approx(1.1111, abs=1e-4)
    assert velocity(0.25, 72) / before == pytest.approx(1.25)
    assert velocity(0.275, 90) / before == pytest.approx(1.10)


def test_an_offer_and_a_year_of_recurring_revenue_follow_from_their_inputs():
    # The same page calls 1,000 a year “20 % off” 99 a month, and 12 × 8,960 1.075 million.
    nobody = np.full(5, "")
    sold = Discounts(
        np.arange(5), np.full(5, 1000.0), np.full(5, 12 * 99.0), np.ones(5, np.int64), nobody,
        nobody, nobody, "an example",
    )  # fmt: skip
    assert average_discount(sold, Window(0, 11)).value == pytest.approx(0.1582, abs=1e-4)
    found = ask(dataset(mrr_sheet(A=[8960] * 2)))
    assert arr(found("recurring"), found("as_of")).value == 107_520
