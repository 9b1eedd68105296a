"""Sellers, quotas, ramp and the open pipeline: figures worked out by hand from a few deals."""

import numpy as np
import pytest

from revcore.derive.sellers import employed, until
from revcore.errors import NotComputable
from revcore.metrics.catalogue import metrics
from revcore.model import first_day, last_day, parse_month
from revcore.pipeline import analyse
from tests.companies import ask, dataset, day, shuffled, table

JAN, DEC = parse_month("2024-01"), parse_month("2024-12")


def deals(owner, won, amount, *, lost=0, first=1, **more):
    """So many deals of one seller, one after the other from a month on, ten days each."""
    rows = []
    for number in range(won + lost):
        month = first + number % (13 - first)
        status = "won" if number < won else "lost"
        days = {"created": f"2024-{month:02d}-03", "closed": f"2024-{month:02d}-13"}
        rows.append({"owner": owner, "status": status, "amount": amount, **days, **more})
    return rows


def company(*rows, team=(), **settings):
    tables = [table("deals", [row for part in rows for row in part])]
    tables += [table("team", list(team))] if team else []
    return dataset(*tables, as_of="2024-12", **settings)


def value(made, name):
    return ask(made).call(metrics()[name].provider)


ANN = {"person": "Ann", "start": "2020-01-01", "end": None, "quota": 300}
BOB = {"person": "BOB ", "start": "2024-07-01", "end": None, "quota": 300}
CAT = {"person": "Cat", "start": "2020-01-01", "end": "2024-06-30", "quota": 300}


def test_quota_and_sales_are_of_the_same_days():
    made = company(deals("Ann", 12, 100), deals("Bob", 12, 50), deals("Cat", 12, 100),
                   team=(ANN, BOB, CAT))  # fmt: skip
    found = value(made, "quota_attainment")
    # Ann 1,200 of 1,200. Bob, from July: 6 × 50 of 600. Cat, to June: 6 × 100 of 600.
    assert found.inputs["quota"] == pytest.approx(2400)
    assert found.inputs["won_value"] == 1200 + 300 + 600
    assert (found.value, found.n) == (pytest.approx(2100 / 2400), 24)
    assert (found.inputs["sellers_at_quota"], found.inputs["sellers"]) == (2, 3)


def test_quota_by_seller_is_masked_and_people_without_deals_too():
    idle = {**ANN, "person": "Dagmar Quillfeather"}
    made = company(deals("Ann", 12, 100), deals("Bob", 12, 50), team=(ANN, BOB, idle))
    card = analyse(made)
    rows = card.breakdowns["quota_attainment"]["owner"]
    assert sorted(row.key for row in rows) == ["Seller 1", "Seller 2", "Seller 3"]
    assert "Quillfeather" not in card.to_json()
    assert {row.n: row.value for row in rows}[12] == pytest.approx(1.0)


def test_masking_can_be_switched_off():
    made = company(deals("Ann", 12, 100), deals("Bob", 12, 50), mask=False)
    card = analyse(made)
    assert {row[0] for row in card.series["seller_sales"].rows} == {"Ann", "Bob"}


def test_part_of_a_month_is_its_days():
    assert employed(day("2024-02-15"), day("2024-03-31")) == pytest.approx(15 / 29 + 1)
    assert employed(first_day(JAN), last_day(DEC)) == 12
    assert employed(5, 4) == 0


def test_deals_per_seller_count_the_months_at_work():
    # Ann: 24 wins in 12 months. Bob: 6 wins and 3 losses, from October on: 3 months.
    made = company(deals("Ann", 24, 100), deals("Bob", 6, 100, lost=3, first=10))
    assert value(made, "deals_per_rep").value == pytest.approx(3 * 30 / 15)


def test_the_largest_seller_by_value_and_by_deals_where_amounts_are_missing():
    made = company(deals("Ann", 6, 100), deals("Bob", 12, 25))
    found = value(made, "top_rep_share")
    assert (found.value, found.inputs["counted_by"]) == (600 / 900, "won value")
    bare = company(deals("Ann", 6, None), deals("Bob", 12, None))
    found = value(bare, "top_rep_share")
    assert (found.value, found.inputs["counted_by"]) == (12 / 18, "won deals")
    assert found.interval.low95 < found.interval.low < found.value < found.interval.high


def test_a_ramp_ends_when_three_months_reach_the_usual():
    assert until(np.array([0, 1, 2, 2, 3]), 7) == (5, True)
    assert until(np.array([9]), 1) == (1, False)
    team = [{"person": "Old", "start": "2020-01-01"}]
    rows = deals("Old", 12, 1)
    for number in range(5):
        team.append({"person": f"N{number}", "start": "2024-03-01"})
        rows += deals(f"N{number}", 12, 1, first=4 + number)
    found = value(company(rows, team=team), "ramp_months")
    # The usual is 3 in three months; N0 wins twice from April on in some months: 3 by June.
    assert found.inputs["usual_wins_in_three_months"] == 3
    assert (found.n, found.inputs["reached_it"]) == (5, 5)


