"""Notices as they are really said lead to the buttons that mend them."""

import pytest

from revcore.ingest import read_files
from revcore.ingest.raw import Source
from revcore.model import FileMapping, Notice, Settings, SheetPreview
from revcore.ui import session
from revcore.ui.data_remedies import about_files, about_months, count_anyway, count_no_more

DEALS = "Deal ID,Deal name,Product,Stage,Amount,Create date,Close date\n"
FILES = {
    "deals.csv": DEALS + "1,A,GTXPro,Won,5,2024-01-02,2024-02-02\n"
    "2,B,GTX Basic,Won,5,2024-01-02,2024-02-02\n",
    "products.csv": "Product,Series,Sales price\nGTX Pro,GTX,5\nGTX Basic,GTX,3\n",
    "subs.csv": "Subscription ID,Customer,Start date,Price,Interval,Status\n"
    "1,C1,2024-01-01,50,month,trialing\n2,C2,2024-01-01,50,month,active\n",
    "terms.csv": "Subscription ID,Customer,Start date,End date,Price,Interval\n"
    "11,C1,2022-01-01,2022-12-31,50,year\n12,C2,2022-02-01,2023-01-31,50,year\n"
    "13,C2,2023-02-01,2024-01-31,50,year\n",
    "payments.csv": "Customer,Payment date,Amount\nC2,2024-02-01,9\nC2,2024-02-01,9\n",
    "orders.csv": "Order ID,Customer ID,Customer name,Order date,Order total\n"
    "1,71,Acme,2024-01-02,5\n2,72,Acme,2024-01-03,6\n",
    "inv.csv": "Invoice number,Customer,Invoice date,Total,Service start,Service end,Type\n"
    "1,C2,2024-01-02,5,2024-01-01,2024-01-31,one-off\n"
    "2,Acme,2024-01-02,5,2024-01-01,2024-01-31,subscription\n",
}


@pytest.fixture(scope="module")
def notices() -> list[Notice]:
    return list(read_files([Source(name, text.encode()) for name, text in FILES.items()]).notices)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("trials", "Count them at their price"),
        ("one_off", "Count them as recurring"),
        ("last_days", "The end day is not paid for"),
        ("duplicates", "Count each once"),
        ("product", "Count it as “GTX Pro”"),
        ("ambiguous_customers", "Count each name as one customer"),
    ],
)
def test_a_notice_about_a_file_has_its_button(notices, kind, label):
    (notice,) = [one for one in notices if one.id.partition(":")[0] == kind]
    assert [words for words, _ in about_files(notice)] == [label]


def test_a_month_left_out_can_be_counted_all_the_same():
    notice = Notice(id="partial_month:orders", text="…", values={"month": "2024-06"})
    assert [words for words, _ in about_months(notice)] == ["Count up to Jun 2024 all the same"]
    assert about_months(Notice(id="refunds:a.csv", text="…")) == []


def test_history_that_begins_late_can_be_called_complete():
    values = {"first_closed": "2024-03", "first_created": "2023-10"}
    notice = Notice(id="history_incomplete", text="…", values=values)
    (words,) = [words for words, _ in about_months(notice)]
    assert words == "Nothing is missing: count from Oct 2023"


def test_a_reason_counts_again_in_the_sheet_it_was_asked_for_only(monkeypatch):
    settings = Settings.of({"file": [{"path": "a.xlsx", "sheet": "May", "count": ["test row"]}]})
    shown = [SheetPreview("a.xlsx", sheet, "invoices", None, 1.0, ()) for sheet in ("May", "June")]
    changed: list[FileMapping] = []
    monkeypatch.setattr(session, "settings", lambda: settings)
    monkeypatch.setattr(session, "previews", lambda: shown)
    monkeypatch.setattr(session, "map_file", lambda *entries: changed.extend(entries))
    count_anyway("a.xlsx", "status: draft", "June")
    assert [(one.sheet, one.count) for one in changed] == [("June", ["status: draft"])]
    changed.clear()
    count_anyway("a.xlsx", "trial")
    assert [(one.sheet, one.count) for one in changed] == [
        ("May", ["test row", "trial"]), ("June", ["trial"]),
    ]  # fmt: skip
    changed.clear()
    count_no_more(settings.file[0], "test row")
    assert [(one.sheet, one.count) for one in changed] == [("May", [])]
