"""statsmodels as oracle for what both can do."""

import numpy as np
import pytest

from revcore.derive.competing_risks import aalen_johansen
from revcore.derive.intervals import newcombe, wilson_at
from revcore.derive.survival import kaplan_meier, log_rank

proportion = pytest.importorskip("statsmodels.stats.proportion")
survfunc = pytest.importorskip("statsmodels.duration.survfunc")


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.mark.parametrize(("k", "n"), [(0, 9), (1, 29), (15, 148), (40, 40), (81, 263)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilson(k, n, level):
    low, high = proportion.proportion_confint(k, n, alpha=1 - level, method="wilson")
    assert wilson_at(k, n, level) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(("a", "m", "b", "n"), [(56, 70, 48, 80), (9, 10, 3, 10), (1, 30, 4, 25)])
def test_newcombe(a, m, b, n):
    found = proportion.confint_proportions_2indep(a, m, b, n, method="newcomb")
    assert newcombe(a, m, b, n) == pytest.approx(found, abs=1e-9)


def test_kaplan_meier_and_greenwood(rng):
    times, events = rng.integers(1, 30, 120), rng.integers(0, 2, 120)
    theirs = survfunc.SurvfuncRight(times, events)
    curve = kaplan_meier(times, events)
    at = np.searchsorted(curve.times, theirs.surv_times)
    assert curve.survival[at] == pytest.approx(theirs.surv_prob, abs=1e-12)
    assert curve.se[at] == pytest.approx(theirs.surv_prob_se, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_log_rank(rng, groups):
    times, events = rng.integers(1, 40, 200), rng.integers(0, 2, 200)
    group = rng.integers(0, groups, 200)
    statistic, p = survfunc.survdiff(times, events, group)
    parts = [(times[group == at], events[group == at]) for at in range(groups)]
    found = log_rank(*parts)
    assert found.statistic == pytest.approx(statistic, rel=1e-8)
    assert found.p == pytest.approx(p, rel=1e-8)


def test_share_won_among_competing_outcomes(rng):
    days, status = rng.integers(1, 60, 150), rng.integers(0, 3, 150)
    theirs = survfunc.CumIncidenceRight(days, status)
    found = aalen_johansen(days, status)
    for day in (10, 25, 40):
        at = np.searchsorted(theirs.times, day, side="right") - 1
        assert found.at(day)[0] == pytest.approx(theirs.cinc[0][at])
        assert found.at(day)[1] == pytest.approx(theirs.cinc[1][at])
