"""Which rows are totals, where no word says so."""

import pytest

NUMBERED = (
    "{},Customer,Invoice date,Amount\n1,Acme,2024-01-05,10.50\n2,Birch,2024-02-05,7\n"
    "3,Cobalt,2024-03-05,\n"
)


@pytest.mark.parametrize("header", ["Invoice ID", "ID", "No.", "Zeile"])
def test_the_number_of_a_record_is_never_the_sum_of_the_numbers_above(reading, header):
    dataset = reading({"invoices.csv": NUMBERED.format(header)})
    (sheet,) = dataset.files[0].sheets
    assert sheet.rows_by_reason == {"no amount": 1}
    assert [row.line for row in dataset.set_aside] == [4]


def test_a_customer_number_that_adds_up_by_chance_is_no_sum_either(reading):
    text = NUMBERED.format("Customer ID").replace("1,A", "100,A").replace("2,B", "200,B")
    (sheet,) = reading({"invoices.csv": text.replace("3,C", "300,C")}).files[0].sheets
    assert sheet.rows_by_reason == {"no amount": 1}


def test_a_sum_of_amounts_below_their_rows_is_still_found(reading):
    text = "Customer,Invoice date,Amount\nAcme,2024-01-05,1\nBirch,2024-02-05,2\n,,3\n"
    (sheet,) = reading({"invoices.csv": text}).files[0].sheets
    assert (sheet.rows_by_reason, sheet.stated_total) == ({"total row": 1}, {"unknown": 3.0})


CARRIED = (
    "No.;Customer;Invoice;Date;Net\n1;Acme;R-1;02.01.24;1.000,00\n2;Birch;R-2;15.01.24;2.500,00\n"
    ";;;Übertrag;3.500,00\n3;Acme;R-3;02.02.24;1.000,50\n;;;Summe;4.500,50\n"
)


def test_totals_named_in_a_later_column_are_totals(reading):
    dataset = reading({"invoices.csv": CARRIED})
    (sheet,) = dataset.files[0].sheets
    assert [(row.line, row.value, row.reason) for row in dataset.set_aside] == [
        (4, "Übertrag", "total row"), (6, "Summe", "total row"),
    ]  # fmt: skip
    assert sheet.total_in == sheet.total_used == sheet.stated_total == {"unknown": 4500.5}
