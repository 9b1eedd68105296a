"""Fader & Hardie (2010), Marketing Science 29(1): discounted expected residual lifetime.

Value for the “high end” cohort (d = 10 % a year, eighth year) as printed in the README of
https://github.com/jdmaturen/shifted_beta_geometric_py.
"""

import math

import pytest

from revcore.derive.sbg import Sbg


def test_residual_lifetime_in_the_eighth_year():
    assert Sbg(0.668, 3.806).derl(8, 0.10) == pytest.approx(7.530, abs=0.0005)


def test_counting_one_year_earlier_is_another_number():
    assert Sbg(0.668, 3.806).derl(7, 0.10) == pytest.approx(7.345, abs=0.0005)


def test_customers_nearly_alike_have_a_lifetime_although_the_closed_form_has_none():
    from scipy.special import hyp2f1

    assert Sbg(20, 380).del_(0.01) == pytest.approx(17.400262, abs=1e-6)
    assert Sbg(2, 9).del_(0.1) == pytest.approx(hyp2f1(1, 9, 11, 1 / 1.1), rel=1e-9)
    assert not math.isnan(Sbg(1, 380).del_(0.01))


def test_retention_rises_as_those_who_leave_easily_are_gone():
    """By hand with Beta(3.8, 15.2): of 10,000 stay 15.2/19, of those 16.2/20, 17.2/21, 18.2/22."""
    curve = Sbg(3.8, 15.2)
    left = [10_000, 8_000, 6_480, 5_307, 4_391]
    assert 10_000 * curve.survival(range(5)) == pytest.approx(left, abs=0.5)
    retention = [curve.retention(year) for year in (1, 2, 3, 4)]
    assert retention == pytest.approx([15.2 / 19, 16.2 / 20, 17.2 / 21, 18.2 / 22])
