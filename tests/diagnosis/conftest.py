import functools
import tomllib

import pytest

from revcore.ingest import Source, read_files
from revcore.model import Settings
from revcore.pipeline import analyse
from tests.published import ROOT


@pytest.fixture(scope="session")
def diagnosed():
    """The scorecard of an invented company, with its settings."""

    @functools.cache
    def read(company):
        folder = ROOT / "sample_data" / company
        settings = Settings.of(tomllib.loads((folder / "settings.toml").read_text("utf-8")))
        files = [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".xlsx")]
        return analyse(read_files([Source(path.name, path) for path in files], settings))

    return read
