from collections.abc import Callable

import pytest

from revcore.model import Scorecard
from tests.published import scorecard


@pytest.fixture(scope="session")
def diagnosed() -> Callable[[str], Scorecard]:
    """The scorecard of an invented company, with its settings."""
    return scorecard
