"""Tables as people lay them out: several header rows, several tables, groups, outlines."""

import io
import zipfile

import polars as pl
import pytest
import xlsxwriter

from revcore.ingest.raw import Source
from revcore.ingest.read import open_files


def sheet(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.fixture
def tables():
    """All tables in a text."""

    def read(*lines: str, name: str = "file.csv"):
        file = open_files([Source(name, sheet(*lines).encode())]).files[0]
        assert file.error is None, file.error
        return file.tables

    return read


# ---------------------------------------------------------------- several header rows
def test_names_of_groups_of_columns_are_joined_where_the_lower_names_repeat(table):
    found = table(
        sheet(
            ",Q1,,Q2,",
            "Region,Revenue,Cost,Revenue,Cost",
            "East,5,3,6,4",
            "West,7,2,8,1",
        )
    )
    assert found.headers == (
        "Region", "Q1 / Revenue", "Q1 / Cost", "Q2 / Revenue", "Q2 / Cost",
    )  # fmt: skip
    assert found.range == "A1:E4"
    assert found.rows_in == 2


def test_distinct_names_stay_as_printed_under_a_band(table):
    found = table(
        sheet("General,,Details,", "Order,Customer,Date,Amount", "1,Acme,2024-01-02,5.00",
              "2,Beta,2024-01-03,6.00")
    )  # fmt: skip
    assert found.headers == ("Order", "Customer", "Date", "Amount")
    assert found.preamble == ("General Details",)


def test_names_cut_in_two_lines_are_put_together(table):
    found = table(
        sheet("Deal,Deal,Create,Close,Deal", "ID,value,date,date,stage",
              "1,5.00,2024-01-02,2024-01-05,Won", "2,6.00,2024-01-03,2024-02-05,Lost")
    )  # fmt: skip
    assert found.headers == ("Deal ID", "Deal value", "Create date", "Close date", "Deal stage")


def test_a_year_above_months_belongs_to_every_month(table):
    found = table(sheet(",2024,,", "Customer,Jan,Feb,Mar", "Acme,5,6,7", "Beta,8,9,1"))
    assert found.headers == ("Customer", "2024 / Jan", "2024 / Feb", "2024 / Mar")


def test_a_row_of_units_is_no_row_and_its_currency_is_kept(table):
    found = table(
        sheet("Customer,Date,Amount,Share", ",yyyy-mm-dd,EUR,%", "Acme,2024-01-02,5.00,7",
              "Beta,2024-01-03,6.00,8")
    )  # fmt: skip
    assert found.headers == ("Customer", "Date", "Amount (EUR)", "Share")
    assert found.hints["Amount (EUR)"] == "currency:EUR"
    assert found.frame.height == 2
    assert [row.reason for row in found.ragged] == ["a row of units"]


# ---------------------------------------------------------------- several tables
def test_two_tables_below_each_other_have_their_own_ranges(tables):
    first, second = tables(
        "# Report", "# 20240101-20240131", "Channel,Sessions", "Direct,5", "Organic,7", "",
        "# Report", "# Days", "Date,Sessions,Key events", "20240101,5,1", "20240102,7,0",
    )  # fmt: skip
    assert (first.range, second.range) == ("A3:B5", "A9:C11")
    assert second.headers == ("Date", "Sessions", "Key events")
    assert (first.comments, second.comments) == (2, 2)
    assert (first.frame.height, second.frame.height) == (2, 2)


def test_a_title_between_two_tables_belongs_to_the_second(tables):
    _, second = tables(
        "Customer,Amount", "Acme,5", "Beta,7", "", "Costs", "Month,Tool,Cost",
        "2024-01,CRM,5", "2024-02,CRM,6",
    )  # fmt: skip
    assert second.preamble == ("Costs",)
    assert second.range == "A6:C8"


def test_two_tables_beside_each_other(tables):
    left, right = tables(
        "Customer,Amount,,Channel,Cost", "Acme,5,,Ads,1", "Beta,7,,Fair,2", "Gamma,8,,,",
        "Delta,9,,,",
    )  # fmt: skip
    assert (left.range, right.range) == ("A1:B5", "D1:E3")
    assert right.headers == ("Channel", "Cost")
    assert (left.frame.height, right.frame.height) == (4, 2)


@pytest.mark.parametrize(
    "lines",
    [
        ["Customer,Amount", "Acme,5", "", "Beta,7", "", "Gamma,8"],
        ["Customer,Amount", "Acme,5", "", "Customer,Amount", "Beta,7", "Gamma,8"],
        ["Customer,Amount,,Paid", "Acme,5,,2", "Beta,7,,3", "Gamma,8,,4"],
        ["Customer,Amount", "Acme,5", "Beta,7", "", "Total,12", "", "Note: as of May"],
    ],
    ids=["blank rows", "the same header again", "a blank column", "a total and a note"],
)
def test_gaps_alone_do_not_make_two_tables(tables, lines):
    assert len(tables(*lines)) == 1


# ---------------------------------------------------------------- groups and outlines
QUICKBOOKS = [
    "Sales by Customer Detail",
    "Our Company Ltd",
    '"January 1 - March 31, 2024"',
    "",
    ",Date,Transaction Type,Num,Product/Service,Memo/Description,Qty,Sales Price,Amount,Balance",
    "Acme Ltd",
    ",01/15/2024,Invoice,1001,Basic,,1,500.00,500.00,500.00",
    ',02/15/2024,Invoice,1002,Basic,,1,500.00,500.00,"1,000.00"',
    'Total for Acme Ltd,,,,,,2,,"$1,000.00",',
    "Birch & Sons",
    ",03/20/2024,Credit Memo,1003,Plus,,1,-70.00,-70.00,-70.00",
    "Total for Birch & Sons,,,,,,1,,-$70.00,",
    "TOTAL,,,,,,3,,$930.00,",
    "",
    '"Monday, April 1, 2024 09:00 AM GMT-5 - Accrual Basis"',
]


def test_a_customer_on_a_row_of_its_own_becomes_a_column(table):
    found = table(sheet(*QUICKBOOKS))
    assert found.headers[0] == "Customer"
    assert found.frame["Customer"].to_list() == ["Acme Ltd", "Acme Ltd", "Birch & Sons"]
    assert found.frame["Amount"].to_list() == ["500.00", "500.00", "-70.00"]
    assert [row.label for row in found.totals] == [
        "Total for Acme Ltd", "Total for Birch & Sons", "TOTAL",
    ]  # fmt: skip
    groups = [row.text for row in found.ragged if row.reason == "a row of its own for a group"]
    assert groups == ["Acme Ltd", "Birch & Sons"]
    assert found.rows_in == 9


def test_a_group_inside_a_group_ends_with_its_total(table):
    found = table(
        sheet("Sales by Customer", "", ",Date,Num,Amount", "Acme", ",2024-01-02,1,5.00",
              "Acme North", ",2024-01-03,2,6.00", "Total for Acme North,,,6.00",
              ",2024-01-04,3,7.00", "Total for Acme,,,18.00", "Beta", ",2024-01-05,4,8.00",
              "Total for Beta,,,8.00")
    )  # fmt: skip
    assert found.frame["Customer"].to_list() == ["Acme", "Acme North", "Acme", "Beta"]
    assert len(found.totals) == 3


def test_lone_names_over_whole_rows_are_sections(table):
    found = table(
        sheet("Costs by Team", "", "Vendor,Month,Cost", "Marketing,,", "Ads,2024-01,5",
              "Fair,2024-02,6", "Sales,,", "CRM,2024-01,7")
    )  # fmt: skip
    assert found.headers == ("Vendor", "Month", "Cost", "Team")
    assert found.frame["Team"].to_list() == ["Marketing", "Marketing", "Sales"]
    assert found.frame["Vendor"].to_list() == ["Ads", "Fair", "CRM"]
    assert found.rows_in == 5


def test_a_pivot_is_filled_down_where_its_totals_name_the_groups(table):
    found = table(
        sheet("Region,Product,Sales", "East,Basic,5", ",Plus,7", "East Total,,12", "West,Basic,6",
              "West Total,,6", "Grand Total,,18")
    )  # fmt: skip
    assert found.frame["Region"].to_list() == ["East", "East", "West"]
    assert len(found.totals) == 3
    (remark,) = found.remarks
    assert remark.values == {"rows": 1}


def test_blanks_that_nothing_proves_stay_blank(table):
    found = table(sheet("Customer,Product,Sales", "Acme,Basic,5", ",Plus,7", "Zeta,Basic,6"))
    assert found.frame["Customer"].to_list() == ["Acme", None, "Zeta"]
    assert found.remarks == ()


def test_names_once_each_in_order_over_whole_rows_are_an_outline(table):
    rows = [f"{name},{part},{at}" for at, name in enumerate("ABCD") for part in ("x", "y", "z")]
    lines = [line if line.endswith(("x,0", "x,1", "x,2", "x,3")) else line[1:] for line in rows]
    found = table(sheet("Client,Part,Amount", *lines))
    assert found.frame["Client"].to_list() == list("AAABBBCCCDDD")


# ---------------------------------------------------------------- sums
def test_a_sum_of_the_block_above_without_a_name_is_a_total(table):
    found = table(
        sheet("No,Customer,Date,Amount", "1,Acme,2024-01-02,5.10", "2,Acme,2024-01-03,7.20",
              ",,,12.30", "3,Beta,2024-01-04,4.00", ",,,4.00", ",,,16.30")
    )  # fmt: skip
    assert found.frame["No"].to_list() == ["1", "2", "3"]
    assert [row.line for row in found.totals] == [4, 6, 7]


def test_a_nameless_row_that_repeats_one_amount_is_no_total(table):
    found = table(sheet("Customer,Amount", "Acme,5", ",5", "Beta,7", "Gamma,8"))
    assert found.totals == ()
    assert found.frame.height == 4


def test_a_row_with_a_number_and_a_date_is_no_total_whatever_it_adds_up_to(table):
    found = table(
        sheet("No,Customer,Date,Amount", "1,Acme,2024-01-02,5", "2,Acme,2024-01-03,7",
              "3,,2024-01-04,12", "4,Beta,2024-01-05,9")
    )  # fmt: skip
    assert found.totals == ()


# ---------------------------------------------------------------- whole lines, cut files
def test_lines_wrapped_in_quotes_are_unwrapped(table):
    found = table(
        sheet('"Customer,Amount,Date"', '"""Acme, Inc"",""1,234.50"",2024-01-02"',
              '"Beta,7.00,2024-01-03"')
    )  # fmt: skip
    assert found.headers == ("Customer", "Amount", "Date")
    assert found.frame.row(0)[:2] == ("Acme, Inc", "1,234.50")


def test_a_file_cut_in_its_last_line_is_said_and_the_row_is_kept(table):
    found = table("Customer,Amount,Date,Note\nAcme,5,2024-01-02,x\nBeta,6,2024-01-03,y\n"
                  "Gamma,7,2024-01-04,z\nDelta,8,2024-0")  # fmt: skip
    assert found.frame["Customer"].to_list()[-1] == "Delta"
    (remark,) = found.remarks
    assert remark.text.startswith("{where} stops in the middle of line 5, which has 3 of 4 cells.")
    whole = table("Customer,Amount\nAcme,5\nBeta,6\nGamma,7\nDelta,8")
    assert whole.remarks == ()


# ---------------------------------------------------------------- workbooks
def book(change) -> bytes:
    out = io.BytesIO()
    file = xlsxwriter.Workbook(out, {"in_memory": True})
    change(file)
    file.close()
    return out.getvalue()


def fill(page, rows) -> None:
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)


