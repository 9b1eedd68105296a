"""Questions of the Data page: what one tap means, and how it is told afterwards."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

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


ROOT = Path(__file__).resolve().parents[2]


def dropped(name: str, text: str) -> AppTest:
    """The Data page of somebody who gave this one file."""
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.file_uploader[0].upload(name, text.encode())
    app.run()
    app.switch_page(str(ROOT / "pages/20_Data.py")).run()
    skip = [button for button in app.button if button.key == "guess-skip"]
    return skip[0].click().run() if skip else app


def pressed(app: AppTest, label: str, beside: str) -> AppTest:
    """Press the button of this label in the form that holds a widget of another label."""
    inside = next(one for one in [*app.text_input, *app.selectbox] if one.label == beside)
    button = next(one for one in app.button if one.label == label and one.form_id == inside.form_id)
    return button.click().run()


def test_a_sheet_without_a_date_is_asked_for_it_also_where_it_is_all_there_is() -> None:
    app = dropped("sales.csv", "Customer,Mug,Cup\nAcme,10.50,3\nBirch,5,7\n")
    assert [one.label for one in app.text_input] == ["Month, quarter or year"]
    app.text_input[0].set_value("2024-03")
    pressed(app, "Use it", "Month, quarter or year")
    assert not app.exception
    said = " ".join(one.value for one in app.markdown)
    assert "You said: Sales in “sales.csv” are of 2024-03." in said
    assert "its amounts count as sales of Mar 2024, as you said" in said


def test_the_month_up_to_which_the_last_year_goes_is_chosen_and_told() -> None:
    text = "Customer,2023,2024\nAcme,1200,600\nBirch,2400,1200\n"
    app = dropped("by year.csv", text)
    next(one for one in app.selectbox if one.label == "Last month").set_value("2024-06")
    pressed(app, "Use it", "Last month")
    assert not app.exception
    said = " ".join(one.value for one in app.markdown)
    assert "You said: The last year in “by year.csv” goes to 2024-06." in said
    assert "goes to Jun 2024 (as you said)" in said
