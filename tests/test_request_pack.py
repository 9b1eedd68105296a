"""What a client is asked for, and what each file would add."""

import csv
import functools
import io
import tomllib
from dataclasses import replace

import pytest

from revcore.diagnosis.catalogue import patterns
from revcore.example_rows import ROWS, example
from revcore.ingest import Source, read_files
from revcore.ingest.presets import catalogue
from revcore.ingest.tables import columns
from revcore.metrics.catalogue import metrics
from revcore.model import Settings
from revcore.pipeline import analyse
from revcore.report import request_sheet
from revcore.request_pack import ASKED, LEAVE_OUT, Coverage, computable, coverage, request_pack
from tests.published import ROOT, company, scorecard


@functools.cache
def read(kind: str, *without: str):
    if not without:
        return company(kind), scorecard(kind)
    folder = ROOT / "sample_data" / kind
    settings = Settings.of(tomllib.loads((folder / "settings.toml").read_text("utf-8")))
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".xlsx")]
    dataset = read_files(
        [Source(path.name, path) for path in files if path.name not in without], settings
    )
    return dataset, analyse(dataset)


def answered(card) -> set[str]:
    return {name for name, reading in card.readings.items() if reading.value is not None}


CIRCUMSTANCE = {"ramp_months", "pipeline_per_sdr", "quarter_end_discount_gap", "marginal_cac"}
"""What no column alone unlocks: newcomers, a certain role, sales at quarter ends, varied spend."""


def full():
    return read("kalvendo")[1]


@pytest.fixture(scope="module")
def whole():
    return answered(full())


@pytest.mark.parametrize(
    ("file", "table"),
    [("deals.csv", "deals"), ("spend.xlsx", "spend"), ("nps.csv", "nps"), ("leads.csv", "leads")],
)
def test_the_measures_foretold_are_those_that_come_with_the_file(whole, file, table):
    dataset, card = read("kalvendo", file)
    found = coverage(dataset, card)
    assert found.next_table == table
    came = whole - answered(card)
    assert came - CIRCUMSTANCE <= set(found.unlocks)
    # what else was foretold needs a column that the file itself lacks
    for name in set(found.unlocks) - came - CIRCUMSTANCE:
        assert any(need.startswith(f"{table}.") for need in full().readings[name].needs), name
    assert found.files_in == found.files - 1


def test_revenue_unlocks_most_of_all(whole):
    dataset, card = read("kalvendo", "subscriptions.csv")
    found = coverage(dataset, card)
    assert found.next_table == "subscriptions"
    assert set(found.unlocks) - CIRCUMSTANCE <= whole - answered(card)
    assert len(found.unlocks) > 20


def test_all_files_in_is_said_so():
    dataset, card = read("kalvendo")
    found = coverage(dataset, card)
    assert found.files_in >= 6
    assert found.next_table not in dataset.tables
    assert found.sentence.startswith(
        f"{found.files_in} of {found.files} files asked for are in; "
        f"{len(answered(card))} of {len(metrics())} measures and {found.patterns_answered} of "
    )


def test_one_file_is_in_and_not_are():
    one = Coverage(files_in=1, files=7, answered=3, measures=75, next_table=None, unlocks=())
    assert one.sentence.startswith("1 of 7 files asked for is in; 3 of 75 measures answerable")


def test_a_shop_is_told_its_next_file_with_its_count():
    dataset, card = read("osmirelle")
    found = coverage(dataset, card)
    assert found.files_in == 2
    assert found.answered == len(answered(card))
    looked_for = [one for one in card.findings.values() if one.state != "not_applicable"]
    assert found.patterns == len(looked_for)
    assert found.patterns_answered == sum(one.strength is not None for one in looked_for)
    assert found.sentence.endswith(
        f"answerable; the one file that unlocks most: a list of deals ({len(found.unlocks)} more "
        "measures)."
    )
    assert "win_rate" in found.unlocks


@pytest.mark.parametrize("model", ASKED)
def test_every_file_asked_for_answers_something_and_no_measure_twice(model):
    pack = request_pack(model)
    unlocked = [name for file in pack.files for name in file.unlocks]
    assert len(unlocked) == len(set(unlocked))
    assert all(file.unlocks for file in pack.files)
    assert pack.files[0].table == ASKED[model]
    with_all = computable([file.table for file in pack.files], model)
    assert set(unlocked) == set(with_all)


def test_a_needed_column_is_one_that_loses_a_measure():
    pack = request_pack("subscription")
    subscriptions = pack.files[0]
    needed = {column.name for column in subscriptions.columns if column.needed}
    assert needed == {"customer", "start", "end", "amount"}
    deals = next(file for file in pack.files if file.table == "deals")
    needed = {column.name for column in deals.columns if column.needed}
    assert {"status", "closed", "created", "amount"} <= needed
    assert "competitor" not in needed


