"""Path: what is set together is run together; the sequence adds what pays, one lever at a time."""

import re

import numpy as np
import pytest

from revcore.derive.simulate import Change, Outcome, what_if
from revcore.diagnosis import path, sequence
from revcore.diagnosis.moves import moves
from revcore.diagnosis.value import ranked
from revcore.diagnosis_parts import Finding, GrowthState, Quantity, Worth
from revcore.model import Scorecard
from revcore.words import money_words
from tests.published import scorecard


def state(**more):
    inputs = {
        "opportunities": Quantity(value=40, error=0.05),
        "win_rate": Quantity(value=0.25, error=0.05, scale="logit"),
        "new_mrr": Quantity(value=1000, error=0.05),
        "churn": Quantity(value=0.02, error=0.1, scale="logit"),
        "price": Quantity(value=1),
        "day_cost": Quantity(value=200),
        **more.pop("inputs", {}),
    }
    best = {"win_rate": Quantity(value=0.32, error=0.04, scale="logit")}
    given = {"margin": 0.8, "own_best": best, "base": 50_000, **more}
    return GrowthState(
        engine="subscription", inputs=inputs, cycle=[0.2, 0.8],
        own_best_window={"win_rate": "3 months to Jun 2024"}, **given,
    )  # fmt: skip


def finding(name, *its_moves, **more):
    given = {"title": name.capitalize(), "kind": "limits", "state": "strong", "strength": 0.95,
             **more}  # fmt: skip
    return Finding(id=name, family=name, moves=list(its_moves), **given)


def company(*findings, grown=None):
    grown = state() if grown is None else grown
    return Scorecard(
        currency="USD", findings={one.id: one for one in findings}, growth_state=grown,
        levers=ranked(grown, {}, "USD"), as_of="2024-12",
    )  # fmt: skip


LEAK = finding("involuntary_churn", "card_retries", "dunning_by_person", place=1)
STALE = finding("stale_pipeline", "purge_day", "qualify_out", place=2)


class TestByHand:
    def test_a_slider_ends_where_the_lever_was_valued_and_brings_the_same(self):
        card = company()
        reach = path.reaches(card)["win_rate"]
        lever = next(one for one in card.levers if one.id == "win_rate")
        assert (reach.level(0), reach.level(path.STEPS)) == (lever.now, lever.to)
        changes = path.changes_at({"win_rate": reach.level(path.STEPS)}, {"win_rate": reach})
        worth = what_if(card.growth_state, changes).worth()
        assert worth.value == pytest.approx(lever.value_12m)
        assert (worth.low, worth.high) == pytest.approx((lever.low, lever.high))

    def test_half_the_way_is_simulated_and_not_half_the_money(self):
        card = company()
        found = path.reaches(card)
        levels = [{"win_rate": found["win_rate"].level(at)} for at in (10, 20)]
        half, whole = (
            what_if(card.growth_state, path.changes_at(one, found)).worth().value for one in levels
        )
        assert 0 < half < whole
        assert half != pytest.approx(whole / 2, rel=1e-4)

    def test_today_is_no_change(self):
        found = path.reaches(company())
        assert path.changes_at({name: one.now for name, one in found.items()}, found) == {}

    def test_no_scenario_goes_beyond_the_bound_or_below_today(self):
        reach = path.reaches(company())["win_rate"]
        assert reach.bounded(9.0) == reach.to
        assert reach.bounded(0.1) == reach.now
        assert reach.now < reach.bounded(1.1) < reach.to

    def test_scenarios_and_moves_stand_side_by_side(self):
        card = company(LEAK)
        bars = path.scenario_bars(card, {"As in June": {"win_rate": 9.0}}, ["card_retries"])
        lever = next(one for one in card.levers if one.id == "win_rate")
        assert [one.name for one in bars] == ["As in June", "The plan as a whole"]
        assert bars[0].value == pytest.approx(lever.value_12m)
        assert bars[1].value == path.worth_of_moves(["card_retries"], card.growth_state).value

    def test_without_anything_to_simulate_there_is_nothing_to_set(self):
        assert path.reaches(Scorecard()) == {}
        assert path.scenario_bars(Scorecard(), {"x": {}}, []) == []


