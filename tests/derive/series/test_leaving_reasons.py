"""Why customers left: the smallest reasons are added up, failed payments apart from all others."""

from __future__ import annotations

import numpy as np

from revcore.derive.leavers import Leavers
from revcore.derive.series.leaving_reasons import FAILED, OTHER, leaving_reasons


def test_failed_payments_among_the_smallest_reasons_are_still_told_apart():
    reasons = [f"reason {number}" for number in range(9)] + ["card declined", "unpaid"]
    n = len(reasons)
    lost = np.array([100.0] * 8 + [3.0, 2.0, 1.0])
    ones = np.arange(n)
    found = leaving_reasons(
        Leavers(ones, np.full(n, 100), lost, ones, lost, np.array(reasons, object), told=True), 100
    )
    assert found.rows[8:] == [
        ["other failed payments", 2, 3.0, FAILED],
        ["all others", 1, 3.0, OTHER],
    ]
