"""Pivot tables in compact form: every level in one column, a sum above the rows it is made of."""

import io

import pytest
import xlsxwriter

from revcore.errors import RevcoreError

MONTHS_OUTSIDE = (
    "Row Labels,Sum of Amount\nJan 2025,300\nFirm A,100\nFirm B,200\nFeb 2025,350\nFirm A,150\n"
    "Firm B,200\nGrand Total,650\n"
)
CUSTOMERS_OUTSIDE = (
    "Zeilenbeschriftungen;Summe von Betrag\nMüller AG;300\nJan 2025;100\nFeb 2025;200\n"
    "Schmidt GmbH;50\nFeb 2025;50\nGesamtergebnis;350\n"
)
YEARS = (
    "Row Labels,Sum of Amount,Count of Invoice no\n2024,300,3\nJan,100,1\nFirm A,100,1\n"
    "Feb,200,2\nFirm A,50,1\nFirm B,150,1\n2025,70,1\nMar,70,1\nFirm B,70,1\nGrand Total,370,4\n"
)
REGIONS = (
    "Row Labels,Jan 2025,Feb 2025,Mar 2025,Grand Total\nEMEA,300,350,1,651\nFirm A,100,150,1,251\n"
    "Firm B,200,200,,400\nAPAC,30,50,20,100\nFirm C,10,20,10,40\nFirm D,20,30,10,60\n"
    "Grand Total,330,400,21,751\n"
)
JAN = 2025 * 12


def facts(dataset):
    frame = dataset.tables["mrr"].frame
    return {
        (dataset.customers[customer], month - JAN, amount)
        for customer, month, amount in frame.select("customer", "month", "amount").iter_rows()
    }


def test_months_with_their_customers_below_become_rows(reading):
    dataset = reading({"pivot.csv": MONTHS_OUTSIDE})
    assert facts(dataset) == {
        ("Firm A", 0, 100), ("Firm B", 0, 200), ("Firm A", 1, 150), ("Firm B", 1, 200),
    }  # fmt: skip
    (sheet,) = dataset.files[0].sheets
    assert sheet.total_used == sheet.stated_total == {"unknown": 650.0}
    assert (sheet.rows_in, dict(sheet.rows_by_reason)) == (7, {"total row": 3})
    (told,) = [one for one in dataset.notices if one.id.startswith("compact")]
    assert "4 rows take their month or group from above, and 2 sums" in told.text


def test_customers_with_their_months_below_in_german_with_indents(reading):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, inner = book.add_worksheet("Tabelle1"), book.add_format({"indent": 1})
        for row, line in enumerate(CUSTOMERS_OUTSIDE.splitlines()):
            label, value = line.split(";")
            sheet.write(row + 2, 0, label, inner if label.endswith("2025") else None)
            sheet.write(row + 2, 1, float(value) if value.isdigit() else value)
    wanted = {("Müller AG", 0, 100), ("Müller AG", 1, 200), ("Schmidt GmbH", 1, 50)}
    assert facts(reading({"pivot.xlsx": out.getvalue()})) == wanted
    assert facts(reading({"pivot.csv": CUSTOMERS_OUTSIDE})) == wanted


def test_years_with_months_with_customers_count_the_innermost_rows(reading):
    dataset = reading({"pivot.csv": YEARS})
    assert facts(dataset) == {
        ("Firm A", -12, 100), ("Firm A", -11, 50), ("Firm B", -11, 150), ("Firm B", 2, 70),
    }  # fmt: skip
    assert dataset.files[0].sheets[0].stated_total == {"unknown": 370.0}


def test_regions_over_customers_are_known_by_their_sums_in_every_month(reading):
    dataset = reading({"pivot.csv": REGIONS})
    assert set(dataset.customers) == {"Firm A", "Firm B", "Firm C", "Firm D"}
    assert dataset.files[0].sheets[0].total_used == {"unknown": 751.0}


def test_a_pivot_whose_sums_do_not_show_is_told_how_to_be_laid_out(reading):
    text = MONTHS_OUTSIDE.replace("Jan 2025,300", "Jan 2025,310")
    with pytest.raises(RevcoreError, match="Show in Tabular Form and Repeat All Item Labels"):
        reading({"pivot.csv": text})


def test_names_taken_for_customers_are_asked_about_and_can_be_something_else(reading):
    dataset = reading({"pivot.csv": MONTHS_OUTSIDE})
    (question,) = [one for one in dataset.questions if one.id.startswith("rows_are")]
    assert question.taken == "customers"
    assert "2 names stand on rows of their own (“Firm A” and “Firm B”)" in question.text
    other = {"path": "pivot.csv", "table": "revenue_by_month"}
    again = reading({"pivot.csv": MONTHS_OUTSIDE}, {"file": [other]})
    frame = again.tables["revenue_by_month"].frame
    assert (frame.height, frame["amount"].sum()) == (4, 650)


@pytest.mark.parametrize("header", ["Sum of Amount", "Summe von Betrag", "Somme de Montant"])
def test_the_tabular_form_keeps_its_amount_too(reading, header):
    text = f"Month,Customer,{header}\n2025-01,Firm A,100\n2025-01,Firm B,200\n2025-02,Firm A,90\n"
    assert reading({"pivot.csv": text}).tables["mrr"].frame["amount"].sum() == 390


GROUPED = (
    "Date,Invoice no,Amount\nAcme Corp,,\n2025-01-02,1,100\n2025-02-02,2,100\n"
    "Total Acme Corp,,200\nBirch Inc,,\n2025-01-05,3,50\nTotal Birch Inc,,50\nTotal,,250\n"
)


def test_names_over_their_invoices_are_customers_and_asked_about(reading):
    dataset = reading({"report.csv": GROUPED})
    frame = dataset.tables["invoices"].frame
    names = [dataset.customers[one] for one in frame.sort("line")["customer"]]
    assert names == ["Acme Corp", "Acme Corp", "Birch Inc"]
    (question,) = [one for one in dataset.questions if one.id == "rows_are:report.csv:Group"]
    assert (question.taken, question.choices) == ("customers", ["customers", "something else"])


def test_months_over_their_invoices_are_no_customers(reading):
    text = GROUPED.replace("Acme Corp", "January").replace("Birch Inc", "February")
    dataset = reading({"report.csv": text})
    assert dataset.customers == ()
    assert not [one for one in dataset.questions if one.id.startswith("rows_are")]