class TestMoves:
    def test_moves_on_the_same_lever_multiply_up_to_its_room(self):
        chosen = ["card_retries", "dunning_by_person"]
        one, other = (path.changes_of_moves([name], state())["churn"] for name in chosen)
        roomy = state(own_best={"churn": Quantity(value=0.001, error=0.01)})
        both = path.changes_of_moves(chosen, roomy)["churn"]
        assert both.factor == pytest.approx(one.factor * other.factor)
        assert both.error == pytest.approx(np.hypot(one.error, other.error))

    def test_without_a_better_quarter_they_bring_what_the_strongest_does(self):
        chosen = ["card_retries", "dunning_by_person"]
        each = [path.changes_of_moves([name], state())["churn"] for name in chosen]
        none = state(own_best={})
        assert path.changes_of_moves(chosen, none)["churn"] == min(each, key=lambda one: one.factor)

    def test_together_they_stop_at_the_own_best_quarter(self):
        chosen = ["card_retries", "dunning_by_person"]
        each = [path.changes_of_moves([name], state())["churn"].factor for name in chosen]
        now = state().inputs["churn"].value
        between = (min(each) + each[0] * each[1]) / 2
        bounded = state(own_best={"churn": Quantity(value=now * between, error=0.0)})
        found = path.changes_of_moves(chosen, bounded)["churn"]
        assert found.factor == pytest.approx(between)

    def test_together_they_are_run_together_after_all_their_costs(self):
        chosen = ["card_retries", "qualify_out"]
        found = path.worth_of_moves(chosen, state())
        days = sum(moves()[name].days for name in chosen)
        assert found.cost == days * 200
        run = what_if(state(), path.changes_of_moves(chosen, state()))
        assert found.value == pytest.approx(float(np.median(run.profit)) - found.cost)

    def test_a_move_whose_lever_nobody_can_simulate_is_worth_nothing_known(self):
        assert path.worth_of_moves(["second_order_prompt"], state()) is None
        assert path.worth_of_moves([], state()) is None

    def test_without_leads_counted_their_moves_bring_deals(self):
        assert path.input_of("leads", state()) == "opportunities"
        counted = state(inputs={"leads": Quantity(value=100)})
        assert path.input_of("leads", counted) == "leads"

    def test_each_move_is_offered_once_and_a_rejected_finding_offers_none(self):
        offered = path.options(company(LEAK, STALE))
        assert len({one.move.id for one in offered}) == len(offered)
        assert [one.move.id for one in offered][:4] == [
            "card_retries", "dunning_by_person", "purge_day", "qualify_out",
        ]  # fmt: skip
        left = path.options(company(LEAK.model_copy(update={"confirmed": "rejected"}), STALE))
        assert "card_retries" not in [one.move.id for one in left]

    def test_a_lever_with_room_offers_only_moves_whose_pattern_may_be_there(self):
        absent = finding("no_decision_losses", state="not_seen")
        assert "mutual_close_plan" not in [
            one.move.id for one in path.options(company(LEAK, absent))
        ]
        unknown = finding("no_decision_losses", state="cannot_tell")
        assert "mutual_close_plan" in [one.move.id for one in path.options(company(unknown))]

    def test_where_no_pattern_may_be_there_the_levers_with_room_speak_for_themselves(self):
        absent = finding("no_decision_losses", state="not_seen")
        offered = path.options(company(absent))
        assert offered
        assert {one.finding for one in offered} == {None}
        assert all(one.worth.value > 0 for one in offered)


