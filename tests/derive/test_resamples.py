"""Draws that all measures share: the right spread each, and the right company of each other."""

import numpy as np
import pytest

from revcore.derive import intervals
from revcore.derive.deals import Deals
from revcore.derive.resamples import DRAWS, MOST, Resamples, deal_resamples
from revcore.metrics._metric import Estimate
from revcore.model import Reading
from revcore.readings import readings
from tests.companies import ask, dataset, mrr_sheet, table

LEVELS = [0.025, 0.1, 0.9, 0.975]


def every(n):
    return Resamples(np.arange(n), np.ones(n, int), "examples")


@pytest.mark.parametrize(("k", "n"), [(0, 12), (3, 12), (30, 40)])
def test_shares_are_spread_as_jeffreys_interval_says(k, n):
    drawn = every(60).share(np.arange(n), np.arange(n) < k)
    expected = intervals.beta_quantile(k + 0.5, n - k + 0.5, LEVELS)
    assert np.quantile(drawn, LEVELS) == pytest.approx(expected, abs=0.025)


def test_counts_are_spread_as_the_interval_of_a_cost_says():
    drawn = 120_000 / every(60).count(np.arange(20))
    around = intervals.spend_per_customer(120_000, 20)
    found = np.quantile(drawn, LEVELS)
    assert found == pytest.approx([around.low95, around.low, around.high, around.high95], rel=0.05)


def test_more_customers_than_weights_keep_the_spread_of_a_count_and_a_share():
    many = every(3 * MOST)
    n = 2 * MOST
    assert many.count(np.arange(n)).std() == pytest.approx(n**0.5, rel=0.08)
    reached = np.random.default_rng(1).random(n) < 0.3
    spread = many.share(np.arange(n), reached).std()
    assert spread == pytest.approx((0.3 * 0.7 / n) ** 0.5, rel=0.08)


def test_means_of_few_are_as_wide_as_student_says():
    values = np.array([1.0, 4.0, 2.0, 8.0, 5.0, 3.0, 6.0])
    found = np.quantile(every(40).mean(np.arange(7), values), [0.1, 0.9])
    around = intervals.mean_t(values)
    assert found == pytest.approx([around.low, around.high], abs=0.25)


def test_a_unit_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="none of the examples"):
        every(5).total([7], [1.0])


def test_two_figures_on_the_same_customers_move_together():
    amounts = np.random.default_rng(2).lognormal(4, 1, 80)
    kept = amounts * (np.arange(80) % 4 > 0)
    net = every(80).ratio(np.arange(80), kept * 1.1, amounts)
    gross = every(80).ratio(np.arange(80), kept, amounts)
    assert np.corrcoef(net, gross)[0, 1] > 0.999
    assert (net >= gross).all()


def test_deals_alike_share_a_row_and_count_each():
    days = np.array([10, 10, 20])
    deals = Deals(days, days, np.array([1, 0, 1]), np.array([0, 1, 0]), days, days,
                  np.array([30, 50, 20]), 0)  # fmt: skip
    drawn = deal_resamples(deals).share(deals, deals.won)
    expected = intervals.beta_quantile(50.5, 50.5, LEVELS)
    assert np.quantile(drawn, LEVELS) == pytest.approx(expected, abs=0.015)


@pytest.fixture(scope="module")
def company():
    months = {f"c{i}": [100 + i] * 10 + [(110 + i) * (i % 5 > 0)] * 6 for i in range(30)}
    deals = [
        {"created": "2024-02-01", "closed": f"2025-0{1 + i % 4}-11",
         "status": "won" if i % 2 == 0 else "lost",
         "deal": str(i), "amount": 5}
        for i in range(24)
    ]  # fmt: skip
    return ask(dataset(mrr_sheet(**months), table("deals", deals)))


def test_every_reading_with_an_interval_has_draws_that_agree_with_it(company):
    from revcore.settings import Settings

    found = readings(company, Settings(), ["subscription"], None)
    with_interval = [one for one in found.values() if one.value is not None and one.low is not None]
    assert {"nrr", "grr", "logo_retention", "win_rate"} <= {one.id for one in with_interval}
    for one in with_interval:
        assert one.draws.shape == (DRAWS,), one.id
        assert one.low95 <= np.median(one.draws) <= one.high95, one.id
        if one.low95 < one.value < one.high95:
            assert np.quantile(one.draws, 0.1) < np.quantile(one.draws, 0.9), one.id


def test_draws_are_made_only_when_somebody_reads_them_or_the_interval():
    asked = []

    def made():
        asked.append(1)
        return np.arange(101.0)

    found = Estimate.simulated(50.0, made, 9)
    assert (found.value, asked) == (50.0, [])
    around = found.interval
    bounds = (around.low, around.high, around.low95, around.high95)
    assert bounds == pytest.approx((10, 90, 2.5, 97.5))
    assert len(asked) == 1
    assert found.drawn().size == 101


def test_gross_retention_never_exceeds_net_in_any_draw(company):
    from revcore.settings import Settings

    found = readings(company, Settings(), ["subscription"], None)
    assert (found["grr"].draws <= found["nrr"].draws + 1e-6).all()


def test_draws_are_no_part_of_a_reading():
    def one(make):
        return Reading(
            id="x", title="X", plain="x", pillar="sales", group="sales", unit="ratio",
            better="higher", value=0.5, formula="x", source="x",
        ).drawing(make)  # fmt: skip

    first, second = one(lambda: np.ones(3)), one(lambda: np.zeros(3))
    assert first == second
    assert first.model_dump() == second.model_dump()
    assert "draw" not in first.model_dump_json()
    assert first.draws.sum() == 3
    first.forget()
    assert first.draws is None


def test_an_estimate_counted_in_full_has_no_draws():
    assert Estimate(3.0, 9).drawn() is None


def test_draws_move_with_a_shifted_estimate():
    shares = Estimate.proportion(3, 9, again=lambda: np.array([0.2, 0.4])).shifted(-1.0)
    assert shares.drawn().tolist() == pytest.approx([-0.8, -0.6])
