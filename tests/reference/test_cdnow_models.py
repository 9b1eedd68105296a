"""CDNOW customers against published fits: MBG/NBD, BG/NBD and Gamma-Gamma.

Fader, Hardie & Lee (2005), “Counting Your Customers the Easy Way”, Marketing Science 24; Batislam,
Denizel & Filiztekin (2007), IJRM 24; Fader & Hardie (2013), The Gamma-Gamma Model of Monetary
Value. Values as in the tests of the lifetimes package and the manual of R’s BTYD.
"""

import csv
import datetime as dt
import functools

import numpy as np
import pytest

from revcore.derive import gamma_gamma
from revcore.derive.histories import Histories, log
from revcore.derive.mbgnbd import Buying, fit
from tests.published import SHARED

EASY_WAY = Buying(0.243, 4.414, 0.793, 2.426, modified=False)


@functools.cache
def summary():
    path = SHARED / "cdnow" / "cdnow_customers_summary_with_transactions.csv"
    if not path.exists():
        pytest.skip("the CDNOW summary is not here")
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {
        name: np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar")
    }


@functools.cache
def sample(until):
    path = SHARED / "cdnow" / "CDNOW_sample.txt"
    if not path.exists():
        pytest.skip("the CDNOW sample is not here")
    orders = {}
    for line in path.read_text("utf-8").splitlines():
        _, who, date, _, value = line.split()
        day = (dt.datetime.strptime(date, "%Y%m%d").date() - dt.date(1970, 1, 1)).days
        orders[int(who), day] = orders.get((int(who), day), 0.0) + float(value)
    keys = sorted(key for key in orders if key[1] <= until)
    who, days = (np.array(part, np.int64) for part in zip(*keys, strict=True))
    return log(who, days, np.array([orders[key] for key in keys]), until)


def histories():
    found = summary()
    return Histories.of(found["x"], found["t_x"], found["T"])


def test_mbg_nbd_by_maximum_likelihood():
    found = fit(histories(), prior=None)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx(
        (0.525, 6.183, 0.891, 1.614), abs=0.0006
    )
    assert found.loglik == pytest.approx(-9582.13, abs=0.005)


def test_bg_nbd_by_maximum_likelihood():
    found = fit(histories(), modified=False, prior=None)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx(
        (0.2426, 4.4135, 0.7929, 2.4258), abs=0.0002
    )
    assert found.loglik == pytest.approx(-9582.43, abs=0.005)


def test_the_prior_moves_so_many_customers_little():
    assert fit(histories()).r == pytest.approx(0.525, abs=0.01)


def test_orders_to_expect_of_one_customer():
    assert float(EASY_WAY.expected(39, 2, 30.43, 38.86)) == pytest.approx(1.226, abs=0.0005)


def test_orders_to_expect_of_a_new_customer():
    """Hardie’s spreadsheet of the same paper, at days and weeks (tests of lifetimes)."""
    fitted = fit(histories(), modified=False, prior=None)
    weeks = [0.1429, 1.0, 3.00, 31.8571, 32.00, 78.00]
    printed = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    assert fitted.orders_of_new(weeks) == pytest.approx(printed, rel=0.0005, abs=0.00005)


def test_chance_of_so_many_orders():
    assert EASY_WAY.pmf(10, 2) == pytest.approx(0.0, abs=1e-6)
    assert EASY_WAY.pmf(0, 39) == pytest.approx(0.573786, abs=1e-6)
    assert sum(EASY_WAY.pmf(n, 39) for n in range(200)) == pytest.approx(1.0, abs=1e-9)


def test_gamma_gamma_by_maximum_likelihood():
    found = summary()
    spending = gamma_gamma.fit(found["x"], found["zbar"], prior=False)
    assert spending.customers == 946
    assert (spending.p, spending.q, spending.v) == pytest.approx((6.249, 3.745, 15.448), abs=0.001)


def test_order_value_to_expect_of_single_customers():
    """Quickstart of lifetimes: the first customers; one without a second order is like the mean."""
    found = summary()
    spending = gamma_gamma.fit(found["x"], found["zbar"], prior=False)
    expected = spending.expected(found["x"], found["zbar"])
    printed = [24.658619, 18.911489, 35.170981, 35.170981, 35.170981, 71.462843, 18.911489,
               35.170981, 27.282408, 35.170981]  # fmt: skip
    assert expected[:10] == pytest.approx(printed, abs=0.0005)
    assert float(expected.mean()) == pytest.approx(35.25296, abs=0.0005)


def test_how_often_and_how_much_are_two_matters():
    found = summary()
    raw = np.corrcoef(found["x"][found["x"] > 0], found["zbar"][found["x"] > 0])[0, 1]
    _, _, capped, correlation = gamma_gamma.checked(found["x"], found["zbar"])
    assert raw == pytest.approx(0.114, abs=0.0005)
    assert (capped, correlation < raw) == (10, True)


def test_orders_from_the_log_to_the_end_of_september_1997():
    found = sample((dt.date(1997, 9, 30) - dt.date(1970, 1, 1)).days)
    assert len(found.who) == 2357
    assert found.x.sum() == 2457
    assert (found.x > 0).sum() == 946
    # The summary file rounds each age to a hundredth of a week.
    assert found.T.sum() == pytest.approx(77111.21, abs=0.1)


def test_the_following_39_weeks():
    found = fit(histories(), modified=False, prior=None)
    known = histories()
    ahead = float(known.n @ found.expected(39, known.x, known.t_x, known.T))
    assert ahead == pytest.approx(1653.4, abs=0.5)
    rate = known.repeats / float(known.n @ known.T) * 39 * known.customers
    assert rate == pytest.approx(2928.9, abs=0.5)
    until = (dt.date(1998, 6, 30) - dt.date(1970, 1, 1)).days
    actual = sample(until).x.sum() - known.repeats
    assert actual == 1882
    assert abs(ahead / actual - 1) < 0.15 < rate / actual - 1


def test_a_year_is_52_weeks_not_360():
    """The Quickstart of lifetimes counts months of 30 *weeks*; its figures are no target."""
    found = summary()
    buying = fit(histories(), modified=False, prior=None)
    spending = gamma_gamma.fit(found["x"], found["zbar"], prior=False)
    worth = spending.expected(found["x"], found["zbar"])
    few = [0, 1, 2, 5, 8]

    def first_months(weeks):
        ends = np.arange(1, 13) * weeks
        orders = [buying.expected(end, found["x"], found["t_x"], found["T"]) for end in ends]
        each = np.diff(np.array([0 * worth, *orders]), axis=0)
        return (worth * (each.T / 1.01 ** np.arange(1, 13)).T.cumsum(0)[-1])[few]

    printed = [140.096211, 18.943467, 38.180574, 1003.868107, 167.418216]
    assert first_months(30) == pytest.approx(printed, rel=1e-4)
    ours = first_months(30.4375 / 7)
    assert ours[0] == pytest.approx(36.30, abs=0.005)
    assert (printed / ours > 3.5).all()
