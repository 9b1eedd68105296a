"""A mapping shown, confirmed and written to settings.toml reads the same files the same way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from revcore.__main__ import main
from revcore.ingest import Source, file_mapping, read_files, settings_with
from revcore.model import Settings, dump
from revcore.pipeline import analyse
from revcore.ui.settings_file import to_toml

DEALS = (
    "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Organization,Deal - Stage,"
    "Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Owner\n"
)
XERO = (
    "*ContactName,*InvoiceNumber,*InvoiceDate,Total,*Description,*Quantity,*UnitAmount,Discount,"
    "*AccountCode,*TaxType,TaxAmount,TrackingName1,Currency\n"
)


def company() -> dict[str, str]:
    """Deals and invoices of one year."""
    months = range(1, 13)
    deals = [
        f"{n},Deal {n},{n * 100},EUR,Firm {n % 5},Demo,{('Won', 'Lost')[n % 2]},2024-{n:02d}-02,"
        f"{'' if n % 2 else f'2024-{n:02d}-20'},{f'2024-{n:02d}-21' if n % 2 else ''},Ida"
        for n in months
    ]
    lines = [f"Firm {n % 5},{n},{n}/{20}/2024,,Plan,{n},99.5,,200,None,,,EUR" for n in months]
    return {
        "deals.csv": DEALS + "\n".join(deals) + "\n",
        "invoices.csv": XERO + "\n".join(lines) + "\n",
    }


def read(files: dict[str, str], settings: Settings):
    """Read files given as text."""
    return read_files([Source(name, text.encode()) for name, text in files.items()], settings)


def confirmed(dataset, settings: Settings) -> Settings:
    """Settings in which every sheet is fixed as it is shown."""
    return settings_with(settings, [file_mapping(shown) for shown in dataset.previews])


def plain(document) -> dict:
    """A document without what a confirmation changes: the settings and how sure the reading is."""
    made = json.loads(document.to_json())
    made.pop("settings")
    for file in made["files"]:
        for sheet in file["sheets"]:
            sheet.pop("confidence")
    return made


@pytest.fixture(scope="module")
def both():
    """The document of a guessed mapping, and that of the same mapping confirmed."""
    guessed = read(company(), Settings())
    settings = confirmed(guessed, Settings())
    return guessed, read(company(), settings), settings


def test_a_confirmed_mapping_changes_nothing_but_how_sure_it_is(both):
    guessed, fixed, _ = both
    assert plain(analyse(guessed)) == plain(analyse(fixed))


def test_what_a_person_confirmed_is_certain(both):
    _, fixed, _ = both
    assert [sheet.confidence for file in fixed.files for sheet in file.sheets] == [1.0, 1.0]
    taken = [guess for shown in fixed.previews for guess in shown.columns if guess.ours]
    assert taken
    assert all(guess.by_hand and guess.confidence == 1.0 for guess in taken)


def test_confirming_twice_is_confirming_once(both):
    _, fixed, settings = both
    assert confirmed(fixed, settings) == settings


def test_the_command_line_makes_the_same_bytes_of_the_exported_settings(both, tmp_path: Path):
    _, fixed, settings = both
    for name, text in company().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "settings.toml").write_text(to_toml(settings), encoding="utf-8")
    out = tmp_path / "scorecard.json"
    names = [str(tmp_path / name) for name in company()]
    arguments = ["score", *names, "--settings", str(tmp_path / "settings.toml"), "--json", str(out)]
    assert main(arguments) == 0
    assert out.read_text(encoding="utf-8").strip() == analyse(fixed).to_json().strip()


def test_the_dataset_of_a_confirmed_mapping_is_the_same_row_for_row(both):
    guessed, fixed, _ = both
    for name, table in guessed.tables.items():
        assert fixed.tables[name].frame.equals(table.frame), name
        assert dict(fixed.tables[name].scale) == dict(table.scale)
    assert dump([q.model_dump() for q in guessed.questions]) == dump(
        [q.model_dump() for q in fixed.questions]
    )
