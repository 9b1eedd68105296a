"""Every export and every hostile file opens to what its manifest says, or to one sentence."""

import csv
from pathlib import Path

import polars as pl
import pytest

from revcore.ingest import parse
from revcore.ingest.raw import LINE, Source
from revcore.ingest.read import open_files

SHARED = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(
    f"{folder}/{row['file']}"
    for folder in ("exports", "hostile")
    if (SHARED / folder / "manifest.csv").exists()
    for row in csv.DictReader((SHARED / folder / "manifest.csv").read_text("utf-8").splitlines())
)


def amounts(column: pl.Series) -> tuple[int, int]:
    read = parse.money(column)
    return int(read.values.sum()), read.scale


@pytest.mark.skipif(not FILES, reason="the reference files (../shared/data) are not here")
@pytest.mark.parametrize("path", FILES)
def test_it_opens_to_tables_or_to_one_sentence(opened, path):
    file = opened(path)
    assert bool(file.tables) != bool(file.error)
    if file.error:
        assert file.name in file.error
        assert file.error.endswith(".")
        assert not {"invalid", "please", "Error", "Traceback"} & set(file.error.split())
    for table in file.tables:
        assert table.frame.columns == [*table.headers, LINE]
        assert len(set(table.headers)) == len(table.headers)
        assert table.frame[LINE].is_sorted()
        assert table.frame[LINE].is_unique().all()


@pytest.mark.parametrize(
    ("path", "rows", "columns"),
    [
        ("cdnow/CDNOW_master.txt", 69_659, 4),
        ("cdnow/CDNOW_sample.txt", 6_919, 5),
        ("maven_crm/sales_pipeline.csv", 8_800, 8),
        ("maven_crm/accounts.csv", 85, 7),
        ("chinook/Invoice.csv", 412, 9),
        ("chinook/Customer.csv", 59, 13),
        ("superstore/superstore.csv", 9_994, 21),
        ("ravenstack/derived_mrr_by_account_month.csv", 500, 25),
        ("exports/hotmart_pt_br.csv", 3, 10),
        ("exports/hubspot_companies.csv", 3, 5),
        ("exports/lago_invoices_export.csv", 2, 21),
        ("exports/paypal_activity.csv", 3, 13),
        ("exports/stripe_payments.csv", 6, 11),
        ("exports/salesforce_minimal.csv", 1, 9),
        ("hostile/characters.csv", 382, 18),
        ("hostile/null.csv", 10, 4),
        ("hostile/issue-313.xlsx", 2, 5),
        ("hostile/unnamed-duplicated-columns.xlsx", 2, 4),
        ("hostile/simple.xls", 6, 3),
        ("hostile/blank_line.ods", 3, 3),
        ("hostile/null_byte.csv", 1, 3),
        ("hostile/mac_newlines.csv", 2, 3),
    ],
)
def test_rows_and_columns_are_all_there(opened, path, rows, columns):
    (table,) = opened(path).tables
    assert (table.rows_in, len(table.headers)) == (rows, columns)
    assert table.frame.height == rows


def test_only_one_of_the_two_cdnow_files_has_a_header(opened):
    (with_header,) = opened("cdnow/CDNOW_master.txt").tables
    (without,) = opened("cdnow/CDNOW_sample.txt").tables
    assert with_header.headers == ("customer_id", "date", "number_of_cds", "dollar_value")
    assert with_header.has_header
    assert without.headers == tuple(f"Column {letter}" for letter in "ABCDE")
    assert not without.has_header
    assert without.frame.row(0) == ("00004", "0001", "19970101", "2", "29.33", 1)


def test_superstore_sums_to_the_last_digit(opened):
    (table,) = opened("superstore/superstore.csv").tables
    sales = parse.money(table.frame["Sales"])
    # 2,297,200.8603, while rounding each row first gives 2,297,201.07.
    assert (sales.values.sum(), sales.scale) == (22_972_008_603, 4)


def test_maven_money_and_days(opened):
    (table,) = opened("maven_crm/sales_pipeline.csv").tables
    won = table.frame.filter(pl.col("deal_stage") == "Won")
    assert amounts(won["close_value"]) == (10_005_534, 0)
    assert won.height == 4_238
    cycle = parse.days(won["close_date"]).values - parse.days(won["engage_date"]).values
    assert cycle.mean() == pytest.approx(51.78, abs=0.005)


