import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revcore.derive import intervals as iv
from revcore.derive.shares import net_t, share_t
from revcore.errors import NotComputable

shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
amounts = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=30)


@given(shares)
def test_a_wilson_interval_lies_between_0_and_1_and_holds_the_share(pair):
    k, n = pair
    found = iv.wilson(k, n)
    assert 0 <= found.low95 <= found.low <= k / n <= found.high <= found.high95 <= 1


@given(shares)
def test_wilson_equals_statsmodels(pair):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    theirs = proportion.proportion_confint(*pair, alpha=0.05, method="wilson")
    assert iv.wilson_at(*pair, 0.95) == pytest.approx(theirs, abs=1e-10)


@given(shares, shares)
def test_newcombe_equals_statsmodels(first, second):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    theirs = proportion.confint_proportions_2indep(*first, *second, method="newcomb")
    assert iv.newcombe(*first, *second) == pytest.approx(theirs, abs=1e-10)


@given(shares, st.floats(0.01, 0.99))
def test_settle_names_the_smallest_number_that_settles(pair, target):
    k, n = pair
    more = iv.settle(k, n, target)
    if more is None or more > 10**6:
        return

    def settled(total: int) -> bool:
        low, high = iv.wilson_at(k / n * total, total, 0.95)
        return not low <= target <= high

    assert settled(n + more) or math.isclose(k / n, target, abs_tol=1e-6)
    if more > 0:
        assert not settled(n + more - 1)


@given(amounts, st.floats(0.001, 1000))
def test_a_ratio_does_not_depend_on_the_currency(amounts, factor):
    y, x = np.array(amounts), np.array(amounts[::-1])
    one, other = iv.ratio_t(y, x), iv.ratio_t(y * factor, x * factor)
    assert other.low95 == pytest.approx(one.low95, rel=1e-6, abs=1e-9)
    assert other.high == pytest.approx(one.high, rel=1e-6, abs=1e-9)


def test_counts_stand_for_identical_units():
    assert iv.ratio_t([1, 4], [2, 3], counts=[3, 2]) == iv.ratio_t([1, 1, 1, 4, 4], [2, 2, 2, 3, 3])
    assert iv.median([1, 2, 3], [4, 4, 2]) == 2
    assert iv.median_interval([3, 1, 2], [2, 4, 4]) == iv.median_interval(
        [1] * 4 + [2] * 4 + [3, 3]
    )


def test_a_mean_has_student_s_interval():
    x = np.array([4.0, 8.0, 6.0, 5.0, 3.0])
    half = 2.7764451 * x.std(ddof=1) / math.sqrt(5)
    found = iv.mean_t(x)
    assert (found.low95, found.high95) == pytest.approx((x.mean() - half, x.mean() + half))


@pytest.mark.parametrize("n", [5, 6, 11, 40, 101, 1000])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_ranks_of_a_median_are_the_tightest_that_keep_the_promise(n, level):
    def coverage(rank: int) -> float:
        return 1 - 2 * sum(math.comb(n, r) for r in range(rank)) / 2**n

    found = iv.median_interval(np.arange(1, n + 1))
    rank = int(found.low if level == 0.8 else found.low95)
    assert coverage(rank + 1) < level
    assert coverage(rank) >= level or n == 5


def test_medians_cover_as_promised():
    random = np.random.default_rng(1)
    found = [iv.median_interval(random.lognormal(0, 1, 15)) for _ in range(400)]
    assert 0.80 <= np.mean([one.low <= 1 <= one.high for one in found]) <= 0.95
    assert np.mean([one.low95 <= 1 <= one.high95 for one in found]) >= 0.94


def test_ratios_over_customers_cover_as_measured():
    """At 20 and 150 customers: .89 and .95 at a nominal 95 %."""
    random = np.random.default_rng(2)
    for n, least, most in ((20, 0.84, 0.96), (150, 0.91, 0.98)):
        start = random.lognormal(4, 0.8, (600, n))
        kept = random.random((600, n)) < 0.9
        end = start * kept * random.choice([0.8, 1.0, 1.4], (600, n), p=[0.1, 0.7, 0.2])
        truth = 0.9 * (0.08 + 0.7 + 0.28)
        found = [iv.ratio_t(y, x) for y, x in zip(end, start, strict=True)]
        assert least <= np.mean([one.low95 <= truth <= one.high95 for one in found]) <= most


@pytest.mark.parametrize("mean", [8, 20, 60])
def test_spend_per_customer_covers_as_measured(mean):
    """.93 to .96 at a nominal 95 %."""
    random = np.random.default_rng(3)
    found = [iv.spend_per_customer(1000, n) for n in random.poisson(mean, 1500) if n]
    hits = np.mean([one.low95 <= 1000 / mean <= one.high95 for one in found])
    assert 0.92 <= hits <= 0.975


