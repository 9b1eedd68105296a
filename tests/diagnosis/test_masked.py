"""Sellers stand under masked names in what the diagnosis says, unless that is switched off."""

import polars as pl
import pytest

from revcore.ingest import Source, read_files
from revcore.model import Settings
from revcore.pipeline import analyse
from tests.published import ROOT

FOLDER = ROOT / "sample_data" / "tormeline"
FILES = [Source(path.name, path) for path in sorted(FOLDER.iterdir()) if path.suffix != ".toml"]


@pytest.fixture(scope="module")
def dataset():
    return read_files(FILES, Settings.of({"business_model": "projects", "gross_margin": 0.47}))


def test_no_sellers_name_is_in_the_document(dataset):
    sellers = dataset.tables["deals"].frame["owner"].drop_nulls().unique()
    assert isinstance(sellers, pl.Series)
    card = analyse(dataset)
    text = card.to_json()
    assert not [name for name in sellers if name in text]
    assert card.findings["hero_rep_dependence"].evidence[0].text.startswith("Seller ")


def test_unmasked_they_are_named(dataset):
    card = analyse(dataset, dataset.settings.model_copy(update={"mask": False}))
    assert "Ines Achterberg" in card.findings["hero_rep_dependence"].evidence[0].text
