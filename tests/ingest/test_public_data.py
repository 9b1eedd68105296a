"""Public data sets go in unaided and come out to the cent."""

from __future__ import annotations

import polars as pl
import pytest

from revcore.model import Dataset, parse_month


def used(dataset: Dataset) -> dict[str, tuple[int, int]]:
    """File -> rows in, rows used."""
    return {
        file.name: (sum(s.rows_in for s in file.sheets), sum(s.rows_used for s in file.sheets))
        for file in dataset.files
    }


def test_maven_deals_are_all_used_without_settings(public):
    dataset = public("maven_crm/sales_pipeline.csv")
    deals = dataset.tables["deals"].frame
    assert used(dataset) == {"sales_pipeline.csv": (8800, 8800)}
    counts = dict(deals["status"].value_counts().iter_rows())
    assert counts == {"won": 4238, "lost": 2473, "open": 2089}
    won = deals.filter(pl.col("status") == "won")
    assert won["amount"].sum() == 10_005_534
    days = won["closed"] - won["created"]
    assert days.mean() == pytest.approx(51.782, abs=0.001)
    assert deals["created"].null_count() == 500
    assert deals["customer"].null_count() == 1425
    shown = dataset.previews[0]
    assert shown.stages == {
        "Engaging": "open", "Lost": "lost", "Prospecting": "open", "Won": "won"
    }  # fmt: skip
    assert shown.stage_order == ("Prospecting", "Engaging", "Won")


def test_maven_products_show_that_gtxpro_is_unknown_and_gtx_pro_looks_alike(public):
    dataset = public("maven_crm/sales_pipeline.csv", "maven_crm/products.csv")
    texts = [notice.text for notice in dataset.notices if notice.id.startswith("product:")]
    assert texts == [
        "Product “GTXPro” (1,480 deals) matches no product in “products.csv”; "
        "“GTX Pro” looks alike."
    ]


def test_every_maven_file_finds_its_table_and_the_dictionary_is_asked_about(public):
    names = ("sales_pipeline", "accounts", "products", "sales_teams", "data_dictionary")
    dataset = public(*(f"maven_crm/{name}.csv" for name in names))
    tables = {file.name: file.sheets[0].table for file in dataset.files}
    assert tables == {
        "sales_pipeline.csv": "deals",
        "accounts.csv": "customers",
        "products.csv": "products",
        "sales_teams.csv": "team",
        "data_dictionary.csv": None,
    }
    asked = [question for question in dataset.questions if question.id.startswith("table:")]
    assert [question.file for question in asked] == ["data_dictionary.csv"]
    assert used(dataset)["data_dictionary.csv"] == (21, 0)
    accounts = next(file for file in dataset.files if file.name == "accounts.csv").sheets[0]
    assert "revenue" not in str(accounts.columns.values())


def test_deals_and_accounts_share_their_customers(public):
    dataset = public("maven_crm/sales_pipeline.csv", "maven_crm/accounts.csv")
    deals, customers = dataset.tables["deals"].frame, dataset.tables["customers"].frame
    assert len(dataset.customers) == 85
    assert set(deals["customer"].drop_nulls()) == set(customers["customer"])


def test_cdnow_with_a_header_counts_every_purchase_and_notices_exact_duplicates(public):
    dataset = public("cdnow/CDNOW_master.txt")
    orders = dataset.tables["orders"]
    assert used(dataset) == {"CDNOW_master.txt": (69_659, 69_659)}
    assert (orders.frame["amount"].sum(), orders.scale["amount"]) == (250_031_563, 2)
    assert orders.frame["customer"].n_unique() == 23_570
    assert orders.frame.select("customer", "date").unique().height == 67_591
    assert [n.values for n in dataset.notices if n.id.startswith("duplicates:")] == [{"rows": 255}]


def test_cdnow_without_a_header_takes_the_first_number_for_the_customer(public):
    dataset = public("cdnow/CDNOW_sample.txt")
    frame = dataset.tables["orders"].frame
    assert used(dataset) == {"CDNOW_sample.txt": (6919, 6919)}
    assert frame["customer"].n_unique() == 2357
    assert "00004" in dataset.customers[:20]
    first = frame.filter(pl.col("line") == 1)
    assert first.select("amount", "quantity").row(0) == (2933, 2)


def test_superstore_keeps_four_decimals(public):
    dataset = public("superstore/superstore.csv")
    orders = dataset.tables["orders"]
    assert (orders.frame["amount"].sum(), orders.scale["amount"]) == (22_972_008_603, 4)
    assert orders.frame["order_id"].n_unique() == 5009
    assert orders.frame["customer"].n_unique() == 793
    assert orders.has("profit", "segment", "product")
    assert not orders.has("discount"), "the file's discount is a rate, not money"


def test_chinook_invoices_employees_and_customers(public):
    names = ("Invoice", "InvoiceLine", "Customer", "Employee")
    dataset = public(*(f"chinook/{name}.csv" for name in names))
    tables = {file.name: file.sheets[0].table for file in dataset.files}
    assert tables == {
        "Invoice.csv": "invoices",
        "InvoiceLine.csv": None,
        "Customer.csv": "customers",
        "Employee.csv": "team",
    }
    invoices = dataset.tables["invoices"].frame
    assert (invoices.height, invoices["amount"].sum()) == (412, 232_860)
    assert invoices["customer"].n_unique() == len(dataset.customers) == 59
    lines = next(q.text for q in dataset.questions if q.file == "InvoiceLine.csv")
    assert "no column holds the date" in lines


def test_ravenstack_months_across_become_rows(public):
    dataset = public("ravenstack/derived_mrr_by_account_month.csv")
    mrr = dataset.tables["mrr"].frame
    assert used(dataset) == {"derived_mrr_by_account_month.csv": (500, 500)}
    assert len(dataset.customers) == 500
    months = dict(mrr.group_by("month").agg(pl.col("amount").sum()).iter_rows())
    assert months[parse_month("2024-12")] == 10_159_608
    opening = mrr.filter(pl.col("month") == parse_month("2023-12"))
    assert (opening.height, opening["amount"].sum()) == (185, 1_262_113)
    closing = mrr.filter(pl.col("month") == parse_month("2024-12"))
    kept = closing.filter(pl.col("customer").is_in(opening["customer"].to_list()))
    assert kept["amount"].sum() == 3_688_789


@pytest.mark.parametrize(
    ("name", "table", "amount", "rows"),
    [
        ("google_ads_ad_performance", "spend", 25000, (4, 2)),
        ("google_ads_utf16le_tab", "spend", 25000, (3, 2)),
        ("meta_ads_manager", "spend", 142506, (6, 5)),
        ("stripe_payments", "payments", 410249, (6, 5)),
        ("stripe_payments_myr", "payments", 17800, (4, 3)),
        ("hotmart_pt_br", "payments", 1633446, (3, 3)),
        ("paypal_activity", "payments", 109999, (3, 3)),
        ("lago_invoices_export", "invoices", 900, (2, 1)),  # 10.00, of which 1.00 is tax
        ("xero_sales_invoice", "invoices", 18_500, (5, 5)),
        ("hubspot_deals_a", "deals", 810000, (6, 6)),
    ],
)
def test_vendor_exports_give_the_figures_of_their_manifest(public, name, table, amount, rows):
    dataset = public(f"exports/{name}.csv")
    assert dataset.tables[table].frame["amount"].sum() == amount
    assert list(used(dataset).values()) == [rows]