@pytest.mark.parametrize(
    ("n", "low", "high"), [(8, 0.53, 2.12), (20, 0.66, 1.59), (60, 0.78, 1.30)]
)
def test_few_customers_make_a_wide_cost(n, low, high):
    found = iv.spend_per_customer(n, n)
    assert (found.low95, found.high95) == pytest.approx((low, high), abs=0.006)


def test_nobody_lost_is_0_below_and_something_above():
    found = iv.gamma_rate(0, 120)
    assert found.low == found.low95 == 0
    assert 0 < found.high < found.high95 < 3.1 / 120
    assert iv.jeffreys(0, 20).low95 == 0
    assert iv.jeffreys(20, 20).high95 == 1


def test_jeffreys_draws_agree_with_the_interval():
    draws = iv.jeffreys_draws(7, 25, 40_000, iv.rng("test"))
    exact = iv.jeffreys(7, 25)
    assert iv.from_draws(draws).low95 == pytest.approx(exact.low95, abs=0.005)
    assert draws.mean() == pytest.approx(7.5 / 26, abs=0.002)


def test_nps_stays_on_its_scale_and_is_never_certain():
    found = iv.nps(4, 0, 0)
    assert found.value == 100
    assert found.interval.low95 < 70
    assert found.interval.high95 <= 100


@pytest.mark.parametrize(
    "call",
    [
        lambda: iv.wilson(0, 0),
        lambda: iv.ratio_t([1], [1]),
        lambda: iv.ratio_t([1, 2], [0, 0]),
        lambda: iv.mean_t([]),
        lambda: iv.median([]),
        lambda: iv.median_interval([1, 2, 3, 4]),
        lambda: iv.gamma_rate(1, 0),
        lambda: iv.spend_per_customer(100, 0),
        lambda: iv.nps(0, 0, 0),
        lambda: iv.from_draws([1.0] + [math.inf] * 9),
    ],
)
def test_what_has_no_interval_says_why(call):
    with pytest.raises(NotComputable) as caught:
        call()
    assert str(caught.value).endswith(".")


def test_seeds_depend_on_content_only():
    one = iv.seed_from("x", np.array([1, 2], np.int32), ["a", "b"])
    assert one == iv.seed_from("x", [1.0, 2.0], ("a", "b"))
    assert one != iv.seed_from("x", [1.0, 2.0], ("ab",))
    assert one != iv.seed_from("x", [1.0], [2.0], ("a", "b"))
    assert iv.seed_from("x") == 12644333826900618296


def test_intervals_change_unit():
    assert iv.Interval(1, 2, 0, 3).scaled(12) == iv.Interval(12, 24, 0, 36)


def test_draws_without_end_are_allowed_in_the_far_tail():
    found = iv.from_draws([*range(1, 100), math.inf])
    assert found.high95 == pytest.approx(97, abs=1)


def test_a_unit_that_is_half_of_the_sum_widens_the_range():
    uneven = iv.ratio_t([270, 110, 100, 80], [300, 100, 100, 100])
    residual = np.array([270, 110, 100, 80]) - 560 / 600 * np.array([300, 100, 100, 100])
    left_out = residual / (1 - np.array([3, 1, 1, 1]) / 6)
    error = math.sqrt(3 / 4 * (left_out**2).sum()) / 600
    assert (uneven.high95 - uneven.low95) / 2 == pytest.approx(3.1824463 * error, rel=1e-6)
    # One unit that is nearly everything: wide, not endless.
    assert np.isfinite(iv.ratio_t([1, 1], [1e9, 0]).high95)


@pytest.mark.parametrize(("part", "k"), [([0.0] * 12, 0), ([5.0] * 12, 12)])
def test_a_share_of_none_or_all_is_as_uncertain_as_that_of_a_count(part, k):
    assert share_t(part, [5.0] * 12) == iv.wilson(k, 12)
    # Twelve customers watched for ten months are a hundred and twenty.
    assert share_t(part, [5.0] * 12, times=10) == iv.wilson(10 * k, 120)
    # One who pays as much as the others together makes them count as fewer.
    uneven = np.array([55.0, *[5.0] * 11])
    fewer = share_t((k > 0) * uneven, uneven)
    assert fewer.high95 - fewer.low95 > iv.wilson(k, 12).high95 - iv.wilson(k, 12).low95


def test_a_share_by_value_stays_between_nothing_and_all():
    found = share_t([100, 100, 100, 2, 100], [100] * 5)
    assert 0 < found.low95 < found.low < 402 / 500 < found.high < found.high95 < 1


def test_where_nobody_moved_some_still_might_have():
    still = net_t([7.0] * 12, [7.0] * 12)
    kept = iv.wilson(12, 12)
    assert (still.low95, still.high95) == pytest.approx((kept.low95, 2 - kept.low95))
    assert net_t([0.0] * 12, [7.0] * 12) == iv.wilson(0, 12)
    raised = net_t([7.7] * 12, [7.0] * 12)
    assert raised.low95 < 1.1 < raised.high95
    moved = ([7.0] * 11 + [3.0], [7.0] * 12)
    assert net_t(*moved) == iv.ratio_t(*moved)
