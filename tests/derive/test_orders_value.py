"""A buyer's worth: on customers whose future is known, by hand, and when it must not be said."""

import functools
from dataclasses import replace

import numpy as np
import pytest

from revcore.derive import mbgnbd, orders_value
from revcore.derive.contractual import per_period
from revcore.derive.histories import log
from revcore.derive.orders_value import horizon_of, second_order, too_little
from revcore.errors import NotComputable
from tests.companies import ask, dataset, day, table

MONTH = 30.4375


@functools.cache
def orders(seed, customers=400, months=30, rate=(0.9, 6.0), stop=(0.8, 2.0)):
    """Orders of customers who come evenly over ``months``; times in weeks."""
    rng = np.random.default_rng(seed)
    start, end = day("2022-01-01"), day("2022-01-01") + round(months * MONTH)
    rows = []
    for number in range(customers):
        when = float(rng.uniform(start, end - 1))
        pace, quits = rng.gamma(rate[0], 1 / rate[1]), rng.beta(*stop)
        own = 360 / rng.gamma(4, 2)
        while when < end:
            rows.append((number, int(when), round(float(own * rng.gamma(5) / 5), 2)))
            if rng.random() < quits:
                break
            when += float(rng.exponential(1 / pace)) * 7 + 1e-9
    return rows


def shop(rows, **settings):
    table_rows = [{"customer": c, "date": d, "amount": round(v * 100)} for c, d, v in rows]
    return ask(
        dataset(
            table("orders", table_rows, scale=2), business_model="orders", gross_margin=0.5,
            discount_rate=0.1, **settings,
        )
    )  # fmt: skip


def truth(rate=(0.9, 6.0), stop=(0.8, 2.0), horizon=36, size=30_000):
    """Mean discounted value of a new customer, simulated far beyond the horizon."""
    rng = np.random.default_rng(99)
    pace, quits = rng.gamma(rate[0], 1 / rate[1], size), rng.beta(*stop, size)
    own = 360 / rng.gamma(4, 2, size)
    total, now, there = own.copy(), np.zeros(size), rng.random(size) > quits
    monthly = per_period(0.1)
    while there.any():
        now = now + rng.exponential(1, size) / pace * 7 / MONTH
        there &= now <= horizon
        total += there * own / (1 + monthly) ** np.minimum(np.ceil(now), 99)
        there &= rng.random(size) > quits
    return 0.5 * float(total.mean())


def test_the_value_of_known_customers_is_found():
    found = shop(orders(1))("customer_value")
    assert found.horizon == 36
    assert found.value == pytest.approx(truth(), rel=0.2)
    low, high = np.quantile(found.draws, [0.025, 0.975])
    assert low < truth() < high
    assert found.inputs["repeat_orders_expected"] > 0


def test_old_customers_who_pause_as_the_data_begin_are_not_taken_for_new_ones():
    """The two years before are cut off: who bought in them and comes late looks new, and loyal."""
    begins = day("2022-01-01") + round(24 * MONTH)
    lower = []
    for seed in range(4):
        rows = orders(seed, customers=900, months=54, rate=(0.55, 6.2), stop=(0.9, 1.6))
        old = [who for who, when, _ in rows if when < begins]
        asked = shop([row for row in rows if row[1] >= begins])
        found = asked("buying_model")
        assert found.fitted.first.min() >= begins + found.log.usual_wait - MONTH / 2
        among, fitted = (np.isin(one.who, old).mean() for one in (found.log, found.fitted))
        assert fitted < among
        everyone = replace(found, model=mbgnbd.fit(found.log.histories), fitted=found.log)
        as_new = asked.child(buying_model=everyone)("buyer_value").value
        lower.append(asked("buyer_value").value / as_new - 1)
    assert -0.1 < float(np.mean(lower)) < -0.02


def test_where_all_customers_came_at_once_all_of_them_are_fitted():
    """A cohort bought in the data’s first weeks and nobody was new since."""
    rows = orders(1)
    first = {}
    for who, when, _ in rows:
        first.setdefault(who, when)
    start, end = day("2022-01-01"), day("2022-01-01") + round(30 * MONTH)
    moved = [(who, when - first[who] + start + who % 40, value) for who, when, value in rows]
    found = shop([row for row in moved if row[1] < end])("buying_model")
    assert found.fitted is found.log


