"""Fader & Hardie (2007), “How to Project Customer Retention”, J. Interactive Marketing 21(1).

Customers still subscribed after 0…12 years; maximum likelihood on years 0–7, to the digits printed.
The “regular” cohort is also tested in pymc-marketing, with α = 0.688: that is not the maximum.
"""

import numpy as np
import pytest

from revcore.derive.sbg import Sbg, fit

# fmt: off
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173]
# fmt: on


def fitted(survivors: list[int], years: int) -> Sbg:
    kept = survivors[: years + 1]
    return fit([0, *-np.diff(kept)], [0] * years + [kept[-1]], prior=None)


def log_likelihood(survivors: list[int], alpha: float, beta: float) -> float:
    survival = Sbg(alpha, beta).survival(np.arange(8))
    left = -np.diff(survivors[:8]) @ np.log(survival[:-1] - survival[1:])
    return float(left + survivors[7] * np.log(survival[7]))


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "loglik"),
    [(HIGH_END, 0.668, 3.806, -1611.16), (REGULAR, 0.704, 1.182, -1680.27)],
    ids=["high end", "regular"],
)
def test_parameters_to_three_decimals(survivors, alpha, beta, loglik):
    found = fitted(survivors, 7)
    assert (found.alpha, found.beta) == pytest.approx((alpha, beta), abs=0.0005)
    assert found.loglik == pytest.approx(loglik, abs=0.005)
    assert found.loglik == pytest.approx(log_likelihood(survivors, found.alpha, found.beta))


def test_years_seven_years_do_not_show():
    projected = fitted(HIGH_END, 7).survival(range(8, 13))
    assert projected == pytest.approx([0.460, 0.436, 0.414, 0.395, 0.378], abs=0.0005)
    assert fitted(REGULAR, 7).survival([12])[0] == pytest.approx(0.170, abs=0.0005)


def test_four_years_understate_the_tail():
    """The example of R’s foretell."""
    found = fitted(HIGH_END, 4)
    assert found.alpha == pytest.approx(1.281, abs=0.0005)
    assert found.beta == pytest.approx(7.790, abs=0.0005)
    assert found.survival([5, 6, 7]) == pytest.approx([0.5344, 0.4858, 0.4445], abs=0.00005)
    assert found.survival([7])[0] < HIGH_END[7] / 1000 - 0.04


def test_the_other_published_value_is_no_maximum():
    claimed = log_likelihood(REGULAR, 0.688, 1.182)
    found = fitted(REGULAR, 7)
    assert found.loglik > claimed + 0.1
    assert found.alpha != pytest.approx(0.688, abs=0.01)
