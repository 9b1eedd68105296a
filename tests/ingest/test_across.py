"""What stands across: months with several measures each, in one header line or in two."""

import pytest

from revcore.errors import RevcoreError

MEASURES_BELOW = (
    ",Jan 2024,,Feb 2024,,Mar 2024,\nCustomer,Revenue,Units,Revenue,Units,Revenue,Units\n"
    "Acme,100,1,120,1,140,2\nBirch,10,1,12,1,14,1\nCobalt,50,2,52,2,54,2\n"
)
MONTHS_BELOW = (
    ",Revenue,,,Units,,\nCustomer,Jan 2024,Feb 2024,Mar 2024,Jan 2024,Feb 2024,Mar 2024\n"
    "Acme,100,120,140,1,1,2\nBirch,10,12,14,1,1,1\nCobalt,50,52,54,2,2,2\n"
)
IN_ONE_LINE = (
    "Customer,Jan 2024 Units,Jan 2024 Revenue,Feb 2024 Units,Feb 2024 Revenue,"
    "Mar 2024 Units,Mar 2024 Revenue\n"
    "Acme,1,100,1,120,2,140\nBirch,1,10,1,12,1,14\nCobalt,2,50,2,52,2,54\n"
)


@pytest.mark.parametrize("text", [MEASURES_BELOW, MONTHS_BELOW, IN_ONE_LINE])
def test_of_several_measures_by_month_the_one_in_money_counts(reading, text):
    dataset = reading({"by_month.csv": text})
    frame = dataset.tables["mrr"].frame
    assert sorted(frame.select("customer", "month", "amount").rows()) == [
        (customer, 24288 + month, amount)
        for customer, amounts in enumerate([(100, 120, 140), (10, 12, 14), (50, 52, 54)])
        for month, amount in enumerate(amounts)
    ]
    (sheet,) = dataset.files[0].sheets
    assert (sheet.rows_in, sheet.rows_used, sheet.total_in) == (3, 3, {"unknown": 552.0})
    assert all("Revenue" in header and "2024" in header for header in sheet.columns["amount"])


def test_two_dates_in_a_row_are_no_header_above(table):
    found = table("From,To,Amount\n2024-01-01,2024-01-31,5\n2024-01-01,2024-01-31,6\n")
    assert found.headers == ("From", "To", "Amount")
    assert found.frame.height == 2


def test_one_measure_named_with_every_month_is_read(reading):
    text = "Customer,MRR Jan 2024,MRR Feb 2024,MRR Mar 2024\nAcme,5,6,7\nBirch,1,,3\n"
    frame = reading({"customers.csv": text}).tables["mrr"].frame
    assert sorted(frame.select("month", "amount").rows()) == [
        (24288, 1), (24288, 5), (24289, 6), (24290, 3), (24290, 7),
    ]  # fmt: skip


def test_a_header_merged_over_two_rows_beside_names_of_its_own(table):
    found = table(
        "Customer,Invoice date,Amounts,\nCustomer,Invoice date,Net amount,VAT\n"
        "Acme,2024-01-31,5.50,1.10\nBirch,2024-02-13,7.50,1.50\n"
    )
    assert found.headers == ("Customer", "Invoice date", "Net amount", "VAT")
    assert found.frame.height == 2


def test_a_second_header_in_another_order_holds_for_the_rows_below_it(reading):
    text = (
        "Invoice number,Customer,Invoice date,Net amount\n1,Acme,2024-01-31,5.50\n"
        "2,Birch,2024-02-13,7.50\nNet amount,Invoice date,Customer,Invoice number\n"
        "9.00,2024-03-13,Cobalt,4\n9.50,2024-03-14,Dune,5\n"
    )
    dataset = reading({"joined.csv": text})
    (sheet,) = dataset.files[0].sheets
    assert sheet.rows_by_reason == {"the header again": 1}
    frame = dataset.tables["invoices"].frame.sort("line")
    assert frame.select("invoice_id", "amount", "line").rows() == [
        ("1", 550, 2), ("2", 750, 3), ("4", 900, 5), ("5", 950, 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Budget by customer\nCustomer,2022,2023,2024\nAcme,1200,1500,1800\nBirch,800,,900\n",
            "Its amounts are of whole years (“2022” to “2024”), and figures here go by month.",
        ),
        (
            "Customer,2022 Actual,2023 Actual,2024 Budget\nAcme,100,120,150\nBirch,50,60,70\n",
            "Its amounts are of whole years (“2022 Actual” to “2024 Budget”)",
        ),
        (
            "Budget\nYear,Customer,Revenue\n2022,Acme,1200\n2023,Acme,1500\n2022,Birch,300\n",
            "“Year” holds whole years and no column says the month, by which figures here go.",
        ),
        (
            "Customer,Basic,Pro,Support,Total\nAcme,12,15,18,45\nBirch,8,,9,17\nCobalt,,5,7,12\n",
            "It has customers down and “Basic”, “Pro” and “Support” across, and nothing says when",
        ),
    ],
)
def test_amounts_that_nothing_dates_are_told_with_what_to_export_instead(reading, text, said):
    with pytest.raises(RevcoreError) as refused:
        reading({"by_customer.csv": text})
    assert said in str(refused.value)
    assert "Export the" in str(refused.value)
