"""Former customers by the months since they left: each once, those who closed left out."""

import numpy as np
import pytest

from revcore.derive.leavers import NEVER, Leavers
from revcore.derive.series.former_customers import former_customers
from revcore.errors import NotComputable

NOW = 100


def left(rows):
    """Leavers from customer, months since they left, paid before, month of return and reason."""
    who, away, lost, back, reason = (list(column) for column in zip(*rows, strict=True))
    return Leavers(
        np.array(who), NOW - np.array(away), np.array(lost, float), np.array(back),
        np.zeros(len(who)), np.array(reason, object), told=True,
    )  # fmt: skip


def test_the_bands_hold_what_is_counted_by_hand():
    found = former_customers(
        left([
            (1, 2, 999, NEVER, ""),            # too lately
            (2, 3, 10, NEVER, ""), (3, 5, 20, NOW, ""),
            (4, 6, 40, NEVER, "too dear"), (5, 11, 80, NOW + 1, ""),
            (6, 12, 160, NEVER, ""), (6, 23, 999, NOW - 20, ""),  # once, for the last time
            (7, 18, 320, NEVER, ""), (8, 23, 640, NOW - 5, ""),
            (9, 8, 999, NEVER, "Closed down"), (10, 24, 999, NEVER, ""),
        ]), NOW,
    )  # fmt: skip
    assert found.rows == [
        [3, 5, 2, 30.0, 1], [6, 11, 2, 120.0, 0], [12, 17, 1, 160.0, 0], [18, 23, 2, 960.0, 1],
    ]  # fmt: skip


def test_four_are_too_few():
    with pytest.raises(NotComputable, match=r"^4 customers left .* at least 5"):
        former_customers(left([(who, 6, 10, NEVER, "") for who in range(4)]), NOW)
