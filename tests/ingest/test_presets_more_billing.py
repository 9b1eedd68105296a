"""Exports of billing tools beside Stripe, Xero and QuickBooks: our rows, sums by hand."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from tests.ingest.test_presets_billing import aside, day, money, preset, sheet


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
        "i1,N-1,,RECURRING,FINALIZED,PAID,c1,s1,EUR,2024-05-01,2024-05-31,,2024-05-20,,,30,250000,250000,50000,300000,0,0\n"
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
    assert dataset.tables["invoices"].frame.select("due", "paid").row(0) == (19874, 19863)
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


FEES = (
    "invoice_lago_id,invoice_number,invoice_issuing_date,fee_lago_id,fee_item_type,fee_item_name,"
    "subscription_external_id,subscription_plan_code,fee_from_date,fee_to_date,fee_amount_currency,"
    "fee_units,fee_precise_unit_amount,fee_taxes_amount_cents,fee_total_amount_cents\n"
    ",N0,2025-01-01,f0,subscription,Pro,s0,,2025-01-01,2025-01-31,EUR,,,0,10000\n"
    ",N1,2025-02-01,f1,add_on,Training,,,2025-02-01,2025-02-28,EUR,,,0,50000\n"
)
NAMING = (
    "lago_id,sequential_id,issuing_date,customer_lago_id,customer_external_id,customer_name,"
    "currency,status,fees_amount_cents,coupons_amount_cents,taxes_amount_cents,"
    "total_amount_cents,partner_billing,invoice_number\n"
    "l0,0,2025-01-01,c0,u0,Acme,EUR,finalized,10000,0,0,10000,false,N0\n"
    "l1,1,2025-02-01,c1,u1,Birch,EUR,finalized,50000,0,0,50000,false,N1\n"
)


def test_an_add_on_of_lago_is_revenue_billed_once_and_has_the_customer_of_its_invoice(reading):
    alone = reading({"fees.csv": FEES})
    assert preset(alone) == "lago_fees"
    frame = alone.tables["invoices"].frame.sort("line")
    assert frame["recurring"].to_list() == [None, False]
    assert frame["customer"].to_list() == [0, None]
    assert [one for one in alone.notices if one.id.startswith("one_off")]
    both = reading({"fees.csv": FEES, "invoices.csv": NAMING})
    frame = both.tables["invoices"].frame.sort("line")
    assert [both.customers[one] for one in frame["customer"]] == ["Acme", "Birch"]
    assert frame["amount"].sum() == 60_000
    (told,) = [one for one in both.notices if one.id.startswith("by_invoice")]
    assert told.text == (
        "2 rows take their customer from the list of invoices, by the number of the invoice: "
        "“fees.csv” does not name them."
    )


def test_invoices_without_a_customer_take_it_from_the_list_that_names_it_and_others_keep_theirs(
    reading,
):
    lines = (
        "Invoice number,Invoice line id,Customer ID,Invoice date,Amount\n"
        "N0,a,C-7,2025-01-01,100\nN1,b,,2025-02-01,500\n"
    )
    named = "Invoice number,Customer,Invoice date,Amount\nN0,Acme,2025-01-01,100\n"
    named += "N1,Birch,2025-02-01,500\n"
    dataset = reading({"a_lines.csv": lines, "b_invoices.csv": named})
    frame = dataset.tables["invoices"].frame.filter(pl.col("file") == _place(dataset, "a_lines"))
    names = {one: dataset.customers[who] for one, who in frame["invoice_id", "customer"].rows()}
    assert names == {"N0": "C-7", "N1": "Birch"}


def _place(dataset, stem):
    return next(at for at, file in enumerate(dataset.files) if file.name.startswith(stem))
