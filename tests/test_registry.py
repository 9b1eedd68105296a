"""Asking by name: reasons travel, other ways are taken, other months are other askers."""

import pytest

from revcore.errors import HalfMade, NotComputable
from revcore.registry import REASON, Asker, Provider


def total(amount):
    return amount


def doubled(total):
    return 2 * total


def either(total=REASON):
    return 7 if isinstance(total, NotComputable) else total


def then(at, as_of):
    return at(as_of - 1, 3)("level")


def level(as_of, span):
    return as_of, span


def left(right):
    return right


def right(left):
    return left


def asker(**values):
    functions = (total, doubled, either, then, level, left, right)
    return Asker({f.__name__: Provider.of(f) for f in functions}, values)


def test_a_missing_value_becomes_the_reason_of_whoever_asked():
    with pytest.raises(NotComputable, match="no amount"):
        asker(amount=NotComputable("There is no amount."))("doubled")


def test_another_way_is_taken_where_the_reason_is_asked_for():
    assert asker(amount=NotComputable("There is no amount."))("either") == 7
    assert asker(amount=3)("either") == 3


def test_another_month_is_another_asker_and_the_same_month_is_not():
    ask = asker(as_of=9, span=None)
    assert ask("then") == (8, 3)
    assert ask.at(9, None) is ask
    assert ask.at(8, 3) is ask.at(8, 3)
    assert ask.at(8, 3).at(9, None) is ask


def test_circles_and_misspelt_names_are_found():
    with pytest.raises(HalfMade, match="left → right → left"):
        asker()("left")
    with pytest.raises(HalfMade, match="Nothing offers “totl”"):
        asker()("totl")
