"""Worked by hand: places where a small slip changes a figure and nothing else looks wrong."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from revcore.derive.concentration import concentration
from revcore.derive.cost import CustomerCost, costs
from revcore.derive.intervals import Interval
from revcore.derive.months import CustomerMonths, spread
from revcore.derive.payback import covered, new_arr
from revcore.derive.value import MeanOf
from revcore.model import Window
from tests.companies import ask, dataset, day, table

CERTAIN = Interval(1.0, 1.0, 1.0, 1.0)


def test_an_invoice_for_three_years_is_spread_over_36_months():
    paid = {"customer": [1], "first": [day("2024-01-01")], "last": [day("2026-12-31")]}
    months = spread(pd.DataFrame({**paid, "amount": [3_600]}), 0)
    assert len(months) == 36
    assert set(months["amount"]) == {100 * 10**6}


def test_new_recurring_revenue_of_a_year_is_twelve_months_of_each_new_customer():
    cost = CustomerCost(8_000.0, 8, Window(0, 11), CERTAIN, np.full(9, 1_000.0), {})
    found = new_arr(MeanOf(100.0, np.full(9, 100.0), 8), cost)
    assert found.arr == 12 * 100.0 * 8
    assert found.draws == pytest.approx(np.full(9, 1.2))


def test_a_cost_of_250_is_covered_by_100_a_month_in_the_third():
    curve = SimpleNamespace(curve=np.ones(24), horizon=24)
    assert covered(curve, 100.0, 250.0, 0.0) == 3
    assert covered(curve, 100.0, 300.0, 0.0) == 3
    assert covered(curve, 100.0, 301.0, 0.0) == 4
    assert covered(curve, 100.0, 2_500.0, 0.0) is None


def test_the_count_behind_a_cost_is_drawn_with_half_a_customer_more():
    found = costs(8_000.0, 8, Window(0, 11), {})
    assert float(np.mean(8_000.0 / found.draws)) == pytest.approx(8.5, abs=0.2)


def test_the_biggest_customer_is_the_one_who_pays_most():
    paid = pd.DataFrame({"customer": [1, 2, 3], "month": [5, 5, 5], "amount": [10, 70, 20]})
    months = CustomerMonths.of(paid, scale=0, first=5, last=5, source="subscriptions")
    found = concentration(5, recurring=months)
    assert (found.largest, found.total, found.customers) == (70, 100, 3)


def test_a_customer_credited_more_than_billed_does_not_swell_the_shares_of_the_others():
    rows = [(0, 600), (1, 300), (2, 100), (3, -800)]
    orders = [
        {"customer": who, "date": f"2024-{month:02d}-10", "amount": amount}
        for month in range(1, 13)
        for who, amount in rows
    ]
    made = ask(dataset(table("orders", orders), as_of="2024-12", business_model="orders"))
    found = made("concentration")
    assert (found.largest, found.total, found.customers) == (7_200, 12_000, 3)
    assert found.hhi == pytest.approx(60**2 + 30**2 + 10**2)


def test_the_intake_is_the_year_that_has_had_a_year_to_come_back():
    earlier = [(who, f"2022-{who % 12 + 1:02d}-05") for who in range(30)]
    back = [(who, f"2022-{who % 12 + 1:02d}-25") for who in range(30)]
    later = [(who, f"2023-{who % 12 + 1:02d}-05") for who in range(30, 54)]
    orders = [
        {"customer": who, "date": date, "amount": 10}
        for who, date in [*earlier, *back, *later, (99, "2024-12-28")]
    ]
    made = ask(dataset(table("orders", orders), as_of="2024-12", business_model="orders"))
    found = made("returning_buyers")
    assert str(found.intake) == "2023-01..2023-12"
    assert (found.customers, found.again, found.months) == (24, 0, 12)
