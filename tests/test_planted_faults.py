"""The faults that the mutation script plants can all be planted in the code as it stands."""

import ast

import pytest

from tools.mutate import ROOT, faults, planted


def test_there_are_enough_of_them():
    assert len(faults()) >= 30


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: f"{fault.number} {fault.why}")
def test_a_fault_is_planted_and_only_there(fault):
    source = (ROOT / fault.file).read_text(encoding="utf-8")
    spoilt = planted(source, fault)
    before, after = ast.unparse(ast.parse(source)), ast.unparse(ast.parse(spoilt))
    assert before != after
    assert all((ROOT / test).exists() for test in fault.tests)