ROWS = [["Customer", "Amount"], ["Acme", 5], ["Beta", 7], ["Gamma", 8]]


def test_hidden_sheets_and_rows_are_said():
    def make(file) -> None:
        first, second = file.add_worksheet("Open"), file.add_worksheet("Old")
        fill(first, ROWS)
        fill(second, ROWS)
        first.set_row(2, None, None, {"hidden": True})
        second.hide()

    (opened,) = open_files([Source("b.xlsx", book(make))]).files
    first, second = opened.tables
    assert [(one.kind, dict(one.values)) for one in first.remarks] == [("hidden_rows", {"rows": 1})]
    assert [one.kind for one in second.remarks] == ["hidden_sheet"]
    assert first.frame.height == second.frame.height == 3


def test_the_currency_of_a_number_format_is_a_hint():
    def make(file) -> None:
        page = file.add_worksheet("S")
        euro = file.add_format({"num_format": "#,##0.00 [$€-407]"})
        fill(page, [ROWS[0]])
        for at, (name, amount) in enumerate(ROWS[1:], 1):
            page.write(at, 0, name)
            page.write_number(at, 1, amount, euro)

    (opened,) = open_files([Source("b.xlsx", book(make))]).files
    assert opened.tables[0].hints["Amount"] == "currency:EUR"


