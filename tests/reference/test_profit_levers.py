"""Four profit levers moved by 5 % each, a textbook example of pricing.

100,000 units at 100, 60 of variable cost each, 3,000,000 of fixed cost: a profit of 1,000,000.
"""

import pytest

from revcore.derive.break_even import profit_levers
from revcore.errors import NotComputable

UNITS, PRICE, VARIABLE, FIXED = 100_000, 100.0, 60.0, 3_000_000.0


def profit(units=1.0, price=1.0, variable=1.0, fixed=1.0):
    return UNITS * units * (PRICE * price - VARIABLE * variable) - FIXED * fixed


@pytest.mark.parametrize(
    ("lever", "printed", "moved"),
    [
        ("volume", 0.20, {"units": 1.05}),
        ("cost_of_sale", 0.30, {"variable": 0.95}),
        ("fixed_cost", 0.15, {"fixed": 0.95}),
        ("price", 0.50, {"price": 1.05}),
    ],
)
def test_five_per_cent_of_each(lever, printed, moved):
    revenue = UNITS * PRICE
    found = profit_levers(0.05, 1 - VARIABLE / PRICE, profit() / revenue)
    assert found[lever] == pytest.approx(printed, abs=1e-9)
    assert found[lever] == pytest.approx(profit(**moved) / profit() - 1, abs=1e-9)


def test_without_a_profit_there_is_nothing_to_compare_with():
    with pytest.raises(NotComputable, match="profit above zero"):
        profit_levers(0.05, 0.4, -0.06)


def test_ten_per_cent_of_each_in_the_marketing_book():
    """Baker (ed.), The Marketing Book, 5th edition (2003), table 13.1: 1,000 units at 100, 50 of
    variable and 20,000 of fixed cost; price brings 33.3 %, volume and unit cost 16.7, fixed 6.7.
    """
    found = profit_levers(0.10, 0.5, 0.3)
    printed = {"price": 0.333, "volume": 0.167, "cost_of_sale": 0.167, "fixed_cost": 0.067}
    assert found == pytest.approx(printed, abs=0.0005)


def test_one_per_cent_of_each_at_the_average_of_2463_companies():
    """Marn & Rosiello (1992), Managing Price, Gaining Profit, Harvard Business Review 70(5): 1 % of
    price, unit cost, volume and fixed cost bring 11.1, 7.8, 3.3 and 2.3 % more profit. The first
    two say that a profit of 9.0 and a unit cost of 70.2 stand in 100; the other two follow.
    """
    found = profit_levers(0.01, 1 - 0.702, 0.09)
    printed = {"price": 0.111, "cost_of_sale": 0.078, "volume": 0.033, "fixed_cost": 0.023}
    assert found == pytest.approx(printed, abs=0.0005)
