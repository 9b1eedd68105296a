"""Ages, first years, and second purchases, by hand."""

import numpy as np
import pytest

from revcore.derive.repeat import due
from revcore.derive.resamples import Resamples
from revcore.derive.value import MeanOf
from revcore.errors import NotComputable
from revcore.metrics.clv_simple import clv_simple
from revcore.metrics.first_year_value import first_year_value
from revcore.metrics.repeat_purchase_rate import repeat_purchase_rate
from revcore.metrics.same_customer_revenue import same_customer_revenue
from revcore.model import parse_month
from revcore.registry import Provider
from tests.companies import ask, dataset, mrr_sheet, table


def call(asked, measure):
    return asked.call(Provider.of(measure))


def test_ages_leave_out_customers_whose_start_nobody_saw():
    # Opening customer, one gone after 3 months, one here for 4, one with a gap still here.
    gone, here, gap = [0, 5, 5, 5, 0, 0, 0, 0], [0] * 4 + [5] * 4, [0, 5, 0, 0, 5, 5, 5, 5]
    made = dataset(mrr_sheet(old=[5] * 8, gone=gone, here=here, gap=gap))
    found = ask(made)("lifetimes")
    assert found.left.tolist() == [0, 0, 0, 1]
    assert found.here.tolist() == [0, 0, 0, 1, 0, 0, 1]
    assert (found.customers, found.history) == (3, 7)


def test_ages_at_an_earlier_month_know_nothing_later():
    made = dataset(mrr_sheet(old=[5] * 8, gone=[0, 5, 5, 5, 0, 0, 0, 0], new=[0] * 6 + [5, 5]))
    found = ask(made).at(parse_month("2024-04"), None)("lifetimes")
    assert (found.left.sum(), found.here.tolist(), found.customers) == (0, [0, 0, 1], 1)


def test_first_year_of_subscribers_is_what_they_paid_in_it():
    # Twenty join in February 2024 at 10 and grow to 20 in the last six of their twelve months;
    # what comes after the twelfth is not counted.
    joined = {f"c{n}": [0] + [10] * 6 + [20] * 6 + [99] * 2 for n in range(20)}
    made = dataset(mrr_sheet(old=[5] * 15, **joined), gross_margin=0.5)
    found = call(ask(made), first_year_value)
    assert found.value == pytest.approx(0.5 * (60 + 120))
    assert found.n == 20
    assert "observed" in found.note


def test_first_year_is_projected_where_few_joined_early_enough():
    young = {f"y{n}": [0] * (3 + n % 6) + [10] * (9 - n % 6) for n in range(30)}
    left = {f"l{n}": [0, 10, 10, 10] + [0] * 8 for n in range(6)}
    made = dataset(mrr_sheet(old=[5] * 12, **young, **left), gross_margin=0.5)
    found = call(ask(made), first_year_value)
    assert "projected" in found.note
    assert 0 < found.value < 12 * 10 * 0.5


def orders(*customers: list[tuple[str, int]]) -> list[dict]:
    return [{"customer": number, "date": date, "amount": amount}
            for number, rows in enumerate(customers) for date, amount in rows]  # fmt: skip


def shop(**settings):
    """Two years: an early one, then six first buyers of 2023, half of them back in time."""
    early = [("2022-12-05", 1), ("2024-12-31", 1)]
    back = [[("2023-03-10", 100), ("2024-03-09", 30)] for _ in range(3)]
    late = [[("2023-03-10", 100), ("2024-03-10", 70)] for _ in range(3)]
    return dataset(table("orders", orders(early, *back, *late)), as_of="2024-12", **settings)


def test_a_second_purchase_counts_within_twelve_months_to_the_day():
    found = call(ask(shop()), repeat_purchase_rate)
    assert (found.inputs["bought_again"], found.n, found.inputs["months_allowed"]) == (3, 7, 12)
    assert found.inputs["one_time_share"] == 0


def test_two_orders_on_one_day_are_one_purchase():
    rows = [{"customer": n, "date": "2023-03-10", "amount": 5} for n in range(6) for _ in range(2)]
    rows += [{"customer": 9, "date": day, "amount": 5} for day in ("2022-12-05", "2024-12-31")]
    found = call(ask(dataset(table("orders", rows), as_of="2024-12")), repeat_purchase_rate)
    assert found.inputs["bought_again"] == 0
    assert found.inputs["one_time_customers"] == 6


def test_a_refund_is_no_purchase():
    rows = orders(*[[("2023-03-10", 5), ("2023-05-10", -5)] for _ in range(6)],
                  [("2022-12-05", 1), ("2024-12-31", 1)])  # fmt: skip
    found = call(ask(dataset(table("orders", rows), as_of="2024-12")), repeat_purchase_rate)
    assert found.inputs["bought_again"] == 0


def test_first_year_of_buyers_is_twelve_months_from_the_first_purchase():
    found = call(ask(shop(gross_margin=0.5)), first_year_value)
    # 130 for three of them, 100 for the others: the anniversary itself is outside.
    assert found.value == pytest.approx(0.5 * (3 * 130 + 3 * 100) / 6)
    assert found.n == 6


def test_same_customers_exclude_new_ones():
    rows = orders(*[[("2023-06-01", 100), ("2024-06-01", 80)] for _ in range(5)],
                  *[[("2024-07-01", 999)] for _ in range(5)], [("2022-12-05", 1)])  # fmt: skip
    found = call(ask(dataset(table("orders", rows), as_of="2024-12")), same_customer_revenue)
    assert (found.value, found.n) == (0.8, 5)


def test_due_keeps_to_the_calendar():
    days = np.array(["2024-01-31", "2024-02-29", "2023-03-10"], "datetime64[D]").astype(np.int64)
    months = {1: ["2024-03-01", "2024-03-29", "2023-04-10"],
              12: ["2025-01-31", "2025-03-01", "2024-03-10"]}  # fmt: skip
    for count, expected in months.items():
        assert due(days, count).tolist() == np.array(expected, "datetime64[D]").astype(int).tolist()


def test_the_rule_of_thumb_needs_somebody_to_have_left():
    made = dataset(mrr_sheet(**{f"c{n}": [10] * 14 for n in range(9)}), gross_margin=0.5)
    with pytest.raises(NotComputable, match="0 of 9 customers left"):
        call(ask(made), clv_simple)


def test_value_over_a_horizon_by_hand():
    # Twenty-one of 30 stay at 10 a month, nine leave after three: nine events give one churn rate.
    stay = {f"s{n}": [0] + [10] * 12 for n in range(21)}
    left = {f"l{n}": [0, 10, 10, 10] + [0] * 9 for n in range(9)}
    made = dataset(mrr_sheet(old=[10] * 13, **stay, **left), gross_margin=0.5, discount_rate=0.21)
    found = ask(made)("customer_value")
    churn, discount = 9 / (21 * 11 + 9 * 3), 1.21 ** (1 / 12) - 1
    expected = sum(5 * ((1 - churn) / (1 + discount)) ** month for month in range(12))
    assert found.value == pytest.approx(expected)
    assert found.horizon == 12
    assert "first 12 months" in found.note


def test_draws_do_not_depend_on_the_order_of_customers():
    who, values = np.arange(5), np.array([5.0, 1.0, 3.0, 2.0, 9.0])
    drawn = Resamples(who, np.ones(5, int), "examples")
    np.testing.assert_allclose(
        MeanOf.of(who, values, drawn).draws, MeanOf.of(who[::-1], values[::-1], drawn).draws
    )