def test_months_are_the_names_of_columns_in_a_wide_sheet(opened):
    (table,) = opened("ravenstack/derived_mrr_by_account_month.csv").tables
    assert table.headers[:3] == ("account_id", "2023-01", "2023-02")
    assert amounts(table.frame["2024-12"]) == (10_159_608, 0)


def test_google_ads_has_two_lines_above_and_totals_below(opened):
    (table,) = opened("exports/google_ads_ad_performance.csv").tables
    assert table.range == "A3:J7"
    assert table.preamble == ("Ad performance report", "August 1, 2026 - August 31, 2026")
    assert [(row.line, row.label) for row in table.totals] == [
        (6, "Total: Account"),
        (7, "Total: Campaigns"),
    ]
    assert (table.frame.height, table.rows_in) == (2, 4)
    assert amounts(table.frame["Cost"]) == (25_000, 2)
    assert parse.counts(table.frame["Impr."]).values.sum() == 2_300
    assert parse.counts(table.frame["Conversions"]).values.to_list() == [6, None]


def test_utf16_with_tabs_under_a_csv_name(opened):
    (table,) = opened("exports/google_ads_utf16le_tab.csv").tables
    assert parse.counts(table.frame["Impr."]).values.to_list() == [1_500, 800]
    assert amounts(table.frame["Cost"]) == (25_000, 2)


def test_meta_ads_ends_with_a_nameless_row_of_sums(opened):
    (table,) = opened("exports/meta_ads_manager.csv").tables
    assert table.frame.height == 5
    assert [row.line for row in table.totals] == [7]
    assert table.totals[0].values["Amount spent (USD)"] == "1,425.06"
    assert amounts(table.frame["Amount spent (USD)"]) == (142_506, 2)
    assert parse.counts(table.frame["Results"]).values.sum() == 20
    assert table.hints["Amount spent (USD)"] == "currency:USD"


def test_ga4_comments_are_skipped_and_kept_as_words(opened):
    (table,) = opened("exports/ga4_country.csv").tables
    assert (table.comments, table.frame.height) == (9, 2)
    assert "# Start date: 20260101" in table.preamble
    (channels,) = opened("exports/ga4_channels.csv").tables
    assert channels.frame.columns[1] == "Session primary channel group (Default Channel Group)"
    assert channels.frame.to_series(1).to_list() == ["Direct", "Organic Search"]


def test_brazilian_amounts_and_stripe_dates(opened):
    (hotmart,) = opened("exports/hotmart_pt_br.csv").tables
    assert amounts(hotmart.frame["total_value"]) == (1_633_446, 2)
    (stripe,) = opened("exports/stripe_payments.csv").tables
    assert not parse.days(stripe.frame["Created date (UTC)"]).bad.any()
    paid = stripe.frame.filter(pl.col("Status") != "Failed")
    assert amounts(paid.filter(pl.col("Status") == "Paid")["Amount"]) == (411_249, 2)
    assert amounts(paid["Amount Refunded"]) == (31_000, 2)


def test_hubspot_and_xero_and_paypal(opened):
    (hubspot,) = opened("exports/hubspot_deals_a.csv").tables
    open_ = hubspot.frame.filter(~pl.col("Deal Stage").str.starts_with("Closed"))
    assert amounts(open_["Amount"]) == (460_000, 0)
    (xero,) = opened("exports/xero_sales_invoice.csv").tables
    issued = parse.days(xero.frame["*InvoiceDate"])
    assert not issued.bad.any()
    assert issued.ambiguous is None
    (paypal,) = opened("exports/paypal_activity.csv").tables
    assert amounts(paypal.frame["Net"]) == (103_769, 2)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("exports/pipedrive_deal_fields.csv", 25),
        ("exports/pipedrive_sample_import_header.csv", 13),
        ("exports/stripe_subscriptions_header.csv", 17),
    ],
)
def test_a_header_without_rows_is_said_so(opened, path, count):
    file = opened(path)
    assert f"has a header of {count} columns and no rows below it." in file.error