@pytest.mark.parametrize(("empty", "named"), [(b"<v></v>", True), (b"", True), (None, False)])
def test_formulas_that_came_without_their_results_are_named(reading, empty, named):
    def make(file) -> None:
        page = file.add_worksheet("S")
        fill(
            page,
            [
                ["Customer", "Order date", "Order total"],
                ["Acme", "2024-01-02", 5],
                ["Beta", "2024-01-03"],
                ["Gamma", "2024-01-04", 7],
                ["Delta", "2024-01-05"],
            ],
        )
        page.write_formula("C3", "=C2*2", None, 10)
        page.write_formula("C5", '=IF(C4>8,1,"")', None, "")

    data = book(make)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    page = parts["xl/worksheets/sheet1.xml"].replace(b'r="C5"', b'r="C5" t="str"')
    page = page if empty is None else page.replace(b"<v>10</v>", empty)
    parts["xl/worksheets/sheet1.xml"] = page
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    dataset = reading({"b.xlsx": out.getvalue()})
    said = [one.text for one in dataset.notices if one.id.startswith("unsaved_formulas")]
    assert said == named * [
        "1 cell holds a formula whose result was not saved in “S” of “b.xlsx” (C3); it counts as "
        "blank. Open the workbook in your spreadsheet program, save it, and drop it again."
    ]
    assert dataset.files[0].sheets[0].rows_used == (2 if named else 3)


