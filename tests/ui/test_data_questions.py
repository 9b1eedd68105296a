"""Questions of the Data page: what one tap means, and how it is told afterwards."""

from typing import Any

import pytest

from revcore.ingest import read_files
from revcore.ingest.raw import Source
from revcore.model import Question, Settings
from revcore.settings import FileMapping
from revcore.ui import data_questions, session
from revcore.ui.data_questions import CHOICES, SAID, WHOLE

OF_FILES = [kind for kind in CHOICES if kind in FileMapping.model_fields]


@pytest.fixture
def taps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(session, "answer_file", lambda file, **said: found.append((file, said)))
    monkeypatch.setattr(session, "change_settings", lambda **said: found.append(("", said)))
    return found


@pytest.mark.parametrize("kind", OF_FILES)
def test_every_button_fixes_the_setting_of_its_question_for_that_file(
    kind: str, taps: list[tuple[str, dict[str, Any]]]
) -> None:
    question = Question(id=f"{kind}:a.csv", text="?", file="a.csv")
    for value in CHOICES[kind].values():
        data_questions._tapped(question, kind, value)
    assert taps == [("a.csv", {kind: value}) for value in CHOICES[kind].values()]


def test_counting_by_parent_is_a_setting_of_everything(
    taps: list[tuple[str, dict[str, Any]]],
) -> None:
    question = Question(id="by_parent:a.csv", text="?", file="a.csv")
    data_questions._tapped(question, "by_parent", value=True)
    assert taps == [("", {"by_parent": True})]
    assert set(WHOLE) <= set(Settings.model_fields)


def test_whatever_a_button_fixes_for_a_file_can_be_read_and_taken_back() -> None:
    assert OF_FILES == ["interval", "tax_included", "rhythm"]
    for kind in OF_FILES:
        assert set(SAID[kind]) == set(CHOICES[kind].values())
    assert set(SAID) <= set(FileMapping.model_fields)


@pytest.mark.parametrize(
    ("customers", "columns"),
    [(True, {"customer_name": "Group"}), (False, {"customer_name": ""})],
)
def test_names_over_their_rows_are_customers_or_something_else_by_one_tap(
    monkeypatch: pytest.MonkeyPatch, customers: bool, columns: dict[str, str]
) -> None:
    text = "Date,Invoice no,Amount\nAcme,,\n2025-01-02,1,100\nBirch,,\n2025-01-05,2,50\n"
    dataset = read_files([Source("report.csv", text.encode())])
    (question,) = [one for one in dataset.questions if one.id.startswith("rows_are")]
    changed: list[FileMapping] = []
    monkeypatch.setattr(session, "previews", lambda: list(dataset.previews))
    monkeypatch.setattr(session, "map_file", changed.append)
    data_questions._rows_are(question, customers=customers)
    (fix,) = changed
    assert fix.table == "invoices"
    assert columns.items() <= fix.columns.items()
    again = read_files([Source("report.csv", text.encode())], Settings(file=[fix]))
    assert len(again.customers) == (2 if customers else 0)


def test_the_period_typed_for_a_sheet_dates_that_sheet_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from revcore.ingest import look, open_files

    text = "Customer,Mug,Cup\nAcme,10.50,3\nBirch,5,7\n"
    shown = look(open_files([Source("sales.csv", text.encode())]))
    found: list[FileMapping] = []
    monkeypatch.setattr(session, "settings", Settings)
    monkeypatch.setattr(session, "previews", lambda: shown)
    monkeypatch.setattr(session, "map_file", found.append)
    question = Question(id="period:sales.csv:", text="?", file="sales.csv")
    data_questions._date_sheet(question, period="2024-03")
    assert [(one.path, one.period) for one in found] == [("sales.csv", "2024-03")]
    settings = Settings(file=found)
    dataset = read_files([Source("sales.csv", text.encode())], settings)
    assert sum(table.frame.height for table in dataset.tables.values()) == 4
