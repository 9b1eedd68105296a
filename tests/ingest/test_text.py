"""Text files that are no proper lines: a quote that never closes, one line without an end."""

import pytest

from revcore.ingest import Source, open_files
from revcore.ingest.text import SMALL

ROW = "Birch,2024-02-05,7.50\n"
MANY = 2 * SMALL // len(ROW)


@pytest.mark.parametrize("rows", [20, MANY])
@pytest.mark.parametrize("at", [0, 10])
def test_a_quote_that_never_closes_costs_its_own_line_only(reading, rows, at):
    lines = [ROW] * rows
    lines[at] = 'Acme,2024-01-05,"10.50\n'
    dataset = reading({"invoices.csv": "Customer,Invoice date,Amount\n" + "".join(lines)})
    (sheet,) = dataset.files[0].sheets
    assert (sheet.rows_in, sheet.rows_used) == (rows, rows - 1)
    assert [row.line for row in dataset.set_aside] == [at + 2]
    (told,) = [one for one in dataset.notices if one.id.startswith("unclosed")]
    assert told.text.startswith(f"Line {at + 2} of “invoices.csv” opens a cell with a quote")


def test_quotes_that_stand_for_inches_are_read_as_before(reading):
    rows = [*['Acme,2024-01-05,"Pipe, long",3\n'] * (MANY // 2), 'Birch,2024-01-06,5" pipe,4\n']
    dataset = reading({"orders.csv": "Customer,Order date,Product,Amount\n" + "".join(rows)})
    frame = dataset.tables["orders"].frame
    assert set(frame["product"].to_list()) == {"Pipe, long", '5" pipe'}
    assert not [one for one in dataset.notices if one.id.startswith("unclosed")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Acme,2024-01-05,10.50," * 100_000, "has 300,001 columns; up to 2,000 are read"),
        (b"x" * 2_000_000, "has a cell of more than 131,072 characters"),
    ],
)
def test_one_line_without_an_end_is_refused_in_one_sentence(data, said):
    (file,) = open_files([Source("line.csv", data)]).files
    assert said in (file.error or "")
