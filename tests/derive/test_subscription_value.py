"""Monthly and yearly contracts with a curve each, at what new customers pay."""

import numpy as np
import pytest

from revcore.derive.lifetimes import Lifetimes
from revcore.metrics.clv import clv
from revcore.model import Window
from revcore.registry import Provider
from tests.companies import ask, dataset, day, table

DAYS = 30.4375


def subscriptions(seed=1, monthly=260, yearly=120, churn=(0.04, 0.25), price=(100, 1200)):
    """Three years; a yearly customer can only leave when a year ends."""
    rng = np.random.default_rng(seed)
    start, end = day("2022-01-05"), day("2024-12-31")
    rows = []
    for number in range(monthly + yearly):
        long = number >= monthly
        begun = int(rng.integers(start, end)) if number else start
        periods = int(rng.geometric(churn[long]))
        over = begun + round(periods * (12 if long else 1) * DAYS)
        rows.append({
            "customer": number, "start": begun, "amount": price[long],
            "mrr": (price[long] // (12 if long else 1)) * 10**6,
            "interval": "year" if long else "month",
            **({"end": over} if over <= end else {}),
        })  # fmt: skip
    return rows


def company(rows, **settings):
    made = dataset(table("subscriptions", rows), gross_margin=0.5, discount_rate=0.1,
                   as_of="2024-12", **settings)  # fmt: skip
    return ask(made)


def test_contract_lengths_are_fitted_apart():
    found = company(subscriptions())("subscriber_value")
    assert set(found.parts) == {1, 12}
    assert found.horizon == 36
    assert found.curve.shape == (37,)
    assert found.shapes.shape == (2000, 36)
    months = found.parts[12].curve
    assert np.repeat(months, 12)[:13] == pytest.approx([1.0] * 12 + [months[1]])


def test_the_value_is_near_the_truth_where_one_curve_for_all_is_not():
    asked = company(subscriptions())
    found, joining = asked("subscriber_value"), asked("joining")
    long = np.isin(joining.who, asked("yearly_customers")).mean()
    weights = 1.1 ** (-np.arange(36) / 12)
    truth = 0.5 * 100 * (
        (1 - long) * float(0.96 ** np.arange(36) @ weights)
        + long * float(np.repeat(0.75 ** np.arange(3), 12) @ weights)
    )  # fmt: skip
    assert found.value == pytest.approx(truth, rel=0.1)
    assert found.interval.low95 < truth < found.interval.high95


def test_few_leavers_of_one_length_share_one_curve():
    rows = [row for row in subscriptions() if row["interval"] == "month" or "end" not in row]
    found = company(rows)("subscriber_value")
    assert found.parts == {}
    assert found.model is not None


def test_a_sheet_without_the_interval_shares_one_curve():
    rows = [{key: value for key, value in row.items() if key != "interval"}
            for row in subscriptions()]  # fmt: skip
    assert company(rows)("subscriber_value").parts == {}


def test_years_by_hand():
    left = np.zeros(26, int)
    left[[1, 11, 13, 17, 18, 25]] = 1
    here = np.zeros(25, int)
    here[[0, 11, 12, 24]] = 1
    found = Lifetimes(left, here, 10, 30, Window(0, 30)).in_years()
    assert found.left.tolist() == [0, 4, 2]
    assert found.here.tolist() == [2, 1, 1]


def test_new_customers_pay_what_new_customers_pay():
    rows = subscriptions(yearly=0)
    for row in rows:
        if row["start"] > day("2024-01-01"):
            row["mrr"] = 40 * 10**6
    asked = company(rows)
    paying = asked("paying")
    assert (paying.mean.value, paying.whose) == (40, "new customers")
    old = [row for row in rows if row["start"] <= day("2023-12-31")]
    assert company(old)("paying").whose == "customers today"


def test_expansion_counts_for_two_years_and_stands_beside():
    rows = subscriptions(yearly=0)
    for row in [row for row in rows if "end" not in row and row["start"] < day("2023-11-01")][::2]:
        rows.append({**row, "start": day("2024-06-10"), "mrr": 50 * 10**6})
    asked = company(rows)
    reading = asked.call(Provider.of(clv))
    growing, found = asked("value_with_expansion"), asked("subscriber_value")
    base = asked("opening_customers")
    gained = np.maximum(base.closing - base.opening, 0).sum() / base.opening.sum()
    assert growing.drift == pytest.approx(gained)
    weights = 1.1 ** (-np.arange(36) / 12)
    more = (1 + gained) ** (np.minimum(np.arange(36), 24) / 12)
    curve = found.curve[:36]
    expected = found.value * (curve * more) @ weights / (curve @ weights)
    assert growing.value == pytest.approx(expected)
    assert reading.value == found.value
    assert reading.inputs["with_expansion"] == growing.value
    assert "Without expansion" in reading.note
