"""Which findings are shown: few false ones, no money twice, and what is missing is said."""

import numpy as np
import pytest

from revcore.diagnosis.catalogue import patterns
from revcore.diagnosis.decide import blind, controlled, finding, findings, first, set_apart
from revcore.diagnosis.examine import Look, examine, state_of
from revcore.diagnosis.patterns._pattern import (
    NotApplicable,
    Pattern,
    Signs,
    draws_of,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis_parts import Trap, Worth
from revcore.errors import HalfMade, NotComputable
from revcore.model import Better, Pillar, Reading, Scorecard, Unit
from revcore.registry import Asker, Provider

SEEN = trap(True, "It is not the season.")


def kind(name="x", family="leak", order=1, sort="limits", applies=("subscription",), function=None):
    return Pattern(
        name, order, name, sort, family, applies, "", ("save_desk",), "some", (), None, None, None,
        Provider.of(function or (lambda: None)), "", "",
    )  # fmt: skip


def look(name, p, *, family=None, worth=None, sort="limits", order=1):
    signs = Signs(p=p, evidence=[say("{much} is lost.", much=5)], trap=SEEN)
    found = Look(kind(name, family or name, order, sort), state_of(p, SEEN), signs)
    return found.worth_of(Worth(value=worth) if worth is not None else None)


def reading(name="grr", value=0.8, **more):
    return Reading(
        id=name, title=name, plain=name, pillar=Pillar.SALES, group="sales", unit=Unit.RATIO,
        better=Better.HIGHER, value=value, formula="x", source="x", **more,
    )  # fmt: skip


def ids(looks):
    return [one.pattern.id for one in looks]


class TestControl:
    def test_the_list_ends_where_a_tenth_would_be_false(self):
        """Mean of .01, .05, .10, .20 is .09; with a fifth of .25 it is .122."""
        chances = {"a": 0.99, "b": 0.95, "c": 0.90, "d": 0.80, "e": 0.75}
        assert ids(controlled([look(name, p) for name, p in chances.items()])) == list("abcd")

    def test_a_sure_one_carries_a_doubtful_one_but_a_doubtful_one_stands_alone_nowhere(self):
        assert ids(controlled([look("a", 1.0), look("b", 0.8)])) == ["a", "b"]
        assert controlled([look("b", 0.8)]) == []

    def test_on_average_one_in_ten_is_false_where_chances_are_true(self):
        chance = np.random.default_rng(3)
        wrong = shown = 0
        for _ in range(300):
            p = chance.beta(1.2, 0.6, 20)
            real = chance.random(20) < p
            kept = ids(controlled([look(str(i), one) for i, one in enumerate(p)]))
            shown += len(kept)
            wrong += sum(not real[int(name)] for name in kept)
        assert wrong / shown == pytest.approx(0.10, abs=0.02)

    def test_context_stands_apart(self):
        assert controlled([look("season", 1.0, sort="context")]) == []


class TestFirst:
    def test_running_out_of_money_stands_before_all_that_may_be_earned(self):
        looks = [look("dear", 0.95, worth=1e6), look("dry", 0.92, family="cash")]
        assert [one.pattern.id for one in first(looks)] == ["dry", "dear"]

    def test_the_most_valuable_come_first_by_chance_times_money(self):
        looks = [look("a", 0.99, worth=10), look("b", 0.91, worth=90), look("c", 0.95, worth=50)]
        assert ids(first(looks)) == ["b", "c", "a"]

    def test_one_of_a_family_and_five_at_most(self):
        looks = [look(str(i), 0.99, family="leak", worth=i) for i in range(3)]
        looks += [look(f"o{i}", 0.99, worth=10 + i) for i in range(6)]
        chosen = first(looks)
        assert len(chosen) == 5
        assert sum(one.pattern.family == "leak" for one in chosen) <= 1

    def test_what_has_no_money_stands_below_what_has(self):
        assert ids(first([look("a", 0.99), look("b", 0.92, worth=1)])) == ["b", "a"]

    def test_places_are_in_the_document(self):
        found = findings([look("a", 0.99, worth=1), look("b", 0.95, worth=2)], "USD")
        assert [(name, one.place, one.counted) for name, one in found.items()] == [
            ("a", 2, True), ("b", 1, True),
        ]  # fmt: skip

    def test_money_is_written_in_the_currency_of_the_document(self):
        assert finding(look("a", 0.99), "EUR", True, 1).evidence[0].text == "€5 is lost."


class TestExamine:
    def ask(self, **values):
        return Asker({}, values)

    def test_all_that_is_missing_is_said_at_once(self):
        def both(grr, deals):
            raise AssertionError

        ask = self.ask(deals=NotComputable("Needs deals.", needs=("deals",)))
        none = reading(value=None, reason="Needs subscriptions.", needs=["subscriptions"])
        found = examine(kind(function=both), ask, {"grr": none}, ["subscription"])
        assert found.state == "cannot_tell"
        assert found.reason == "Needs subscriptions. Needs deals."
        assert found.needs == ("subscriptions", "deals")

    def test_a_measure_comes_as_its_reading_and_before_a_table_of_the_same_name(self):
        def sees(nps):
            return Signs(p=nps.value, evidence=[], trap=SEEN)

        ask = self.ask(nps="the table")
        found = examine(kind(function=sees), ask, {"nps": reading("nps", 0.95)}, [])
        assert found.state == "strong"

    def test_what_is_optional_may_be_missing(self):
        def sees(deals=None):
            return Signs(p=float(deals is None), evidence=[], trap=SEEN)

        ask = self.ask(deals=NotComputable("Needs deals."))
        assert examine(kind(function=sees), ask, {}, []).state == "strong"

    def test_too_few_is_never_not_seen(self):
        def sees():
            enough(3, 10, "customers who left")

        found = examine(kind(function=sees), self.ask(), {}, [])
        assert (found.state, found.n) == ("cannot_tell", 3)
        assert found.reason == "3 customers who left: at least 10 are needed."

    def test_another_kind_of_company_does_not_see_it(self):
        def never():
            raise NotApplicable("There is one product.")

        assert examine(kind(), self.ask(), {}, ["orders"]).state == "not_applicable"
        assert examine(kind(function=never), self.ask(), {}, []).state == "not_applicable"

    def test_a_look_alike_that_explains_it_is_the_reason(self):
        def sees():
            return Signs(p=0.99, evidence=[], trap=trap(False, "The customers are young."))

        found = examine(kind(function=sees), self.ask(), {}, [])
        assert (found.state, found.reason) == ("cannot_tell", "The customers are young.")


@pytest.mark.parametrize(
    ("p", "ruled_out", "state"),
    [(0.90, True, "strong"), (0.90, None, "likely"), (0.8999, True, "likely"),
     (0.70, True, "likely"), (0.6999, True, "cannot_tell"), (0.30, True, "cannot_tell"),
     (0.2999, True, "not_seen"), (0.2999, False, "not_seen"), (1.0, False, "cannot_tell")],
)  # fmt: skip
def test_the_words_begin_where_they_should(p, ruled_out, state):
    assert state_of(p, Trap(ruled_out=ruled_out)) == state


class TestBlind:
    def unseen(self, *needs):
        return Look(kind("x".join(needs) or "few"), "cannot_tell", needs=needs)

    def test_the_one_file_that_helps_most_is_named(self):
        looks = [self.unseen("deals"), self.unseen("deals", "spend"), self.unseen("spend.channel")]
        found = blind(looks)
        assert (found.unlock, len(found.unlocks)) == ("deals", 2)
        assert found.text == (
            "3 patterns need data that is not here. Deals would help with 2 of them."
        )

    def test_one_and_none(self):
        assert blind([look("a", 0.5)]).text == ""
        one = blind([self.unseen("deals.closed")])
        assert one.text == (
            "1 pattern needs data that is not here. The column “closed” of deals would help with "
            "that one."
        )
        assert blind([self.unseen()]).text == "1 pattern needs more months or more customers."


class TestPatternTools:
    def test_together_is_joint_and_not_a_product(self):
        first_half = np.arange(1000) < 500
        assert together(first_half, first_half).mean() == 0.5
        assert together(first_half, ~first_half).mean() == 0
        assert together(first_half, True).mean() == 0.5

    def test_draws_follow_the_interval_where_there_are_none(self):
        found = draws_of(reading(low=0.75, high=0.9))
        assert np.quantile(found, [0.1, 0.9]) == pytest.approx([0.75, 0.9], abs=0.01)

    def test_a_half_made_pattern_stops_with_the_name_of_its_file(self):
        def says_nothing() -> None:
            """Says nothing of its signature."""

        with pytest.raises(HalfMade, match=r"patterns/says_nothing\.py has no signature"):
            pattern(title="x", order=99, family="leak", min_data="x", moves=("save_desk",))(
                says_nothing
            )


def test_a_document_with_findings_is_read_again():
    found = findings([look("a", 0.99, worth=1)], "USD")
    card = Scorecard(findings=found)
    assert Scorecard.from_json(card.to_json()).findings == found


def test_every_pattern_is_in_a_document_of_no_data():
    ask = Asker({}, {})
    looks = [
        Look(one, "cannot_tell", reason="Needs data.", needs=one.fields)
        for one in patterns().values()
    ]
    assert ask.values == {}
    assert set(findings(looks, None)) == set(patterns())


class TestContextMoney:
    def test_a_move_that_costs_more_than_it_brings_is_a_sentence_and_no_worth(self):
        dear = Worth(value=-54_000.0, low=-80_000.0, high=-20_000.0, cost=60_000.0)
        season = look("season", 0.95, sort="context").worth_of(dear)
        found = finding(season, "USD", counted=False, place=None)
        assert found.worth is None
        assert found.evidence[-1].text.startswith(
            "The usual move against it would cost about $60.0k and bring $6,000 of gross profit"
        )

    def test_where_it_brings_nothing_it_says_so(self):
        said = set_apart(Worth(value=-70_000.0, cost=60_000.0))[1]
        assert "cost about {cost} and bring nothing within" in said.template

    def test_what_pays_keeps_its_worth_and_a_cycle_keeps_any(self):
        pays, costs = Worth(value=5.0), Worth(value=-5.0, cost=9.0)
        assert set_apart(pays) == (pays, None)
        kept = finding(look("leak", 0.95).worth_of(costs), "USD", counted=True, place=1)
        assert kept.worth == costs
