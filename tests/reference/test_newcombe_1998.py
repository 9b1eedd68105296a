"""Newcombe (1998), Statistics in Medicine 17:857–872 (one share) and 17:873–890 (differences)."""

import pytest

from revcore.derive.intervals import newcombe, wilson, wilson_at


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_score_interval_of_one_share(k, n, low, high):
    # Half of the last digit printed.
    assert wilson_at(k, n, 0.95) == pytest.approx((low, high), abs=0.00005)
    assert (wilson(k, n).low95, wilson(k, n).high95) == wilson_at(k, n, 0.95)


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_score_interval_of_a_difference(a, m, b, n, low, high):
    assert newcombe(a, m, b, n, 0.95) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(
    ("k", "n", "verdict"), [(7, 25, None), (40, 120, "above"), (2, 40, "below"), (3, 10, None)]
)
def test_verdict_against_twenty_per_cent(k, n, verdict):
    """Worked cases of the rule: decided by the 95 % interval, or not at all."""
    found = wilson(k, n)
    said = "above" if found.low95 > 0.2 else "below" if found.high95 < 0.2 else None
    assert said == verdict
