"""The plan as CSV, workbook and calendar."""

import csv
import datetime as dt
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from revcore.diagnosis.plan import plan_of
from revcore.report.plan_ics import as_ics
from revcore.report.plan_rows import as_csv
from revcore.report.plan_text import remeasured_as_text
from revcore.report.plan_xlsx import as_xlsx
from revcore.settings import Chosen
from tests.diagnosis.test_plan import card

EVIL = '=HYPERLINK("http://x.example","ü,;\n")'


@pytest.fixture(scope="module")
def made():
    chosen = Chosen(
        moves=["mutual_close_plan", "pause_marginal_channel"],
        owners={"mutual_close_plan": EVIL, "pause_marginal_channel": "Zoë, head of “everything”"},
        notes={"mutual_close_plan": "+49 30\r\nBEGIN:VEVENT"},
        start=dt.date(2025, 1, 6),
    )
    found = card()
    return found.model_copy(update={"plan": plan_of(found, chosen)})


def test_no_cell_is_a_formula_and_every_step_is_a_row(made):
    rows = list(csv.DictReader(io.StringIO(as_csv(made).removeprefix("\ufeff"))))
    assert [row["Part"] for row in rows] == ["Check", "Change", "Read"] * 2
    assert rows[0]["Owner"] == f"'{EVIL.strip()}"
    assert rows[0]["Remark"].startswith("'+49")
    assert (rows[0]["From"], rows[-1]["To"]) == ("2025-01-06", "2025-04-05")
    assert all(row["Measure"] for row in rows if row["Before"])  # 22% of what?
    assert not any(row["Keep it if"].startswith("Keep") for row in rows)


def test_the_workbook_holds_texts_and_the_same_bytes_each_time(made):
    data = as_xlsx(made)
    assert data == as_xlsx(made)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Plan", "Weekly scorecard", "Agreement", "Who owns what"]
    plan = book.get_sheet_by_name("Plan").to_python()
    assert plan[1][3].startswith("'=HYPERLINK")
    weeks = book.get_sheet_by_name("Weekly scorecard").to_python()[0]
    assert (weeks[4], weeks[-1], len(weeks)) == ("2025-01-06", "2025-03-31", 17)
    assert len(plan) == 7


def test_the_calendar_folds_escapes_and_names_each_step_once(made):
    text = as_ics(made)
    assert text == as_ics(made)
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    whole = text.replace("\r\n ", "")
    lines = whole.split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 7
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 7
    assert set(re.findall("DTSTAMP:(.*)", whole.replace("\r", ""))) == {"20250106T000000Z"}
    assert "DTSTART;VALUE=DATE:20250106" in lines
    assert "DTEND;VALUE=DATE:20250205" in lines  # the day after the thirtieth
    assert "RRULE:FREQ=WEEKLY;COUNT=13" in lines
    assert r"Zoë\, head of “everything”" in whole
    assert not [line for line in lines if line.startswith("=")]


def test_without_a_plan_nothing_is_written(made):
    empty = made.model_copy(update={"plan": None})
    assert "BEGIN:VEVENT" not in as_ics(empty)
    assert as_csv(empty).count("\r\n") == 1
    assert remeasured_as_text(made) == ""
