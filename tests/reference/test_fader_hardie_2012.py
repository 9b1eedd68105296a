"""Fader & Hardie (2012), “Reconciling and Clarifying CLV Formulas”, brucehardie.com/notes/024."""

import pytest

from revcore.derive.contractual import (
    clv_first_payment_now,
    clv_next_payment,
    clv_paid_in_arrears,
)


def test_three_conventions_differ():
    assert clv_first_payment_now(100, 0.8, 0.1) == pytest.approx(366.666667, abs=1e-6)
    assert clv_next_payment(100, 0.8, 0.1) == pytest.approx(266.666667, abs=1e-6)
    assert clv_paid_in_arrears(100, 0.8, 0.1) == pytest.approx(333.333333, abs=1e-6)


def test_each_is_the_sum_it_says():
    terms = range(2000)
    assert clv_first_payment_now(100, 0.8, 0.1) == pytest.approx(
        sum(100 * (0.8 / 1.1) ** t for t in terms)
    )
    assert clv_next_payment(100, 0.8, 0.1) == pytest.approx(
        sum(100 * (0.8 / 1.1) ** t for t in terms[1:])
    )
    assert clv_paid_in_arrears(100, 0.8, 0.1) == pytest.approx(
        sum(100 * 0.8 ** (t - 1) / 1.1**t for t in terms[1:])
    )
