import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revcore.derive.survival import kaplan_meier
from revcore.errors import NotComputable

lives = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), min_size=1, max_size=60)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=60))
def test_without_censoring_it_is_the_share_still_there(times):
    curve = kaplan_meier(times, [1] * len(times))
    for time in range(31):
        assert curve.at(time) == pytest.approx(np.mean(np.array(times) > time), abs=1e-12)
    assert curve.restricted_mean(30) == pytest.approx(np.mean(times))


@given(lives)
def test_it_never_rises_and_lies_within_its_bands(lives):
    times, events = zip(*lives, strict=True)
    curve = kaplan_meier(times, events)
    assert (np.diff(curve.survival) <= 1e-12).all()
    bands = (curve.low95, curve.low, curve.survival, curve.high, curve.high95)
    for lower, upper in itertools.pairwise(bands):
        assert (lower <= upper + 1e-12).all()
    assert curve.low95.min() >= 0
    assert curve.high95.max() <= 1


@given(lives)
def test_weights_stand_for_repeated_rows(lives):
    times, events = zip(*lives, strict=True)
    weighted = kaplan_meier(times, events, [3] * len(times))
    repeated = kaplan_meier(times * 3, events * 3)
    assert weighted.survival == pytest.approx(repeated.survival)
    assert weighted.se == pytest.approx(repeated.se)


@given(lives)
def test_it_equals_statsmodels(lives):
    duration = pytest.importorskip("statsmodels.duration.survfunc")
    times, events = zip(*lives, strict=True)
    if not any(events) or min(times) == 0:
        return
    theirs = duration.SurvfuncRight(np.array(times), np.array(events))
    ours = kaplan_meier(times, events)
    at = ours.events > 0
    assert ours.survival[at] == pytest.approx(theirs.surv_prob, abs=1e-10)
    some_left = theirs.surv_prob > 0
    assert ours.se[at][some_left] == pytest.approx(theirs.surv_prob_se[some_left], abs=1e-10)


def test_it_is_drawn_only_while_five_are_watched():
    curve = kaplan_meier([1, 2, 3, 4, 5, 6, 7], [0, 1, 0, 1, 0, 1, 0])
    assert curve.times[curve.shown].tolist() == [0, 1, 2, 3]
    assert curve.last_shown == 3


def test_while_nobody_has_left_the_lower_band_is_not_1():
    curve = kaplan_meier([5] * 20, [0] * 20)
    assert curve.at(5) == 1
    assert curve.low95[-1] == pytest.approx(1 - 0.1611, abs=1e-4)


def test_the_bands_cover_a_known_curve():
    random = np.random.default_rng(5)
    hits = []
    for _ in range(300):
        life, watched = random.exponential(10, 60), random.uniform(2, 30, 60)
        curve = kaplan_meier(np.minimum(life, watched), life <= watched)
        step = np.searchsorted(curve.times, 8, side="right") - 1
        hits.append(curve.low95[step] <= np.exp(-0.8) <= curve.high95[step])
    assert 0.91 <= np.mean(hits) <= 0.985


def test_nobody_watched_says_so():
    with pytest.raises(NotComputable, match="Nobody was watched"):
        kaplan_meier([], [])


def test_the_median_is_reached_when_exactly_half_are_left():
    curve = kaplan_meier([1, 2], [1, 1])
    assert curve.median == 1
    assert kaplan_meier([1, 2], [0, 0]).median is None


def test_the_value_proven_so_far_worked_by_hand():
    """All for one month, three quarters for another, then three eighths from month 3 on."""
    curve = kaplan_meier([1, 3, 2, 4], [1, 1, 0, 0])
    assert curve.restricted_mean(2) == 1.75
    assert curve.restricted_mean(4) == 1 + 2 * 0.75 + 0.375
    assert curve.restricted_mean() == 0