def test_the_horizon_is_three_years_with_two_years_of_data():
    assert (horizon_of(23), horizon_of(24)) == (12, 36)


def test_the_value_is_the_first_order_and_what_is_expected_after_it():
    asked = shop(orders(1))
    found, model = asked("customer_value"), asked("buying_model").model
    inputs = found.inputs
    times = np.arange(0, 37) * MONTH / 7
    expected = np.array([0.0, *model.orders_of_new(times[1:])])
    weights = 1.1 ** (-np.arange(1, 37) / 12)
    ahead = inputs["order_value"] * float(np.diff(expected) @ weights)
    assert found.value == pytest.approx(0.5 * (inputs["first_order"] + ahead))
    assert "first 36 months" in found.note


def test_too_few_customers_are_a_reason_with_what_was_seen():
    rows = [row for row in orders(1) if row[0] < 50]
    with pytest.raises(NotComputable, match="50 customers") as caught:
        shop(rows)("customer_value")
    assert caught.value.n == 50
    seen = caught.value.inputs
    assert seen["repeat_orders_low"] < seen["repeat_orders_per_customer_year"]
    assert 0 < seen["second_order_within_a_year"] < 1
    total = sum(value for *_, value in rows) / 50
    assert seen["revenue_per_customer_so_far"] == pytest.approx(total, rel=0.02)


def test_silence_means_nothing_within_three_usual_waits():
    who = np.repeat(np.arange(80), 2)
    days = np.tile([0, 200], 80) + np.repeat(np.arange(80) % 5, 2)
    found = log(who, days, np.ones(160), 400)
    assert "3 such waits" in too_little(found)
    assert too_little(log(who, days, np.ones(160), 700)) == ""


def test_few_months_are_too_little():
    who = np.repeat(np.arange(80), 2)
    days = np.tile([0, 9], 80)
    assert "5 months of orders" in too_little(log(who, days, np.ones(160), day("1970-05-31")))


def test_second_orders_by_hand():
    """Two of four came back after 10 and 20 days, one was watched for 15 days only."""
    found = log(
        np.array([1, 1, 2, 2, 3, 4]), np.array([0, 10, 0, 20, 0, 35]), np.ones(6), 50
    )  # fmt: skip
    assert second_order(found, 12) is None
    many = log(
        np.repeat(np.arange(20), 2), np.tile([0, 10], 20), np.ones(40), 50
    )  # fmt: skip
    assert second_order(many, 9) == 0


def test_under_a_hundred_customers_the_interval_is_wider(monkeypatch):
    rows = [row for row in orders(1) if row[0] < 99]
    wide = shop(rows)("customer_value")
    monkeypatch.setattr(orders_value, "INFLATED", 1.0)
    plain = shop(rows)("customer_value")
    assert np.ptp(wide.draws) == pytest.approx(1.15 * np.ptp(plain.draws), rel=0.02)


def test_a_project_firm_by_hand():
    rows = [{"customer": n, "date": f"2023-0{1 + n % 9}-10", "amount": 1000} for n in range(9)]
    rows += [{"customer": n, "date": f"2023-1{n % 2}-20", "amount": 400} for n in range(3)]
    rows += [{"customer": 20, "date": "2024-12-30", "amount": 1000}]
    made = dataset(
        table("invoices", rows), business_model="projects", gross_margin=0.4, as_of="2024-12"
    )
    found = ask(made)("customer_value")
    mean = (10 * 1000 + 3 * 400) / 13
    assert found.value == pytest.approx(mean * (1 + 3 / 9) * 0.4)
    assert (found.n, found.horizon) == (9, 12)


def test_orders_given_back_brought_nothing():
    rows = orders(1)
    back = [(c, d + 1, -v) for c, d, v in rows if c < 30]
    found, whole = (shop(sorted(part))("order_log") for part in (rows + back, rows))
    assert found.who.tolist() == whole.who.tolist()
    # One of them was refunded on a day of buying something else.
    assert (found.first_value[found.who < 30] == 0).sum() >= 28
    assert (found.first_value[found.who >= 30] > 0).all()
