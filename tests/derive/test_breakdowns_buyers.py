"""Sales, repeat buying and client value by group add up to, and are held by, the whole."""

import pytest

from tests.published import sample

SAMPLES = ("kalvendo", "tormeline", "osmirelle")


@pytest.mark.parametrize("name", SAMPLES)
def test_sales_of_the_parts_are_all_sales(name):
    card = sample(name)
    for dimension, rows in card.breakdowns["revenue"].items():
        total = sum(row.value for row in rows)
        assert total == pytest.approx(card.readings["revenue"].value), dimension


def test_products_of_a_shop_are_there_by_name_and_largest_first():
    rows = sample("osmirelle").breakdowns["revenue"]["product"]
    assert rows[0].key == "Stoneware dinner plate"
    assert [row.value for row in rows] == sorted((row.value for row in rows), reverse=True)


@pytest.mark.parametrize("measure", ["repeat_purchase_rate", "same_customer_revenue", "clv"])
def test_clients_by_segment_are_the_clients_of_the_headline(measure):
    card = sample("tormeline", 0.47)
    for dimension in ("segment", "channel"):
        rows = card.breakdowns[measure][dimension]
        assert sum(row.n for row in rows) == card.readings[measure].n, dimension


def test_who_bought_most_is_not_held_against_itself():
    """Whoever bought most in a year buys less in the next, by luck alone: no thirds there."""
    assert "size" not in sample("osmirelle").breakdowns.get("same_customer_revenue", {})


def test_a_client_s_value_lies_between_its_own_group_and_all():
    """Home: 12 clients, 6 with another project; their projects are far smaller than usual."""
    card = sample("tormeline", 0.47)
    inputs = card.readings["clv"].inputs
    home = next(row for row in card.breakdowns["clv"]["segment"] if row.key == "Home")
    assert home.n == 12
    # The share is (6 + 10 × 16/58) ÷ (12 + 10), and the mean project of Home is pulled upward.
    share = (6 + 10 * inputs["another_project"]) / 22
    mean = home.value / inputs["gross_margin"] / (1 + share)
    assert mean < inputs["project_value"] / 2
    assert home.low < home.value < home.high < card.readings["clv"].value