def test_a_tool_gives_its_own_headers_and_its_way():
    pack = request_pack("orders", ["shopify_orders"])
    orders = pack.files[0]
    headers = {column.name: column.header for column in orders.columns}
    assert (headers["date"], headers["amount"]) == ("Created at", "Total")
    assert headers["customer"] == "Billing Name"
    assert next(tool.where for tool in orders.tools).startswith("Orders → Export")


@pytest.mark.parametrize("model", ASKED)
def test_nothing_that_must_not_be_sent_is_asked_for(model):
    tools = [preset.id for preset in catalogue()]
    for tool in tools:
        for file in request_pack(model, [tool]).files:
            asked = " ".join([*request_sheet.needed(file), *request_sheet.welcome(file)]).lower()
            for word in ("email", "e-mail", "phone", "iban", "card", "address"):
                assert word not in asked, (tool, word)


def test_a_way_is_a_way_and_has_a_source():
    for preset in catalogue():
        assert not preset.where or ("→" in preset.where and preset.source), preset.id


def test_e_mail_table_and_sheet_say_the_same():
    pack = request_pack("subscription", ["stripe_subscriptions"])
    mail = request_sheet.as_email(pack.files, pack.facts, LEAVE_OUT)
    sheet = request_sheet.as_sheet(pack.files, pack.facts, LEAVE_OUT)
    rows = list(csv.DictReader(io.StringIO(request_sheet.as_csv(pack.files))))
    for file in pack.files:
        assert file.title in mail
        assert f"<h2>{file.title.replace('&', '&amp;')}</h2>" in sheet
        mine = [row["column"] for row in rows if row["file"] == file.title]
        assert mine == [*request_sheet.needed(file), *request_sheet.welcome(file)]
    for words in [*LEAVE_OUT, *(fact.words for fact in pack.facts)]:
        assert words in mail
        assert words in sheet
    assert "<script" not in sheet


@pytest.mark.parametrize("table", ROWS)
def test_the_invented_company_fills_each_table_as_the_canon_wants_it(table):
    frame = example([table], Settings()).tables[table].frame
    required = {column.name for column in columns(table) if column.required}
    assert required <= set(frame.columns)
    assert frame.height


def test_every_measure_but_rules_of_thumb_can_be_had_by_somebody():
    got = set()
    for model in ASKED:
        got |= {name for file in request_pack(model).files for name in file.unlocks}
    assert set(metrics()) - got <= {"clv_simple", "arr", "mrr"} | CIRCUMSTANCE


def test_a_missing_column_is_told_beside_the_file_and_first_where_it_unlocks_more():
    some = Coverage(
        files_in=1, files=7, answered=3, measures=75, next_table="leads", unlocks=("a", "b"),
        next_column="deals.closed", column_unlocks=("c", "d", "e"),
    )  # fmt: skip
    assert some.sentence.endswith(
        "answerable; the one column that unlocks most: “closed” of deals (3 more measures); "
        "the one file: a list of leads (2 more measures)."
    )
    fewer = replace(some, column_unlocks=("c",))
    assert fewer.sentence.endswith(
        "the one file that unlocks most: a list of leads (2 more measures); "
        "the one column: “closed” of deals (1 more measure)."
    )


def test_the_measures_foretold_of_a_column_are_those_that_come_with_it():
    lines = [f"{at},{1000 + at},{_stage(at)},2024-{1 + at % 12:02d}-02" for at in range(120)]
    closed = [f",2024-{1 + at % 12:02d}-{8 + at % 20:02d}" for at in range(120)]
    head = "Deal ID,Amount,Stage,Create date"
    without = read_files([Source("deals.csv", "\n".join([head, *lines]).encode())])
    both = [line + day for line, day in zip(lines, closed, strict=True)]
    complete = "\n".join([f"{head},Close date", *both])
    whole = analyse(read_files([Source("deals.csv", complete.encode())]))
    found = coverage(without, analyse(without))
    assert found.next_column == "deals.closed"
    came = answered(whole) - answered(analyse(without))
    assert {"win_rate", "cycle_days"} & came
    assert len(set(found.column_unlocks) & came) >= 0.5 * len(found.column_unlocks)


def _stage(at: int) -> str:
    return ("Won", "Lost", "Open")[at % 3]


@pytest.mark.parametrize("model", ASKED)
def test_the_patterns_of_a_file_have_their_data_with_it_and_not_before(model):
    pack = request_pack(model)
    named = [name for file in pack.files for name in file.patterns]
    assert len(named) == len(set(named))
    assert all(model in patterns()[name].applies for name in named)
    have = set()
    for file in pack.files:
        have.add(file.table)
        assert "‹" not in file.cycles
        for name in file.patterns:
            tables = {field.partition(".")[0] for field in patterns()[name].fields}
            assert tables & have, name
            assert patterns()[name].title.partition("‹")[0] in file.cycles
    by_file = {file.table: set(file.patterns) for file in pack.files}
    if model != "orders":
        assert {"stale_pipeline", "discount_creep"} <= by_file["deals"]
    assert "slow_follow_up" in by_file["leads"]
    assert "cash_growth_squeeze" not in named  # the bank balance is not asked for
