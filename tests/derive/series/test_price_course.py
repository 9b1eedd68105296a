"""The course of prices: levels taken out, the mean of each quarter, customers on old prices."""

import numpy as np
import pytest

from revcore.derive.list_price import trend
from revcore.derive.months import CustomerMonths
from revcore.derive.series.price_course import on_old_prices, price_course

NOW = 24035


def course(growth):
    """Two kinds of deals, one ten times dearer, five a month each, with steady growth a year."""
    month = np.repeat(np.arange(NOW - 35, NOW + 1), 2)
    kind = np.tile(np.array(["small", "large"]), 36)
    price = np.log(np.where(kind == "small", 100, 1000)) + np.log1p(growth) * (month - NOW) / 12
    return price_course(trend(month, kind, price, np.full(72, 5), NOW, plans=False), NOW)


@pytest.mark.parametrize("growth", [0.0, 0.04])
def test_prices_of_every_level_follow_the_line_they_were_made_from(growth):
    rows = course(growth).rows
    assert len(rows) == 12
    for at, (month, n, price, *_, inflation, found, months, basis, stayed, same) in enumerate(rows):
        middle = (1 + 3 * at) / 12  # of three months, the first being 0
        assert (month == "2002-12") == (at == 11), month
        assert (n, months, basis, stayed, same) == (30, 36, "deals", None, None)
        assert price == pytest.approx((1 + growth) ** middle)
        assert inflation == pytest.approx(1.03 ** ((2 + 3 * at) / 12))
        assert found == pytest.approx(growth)


def test_customers_on_old_prices_are_those_who_pay_no_more_than_two_years_ago():
    then, paid = NOW - 24, [(0, 100, 100), (1, 100, 90), (2, 100, 120), (3, 100, 0), (4, 0, 50)]
    rows = [(who, at, amount) for who, *amounts in paid
            for at, amount in zip((then, NOW), amounts, strict=True)]  # fmt: skip
    who, month, amount = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    order = np.lexsort((who, month))
    kept = order[amount[order] > 0]
    recurring = CustomerMonths(who[kept], month[kept], amount[kept], 0, then, NOW, "subscriptions")
    assert on_old_prices(recurring, NOW) == (3, 2)
    assert on_old_prices(recurring, NOW - 1) == (None, None)
    assert on_old_prices(None, NOW) == (None, None)
