"""The two invented companies as documents read back from JSON: all that charts ever see."""

import pytest

from revcore.model import Scorecard
from tests.published import scorecard


@pytest.fixture(scope="session")
def documents() -> dict[str, Scorecard]:
    names = ("kalvendo", "osmirelle", "tormeline")
    return {name: Scorecard.from_json(scorecard(name).to_json()) for name in names}


@pytest.fixture(scope="session")
def kalvendo(documents) -> Scorecard:
    return documents["kalvendo"]


@pytest.fixture(scope="session")
def osmirelle(documents) -> Scorecard:
    return documents["osmirelle"]


@pytest.fixture(params=["kalvendo", "osmirelle", "tormeline"])
def card(request, documents) -> Scorecard:
    return documents[request.param]
