"""A quarter later: planted changes are found, restated rows and hostile documents are told."""

import dataclasses
import json

import pytest

from revcore.errors import RevcoreError
from revcore.followup import MOST_BYTES, compared, earlier
from revcore.model import FileRead, Scorecard, first_day, parse_month
from revcore.pipeline import analyse
from tests.companies import dataset, table

START = parse_month("2023-01")
MONTHS = 24


def deals(win_later, *, months=30, a_month=60, early=0.25):
    """Closed after ten days; from month 24 on exactly another share of each month is won."""
    rows = []
    for month in range(months):
        for number in range(a_month):
            created = first_day(START + month) + number % 18
            share = win_later if month >= MONTHS else early
            won = number * 7 % a_month < round(share * a_month)
            rows.append(
                {"deal_id": f"{month}-{number}", "created": created, "closed": created + 10,
                 "amount": 1000, "status": "won" if won else "lost"}
            )  # fmt: skip
    return rows


PLAN = {"moves": ["mutual_close_plan", "prospecting_blocks"], "owners": {"mutual_close_plan": "Jo"}}


def made(rows, as_of, **settings):
    data = dataset(table("deals", rows), as_of=as_of, business_model=["projects"], **settings)
    data = dataclasses.replace(data, files=(FileRead(name="deals.csv", sha256="0"),))
    return data, analyse(data)


@pytest.fixture(scope="module")
def old():
    return made(deals(0.25), "2024-12", plan=PLAN)[1]


def statuses(old, rows, **settings):
    data, card = made(rows, "2025-06", **settings)
    found = compared(card, old, data)
    return {line.id: line for line in found.plan.lines}


def test_a_planted_gain_moved_and_a_steady_rate_did_not(old):
    up = statuses(old, deals(0.38))["mutual_close_plan"]
    assert up.status == "moved"
    assert up.measured == pytest.approx(23 / 60)
    assert up.owner == "Jo"
    down = statuses(old, deals(0.10))["mutual_close_plan"]
    assert down.status == "did_not_move"
    assert statuses(old, deals(0.26))["mutual_close_plan"].status == "not_clear_yet"


def test_only_months_since_the_change_count(old):
    """The change begins on 31 January: February to June, all at the new share."""
    _, card = made(deals(0.38), "2025-06")
    since = statuses(old, deals(0.38))["mutual_close_plan"].measured
    won = [row["status"] == "won" for row in deals(0.38) if row["created"] >= first_day(START + 25)]
    assert since == pytest.approx(sum(won) / len(won))
    assert card.readings["win_rate"].value < since
    assert compared(card, old, None).plan.lines[0].measured == card.readings["win_rate"].value


def test_rows_corrected_afterwards_are_restated(old):
    rows = deals(0.38)
    for row in rows:
        if row["deal_id"].startswith(("15-", "16-")):
            row["status"] = "won"
    found = statuses(old, rows)["mutual_close_plan"]
    assert found.status == "data_restated"
    assert "the months to Dec 2024 came to" in found.result


def test_a_setting_the_measure_rests_on_is_a_change_of_definition(old):
    found = statuses(old, deals(0.38), by_parent=True)["mutual_close_plan"]
    assert found.status == "definition_changed"
    assert found.result == "Not compared: by parent in the settings is set otherwise."


def test_the_new_document_is_written_and_read_again(old):
    data, card = made(deals(0.38), "2025-06")
    found = compared(card, Scorecard.from_json(old.to_json()), data)
    assert Scorecard.from_json(found.to_json()) == Scorecard.from_json(found.to_json().encode())
    assert found.plan.against == "2024-12"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: b"\xff\xfe", "is not a scorecard document"),
        (lambda d: b"[" * 100_000, "is not a scorecard document"),
        (lambda d: b" " * (MOST_BYTES + 1), "has more than 10 MB"),
        (lambda d: json.dumps([1]).encode(), "has no version"),
        (lambda d: json.dumps({**d, "version": 99}).encode(), "format 99"),
        (lambda d: json.dumps({**d, "readings": 3}).encode(), "“readings” is not as it is written"),
        (lambda d: json.dumps({**d, "shell": "rm"}).encode(), "“shell” is not as it is written"),
        (lambda d: with_line(d, baseline=float("nan")), "is not a scorecard document"),
        (lambda d: with_line(d, baseline=1.5).replace(b"1.5", b"1e999"), "is none"),
        (lambda d: with_line(d, start="=1+1"), "a day that is none"),
        (lambda d: many_lines(d), "has 51 lines"),
    ],
)  # fmt: skip
def test_a_document_from_anywhere_is_refused_in_one_sentence(old, change, says):
    with pytest.raises(RevcoreError, match=says) as refused:
        earlier(change(json.loads(old.to_json())), "old.json")
    assert "“old.json”" in str(refused.value)


def with_line(data, **update):
    data["plan"]["lines"][0] |= update
    return json.dumps(data).encode()


def many_lines(data):
    data["plan"]["lines"] = data["plan"]["lines"][:1] * 51
    return json.dumps(data).encode()
