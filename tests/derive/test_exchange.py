"""What exchange rates did is a line of its own: by hand, and what must hold for any company."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from revcore.derive.exchange import Revalued
from revcore.derive.months import CustomerMonths, opening_customers
from revcore.derive.movements import KINDS, customer_flows, exposure, movements, transitions
from revcore.derive.segments import customers_alone
from revcore.derive.series.cohort_grid import by_start
from revcore.diagnosis.patterns.contraction_creep import amounts
from revcore.metrics.grr import grr
from revcore.metrics.nrr import nrr
from revcore.model import Window

FIRST = 24_288  # January 2024
EUR = (1.10, 1.20, 1.05)


def company(customers, rates) -> CustomerMonths:
    """Each customer: original amounts by month in one of the currencies of ``rates``."""
    rows, gains = [], []
    for number, (code, own) in enumerate(customers):
        for month, amount in enumerate(own):
            here = round(amount * rates[code][month])
            later = round(amount * rates[code][min(month + 1, len(own) - 1)])
            rows.append((number, FIRST + month, here))
            gains.append((number, FIRST + month + 1, here, later - here))
    frame = pd.DataFrame(rows, columns=["customer", "month", "amount"])
    moved = pd.DataFrame(gains, columns=["customer", "month", "ended", "gain"])
    moved = moved.groupby(["customer", "month"], as_index=False).sum()
    frame = frame.groupby(["customer", "month"], as_index=False).sum()
    last = FIRST + len(customers[0][1]) - 1
    return CustomerMonths.of(
        frame, scale=0, first=FIRST, last=last, source="MRR sheet", gains=moved
    )


def bridge(recurring):
    return movements(recurring, transitions(recurring))


def by_kind(found):
    return {kind: found.column(kind).tolist() for kind in KINDS} | {"fx": found.fx.tolist()}


def test_two_customers_two_currencies_three_months_by_hand():
    # Ann pays 1,000, 1,000, 1,500 EUR: 1,100, 1,200, 1,575 USD. Bo pays 1,000, 900, 900 USD.
    both = company(
        [("EUR", [1000, 1000, 1500]), ("USD", [1000, 900, 900])], {"EUR": EUR, "USD": (1, 1, 1)}
    )
    found = bridge(both)
    # February: Ann’s 1,000 EUR × (1.20 − 1.10); March: × (1.05 − 1.20), and 500 more at 1.05.
    assert by_kind(found) == {
        "new": [0, 0], "reactivation": [0, 0], "expansion": [0, 525], "contraction": [100, 0],
        "churn": [0, 0], "fx": [100, -150],
    }  # fmt: skip
    assert found.opening.tolist() == [2100, 2100]
    assert found.closing.tolist() == [2100, 2475]


def test_what_goes_counts_at_the_rate_it_stood_at():
    # 1,000 EUR become 400: 600 × 1.10 are lost, the 400 that stay gain 400 × 0.10.
    found = bridge(company([("EUR", [1000, 400])], {"EUR": EUR}))
    assert by_kind(found)["contraction"] == [660]
    assert found.fx.tolist() == [40]


def test_coming_leaving_and_returning_have_no_part_made_by_rates():
    found = bridge(company([("EUR", [0, 100, 0]), ("EUR", [100, 0, 100])], {"EUR": EUR}))
    assert found.fx is None or not found.fx.any()
    assert [found.column(kind).tolist() for kind in ("new", "reactivation", "churn")] == [
        [120, 0], [0, 105], [110, 120],
    ]  # fmt: skip


def test_one_customer_in_two_currencies_at_once():
    # 1,000 EUR and 1,000 USD; the dollars grow to 1,500: 100 by rates, 500 by the customer.
    rows = pd.DataFrame({"customer": 1, "month": [FIRST, FIRST + 1], "amount": [2100, 2700]})
    gains = pd.DataFrame({"customer": [1], "month": [FIRST + 1], "ended": [2100], "gain": [100]})
    recurring = CustomerMonths.of(
        rows, scale=0, first=FIRST, last=FIRST + 1, source="MRR sheet", gains=gains
    )
    found = bridge(recurring)
    assert (by_kind(found)["expansion"], found.fx.tolist()) == ([500], [100])


def test_a_customer_who_changes_currency_at_the_rate_of_the_month_has_not_moved():
    # 1,000 EUR at 1.10, then 1,200 USD while a euro is 1.20: the same money.
    rows = pd.DataFrame({"customer": 1, "month": [FIRST, FIRST + 1], "amount": [1100, 1200]})
    gains = pd.DataFrame({"customer": [1], "month": [FIRST + 1], "ended": [1100], "gain": [100]})
    recurring = CustomerMonths.of(
        rows, scale=0, first=FIRST, last=FIRST + 1, source="MRR sheet", gains=gains
    )
    found = bridge(recurring)
    assert (found.kinds.sum(), found.fx.tolist()) == (0, [100])
    assert recurring.pair(FIRST, FIRST + 1)[2].tolist() == [1100]


def test_of_two_contracts_the_one_that_runs_on_has_no_part_in_it():
    # Two contracts of 110; one ends and would be 120 now. Nothing follows: a plain loss of 110.
    ended, gain = np.array([110]), np.array([10])
    then = np.array([220])
    assert Revalued(ended, gain).by_rates(then, np.array([110])).tolist() == [0]
    assert Revalued(ended, gain).by_rates(then, np.array([230])).tolist() == [10]
    # A credit besides takes away from what runs on: still nothing that stayed was revalued.
    assert Revalued(ended, gain).by_rates(then, np.array([90])).tolist() == [0]


def test_the_customers_of_a_segment_keep_their_own_rates():
    euros = [("EUR", [100, 100, 150]) for _ in range(20)]
    recurring = company([*euros, *(("USD", [70, 70, 70]) for _ in range(20))], {
        "EUR": EUR, "USD": (1.0,) * 3,
    })  # fmt: skip
    groups = {"segment": {one: "abroad" if one < 20 else "home" for one in range(40)}}
    found = {one.key: one for one in customers_alone(recurring, groups)}
    abroad, home = (bridge(found[key].values["recurring"]) for key in ("abroad", "home"))  # noqa: PD011
    assert abroad.fx.tolist() == bridge(recurring).fx.tolist() == [200, -300]
    assert not home.fx.any()


def test_rows_behind_a_cut_hold_what_the_customer_cut():
    moved = transitions(company([("EUR", [1000, 400])], {"EUR": (1.2, 1.0)}))
    window = Window(FIRST, FIRST + 1)
    who, less = amounts(moved, np.array([0]), KINDS.index("contraction"), window)
    assert (who.tolist(), less.tolist()) == ([0], [720])  # 600 at 1.20; 80 more are the rate’s


AMOUNTS = st.lists(st.integers(0, 500), min_size=6, max_size=6)
RATES = st.lists(st.floats(0.2, 5.0), min_size=6, max_size=6)
CUSTOMERS = st.lists(
    st.tuples(st.sampled_from(("EUR", "GBP", "USD")), AMOUNTS), min_size=1, max_size=8
)


def rated(eur, gbp):
    return {"EUR": eur, "GBP": gbp, "USD": [1.0] * 6}


@settings(deadline=None, max_examples=80)
@given(CUSTOMERS, RATES, RATES)
def test_the_bridge_closes_with_the_rates_for_any_company(customers, eur, gbp):
    recurring = company(
        [(code, [100 * a for a in own]) for code, own in customers], rated(eur, gbp)
    )
    found = bridge(recurring)
    fx = 0 if found.fx is None else found.fx
    gains = sum(found.column(kind) for kind in KINDS[:3])
    losses = sum(found.column(kind) for kind in KINDS[3:])
    assert (found.kinds >= 0).all()
    assert (losses <= found.opening).all()
    assert (found.opening + gains - losses + fx).tolist() == found.closing.tolist()
    moved = transitions(recurring)
    flows = customer_flows(recurring, moved, recurring.last, 5)
    assert round(flows.fx) == np.sum(fx)
    assert round(flows.losses.sum()) == losses.sum()
    assert round(exposure(recurring, moved, recurring.last, 5).mrr_lost.sum()) == losses.sum()


@settings(deadline=None, max_examples=40)
@given(st.lists(AMOUNTS, min_size=5, max_size=8), RATES)
def test_retention_is_that_of_the_original_amounts(rows, eur):
    there = [[100_000 * (amount + 1) for amount in row] for row in rows]
    foreign = company([("EUR", row) for row in there], {"EUR": eur})
    home = company([("USD", row) for row in there], {"USD": [1.0] * 6})
    last = FIRST + 5
    one, other = (opening_customers(made, last, 5) for made in (foreign, home))
    assert nrr(one).value == pytest.approx(nrr(other).value, rel=1e-4)
    assert grr(one).value == pytest.approx(grr(other).value, rel=1e-4)
    assert grr(one).value <= 1
    assert one.opening.sum() == foreign.total(FIRST)


def test_a_cohort_pays_at_the_rates_of_its_first_month():
    recurring = company([("USD", [1] * 4), ("EUR", [0, 100, 150, 50])], {
        "EUR": (1.10, 1.20, 1.50, 3.00), "USD": (1.0,) * 4,
    })  # fmt: skip
    assert by_start(recurring, FIRST + 3)[1][0, :3].tolist() == [120, 180, 60]


@settings(deadline=None, max_examples=20)
@given(CUSTOMERS, st.floats(0.2, 5.0))
def test_with_one_rate_there_is_nothing_of_it(customers, eur):
    recurring = company(customers, rated([eur] * 6, [1.0] * 6))
    assert recurring.rates is None
    found = bridge(recurring)
    assert found.fx is None
    assert "fx" not in customer_flows(recurring, transitions(recurring), recurring.last, 5).inputs
