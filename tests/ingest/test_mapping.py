"""Guessed mappings are shown, correctable, and follow what a person fixed."""

from __future__ import annotations

import pytest

from revcore.errors import HalfMade, SettingsError
from revcore.ingest import choices, file_mapping, presets, settings_with
from revcore.ingest.tables import TABLES
from revcore.ingest.words import dictionary, normal
from revcore.model import Settings

ODD = "Ref,Wer,Wann,Wieviel,Notiz\nx1,Acme,2024-01-02,5.00,7.00\nx2,Birch,2024-02-02,6.00,8.00\n"
ODD_COLUMNS = {"order_id": "Ref", "customer": "Wer", "date": "Wann", "amount": "Wieviel"}


def test_a_mapping_fixed_by_hand_reads_a_sheet_nobody_knows(reading):
    fix = {"path": "odd.csv", "table": "orders", "columns": ODD_COLUMNS}
    dataset = reading({"odd.csv": ODD}, {"file": [fix]})
    assert dataset.tables["orders"].frame["amount"].sum() == 1100
    assert dataset.customers == ("Acme", "Birch")
    by_hand = {guess.ours for guess in dataset.previews[0].columns if guess.by_hand}
    assert by_hand == {"order_id", "customer_name", "date", "amount"}


def test_what_a_hand_made_mapping_omits_is_guessed(reading):
    text = "Order ID,Customer,Order date,Order total,Net total\n1,Acme,2024-01-02,5.00,4.00\n"
    fix = {"path": "o.csv", "columns": {"amount": "Net total"}}
    frame = reading({"o.csv": text}, {"file": [fix]}).tables["orders"].frame
    assert frame["amount"].to_list() == [400]
    assert frame["order_id"].to_list() == ["1"]


def test_a_role_mapped_to_nothing_stays_empty(reading):
    text = "Order ID,Customer,Order date,Order total,Region\n1,Acme,2024-01-02,5.00,North\n"
    fix = {"path": "o.csv", "columns": {"segment": ""}}
    assert reading({"o.csv": text}).tables["orders"].has("segment")
    assert not reading({"o.csv": text}, {"file": [fix]}).tables["orders"].has("segment")


def test_a_sheet_can_be_left_out_by_hand(reading):
    good = "Order ID,Customer,Order date,Order total\n1,Acme,2024-01-02,5.00\n"
    dataset = reading({"a.csv": good, "b.csv": ODD}, {"file": [{"path": "b.csv", "table": "none"}]})
    assert {row.reason for row in dataset.set_aside} == {"left out by hand"}
    assert not [question for question in dataset.questions if question.file == "b.csv"]


