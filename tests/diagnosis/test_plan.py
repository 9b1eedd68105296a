"""The ninety days: dates, what a line is read by, and the rules, by hand."""

import datetime as dt

import pytest

from revcore.diagnosis.moves import moves
from revcore.diagnosis.plan import note_of, plan_of
from revcore.diagnosis.plan_reads import read_of
from revcore.diagnosis.sequence import recommended
from revcore.diagnosis_parts import Finding, GrowthState, PlanLine, Quantity
from revcore.metrics.catalogue import metrics
from revcore.model import Reading, Scorecard
from revcore.settings import Chosen


def reading(name, value, low, high, n=400):
    made = metrics()[name]
    return Reading(
        id=name, title=made.title, plain=made.plain, pillar=made.pillar, group=made.group,
        unit=made.unit, better=made.better, value=value, low=low, high=high, n=n,
        window="2024-01..2024-12", formula=made.formula, source=made.source,
    )  # fmt: skip


def finding(name, place, *answers, **more):
    return Finding(
        id=name, title=name, kind="limits", family=name, state="strong", strength=0.95,
        place=place, moves=list(answers), **more,
    )  # fmt: skip


def card(*findings, half=0.01):
    state = GrowthState(
        engine="projects",
        inputs={
            "opportunities": Quantity(value=20.0, error=0.05),
            "win_rate": Quantity(value=0.25, error=0.1, scale="logit"),
            "deal_value": Quantity(value=1000.0, error=0.05),
            "cycle_days": Quantity(value=30.0, error=0.05),
        },
        cycle=[0.5, 0.5],
        margin=0.5,
    )
    return Scorecard(
        as_of="2024-12", currency="USD", growth_state=state,
        readings={"win_rate": reading("win_rate", 0.25, 0.25 - half, 0.25 + half)},
        findings={one.id: one for one in findings},
    )  # fmt: skip


def test_the_plan_begins_the_day_after_the_months_counted_and_has_three_parts():
    made = plan_of(card(finding("a", 1, "mutual_close_plan")), Chosen())
    assert made.start == "2025-01-01"
    (line,) = made.lines
    assert [(one.step, one.start, one.due) for one in line.steps] == [
        ("check", "2025-01-01", "2025-01-30"),
        ("change", "2025-01-31", "2025-03-01"),
        ("read", "2025-03-02", "2025-03-31"),
    ]
    assert (line.due, line.pattern, line.reading) == ("2025-03-31", "a", "win_rate")


def test_until_somebody_chooses_it_is_the_sequence_that_path_recommends():
    found = card(finding("a", 1, "purge_day", "mutual_close_plan"))
    best = recommended(found)
    assert [one.move for one in plan_of(found, Chosen()).lines] == best.moves
    assert best.moves == ["mutual_close_plan"]


def test_findings_give_their_first_moves_in_their_order_and_rejected_ones_none():
    found = card(
        finding("b", 2, "discount_desk"), finding("a", 1, "mutual_close_plan", "legal_pack"),
        finding("c", 3, "purge_day", confirmed="rejected"), finding("d", None, "legal_pack"),
    ).model_copy(update={"growth_state": None})  # fmt: skip
    assert [one.move for one in plan_of(found, Chosen()).lines] == [
        "mutual_close_plan",
        "discount_desk",
    ]
    chosen = plan_of(found, Chosen(moves=["purge_day", "no_such_move", "purge_day"]))
    assert [one.move for one in chosen.lines] == ["purge_day"]


def test_owner_dates_and_remarks_are_as_somebody_set_them():
    chosen = Chosen(
        moves=["purge_day"], start=dt.date(2025, 2, 1), owners={"purge_day": " Maria "},
        starts={"purge_day": dt.date(2025, 3, 1)}, dues={"purge_day": dt.date(2025, 3, 30)},
        notes={"purge_day": "after the fair"},
    )  # fmt: skip
    made = plan_of(card(), chosen)
    (line,) = made.lines
    assert (made.start, line.start, line.due) == ("2025-02-01", "2025-03-01", "2025-03-30")
    assert (line.owner, line.note) == ("Maria", "after the fair")
    assert [one.start for one in line.steps] == ["2025-03-01", "2025-03-11", "2025-03-21"]
    backwards = plan_of(
        card(), chosen.model_copy(update={"dues": {"purge_day": dt.date(2024, 1, 1)}})
    )
    assert backwards.lines[0].due == backwards.lines[0].start


