"""What is said of a first move, and of a lever without room that a move still pulls."""

from revcore.diagnosis.catalogue import levers
from revcore.diagnosis.moves import moves
from revcore.diagnosis.sequence import WHOM, recommended
from revcore.diagnosis.value import BEYOND, pulled, still_words
from revcore.headline import comparison, distance
from tests.published import scorecard


def test_a_move_that_brings_more_than_its_pattern_is_worth_says_on_whom_it_acts():
    card = scorecard("osmirelle")
    found = recommended(card)
    assert found is not None
    assert found.moves[0] == "bundle_first_order"
    assert (
        "it answers “They buy once: newcomers with a discount” and, as it acts on all orders and "
        "not on those alone, brings more than that pattern is worth ($3,086): about $"
    ) in found.reason


def test_a_move_that_brings_less_than_its_pattern_is_worth_simply_brings_it():
    found = recommended(scorecard("kalvendo"))
    assert found is not None
    assert "it answers “We win less in ‘Mid-market’” and brings about $" in found.reason
    assert "not on those alone" not in found.reason


def test_every_lever_a_move_pulls_says_on_whom_it_acts():
    assert {one.lever for one in moves().values() if one.lever} <= {*WHOM, "capacity"}


def test_a_lever_without_room_does_not_contradict_the_move_that_pulls_it():
    card = scorecard("kalvendo")
    churn = next(one for one in card.levers if one.id == "churn")
    assert churn.state == "no_room"
    assert churn.change == (
        "The recurring revenue that leaves in a month: 1.0% now. No quarter of your own was "
        f"clearly better, and no published figure shows room{BEYOND}."
    )
    alone = [kind for kind in levers().values() if not pulled(kind.id)]
    assert all(BEYOND not in still_words(kind, 1.0, None) for kind in alone)


def test_a_published_figure_that_judges_nothing_is_no_bound_and_no_comparison():
    reading = scorecard("kalvendo").readings["opportunity_to_won"]
    assert (reading.band, reading.band_basis) == ("behind", "own")
    assert "First Page Sage" not in comparison(reading, "USD")
    assert distance(reading) < 2
