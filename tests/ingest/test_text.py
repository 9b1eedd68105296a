"""Text files that are no proper lines: a quote that never closes, one line without an end."""

import pytest

from revcore.ingest import Source, open_files
from revcore.ingest.text import SMALL

ROW = "Birch,2024-02-05,7.50\n"
MANY = 2 * SMALL // len(ROW)


@pytest.mark.parametrize("rows", [20, MANY])
@pytest.mark.parametrize("at", [0, 10])
def test_a_quote_that_never_closes_costs_no_line_and_is_told(reading, rows, at):
    lines = [ROW] * rows
    lines[at] = 'Acme,2024-01-05,"10.50\n'
    dataset = reading({"invoices.csv": "Customer,Invoice date,Amount\n" + "".join(lines)})
    (sheet,) = dataset.files[0].sheets
    assert (sheet.rows_in, sheet.rows_used) == (rows, rows)
    assert sheet.total_in == sheet.total_used == {"unknown": 7.5 * (rows - 1) + 10.5}
    assert dataset.set_aside == ()
    (told,) = [one for one in dataset.notices if one.id.startswith("unclosed")]
    assert told.text.startswith(f"Line {at + 2} of “invoices.csv” opens a cell with a quote")


HEAD = "Customer,Invoice date,Amount,Note\n"
REST = [f"Cobalt,2024-02-{day:02d},{day}.00,ok\n" for day in range(1, 9)]


@pytest.mark.parametrize(
    ("lines", "line", "more"),
    [
        (['Acme,2024-01-05,1.00,"ok\n', *REST], 2, 0),
        ([*REST, 'Acme,2024-01-05,1.00,"ok\n'], 10, 0),
        ([*REST, '"Acme,2024-01-05,1.00,ok\n'], 10, 0),
        ([*REST, '"Acme,2024-01-05,1.00,ok'], 10, 0),
        ([*REST[:4], ' "Acme,2024-01-05,1.00,ok\n', *REST[4:]], 6, 0),
        ([REST[0], '"Acme,2024-01-05,1.00,ok\n', *REST[1:], '"Birch,2024-01-05,1.00,ok\n'], 3, 1),
        ([REST[0], 'Acme,2024-01-05,1.00,"ok\n', 'Acme,2024-01-06,1.00,"said: ""a,\nb"""\n'], 3, 0),
    ],
)  # fmt: skip
def test_no_quote_swallows_lines_in_silence(reading, lines, line, more):
    dataset = reading({"invoices.csv": HEAD + "".join(lines)})
    (sheet,) = dataset.files[0].sheets
    assert (sheet.rows_in, sheet.rows_used) == (len(lines), len(lines))
    (told,) = [one for one in dataset.notices if one.id.startswith("unclosed")]
    assert told.values == {"line": line, "lines": 1 + more}
    assert all('"' not in name for name in dataset.customers)


def test_a_file_that_stops_inside_a_quoted_amount_does_not_count_half_of_it(reading):
    lines = [*REST, 'Acme,2024-01-05,ok,"1.0']
    head = "Customer,Invoice date,Note,Amount\n"
    lines = [line if "Acme" in line else line.replace("00,ok", "00,5.00") for line in lines]
    dataset = reading({"invoices.csv": head + "".join(lines)})
    assert [(row.line, row.reason) for row in dataset.set_aside] == [(10, "not an amount")]
    (told,) = [one for one in dataset.notices if one.id.startswith("cut")]
    assert told.text.startswith("“invoices.csv” stops in the middle of line 10, inside a cell")


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
