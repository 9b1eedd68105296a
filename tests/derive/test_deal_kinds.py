"""Deals beside their own kind: a change of mix hides nothing, and a few large ones say nothing."""

import numpy as np
import pandas as pd
import pytest

from revcore.derive.deal_kinds import COLUMNS, kinds, said, sizes
from revcore.derive.deals import Deals
from revcore.derive.resamples import deal_resamples
from revcore.model import Window, first_day

MONTH = 12 * 2025
WINDOWS = Window(MONTH, MONTH), Window(MONTH - 1, MONTH - 1)


def frame(*parts):
    """One won deal a row: kind, amount, how many now and how many before."""
    rows = []
    for kind, amount, window, many in parts:
        day = first_day(WINDOWS[window].start) + 3
        rows += [("segment", kind, day, day + at % 20, 1, 0, amount, 1, 1) for at in range(many)]
    found = pd.DataFrame(rows, columns=["dimension", "key", *COLUMNS])
    return found.groupby(["dimension", "key", *COLUMNS[:-1]], as_index=False)["n"].sum()


def deals(found):
    return Deals(*(found[name].to_numpy(np.int64) for name in COLUMNS), 0)


def seen(found, at):
    every = deals(found)
    by, of_kind = kinds(every, found)[at]
    return by, sizes(deal_resamples(every), by, of_kind, WINDOWS, True)


def test_each_kind_a_tenth_smaller_shows_although_larger_kinds_ask_more():
    mixed = frame(("Small", 1000, 1, 40), ("Small", 900, 0, 20), ("Large", 9000, 1, 10),
                  ("Large", 8100, 0, 40))  # fmt: skip
    by, plain = seen(mixed, 0)
    assert by == ""
    assert plain.won.change > 2
    by, found = seen(mixed, 1)
    assert by == "segment"
    assert found.won.change == pytest.approx(0.9)
    assert found.asked.change == pytest.approx(0.9)
    assert found.asked.n == 60
    assert float(np.ptp(found.won.ratio)) < 1e-3  # nothing but the kinds differs


def test_kinds_weigh_by_the_deals_they_have_in_both_times():
    mixed = frame(("Small", 1000, 1, 30), ("Small", 500, 0, 30), ("Large", 9000, 1, 10),
                  ("Large", 9000, 0, 10), ("New", 70, 0, 25))  # fmt: skip
    found = seen(mixed, 1)[1]
    assert found.won.change == pytest.approx(0.5 ** (15 / (15 + 5)))


def test_draws_are_as_wide_as_the_means_are_uncertain():
    chance = np.random.default_rng(3)
    parts = [("All", int(1000 * np.exp(0.5 * z)), at % 2, 1)
             for at, z in enumerate(chance.standard_normal(240))]  # fmt: skip
    found = seen(frame(*parts, ("Other", 1000, 1, 1)), 0)[1]
    logs = [np.log([amount for _, amount, window, _ in parts if window == at]) for at in (0, 1)]
    error = np.sqrt(sum(one.var(ddof=1) / len(one) for one in logs))
    assert np.log(found.won.ratio).std() == pytest.approx(error, rel=0.1)
    assert np.log(found.won.change) == pytest.approx(logs[0].mean() - logs[1].mean(), abs=0.03)


def test_without_the_largest_tenth_one_large_deal_before_says_nothing():
    whales = frame(("All", 100, 1, 18), ("All", 10_000, 1, 2), ("All", 100, 0, 20), ("B", 1, 1, 1))
    found = seen(whales, 0)[1]
    assert found.won.change < 0.9
    assert found.without > 0.95


def test_a_column_that_says_nothing_about_amounts_makes_no_kinds():
    alike = frame(*((kind, amount, window, 3) for kind in "ABCD" for amount in (100, 400, 900)
                    for window in (0, 1)))  # fmt: skip
    assert said(kinds(deals(alike), None)[0][1]) == 0
    assert [by for by, _ in kinds(deals(alike), alike)] == [""]
    apart = frame(("A", 100, 0, 9), ("A", 110, 1, 9), ("B", 900, 0, 9), ("B", 800, 1, 9))
    assert [by for by, _ in kinds(deals(apart), apart)] == ["", "segment"]


def test_where_none_was_won_before_there_is_nothing_to_compare():
    assert seen(frame(("A", 100, 0, 20), ("B", 900, 0, 20)), 0)[1] is None
