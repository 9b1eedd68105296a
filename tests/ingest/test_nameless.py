"""Rows that name no customer among rows that do: counted, told, and named by their line."""

import pytest

OUTLINE = (
    "Sales by Customer Detail,,,\nCustomer,Date,Num,Amount\nAcme,,,\n,2024-01-03,1,100.00\n"
    ",2024-01-09,2,50.00\nTotal for Acme,,,150.00\nBirch,,,\n,2024-02-03,3,70.00\n"
    "Total for Birch,,,70.00\n,2024-03-01,5,25.00\n,2024-03-02,6,35.00\nTOTAL,,,280.00\n"
)
OUT_OF_ORDER = (
    "Customer,Date,Num,Amount\nCobalt,2024-01-03,1,100.00\n,2024-01-09,2,50.00\n"
    "Acme,2024-02-03,4,70.00\n,2024-02-05,5,30.00\nCobalt,2024-03-01,6,20\n,2024-03-05,7,30.00\n"
)


def told(dataset):
    return [one for one in dataset.notices if one.id.startswith("nameless")]


@pytest.mark.parametrize(
    ("text", "line", "rows", "worth"),
    [(OUTLINE, 10, 2, "60.00"), (OUT_OF_ORDER, 3, 3, "110.00")],
)
def test_rows_of_an_outline_without_a_customer_are_told(reading, text, line, rows, worth):
    dataset = reading({"sales.csv": text})
    (sheet,) = dataset.files[0].sheets
    (notice,) = told(dataset)
    assert (notice.values["line"], notice.values["rows"]) == (line, rows)
    assert f"(the first in line {line}), together {worth}: they count as sales" in notice.text
    (issue,) = [one for one in sheet.issues if one.reason.startswith("no customer")]
    assert (issue.line, issue.column, issue.count) == (line, "Customer", rows)
    frame = dataset.tables[sheet.table].frame
    assert frame.filter(frame["customer"].is_null()).height == rows
    assert sheet.total_in == sheet.total_used
    assert sheet.rows_in == sheet.rows_used + sheet.rows_set_aside
    assert ("fill it down" in notice.text) == (text == OUT_OF_ORDER)


def test_rows_carried_down_are_counted_without_those_no_name_stands_above(reading):
    dataset = reading({"sales.csv": OUTLINE})
    (carried,) = [one for one in dataset.notices if one.id.startswith("carried")]
    assert carried.values["rows"] == 3


def test_sheets_that_name_everybody_or_nobody_are_not_talked_about(reading):
    whole = "Customer,Date,Num,Amount\nAcme,2024-01-03,1,5\nBirch,2024-01-04,2,6\n"
    nobody = "Order ID,Order date,Total\n1,2024-01-03,5\n2,2024-01-04,6\n"
    assert told(reading({"a.csv": whole, "b.csv": nobody})) == []
