"""The two sample companies, read and scored once for all tests of reports."""

import pytest

from revcore.ingest import read_report
from revcore.model import Dataset, Scorecard
from tests.published import company, scorecard


@pytest.fixture(scope="session")
def datasets() -> dict[str, Dataset]:
    return {name: company(name) for name in ("kalvendo", "osmirelle")}


@pytest.fixture(scope="session")
def cards(datasets) -> dict[str, Scorecard]:
    return {name: scorecard(name) for name in datasets}


@pytest.fixture(params=["kalvendo", "osmirelle"])
def card(request, cards) -> Scorecard:
    return cards[request.param]


@pytest.fixture(params=["kalvendo", "osmirelle"])
def report(request, datasets) -> dict[str, object]:
    return read_report(datasets[request.param])
