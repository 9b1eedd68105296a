"""Worked examples of retention and movement measures, as their publishers print them."""

import numpy as np
import pytest

from revcore.derive.months import Base
from revcore.derive.movements import Exposure, Flows
from revcore.metrics.grr import grr
from revcore.metrics.logo_retention import logo_retention
from revcore.metrics.nrr import nrr
from revcore.metrics.quick_ratio import quick_ratio
from revcore.metrics.revenue_churn_monthly import revenue_churn_monthly
from revcore.model import Window

YEAR = Window(0, 11)


def test_customer_table_of_the_standards_board():
    """saasmetricsboard.com: new and reactivated customers stand outside the base.

    A 100→100, B 200→0, C 50→90, D 300→240. Four are too few for a figure of ours, so the table is
    taken twice: the ratios stay the same.
    """
    base = Base.of(
        {
            f"{name}{turn}": pair
            for turn in range(2)
            for name, pair in {
                "a": (100, 100),
                "b": (200, 0),
                "c": (50, 90),
                "d": (300, 240),
            }.items()
        }
    )
    assert nrr(base).value == pytest.approx(0.661538, abs=1e-5)
    assert grr(base).value == pytest.approx(0.6, abs=1e-9)
    assert logo_retention(base).value == 0.75


def test_pulse_revops():
    """pulserevops.com/sales-trainings/q97: 10.0, contraction 0.6, churn 0.9, expansion 1.8."""
    base = Base.of({"shrinks": (2.0, 1.4), "leaves": (0.9, 0.0), "grows": (3.0, 4.8),
                    "stays": (2.0, 2.0), "too": (2.1, 2.1)})  # fmt: skip
    assert grr(base).value == pytest.approx(0.85)
    assert nrr(base).value == pytest.approx(1.03)


def test_chartmogul_gross_and_net_churn():
    """help.chartmogul.com, article 203359341: of 100, churn 10, contraction 10, expansion 10."""
    lost = np.array([10.0, 10.0, 0, 0, 0])
    found = Exposure(5, 1, np.ones(5), np.eye(5)[0], np.full(5, 20.0), lost, Window(0, 0))
    assert revenue_churn_monthly(found).value == pytest.approx(0.2)
    base = Base.of({"a": (20, 10), "b": (20, 10), "c": (20, 30), "d": (20, 20), "e": (20, 20)})
    assert 1 - nrr(base).value == pytest.approx(0.1)


def test_quick_ratio_of_mamoon_hamid():
    """pitchkit.net/resources/glossary/quick-ratio: (20 + 8) / (5 + 3)."""
    moved = Flows(*np.diag([20.0, 0.0, 8.0, 3.0, 5.0]), YEAR)
    assert quick_ratio(moved).value == 3.5
