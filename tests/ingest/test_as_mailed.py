"""Little sheets as a client mails them: several oddities at once, each sum worked by hand."""

import datetime as dt

import pytest

SHEETS = {
    "each currency with marks of its own": (
        "Client;Invoice no.;Date;Amount\nAcme;R-1;03.01.2024;€ 1.200,00\nBirch;R-3;14.02.2024;"
        "$ 800.00\nBirch;R-4;14.03.2024;$ 850.50\nCobalt;R-5;20.03.2024;€ 2.000,50\n"
        "Cobalt;R-6;21.03.2024;(€ 500,50)\n",
        {"EUR": 2700.0, "USD": 1650.5},
        {"EUR": 2700.0, "USD": 0.0},
    ),
    "days written two ways, credits in brackets": (
        'Customer,Document,Date,Amount\nAcme,Invoice,1.3.24,"1,000.00"\nBirch,Invoice,2024-03-05,'
        '"2,000.00"\nAcme,Credit note,15.3.24,"(250.00)"\nCobalt,Invoice,2024-04-02,"1,500.50"\n'
        'Cobalt,Credit Note,2024-04-20,"(1,500.50)"\n',
        {"unknown": 2750.0},
        {"unknown": 2750.0},
    ),
    "notes between the rows": (
        "Customer,Invoice,Date,Amount\nAcme,1,2024-01-05,100.00\n"
        "Notes: the invoices below were sent again,,,\nCobalt,3,2024-02-05,150.00\nNote,,,\n"
        "Dune,4,2024-02-09,50.00\n",
        {"unknown": 300.0},
        {"unknown": 300.0},
    ),
    "fees without cents, contracts without end": (
        "Customer;Contract from;Contract to;Yearly fee\nAcme;1.1.23;31.12.23;12.000,--\n"
        "Birch;1.4.23;31.3.24;6.000,--\nCobalt;15.6.23;unbefristet;2.400,--\n",
        {"unknown": 20_400.0},
        {"unknown": 20_400.0},
    ),
}


@pytest.mark.parametrize(("text", "whole", "used"), SHEETS.values(), ids=SHEETS)
def test_a_sheet_as_it_is_mailed_adds_up(reading, text, whole, used):
    dataset = reading({"sheet.csv": text})
    (sheet,) = dataset.files[0].sheets
    assert (sheet.total_in, sheet.total_used) == (whole, used)
    assert sheet.rows_in == sheet.rows_used + sheet.rows_set_aside
    assert not [one for one in dataset.questions if one.id.startswith(("decimal", "day_first"))]


def test_the_day_with_two_digits_of_its_year_is_the_first_of_march(reading):
    text, *_ = SHEETS["days written two ways, credits in brackets"]
    dataset = reading({"sheet.csv": text})
    (table,) = dataset.tables.values()
    epoch = dt.date(1970, 1, 1)
    days = [str(epoch + dt.timedelta(days=day)) for day in table.frame.sort("line")["date"]]
    assert days == ["2024-03-01", "2024-03-05", "2024-03-15", "2024-04-02", "2024-04-20"]
