"""Discounts, quarter ends, plan moves and break-even: figures worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revcore.derive.break_even import break_even_loss, profit_change
from revcore.derive.discounts import quarter_end, week_of_quarter
from revcore.derive.shrinkage import shrunken
from revcore.errors import NotComputable
from revcore.metrics.catalogue import metrics
from revcore.pipeline import analyse
from tests.companies import ask, dataset, day, table


def value(made, name):
    return ask(made).call(metrics()[name].provider)


def sale(month, net, listed=None, *, at=10, **more):
    date = f"2024-{month:02d}-{at:02d}"
    return {"status": "won", "created": f"2024-{month:02d}-01", "closed": date, "amount": net,
            "list_amount": listed, **more}  # fmt: skip


def test_discount_is_a_share_of_the_list_value():
    rows = [sale(month, 90, 100) for month in range(1, 13)] + [sale(6, 300, 400)] * 3
    made = dataset(table("deals", rows), as_of="2024-12")
    found = value(made, "average_discount")
    assert found.value == pytest.approx(1 - (12 * 90 + 900) / (1200 + 1200))
    assert found.inputs["sales_with_a_discount"] == 15


def test_a_price_list_is_matched_whatever_the_spelling():
    rows = [sale(month, 80, product="GTXPro") for month in range(1, 13)]
    rows += [sale(month, 5, product="Unlisted") for month in range(1, 13)]
    for row in rows:
        row.pop("list_amount")
    made = dataset(
        table("deals", rows), table("products", [{"product": "GTX Pro", "price": 100}]),
        as_of="2024-12",
    )  # fmt: skip
    found = value(made, "average_discount")
    assert found.value == pytest.approx(0.2)
    assert (found.n, found.inputs["sales_without_a_list_price"]) == (12, 12)


def test_an_order_is_one_sale_however_many_lines():
    rows = []
    for month in range(1, 13):
        date = f"2024-{month:02d}-05"
        rows.append({"order_id": f"o{month}", "customer": month, "date": date, "amount": 60,
                     "discount": 20})  # fmt: skip
        rows.append({"order_id": f"o{month}", "customer": month, "date": date, "amount": 20,
                     "discount": 0})  # fmt: skip
    found = value(dataset(table("orders", rows), as_of="2024-12"), "average_discount")
    assert (found.value, found.n) == (pytest.approx(20 / 100), 12)


def test_the_last_fourteen_days_of_a_quarter_are_late():
    days = np.array([day("2024-03-17"), day("2024-03-18"), day("2024-03-31"), day("2024-04-01")])
    assert quarter_end(days).tolist() == [False, True, True, False]
    assert week_of_quarter(days).tolist() == [11, 12, 13, 1]


def test_share_and_discount_of_the_quarter_s_end():
    rows = [sale(m, 100, 100) for m in range(1, 13)]
    rows += [sale(m, 50, 100, at=25) for m in (3, 6, 9, 12)] * 2
    made = dataset(table("deals", rows), as_of="2024-12")
    assert value(made, "quarter_end_share").value == pytest.approx(400 / 1600)
    found = value(made, "quarter_end_discount_gap")
    assert found.value == pytest.approx(0.5)
    assert found.interval.low95 <= 0.5 <= found.interval.high95


def test_customers_who_change_their_plan():
    rows = []
    for who in range(8):
        moves = who < 5
        rows.append({"customer": who, "plan": "small", "start": "2024-01-01", "amount": 10,
                     "mrr": 10_000_000, "end": "2024-06-01" if moves else None})  # fmt: skip
        if moves:
            rows.append({"customer": who, "plan": "large", "start": "2024-06-01", "amount": 25,
                         "mrr": 25_000_000, "end": None})  # fmt: skip
    made = dataset(table("subscriptions", rows), as_of="2024-12")
    assert analyse(made).series["plan_moves"].rows == [["small", "large", 5, 75.0]]


@given(st.floats(-0.3, 0.5), st.floats(0.35, 0.95))
def test_break_even_leaves_the_profit_as_it_is(rise, margin):
    lost = break_even_loss(rise, margin)
    assert profit_change(rise, margin, lost) == pytest.approx(0, abs=1e-9)
    assert (lost > 0) == (rise > 0) or rise == 0


def test_five_per_cent_at_half_margin_may_cost_nine_per_cent():
    assert round(break_even_loss(0.05, 0.5), 2) == 0.09
    with pytest.raises(NotComputable):
        break_even_loss(-0.5, 0.5)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=9))
def test_shrunken_rates_lie_between_their_own_and_the_pool(counts):
    k, n = [won for won, _ in counts], [won + lost for won, lost in counts]
    if not sum(n):
        return
    found = shrunken(k, n)
    for won, of, rate in zip(k, n, found.value, strict=True):
        raw = won / of if of else found.pooled
        low, high = sorted((raw, found.pooled))
        assert low - 2e-6 <= rate <= high + 2e-6
    assert found.weight >= 10