def test_pasted_excel_with_years_as_names_total_and_footnotes(opened):
    (table,) = opened("hostile/excel_pasting.csv").tables
    assert table.range == "A4:I24"
    assert table.headers == ("Year", *map(str, range(2000, 2008)))
    assert table.frame.height == 13
    (total,) = table.totals
    assert (total.label, total.values["2000"]) == ("Total", "120,522")
    assert [row.line for row in table.ragged] == [23, 24]
    assert amounts(table.frame["2000"]) == (120_522, 0)
    # A newline inside a quoted label moves the lines after it.
    machinery = table.frame.filter(pl.col("Year").str.starts_with("Machinery"))
    assert machinery[LINE].to_list() == [14]
    assert table.frame.row(10)[-1] == 16


def test_ragged_lines_are_kept_and_named(opened):
    (table,) = opened("hostile/bad.csv").tables
    assert [(row.line, row.text) for row in table.ragged] == [(2, "1 | 27 |  | I'm too long!")]
    assert table.short == (3,)
    assert table.rows_in == 3


def test_workbook_notes_above_and_below_are_no_rows(opened):
    tables = opened("hostile/deaths.xlsx").tables
    assert [table.range[:2] for table in tables] == ["A5", "A5"]
    assert sum(table.frame.height for table in tables) == 20
    assert tables[0].hints["Date of birth"] == "date"


def test_serial_dates_among_written_dates(opened):
    (table,) = opened("hostile/dirty_data.xlsx").tables
    assert (table.range[:2], table.frame.height) == ("A2", 12)
    assert {"Certification", "Certification (2)"} <= set(table.headers)
    hired = parse.days(table.frame["Hire Date"])
    assert hired.values[0] == 14_121  # 2008-08-30
    assert hired.bad.sum() == 2  # 11037 would be a day in 1930


def test_header_in_the_ninth_row(opened):
    (table,) = opened("hostile/header-row.xlsx").tables
    assert (table.range, table.preamble) == ("A9:D10", ("Note 1",))


def test_blank_words_and_compact_dates(opened):
    (blanks,) = opened("hostile/blanks.csv").tables
    assert all(parse.money(blanks.frame[name]).values[0] is None for name in "abcdef")
    assert not any(parse.money(blanks.frame[name]).bad.any() for name in "abcdef")
    (compact,) = opened("hostile/test_numeric_date_format.csv").tables
    assert parse.days(compact.frame["a"]).values.to_list() == [16_072, 15_705]


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        ("hostile/test_utf8_bom.csv", "ʤ"),
        ("hostile/test_utf16_big.csv", "ʤ"),
        ("hostile/test_latin1.csv", "©"),
        ("hostile/table-infer-iso-8859-7.csv", "Λεωνιδας"),
    ],
)
def test_encodings(opened, path, cell):
    (table,) = opened(path).tables
    assert cell in table.frame.drop(LINE).unpivot()["value"].to_list()
    assert not any(header.startswith("\ufeff") for header in table.headers)


def test_a_header_cell_may_hold_newlines(opened):
    (table,) = opened("hostile/test_header_newline.csv").tables
    assert table.headers == ("start end", "b", "c")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("hostile/pass_protected.xlsx", "protected by a password"),
        ("hostile/empty.csv", "is empty"),
        ("hostile/empty_sheet.xlsx", "no filled cell"),
        ("hostile/issue252.xlsx", "is damaged"),
        ("hostile/too_small.xls", "no table"),
        ("hostile/bian-anal-mca-2005-dols-eng-1011-0312-tab3.xlsm", "no table"),
        ("cdnow/LICENSE.txt", "no table"),
    ],
)
def test_what_cannot_be_read_says_why(opened, path, says):
    assert says in opened(path).error


def test_the_order_of_arrival_changes_nothing(shared):
    paths = [shared(f"chinook/{name}.csv") for name in ("Invoice", "Customer", "Employee")]
    sources = [Source(path.name, path) for path in paths]
    one, other = open_files(sources), open_files(sources[::-1])
    assert [file.name for file in one.files] == [file.name for file in other.files]
    assert [table.file for table in one.tables] == [0, 1, 2]
