"""The two sample companies, read and scored once for all tests of reports."""

import tomllib
from pathlib import Path

import pytest

from revcore.ingest import Source, read_files, read_report
from revcore.model import Dataset, Scorecard, Settings
from revcore.pipeline import analyse

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


def _dataset(name: str) -> Dataset:
    folder = SAMPLES / name
    settings = Settings.of(tomllib.loads((folder / "settings.toml").read_text("utf-8")))
    files = [Source(path.name, path) for path in sorted(folder.iterdir()) if path.suffix != ".toml"]
    return read_files(files, settings)


@pytest.fixture(scope="session")
def datasets() -> dict[str, Dataset]:
    return {name: _dataset(name) for name in ("kalvendo", "osmirelle")}


@pytest.fixture(scope="session")
def cards(datasets) -> dict[str, Scorecard]:
    return {name: analyse(dataset) for name, dataset in datasets.items()}


@pytest.fixture(params=["kalvendo", "osmirelle"])
def card(request, cards) -> Scorecard:
    return cards[request.param]


@pytest.fixture(params=["kalvendo", "osmirelle"])
def report(request, datasets) -> dict[str, object]:
    return read_report(datasets[request.param])
