"""Customers down and products across: read where a period is named, asked for where none is."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.errors import RevcoreError, SettingsError
from revcore.ingest import Source, answered, look, open_files, read
from revcore.ingest.named_period import covered, period_around
from revcore.model import Settings

SALES = (
    "Customer,Mug,Cup,Spoon,Total\nAcme,12.50,15,,27.50\nBirch,8,,9,17\nCobalt,,5,7,12\n"
    "Total,20.50,20,16,56.50\n"
)
ROWS = [
    ("Acme", "Cup", 1500), ("Acme", "Mug", 1250), ("Birch", "Mug", 800), ("Birch", "Spoon", 900),
    ("Cobalt", "Cup", 500), ("Cobalt", "Spoon", 700),
]  # fmt: skip


def sold(dataset, table="orders"):
    frame = dataset.tables[table].frame
    return sorted(
        (dataset.customers[customer], product, amount)
        for customer, product, amount in frame.select("customer", "product", "amount").rows()
    )


def last_day(dataset, table="orders"):
    (day,) = dataset.tables[table].frame["date"].unique().to_list()
    return str(dt.date(1970, 1, 1) + dt.timedelta(days=day))


def test_each_amount_is_a_row_of_its_customer_and_product_and_totals_do_not_count(reading):
    dataset = reading({"Sales 2024-03.csv": SALES})
    assert sold(dataset) == ROWS
    assert last_day(dataset) == "2024-03-31"
    (sheet,) = dataset.files[0].sheets
    assert (sheet.rows_in, sheet.rows_used, sheet.rows_by_reason) == (4, 3, {"total row": 1})
    assert sheet.total_in == sheet.total_used == sheet.stated_total == {"unknown": 56.5}
    assert sheet.columns["product"] == sheet.columns["amount"] == ["Mug", "Cup", "Spoon"]
    (told,) = [one.text for one in dataset.notices if one.id.startswith("crosstab")]
    assert "count as sales of Mar 2024, as the name of its file says" in told
    assert "“Total” only adds them up" in told


def test_totals_that_no_word_names_are_found_by_their_sums(reading):
    text = SALES.replace("Total\n", "Together\n").replace("Total,", "All of them,")
    dataset = reading({"Sales 2024-03.csv": text})
    assert sold(dataset) == ROWS
    (sheet,) = dataset.files[0].sheets
    assert sheet.rows_by_reason == {"total row": 1}
    assert sheet.total_in == {"unknown": 56.5}


@pytest.mark.parametrize(
    ("name", "above", "day"),
    [
        ("Umsatz März 2024.csv", "", "2024-03-31"),
        ("customers.csv", "Sales in February 2024\n\n", "2024-02-29"),
        ("Sales_202412.csv", "", "2024-12-31"),
        ("Sales Q2 2024.csv", "", "2024-06-30"),
        ("Sales 2023.csv", "", "2023-12-31"),
        ("Sales.csv", "From 2024-01-01 to 2024-03-31\n\n", "2024-03-31"),
    ],
)
def test_the_period_stands_in_the_title_or_in_the_name_of_the_file(reading, name, above, day):
    text = above + SALES
    dataset = reading({name: text})
    (table,) = dataset.tables
    assert sold(dataset, table) == ROWS
    assert last_day(dataset, table) == day
    (told,) = [one.text for one in dataset.notices if one.id.startswith("crosstab")]
    assert ("all on its last day" in told) == ("Q2" in name or "2023" in name or "From" in above)


def test_a_row_without_any_amount_is_set_aside_and_a_credit_counts(reading):
    text = "Customer,Mug,Cup\nAcme,€10.00,\nBirch,,\nCobalt,€-4.00,€3.00\n"
    dataset = reading({"May 2024.csv": text})
    (table,) = dataset.tables
    (sheet,) = dataset.files[0].sheets
    assert sheet.rows_by_reason == {"no value in any product": 1}
    assert sheet.total_used == {"EUR": 9.0}
    assert dataset.tables[table].frame["amount"].sort().to_list() == [-400, 300, 1000]


def test_without_a_period_the_sheet_waits_for_one_and_the_answer_is_for_this_file_alone(reading):
    other = "Customer,Order date,Amount\nAcme,2024-01-05,7\nBirch,2024-02-06,9\n"
    waiting = reading({"sales.csv": SALES, "orders.csv": other})
    (asked,) = [one for one in waiting.questions if one.id.startswith("period")]
    assert asked.text.startswith("Which month do the sales in “sales.csv” belong to?")
    assert not [one for one in waiting.questions if one.id.startswith("table")]
    opened = open_files([Source("sales.csv", SALES.encode())])
    entries = answered(Settings(), look(opened), "sales.csv", period="2024-05")
    answer = Settings(file=entries)
    assert last_day(read(opened, answer)) == "2024-05-31"
    again = open_files([Source("sales next.csv", SALES.encode())])
    with pytest.raises(RevcoreError, match="nothing says when they bought"):
        read(again, answer)
    (kept,) = answered(answer, look(again, answer), "sales next.csv", decimal=".")
    assert kept.period is None


def test_what_a_person_corrects_afterwards_keeps_the_period():
    opened = open_files([Source("sales.csv", SALES.encode())])
    first = Settings(file=answered(Settings(), look(opened), "sales.csv", period="2024-Q1"))
    (entry,) = answered(first, look(opened, first), "sales.csv", table="invoices")
    again = read(opened, Settings(file=[entry]))
    assert sold(again, "invoices") == ROWS
    assert last_day(again, "invoices") == "2024-03-31"


def test_a_period_that_is_none_is_said():
    opened = open_files([Source("sales.csv", SALES.encode())])
    wrong = Settings.of({"file": [{"path": "sales.csv", "period": "soon"}]})
    with pytest.raises(SettingsError, match="no month, quarter, half-year or year"):
        read(opened, wrong)


@pytest.mark.parametrize(
    "text",
    [
        "Customer,Current,1 - 30,31 - 60,Total\nAcme,5,6,7,18\nBirch,1,2,3,6\n",
        "Customer,Paid,Open\nAcme,5,6\nBirch,1,2\n",
        "Customer,Easy,Fast\nAcme,4.5,5\nBirch,3,very\n",
        "Customer,Mug,Cup,Total\nAcme,5,6,12\nBirch,1,2,3\n",
        "Customer,Mug,Cup\nAcme,5,6\nAcme,1,2\n",
        "Product,North,South\nMug,5,6\nCup,1,2\n",
        "Customer,Mug 2023,Mug 2024\nAcme,5,6\nBirch,1,2\n",
    ],
)
def test_whatever_may_be_something_else_stays_unread(reading, text):
    with pytest.raises(RevcoreError):
        reading({"Sales 2024-03.csv": text})


@pytest.mark.parametrize("name", ["Units sold 2024-03.csv", "NPS 2024-03.csv", "2024-03.csv"])
def test_numbers_that_nothing_calls_sales_stay_unread(reading, name):
    with pytest.raises(RevcoreError):
        reading({name: SALES})


def test_sheets_named_by_their_month_take_the_year_of_the_file():
    assert str(period_around([], "März", "Umsatz 2024")[0]) == "2024-03..2024-03"
    assert str(period_around(["Sales Q1 2024"], "", "export 2024-04")[0]) == "2024-01..2024-03"
    assert period_around(["March 2024", "April 2024"], "", "") is None
    assert period_around(["Printed 2024-03-15"], "Sheet1", "export") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024 1. Halbjahr", None), ("Data set 2024", None),
        ("Top 20 customers 2024-07", "2024-07..2024-07"), ("Jan 2024, Feb 2024", None),
        ("Oct 2023 to Mar 2024", "2023-10..2024-03"), ("FY24 Q1", None), ("KW 12 2024", None),
    ],
)  # fmt: skip
def test_a_text_names_one_period_or_none(text, found):
    assert (None if covered(text) is None else str(covered(text))) == found


@settings(max_examples=12)
@given(st.lists(st.tuples(*[st.integers(-500, 99999)] * 3), min_size=3, max_size=7))
def test_every_cent_is_used_whatever_the_cells_hold(cells):
    cells = [(1, 2, 4), *cells]
    lines = [
        ",".join(
            [f"Firm {'ABCDEFGH'[at]}", *(f"${cell / 100:.2f}" if cell else "" for cell in row)]
        )
        for at, row in enumerate(cells)
    ]
    text = "\n".join(["Customer,Mug,Cup,Spoon", *lines, ""])
    (sheet,) = read(open_files([Source("Sales 2024-03.csv", text.encode())])).files[0].sheets
    assert sheet.rows_in == sheet.rows_used + sheet.rows_set_aside == len(cells)
    assert sheet.total_in == sheet.total_used
    if "total row" not in sheet.rows_by_reason and any(a + b != c for a, b, c in cells):
        assert sheet.total_used["USD"] == pytest.approx(sum(map(sum, cells)) / 100, abs=1e-9)
