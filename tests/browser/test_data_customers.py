"""The Data page on a phone: two names joined, the decision taken home, undone; drafts counted."""

import tomllib
from pathlib import Path

from tests.browser.test_data_page import PHONE, press
from tests.browser.test_every_page import violations
from tools import browser as tools

ACCOUNTS = "Account ID,Account,Customer since\n1,GTX Pro,2023-01-02\n2,Birch,2023-02-02\n"
BILLS = "Invoice number,Customer,Invoice date,Total,Status\n" + "".join(
    f"{month * 10 + place},{who},2024-{month:02d}-03,{100 + place},"
    f"{'draft' if month == 4 and place else 'paid'}\n"
    for month in range(1, 13)
    for place, who in enumerate(("GTXPro", "Birch"))
)
FILES = (("accounts.csv", ACCOUNTS.encode()), ("billing.csv", BILLS.encode()))


def answers(page) -> dict:
    with page.expect_download() as started:
        page.get_by_role("button", name="Your answers (settings.toml)").click()
    return tomllib.loads(Path(started.value.path()).read_text())


def test_names_are_joined_and_drafts_counted_and_both_taken_back(visitors):
    visitor = visitors(**PHONE)
    visitor.open()
    visitor.drop(*FILES)
    page = visitor.page
    assert "1 pair of customers looks alike by name." in visitor.text
    press(page, "Count as one")
    page.get_by_text("Decided: 1 counted as one").click()
    page.get_by_text("“GTX Pro” and “GTXPro” are one customer.").wait_for()
    assert tools.overflow(page) == 0
    page.get_by_text("1 row left out on purpose").click()
    press(page, "Count them anyway")
    page.get_by_text("Status “draft” in “billing.csv” counts all the same.").wait_for()
    assert "left out on purpose" not in visitor.text
    said = answers(page)
    assert said["merge"] == [{"customers": ["GTX Pro", "GTXPro"]}]
    assert [entry["count"] for entry in said["file"]] == [["status: draft"]]
    assert violations(page) == []
    press(page, "Undo")
    page.get_by_text("1 pair of customers looks alike by name.").first.wait_for()
    press(page, "Take back")
    page.get_by_text("1 row left out on purpose").wait_for()
    assert visitor.errors == []
