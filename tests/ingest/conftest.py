"""Files out of text, for tests of reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from revcore.ingest import Source, read_files
from revcore.model import Dataset, Settings

ROOT = Path(__file__).parents[2]
Reader = Callable[..., Dataset]


@pytest.fixture(scope="session")
def reading() -> Reader:
    """Read files given as text (or bytes) by name, under settings given as a mapping."""

    def read(files: Mapping[str, str | bytes], settings: Mapping[str, Any] | None = None) -> Dataset:
        sources = [
            Source(name, data if isinstance(data, bytes) else data.encode())
            for name, data in files.items()
        ]
        return read_files(sources, Settings.of(settings or {}))

    return read


@pytest.fixture(scope="session")
def public() -> Callable[..., Dataset]:
    """Read public data sets beside the repository; skip where they are not there."""

    def read(*names: str, settings: Mapping[str, Any] | None = None) -> Dataset:
        folder = ROOT.parent / "shared" / "data"
        if not folder.is_dir():
            pytest.skip("the public data sets are not beside this repository")
        sources = [Source(Path(name).name, folder / name) for name in names]
        return read_files(sources, Settings.of(settings or {}))

    return read


@pytest.fixture(scope="session")
def sample() -> Callable[..., Dataset]:
    """Read one of the sample companies, without its settings."""

    def read(company: str) -> Dataset:
        folder = ROOT / "sample_data" / company
        files = sorted(path for path in folder.iterdir() if path.suffix != ".toml")
        return read_files([Source(path.name, path) for path in files])

    return read
