"""Totals printed again on each line count once; documents that are no sales do not count."""

import polars as pl
import pytest

LINES = [
    ("1", "Acme", "Mug", "2", "10", "50"),
    ("1", "Acme", "Cup", "3", "10", "50"),
    ("2", "Birch", "Cup", "1", "10", "10"),
    ("3", "Birch", "Cup", "1", "10", "25"),
    ("3", "Birch", "Mug", "1.5", "10", "25"),
    ("4", "Cedar", "Mug", "1", "7", "21"),
    ("4", "Cedar", "Cup", "2", "7", "21"),
]


def sheet(header: str, at: tuple[int, ...]) -> str:
    """Lines of orders with some of their columns."""
    rows = [",".join([row[0], row[1], "2025-01-03", *(row[place] for place in at)])
            for row in LINES]  # fmt: skip
    return "\n".join([header, *rows]) + "\n"


def used(dataset, table):
    """Amounts used, in file order."""
    found = dataset.tables[table]
    rows = found.frame.sort("line")["amount"].to_list()
    return [amount / 10 ** found.scale["amount"] for amount in rows]


@pytest.mark.parametrize("kind", ["Order", "Invoice"])
def test_lines_that_add_up_to_the_total_get_their_own_part_of_it(reading, kind):
    header = f"{kind} number,Customer,{kind} date,Product,Qty,Unit price,{kind} total"
    table = f"{kind.lower()}s"
    dataset = reading({f"{table}.csv": sheet(header, (2, 3, 4, 5))})
    assert used(dataset, table) == [20, 30, 10, 10, 15, 7, 14]
    (said,) = [one for one in dataset.notices if one.id.startswith("repeated_total")]
    assert said.values == {"orders": 3, "printed": 202.0, "counted": 106.0}
    assert dataset.files[0].sheets[0].total_used == {"unknown": 106.0}


def test_without_prices_the_first_line_carries_the_total(reading):
    header = "Order number,Customer,Order date,Product,Order total"
    text = sheet(header, (2, 5))
    dataset = reading({"orders.csv": text})
    assert used(dataset, "orders") == [50, 0, 10, 25, 0, 21, 0]
    every = {"file": [{"path": "orders.csv", "count": ["repeated total"]}]}
    assert sum(used(reading({"orders.csv": text}, every), "orders")) == 202


def test_amounts_of_lines_that_happen_to_be_alike_are_left_alone(reading):
    header = "Order number,Customer,Order date,Product,Amount"
    dataset = reading({"orders.csv": sheet(header, (2, 5))})
    assert sum(used(dataset, "orders")) == 202
    different = sheet(header.replace("Amount", "Order total"), (2, 5)).replace(",Mug,50", ",Mug,51")
    assert sum(used(reading({"orders.csv": different}), "orders")) == 203


def test_invoice_lines_without_an_amount_are_units_times_price(reading):
    header = "Invoice number,Customer,Invoice date,Item,Qty,Unit price"
    dataset = reading({"invoices.csv": sheet(header, (2, 3, 4))})
    assert used(dataset, "invoices") == [20, 30, 10, 10, 15, 7, 14]


def test_kinds_of_documents_tell_sales_from_credits_and_offers(reading):
    text = (
        "Belegart;Belegnummer;Kunde;Belegdatum;Nettobetrag\nRechnung;1;A;03.01.2025;100,00\n"
        "Gutschrift;2;A;05.01.2025;40,00\nStorno;3;A;06.01.2025;10,00\n"
        "Angebot;4;A;06.01.2025;999,00\nLieferschein;5;A;07.01.2025;100,00\n"
    )
    dataset = reading({"belege.csv": text})
    assert used(dataset, "invoices") == [100, -40, -10]
    assert dataset.files[0].sheets[0].aside_by_reason == {"no sale": {"unknown": 1099.0}}


def test_a_status_can_say_that_a_row_is_a_credit_note(reading):
    text = (
        "Rechnungsnr;Kunde;Rechnungsdatum;Nettobetrag;Status\n1;A;03.01.2025;100,00;bezahlt\n"
        "2;A;05.01.2025;40,00;Gutschrift\n3;A;06.01.2025;-5,00;Gutschrift\n"
    )
    assert used(reading({"rechnungen.csv": text}), "invoices") == [100, -40, -5]


@pytest.mark.parametrize(
    ("interval", "status", "mrr"),
    [
        ("monatlich", "aktiv", 120), ("vierteljährlich", "aktiv", 40),
        ("halbjährlich", "aktiv", 20), ("jährlich", "aktiv", 10), ("mensal", "ativo", 120),
        ("trimestrale", "attivo", 40), ("semestriel", "actif", 20), ("jaarlijks", "actief", 10),
        ("per kwartaal", "actief", 40), ("monatlich", "Testphase", 0),
        ("monatlich", "pausiert", 0), ("mensuel", "période d'essai", 0),
    ],
)  # fmt: skip
def test_intervals_and_trials_in_six_languages(reading, interval, status, mrr):
    text = (
        f"Abonummer;Kunde;Preis;Turnus;Startdatum;Status\n1;A;120;{interval};2024-02-01;{status}\n"
    )
    found = reading({"abos.csv": text}).tables["subscriptions"].frame["mrr"]
    assert found[0] == mrr * 10**6


def test_kinds_of_cost_without_a_header_are_read_beside_comments(reading):
    text = (
        "Marketing costs 2025,,,,,\n,Jan,Feb,Mar,Total,Comment\nGoogle Ads,100,110,120,330,ok\n"
        "Salaries,1000,1000,1000,3000,\nEvents,,500,,500,fair\nTotal,1100,1610,1120,3830,\n"
    )
    spend = reading({"marketing budget.csv": text}).tables["spend"].frame
    sums = dict(spend.group_by("category").agg(pl.col("amount").sum()).iter_rows())
    assert sums == {"media": 830, "people": 3000}
