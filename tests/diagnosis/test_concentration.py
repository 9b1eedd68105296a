"""How much hangs on one customer, on five, on one product line."""

import pytest

from revcore.derive.concentration import Concentration
from revcore.derive.largest_lines import LargestLine
from revcore.derive.margin import Margin
from revcore.diagnosis.patterns.customer_concentration import customer_concentration
from tests.companies import table
from tests.diagnosis.firms import seen


def of(*amounts):
    return Concentration(
        max(amounts), sum(amounts), len(amounts), None, "orders", amounts=tuple(amounts)
    )


def sentences(signs):
    return " ".join(one.template for one in signs.evidence)


@pytest.mark.parametrize(
    ("amounts", "p"),
    [((20.0, *[1.0] * 80), 1.0), ((19.0, *[1.0] * 81), 0.0), ((10.0,) * 5 + (1.0,) * 50, 1.0),
     ((10.0,) * 5 + (1.0,) * 51, 0.0)],
)  # fmt: skip
def test_a_fifth_with_one_or_half_with_five(amounts, p):
    assert customer_concentration(of(*amounts)).strength == p


def test_five_of_them_have_their_own_title():
    assert customer_concentration(of(*[10.0] * 5, *[1.0] * 50)).title
    assert not customer_concentration(of(30.0, *[1.0] * 70)).title


@pytest.mark.parametrize(
    ("profit", "said"), [(0.09, "nothing"), (0.20, "from 20% of today’s revenue to 10%")]
)
def test_what_is_left_of_the_profit_without_the_largest(profit, said):
    margin = Margin(0.47, "settings")
    found = customer_concentration(of(21.75, *[1.0] * 78, 0.25), (), margin, profit)
    assert said in found.evidence[1].template
    assert found.evidence[1].amounts["rest"] == pytest.approx(78.25)


def test_a_large_product_line_is_told_and_decides_nothing():
    crew = LargestLine("product line", "Crew", 0.6, 4)
    found = customer_concentration(of(*[1.0] * 60), [crew])
    assert found.strength == 0
    assert "Of 4 product lines, “Crew” brings 60% of sales." in sentences(found)
    small = LargestLine("channel", "Fair", 0.4, 3)
    assert "Fair" not in sentences(customer_concentration(of(*[1.0] * 60), [small]))


def test_a_typed_share_has_no_money_in_it():
    found = customer_concentration(Concentration(0.25, 1.0, 0, None, "typed"))
    assert found.strength == 1
    assert [one.amounts for one in found.evidence] == [{}]


def test_product_lines_are_read_from_the_orders():
    rows = [
        {"customer": n, "date": f"2024-{m:02d}-05", "amount": 100, "source": "Shop",
         "product": "Kettle" if n % 4 else "Spout"}
        for n in range(40) for m in range(1, 13)
    ]  # fmt: skip
    found = seen("customer_concentration", table("orders", rows))
    assert "Of 2 product lines, “Kettle” brings 75% of sales." in sentences(found.signs)
    assert "channel" not in sentences(found.signs)
