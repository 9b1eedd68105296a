"""Twelve typed numbers give the figures an owner can use, with honest ranges, and no more."""

import pytest

from revcore.pipeline import analyse
from tests.companies import dataset, table

NUMBERS = {
    "sales_this_year": 900_000, "sales_last_year": 800_000, "gross_margin": 55, "customers": 140,
    "new_customers": 40, "repeat_customers": 90, "enquiries_per_month": 30, "quotes_per_month": 12,
    "wins_per_month": 4, "days_to_yes": 35, "marketing_sales_cost": 90_000,
    "biggest_customer_share": 18,
}  # fmt: skip


def card(period="2026-09", **numbers):
    rows = [{"name": name, "value": float(value), "period": period}
            for name, value in {**NUMBERS, **numbers}.items() if value is not None]  # fmt: skip
    return analyse(dataset(table("answers", rows)))


@pytest.mark.parametrize(
    ("measure", "value", "n"),
    [
        ("revenue", 900_000, 12),
        ("revenue_growth_yoy", 0.125, 2),
        ("gross_profit", 495_000, 12),
        ("lead_to_won", 48 / 360, 360),
        ("opportunity_to_won", 48 / 144, 144),
        ("repeat_purchase_rate", 90 / 140, 140),
        ("cac", 2250, 40),
        ("first_year_value", 900_000 / 140 * 0.55, 140),
        ("arpa", 900_000 / 140 / 12, 140),
        ("top_customer_share", 0.18, 140),
        ("sales_cycle_days", 35, 48),
    ],
)
def test_measure(measure, value, n):
    found = card().readings[measure]
    assert (found.value, found.n) == (pytest.approx(value), n)
    assert found.low < found.value < found.high
    assert found.window == "2025-10..2026-09"


def test_money_is_known_to_ten_per_cent():
    found = card().readings["revenue"]
    assert (found.low, found.high) == (pytest.approx(810_000), pytest.approx(990_000))


def test_no_period_no_window():
    found = card(period=None).readings["revenue"]
    assert (found.value, found.window) == (900_000, None)


def test_typed_numbers_have_no_earlier_year_of_their_own():
    assert all(reading.own is None for reading in card().readings.values())


def test_a_number_left_out_is_a_reason_not_a_zero():
    found = card(marketing_sales_cost=None).readings
    assert found["cac"].value is None
    assert "marketing sales cost" in found["cac"].reason
    assert card(gross_margin=None).readings["gross_profit"].reason is not None


def test_what_twelve_numbers_cannot_tell_says_so():
    found = card().readings
    for measure in ("nrr", "win_rate", "clv", "quick_ratio", "pipeline_value"):
        assert found[measure].value is None
        assert found[measure].reason
