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
