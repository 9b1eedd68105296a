"""The diagnosis in sentences: grammar at none, one and many, and nothing that was rejected."""

import pytest

from revcore.diagnosis import said
from revcore.diagnosis_parts import Blind, Evidence, Finding, Worth
from revcore.model import Scorecard


def finding(name, **more):
    given = {"title": name.capitalize(), "kind": "limits", "state": "strong", "strength": 0.95,
             "evidence": [Evidence(text=f"{name} was seen.")], **more}  # fmt: skip
    return Finding(id=name, family=name, **given)


def company(*findings, **more):
    return Scorecard(currency="USD", findings={one.id: one for one in findings}, **more)


class TestHeadline:
    def test_one_stands_out_with_its_evidence_and_its_money(self):
        worth = Worth(value=900.0, low=400.0, high=1500.0)
        claim, text = said.pattern_headline(company(finding("leak", place=1, worth=worth)))
        assert claim == "“Leak” stands out"
        assert text == (
            "leak was seen. About $900 of gross profit a year lies in it, 8 times in 10 between "
            "$400 and $1,500."
        )

    @pytest.mark.parametrize(
        ("more", "words"),
        [(1, "1 more pattern stands below."), (4, "4 more patterns stand below.")],
    )
    def test_several_are_counted(self, more, words):
        found = [finding(f"p{n}", place=n + 1) for n in range(more + 1)]
        claim, text = said.pattern_headline(company(*found))
        assert claim == "“P0” comes first"
        assert text.endswith(words)

    def test_what_limits_goes_before_what_unlocks(self):
        chance = finding("chance", kind="unlocks", place=1)
        assert said.pattern_headline(company(chance, finding("leak", place=2)))[0].startswith(
            "“Leak”"
        )

    def test_a_rejected_finding_is_no_answer(self):
        found = finding("leak", place=1, confirmed="rejected")
        claim, text = said.pattern_headline(company(found, finding("calm", state="not_seen")))
        assert claim == "No pattern stands out"
        assert text == "1 pattern was looked for and not seen."

    @pytest.mark.parametrize(
        ("unseen", "open_", "words"),
        [
            (0, 0, "No patterns were looked for and not seen."),
            (1, 1, "1 pattern was looked for and not seen; of 1 other nobody can tell yet."),
            (3, 2, "3 patterns were looked for and not seen; of 2 others nobody can tell yet."),
        ],
    )
    def test_nothing_found_says_how_much_was_looked_for(self, unseen, open_, words):
        parts = [finding(f"a{n}", state="not_seen") for n in range(unseen)]
        parts += [finding(f"b{n}", state="cannot_tell") for n in range(open_)]
        assert said.nothing_words(company(*parts)) == words

    def test_what_would_help_most_is_said(self):
        card = company(finding("a", state="not_seen"), blind=Blind(text="Deals would help."))
        assert said.pattern_headline(card)[1].endswith("Deals would help.")


def test_rejected_ones_stand_last_and_the_first_five_first():
    found = company(
        finding("late", strength=0.99), finding("out", place=1, confirmed="rejected"),
        finding("first", place=2, strength=0.9), finding("calm", state="not_seen"),
    )  # fmt: skip
    assert [one.id for one in said.seen(found)] == ["first", "late", "out"]


def test_a_loss_is_said_to_be_one():
    words = said.worth_words(Worth(value=-500.0, low=-900.0, high=-100.0, cost=50.0), "USD")
    assert words == (
        "Over twelve months it costs more than it brings: −$500 of gross profit, 8 times in 10 "
        "between −$900 and −$100, after $50 for the work."
    )


@pytest.mark.parametrize("strength", [0.0, 0.04, 0.1, 0.3, 0.7, 0.92, 0.95, 0.99, 1.0])
def test_strength_is_said_in_words_that_grow_with_it(strength):
    order = ["practically never", "1 time in 20", *(f"{n} time{'s' * (n > 1)} in 10" for n in
             range(1, 10)), "19 times in 20", "practically always"]  # fmt: skip
    words = said.strength_words(strength)
    assert words in order
    assert order.index(words) <= order.index(said.strength_words(min(1.0, strength + 0.08)))
