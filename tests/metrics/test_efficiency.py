"""Spend against what it brought, by hand and as published; the cost of the next customer."""

import numpy as np
import pytest

from revcore.derive.efficiency import Quotient
from revcore.derive.marginal import PRIOR, response
from revcore.errors import NotComputable
from revcore.metrics.cac_cost_ratio_blended import cac_cost_ratio_blended
from revcore.metrics.cac_cost_ratio_new import cac_cost_ratio_new
from revcore.metrics.cac_ratio import cac_ratio
from revcore.metrics.magic_number import magic_number
from revcore.metrics.marginal_cac import marginal_cac
from revcore.metrics.marketing_pct_revenue import marketing_pct_revenue
from revcore.metrics.pipeline_per_marketing_dollar import pipeline_per_marketing_dollar
from revcore.metrics.pipeline_per_sdr import pipeline_per_sdr
from revcore.metrics.sm_pct_revenue import sm_pct_revenue
from revcore.model import Window
from revcore.registry import Provider
from tests.companies import ask, dataset, mrr_sheet, table

MONTHS = [f"{2024 + m // 12}-{1 + m % 12:02}-15" for m in range(16)]


def spend(people=800, media=200, months=MONTHS):
    rows = []
    for date in months:
        rows += [
            {"date": date, "amount": people, "category": "people", "department": "sales"},
            {"date": date, "amount": media, "category": "media", "department": "marketing"},
        ]
    return rows


def customers():
    """Two old ones at 100 who end at 120; from the second month on, one more at 100 each month."""
    sheet = {f"old{n}": [100] * 15 + [120] for n in range(2)}
    sheet |= {f"new{m}": [0] * m + [100] * (16 - m) for m in range(1, 16)}
    return mrr_sheet(**sheet)


def call(measure, *tables, **settings):
    return ask(dataset(*tables, gross_margin=0.5, **settings)).call(Provider.of(measure))


def test_the_magic_number_as_published():
    """https://xlslides.com/free-tools/saas-magic-number-calculator prints 1.07."""
    found = magic_number(Quotient(4 * 480_000, 1_800_000, 3, Window(0, 2)))
    assert found.value == pytest.approx(1.066667, abs=1e-6)


def test_the_magic_number_by_hand():
    found = call(magic_number, customers(), table("spend", spend()))
    # 15+16+17 customers at 100 and twice 20 more, against 12+13+14 of them.
    assert found.value == pytest.approx(4 * (4840 - 3900) / 3000)
    assert found.window == Window(2025 * 12 + 1, 2025 * 12 + 3)


def test_ratios_of_new_and_of_all_recurring_revenue_by_hand():
    made = (customers(), table("spend", spend()))
    new, blended, inverse = (
        call(measure, *made) for measure in (cac_cost_ratio_new, cac_cost_ratio_blended, cac_ratio)
    )
    assert new.value == pytest.approx(12 * 1000 / (12 * 1200))
    assert new.value == pytest.approx(1 / inverse.value)
    assert blended.value == pytest.approx(12 * 1000 / (12 * 1240))
    assert blended.inputs["expansion_arr"] == 480
    assert blended.interval.low < blended.value < blended.interval.high


def test_shares_of_revenue_by_hand():
    revenue = sum(100 * (2 + m) for m in range(4, 16)) + 40
    made = (customers(), table("spend", spend()))
    assert call(sm_pct_revenue, *made).value == pytest.approx(12_000 / revenue)
    assert call(marketing_pct_revenue, *made).value == pytest.approx(2400 / revenue)


def test_advertising_alone_is_no_cost_of_selling():
    media = [row for row in spend() if row["category"] == "media"]
    for row in media:
        del row["department"]
    made = (customers(), table("spend", media))
    for measure in (sm_pct_revenue, magic_number, cac_cost_ratio_blended):
        with pytest.raises(NotComputable, match="Only advertising"):
            call(measure, *made)
    found = call(marketing_pct_revenue, *made)
    assert "Media alone" in found.note


def deals(valued=True):
    rows = []
    for n, date in enumerate(MONTHS):
        amount = {"amount": 500} if valued or n % 3 == 0 else {}
        rows.append({"deal_id": str(n), "created": date, "closed": date, "status": "won", **amount})
        rows.append({"deal_id": f"o{n}", "created": date, "status": "open", **amount})
    return table("deals", rows)


def test_pipeline_for_the_spend_and_for_the_people_by_hand():
    team = table("team", [
        {"person": "a", "role": "Sales development rep", "start": "2020-01-01"},
        {"person": "b", "role": "SDR", "start": "2024-11-01"},
        {"person": "c", "role": "SDR", "start": "2020-01-01", "end": "2020-06-01"},
        {"person": "d", "role": "Account executive", "start": "2020-01-01"},
    ])  # fmt: skip
    made = (deals(), table("spend", spend()), team)
    found = call(pipeline_per_marketing_dollar, *made)
    assert found.value == pytest.approx(24 * 500 / 2400)
    assert found.n == 24
    people = call(pipeline_per_sdr, *made)
    assert people.inputs["people"] == pytest.approx(1.5)
    assert people.value == pytest.approx(24 * 500 / 1.5)


def test_deals_without_amounts_are_no_pipeline():
    with pytest.raises(NotComputable, match="of 24 deals created"):
        call(pipeline_per_marketing_dollar, deals(valued=False), table("spend", spend()))


def test_the_elasticity_of_many_customers_is_found():
    rng = np.random.default_rng(5)
    money = rng.lognormal(8, 0.6, 36)
    for truth in (0.2, 0.6):
        won = rng.poisson(4000 * (money / money.mean()) ** truth)
        found = response(money, won)
        assert found.elasticity == pytest.approx(truth, abs=0.05)
        assert np.quantile(found.draws, 0.025) < truth < np.quantile(found.draws, 0.975)


def test_few_customers_leave_the_elasticity_where_it_usually_is():
    rng = np.random.default_rng(6)
    money = rng.lognormal(8, 0.4, 14)
    found = response(money, rng.poisson(2, 14) + 1)
    assert found.elasticity == pytest.approx(PRIOR[0], abs=0.2)
    assert np.quantile(found.draws, 0.9) - np.quantile(found.draws, 0.1) > 0.3


@pytest.mark.parametrize(
    ("money", "won", "why"),
    [
        (np.tile([50.0, 150], 5), np.full(10, 9), "10 months with spend"),
        (np.tile([50.0, 150], 9), np.ones(18), "18 new customers"),
        (np.tile([95.0, 105], 9), np.full(18, 9), "hardly varied"),
    ],
)
def test_the_next_customer_is_refused(money, won, why):
    with pytest.raises(NotComputable, match=why):
        response(money, won)


def test_the_next_customer_costs_more_than_the_average_one():
    rows = []
    for n, date in enumerate(MONTHS):
        rows += spend(800 * (1 + n % 3), 200 * (1 + n % 3), [date])
    sheet = {f"c{m}-{k}": [0] * m + [100] * (16 - m)
             for m in range(16) for k in range(4 + m % 3)}  # fmt: skip
    found = call(marginal_cac, mrr_sheet(**sheet), table("spend", rows))
    assert found.value == pytest.approx(found.inputs["cac"] / found.inputs["elasticity"])
    assert found.value > found.inputs["cac"]
    assert found.interval.low < found.value < found.interval.high
    assert found.inputs["months"] == 15
