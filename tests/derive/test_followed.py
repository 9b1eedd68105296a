"""Entries followed until they went on, were lost or the data end."""

import numpy as np
import pytest

from revcore.derive.competing_risks import aalen_johansen
from revcore.derive.followed import follow, influence, known_for, maturity
from revcore.derive.funnel import Created
from revcore.errors import NotComputable
from revcore.metrics.win_rate_created import win_rate_created
from revcore.registry import Provider
from tests.companies import ask, dataset, table

ALL = 10_000


def simulated(seed: int, deals: int = 400, loss: float = 60.0) -> list[dict]:
    """A quarter is won in the end, 60 days after creation on average; losses take ``loss`` days."""
    rng = np.random.default_rng(seed)
    made = np.sort(rng.integers(0, 540, deals))
    won = rng.random(deals) < 0.25
    closed = made + np.ceil(rng.exponential(np.where(won, 60.0, loss)))
    epoch = np.datetime64("2023-07-01")
    return [
        {
            "status": ("won" if w else "lost") if c < 549 else "open",
            "created": str(epoch + int(m)),
            "closed": str(epoch + int(c)) if c < 549 else None,
            "amount": 100,
        }
        for m, c, w in zip(made, closed, won, strict=True)
    ]


def measured(rows):
    made = ask(dataset(table("deals", rows), as_of="2024-12"))
    return made.call(Provider.of(win_rate_created)), made


@pytest.mark.parametrize("loss", [10.0, 60.0, 150.0])
def test_slow_losses_do_not_flatter_and_young_deals_do_not_hurt(loss):
    found = np.mean([measured(simulated(seed, loss=loss))[0].value for seed in range(4)])
    # Won ÷ all and won ÷ closed leave this range at one end or the other.
    assert found == pytest.approx(0.25, abs=0.035)


def test_the_influence_of_each_deal_is_its_derivative():
    rng = np.random.default_rng(1)
    days, status = rng.integers(0, 60, 50), rng.integers(0, 3, 50)
    curve = aalen_johansen(days, status)
    found = influence(curve, days, status, 40)
    step = 1e-6
    for at in range(50):
        weights = np.ones(50)
        weights[at] += step
        moved = aalen_johansen(days, status, weights).at(40)[0] - curve.at(40)[0]
        assert found[at] == pytest.approx(moved / step, abs=1e-6)
    assert (found**2).sum() == pytest.approx(curve.error(40) ** 2)


def test_draws_lie_around_the_estimate_as_wide_as_its_interval():
    found, made = measured(simulated(5))
    drawn = found.drawn()
    low, high = np.quantile(drawn, [0.1, 0.9])
    assert low == pytest.approx(found.interval.low, abs=0.01)
    assert high == pytest.approx(found.interval.high, abs=0.01)
    cohort: Created = made("created_cohort")
    assert np.array_equal(drawn, cohort.draws(made("deal_resamples")))


def test_stale_deals_counted_as_lost_lower_the_share():
    rows = simulated(3)
    forgotten = [{"status": "open", "created": "2024-01-02"} for _ in range(40)]
    found, _ = measured([*rows, *forgotten])
    assert found.inputs["stale_deals"] >= 40
    assert found.inputs["if_stale_were_lost"] < found.value
    assert "counted as lost" in found.note


def test_what_was_decided_before_it_was_created_is_left_out():
    rows = simulated(3)
    odd = {"status": "won", "created": "2024-06-01", "closed": "2024-05-01"}
    assert measured([*rows, odd])[0].n == measured(rows)[0].n


def test_nothing_is_said_with_two_wins_or_nine_closed():
    won = [{"status": "won", "created": "2024-03-01", "closed": "2024-04-01"}] * 2
    lost = [{"status": "lost", "created": "2024-03-01", "closed": "2024-04-01"}] * 30
    early = {"status": "lost", "created": "2023-07-01", "closed": "2023-08-01"}
    with pytest.raises(NotComputable, match="2 of 32 deals created became customers won so far"):
        measured([early, *won, *lost])
    with pytest.raises(NotComputable, match="10 closed"):
        measured([early, *won * 3, *lost[:3]])


def test_maturity_counts_the_slow_ones_that_are_still_open():
    entered = np.repeat([0, 100], 50)
    reached = np.where(np.arange(100) % 2 == 0, entered + 10, entered + 60)
    n = np.ones(100, np.int64)
    # On day 120 the young half has had 20 days: its slow ones are still to come.
    assert maturity(entered, reached, n, 120) == 60
    assert known_for(120 - entered, n) == 120


def test_the_middle_is_not_pulled_down_by_the_quick_ones():
    entered = np.repeat([0, 100], 60)
    reached = np.where(np.arange(120) % 2 == 0, entered + 10, entered + 60)
    found = follow(entered, reached, np.ones(120, np.int64), 120)
    seen = reached <= 120
    assert np.median((reached - entered)[seen]) == 10
    assert found.value == pytest.approx(1.0)
    assert found.middle() == 10
    slower = np.where(np.arange(120) % 3 == 0, entered + 10, entered + 60)
    again = follow(entered, slower, np.ones(120, np.int64), 120)
    assert np.median((slower - entered)[slower <= 120]) == 35
    assert again.middle() == 60
