"""Worked examples of metrics writers: rule-of-thumb LTV, and a cost per customer with its range."""

import pytest

from revcore.derive.contractual import simple_ltv
from revcore.derive.intervals import spend_per_customer


def test_ltv_of_a_public_template():
    """“Metric calculation templates” (notion.site): 500 a month, 80 % margin, 5 % churn."""
    assert simple_ltv(500, 0.8, 0.05) == 8000


def test_ltv_does_not_follow_a_printed_figure_that_its_inputs_do_not_give():
    """GP Bullhound’s CFO handbook, page 14, prints 9,319 for inputs that give 9,350."""
    assert simple_ltv(2750, 0.85, 1 / 4.0) == pytest.approx(9350)


def test_cost_per_customer_with_twenty_customers():
    found = spend_per_customer(120_000, 20)
    assert (found.low95, found.high95) == pytest.approx((3962.974475, 9518.32567), rel=1e-9)
