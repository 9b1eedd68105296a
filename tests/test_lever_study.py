"""The study of levers: the third year on average is that of firms played event by event."""

import numpy as np
import pytest

from tools import lever_study
from tools.lever_study import Job, Year
from tools.planted import ahead, future, saas
from tools.planted.knobs import steady


def year_by_event(knobs, seed):
    """Recurring revenue at the end of the third year as it came, and on average from where the
    firm stood before it."""
    played = saas.play(knobs, np.random.default_rng(seed), apart=True)
    came, mean = future.mrr(played), ahead.stock(knobs, played, 40, [seed])
    return came[-1], mean[-1]


def plain():
    """A firm to which nothing comes and whose customers only stay or leave, and stay gone."""
    knobs = lever_study.cured(Job("medium", "steady", 0), None)
    knobs.leads, knobs.comes_back = knobs.leads * 0, 0.0
    knobs.grows, knobs.shrinks = steady(0.0), steady(0.0)
    return knobs


def off(firm, firms):
    """By how much the average year is off, and its standard error."""
    came, mean = np.array([year_by_event(firm(), seed) for seed in range(firms)]).T
    ratio = mean / came
    return ratio.mean() - 1, ratio.std(ddof=1) / firms**0.5


def test_customers_leave_on_average_as_they_do_event_by_event():
    def leaky():
        knobs = plain()
        knobs.opening, knobs.hazard, knobs.renewal_loss = 400, knobs.hazard * 5, 0.4
        return knobs

    found, error = off(leaky, 6)
    assert error < 0.03
    assert found == pytest.approx(0, abs=0.06)


def test_deals_under_way_are_won_on_average_as_they_are_event_by_event():
    def selling():
        knobs = plain()
        knobs.opening, knobs.hazard, knobs.renewal_loss = 0, knobs.hazard * 0, 0.0
        knobs.leads[future.NOW - 1] = 2500
        return knobs

    found, error = off(selling, 4)
    assert error < 0.03
    assert found == pytest.approx(0, abs=0.06)


def test_a_lead_to_come_is_worth_what_leads_brought_event_by_event():
    knobs = plain()
    knobs.opening, knobs.leads[future.NOW] = 0, 3000
    came = future.mrr(saas.play(knobs, np.random.default_rng(3), apart=True))
    mean = 3000 * ahead.flow(knobs, 4000, [1])[0]
    assert (mean[2:] / came[2:]).tolist() == pytest.approx([1] * 10, abs=0.15)


def test_a_row_counts_the_ranges_that_hold_the_truth_and_how_they_miss():
    job = Job("small", "steady", 0)
    ranges = [(1.0, 2.0, 3.0), (3.0, 4.0, 6.0), (0.5, 0.8, 1.0), (1.0, 2.0, 3.0)]
    years = [Year(job, {"leads": 2.0}, {"leads": one}) for one in ranges]
    said = lever_study.row("leads", 1.2, "steady", years)
    assert said == "| leads | × 1.2 | steady | 4 | 0.50 | 0.25 | 0.25 | 1.00 | 1.00 |"
