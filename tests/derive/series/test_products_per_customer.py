"""Customers by number of products: each counted once, with the mean of what they pay."""

import numpy as np

from revcore.derive.months import CustomerMonths
from revcore.derive.products import ProductsHeld
from revcore.derive.series.products_per_customer import products_per_customer

NOW = 9


def rows(customer, count, paid):
    """The series of customers with so many products and so much paid."""
    held = ProductsHeld(np.zeros(0, bool), np.array(customer), np.array(count), np.zeros(0), ())
    who, amount = (np.array(column, np.int64) for column in zip(*paid, strict=True))
    recurring = CustomerMonths(who, np.full(len(who), NOW), amount, 2, NOW, NOW, "subscriptions")
    return products_per_customer(held, recurring, NOW).rows


def test_four_products_count_as_three_or_more_and_others_by_themselves():
    paid = [(0, 1000), (1, 3000), (2, 5000), (5, 7000), (7, 9000)]
    assert rows([0, 1, 2, 5, 7], [1, 1, 2, 3, 4], paid) == [
        ["one product", 2, 20.0], ["two products", 1, 50.0], ["three or more", 2, 80.0],
    ]  # fmt: skip


def test_only_those_who_are_there_stand_in_it():
    assert rows([3], [1], [(2, 100), (3, 500)]) == [["one product", 1, 5.0]]
