"""The Data page: a German export answered twice, a mapping tried out, clean tables to take away."""

import csv
import io
import tomllib
from decimal import Decimal

from tests.browser.test_every_page import violations
from tools import browser as tools

PHONE = {"viewport": {"width": 390, "height": 844}}


def written(amount: Decimal) -> str:
    """As a German spreadsheet writes it: 1.234,56."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def german() -> tuple[bytes, Decimal, Decimal]:
    """Two years of orders on the 3rd, 7th and 11th of each month, a total row, no day above 12.

    Returns the file, the total of all rows, and that of 2025.
    """
    rows = [
        (number, f"Kunde {number % 17}", f"{day:02d}/{1 + month % 12:02d}/{2024 + month // 12}",
         Decimal("1234.56") + number * 3)
        for number, (month, day) in enumerate((m, d) for m in range(24) for d in (3, 7, 11))
    ]  # fmt: skip
    lines = "".join(f"A{n};{who};{day};{written(sum_)}\r\n" for n, who, day, sum_ in rows)
    total = sum((row[3] for row in rows), Decimal(0))
    year = sum((row[3] for row in rows if row[2].endswith("2025")), Decimal(0))
    text = f"Wagen;Kunde;Datum;Betrag\r\n{lines}Summe;;;{written(total)}\r\n"
    return text.encode("cp1252"), total, year


def press(page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    tools.settle(page)
    page.wait_for_timeout(300)
    tools.settle(page)


def test_a_german_export_goes_from_drop_to_scorecard_with_two_answers(visitors):
    visitor = visitors(**PHONE)
    data, total, year = german()
    visitor.open()
    visitor.drop(("umsatz.csv", data))
    page = visitor.page
    page.get_by_text("write the day or the month first?").wait_for()
    assert "1 Summe" not in visitor.text
    assert f"The file’s own total is {total:,.2f}, and its rows add up to it." in visitor.text
    assert tools.overflow(page) == 0
    press(page, "Day first: ")
    page.get_by_text("“umsatz.csv” writes the day first").wait_for()
    assert page.get_by_text("write the day or the month first?").count() == 0
    press(page, "EUR")
    page.get_by_text("Amounts are in EUR").wait_for()
    assert f"EUR {total:,.2f}" in visitor.text
    assert "24 months to Dec 2025" in visitor.text
    assert violations(page) == []
    visitor.go("Scorecard")
    page.get_by_text(f"€{year / 1000:,.1f}k").first.wait_for()
    assert visitor.errors == []


def test_an_answer_is_taken_back_and_holds_for_the_next_export_with_the_same_headers(visitor):
    visitor.open()
    data, *_ = german()
    visitor.drop(("umsatz.csv", data))
    press(visitor.page, "Day first: ")
    visitor.page.get_by_text("“umsatz.csv” writes the day first").wait_for()
    press(visitor.page, "Take back")
    visitor.page.get_by_text("write the day or the month first?").wait_for()
    press(visitor.page, "Day first: ")
    visitor.page.get_by_text("“umsatz.csv” writes the day first").wait_for()
    press(visitor.page, "Remove")
    visitor.go("Start")
    visitor.drop(("november.csv", data.replace(b"A7;", b"A777;")))
    assert "november.csv" in visitor.text
    assert "write the day or the month first?" not in visitor.text
    assert "24 months to Dec 2025" in visitor.text


def test_a_mapping_is_tried_out_before_it_is_used(visitors):
    visitor = visitors(viewport={"width": 390, "height": 3600}, color_scheme="dark")
    visitor.open()
    visitor.drop(("umsatz.csv", german()[0]))
    page = visitor.page
    page.get_by_text("What each column means").first.click()
    tools.settle(page)
    page.get_by_text("All 72 rows would be used.").wait_for()
    page.get_by_text("1 column is not used: “Wagen”.").wait_for()
    page.get_by_label("Amount", exact=True).first.click()
    page.get_by_role("option", name="Wagen", exact=True).click()
    page.get_by_text("72 cells cannot be read").wait_for()
    page.get_by_text("0 of 72 rows would be used.").wait_for()
    page.get_by_text("1 column is not used: “Betrag”.").wait_for()
    assert "72" in page.get_by_test_id("stMetricValue").all_inner_texts()
    assert violations(page) == []
    assert tools.overflow(page) == 0
    assert visitor.errors == []


def test_the_clean_table_holds_the_used_rows_and_runs_nothing(visitor):
    rows = "A1,=1+1,2024-01-03,10.50\nA2,Birch,2024-02-03,7.25\nA3,Birch,soon,1.00\n"
    visitor.open()
    visitor.drop(("orders.csv", f"order id,customer,order date,total\n{rows}".encode()))
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Orders · 2").click()
    text = waiting.value.path().read_text("utf-8")
    found = list(csv.DictReader(io.StringIO(text)))
    assert [(row["customer"], row["date"], row["amount"], row["line"]) for row in found] == [
        ("'=1+1", "2024-01-03", "10.50", "2"),
        ("Birch", "2024-02-03", "7.25", "3"),
    ]


def test_set_aside_rows_and_settings_are_taken_away_whole(visitor):
    visitor.open()
    visitor.drop(("umsatz.csv", german()[0].replace(b"A7;", b"A7x;") + b"A99;;soon;-1\r\n"))
    press(visitor.page, "Day first: ")
    visitor.page.get_by_text("“umsatz.csv” writes the day first").wait_for()
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Download all of them (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8"))))
    assert [row["reason"] for row in rows] == ["not a date", "total row"]
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Your answers (settings.toml)").click()
    entries = tomllib.loads(waiting.value.path().read_text("utf-8"))
    assert [(one["path"], one["day_first"]) for one in entries["file"]] == [("umsatz.csv", True)]
