"""The bridge of recurring revenue: one customer by hand, and what must hold for any company."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from revcore.derive.months import CustomerMonths, opening_customers, running
from revcore.derive.movements import KINDS, customer_flows, exposure, movements, transitions
from revcore.errors import NotComputable
from revcore.metrics.grr import grr
from revcore.metrics.logo_retention import logo_retention
from revcore.metrics.nrr import nrr
from revcore.model import RECIPES, Window
from tests.companies import ask, dataset, mrr_sheet, shuffled, table

FIRST = 24_288  # January 2024


def sheet(*customers) -> CustomerMonths:
    rows = [
        (number, FIRST + month, amount)
        for number, amounts in enumerate(customers)
        for month, amount in enumerate(amounts)
    ]
    frame = pd.DataFrame(rows, columns=["customer", "month", "amount"])
    last = FIRST + max(len(amounts) for amounts in customers) - 1
    return CustomerMonths.of(frame, scale=0, first=FIRST, last=last, source="MRR sheet")


def bridge(recurring):
    return movements(recurring, transitions(recurring))


def test_one_customer_through_every_kind_of_movement():
    # Another one pays 7 throughout, so that the first month is not empty.
    found = bridge(sheet([0, 10, 15, 12, 12, 0, 9, 0], [7] * 8))
    assert found.month.tolist() == list(range(FIRST + 1, FIRST + 8))
    by_month = {KINDS[column]: found.kinds[:, column].tolist() for column in range(5)}
    assert by_month == {
        "new": [10, 0, 0, 0, 0, 0, 0],
        "reactivation": [0, 0, 0, 0, 0, 9, 0],
        "expansion": [0, 5, 0, 0, 0, 0, 0],
        "contraction": [0, 0, 3, 0, 0, 0, 0],
        "churn": [0, 0, 0, 0, 12, 0, 9],
    }
    assert found.counts.sum(axis=0).tolist() == [1, 1, 1, 1, 2]


def test_customers_of_the_first_month_are_opening_not_new():
    found = bridge(sheet([5, 5], [0, 3]))
    assert found.column("new").tolist() == [3]
    assert found.opening.tolist() == [5]


def test_a_month_nobody_pays_in_is_still_a_month():
    found = bridge(sheet([5, 0, 5]))
    assert found.closing.tolist() == [0, 5]
    assert found.column("churn").tolist() == [5, 0]
    assert found.column("reactivation").tolist() == [0, 5]


AMOUNTS = st.lists(st.integers(0, 500), min_size=13, max_size=13)
COMPANIES = st.lists(AMOUNTS, min_size=1, max_size=9).map(lambda rows: sheet(*rows))


@settings(deadline=None, max_examples=60)
@given(COMPANIES)
def test_the_bridge_closes_for_any_company(recurring):
    found = bridge(recurring)
    gains = sum(found.column(kind) for kind in KINDS[:3])
    losses = sum(found.column(kind) for kind in KINDS[3:])
    assert (found.kinds >= 0).all()
    assert (found.opening + gains - losses).tolist() == found.closing.tolist()
    assert found.closing.tolist() == recurring.totals[1:].tolist()


@settings(deadline=None, max_examples=60)
@given(COMPANIES, st.integers(3, 12))
def test_customers_sum_to_the_bridge(recurring, span):
    moved = transitions(recurring)
    as_of = recurring.last
    flows = customer_flows(recurring, moved, as_of, span)
    sums = movements(recurring, moved).over(flows.window)
    assert {kind: round(value) for kind, value in flows.inputs.items()} == sums
    found = exposure(recurring, moved, as_of, span)
    assert round(found.mrr_lost.sum()) == sums["churn"] + sums["contraction"]
    window = Window(as_of - span, as_of - 1)
    opening = recurring.totals[window.start - FIRST : window.end - FIRST + 1].sum()
    assert round(found.mrr_at_risk.sum()) == opening


@settings(deadline=None, max_examples=80)
@given(st.lists(AMOUNTS, min_size=5, max_size=12))
def test_gross_retention_is_the_floor_and_never_above_one(rows):
    base = opening_customers(sheet(*rows), FIRST + 12, None)
    try:
        floor, net, logos = grr(base), nrr(base), logo_retention(base)
    except NotComputable:
        return
    assert 0 <= floor.value <= 1
    assert floor.value <= net.value + 1e-12
    assert floor.interval.high95 <= 1
    assert 0 <= logos.value <= 1
    retained = nrr(base, RECIPES["chartmogul"])
    assert retained.value >= net.value


def answer(asked, name):
    try:
        return asked(name)
    except NotComputable as reason:
        return str(reason)


@settings(deadline=None, max_examples=25)
@given(st.lists(AMOUNTS, min_size=5, max_size=8), st.integers(1, 50))
def test_row_order_changes_no_interval(rows, seed):
    made = dataset(mrr_sheet(**{f"c{n}": row for n, row in enumerate(rows)}), gross_margin=0.8)
    left, right = ask(made), ask(shuffled(made, seed))
    for name in ("opening_customers", "lifetimes", "customer_value", "arpa_now"):
        expected, found = answer(left, name), answer(right, name)
        if isinstance(expected, str):
            assert found == expected
            continue
        when_asked = {"draws"} if "made" in vars(expected) else set()
        for field in sorted(vars(expected).keys() - {"made"} | when_asked):
            np.testing.assert_equal(getattr(found, field), getattr(expected, field))


def worked() -> CustomerMonths:
    """Opening 100 over ten customers: churn 10, contraction 10, expansion 10; 5 come back, new 20.

    The one who comes back had left before the window opened; one who leaves within it and returns
    stands at the close as before.
    """
    steady = [[0] + [10] * 13 for _ in range(6)]
    away = [[0] + [10] * 4 + [0] * 3 + [10] * 6]
    moved = [[0] + [10] * 6 + [0] * 7, [0] + [10] * 6 + [4] * 7, [0] + [10] * 6 + [6] * 7]
    grown = [[0] + [0] * 13]
    steady[0] = [0] + [10] * 5 + [20] * 8
    back = [[5] + [0] * 9 + [5] * 4]
    fresh = [[0] * 8 + [20] * 6]
    return sheet(*steady, *away, *moved, *grown, *back, *fresh)


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [("start_cohort", 0.90), ("baremetrics", 0.90), ("chartmogul", 0.95), ("netsuite", 0.95)],
)
def test_the_recipe_decides_whether_returned_customers_count(recipe, expected):
    base = opening_customers(worked(), FIRST + 13, None)
    assert base.inputs["opening_mrr"] == 100
    assert base.inputs["returned_mrr"] == 5
    found = nrr(base, RECIPES[recipe])
    assert found.value == pytest.approx(expected, abs=1e-12)
    assert found.n == 10
    assert found.inputs["recipe"] == recipe


def test_a_window_longer_than_the_history_is_refused():
    recurring = sheet(*[[5] * 3] * 6)
    with pytest.raises(NotComputable, match="2 months before Mar 2024, 3 are needed"):
        opening_customers(recurring, FIRST + 2, None)


def test_four_opening_customers_are_too_few():
    base = opening_customers(sheet(*[[5] * 13] * 4), FIRST + 12, None)
    for measure in (nrr, grr, logo_retention):
        with pytest.raises(NotComputable) as refused:
            measure(base)
        assert refused.value.n == 4


def test_a_twelve_month_look_back_needs_thirteen_months():
    months = {}
    for size in (4, 12, 13, 30):
        base = opening_customers(sheet(*[[5] * size] * 6), FIRST + size - 1, None)
        months[size] = base.window.months
    assert months == {4: 3, 12: 11, 13: 12, 30: 12}


def test_subscriptions_count_from_their_first_day_to_the_month_they_end_in():
    rows = [
        {"customer": 1, "start": "2024-01-31", "end": "2024-03-31", "amount": 9, "mrr": 9_000_000},
        {"customer": 1, "start": "2024-03-15", "end": None, "amount": 4, "mrr": 4_000_000},
        {"customer": 2, "start": "2024-02-10", "end": "2024-02-20", "amount": 7, "mrr": 7_000_000},
    ]
    asked = ask(dataset(table("subscriptions", rows), as_of="2024-05"))
    recurring = asked("recurring")
    # Active at month end if start ≤ month end < end: a subscription ending on 31 March is out.
    assert [recurring.money(recurring.total(FIRST + m)) for m in range(5)] == [9, 9, 4, 4, 4]


def test_running_levels_stop_where_they_fall_to_nothing():
    changes = pd.DataFrame({"customer": [1, 1, 1, 2], "month": [5, 7, 9, 6],
                            "change": [10, -10, 3, 2]})  # fmt: skip
    found = running(changes, 10)
    assert list(zip(found["customer"], found["month"], found["amount"], strict=True)) == [
        (1, 5, 10), (1, 6, 10), (1, 9, 3), (1, 10, 3),
        (2, 6, 2), (2, 7, 2), (2, 8, 2), (2, 9, 2), (2, 10, 2),
    ]  # fmt: skip


def test_a_source_that_begins_after_the_last_month_counted_is_a_reason():
    frame = pd.DataFrame({"customer": [1], "month": [24_010], "amount": [5]})
    with pytest.raises(NotComputable, match="begins in Nov 2000, after the last month counted"):
        CustomerMonths.of(frame, scale=0, first=24_010, last=24_009, source="MRR sheet")


def test_months_at_risk_and_what_was_lost_in_them():
    # One leaves, one leaves and comes back, one shrinks, one joins in the third month, one stays.
    recurring = sheet(
        [10, 0, 0, 0, 0], [20, 20, 0, 20, 20], [30, 30, 30, 12, 12], [0, 0, 5, 5, 5], [40] * 5
    )
    found = exposure(recurring, transitions(recurring), FIRST + 4, 4)
    assert (found.months_at_risk, found.lost) == (1 + 3 + 4 + 2 + 4, 2)
    assert sorted(zip(found.at_risk_by_customer, found.lost_by_customer, strict=True)) == [
        (1, 1), (2, 0), (3, 1), (4, 0), (4, 0),
    ]  # fmt: skip
    assert found.mrr_lost.sum() == 10 + 20 + 18
    assert found.mrr_at_risk.sum() == 100 + 90 + 75 + 77  # paid in each of the months before