def test_a_rate_is_read_only_where_sixty_days_can_show_the_change():
    """±1 % at 80 % over a year is 0.78 %; over 60 days times √6.09 = 1.93 %. The move hopes for
    8 % of 25 % = 2 points: enough. At ±2 % it is not, and the plan counts."""
    move = moves()["mutual_close_plan"].chosen()
    hoped = 0.25 * (move.low + move.high) / 2
    assert hoped == pytest.approx(0.02)
    assert read_of(card(half=0.01), move).able
    assert not read_of(card(half=0.02), move).able
    rate = plan_of(card(half=0.01), Chosen(moves=[move.id])).lines[0]
    assert rate.keep_rule == (
        "Keep it if “Win rate” is 26% or more from 2 Mar 2025 on: half of the way."
    )
    assert rate.stop_rule.startswith("Stop it if it is still at 25% or worse;")
    count = plan_of(card(half=0.02), Chosen(moves=[move.id])).lines[0]
    assert count.by_count
    assert count.keep_rule.startswith("Keep it if the weekly count (late deals with a dated plan)")


def test_where_no_measure_says_it_an_input_does_and_else_one_counts():
    by_input = plan_of(card(), Chosen(moves=["prospecting_blocks"])).lines[0]
    assert (by_input.reading, by_input.input, by_input.baseline) == (None, "opportunities", 20.0)
    # Leads are not counted here: answering them sooner is read by the deals they become.
    leads = plan_of(card(), Chosen(moves=["answer_within_hour"])).lines[0]
    assert (leads.reading, leads.input, leads.baseline) == (None, "opportunities", 20.0)
    by_hand = plan_of(card(), Chosen(moves=["pause_marginal_channel"])).lines[0]
    assert (by_hand.reading, by_hand.input, by_hand.by_count) == (None, None, True)


def test_two_moves_on_one_lever_are_worth_the_stronger_alone():
    one = plan_of(card(), Chosen(moves=["mutual_close_plan"])).worth
    strong = max(("mutual_close_plan", "purge_day"), key=lambda name: sum(ends(name)))
    both = plan_of(card(), Chosen(moves=["mutual_close_plan", "purge_day"])).worth
    alone = plan_of(card(), Chosen(moves=[strong])).worth
    assert one.value > 0
    assert both.value == pytest.approx(alone.value)
    joint = plan_of(card(), Chosen(moves=["mutual_close_plan", "prospecting_blocks"])).worth
    assert joint.value > one.value


def ends(name):
    return moves()[name].low, moves()[name].high


def line(name, owner="", reading="win_rate", start="2025-01-01", due="2025-03-31"):
    return PlanLine(
        id=name, move=name, action=name, owner=owner, reading=reading, start=start, due=due
    )


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([line("a")], "The line has no owner yet."),
        ([line("a"), line("b", reading="nrr")], "No line has an owner yet."),
        ([line("a", "X"), line("b", reading="nrr")], "Without an owner: “b”."),
        ([line("a", "X"), line("b", "Y", reading="nrr")], ""),
        (
            [line("a", "X"), line("b", "Y")],
            "Two moves are read by the same measure: do one after the other, or nobody can tell "
            "which of them worked.",
        ),
        ([line("a", "X"), line("b", "Y", start="2025-04-01", due="2025-06-30")], ""),
    ],
)
def test_what_is_to_be_settled_is_said(lines, says):
    assert note_of(lines, chosen=True) == says


def test_a_document_without_months_has_no_plan():
    assert plan_of(Scorecard(), Chosen()) is None