def test_cells_merged_downwards_stand_on_every_row_they_cover():
    def make(file) -> None:
        page = file.add_worksheet("S")
        fill(page, [["Customer", "Product", "Amount"], ["", "Basic", 5], ["", "Plus", 7],
                    ["Beta", "Basic", 8]])  # fmt: skip
        page.merge_range(1, 0, 2, 0, "Acme")

    (opened,) = open_files([Source("b.xlsx", book(make))]).files
    frame = opened.tables[0].frame
    assert isinstance(frame, pl.DataFrame)
    assert frame["Customer"].to_list() == ["Acme", "Acme", "Beta"]


def test_what_was_found_in_the_sheets_becomes_notices(reading):
    data = sheet("Customer,Order ID,Order date,Order total", "Acme,1,2024-01-20,5.00",
                 ",2,2024-01-21,6.00", "Acme Total,,,11.00", "Beta,3,2024-01-22,7.00",
                 "Beta Total,,,7.00")  # fmt: skip
    dataset = reading({"orders.csv": data})
    (notice,) = [one for one in dataset.notices if one.id.startswith("carried:")]
    assert notice.text == (
        "“Customer” in “orders.csv” is printed once for each group: 1 row takes it from above."
    )
    assert dataset.files[0].sheets[0].rows_set_aside == 2
    assert dataset.files[0].sheets[0].total_in == {"unknown": 18.0}


# ---------------------------------------------------------------- on its side, and the rest
def test_records_side_by_side_are_stood_up(table):
    found = table(
        sheet("Order ID,1,2,3", "Customer,Acme,Beta,Acme",
              "Order date,2024-01-20,2024-01-21,2024-01-22", "Order total,5.00,6.00,7.00")
    )  # fmt: skip
    assert found.headers == ("Order ID", "Customer", "Order date", "Order total")
    assert found.frame["Customer"].to_list() == ["Acme", "Beta", "Acme"]
    assert found.range == "A1:D4"
    assert [one.kind for one in found.remarks] == ["turned"]


def test_a_total_of_one_group_is_not_the_total_of_the_file(reading):
    data = sheet(*[line for line in QUICKBOOKS if not line.startswith("TOTAL")])
    (read,) = reading({"sales.csv": data}).files[0].sheets
    assert read.stated_total == {}
    (whole,) = reading({"sales.csv": sheet(*QUICKBOOKS)}).files[0].sheets
    assert whole.stated_total == {"unknown": 930.0}


