"""What is typed on the page Process stands in the settings, and with them in the document."""

import datetime as dt

import pytest

from revcore import remarks
from revcore.errors import RevcoreError
from revcore.model import Settings
from revcore.ui import process_edit, process_owners, session, settings_file
from revcore.ui.vault import Vault, Work
from tests.diagnosis.test_plan import card


@pytest.fixture
def work(monkeypatch):
    """A visitor with a finished document and no rows."""
    monkeypatch.setattr(session, "_VAULT", Vault())
    monkeypatch.setattr(session, "_visitor", lambda: "0" * 32)
    settings = Settings.of({"plan": {"moves": ["mutual_close_plan", "purge_day"]}})
    session._keep(Work(card=remarks.remarked(card(), settings), settings=settings))
    return session.scorecard


def row(line, **update):
    return {
        "Owner": line.owner, "From": line.start, "To": line.due, "Remark": line.note, **update
    }  # fmt: skip


def test_owner_dates_and_remarks_reach_the_document_and_the_settings_file(work):
    plan = work().plan
    first, second = plan.lines
    process_edit.keep(plan, {first.id: row(first, Owner=" Maria ", To="2025-03-20")})
    process_edit.keep(work().plan, {second.id: row(second, Remark="=1+1")})
    line, other = work().plan.lines
    assert (line.owner, line.due, other.note) == ("Maria", "2025-03-20", "=1+1")
    kept = settings_file.from_toml(session.settings_toml().encode())
    assert kept == session.settings()
    assert kept.plan.dues == {"mutual_close_plan": dt.date(2025, 3, 20)}
    assert remarks.remarked(card(), kept).plan == work().plan


def test_a_name_taken_away_is_gone(work):
    plan = work().plan
    process_edit.keep(plan, {one.id: row(one, Owner="Tom") for one in plan.lines})
    process_edit.keep(plan, {one.id: row(one, Owner=None) for one in plan.lines})
    assert session.settings().plan.owners == {}


def test_the_map_is_kept_and_usual_owners_fill_what_is_empty(work):
    found = work().plan.ownership
    names = [one.id for one in found.numbers]
    assert names == ["win_rate"]
    process_owners.keep(found, [{"Owner": ["CRO", "Sales"], "Paid on it": ["Finance"]}], {})
    (number,) = work().plan.ownership.numbers
    assert number.flags == [
        "Two owners: CRO and Sales. One decides.", "Finance is paid on it and does not own it."
    ]  # fmt: skip
    process_owners.keep(work().plan.ownership, [{"Owner": [], "Paid on it": None}], {})
    process_owners.take_usual(work().plan.ownership)
    assert work().plan.ownership.numbers[0].owners == ["Sales"]


def test_an_earlier_document_stays_compared_when_something_is_edited(work):
    old = work().model_copy(update={"as_of": "2024-06"})
    session.compare_with(old.to_json().encode(), "old.json")
    assert work().plan.against == "2024-06"
    process_edit.keep(work().plan, {one.id: row(one, Owner="Maria") for one in work().plan.lines})
    assert work().plan.against == "2024-06"
    assert {one.owner for one in work().plan.lines} == {"Maria"}


def test_a_document_that_cannot_be_compared_changes_nothing(work):
    before = work()
    with pytest.raises(RevcoreError, match="no months between"):
        session.compare_with(before.to_json().encode(), "old.json")
    with pytest.raises(RevcoreError, match="is not a scorecard document"):
        session.compare_with(b"{}", "old.json")
    assert work() == before


def test_with_names_hidden_owners_are_numbered_and_remarks_left_out():
    said = {"plan": {"moves": ["purge_day"], "owners": {"purge_day": "Maria"},
                     "notes": {"purge_day": "ask Zorblatt"}}, "nda": True}  # fmt: skip
    (line,) = remarks.planned(card(), Settings.of(said)).plan.lines
    assert (line.owner, line.note) == ("Owner 1", "")
