"""NDA-safe documents: no name of the upload in any output, and no amount of money."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from pathlib import Path

import polars as pl
import pytest

import revcore
from revcore.ingest import Source, read_files
from revcore.model import (
    BreakdownRow,
    Dataset,
    FileRead,
    Notice,
    Question,
    Scorecard,
    Series,
    Settings,
    SheetRead,
    Table,
    Unit,
)
from revcore.nda import for_owner
from revcore.nda_money import Base, said
from revcore.nda_names import tokens
from revcore.pipeline import analyse
from revcore.report import _figures
from revcore.report.html import as_html
from revcore.report.text import as_text
from tests.published import company

SAMPLES = Path(__file__).parents[1] / "sample_data"
PEOPLE = ["Vrenna Okutu", "Tomasz Belcrest", "Ilva Drumquist"]
FIRMS = [f"{name} Holdings" for name in ("Zorblatt", "Quimfex", "Yarrowick", "Plenvost", "Drubnik")]
GOODS = ["Glimmerflux", "Trundlewatt", "Glimmerflax"]
PLANS = ["Brackwurst Tier", "Snoodle Tier"]
PLACES = ["Ombrovia", "Kestrelund"]
WAYS = ["Fennimore Gazette", "Paid search"]
CAMPAIGN = "Wobbegong autumn"
OWN = "Hestrovane Industries"
FILES = ["hestrovane-deals.csv", "Quimfex.csv", "pelagorn.csv", "vintrell.csv", "nimbrook.csv"]
NAMES = [*PEOPLE, *FIRMS, *GOODS, *PLANS, *PLACES, WAYS[0], CAMPAIGN, OWN, *FILES, "Frobnical"]
"""Words that occur nowhere else in the language."""


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def upload() -> list[Source]:
    """Deals, a broken file, one nobody knows, subscriptions, spend and products."""
    deals = [
        f"D{n},{FIRMS[n % 5]},2024-{n % 12 + 1:02d}-03,2024-{n % 12 + 1:02d}-{n % 9 + 10},"
        f"{'Won' if n % 3 else 'Lost'},{1000 + 7 * n}.50,{PEOPLE[n % 2]},{WAYS[n % 2]},"
        f"{PLACES[n % 2]},{GOODS[n % 2]}"
        for n in range(60)
    ]
    subscriptions = [
        f"{FIRMS[n]},2023-0{n + 1}-01,{'2024-07-15' * (n == 4)},{300 + n},month,{PLANS[n % 2]}"
        for n in range(5)
    ]
    spend = [
        f"2024-{month:02d},{WAYS[month % 2]},{CAMPAIGN},{4000 + month}.25" for month in range(1, 13)
    ]
    head = "deal id,account,created,close date,stage,amount,deal owner,lead source,segment,product"
    deals.append(f"D99,{FIRMS[0]},2024-02-03,sometime {PEOPLE[2]},Won,n/a {PLANS[0]},,,,")
    return [
        Source(FILES[0], csv(head, *deals)),
        Source(FILES[1], csv("customer,start,end,amount,interval,plan", *subscriptions)),
        Source(FILES[2], csv("month,channel,campaign,cost", *spend)),
        Source(FILES[3], csv("product,list price", f"{GOODS[0]},99.50", f"{GOODS[2]},49.50")),
        Source(FILES[4], csv("Frobnical,Zorblatt", "one,two", "three,four")),
    ]


def made(money: str = "as_is", mask: bool = True) -> tuple[Dataset, Scorecard]:
    """The upload and its document with names hidden; read once for all tests of a run."""
    return read_once(money, mask)


@functools.cache
def read_once(money: str, mask: bool) -> tuple[Dataset, Scorecard]:
    settings = Settings.of(
        {"company": OWN, "gross_margin": 0.7, "goal": {"revenue": 54_321.0, "by": "2025-12"}}
        | {"file": [{"path": FILES[0], "columns": {"amount": "amount"}}], "nda": True}
        | {"nda_money": money, "mask": mask}
    )
    dataset = read_files(upload(), settings)
    return dataset, analyse(dataset)


@functools.cache
def named() -> Scorecard:
    """The same files with every name in place."""
    dataset, _ = made()
    return analyse(dataset, dataset.settings.model_copy(update={"nda": False, "mask": False}))


def outputs(card: Scorecard) -> dict[str, str]:
    return {"json": card.to_json(), "text": as_text(card), "html": as_html(card)}


@pytest.fixture
def undrawn(monkeypatch) -> None:
    """Pages hold all that a drawing is made from: names are found there that a drawing cuts off."""

    def whole(spec: object, **_: object) -> str:
        return f"<svg>{json.dumps(spec, ensure_ascii=False)}</svg>"

    monkeypatch.setattr(_figures, "as_svg", whole)


def found_in(names: list[str], text: str) -> list[str]:
    """Names whose words stand in a text, one after the other."""
    words = tokens(text).split()
    longest = max(len(tokens(name).split()) for name in names)
    runs = {
        " ".join(words[start : start + size])
        for size in range(1, longest + 1)
        for start in range(len(words))
    }
    return [name for name in names if tokens(name) in runs]


ORDINARY = {"Group", "Site", "Crew", "Community", "Linen", "Ceramics", "Glass"}
"""Products of the samples that are words of the language: they cannot be looked for in a text."""


def every_name(dataset: Dataset) -> list[str]:
    """All that identifies somebody in a sample, but for channels and segments everybody has."""
    wanted = {"owner", "person", "manager", "product", "series", "plan", "campaign", "competitor"}
    out = {*dataset.customers, *(file.name for file in dataset.files)}
    for table in dataset.tables.values():
        for column in wanted & set(table.frame.columns):
            out |= set(table.frame[column].drop_nulls().unique())
    return sorted(name for name in out - ORDINARY if tokens(name))


# ---------------------------------------------------------------- names
@pytest.mark.parametrize("money", ["as_is", "index"])
@pytest.mark.parametrize("mask", [True, False])
def test_no_output_holds_a_name_of_the_upload(money, mask, undrawn):
    _, card = made(money, mask)
    seen = set(found_in(NAMES, named().to_json()))
    assert {*PEOPLE[:2], *FILES, *PLANS, *PLACES, OWN, WAYS[0], GOODS[1]} <= seen
    for name, text in outputs(card).items():
        assert not found_in(NAMES, text), name


@pytest.mark.parametrize("kind", ["kalvendo", "osmirelle", "tormeline"])
def test_no_output_of_a_sample_holds_a_name_of_its_files(kind, undrawn):
    dataset = company(kind)
    card = analyse(dataset, dataset.settings.model_copy(update={"nda": True}))
    names = every_name(dataset)
    assert len(names) > 500
    for name, text in outputs(card).items():
        assert not found_in([*names, str(dataset.settings.company)], text), name


def test_no_drawing_holds_a_name():
    """What is drawn is made from what the tests above read: it names nobody, and is drawn here."""
    _, card = made()
    page = as_html(card)
    assert page.count("<svg") > 5
    assert not found_in(NAMES, page)


def test_what_has_no_name_is_the_same_with_and_without():
    _, card = made()
    plain = named()
    for name, reading in plain.readings.items():
        assert card.readings[name].model_dump() == reading.model_dump()
    for name, parts in plain.breakdowns.items():
        for dimension, rows in parts.items():
            own = [row.value for row in card.breakdowns[name][dimension]]
            assert own == [row.value for row in rows]


def test_aliases_go_by_first_date_and_ordinary_channels_keep_their_names():
    _, card = made()
    assert card.company == "Company A"
    rows = card.breakdowns["win_rate"]
    assert {row.key for row in rows["owner"]} == {"Seller 1", "Seller 2"}
    assert {row.key for row in rows["source"]} == {"Channel 1", "Paid search"}
    assert {row.key for row in rows["product"]} == {"Product 1", "Product 2"}
    plans = {row.key for row in card.breakdowns["arpa"]["plan"]}
    assert plans == {"Plan 1", "Plan 2"}
    assert {file.name for file in card.files} == {f"File {n}" for n in range(1, 6)}


def test_an_alias_survives_a_new_upload():
    before, _ = made()
    later = csv("customer,start,end,amount,interval,plan", "Abbotsnug,2024-11-01,,70,month,New one")
    after = read_files([*upload(), Source("more.csv", later)], before.settings)
    assert after.customers[: len(before.customers)] == before.customers
    assert {row.key for row in analyse(after).breakdowns["win_rate"]["owner"]} == {
        "Seller 1", "Seller 2",
    }  # fmt: skip


def test_the_owner_still_sees_files_and_questions_by_name_and_opens_the_rows():
    dataset, card = made()
    assert not found_in(FILES, card.to_json())
    own = for_owner(card, dataset)
    assert {file.name for file in own.files} == set(FILES)
    assert any(FILES[4] in question.text for question in own.questions)
    segment = next(row for row in card.breakdowns["win_rate"]["segment"] if row.key == "Segment 1")
    found = revcore.rows(dataset, "win_rate", ("segment", "Segment 1"))
    assert found.n == segment.n
    assert found.frame["segment"].unique().to_list() == [PLACES[0]]


def test_the_same_files_give_the_same_bytes():
    assert made()[1].to_json() == read_once.__wrapped__("as_is", True)[1].to_json()


def test_no_part_of_the_document_was_added_without_a_thought_for_names():
    """A new field here may hold names or amounts: treat it in nda.py, then name it."""
    assert set(SheetRead.model_fields) == {
        "sheet", "table", "preset", "columns", "range", "rows_in", "rows_used", "rows_set_aside",
        "money_column", "stated_total", "total_in", "total_used", "total_set_aside", "period",
        "confidence", "issues", "rows_by_reason", "aside_by_reason", "changed_by_kind",
        "total_counted",
    }  # fmt: skip
    assert set(FileRead.model_fields) == {"name", "sha256", "bytes", "error", "sheets"}
    assert set(Question.model_fields) == {"id", "text", "choices", "taken", "file"}
    assert set(Notice.model_fields) == {"id", "text", "values", "file"}
    assert set(BreakdownRow.model_fields) == {
        "key", "value", "low", "high", "low95", "high95", "n", "reason", "shrunk", "shrunk_low",
        "shrunk_high", "against",
    }  # fmt: skip
    assert set(Series.model_fields) == {
        "title", "unit", "columns", "rows", "complete", "reason", "segments",
    }  # fmt: skip


@functools.cache
def indexed(kind: str) -> Scorecard:
    """A sample whose names are hidden and whose money is an index."""
    dataset = company(kind)
    settings = dataset.settings.model_copy(update={"nda": True, "nda_money": "index"})
    return analyse(dataset, settings)


def test_money_set_aside_follows_the_index():
    for file in indexed("osmirelle").files:
        for sheet in file.sheets:
            parts = [money.get("USD", 0) for money in sheet.aside_by_reason.values()]
            assert sum(parts) == pytest.approx(sheet.total_set_aside.get("USD", 0))


# ---------------------------------------------------------------- money
def test_what_is_taken_off_the_money_used_follows_the_index():
    sheets = [sheet for file in indexed("osmirelle").files for sheet in file.sheets]
    changed = [sheet for sheet in sheets if sheet.total_counted]
    assert changed, "refunds of this shop are taken off"
    for sheet in changed:
        parts = [money.get("USD", 0) for money in sheet.changed_by_kind.values()]
        left = sheet.total_used["USD"] + sum(parts)
        assert left == pytest.approx(sheet.total_counted["USD"])


def test_thirds_and_quarters_are_words_of_ours_and_keep_their_names_without_amounts():
    parts = [part for by in indexed("osmirelle").breakdowns.values() for part in by.items()]
    sizes = [row.key for name, rows in parts if name == "size" for row in rows]
    assert sizes
    assert set(sizes) <= {"Smallest third", "Middle third", "Largest third", "not said"}
    assert all("no." not in row.key for name, rows in parts if name == "cohort" for row in rows)


def test_the_first_month_of_revenue_is_a_hundred():
    _, card = made("index")
    revenue = card.series["revenue_by_month"]
    assert revenue.rows[0][revenue.columns.index("revenue")] == pytest.approx(100)
    assert card.currency == "index"
    assert any("is 100" in notice.text for notice in card.notices)


def without_change(own):
    """A small difference of two simulated figures moves by more than a little."""
    update = {"change_low95": None, "change_high95": None}
    return own and own.model_copy(update=update)


@pytest.mark.parametrize("kind", ["kalvendo", "osmirelle", "tormeline"])
def test_ten_times_the_money_gives_the_same_index(kind):
    """Whatever changes with the scale of the money would give the scale away."""
    one = company(kind)
    settings = one.settings.model_copy(update={"nda": True, "nda_money": "index"})
    tables = {
        name: Table(name, table.frame.with_columns(pl.col(*table.scale) * 10), table.scale)
        if table.scale
        else table
        for name, table in one.tables.items()
    }
    goal = settings.goal and settings.goal.model_copy(
        update={"revenue": settings.goal.revenue * 10}
    )
    ten = dataclasses.replace(one, tables=tables)
    small, large = indexed(kind), analyse(ten, settings.model_copy(update={"goal": goal}))
    assert small.series == approximately(large.series)
    assert small.breakdowns == approximately(large.breakdowns)
    for name, reading in small.readings.items():
        other = large.readings[name]
        assert reading.inputs.keys() == other.inputs.keys()
        for part in ("value", "low", "high", "low95", "high95", "note", "reason"):
            # draws are seeded from the facts, so that simulated bounds move a little
            assert getattr(reading, part) == approximately(getattr(other, part)), (name, part)
        assert without_change(reading.own) == approximately(without_change(other.own)), name
        sized = re.compile(r"[$€£]|ACV|ARR [<>]")
        assert not sized.search(reading.benchmark_reason or ""), reading.benchmark_reason
        for key, value in reading.inputs.items():
            if not key.startswith("chance_"):
                assert value == approximately(other.inputs[key]), key


def test_no_published_amount_stands_beside_an_index():
    for reading in indexed("kalvendo").readings.values():
        if reading.unit in (Unit.MONEY, Unit.MONEY_PER_MONTH):
            assert reading.benchmark is None


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("Credit notes of 1,000.00 in 3 rows count as money given back.",
         "Credit notes of 50.00 in 3 rows count as money given back."),
        ("Goal: 4,000 a year by Oct 2027.", "Goal: 200.00 a year by Oct 2027."),
        ("300 spent on no single channel", "15.00 spent on no single channel"),
        ("300 USD spent on no single channel", "15.00 spent on no single channel"),
        ("6,000 for 4 customers", "300.00 for 4 customers"),
        ("3 of 12 won", "3 of 12 won"),
    ],
)  # fmt: skip
def test_amounts_in_sentences_follow(text, index):
    assert said(text, Base(2000, "")) == index


# ---------------------------------------------------------------- helpers
class Approximately:
    """Equal but for the last digits, through lists, dictionaries and parts of documents."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return _alike(_plain(self.value), _plain(other))

    __hash__ = object.__hash__


def approximately(value: object) -> Approximately:
    return Approximately(value)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain(value.model_dump()) if hasattr(value, "model_dump") else value


def _alike(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=0.05)
    return one == other
