"""Reference files and samples at hand, and short ways to open or read bytes."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from revcore.ingest import read_files
from revcore.ingest.raw import OpenedFile, RawTable, Source
from revcore.ingest.read import open_files
from revcore.model import Dataset, Settings

SHARED = Path(__file__).parents[3] / "shared" / "data"
SAMPLES = Path(__file__).parents[2] / "sample_data"
Reader = Callable[..., Dataset]


@pytest.fixture
def shared():
    """A reference file by its path under shared/data; skips where they are not at hand."""

    def find(path: str) -> Path:
        if not (SHARED / path).exists():
            pytest.skip("the reference files (../shared/data) are not here")
        return SHARED / path

    return find


@pytest.fixture
def opened(shared):
    """One reference file, opened."""

    def read(path: str) -> OpenedFile:
        return open_files([Source(Path(path).name, shared(path))]).files[0]

    return read


@pytest.fixture
def table():
    """The one table in some bytes or text."""

    def read(data: bytes | str, name: str = "file.csv") -> RawTable:
        data = data.encode() if isinstance(data, str) else data
        file = open_files([Source(name, data)]).files[0]
        assert file.error is None, file.error
        (found,) = file.tables
        return found

    return read


@pytest.fixture(scope="session")
def reading() -> Reader:
    """Read files given as text (or bytes) by name, under settings given as a mapping."""

    def read(
        files: Mapping[str, str | bytes], settings: Mapping[str, Any] | None = None
    ) -> Dataset:
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
        folder = SHARED
        if not folder.is_dir():
            pytest.skip("the public data sets are not beside this repository")
        sources = [Source(Path(name).name, folder / name) for name in names]
        return read_files(sources, Settings.of(settings or {}))

    return read


@pytest.fixture(scope="session")
def sample() -> Callable[..., Dataset]:
    """Read one of the sample companies, without its settings."""

    def read(company: str, settings: Settings | None = None) -> Dataset:
        folder = SAMPLES / company
        files = sorted(path for path in folder.iterdir() if path.suffix != ".toml")
        return read_files([Source(path.name, path) for path in files], settings)

    return read
