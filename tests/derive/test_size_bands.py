"""Thirds by size: cut as people say sizes, and only where sizes can be compared."""

import numpy as np
import pytest

from revcore.derive.breakdowns import by_average_deal_size, by_win_rate
from revcore.derive.deals import Deals
from revcore.derive.size_bands import Bands, cut, deal_bands, deals_by_size, paths_by_size
from revcore.errors import NotComputable
from tests.companies import ask, dataset, table
from tests.published import sample


def deals(amounts, won, *, valued=1):
    n = len(amounts)
    column = np.ones(n, np.int64)
    return Deals(
        column * 100, column * 200, np.array(won), 1 - np.array(won),
        np.array(amounts, np.int64) * 100, column * valued, column, scale=2,
    )  # fmt: skip


def test_thirds_are_cut_at_rounded_edges_and_each_deal_lies_in_one():
    every = deals([100] * 12 + [500] * 12 + [2000] * 12, [1, 0] * 18)
    bands = deal_bands(every)
    assert bands.edges == (500, 2000)
    found = deals_by_size(every, bands)
    assert found.key == [
        "Smallest third: below 500", "Middle third: 500 to 2,000", "Largest third: 2,000 and more",
    ]  # fmt: skip
    assert (found.won + found.lost).tolist() == [12, 12, 12]
    assert found.amount.tolist() == [60_000, 300_000, 1_200_000]
    rows = by_win_rate({}, found)["size"]
    assert [row.value for row in rows] == [0.5, 0.5, 0.5]
    assert {row.against for row in rows} == {"cannot_tell"}


def test_without_amounts_on_lost_deals_there_are_no_sizes():
    every = deals([100 * n for n in range(1, 61)], [1, 0, 0] * 20)
    silent = Deals(
        every.created, every.closed, every.won, every.lost, every.amount * every.won, every.won,
        every.n, 2,
    )  # fmt: skip
    with pytest.raises(NotComputable, match="40 of 40 lost deals have no amount"):
        deal_bands(silent)


def test_open_deals_without_amounts_would_make_the_sized_ones_look_decided():
    every = deals([100 * n for n in range(1, 61)], [1, 0, 0] * 20)
    still = deals([0] * 10, [0] * 10, valued=0)
    both = Deals(
        *(
            np.concatenate([getattr(every, name), getattr(still, name) * (name != "lost")])
            for name in ("created", "closed", "won", "lost", "amount", "valued", "n")
        ),
        scale=2,
    )
    with pytest.raises(NotComputable, match="10 of 10 open deals have no amount"):
        paths_by_size(both, deal_bands(both))


def test_sizes_that_are_all_alike_are_no_thirds():
    with pytest.raises(NotComputable, match="too much alike"):
        Bands.of(np.full(60, 49.0), np.ones(60, int), "customers")
    with pytest.raises(NotComputable, match="20 customers with an amount"):
        cut(np.arange(20), 0, "customers")


@pytest.mark.parametrize("measure", ["win_rate", "sales_cycle_days", "logo_retention", "nrr"])
def test_the_thirds_of_a_company_are_all_of_it(measure):
    card = sample("kalvendo")
    rows = card.breakdowns[measure]["size"]
    assert [row.key.partition(" third")[0] for row in rows] == ["Smallest", "Middle", "Largest"]
    assert sum(row.n for row in rows) == card.readings[measure].n


def test_a_segment_s_deal_size_has_a_range_by_hand():
    rows = [
        {"status": "won", "created": "2024-01-05", "closed": f"2024-0{month}-10",
         "amount": amount, "segment": segment}
        for segment, amounts in (("a", [10, 20, 30, 20, 20]), ("b", [90, 110, 100, 100, 100, 100]))
        for month, amount in enumerate(amounts, start=1)
    ]  # fmt: skip
    found = ask(dataset(table("deals", rows)), as_of=2024 * 12 + 6)
    parts = by_average_deal_size(
        found("deal_segments"), found("deal_outcomes_by_dimension"), found("deal_window")
    )["segment"]
    small = next(part for part in parts if part.key == "a")
    # Mean 20, variance 50, so the mean's error is √(50 / 5) and t(4; .90) = 1.5332.
    assert small.value == 20
    assert small.interval.low == pytest.approx(20 - 1.5332 * 10**0.5, abs=1e-3)
