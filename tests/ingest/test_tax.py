"""Tax inside amounts: taken off where the file says how much, asked where it does not."""

import pytest

from revcore.ingest import answered
from revcore.ingest.words import says_tax

ROWS = (("1", "Acme", "2025-01-31"), ("2", "Birch", "2025-02-14"), ("3", "Cedar", "2025-02-15"))


def sheet(*columns: tuple[str, str, str, str], kind: str = "Invoice") -> str:
    """Three rows under a number, a customer, a date and further columns."""
    names = [kind, "Customer", "Date", *(column[0] for column in columns)]
    lines = [";".join(names)]
    for at, row in enumerate(ROWS, 1):
        lines.append(";".join([*row, *(column[at] for column in columns)]))
    return "\n".join(lines) + "\n"


def amounts(dataset, table="invoices"):
    """Amounts in file order."""
    found = dataset.tables[table]
    rows = found.frame.sort("line")["amount"].to_list()
    return [amount / 10 ** found.scale["amount"] for amount in rows]


def asked(dataset):
    """Ids of the questions about tax."""
    return [one.id for one in dataset.questions if one.id.startswith("tax")]


@pytest.mark.parametrize(
    "columns",
    [
        [("Gross amount", "121.00", "242.00", "109.00"), ("VAT", "21.00", "42.00", "9.00")],
        [("Gross amount", "121.00", "242.00", "109.00"), ("VAT rate", "21%", "21%", "9%")],
        [("Total incl. VAT", "121", "242", "109"), ("VAT %", "21", "21", "9")],
        [("Bruttobetrag", "121,00", "242,00", "109,00"), ("MwSt", "21,00", "42,00", "9,00")],
        [("Betrag inkl. MwSt.", "121", "242", "109"), ("USt", "21", "42", "9")],
        [("Total inc GST", "121", "242", "109"), ("GST", "21", "42", "9")],
        [("Montant TTC", "121,00", "242,00", "109,00"), ("Taux TVA", "21 %", "21 %", "9 %")],
        [("Bedrag incl. btw", "121,00", "242,00", "109,00"), ("Btw", "21,00", "42,00", "9,00")],
        [("Totale lordo", "121,00", "242,00", "109,00"), ("IVA", "21,00", "42,00", "9,00")],
        [("Goods", "100", "200", "100"), ("Tax", "21", "42", "9"), ("Total", "121", "242", "109")],
    ],
)
def test_tax_inside_amounts_is_taken_off_and_said(reading, columns):
    dataset = reading({"invoices.csv": sheet(*columns)})
    assert amounts(dataset) == [100.0, 200.0, 100.0]
    assert not asked(dataset)
    (said,) = [one for one in dataset.notices if one.id.startswith("tax_taken")]
    assert said.values == {"rows": 3, "tax": 72.0}
    read = dataset.files[0].sheets[0]
    assert read.total_in == {"unknown": 472.0} == read.total_used  # the ledger is as printed


def test_a_total_beside_its_tax_asks_whether_it_includes_it(reading):
    text = sheet(("Total", "121", "242", "109"), ("Tax", "21", "42", "9"), kind="Order")
    dataset = reading({"orders.csv": text})
    assert amounts(dataset, "orders") == [121.0, 242.0, 109.0]
    assert asked(dataset) == ["tax_included:orders.csv"]
    for inside, found in ((True, [100.0, 200.0, 100.0]), (False, [121.0, 242.0, 109.0])):
        fixes = answered(dataset.settings, dataset.previews, "orders.csv", tax_included=inside)
        again = reading({"orders.csv": text}, {"file": [one.model_dump() for one in fixes]})
        assert amounts(again, "orders") == found
        assert not asked(again)


def test_the_order_of_net_tax_and_total_proves_that_the_net_is_without_tax(reading):
    net, tax = ("Goods", "100", "200", "100"), ("Tax", "21", "42", "9")
    dataset = reading({"invoices.csv": sheet(("Net", *net[1:]), tax, ("Sum", "121", "242", "109"))})
    assert amounts(dataset) == [100.0, 200.0, 100.0]
    assert not asked(dataset)


def test_a_gross_amount_without_any_tax_column_asks_for_the_rate(reading):
    text = sheet(("Gross amount", "121.00", "242.00", "10.00"))
    dataset = reading({"invoices.csv": text})
    assert amounts(dataset) == [121.0, 242.0, 10.0]
    assert asked(dataset) == ["tax_rate:invoices.csv"]
    again = reading({"invoices.csv": text}, {"file": [{"path": "invoices.csv", "tax_rate": 0.21}]})
    assert amounts(again) == [100.0, 200.0, 8.26]
    assert not asked(again)
    as_it_is = {"file": [{"path": "invoices.csv", "tax_included": False}]}
    assert not asked(reading({"invoices.csv": text}, as_it_is))


def test_a_file_that_says_there_is_no_tax_is_not_asked_about(reading):
    text = sheet(("Gross amount", "121.00", "242.00", "10.00"), ("VAT", "0.00", "0.00", "0.00"))
    dataset = reading({"invoices.csv": text})
    assert amounts(dataset) == [121.0, 242.0, 10.0]
    assert not asked(dataset)


def test_a_rate_of_one_is_one_per_cent(reading):
    text = sheet(("Gross amount", "101", "202", "101"), ("VAT rate", "1", "1", "1"))
    assert amounts(reading({"invoices.csv": text})) == [100.0, 200.0, 100.0]


def test_a_column_of_rates_without_any_rate_asks_for_it(reading):
    text = sheet(("Gross amount", "121.00", "242.00", "10.00"), ("VAT rate", "", "", ""))
    assert asked(reading({"invoices.csv": text})) == ["tax_rate:invoices.csv"]


def test_a_refund_takes_its_part_of_the_tax_along(reading):
    text = sheet(
        ("Gross total", "121", "242", "121"), ("Tax", "21", "42", "21"),
        ("Refunded amount", "0", "121", "121"), kind="Order",
    )  # fmt: skip
    fixes = {"file": [{"path": "orders.csv", "tax_included": True}]}
    assert amounts(reading({"orders.csv": text}, fixes), "orders") == [100.0, 100.0, 0.0]


def test_credits_of_a_positive_amount_lose_their_tax_too(reading):
    text = sheet(
        ("Type", "Invoice", "Credit note", "Invoice"), ("Gross", "121", "242", "109"),
        ("VAT", "21", "42", "9"),
    )  # fmt: skip
    assert amounts(reading({"invoices.csv": text})) == [100.0, -200.0, 100.0]


def test_words_about_tax_are_whole_words():
    assert says_tax("Gross profit") is True  # never an amount of invoices, by its role
    assert says_tax("Inclusion") is None
    assert says_tax("Ethnic") is None
