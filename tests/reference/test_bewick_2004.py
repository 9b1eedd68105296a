"""Bewick, Cheek & Ball (2004), Critical Care 8:389, table 2: survival under treatment 2."""

import pytest

from revcore.derive.survival import kaplan_meier


def test_survival_after_each_death():
    curve = kaplan_meier([1, 1, 4, 5, 6, 9, 9, 22], [1, 1, 1, 1, 0, 1, 0, 1])
    found = curve.survival[curve.events > 0]
    assert found == pytest.approx([0.75, 0.625, 0.5, 0.333, 0.0], abs=0.0005)
