"""Sums of windows by customer, and sorted lists laid side by side, against adding row by row."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.derive._days import LONG, distinct, months_of
from revcore.derive._window_sums import WindowSums, aligned, merged

ROWS = st.lists(
    st.tuples(st.integers(-1, 12), st.integers(100, 112), st.integers(-9, 9)), max_size=40
)
SOME = st.dictionaries(st.integers(0, 40), st.integers(-3, 3), max_size=12)


@settings(max_examples=120, deadline=None)
@given(ROWS, st.integers(98, 114), st.integers(0, 14))
def test_a_window_is_what_its_rows_add_up_to(
    rows: list[tuple[int, int, int]], start: int, months: int
) -> None:
    rows = sorted(rows)
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    who, amount = WindowSums.of(*columns).summed(start, start + months)
    expected: Counter[int] = Counter()
    for customer, month, money in rows:
        if start <= month <= start + months:
            expected[customer] += money
    assert dict(zip(who.tolist(), amount.tolist(), strict=True)) == dict(expected)
    assert who.tolist() == sorted(expected)


PAID = st.lists(
    st.tuples(st.integers(0, 5), st.integers(100, 103), st.sampled_from([1, 7, 2**31])),
    max_size=40,
)


@settings(max_examples=120, deadline=None)
@given(PAID, st.integers(98, 104), st.integers(98, 104), st.integers(0, 3))
def test_sums_laid_out_by_month_are_those_of_the_rows(
    rows: list[tuple[int, int, int]], then: int, now: int, months: int
) -> None:
    columns = np.array(sorted(rows), np.int64).reshape(-1, 3).T
    sums = WindowSums.of(*columns)
    expected = [Counter[int](), Counter[int]()]
    for customer, month, money in rows:
        for one, start in zip(expected, (then, now), strict=True):
            if start <= month <= start + months:
                one[customer] += money
    everybody = sorted({*expected[0], *expected[1]})
    found = sums.pair((then, then + months), (now, now + months))
    for one, part in zip(expected, found, strict=True):
        assert part.tolist() == [one[who] for who in everybody]
    who, amount = sums.summed(then, then + months)
    assert dict(zip(who.tolist(), amount.tolist(), strict=True)) == dict(expected[0])


@settings(max_examples=80, deadline=None)
@given(SOME, SOME, st.sampled_from([1, 1000]))
def test_two_lists_stand_side_by_side_whoever_is_in_them(
    then: dict[int, int], now: dict[int, int], apart: int
) -> None:
    lists = [
        (
            np.array(sorted(part), np.int64) * apart,
            np.array([part[who] for who in sorted(part)], int),
        )
        for part in (then, now)
    ]
    everybody = sorted({*then, *now})
    before, after = aligned(*lists)
    assert merged(lists[0][0], lists[1][0]).tolist() == [who * apart for who in everybody]
    assert before.tolist() == [then.get(who, 0) for who in everybody]
    assert after.tolist() == [now.get(who, 0) for who in everybody]


def test_many_days_are_looked_up_as_few_are_worked_out() -> None:
    days = np.arange(19_000, 20_000).repeat(5)[::-1]
    assert len(days) >= LONG
    apart = np.concatenate([months_of(part) for part in np.split(days, 10)])
    assert months_of(days).tolist() == apart.tolist()
    assert distinct(days).tolist() == list(range(19_000, 20_000))