def test_amounts_in_thousands_are_whole_amounts_afterwards(reading):
    data = sheet("Order ID,Customer,Order date,Order total (T€)", "1,Acme,2024-01-20,1.25",
                 "2,Beta,2024-01-21,3.00", "Summe,,,4.25")  # fmt: skip
    dataset = reading({"orders.csv": data})
    table = dataset.tables["orders"]
    assert sorted(table.frame["amount"]) == [125_000, 300_000]
    assert (table.scale["amount"], dataset.currency) == (2, "EUR")
    (read,) = dataset.files[0].sheets
    assert read.stated_total == read.total_in == {"EUR": 4250.0}


def test_pounds_in_western_windows_text_are_pounds(table):
    rows = "".join(f"S-{at},\u00c9vry,20 Jan 2024,\u00a3{at}2.54\n" for at in range(1, 9))
    found = table(f"ID,Customer,Start date,Plan amount\n{rows}".encode("cp1252"))
    assert found.frame["Plan amount"][0] == "\u00a312.54"
    assert found.frame["Customer"][0] == "\u00c9vry"


def test_a_header_printed_again_counts_as_such_though_one_cell_differs(table):
    text = "ID,Day,Customer,Total,Note\n1,2024-03-13,Acme,5,x\nID,Day,Customer,Total,page 2\n"
    found = table(text + "2,2024-03-14,Beta,7,x\n")
    assert found.frame["ID"].to_list() == ["1", "2"]
    assert [row.reason for row in found.ragged] == ["the header again"]


def test_a_name_that_says_little_is_read_with_the_band_it_stands_under(reading):
    rows = (f"R{at},2025-0{at}-03,Firm {at % 3},DE,100,19" for at in range(1, 9))
    data = sheet("Invoice,,Customer,,Amount,", "No,Date,Name,Country,Net,Tax", *rows)
    (found,) = reading({"b.csv": data}).files[0].sheets
    assert found.columns["invoice_id"] == "Invoice No"
    assert found.columns["customer"] == "Customer Name"
    assert (found.columns["date"], found.total_used) == ("Date", {"unknown": 800.0})


def test_a_name_under_products_is_no_customer(reading):
    rows = (f"O{at},2025-0{at}-03,Chair,K{at % 3},100" for at in range(1, 9))
    data = sheet("Order,,Product,Customer,", "No,Date,Name,No,Total", *rows)
    dataset = reading({"orders.csv": data})
    assert set(dataset.customers) == {"K0", "K1", "K2"}


def test_records_side_by_side_may_begin_with_a_row_of_dates(reading):
    days = [
        f"{day:02d}.{month:02d}.2024" for month, day in zip(range(1, 9), range(20, 28), strict=True)
    ]
    rows = {
        "Close date": days,
        "Deal ID": [f"D-{at}" for at in range(8)],
        "Deal stage": ["Won", "Lost"] * 4,
        "Deal value": ["100,50"] * 8,
        "Account name": ["Acme", "Birch"] * 4,
    }
    text = "".join(";".join([name, *cells]) + "\n" for name, cells in rows.items())
    dataset = reading({"deals.csv": text})
    (sheet,) = dataset.files[0].sheets
    assert (sheet.table, sheet.rows_in, sheet.rows_used) == ("deals", 8, 8)
    assert sheet.total_in == {"unknown": 804.0}


def test_records_side_by_side_may_stand_in_wrapped_lines_below_titles(reading):
    lines = [
        "Quarterly report", "Printed on 3 January 2025", '""',
        "Payment ID," + ",".join(f"P-{at}" for at in range(6)),
        "Payment date," + ",".join(f"2024-0{at}-20" for at in range(1, 7)),
        "Customer name," + ",".join(["Acme", "Birch"] * 3),
        "Amount received," + ",".join(["10.25"] * 6),
    ]  # fmt: skip
    text = "".join('"' + line.replace('"', '""') + '"\n' for line in lines)
    dataset = reading({"payments.csv": text})
    (sheet,) = dataset.files[0].sheets
    assert (sheet.table, sheet.rows_in) == ("payments", 6)
    assert sheet.total_in == sheet.total_used == {"unknown": 61.5}