class TestSequence:
    def test_the_first_move_brings_most_and_each_lever_is_pulled_once(self):
        card = company(LEAK, STALE)
        found = sequence.recommended(card)
        alone = {one.move.id: one.worth.value for one in path.options(card) if one.simulated}
        assert found.moves[0] == max(alone, key=alone.get)
        pulled = [moves()[name].lever for name in found.moves]
        assert len(set(pulled)) == len(pulled) <= sequence.MOST_MOVES
        assert found.worth.value >= max(alone.values())

    def test_the_reason_is_two_sentences_and_says_what_it_brings_together(self):
        found = sequence.recommended(company(LEAK, STALE))
        assert len(re.findall(r"\.(?= [A-Z]|$)", found.reason)) == 2
        assert found.reason.startswith("Begin with “")
        assert "simulated as one and not added up" in found.reason
        assert "both together" in found.reason or "all 3 together" in found.reason

    def test_one_move_alone_is_said_so(self):
        found = sequence.recommended(company(LEAK, grown=state(own_best={}, margin=0.8)))
        assert found.moves[0] == "card_retries"
        assert "it answers “Involuntary_churn”" in found.reason

    def test_nothing_is_recommended_that_does_not_pay(self):
        dear = state(inputs={"day_cost": Quantity(value=1e9)}, own_best={})
        assert sequence.recommended(company(LEAK, STALE, grown=dear)) is None
        assert sequence.recommended(Scorecard()) is None

    def test_without_a_margin_the_sequence_is_by_sales(self):
        found = sequence.recommended(company(LEAK, grown=state(margin=None)))
        assert found.worth.value is None
        assert "of sales over twelve months" in found.reason
        assert "gross profit" not in found.reason

    def test_where_nothing_can_be_simulated_the_finding_speaks_for_its_first_move(self):
        paid = finding("plateau_despite_spend", "reallocate_fifth",
                       worth=Worth(value=900.0, low=500.0, high=1200.0, revenue=900.0))  # fmt: skip
        found = sequence.recommended(Scorecard(findings={paid.id: paid}, currency="USD"))
        assert found.moves == ["reallocate_fifth"]
        assert "about $900 of gross profit" in found.reason
        assert found.reason.endswith("No other move is sure to add to it: do this one well.")

    @pytest.mark.parametrize(("many", "words"), [(2, "both together"), (3, "all 3 together")])
    def test_the_grammar_holds_for_two_and_three(self, many, words):
        names = ["card_retries", "purge_day", "raise_price_new"][:many]
        steps = [path.Option(moves()[name], "Why", None, Worth(value=10.0)) for name in names]
        said = sequence.reason_words(steps, Worth(value=25.0), "USD")
        assert words in said
        assert "it works on “Why”" in said


def test_what_the_worth_hangs_on_begins_with_the_worth_as_it_stands():
    bars = path.hinge_bars(state(), ["card_retries"])
    expected = what_if(state(), path.changes_of_moves(["card_retries"], state()))
    assert bars[0].value == pytest.approx(float(np.median(expected.profit)))
    widths = [one.high - one.low for one in bars[1:]]
    assert widths == sorted(widths, reverse=True)
    assert "How soon it works: at once, or after half a year" in [one.name for one in bars]
    assert "Days to win a deal" not in [one.name for one in bars]


def test_a_change_without_way_has_no_doubt():
    reach = path.reaches(company())["win_rate"]
    assert reach.change(reach.now) == Change(to=reach.now, error=0.0)
    assert reach.change(reach.to).error == pytest.approx(reach.error)


def test_a_start_other_than_the_forecast_is_said_with_both():
    card, reach = scorecard("osmirelle"), "8 times in 10"
    ahead = card.readings["revenue_forecast"].value

    def said(times: float) -> str:
        outcome = Outcome(None, np.zeros(1), np.zeros(1), [times * ahead / 12] * 12)
        return path.beside_forecast(card, outcome)

    assert said(1.05) == said(0.95) == ""
    for times in (1.5, 0.5):
        words = said(times)
        assert money_words(times * ahead, card.currency) in words
        assert money_words(ahead, card.currency) in words
        assert reach in words
