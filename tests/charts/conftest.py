"""The two invented companies as documents read back from JSON: all that charts ever see."""

import tomllib

import pytest

from revcore.ingest import Source, read_files
from revcore.model import Scorecard, Settings
from revcore.pipeline import analyse
from tests.published import ROOT


def _document(name: str) -> Scorecard:
    folder = ROOT / "sample_data" / name
    settings = Settings.of(tomllib.loads((folder / "settings.toml").read_text("utf-8")))
    files = [Source(path.name, path) for path in sorted(folder.iterdir()) if path.suffix != ".toml"]
    return Scorecard.from_json(analyse(read_files(files, settings)).to_json())


@pytest.fixture(scope="session")
def documents() -> dict[str, Scorecard]:
    return {name: _document(name) for name in ("kalvendo", "osmirelle", "tormeline")}


@pytest.fixture(scope="session")
def kalvendo(documents) -> Scorecard:
    return documents["kalvendo"]


@pytest.fixture(scope="session")
def osmirelle(documents) -> Scorecard:
    return documents["osmirelle"]


@pytest.fixture(params=["kalvendo", "osmirelle", "tormeline"])
def card(request, documents) -> Scorecard:
    return documents[request.param]
