"""An exchange rate answered on the Data page: what it replaces, and what it leaves."""

import pytest

from revcore.model import Settings
from revcore.ui import data_questions, session


@pytest.fixture
def changed(monkeypatch):
    given = [
        {"currency": "EUR", "rate": 1.05},
        {"currency": "EUR", "rate": 1.1, "from": "2024-03"},
        {"currency": "GBP", "rate": 1.3},
    ]
    seen = []
    monkeypatch.setattr(session, "settings", lambda: Settings.of({"rate": given}))
    monkeypatch.setattr(session, "change_settings", lambda rate: seen.append(rate))
    return seen


def test_a_rate_for_rows_that_wait_leaves_those_of_later_months(changed):
    data_questions._rate("EUR", 1.08, months=True)
    assert changed == [[
        {"currency": "EUR", "rate": 1.1, "from": "2024-03"},
        {"currency": "GBP", "rate": 1.3},
        {"currency": "EUR", "rate": 1.08},
    ]]  # fmt: skip


def test_a_rate_taken_back_or_put_right_replaces_all_of_its_currency(changed):
    data_questions._rate("EUR", None)
    data_questions._rate("EUR", 1.08)
    assert changed == [
        [{"currency": "GBP", "rate": 1.3}],
        [{"currency": "GBP", "rate": 1.3}, {"currency": "EUR", "rate": 1.08}],
    ]
