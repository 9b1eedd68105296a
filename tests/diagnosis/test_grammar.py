"""Sentences of the patterns at none, one and many."""

import ast

import pytest

from revcore.diagnosis.patterns._pattern import enough
from revcore.errors import NotComputable
from tests.published import ROOT

HOUSE = ROOT / "revcore" / "diagnosis" / "patterns"


def refusals():
    """What patterns count before they look, each in its own words."""
    found = []
    for path in sorted(HOUSE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "enough":
                found.append((path.stem, node.args[2].value))
    return found


def said(n, words):
    with pytest.raises(NotComputable) as refused:
        enough(n, 5, words)
    return str(refused.value)


@pytest.mark.parametrize(("pattern", "words"), refusals())
def test_too_few_are_said_in_the_number_they_have(pattern, words):
    noun = words.split(" who ")[0].split(" with ")[0].split()
    assert said(0, words).startswith(f"No {words}: at least 5")
    assert said(2, words).startswith(f"2 {words}: at least 5")
    alone = said(1, words).removeprefix("1 ").split(":")[0]
    assert alone != words, "the noun stays in the plural"
    assert len(alone.split()) == len(words.split())
    assert alone.split()[0][:3] == noun[0][:3]
    assert not {"are", "have", "were", "say"} & set(alone.split(" whose ")[0].split())


def test_a_part_of_one_does_not_reach_the_least():
    assert said(4.9, "quarters of regulars").startswith("4 quarters of regulars: at least 5")