@pytest.mark.parametrize(
    ("fix", "words"),
    [
        ({"table": "sales"}, "“sales”, which does not exist"),
        ({"table": "orders", "columns": {"amount": "Betrag"}}, "no column “Betrag”"),
        ({"table": "orders", "columns": {"colour": "Ref"}}, "no column “colour”"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_what_is_wrong(reading, fix, words):
    with pytest.raises(SettingsError, match=words):
        reading({"odd.csv": ODD}, {"file": [{"path": "odd.csv", **fix}]})


def test_a_corrected_preview_becomes_the_settings_that_read_it_so(reading):
    text = "Order ID,Customer,Order date,Order total,Net total\n1,Acme,2024-01-02,5.00,4.00\n"
    shown = reading({"o.csv": text}).previews[0]
    edits = {"Order total": None, "Net total": "amount"}
    corrected = settings_with(Settings(), [file_mapping(shown, columns=edits)])
    again = reading({"o.csv": text}, corrected.model_dump(exclude_defaults=True))
    assert again.tables["orders"].frame["amount"].to_list() == [400]
    taken = {guess.header: guess.ours for guess in again.previews[0].columns}
    assert taken["Order total"] is None


def test_an_unchanged_preview_written_as_settings_reads_the_same(sample):
    dataset = sample("kalvendo")
    entries = [file_mapping(shown) for shown in dataset.previews]
    settings = settings_with(Settings(), entries)
    assert settings_with(settings, entries) == settings
    again = sample("kalvendo", settings)
    assert set(again.tables) == set(dataset.tables)
    for name, table in dataset.tables.items():
        assert again.tables[name].frame.equals(table.frame), name
        assert again.tables[name].scale == table.scale


def test_previews_show_cells_as_printed_and_as_read(reading):
    text = 'Order ID,Customer,Order date,Order total\n1,Acme,02.01.2024,"1.234,50"\n'
    shown = {guess.header: guess for guess in reading({"o.csv": text}).previews[0].columns}
    assert shown["Order total"].samples == ("1.234,50",)
    assert shown["Order total"].parsed == ("1,234.50",)
    assert shown["Order date"].parsed == ("2024-01-02",)
    assert shown["Customer"].ours == "customer_name"


def test_an_ambiguous_date_is_asked_and_the_answer_followed(reading):
    text = "Order ID,Customer,Order date,Order total\n1,A,03/04/2024,5\n2,A,05/06/2024,5\n"
    asked = [q for q in reading({"o.csv": text}).questions if q.id.startswith("day_first")]
    assert [question.id for question in asked] == ["day_first:o.csv:Order date"]
    both = [
        reading({"o.csv": text}, {"day_first": day_first}).tables["orders"].frame["date"][0]
        for day_first in (True, False)
    ]
    assert both[0] - both[1] == 30  # 3 April and 4 March


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("Deal ID,Account,Stage,Amount,Close date\n1,A,Won,5,2024-01-02\n", "deals"),
        ("Bestellnummer;Datum;Kundenemail;Gesamtbetrag\n1;02.01.2024;a@x.example;5,00\n", "orders"),
        ("Customer,Month,MRR\nA,2024-01,5\nB,2024-01,6\n", "mrr"),
        ("Month,Revenue\n2024-01,500\n2024-02,600\n", "revenue_by_month"),
        ("Month,Channel,Cost\n2024-01,Search,5\n", "spend"),
        ("Month,Visitors,Leads\n2024-01,500,20\n", "funnel_counts"),
        ("Date,How likely are you to recommend us?\n2024-01-02,9\n", "nps"),
        ("Deal ID,Stage,Entered\n1,Demo,2024-01-02\n", "stage_history"),
        ("Name,Role,Department\nIda,AE,Sales\n", "team"),
        ("Product,Price\nBasic,5\n", "products"),
        ("Customer ID,Plan,MRR,Start date\nc1,Pro,50,2024-01-02\n", "subscriptions"),
        ("Invoice number,Customer,Date,Amount\n1,A,2024-01-02,5\n", "invoices"),
    ],
)
def test_plain_sheets_find_their_table(reading, header, table):
    assert reading({"sheet1.csv": header}).files[0].sheets[0].table == table


def test_every_role_of_the_dictionary_and_of_every_preset_exists():
    assert set(dictionary()) == set(TABLES)
    assert all(words.title for words in dictionary().values())
    known = {preset.id: preset for preset in presets.catalogue()}
    assert {"hubspot_deals", "stripe_subscriptions", "shopify_orders", "google_ads"} <= set(known)
    for preset in known.values():
        assert preset.source.startswith("https://")
        assert preset.evidence in {"A", "B", "C"}
        assert preset.need <= len(preset.must) + len(preset.detect)


@pytest.mark.parametrize("preset", presets.catalogue(), ids=lambda preset: preset.id)
def test_a_preset_recognises_its_own_headers_before_any_other(preset):
    first = (names[0] for names in preset.columns.values())
    headers = list(dict.fromkeys([*preset.must, *preset.detect, *first]))
    found = presets.find(headers)
    assert found is not None
    assert found.id == preset.id


def test_a_half_made_preset_is_named(tmp_path):
    path = tmp_path / "tool.toml"
    path.write_text('title = "Tool"\ntable = "orders"\n', encoding="utf-8")
    with pytest.raises(HalfMade, match=r"“tool.toml” lacks “detect”"):
        presets._load(path)


def test_words_of_the_dictionary_stand_as_headers_are_compared():
    wrong = {
        alias
        for words in dictionary().values()
        for alias in words.aliases
        if normal(alias) != alias
    }
    assert not wrong


@pytest.mark.parametrize("table", TABLES)
def test_choices_name_every_column_that_can_be_mapped(table):
    assert set(choices(table)) == set(dictionary()[table].kinds)