def test_four_newcomers_are_too_few_and_their_months_are_said():
    team = [{"person": "Old", "start": "2020-01-01"}, {"person": "New", "start": "2024-03-01"}]
    made = company(deals("Old", 12, 1), deals("New", 10, 1, first=3), team=team)
    with pytest.raises(NotComputable, match="1 of 1 new seller reached"):
        value(made, "ramp_months")


def test_win_rate_by_value_refuses_where_lost_deals_have_none():
    made = company(deals("Ann", 6, 100), deals("Bob", 0, 300, lost=6))
    assert value(made, "win_rate_value").value == pytest.approx(600 / 2400)
    zero = company(deals("Ann", 6, 100), deals("Bob", 0, 0, lost=6))
    with pytest.raises(NotComputable, match="6 of 6 lost deals have no value"):
        value(zero, "win_rate_value")


def aged(n, days):
    return [{"status": "open", "amount": 10, "created": last_day(DEC) + 1 - days}] * n


def test_stale_is_older_than_nine_in_ten_wins():
    made = company(deals("Ann", 20, 100), aged(6, 10), aged(4, 11))
    found = value(made, "stale_pipeline_share")
    assert found.inputs["days_of_nine_in_ten_wins"] == 10
    assert (found.value, found.inputs["share_of_open_value"]) == (0.4, 0.4)


def test_weighted_pipeline_by_age_is_the_chance_still_left():
    # Of 40 deals, 10 are won on day 10 and 30 lost on day 20: one in four at first; a deal open
    # for 15 days can only be lost.
    won = [{"status": "won", "created": "2024-06-03", "closed": "2024-06-13"}] * 10
    lost = [{"status": "lost", "created": "2024-06-03", "closed": "2024-06-23"}] * 30
    made = company(won, lost, aged(4, 2))
    assert value(made, "weighted_pipeline").value == pytest.approx(4 * 10 * 10 / 40, rel=0.03)
    assert value(company(won, lost, aged(4, 15)), "weighted_pipeline").value == 0


def staged() -> list:
    """Twenty reach “talk”; ten go on to “quote”, of whom five are won; four are in talks now."""
    rows, history = [], []
    for number in range(24):
        name = f"d{number}"
        status = "won" if number < 5 else "lost" if number < 20 else "open"
        created = "2024-06-03" if number < 20 else "2024-12-30"
        rows.append({"deal_id": name, "status": status, "amount": 100, "created": created,
                     "closed": "2024-06-23" if number < 20 else None})  # fmt: skip
        history.append({"deal_id": name, "stage": "talk", "entered": created})
        if number < 10:
            history.append({"deal_id": name, "stage": "quote", "entered": "2024-06-13"})
    return [table("deals", rows), table("stage_history", history)]


def test_weighted_pipeline_by_stage_multiplies_getting_on_and_being_won():
    made = dataset(*staged(), as_of="2024-12")
    found = value(made, "weighted_pipeline")
    # Ten of twenty leave “talk” for a quote, five of those ten are won: one in four of 400.
    assert found.inputs["chances_by"] == "days in the present stage"
    assert found.value == pytest.approx(100, rel=0.01)
    assert value(shuffled(made), "weighted_pipeline").interval == found.interval


def test_coverage_is_held_against_quotas_else_the_goal():
    made = company(deals("Ann", 12, 100), aged(9, 5), team=(ANN, CAT))
    found = value(made, "pipeline_coverage")
    assert (found.value, found.inputs["sales_target"]) == (90 / 300, 300)
    goal = company(deals("Ann", 12, 100), aged(9, 5), goal={"revenue": 1200, "by": "2025-12"})
    assert value(goal, "pipeline_coverage").value == pytest.approx(90 / 300)
    with pytest.raises(NotComputable, match="quota of each seller, or a revenue goal"):
        value(company(deals("Ann", 12, 100), aged(9, 5)), "pipeline_coverage")


def test_reasons_are_one_in_any_spelling_and_a_telling_stage_counts():
    made = company(
        deals("a", 0, 1, lost=4, lost_reason="No Decision"),
        deals("a", 0, 1, lost=2, lost_reason="no  decision "),
        deals("a", 0, 1, lost=3, lost_reason="Price too high"),
        deals("a", 0, 1, lost=3, stage="No answer"),
        deals("a", 0, 1, lost=5, stage="Closed Lost"),
    )
    found = value(made, "no_decision_share")
    assert (found.value, found.n, found.inputs["lost_without_a_reason"]) == (9 / 12, 12, 5)
    assert value(made, "price_loss_share").value == 3 / 12
    rows = analyse(made).series["lost_reasons"].rows
    assert [(row[1], row[2]) for row in rows] == [(6, 0.5), (3, 0.75), (3, 1.0)]


def test_slips_are_counted_over_won_deals():
    made = company(deals("a", 6, 1, slips=2), deals("a", 6, 1, slips=0), deals("a", 0, 1, lost=9,
                   slips=7))  # fmt: skip
    found = value(made, "slips_per_won_deal")
    assert (found.value, found.n, found.inputs["won_deals_that_slipped"]) == (1.0, 12, 6)
