"""Ahead, on par, behind or too early to tell."""

import json
import math
from pathlib import Path

import pytest

from revcore.benchmarks import band, settle
from revcore.model import Better, Figure

CASES = Path(__file__).parents[3] / "shared" / "cases" / "public_cases.json"
HIGHER, LOWER, RANGE = Better.HIGHER, Better.LOWER, Better.RANGE


def figure(value, p25=None, p75=None, kind="median"):
    return Figure(value=value, p25=p25, p75=p75, kind=kind, publisher="P", report="R",
                  year="2025", url="", segment="all")  # fmt: skip


def wilson(k, n, z=1.959963984540054):
    p = k / n
    middle = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


QUARTILES, TOP, BOTTOM = figure(102, 92, 110), figure(26, None, 50), figure(18, 9, None)
PLAIN = figure(20)
EDGES = [
    ("all beyond the better quartile", 111, 120, QUARTILES, HIGHER, "ahead"),
    ("touching the better quartile", 110, 120, QUARTILES, HIGHER, "cannot_tell"),
    ("above the figure but inside the quartiles", 103, 109, QUARTILES, HIGHER, "on_par"),
    ("below the figure but inside the quartiles", 93, 101, QUARTILES, HIGHER, "on_par"),
    ("exactly the quartiles", 92, 110, QUARTILES, HIGHER, "on_par"),
    ("across a quartile", 100, 111, QUARTILES, HIGHER, "cannot_tell"),
    ("all below the worse quartile", 80, 91.9, QUARTILES, HIGHER, "behind"),
    ("lower is better: below p25 is ahead", 80, 91, QUARTILES, LOWER, "ahead"),
    ("lower is better: above p75 is behind", 111, 120, QUARTILES, LOWER, "behind"),
    ("only p75: beyond it", 51, 60, TOP, HIGHER, "ahead"),
    ("only p75: beyond the figure is not enough", 30, 45, TOP, HIGHER, "cannot_tell"),
    ("only p75: below the figure", 10, 25, TOP, HIGHER, "behind"),
    ("only p75: within a tenth of the figure", 25, 28, TOP, HIGHER, "on_par"),
    ("only p25, lower is better: below it", 5, 8, BOTTOM, LOWER, "ahead"),
    ("only p25, lower is better: above the figure", 19, 25, BOTTOM, LOWER, "behind"),
    ("only p25: beyond the figure is not enough", 10, 16, BOTTOM, LOWER, "cannot_tell"),
    ("no quartiles: above", 20.1, 30, PLAIN, HIGHER, "ahead"),
    ("no quartiles: touching", 20, 30, PLAIN, HIGHER, "cannot_tell"),
    ("no quartiles: exactly a tenth either way", 18, 22, PLAIN, HIGHER, "on_par"),
    ("no quartiles: a little wider", 17.9, 22, PLAIN, HIGHER, "cannot_tell"),
    ("no quartiles: below", 10, 19.9, PLAIN, HIGHER, "behind"),
    ("a range has no good side", 30, 40, PLAIN, RANGE, "none"),
    ("no figure", 30, 40, None, HIGHER, "none"),
    ("no interval", None, None, PLAIN, HIGHER, "cannot_tell"),
    ("a rule of thumb", 3.1, 5, figure(3, kind="rule"), HIGHER, "ahead"),
    ("below a rule of thumb", 1, 2.9, figure(3, kind="rule"), HIGHER, "behind"),
    ("a negative figure", -10.5, -9.5, figure(-10), HIGHER, "on_par"),
]


@pytest.mark.parametrize(
    ("low", "high", "published", "better", "verdict"),
    [case[1:] for case in EDGES],
    ids=[case[0] for case in EDGES],
)
def test_the_95_percent_interval_decides(low, high, published, better, verdict):
    assert band(low, high, published, better) == verdict


@pytest.mark.skipif(not CASES.exists(), reason="the published cases are not beside this project")
def test_the_public_case():
    cases = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["id"] == "benchmark-verdict")
    words = {"ahead": "above", "behind": "below", "cannot_tell": "can't tell yet"}
    verdicts = [
        words[band(*wilson(k, n), figure(share), HIGHER)] for k, n, share in case["inputs"]["cases"]
    ]
    assert verdicts == case["expected"]


def test_how_many_more_would_settle_it_worked_by_hand():
    # (1.96 / 0.08)² · 0.28 · 0.72 = 121.0; (1.96 / 0.1)² · 0.3 · 0.7 = 80.7
    assert settle(7, 25, figure(0.2)) == 122 - 25
    assert settle(3, 10, figure(0.2)) == 81 - 10


def test_what_is_settled_needs_no_more():
    assert settle(40, 120, figure(0.2)) == 0
    assert settle(2, 40, figure(0.2)) == 0


def test_the_number_given_does_settle_it():
    for k, n in ((7, 25), (3, 10), (0, 8), (1, 20), (9, 10), (20, 60)):
        more = settle(k, n, figure(0.2))
        assert more is not None
        total, share = n + more, k / n
        low, high = wilson(share * (total + 1), total + 1)
        assert low > 0.2 or high < 0.2, (k, n, more)


def test_no_wins_at_all_still_need_enough_deals():
    # Wilson's upper end is z² / (n + z²): below 0.2 from n = 15.4 on.
    assert settle(0, 8, figure(0.2)) == 16 - 8


def test_right_on_the_figure_only_a_narrow_interval_settles_it():
    # On par within 0.45..0.55: (1.96 / 0.05)² · 0.25 = 384.1
    assert settle(50, 100, figure(0.5)) == 385 - 100
    assert settle(1, 5, figure(0.2)) is not None
    assert settle(1, 1000, figure(0.001)) is None


def test_with_quartiles_the_nearer_edge_counts():
    # Inside 0.4..0.6 the nearer edge is 0.05 away: (1.96 / 0.05)² · 0.55 · 0.45 = 380.3
    assert settle(11, 20, figure(0.5, 0.4, 0.6)) == 381 - 20
