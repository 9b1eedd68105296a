"""What the open deals may bring: very many of them are drawn as one sum."""

import numpy as np
import pytest

from revcore.derive import weighted
from revcore.derive.weighted import Expected


def test_many_deals_drawn_as_one_vary_as_deals_drawn_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = np.arange(400) % 50
    deals = Expected(
        1000 + 7 * np.arange(400), 0.4 * np.exp(-days / 40), np.ones(400, np.int64),
        np.where(days % 2, 0.1, 0.2), days % 3, 0, "days since the deal was created", 100,
    )  # fmt: skip
    single = deals.draws()
    monkeypatch.setattr(weighted, "MANY", 10)
    together = deals.draws()
    assert together.mean() == pytest.approx(single.mean(), rel=0.02)
    assert together.mean() == pytest.approx(deals.value, rel=0.02)
    assert together.std() == pytest.approx(single.std(), rel=0.12)
