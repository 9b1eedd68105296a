"""Growth customer by customer, revenue of one source, concentration: by hand."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from revcore.derive.growth import Growth
from revcore.errors import NotComputable
from revcore.metrics.revenue import revenue
from revcore.metrics.revenue_growth_mom import revenue_growth_mom
from revcore.metrics.revenue_growth_qoq import revenue_growth_qoq
from revcore.metrics.revenue_growth_yoy import revenue_growth_yoy
from revcore.metrics.revenue_per_employee import revenue_per_employee
from revcore.metrics.rule_of_40 import rule_of_40
from revcore.metrics.top_customer_share import top_customer_share
from revcore.registry import Provider
from tests.companies import ask, dataset, mrr_sheet, table


def call(asked, measure):
    return asked.call(Provider.of(measure))


def flat(months: int, *levels: int) -> dict[str, list[int]]:
    return {f"c{number}": [level] * months for number, level in enumerate(levels)}


def test_growth_over_a_year_a_quarter_and_a_month():
    made = dataset(mrr_sheet(**{f"c{n}": [10] * 12 + [12] * 11 + [15] for n in range(5)}))
    asked = ask(made)
    assert call(asked, revenue_growth_yoy).value == pytest.approx((11 * 12 + 15) / 120 - 1)
    assert call(asked, revenue_growth_qoq).value == pytest.approx(39 / 36 - 1)
    assert call(asked, revenue_growth_mom).value == pytest.approx(15 / 12 - 1)


def test_twenty_three_months_are_no_two_years():
    with pytest.raises(NotComputable, match="reach back to"):
        call(ask(dataset(mrr_sheet(**flat(23, 5, 5, 5, 5, 5)))), revenue_growth_yoy)


def test_totals_alone_give_growth_without_a_range():
    rows = [{"month": f"{2023 + m // 12}-{m % 12 + 1:02d}", "amount": 100 + 10 * (m // 12)}
            for m in range(24)]  # fmt: skip
    found = call(ask(dataset(table("revenue_by_month", rows))), revenue_growth_yoy)
    assert found.value == pytest.approx(0.1)
    assert found.interval is None


def test_purchases_without_a_customer_are_revenue_all_the_same():
    rows = [{"customer": n if n < 5 else None, "date": f"{year}-06-15", "amount": 100}
            for year in (2023, 2024) for n in range(6 if year == 2023 else 7)]  # fmt: skip
    rows += [{"customer": 0, "date": day, "amount": 0} for day in ("2023-01-02", "2024-12-31")]
    found = call(ask(dataset(table("orders", rows), as_of="2024-12")), revenue_growth_yoy)
    assert found.value == pytest.approx(700 / 600 - 1)


def test_the_biggest_customer_is_held_against_all_revenue():
    rows = [{"customer": n, "date": "2024-06-15", "amount": 100 * (n + 1)} for n in range(3)]
    rows += [{"customer": None, "date": day, "amount": 200} for day in ("2024-01-02", "2024-12-31")]
    found = call(ask(dataset(table("orders", rows), as_of="2024-12")), top_customer_share)
    assert found.value == 0.3
    assert found.interval is None


def test_revenue_is_the_sum_of_the_months_counted_and_not_annualised():
    found = call(ask(dataset(mrr_sheet(**flat(7, 10, 20)))), revenue)
    assert (found.value, found.n, found.inputs["as_of_month"]) == (210, 7, 30)
    with pytest.raises(NotComputable, match="7 months of revenue are known"):
        call(ask(dataset(mrr_sheet(**flat(7, 10, 20)), headcount=5)), revenue_per_employee)


def test_rule_of_40_adds_the_margin_to_value_and_range():
    made = dataset(mrr_sheet(**{f"c{n}": [10] * 12 + [10 + n] * 12 for n in range(6)}),
                   profit_margin=-0.1)  # fmt: skip
    asked = ask(made)
    growth, rule = call(asked, revenue_growth_yoy), call(asked, rule_of_40)
    assert rule.value == pytest.approx(growth.value - 0.1)
    assert rule.interval.low == pytest.approx(growth.interval.low - 0.1)


PURCHASE = st.tuples(st.integers(0, 5), st.integers(0, 730), st.integers(-50, 500))


@settings(deadline=None, max_examples=40)
@given(st.lists(PURCHASE, min_size=5, max_size=60))
def test_customers_sum_to_the_total(purchases):
    # 2023 and 2024, with something on the first and the last day.
    rows = [{"customer": c or None, "date": 19_358 + d, "amount": a} for c, d, a in purchases]
    rows += [{"customer": 1, "date": day, "amount": 1} for day in (19_358, 20_088)]
    asked = ask(dataset(table("orders", rows), as_of="2024-12"))
    months = asked("revenue_months")
    assert int(months.amount.sum()) == sum(row["amount"] for row in rows)
    try:
        found: Growth = asked("growth_yoy")
    except NotComputable:
        return
    assert found.now.sum() == pytest.approx(months.total(found.window))
    assert found.before.sum() == pytest.approx(months.total(found.previous))
