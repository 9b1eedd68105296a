"""Exports of billing tools: our own rows under their headers, sums worked out by hand."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import polars as pl
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


def test_baremetrics_amounts_are_cents_of_one_interval(reading):
    text = (
        "plan_oid,plan_name,plan_currency,plan_amount,plan_interval,plan_interval_count,"
        "customer_oid,customer_name,customer_email,subscription_oid,subscription_started_at,"
        "subscription_canceled_at,subscription_quantity\n"
        "p1,Pro,usd,4900,month,1,c1,Acme,a@acme.example,s1,2023-01-05,,3\n"
        "p2,Year,usd,120000,year,1,c2,Birch,b@birch.example,s2,2023-02-01,2024-02-10,1\n"
        "p3,Quarter,usd,9000,month,3,c3,Cobalt,c@cobalt.example,s3,2023-03-01,,\n"
    )
    dataset = reading({"import.csv": text})
    assert preset(dataset) == "baremetrics_subscriptions"
    # 49.00 × 3 = 147; 1200.00 ÷ 12 = 100; 90.00 ÷ 3 = 30
    assert money(dataset, "subscriptions", "mrr") == [147, 100, 30]
    ends = dataset.tables["subscriptions"].frame.sort("line")["end"].to_list()
    assert ends == [None, day("2024-02-10"), None]


def test_chartmogul_customers_and_line_items(reading):
    customers = (
        "Name*,Email,Company,Country,State,City,Zip,External ID*,Lead created at\n"
        "Acme Ltd,a@acme.example,Acme Ltd,DE,BE,Berlin,10115,cus_1,2023-01-02\n"
    )
    lines = (
        "external_id,date,currency,customer_external_id,data_source_uuid,type,"
        "subscription_external_id,plan_uuid,service_period_start,service_period_end,"
        "amount_in_cents,prorated,quantity,discount_amount_in_cents,tax_amount_in_cents\n"
        "inv_1,2024-01-01 00:00:00,USD,cus_1,ds_1,subscription,s_1,pl_1,2024-01-01 00:00:00,"
        "2024-12-31 00:00:00,142800,false,1,0,22800\n"
        "inv_1,2024-01-01 00:00:00,USD,cus_1,ds_1,one_time,,pl_2,,,50000,false,1,1000,0\n"
    )
    dataset = reading({"customers.csv": customers, "line_items.csv": lines})
    assert {file.sheets[0].preset for file in dataset.files} == {
        "chartmogul_customers", "chartmogul_invoices",
    }  # fmt: skip
    assert dataset.customers == ("Acme Ltd",)
    assert money(dataset, "invoices") == [1200, 500]  # 1428.00 − 228.00 tax; 500.00
    frame = dataset.tables["invoices"].frame.sort("line")
    assert frame["period_end"].to_list() == [day("2024-12-31"), None]
    assert frame["recurring"].to_list() == [True, False]


LAGO_INVOICES = (
    "lago_id,sequential_id,partner_billing,issuing_date,customer_lago_id,customer_external_id,"
    "customer_name,customer_email,customer_country,customer_tax_identification_number,"
    "invoice_number,purchase_order_number,invoice_type,payment_status,status,file_url,currency,"
    "fees_amount_cents,coupons_amount_cents,taxes_amount_cents,credit_notes_amount_cents,"
    "prepaid_credit_amount_cents,total_amount_cents,payment_due_date,payment_dispute_lost_at,"
    "payment_overdue,total_due_amount_cents,total_paid_amount_cents,"
    "total_offsetted_credit_note_amount_cents,progressive_billing_credit_amount_cents"
)


def test_lago_invoices_are_fees_before_tax_in_cents(reading):
    usual = {
        "issuing_date": "2024-06-06", "customer_external_id": "hooli", "customer_name": "Hooli",
        "currency": "USD", "status": "finalized", "payment_status": "pending",
        "invoice_type": "subscription", "coupons_amount_cents": "0", "taxes_amount_cents": "0",
        "progressive_billing_credit_amount_cents": "0",
    }  # fmt: skip
    rows = [
        {"invoice_number": "A-1", "fees_amount_cents": "100000", "coupons_amount_cents": "10000",
         "taxes_amount_cents": "18000", "total_amount_cents": "108000"},
        {"invoice_number": "A-2", "fees_amount_cents": "5000",
         "progressive_billing_credit_amount_cents": "1500", "total_amount_cents": "3500"},
        {"invoice_number": "A-3", "fees_amount_cents": "7700", "status": "voided"},
        {"invoice_number": "A-4", "fees_amount_cents": "8800", "status": "draft"},
        {"invoice_number": "A-5", "fees_amount_cents": "50000", "invoice_type": "credit"},
        {"invoice_number": "A-6", "fees_amount_cents": "1250", "payment_status": "failed"},
    ]  # fmt: skip
    dataset = reading({"export.csv": sheet(LAGO_INVOICES, *rows, usual=usual)})
    assert preset(dataset) == "lago_invoices"
    # 1000 − 100 coupon = 900; 50 − 15 billed before = 35; an unpaid invoice counts: 12.50
    assert money(dataset, "invoices") == [900, 35, Decimal("12.50")]
    assert aside(dataset) == [
        (4, "status: voided"), (5, "status: draft"), (6, "prepaid credit, counted when used"),
    ]  # fmt: skip


def test_the_public_lago_file_counts_its_one_final_invoice_without_tax(public):
    dataset = public("exports/lago_invoices_export.csv")
    read = dataset.files[0].sheets[0]
    assert (read.total_in, read.total_used) == ({"USD": 30.0}, {"USD": 10.0})
    assert money(dataset, "invoices") == [9]  # 10.00 printed, 1.00 of it tax


def test_lago_fees_carry_the_period_of_the_service(reading):
    headers = (
        "invoice_lago_id,invoice_number,invoice_issuing_date,fee_lago_id,fee_item_type,"
        "fee_item_code,fee_item_name,subscription_external_id,subscription_plan_code,fee_from_date,"
        "fee_to_date,fee_amount_currency,fee_units,fee_precise_unit_amount,fee_taxes_amount_cents,"
        "fee_total_amount_cents"
    )
    usual = {
        "invoice_number": "A-1", "invoice_issuing_date": "2024-07-01",
        "fee_from_date": "2024-06-01", "fee_to_date": "2024-06-30", "fee_amount_currency": "EUR",
        "subscription_external_id": "sub_9", "fee_item_type": "subscription",
    }  # fmt: skip
    rows = [
        {"fee_lago_id": "f1", "fee_taxes_amount_cents": "2000", "fee_total_amount_cents": "12000"},
        {"fee_lago_id": "f2", "fee_taxes_amount_cents": "0", "fee_total_amount_cents": "345"},
        {"fee_lago_id": "f3", "fee_total_amount_cents": "9900", "fee_item_type": "credit"},
    ]
    dataset = reading({"fees.csv": sheet(headers, *rows, usual=usual)})
    assert preset(dataset) == "lago_fees"
    assert money(dataset, "invoices") == [100, Decimal("3.45")]
    frame = dataset.tables["invoices"].frame
    assert set(frame["period_start"]) == {day("2024-06-01")}


def test_lago_credit_notes_are_money_given_back(reading):
    headers = (
        "lago_id,sequential_id,partner_billing,issuing_date,customer_external_id,customer_name,"
        "number,invoice_number,credit_status,refund_status,reason,description,currency,"
        "total_amount_cents,taxes_amount_cents,sub_total_excluding_taxes_amount_cents,"
        "coupons_adjustment_amount_cents,offset_amount_cents,credit_amount_cents,"
        "balance_amount_cents,refund_amount_cents"
    )
    usual = {"issuing_date": "2024-06-06", "customer_external_id": "hooli", "currency": "EUR"}
    rows = [
        {"number": "CN-1", "credit_status": "available", "total_amount_cents": "11900",
         "taxes_amount_cents": "1900", "sub_total_excluding_taxes_amount_cents": "10000"},
        {"number": "CN-2", "credit_status": "voided", "total_amount_cents": "500",
         "sub_total_excluding_taxes_amount_cents": "500"},
    ]  # fmt: skip
    dataset = reading({"credit_notes.csv": sheet(headers, *rows, usual=usual)})
    assert preset(dataset) == "lago_credit_notes"
    assert money(dataset, "invoices") == [-100]
    assert aside(dataset) == [(3, "status: voided")]


def test_meteroid_invoices_and_subscriptions(reading):
    invoices = (
        "id,invoice_number,reference,invoice_type,status,payment_status,customer_id,"
        "subscription_id,currency,invoice_date,due_date,finalized_at,paid_at,voided_at,"
        "marked_as_uncollectible_at,net_terms,subtotal,subtotal_recurring,tax_amount,total,"
        "amount_due,applied_credits\n"
        "i1,N-1,,RECURRING,FINALIZED,PAID,c1,s1,EUR,2024-05-01,,,,,,30,250000,250000,50000,300000,0,0\n"
        "i2,N-2,,ONE_OFF,DRAFT,UNPAID,c1,,EUR,2024-05-02,,,,,,30,9900,0,0,9900,0,0\n"
        "i3,N-3,,RECURRING,VOID,UNPAID,c1,s1,EUR,2024-05-03,,,,,,30,100,100,0,100,0,0\n"
    )
    subscriptions = (
        "id,customer_id,customer_alias,customer_name,plan_id,plan_name,plan_version,currency,"
        "status,period,start_date,end_date,billing_start_date,activated_at,trial_duration,"
        "mrr_cents,billing_day_anchor,net_terms\n"
        "s1,c1,,Acme,p1,Pro,1,EUR,ACTIVE,MONTHLY,2024-01-01,,2024-01-01,,,12345,1,30\n"
    )
    dataset = reading({"invoices.csv": invoices, "subs.csv": subscriptions})
    assert {file.sheets[0].preset for file in dataset.files} == {
        "meteroid_invoices", "meteroid_subscriptions",
    }  # fmt: skip
    assert money(dataset, "invoices") == [2500]
    assert aside(dataset) == [(3, "status: draft"), (4, "status: void")]
    assert money(dataset, "subscriptions", "mrr") == [Decimal("123.45")]


PAYPAL = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,"
    "To Email Address,Transaction ID,Reference Txn ID,Balance Impact"
)


def test_paypal_counts_payments_in_and_refunds_not_what_the_company_paid(reading):
    usual = {"Date": "25/05/2026", "Status": "Completed", "Currency": "USD", "Fee": "0.00"}
    rows = [
        ("T1", "Express Checkout Payment", "1,500.00", "Completed"),
        ("T2", "Payment Refund", "-500.00", "Completed"),
        ("T3", "General Withdrawal - Bank Account", "-900.00", "Completed"),
        ("T4", "General Currency Conversion", "-10.00", "Completed"),
        ("T5", "PreApproved Payment Bill User Payment", "-12.00", "Completed"),
        ("T6", "Express Checkout Payment", "75.00", "Pending"),
        ("T7", "Hold on Balance for Dispute Investigation", "-30.00", "Completed"),
        ("T8", "Chargeback", "-20.00", "Completed"),
    ]
    text = sheet(
        PAYPAL,
        *(
            {"Transaction ID": key, "Type": kind, "Gross": gross, "Status": status,
             "From Email Address": "ana@mail.example"}
            for key, kind, gross, status in rows
        ),
        usual=usual,
    )  # fmt: skip
    dataset = reading({"Download.CSV": text})
    assert preset(dataset) == "paypal_activity"
    assert money(dataset, "payments") == [1500, -500, -20]
    assert dict(aside(dataset)) == {
        4: "no sale", 5: "no sale", 6: "paid out by the company", 7: "status: pending",
        8: "no sale",
    }  # fmt: skip


def test_hotmart_sales_in_brazilian_figures(reading):
    text = (
        "transaction;approval_date;total_value;commission;currency_code;status;buyer_email;"
        "buyer_name;product_name;payment_type\n"
        "HP1;10/09/2026 14:30:00;1.234,56;123,46;BRL;approved;maria@x.example;Maria;Curso;pix\n"
        "HP2;28/09/2026 09:05;15.000,00;1.500,00;BRL;complete;joao@x.example;João;Curso;pix\n"
        "HP3;28/09/2026 09:05;99,90;9,99;BRL;refunded;ana@x.example;Ana;Curso;pix\n"
    )
    dataset = reading({"sales.csv": text})
    assert preset(dataset) == "hotmart_sales"
    assert sum(money(dataset, "payments")) == Decimal("16234.56")
    assert aside(dataset) == [(4, "status: refunded")]
    assert dataset.currency == "BRL"


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("coupons", "id,amount_off,created,currency,duration,name,percent_off,redeem_by,"
                    "times_redeemed"),
        ("refunds", "id,amount,balance_transaction_id,charge_id,created,currency,"
                    "failure_balance_transaction_id,failure_reason,reason,receipt_number,status"),
        ("payouts", "id,amount,arrival_date,automatic,created,currency,destination_card_id,method,"
                    "source_type,statement_descriptor,status,type"),
        ("plans", "id,amount,billing_scheme,created,currency,interval,interval_count,nickname,"
                  "product_id,aggregate_usage,usage_type,tiers_mode"),
        ("payment_intents", "id,amount,amount_capturable,amount_received,capture_method,"
                            "confirmation_method,created,currency,customer_id,payment_method_id,status"),
    ],
)  # fmt: skip
def test_lists_of_the_stripe_api_that_are_no_sales_are_left_out_with_a_sentence(
    reading, name, headers
):
    width = headers.count(",") + 1
    orders = "Order ID,Customer,Order date,Order total\n1,Acme,2024-01-02,5.00\n"
    rows = "\n".join(",".join([f"{n}", "2021-02-18"] + ["5"] * (width - 2)) for n in range(3))
    dataset = reading({"orders.csv": orders, f"{name}.csv": f"{headers}\n{rows}\n"})
    read = {file.name: file.sheets[0] for file in dataset.files}[f"{name}.csv"]
    assert (read.table, read.rows_in, read.rows_set_aside) == (None, 3, 3)
    (said,) = [one for one in dataset.notices if one.file == f"{name}.csv"]
    assert said.text.startswith(f"“{name}.csv” is not counted. Th")
    assert not [one for one in dataset.questions if one.file == f"{name}.csv"]


def test_shopify_customers_keep_no_money(reading):
    text = (
        "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,"
        "Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,"
        "Total Orders,Tags,Note,Tax Exempt\n"
        "Ann,Lee,ann@mail.example,yes,,,,Rome,,,Italy,IT,'00118,,no,250.00,3,,,no\n"
        "Bo,Ek,bo@mail.example,no,,,,Oslo,,,Norway,NO,'0150,,no,0.00,0,,,no\n"
    )
    dataset = reading({"customers_export.csv": text})
    assert preset(dataset) == "shopify_customers"
    assert set(dataset.tables) == {"customers"}
    frame = dataset.tables["customers"].frame
    assert frame.sort("line")["country"].to_list() == ["Italy", "Norway"]
    assert dataset.customers == ("Ann Lee", "Bo Ek")
    assert frame.select(pl.len()).item() == 2
