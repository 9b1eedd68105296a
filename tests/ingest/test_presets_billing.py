"""Exports of billing tools: our own rows under their headers, sums worked out by hand."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest


def sheet(headers: str, *rows: dict[str, str], usual: dict[str, str] | None = None) -> str:
    """A CSV under these headers; cells that a row does not name are the usual ones or blank."""
    names = next(csv.reader([headers]))
    text = io.StringIO()
    out = csv.DictWriter(text, names, restval="", lineterminator="\n")
    out.writeheader()
    out.writerows({**(usual or {}), **row} for row in rows)
    return text.getvalue()


def day(text: str) -> int:
    """Days since 1970-01-01."""
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def money(dataset, table: str, column: str = "amount") -> list[Decimal]:
    """Amounts of a table in file order."""
    made = dataset.tables[table]
    cells = made.frame.sort("line")[column].to_list()
    return [Decimal(cell).scaleb(-made.scale[column]) for cell in cells]


def aside(dataset) -> list[tuple[int, str]]:
    """Line and reason of each row set aside."""
    return sorted((row.line, row.reason) for row in dataset.set_aside)


def preset(dataset) -> str | None:
    """Id of the preset that read the only sheet."""
    return dataset.files[0].sheets[0].preset


STRIPE_INVOICES = (
    "id,Amount Due,Amount Paid,Billing,Charge,Closed,Currency,Customer,Customer Name,Date (UTC),"
    "Description,Due Date (UTC),Forgiven,Number,Paid,Subscription,Subtotal,Total Discount Amount,"
    "Applied Coupons,Tax,Tax Percent,Exclusive Tax Amount,Inclusive Tax Amount,Total,"
    "Starting Balance,Ending Balance,Status,Paid At (UTC),Finalized At (UTC),Voided At (UTC),"
    "Marked Uncollectible At (UTC),Period Start (UTC),Period End (UTC),"
    "Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC)"
)


def test_stripe_invoices_are_before_tax_and_after_discounts(reading):
    usual = {"Currency": "usd", "Customer": "cus_1", "Customer Name": "Acme Ltd", "Status": "paid"}
    text = sheet(
        STRIPE_INVOICES,
        {
            "id": "in_1", "Date (UTC)": "2024-03-01 10:00", "Subtotal": "1200.00",
            "Total Discount Amount": "120.00", "Tax": "216.00", "Exclusive Tax Amount": "216.00",
            "Total": "1296.00", "Amount Due": "1296.00",
            "Period Start (UTC)": "2023-03-01 10:00", "Period End (UTC)": "2024-03-01 10:00",
            "Due Date (UTC)": "2024-03-15 10:00", "Paid": "true",
            "Paid At (UTC)": "2024-03-20 10:00",
            "Minimum Line Item Period Start (UTC)": "2024-03-01 10:00",
            "Maximum Line Item Period End (UTC)": "2025-03-01 10:00",
        },
        {
            "id": "in_2", "Date (UTC)": "2024-03-05 10:00", "Subtotal": "119.00",
            "Tax": "19.00", "Inclusive Tax Amount": "19.00", "Total": "119.00",
        },
        {"id": "in_3", "Date (UTC)": "2024-03-06 10:00", "Subtotal": "50.00", "Status": "void"},
        {"id": "in_4", "Date (UTC)": "2024-03-07 10:00", "Subtotal": "60.00",
         "Status": "uncollectible"},
        {"id": "in_5", "Date (UTC)": "2024-03-08 10:00", "Subtotal": "70.00", "Status": "open"},
        usual=usual,
    )  # fmt: skip
    dataset = reading({"invoices.csv": text})
    assert preset(dataset) == "stripe_invoices"
    # 1200 − 120 discount = 1080; 119 − 19 tax inside = 100; 70 open counts.
    assert money(dataset, "invoices") == [1080, 100, 70]
    assert aside(dataset) == [(4, "status: void"), (5, "status: uncollectible")]
    first = dataset.tables["invoices"].frame.sort("line").row(0, named=True)
    assert (first["period_start"], first["period_end"]) == (day("2024-03-01"), day("2025-03-01"))
    assert (first["due"], first["paid"]) == (day("2024-03-15"), day("2024-03-20"))
    said = [notice.text for notice in dataset.notices if notice.id.startswith("discount_off")]
    assert said == ["Discounts of 120.00 in 1 row are taken off."]


STRIPE_PAYMENTS = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,"
    "Converted Amount Refunded,Converted Currency,Decline Reason,Description,Fee,"
    "Refunded date (UTC),Statement Descriptor,Status,Seller Message,Taxes On Fee,Card ID,"
    "Customer ID,Customer Description,Customer Email,Invoice ID,Transfer"
)
STRIPE_PAYMENTS_OLD = (
    "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,"
    "Customer ID,Customer Description,Customer Email,Captured,Card ID,Card Last4,Card Brand"
)


@pytest.mark.parametrize(
    ("headers", "date"),
    [(STRIPE_PAYMENTS, "Created date (UTC)"), (STRIPE_PAYMENTS_OLD, "Created (UTC)")],
)
def test_stripe_payments_count_what_was_captured_and_not_given_back(reading, headers, date):
    usual = {
        date: "2024-03-01 09:12:33", "Currency": "eur", "Captured": "true", "Status": "Paid",
        "Customer ID": "cus_1", "Amount Refunded": "0.00", "Converted Currency": "usd",
    }  # fmt: skip
    rows = [
        {"id": "ch_1", "Amount": "1,299.00", "Converted Amount": "1,400.00"},
        {"id": "ch_2", "Amount": "100.00", "Amount Refunded": "25.50", "Status": "Refunded"},
        {"id": "ch_3", "Amount": "80.00", "Status": "Failed"},
        {"id": "ch_4", "Amount": "70.00", "Status": "requires_payment_method"},
        {"id": "ch_5", "Amount": "60.00", "Captured": "false"},
    ]
    dataset = reading({"payments.csv": sheet(headers, *rows, usual=usual)})
    assert preset(dataset) == "stripe_payments"
    assert money(dataset, "payments") == [Decimal("1299.00"), Decimal("74.50")]
    assert dataset.currency == "EUR"
    assert [line for line, _ in aside(dataset)] == [4, 5, 6]


def test_stripe_payments_of_test_mode_are_set_aside(reading):
    usual = {"Created (UTC)": "2024-03-01 09:12", "Status": "Paid", "Amount": "10.00"}
    rows = [{"id": "ch_1", "Mode": "Live"}, {"id": "ch_2", "Mode": "Test"}]
    dataset = reading({"payments.csv": sheet(STRIPE_PAYMENTS_OLD, *rows, usual=usual)})
    assert aside(dataset) == [(3, "test row")]


STRIPE_BALANCE = (
    "balance_transaction_id,created_utc,created,available_on_utc,available_on,currency,gross,fee,"
    "net,reporting_category,source_id,description,customer_facing_amount,customer_facing_currency,"
    "automatic_payout_id,automatic_payout_effective_at_utc,customer_id,charge_id,payment_intent_id"
)


def test_stripe_balance_keeps_charges_and_what_was_given_back(reading):
    usual = {"created_utc": "2024-03-01 09:12:33", "currency": "usd", "customer_id": "cus_1"}
    rows = [
        ("charge", "250.00"), ("refund", "-50.00"), ("dispute", "-30.00"), ("payout", "-150.00"),
        ("fee", "-7.55"), ("payout_reversal", "10.00"), ("transfer", "-5.00"), ("charge", "40.00"),
    ]  # fmt: skip
    text = sheet(
        STRIPE_BALANCE,
        *(
            {"balance_transaction_id": f"txn_{n}", "reporting_category": kind, "gross": gross}
            for n, (kind, gross) in enumerate(rows)
        ),
        usual=usual,
    )
    dataset = reading({"itemised.csv": text})
    assert preset(dataset) == "stripe_balance"
    assert sum(money(dataset, "payments")) == 250 - 50 - 30 + 40
    assert aside(dataset) == [(line, "no sale") for line in (5, 6, 7, 8)]


STRIPE_CHARGES = (
    "id,_fivetran_synced,amount,amount_refunded,balance_transaction_id,captured,created,currency,"
    "customer_id,description,failure_code,livemode,outcome_seller_message,outcome_type,paid,"
    "receipt_url,refunded,status,calculated_statement_descriptor"
)


def test_stripe_charges_of_the_api_are_in_the_smallest_coin(reading):
    usual = {
        "created": "2021-02-18 14:07:57", "currency": "usd", "captured": "TRUE", "paid": "TRUE",
        "livemode": "TRUE", "status": "succeeded", "amount_refunded": "0", "customer_id": "cus_1",
    }  # fmt: skip
    rows = [
        {"id": "ch_1", "amount": "129900"},
        {"id": "ch_2", "amount": "10000", "amount_refunded": "2550", "refunded": "FALSE"},
        {"id": "ch_3", "amount": "500", "status": "failed", "captured": "FALSE"},
        {"id": "ch_4", "amount": "500", "livemode": "FALSE"},
    ]
    dataset = reading({"charge_data.csv": sheet(STRIPE_CHARGES, *rows, usual=usual)})
    assert preset(dataset) == "stripe_api_charges"
    assert money(dataset, "payments") == [Decimal("1299.00"), Decimal("74.50")]
    assert dataset.files[0].sheets[0].total_in == {"USD": 1409.0}


@pytest.mark.parametrize(("code", "amount"), [("usd", "12.34"), ("jpy", "1234"), ("kwd", "1.234")])
def test_the_smallest_coin_is_a_hundredth_only_where_there_are_hundredths(reading, code, amount):
    usual = {"created": "2021-02-18", "captured": "true", "livemode": "true", "status": "succeeded"}
    row = {"id": "ch_1", "amount": "1234", "amount_refunded": "0", "currency": code}
    dataset = reading({"charges.csv": sheet(STRIPE_CHARGES, row, usual=usual)})
    assert money(dataset, "payments") == [Decimal(amount)]


def test_stripe_customers_and_credit_notes_of_the_api(reading):
    customers = (
        "id,account_balance,created,delinquent,email,invoice_prefix,livemode,name,tax_exempt,"
        "default_source_id,address_country\n"
        "cus_1,0,2021-01-18 12:35:30,FALSE,a@acme.example,X1,TRUE,Acme Ltd,none,,DE\n"
        "cus_2,0,2021-01-19 12:35:30,FALSE,t@acme.example,X2,FALSE,Try-out,none,,DE\n"
    )
    notes = (
        "id,amount,created,currency,customer_id,discount_amount,subtotal,total,livemode,memo,"
        "number,pdf,reason,status,type,voided_at,invoice_id,refund_id\n"
        "cn_1,5950,2021-06-30 10:04:03,usd,cus_1,0,5000,5950,TRUE,,N-1,https://x,,issued,post_payment,,in_1,\n"
        "cn_2,100,2021-06-30 10:04:03,usd,cus_1,0,100,100,TRUE,,N-2,https://x,,void,post_payment,2021-07-01,in_1,\n"
    )
    dataset = reading({"customer_data.csv": customers, "credit_note_data.csv": notes})
    presets = {file.name: file.sheets[0].preset for file in dataset.files}
    assert presets == {
        "customer_data.csv": "stripe_api_customers",
        "credit_note_data.csv": "stripe_api_credit_notes",
    }
    assert dataset.customers == ("Acme Ltd",)
    assert money(dataset, "invoices") == [Decimal("-50.00")]
    assert dataset.tables["invoices"].frame["customer"].to_list() == [0]


XERO = (
    "ContactName,EmailAddress,POAddressLine1,POCountry,SAAddressLine1,InvoiceNumber,Reference,"
    "InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,"
    "InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,AccountCode,TaxType,"
    "TaxAmount,TrackingName1,TrackingOption1,Currency,Type,Sent,Status"
)


def test_xero_counts_lines_and_never_the_repeated_total(reading):
    usual = {
        "ContactName": "Acme Ltd", "InvoiceDate": "29/03/2024", "Currency": "GBP",
        "Type": "Sales invoice", "Status": "Authorised",
    }  # fmt: skip
    rows = [
        {"InvoiceNumber": "INV-1", "Total": "360.00", "LineAmount": "200.00", "TaxAmount": "40.00"},
        {"InvoiceNumber": "INV-1", "Total": "360.00", "LineAmount": "100.00", "TaxAmount": "20.00"},
        {"InvoiceNumber": "INV-2", "Total": "60.00", "LineAmount": "50.00", "TaxAmount": "10.00",
         "Status": "Draft"},
        {"InvoiceNumber": "CN-1", "Total": "30.00", "LineAmount": "25.00", "TaxAmount": "5.00",
         "Type": "Sales credit note"},
        {"InvoiceNumber": "B-1", "LineAmount": "999.00", "Type": "Bill"},
        {"InvoiceNumber": "INV-3", "LineAmount": "70.00", "Status": "Voided"},
    ]  # fmt: skip
    dataset = reading({"SalesInvoices.csv": sheet(XERO, *rows, usual=usual)})
    assert preset(dataset) == "xero_invoices"
    assert money(dataset, "invoices") == [200, 100, -25]  # 275 before tax, not 2 × 360
    assert aside(dataset) == [
        (4, "status: draft"), (6, "a bill, no sale"), (7, "status: voided"),
    ]  # fmt: skip


def test_xero_lines_with_tax_inside_are_told_by_the_total_and_freed_of_it(reading):
    usual = {"ContactName": "Acme Ltd", "InvoiceDate": "29/03/2024", "Currency": "GBP"}
    rows = [
        {"InvoiceNumber": "1", "Total": "360.00", "LineAmount": "240.00", "TaxAmount": "40.00"},
        {"InvoiceNumber": "1", "Total": "360.00", "LineAmount": "120.00", "TaxAmount": "20.00"},
    ]
    dataset = reading({"SalesInvoices.csv": sheet(XERO, *rows, usual=usual)})
    assert money(dataset, "invoices") == [200, 100]
    assert "Tax of 60.00 in 2 rows is taken off." in [notice.text for notice in dataset.notices]


def test_xero_lines_without_an_amount_are_quantity_times_price_less_discount(reading):
    headers = (
        "*ContactName,EmailAddress,POAddressLine1,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,"
        "Total,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,"
        "TaxAmount,TrackingName1,TrackingOption1,Currency,BrandingTheme"
    )
    usual = {"*ContactName": "Acme Ltd", "*InvoiceDate": "29/3/2024"}
    rows = [
        {"*InvoiceNumber": "1", "*Quantity": "81", "*UnitAmount": "3"},
        {"*InvoiceNumber": "2", "*Quantity": "2.5", "*UnitAmount": "40.10"},
        {"*InvoiceNumber": "3", "*Quantity": "10", "*UnitAmount": "19.99", "Discount": "12.5"},
    ]
    dataset = reading({"template.csv": sheet(headers, *rows, usual=usual)})
    # 81 × 3 = 243; 2.5 × 40.10 = 100.25; 10 × 19.99 × 0.875 = 174.9125
    assert money(dataset, "invoices") == [243, Decimal("100.25"), Decimal("174.9125")]
    read = dataset.files[0].sheets[0]
    assert (read.money_column, read.total_used) == ("*UnitAmount", {"unknown": 518.1625})


def test_the_public_xero_file_sums_to_its_manifest(public):
    dataset = public("exports/xero_sales_invoice.csv")
    assert sum(money(dataset, "invoices")) == 18_500
    assert dataset.files[0].sheets[0].rows_used == 5


def test_quickbooks_sales_with_a_customer_column(reading):
    headers = (
        "Date,Transaction Type,Num,Customer,Product/Service,Memo/Description,Qty,Sales Price,Amount"
    )
    rows = [
        ("01/15/2024", "Invoice", "1001", "Acme Ltd", "Design:Logo", "400.00"),
        ("01/20/2024", "Sales Receipt", "1002", "Birch & Sons", "Hosting", "60.00"),
        ("01/22/2024", "Credit Memo", "1003", "Acme Ltd", "Design:Logo", "-50.00"),
        ("01/25/2024", "Estimate", "1004", "Acme Ltd", "Design:Site", "900.00"),
        ("01/28/2024", "Payment", "1005", "Acme Ltd", "", "-350.00"),
    ]
    names = ("Date", "Transaction Type", "Num", "Customer", "Product/Service", "Amount")
    text = sheet(headers, *(dict(zip(names, row, strict=True)) for row in rows))
    dataset = reading({"Sales by Customer Detail.csv": text})
    assert preset(dataset) == "quickbooks_sales_by_customer"
    assert money(dataset, "invoices") == [400, 60, -50]
    assert aside(dataset) == [(5, "no sale"), (6, "no sale")]
    assert set(dataset.customers) == {"Acme Ltd", "Birch & Sons"}


def test_quickbooks_sales_with_each_customer_on_a_row_of_its_own(reading):
    text = (
        "Sales by Customer Detail,,,,,,,,\nHollow Oak Ltd,,,,,,,,\n"
        '"January - March, 2024",,,,,,,,\n,,,,,,,,\n'
        ",Date,Transaction Type,Num,Product/Service,Memo/Description,Qty,Sales Price,Amount,"
        "Balance\n"
        "Acme Ltd,,,,,,,,,\n"
        ",01/15/2024,Invoice,1001,Design:Logo,Logo,1,400.00,400.00,400.00\n"
        ",01/22/2024,Credit Memo,1003,Design:Logo,Back,1,-50.00,-50.00,350.00\n"
        "Total for Acme Ltd,,,,,,,,350.00,\n"
        "Birch & Sons,,,,,,,,,\n"
        ",01/20/2024,Sales Receipt,1002,Hosting,Jan,1,60.00,60.00,60.00\n"
        ",01/25/2024,Estimate,1004,Design:Site,Plan,1,900.00,900.00,960.00\n"
        ",02/20/2024,Invoice,1006,Hosting,Feb,1,60.00,60.00,1020.00\n"
        "Total for Birch & Sons,,,,,,,,1020.00,\n"
        "TOTAL,,,,,,,,1370.00,\n"
    )
    dataset = reading({"Sales by Customer Detail.csv": text})
    assert preset(dataset) == "quickbooks_sales_by_customer"
    assert money(dataset, "invoices") == [400, -50, 60, 60]
    names = [
        dataset.customers[one] for one in dataset.tables["invoices"].frame.sort("line")["customer"]
    ]
    assert names == ["Acme Ltd", "Acme Ltd", "Birch & Sons", "Birch & Sons"]
    assert (12, "no sale") in aside(dataset)
