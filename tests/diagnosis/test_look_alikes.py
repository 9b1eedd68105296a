"""What else could look like a pattern: where it does, the pattern is not taken for sure."""

import dataclasses
import types

from revcore.derive.lost_reasons import LostReasons
from revcore.diagnosis.patterns.price_stagnation import recorded
from revcore.diagnosis.patterns.slow_follow_up import best_first
from revcore.model import first_day
from tests.companies import table
from tests.diagnosis.firms import START, seen, stages
from tests.diagnosis.test_people import CEILING, ROLES, sold, team


def test_a_founder_who_gets_the_better_deals_is_no_ceiling():
    def routed(name, won, at):
        return "Referral" if won else "Website"

    found = seen("founder_led_ceiling", sold(by_year=CEILING, sources=routed), team(**ROLES))
    assert found.state == "cannot_tell"
    assert found.reason.startswith("The founder gets other deals")


def test_young_deals_that_are_still_at_a_stage_are_no_fall_of_it():
    """Counted without their age, offers of the last weeks would look like a fall by a tenth."""
    deals, history = stages(second_year=0.6, seed=2)
    entered = history.frame.to_dicts()
    offers = {one["deal_id"]: one["entered"] for one in entered if one["stage"] == "Offer"}
    passed = {one["deal_id"] for one in entered if one["stage"] == "Contract"}
    last = [one for one, day in offers.items() if day >= first_day(START + 24) - 20]
    before = [one for one, day in offers.items() if day < first_day(START + 12)]
    shares = [sum(one in passed for one in some) / len(some) for some in (last, before)]
    assert shares[0] < 0.9 * shares[1]
    found = seen("single_stage_bottleneck", deals, history)
    assert found.state in ("not_seen", "cannot_tell")


def test_few_reasons_written_down_leave_open_whether_it_is_the_price():
    reasons = LostReasons(["Price", "Other"], [0, 25], [False, False], [True, False], 75)
    assert recorded(reasons).ruled_out is None
    assert recorded(dataclasses.replace(reasons, unsaid=5)).ruled_out is True
    assert recorded(None).ruled_out is None


def test_leads_that_do_not_say_where_they_came_from_leave_it_open():
    assert best_first(types.SimpleNamespace(strata=1)).ruled_out is None
    assert best_first(types.SimpleNamespace(strata=4, compared=200)).ruled_out is True


def test_one_customer_under_two_names_counts_once_they_are_joined():
    def orders(*names):
        rows = [
            {"customer": n, "date": f"2024-{m:02d}-05", "amount": 100}
            for n in range(30) for m in range(1, 13)
        ]  # fmt: skip
        rows += [
            {"customer": name, "date": f"2024-{m:02d}-05", "amount": 450}
            for name in names for m in range(1, 13)
        ]  # fmt: skip
        return table("orders", rows)

    assert seen("customer_concentration", orders(30, 31)).state == "not_seen"
    assert seen("customer_concentration", orders(30, 30)).state == "strong"
