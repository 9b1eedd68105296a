"""Lines measured again: five answers, each from a case worked by hand."""

import pytest

from revcore.diagnosis.plan import plan_of
from revcore.diagnosis.remeasure import Again, Level, remeasured, summary
from revcore.diagnosis_parts import PlanLine
from revcore.errors import RevcoreError
from revcore.model import Scorecard
from revcore.settings import Chosen
from tests.diagnosis.test_plan import card, reading


def earlier(**update):
    """A plan of December 2024 on the win rate: 25 %, 80 % range 24–26, least hope 1.25 points."""
    made = card()
    made = made.model_copy(update={"plan": plan_of(made, Chosen(moves=["mutual_close_plan"]))})
    return made.model_copy(update=update)


def later(value, half=0.01, as_of="2025-04", **update):
    new = reading("win_rate", value, value - half, value + half)
    return card().model_copy(
        update={"as_of": as_of, "readings": {"win_rate": new}, "plan": None, **update}
    )


def look(new, again=None, old=None):
    plan = remeasured(new, old or earlier(), lambda _line, _since: again)
    return plan.lines[0]


def rows(value, error=0.01, then=0.25, depends=()):
    return Again(Level(value, error, 2), then, frozenset(depends))


def test_moved_is_a_change_whose_range_leaves_nothing_behind():
    """25 % ± .0078 → 30 % ± .01: ± 1.96 · √(.0078² + .01²) = ± 2.5 points."""
    found = look(later(0.25), rows(0.30))
    assert found.status == "moved"
    assert found.result == "Moved +5.0 pts (range +2.5 pts … +7.5 pts)."
    assert (found.measured, round(found.measured_low, 4)) == (0.30, 0.2872)


def test_a_change_whose_range_holds_nothing_and_the_hope_is_not_clear_yet():
    found = look(later(0.25), rows(0.26))
    assert found.status == "not_clear_yet"
    assert found.result.endswith(": not clear yet.")


def test_a_change_whose_best_end_is_below_the_least_hope_did_not_move():
    """Least hope: 26 %. From 25 % ± .0078 to 23.5 % ± .003: −1.5 ± 1.6 points, 0.1 at best."""
    assert earlier().plan.lines[0].low == pytest.approx(0.25 * 1.04)
    assert look(later(0.25), rows(0.235, 0.003)).status == "did_not_move"
    wrong = look(later(0.25), rows(0.20))
    assert (wrong.status, wrong.result[:20]) == ("did_not_move", "Went the wrong way: ")


def test_another_formula_recipe_or_setting_is_not_compared():
    new = later(0.30)
    other = new.readings["win_rate"].model_copy(update={"formula": "won / created"})
    found = look(new.model_copy(update={"readings": {"win_rate": other}}), rows(0.30))
    assert (found.status, found.measured) == ("definition_changed", None)
    assert found.result == "Not compared: the formula is another one."
    recipe = later(0.30, recipe={"name": "chartmogul"})
    assert look(recipe, rows(0.30, depends=["recipe"])).status == "definition_changed"
    assert look(recipe, rows(0.30)).status == "moved"  # the win rate knows no recipe
    margin = later(0.30, settings={"gross_margin": 0.5})
    assert look(margin, rows(0.30)).status == "moved"
    changed = look(margin, rows(0.30, depends=["gross_margin"]))
    assert changed.result == "Not compared: gross margin in the settings is set otherwise."
    stages = later(
        0.30, settings={"file": [{"path": "a", "table": "deals", "stages": {"X": "won"}}]}
    )
    assert look(stages, rows(0.30)).status == "definition_changed"
    renamed = later(0.30, settings={"file": [{"path": "another name", "table": "deals"}]})
    assert look(renamed, rows(0.30)).status == "moved"


def test_old_months_that_are_other_ones_today_are_restated():
    found = look(later(0.30), rows(0.30, then=0.22))
    assert found.status == "data_restated"
    assert found.result == (
        "Not compared: the months to Dec 2024 came to 25% then; today’s files say 22% for the "
        "same months."
    )
    assert look(later(0.30), rows(0.30, then=0.2502)).status == "moved"


def test_without_rows_months_seen_twice_cancel_out():
    """Four of twelve months are new: ± 1.96 · √(4/12 · 2 · .0078²) = ± 1.25 points."""
    found = look(later(0.27))
    assert found.result == "Moved +2.0 pts (range +0.8 pts … +3.2 pts)."


def test_before_a_full_month_of_the_change_nothing_is_judged():
    found = look(later(0.30, as_of="2025-01"), rows(0.30))
    assert found.status == "not_clear_yet"
    assert found.result == (
        "The change begins on 31 Jan 2025: no full month has been counted since."
    )


def test_what_no_measure_says_is_counted_by_hand():
    made = card()
    old = made.model_copy(update={"plan": plan_of(made, Chosen(moves=["pause_marginal_channel"]))})
    assert look(later(0.25), old=old).result == (
        "No measure of these files says it: count it by hand."
    )


def test_todays_owner_and_newly_chosen_moves_are_kept():
    new = later(0.25, settings={"plan": {"moves": ["mutual_close_plan", "purge_day"]}})
    chosen = Chosen(moves=["mutual_close_plan", "purge_day"], owners={"mutual_close_plan": "Tom"})
    new = new.model_copy(update={"plan": plan_of(new, chosen)})
    made = remeasured(new, earlier(), lambda *_: rows(0.30))
    assert [(one.move, one.owner, one.status) for one in made.lines] == [
        ("mutual_close_plan", "Tom", "moved"), ("purge_day", "", "planned"),
    ]  # fmt: skip
    assert made.against == "2024-12"


@pytest.mark.parametrize(
    ("old", "says"),
    [
        (Scorecard(as_of="2024-12"), "holds no plan"),
        (earlier(as_of="2025-04"), "there are no months between"),
        (earlier(as_of=None), "there are no months between"),
    ],
)
def test_documents_that_cannot_be_compared_say_why(old, says):
    with pytest.raises(RevcoreError, match=says):
        remeasured(later(0.25), old, lambda *_: None)


def test_the_summary_counts_each_state_once():
    one = PlanLine(id="x", move="x", action="", status="not_clear_yet")
    assert summary([one]) == "The one line is not clear yet."
    assert summary([one, one]) == "Of 2 lines 2 not clear yet."
