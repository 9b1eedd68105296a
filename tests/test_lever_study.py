"""The study of levers: the third year on average is that of firms played event by event."""

import numpy as np
import pytest

from tools import lever_study
from tools.lever_study import Job, Year
from tools.planted import ahead, future, saas


def year_by_event(job):
    """Revenue of the third year as it came, and on average from where the firm stood before it."""
    knobs = lever_study.cured(job, None)
    knobs.hazard, knobs.renewal_loss, knobs.comes_back = knobs.hazard * 4, 0.3, 0.0
    played = saas.play(knobs, np.random.default_rng(job.seed), apart=True)
    per_lead = ahead.flow(knobs, 1000, [1])
    mean = ahead.stock(knobs, played, 20, job.seed) + knobs.leads[future.NOW : 36] @ per_lead
    return future.mrr(played), mean


def test_the_average_year_is_that_of_many_years_played_event_by_event():
    came, mean = np.array([year_by_event(Job("small", "steady", n)) for n in range(8)]).swapaxes(
        0, 1
    )
    off = came.sum(axis=1) / mean.sum(axis=1) - 1
    error = off.std(ddof=1) / 8**0.5
    assert error < 0.05
    assert off.mean() == pytest.approx(0, abs=2.5 * error)
    first = came[:, 0] / mean[:, 0] - 1
    assert first.mean() == pytest.approx(0, abs=0.03)


def test_a_row_counts_the_ranges_that_hold_the_truth_and_how_they_miss():
    job = Job("small", "steady", 0)
    ranges = [(1.0, 2.0, 3.0), (3.0, 4.0, 6.0), (0.5, 0.8, 1.0), (1.0, 2.0, 3.0)]
    years = [Year(job, {"leads": 2.0}, {"leads": one}) for one in ranges]
    said = lever_study.row("leads", 1.2, "steady", years)
    assert said == "| leads | × 1.2 | steady | 4 | 0.50 | 0.25 | 0.25 | 1.00 | 1.00 |"
