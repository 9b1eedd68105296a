"""Values that look like something else: currencies per cell, cents, statuses, chances."""

import io

import polars as pl
import pytest
import xlsxwriter


def book(rows, formats=(), **options) -> bytes:
    """A workbook of one sheet; ``formats`` maps (row, column) to a number format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as made:
        sheet = made.add_worksheet("Orders")
        styles = {code: made.add_format({"num_format": code}) for code in dict(formats).values()}
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(at, place, cell, styles.get(dict(formats).get((at, place))))
    return out.getvalue()


def test_cells_of_one_column_in_several_currencies_keep_their_own(reading):
    rows = [["Order", "Customer", "Date", "Total"]]
    rows += [[at, f"Customer {at}", f"2025-01-0{at}", 100.5 * at] for at in (1, 2, 3)]
    euro, dollar = r"#,##0.00\ [$€-407];[Red]\-#,##0.00\ [$€-407]", "[$$-409]#,##0.00"
    data = book(rows, {(1, 3): euro, (2, 3): euro, (3, 3): dollar})
    dataset = reading({"orders.xlsx": data})
    (sheet,) = dataset.files[0].sheets
    assert sheet.total_in == {"EUR": 301.5, "USD": 301.5}
    assert sheet.rows_by_reason == {"no rate for USD": 1}
    assert [one.id for one in dataset.questions] == ["rate:USD"]


@pytest.mark.parametrize("header", ["Amount (ct)", "Betrag (Cent)", "Importe (céntimos)"])
def test_amounts_in_cents_are_hundredths(reading, header):
    text = f"payment id,customer,payment date,{header}\np1,Acme,2025-01-31,123456\n"
    dataset = reading({"payments.csv": text})
    assert dataset.files[0].sheets[0].total_in == {"unknown": 1234.56}


def test_a_blank_word_is_no_amount_and_a_slip_is_not_an_amount(reading):
    cells = ["#REF!", "n/a", "20", "-", "12O"]
    text = "Order,Customer,Date,Total\n" + "".join(
        f"{at},C{at},2025-01-0{at},{cell}\n" for at, cell in enumerate(cells, 1)
    )
    (sheet,) = reading({"orders.csv": text}).files[0].sheets
    assert sheet.rows_by_reason == {"no amount": 3, "not an amount": 1}


def test_what_was_written_off_brings_no_money(reading):
    text = (
        "Invoice,Customer,Invoice date,Net,Status\n1,Acme,2025-01-05,100,Paid\n"
        "2,Birch,2025-01-06,50,Written off\n3,Cedar,2025-01-07,50,Bad debt\n"
    )
    (sheet,) = reading({"invoices.csv": text}).files[0].sheets
    assert sheet.total_used == {"unknown": 100.0}
    assert set(sheet.rows_by_reason) == {"status: written off", "status: bad debt"}


def test_months_and_customers_down_the_rows_keep_their_customers(reading):
    text = (
        "Month,Customer,Revenue\n2024-01,Acme,300\n2024-02,Acme,330\n"
        "2024-02,Birch,150\n2024-03,Birch,150\n"
    )
    dataset = reading({"revenue.csv": text})
    assert list(dataset.tables) == ["mrr"]
    assert len(dataset.customers) == 2


PIVOT = (
    "Summe von Umsatz;Spaltenbeschriftungen;;;\n"
    "Zeilenbeschriftungen;Jan 25;Feb 25;Mrz 25;Gesamtergebnis\n"
    "Acme;100;100;120;320\nBirch;50;;50;100\nGesamtergebnis;150;100;170;420\n"
)


def test_a_pivot_leaves_its_sums_out_and_asks_whose_its_rows_are(reading):
    dataset = reading({"umsatz.csv": PIVOT})
    (sheet,) = dataset.files[0].sheets
    assert sheet.total_used == {"unknown": 420.0}
    assert sheet.rows_by_reason == {"total row": 1}
    (question,) = [one for one in dataset.questions if one.id.startswith("rows_are")]
    assert "2 rows under “Zeilenbeschriftungen”" in question.text
    fix = {
        "path": "umsatz.csv",
        "table": "mrr",
        "columns": {"customer_name": "Zeilenbeschriftungen"},
    }
    again = reading({"umsatz.csv": PIVOT}, {"file": [fix]})
    assert len(again.customers) == 2
    assert not [one for one in again.questions if one.id.startswith("rows_are")]


DEALS = (
    "Deal,Owner,Value,Phase,Probability,Created,Closed\n"
    "A,Ida,100,Kickoff,10%,2025-01-02,\nB,Ida,100,Two,30%,2025-01-02,\n"
    "D,Tom,100,Happy end,100%,2025-01-02,2025-03-01\n"
    "E,Tom,100,Fridge,0%,2025-01-02,2025-03-05\nF,Tom,100,Asleep,0%,2025-01-02,\n"
)


def test_stages_without_words_are_ended_by_their_probability_and_asked_about(reading):
    dataset = reading({"deals.csv": DEALS})
    deals = dataset.tables["deals"].frame
    ways = dict(zip(deals["stage"], deals["status"], strict=True))
    assert ways == {
        "Kickoff": "open", "Two": "open", "Happy end": "won", "Fridge": "lost", "Asleep": "open",
    }  # fmt: skip
    (question,) = [one for one in dataset.questions if one.id == "stages:deals.csv"]
    assert question.taken == "“Happy end” won: always 100 %; “Fridge” lost: always 0 %"


def test_a_probability_of_nothing_ends_no_deal_where_all_have_a_close_date(reading):
    text = DEALS.replace("2025-01-02,\n", "2025-01-02,2025-09-01\n")
    deals = reading({"deals.csv": text}).tables["deals"].frame
    assert deals.filter(pl.col("status") == "lost").height == 0


def test_a_units_row_that_repeats_the_header_names_the_unit_once(reading):
    text = "Order,Customer,Order date,Total (EUR)\n,,yyyy-mm-dd,EUR\n1,Acme,2025-01-03,1.5\n"
    (sheet,) = reading({"orders.csv": text + "2,Birch,2025-01-04,2.5\n"}).files[0].sheets
    assert sheet.money_column == "Total (EUR)"
