"""Growth measures from rows: movements that add up, growth a month, concentration, recurring."""

import pytest

from revcore.errors import NotComputable
from revcore.metrics.catalogue import metrics
from tests.companies import ask, dataset, mrr_sheet, table


def read(made, name, **values):
    return ask(made, **values).call(metrics()[name].provider)


def test_movements_are_exactly_the_change_of_the_level():
    made = dataset(
        mrr_sheet(a=[100] * 14, b=[0, 50, 60, 0, 0, 70] + [70] * 8, c=[80, 80, 40] + [0] * 11,
                  d=[0] * 10 + [33, 33, 33, 35])
    )  # fmt: skip
    found = read(made, "mrr_movements", span=12)
    parts = found.inputs
    gained = parts["new"] + parts["reactivation"] + parts["expansion"]
    assert found.value == gained - parts["contraction"] - parts["churn"]
    assert found.value == parts["closing"] - parts["opening"] == 205 - 230
    assert (parts["reactivation"], parts["new"], parts["expansion"]) == (70, 33, 12)
    assert (parts["contraction"], parts["churn"]) == (40, 100)


def test_compound_growth_leads_from_the_month_a_year_ago_to_this_one():
    grown = {f"c{at}": [round(1000 * 1.03**month) for month in range(14)] for at in range(6)}
    found = read(dataset(mrr_sheet(**grown)), "cmgr_12")
    assert found.value == pytest.approx(0.03, abs=1e-4)
    assert found.interval.low <= found.value <= found.interval.high
    with pytest.raises(NotComputable, match="has to reach back"):
        read(dataset(mrr_sheet(**{name: months[:12] for name, months in grown.items()})), "cmgr_12")


def orders(amounts):
    return dataset(
        table("orders", [
            {"order_id": f"{month}-{who}", "customer": who, "date": f"2024-{month:02d}-10",
             "amount": amount}
            for month in (3, 7, 12)
            for who, amount in enumerate(amounts)
        ]),
        as_of="2024-12",
    )  # fmt: skip


def test_ten_customers_of_twelve_and_their_concentration():
    amounts = [50, 20, 10, 5, 5, 2, 2, 1, 1, 1, 2, 1]
    found = read(orders(amounts), "top_10_share")
    assert found.value == pytest.approx(98 / 100)
    assert found.inputs["share_of_three"] == pytest.approx(0.8)
    assert found.inputs["share_of_five"] == pytest.approx(0.9)
    spread = read(orders(amounts), "revenue_hhi")
    assert spread.value == pytest.approx(sum(amount**2 for amount in amounts))
    assert spread.inputs["effective_customers"] == pytest.approx(1e4 / 3066)


def test_ten_customers_are_everything_and_one_is_all():
    with pytest.raises(NotComputable, match="There are 10 customers"):
        read(orders([1] * 10), "top_10_share")
    assert read(orders([9]), "revenue_hhi").value == 10_000


def test_what_nobody_s_name_stands_on_is_in_the_whole_but_no_customer():
    rows = [{"order_id": str(at), "customer": at if at < 4 else None,
             "date": f"2024-{1 + at:02d}-10", "amount": 25} for at in range(8)]  # fmt: skip
    found = read(dataset(table("orders", rows), as_of="2024-08"), "revenue_hhi")
    assert found.value == pytest.approx(4 * 12.5**2)


def invoices(**marks):
    rows = [
        {"invoice_id": f"{month}", "customer": 1, "date": f"2024-{month:02d}-05", "amount": amount,
         **{name: given[month % 2] for name, given in marks.items()}}
        for month, amount in ((1, 100), (2, 40), (3, 100), (4, 60), (5, -20), (6, 20))
    ]  # fmt: skip
    return dataset(table("invoices", rows), as_of="2024-06", business_model="projects")


def test_recurring_is_what_is_marked_so_credit_notes_taken_off():
    found = read(invoices(recurring=[False, True]), "recurring_share")
    assert found.value == pytest.approx((100 + 100 - 20) / 300)
    assert read(invoices(recurring=[None, True]), "recurring_share").value == found.value


def test_without_a_mark_recurring_is_what_has_a_period():
    made = invoices(period_start=[None, "2024-01-01"], period_end=[None, "2024-01-31"])
    assert read(made, "recurring_share").value == pytest.approx(180 / 300)
    with pytest.raises(NotComputable, match="which period"):
        read(invoices(), "recurring_share")


def test_total_contract_value_counts_won_deals_with_an_amount():
    rows = [
        {"deal_id": str(at), "created": "2024-01-02", "closed": f"2024-{2 + at:02d}-02",
         "status": status, "amount": amount}
        for at, (status, amount) in enumerate(
            [("won", 100), ("lost", 900), ("won", None), ("won", 50), ("open", 70)])
    ]  # fmt: skip
    found = read(dataset(table("deals", rows), as_of="2024-06"), "tcv")
    assert (found.value, found.n, found.inputs["without_amount"]) == (150.0, 2, 1)
