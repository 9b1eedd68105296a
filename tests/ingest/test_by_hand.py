"""What a person may count otherwise than the conventions do: every answer is a setting."""

from __future__ import annotations

import pytest

from revcore import pipeline
from revcore.model import Settings

INVOICES = "Invoice number,Customer name,Invoice date,Total,Service start,Service end,Type,Status\n"
BILLS = INVOICES + "".join(
    f"{who * 100 + month},C{who},2024-{month:02d}-01,100,2024-{month:02d}-01,2024-{month:02d}-28,"
    "subscription,paid\n"
    for who in range(6)
    for month in range(1, 13)
)
SUBSCRIPTIONS = "Subscription ID,Customer,Start date,End date,Price,Interval,Status\n" + "".join(
    f"{who},C{who},2023-0{who}-01,,100,month,active\n" for who in range(1, 9)
)


def counting(file: str, *reasons: str, **more: object) -> dict[str, object]:
    return {"file": [{"path": file, "count": list(reasons)}], **more}


def value(dataset, name: str) -> float | None:
    return pipeline.analyse(dataset).readings[name].value


def said(dataset) -> dict[str, str]:
    return {notice.id.partition(":")[0]: notice.text for notice in dataset.notices}


# ---------------------------------------------------------------- rows without money
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9001,C1,2024-12-03,7,,,subscription,draft\n", "status: draft"),
        ("9001,C1,2024-12-03,7,,,subscription,Void\n", "status: void"),
        ("9001,Test,2024-12-03,7,,,subscription,paid\n", "test row"),
    ],
)
def test_rows_left_out_on_purpose_count_where_a_person_says_so(reading, row, reason):
    before = reading({"inv.csv": BILLS + row}).files[0].sheets[0]
    after = reading({"inv.csv": BILLS + row}, counting("inv.csv", reason)).files[0].sheets[0]
    assert before.rows_by_reason == {reason: 1}
    assert (after.rows_by_reason, after.rows_used) == ({}, before.rows_used + 1)
    assert sum(after.total_used.values()) == sum(before.total_used.values()) + 7


def test_a_row_that_cannot_be_read_never_counts_whatever_is_said(reading):
    row = "9001,C1,soon,7,,,subscription,paid\n"
    sheet = reading({"inv.csv": BILLS + row}, counting("inv.csv", "not a date")).files[0].sheets[0]
    assert sheet.rows_by_reason == {"not a date": 1}


# ---------------------------------------------------------------- once or again
def test_one_off_items_are_revenue_but_no_mrr_unless_a_person_says_so(reading):
    files = {"inv.csv": BILLS + "9001,C1,2024-12-02,5000,2024-12-01,2024-12-28,one-off,paid\n"}
    dataset = reading(files)
    assert said(dataset)["one_off"] == (
        "1 row is a one-off item of 5,000.00 in all: revenue, but no MRR."
    )
    assert value(dataset, "mrr") == 600
    assert sum(dataset.files[0].sheets[0].total_used.values()) == 7200 + 5000
    assert value(reading(files, counting("inv.csv", "one-off")), "mrr") == 5600


def test_a_column_that_says_what_recurs_is_read_by_mrr(reading):
    head = INVOICES.replace("Type", "Recurring")
    text = head + BILLS.removeprefix(INVOICES).replace("subscription", "yes")
    more = "9001,C1,2024-12-02,5000,2024-12-01,2024-12-28,no,paid\n"
    assert value(reading({"inv.csv": text + more}), "mrr") == 600


def test_trials_pay_nothing_and_are_told_with_what_they_would_pay(reading):
    files = {"subs.csv": SUBSCRIPTIONS + "20,C20,2024-01-01,,50,month,trialing\n"}
    dataset = reading(files, {"as_of": "2024-12"})
    assert said(dataset)["trials"].endswith("At their price they would be 50 a month.")
    assert value(dataset, "mrr") == 800
    assert value(reading(files, counting("subs.csv", "trial", as_of="2024-12")), "mrr") == 850


def test_a_one_time_price_is_no_subscription(reading):
    files = {"subs.csv": SUBSCRIPTIONS + "21,C21,2024-01-01,,900,one-time,active\n"}
    sheet = reading(files).files[0].sheets[0]
    assert sheet.rows_by_reason == {"one-off, no subscription": 1}


def test_exact_duplicates_count_once_where_a_person_says_so(reading):
    text = "Customer,Date,Amount\n" + "A,2024-01-02,5\nA,2024-01-02,5\nB,2024-01-03,7\n"
    files = {"orders.csv": text}
    assert reading(files).files[0].sheets[0].rows_used == 3
    once = reading(files, {"file": [{"path": "orders.csv", "once": True}]}).files[0].sheets[0]
    assert once.rows_by_reason == {"same row as an earlier row": 1}
    assert "duplicates" not in said(
        reading(files, {"file": [{"path": "orders.csv", "once": True}]})
    )


# ---------------------------------------------------------------- quotas, products, ends
@pytest.mark.parametrize(
    ("header", "span", "quota"),
    [("Quota", None, 1200), ("Annual quota", None, 300), ("Quota", "year", 300),
     ("Quota", "month", 3600), ("Annual quota", "quarter", 1200),
     ("Half-year quota", None, 600), ("Monthly quota 2025", None, 3600)],
)  # fmt: skip
def test_quotas_are_brought_to_a_quarter(reading, header, span, quota):
    files = {
        "team.csv": f"Person,Role,{header},Start date\nIda,Account executive,1200,2023-01-01\n"
    }
    fix = {"path": "team.csv", "columns": {"quota": header}, "interval": span}
    assert reading(files, {"file": [fix]}).tables["team"].frame["quota"].to_list() == [quota]


def test_a_products_other_spelling_counts_as_the_product_and_is_told_no_more(reading):
    deals = "Deal ID,Deal name,Product,Stage,Amount,Create date,Close date\n"
    files = {
        "deals.csv": deals + "1,A,GTXPro,Won,5,2024-01-02,2024-02-02\n"
        "2,B,GTX Basic,Won,5,2024-01-02,2024-02-02\n",
        "products.csv": "Product,Series,Sales price\nGTX Pro,GTX,5\nGTX Basic,GTX,3\n",
    }
    assert "“GTX Pro” looks alike." in said(reading(files))["product"]
    dataset = reading(files, {"product": [{"name": "GTXPro", "counts_as": "GTX Pro"}]})
    assert "product" not in said(dataset)
    assert set(dataset.tables["deals"].frame["product"]) == {"GTX Pro", "GTX Basic"}
    assert dataset.files == reading(files).files


def test_subscriptions_end_by_the_customer_list_where_a_person_says_so(reading):
    listed = "Account,Customer status,Churn date\nC1,Churned,2024-03-05\nC2,Active,\n"
    files = {"subs.csv": SUBSCRIPTIONS, "accounts.csv": listed}
    assert value(reading(files, {"as_of": "2024-12"}), "mrr") == 800
    dataset = reading(files, {"as_of": "2024-12", "ends_from_customers": True})
    assert value(dataset, "mrr") == 700
    assert dataset.tables["customers"].frame["status"].to_list() == ["left", "customer"]


def test_every_answer_is_written_and_read_again():
    given = Settings.of(
        counting("a.csv", "trial", by_parent=False, ends_from_customers=True,
                 merge=[{"customers": ["A", "B"]}], product=[{"name": "x", "counts_as": "y"}])
    )  # fmt: skip
    from revcore.ui.settings_file import from_toml, to_toml

    assert from_toml(to_toml(given).encode()) == given
