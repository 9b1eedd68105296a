"""Sentences of the four pages of the diagnosis at none, one and many."""

import re

import pytest

from revcore.assessment.belief import Belief, levels_words
from revcore.assessment.levels import Level
from revcore.assessment.statements import statements
from revcore.diagnosis_parts import Agreement, Plan, PlanLine
from revcore.settings import Profile
from revcore.ui import guesses, perspective_beliefs, perspective_page, process_owners, process_page

COUNTS = (0, 1, 2, 7)


def plan(many: int) -> Plan:
    line = {"action": "Call", "start": "2026-01-05", "due": "2026-04-04"}
    return Plan(lines=[PlanLine(id=f"m{n}", move="x", **line) for n in range(many)])


def belief(many: int) -> Belief:
    roles = ("owner", "sales", "marketing", "success", "finance", "revops", "other")
    given = {role: 1 + n % 5 for n, role in enumerate(roles[:many])}
    return Belief(statements()["sales_speed"], given, Level(2, "half wait 3 days"))


def agreement(many: int) -> Agreement:
    return Agreement(goal=2e6, open_revenue=1e6, by="2027-10", months=many)


SENTENCES = {
    "plan": lambda n: process_page.title(plan(n)),
    "guesses": lambda n: perspective_page.agreed(n // 2, max(n, 1)),
    "kept": lambda n: guesses.kept_words(n, 7),
    "compared": lambda n: perspective_page.compared_words(
        Profile(market="b2c", sector="ecommerce"), n
    ),
    "progress": lambda n: perspective_beliefs.progress(n, 24, n),
    "voices": lambda n: levels_words(belief(n)),
    "goal": lambda n: process_owners.goal_words(agreement(n), "EUR"),
}
ONE = re.compile(r"\b1 (?!of\b|in\b|time)(?:[a-z]+ )?([a-z]+s)\b(?<!ss)")
MANY = re.compile(r"\b([2-9]|no) (guess|move|month|figure|role|day|published figure)\b")


@pytest.mark.parametrize("many", COUNTS)
@pytest.mark.parametrize("name", SENTENCES)
def test_nouns_and_verbs_follow_the_number(name, many):
    said = SENTENCES[name](many)
    alone = [word for word in ONE.findall(said) if word not in ("is", "fits", "says", "guess")]
    assert not alone, said
    assert not MANY.search(said), said
    assert not re.search(r"\b0 (?!of)", said), said
    for slip in ("1 of 7 guesses are", "2 of 7 guesses is", "None", "  ", "figures fits"):
        assert slip not in said, said


@pytest.mark.parametrize("many", COUNTS)
def test_differences_name_who_is_meant(many):
    one = belief(many)
    if many:
        said = perspective_beliefs.differs(one)
        assert ("on average" in said) is (many > 1)
        assert said.endswith("the files say 2\\: half wait 3 days.")
    else:
        assert one.gap is None
