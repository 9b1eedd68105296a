"""Value by group: apart where customers differ, together where they are few."""

import numpy as np
import pytest

from revcore.derive.breakdowns_value import shrunk
from revcore.derive.resamples import Resamples
from tests.companies import ask, dataset, day, table

DAYS = 30.4375


def company(small=40, churn=(0.02, 0.08), seed=2):
    """Two plans at one price that are left at different rates, and a third with few customers."""
    rng = np.random.default_rng(seed)
    start, end = day("2022-01-05"), day("2024-12-31")
    rows = []
    for number in range(400 + small):
        plan = "basic" if number < 200 else "club" if number < 400 else "few"
        chance = churn[plan == "club"]
        begun = int(rng.integers(start, end)) if number else start
        over = begun + round(int(rng.geometric(chance)) * DAYS)
        rows.append({
            "customer": number, "start": begun, "amount": 50, "mrr": 50 * 10**6, "plan": plan,
            **({"end": over} if over <= end else {}),
        })  # fmt: skip
    return ask(dataset(table("subscriptions", rows), gross_margin=0.5, as_of="2024-12"))


def test_plans_that_are_left_at_different_rates_are_told_apart():
    parts = {part.key: part for part in company()("by_clv")["plan"]}
    basic, club = parts["basic"], parts["club"]
    assert basic.interval.low95 > club.interval.high95
    weights = 1.1 ** (-np.arange(36) / 12)
    for part, chance, near in ((basic, 0.02, 0.08), (club, 0.08, 0.2)):
        truth = 25 * float((1 - chance) ** np.arange(36) @ weights)
        assert part.value == pytest.approx(truth, rel=near)


def test_groups_of_one_kind_stand_near_the_value_of_all():
    asked = company(churn=(0.04, 0.04))
    pooled = asked("customer_value").value
    for part in asked("by_clv")["plan"]:
        assert part.value == pytest.approx(pooled, rel=0.12)


def test_a_handful_of_customers_hardly_leave_the_pool():
    asked = company(small=7, churn=(0.04, 0.04))
    pooled = asked("customer_value").value
    few = next(part for part in asked("by_clv")["plan"] if part.key == "few")
    assert 5 <= few.n <= 7
    assert few.value == pytest.approx(pooled, rel=0.2)
    assert few.interval.low95 < pooled < few.interval.high95


def test_fewer_than_five_have_a_count_alone():
    few = next(part for part in company(small=4)("by_clv")["plan"] if part.key == "few")
    assert (few.value, few.reason) == (None, "4 customers")


def test_quarters_of_joining_are_in_order_and_count_everybody():
    parts = company()("by_clv")["cohort"]
    assert len(parts) > 4
    assert [part.key for part in parts] == sorted(
        (part.key for part in parts), key=lambda said: said.split()[::-1]
    )
    asked = company()
    assert sum(part.n for part in asked("by_clv")["cohort"]) == asked("lifetimes").customers


def test_means_are_pulled_towards_all_by_hand():
    """Within 2, between 0: the groups share one mean; far apart: each keeps its own."""
    drawn = Resamples(np.arange(12), np.ones(12, int), "examples")
    alike = [(np.arange(4) + 4 * i, np.array([9.0, 11, 9, 11])) for i in range(3)]
    assert shrunk(alike, drawn)[0] == pytest.approx([10] * 3)
    apart = [(np.arange(4) + 4 * i, np.array([9.0, 11, 9, 11]) * 10**i) for i in range(3)]
    means, draws = shrunk(apart, drawn)
    assert means[2] > 700
    assert np.median(draws[2]) == pytest.approx(means[2], rel=0.1)


def test_value_over_cost_by_channel_shares_what_belongs_to_none():
    rows = [
        {"customer": n, "start": day(f"202{2 + n % 3}-0{1 + n % 9}-03"), "amount": 50,
         "mrr": 50 * 10**6, **({"end": day("2024-10-20")} if n % 3 == 0 else {})}
        for n in range(90)
    ]  # fmt: skip
    who = [{"customer": n, "source": "Google Ads" if n % 2 else "Trade fair"} for n in range(90)]
    spend = [
        {"date": f"2024-{m:02}-10", "amount": amount, "category": kind, "channel": name}
        for m in range(1, 13)
        for amount, kind, name in (
            (100, "media", "google"), (200, "media", "events"), (300, "people", ""))
    ]  # fmt: skip
    for row in spend:
        row["channel"] = {"google": "Google Ads", "events": "Events", "": None}[row["channel"]]
    asked = ask(
        dataset(table("subscriptions", rows), table("customers", who), table("spend", spend),
                gross_margin=0.5, as_of="2024-12")
    )  # fmt: skip
    worth = {part.key: part for part in asked("by_clv")["channel"]}
    found = {part.key: part for part in asked("by_clv_to_cac")["channel"]}
    by = asked("acquisition_by_channel")
    everyone = sum(part.customers for part in by.channels)
    ads = next(part for part in by.paid if part.name == "Google Ads")
    cost = ads.spend / ads.customers + by.spend_without_channel / everyone
    value = worth["Paid search"].value
    assert found["Google Ads"].value == pytest.approx(value / cost)
