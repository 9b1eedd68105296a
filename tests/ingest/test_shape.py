"""Where the table is: header, totals, notes."""

import pytest

CUSTOMERS = [f"Customer {letter}" for letter in "ABCDEFG"]


def sheet(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("above", [0, 1, 5, 14])
def test_the_header_is_found_in_the_first_fifteen_lines(table, above):
    notes = [f"Note {number}" for number in range(above)]
    found = table(sheet(*notes, "Customer,Amount,Date", "Acme,5,2024-01-01", "Beta,7,2024-01-02"))
    assert found.headers == ("Customer", "Amount", "Date")
    assert found.preamble == tuple(notes)
    assert found.frame.height == 2


def test_key_and_value_lines_above_are_no_header(table):
    found = table(
        sheet(
            "Company:,Acme",
            "Period:,2024",
            "Customer,Product,Amount,Date",
            "Beta,Basic,5,2024-01-01",
            "Gamma,Basic,7,2024-01-02",
        )
    )
    assert found.headers[0] == "Customer"
    assert found.preamble == ("Company: Acme", "Period: 2024")


def test_a_table_of_words_only_keeps_its_first_row_as_header(table):
    found = table(sheet("agent,manager,region", "Ann,Bob,East", "Cid,Bob,West", "Dee,Eve,East"))
    assert found.headers == ("agent", "manager", "region")
    assert found.frame.height == 3


def test_a_missing_name_does_not_push_the_header_down(table):
    found = table(sheet("agent,,region", "Ann,Bob,East", "Cid,Fay,West", "Dee,Eve,North"))
    assert found.headers == ("agent", "Column B", "region")


@pytest.mark.parametrize(
    "label",
    ["Total", "TOTAL", "Grand total", "Subtotal", "Summe", "Gesamt: Konto", "Total: Account",
     "Total for Acme", "Totale"],
)  # fmt: skip
def test_rows_labelled_as_totals_are_taken_out(table, label):
    found = table(sheet("Customer,Amount", "Acme,5", f"{label},99", "Beta,7"))
    assert found.frame["Customer"].to_list() == ["Acme", "Beta"]
    assert [(row.line, row.label) for row in found.totals] == [(3, label)]
    assert found.rows_in == 3


def test_a_customer_whose_name_begins_with_total_stays(table):
    found = table(sheet("Customer,Amount", "Acme,5", "Total Energies,7", "Totally Ltd,9"))
    assert found.totals == ()
    assert found.frame.height == 3


def test_total_with_another_word_is_believed_when_it_repeats_the_sum(table):
    found = table(sheet("Customer,Amount", "Acme,5", "Beta,7", "Total 2024,12"))
    assert [row.label for row in found.totals] == ["Total 2024"]


def test_a_nameless_last_row_is_a_total_only_if_it_repeats_the_sums(table):
    rows = ["Customer,Amount,Orders", "Acme,5.10,1", "Beta,7.20,2", "Gamma,1.00,3"]
    assert len(table(sheet(*rows, ",13.30,6")).totals) == 1
    kept = table(sheet(*rows, ",13.31,5"))
    assert kept.totals == ()
    assert kept.frame.height == 4


def test_a_nameless_row_of_zeros_proves_nothing(table):
    found = table(sheet("Customer,Amount", "Acme,0", "Beta,0", "Gamma,0", ",0"))
    assert (found.frame.height, found.totals) == (4, ())


def test_a_header_printed_again_is_no_row(table):
    found = table(sheet("Customer,Amount", "Acme,5", "Customer,Amount", "Beta,7"))
    assert found.frame.height == 2
    assert [(row.line, row.reason) for row in found.ragged] == [(3, "the header again")]


def test_footnotes_are_set_aside_and_sparse_rows_are_not(table):
    rows = [f"{name},{at},2024-01-0{at + 1}" for at, name in enumerate(CUSTOMERS)]
    found = table(sheet("Customer,Amount,Date", *rows, "Source: the ledger", "© Acme"))
    assert found.frame.height == 7
    assert [row.reason for row in found.ragged] == ["a note below the table"] * 2
    sparse = table(sheet("Customer,Amount,Date", *rows, "Beta,,", "Gamma,5,"))
    assert sparse.frame.height == 9


def test_a_line_too_long_is_set_aside_whole(table):
    found = table(sheet("Customer,Amount", "Acme,1,234.00", "Beta,7", "Gamma,8", "Delta,9"))
    assert [(row.line, row.text) for row in found.ragged] == [(2, "Acme | 1 | 234.00")]
    assert found.frame.height == 3


def test_a_column_without_a_name_is_kept_when_most_rows_fill_it(table):
    found = table(sheet("Customer,Amount", "Acme,5,x", "Beta,7,y", "Gamma,8,z"))
    assert found.headers == ("Customer", "Amount", "Column C")
    assert found.ragged == ()


def test_currency_in_the_header_is_a_hint(table):
    found = table(sheet("Month,Cost (EUR),Spend [£]", "2024-01,5,6", "2024-02,7,8"))
    assert found.hints == {"Cost (EUR)": "currency:EUR", "Spend [£]": "currency:GBP"}
