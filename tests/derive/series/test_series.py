"""Series against small cases by hand, and against the samples’ figures worked out elsewhere."""

import json

import numpy as np
import pytest

import revcore.derive.series as catalogue
from revcore.derive.series import _series
from revcore.errors import NotComputable
from revcore.model import Scorecard, parse_month
from revcore.pipeline import analyse
from tests.companies import ask, dataset, mrr_sheet, table
from tests.published import ROOT, sample

BY_HAND = json.loads((ROOT / "sample_data" / "expected.json").read_text("utf-8"))
SAAS, SHOP = BY_HAND["kalvendo"], BY_HAND["osmirelle"]


def draw(name, made, **values):
    maker = catalogue.catalogue()[name]
    return _series.finished(maker, ask(made, **values).call(maker.provider))


def rows(series):
    return [dict(zip(series.columns, row, strict=True)) for row in series.rows]


def company(name):
    return {key: rows(series) for key, series in sample(name, margin=0.5).series.items()}


# ---------------------------------------------------------------- by hand
def test_cohort_grid_of_four_customers():
    # Ann was there before; Bo and Cy come in February, Cy leaves in April; Di comes in May.
    made = dataset(mrr_sheet(ann=[9] * 6, bo=[0, 5, 5, 5, 5, 5], cy=[0, 5, 5, 0, 0, 0],
                             di=[0, 0, 0, 0, 5, 5]))  # fmt: skip
    found = draw("cohort_grid", made)
    cells = {(row["cohort"], row["age"]): (row["kept"], row["customers"]) for row in rows(found)}
    assert cells == {
        ("Feb 2024", 0): (2, 2), ("Feb 2024", 1): (2, 2), ("Feb 2024", 2): (1, 2),
        ("Feb 2024", 3): (1, 2), ("Feb 2024", 4): (1, 2),
        ("May 2024", 0): (1, 1), ("May 2024", 1): (1, 1),
    }  # fmt: skip
    assert all(found.complete)


def test_the_revenue_of_a_cohort_counts_upgrades_and_those_who_left():
    # Bo pays 5, then 8, then 20; Cy pays 15 and leaves; Di, who comes later, is no part of it.
    made = dataset(mrr_sheet(ann=[9] * 6, bo=[0, 5, 5, 8, 20, 20], cy=[0, 15, 15, 0, 0, 0],
                             di=[0, 0, 0, 0, 5, 4]))  # fmt: skip
    found = rows(draw("cohort_grid", made))
    came = {(row["cohort"], row["age"]): row["revenue"] for row in found}
    assert [came["Feb 2024", age] for age in range(5)] == [1.0, 1.0, 8 / 20, 1.0, 1.0]
    assert came["May 2024", 1] == 4 / 5
    assert [row["kept"] for row in found if row["cohort"] == "Feb 2024"] == [2, 2, 1, 1, 1]


def test_a_quarter_is_complete_only_when_its_last_month_is_old_enough():
    # Three customers start in October, November and December 2025.
    def after(months):
        late = {f"c{at}": [0] * (21 + at) + [1] * (3 - at + months) for at in range(3)}
        found = draw("cohort_grid", dataset(mrr_sheet(old=[1] * (24 + months), **late)))
        cells = [(row["age"], row["customers"]) for row in rows(found)]
        return list(zip(cells, found.complete, strict=True))

    assert after(0) == [((0, 3), True)]
    assert after(2) == [((0, 3), True), ((3, 2), False)]
    assert after(3) == [((0, 3), True), ((3, 3), True)]


def orders(*bought):
    lines = [{"customer": who, "date": day, "amount": 100} for who, day in bought]
    return dataset(table("orders", lines), gross_margin=0.4)


def test_bought_again_counts_only_those_who_had_the_time():
    # Six first buy on 10 January and one on 20 March; two of the six return, after seven weeks and
    # after seven months.
    first = [*[(who, "2024-01-10") for who in range(6)], (6, "2024-03-20")]
    made = orders(*first, (0, "2024-03-01"), (1, "2024-08-20"))

    def up_to(month):
        found = draw("repeat_by_cohort", made, as_of=parse_month(month))
        cells = {row["months"]: (row["again"], row["customers"]) for row in rows(found)}
        return cells, found.complete

    assert up_to("2024-05") == ({3: (1, 6)}, [False])
    assert up_to("2024-06") == ({3: (1, 7)}, [True])
    assert up_to("2025-03") == ({3: (1, 7), 6: (1, 7), 12: (2, 7)}, [True] * 3)


def test_value_by_cohort_adds_up_gross_profit_per_customer():
    first = [(who, "2024-01-10") for who in range(5)]
    steady = [(0, "2024-02-20"), (1, "2024-04-30")]
    found = draw("value_by_cohort", orders(*first, *steady), as_of=parse_month("2024-06"))
    # 5 × 100 at once; +100 within two months, +100 within four: × 0.4 ÷ 5. Quarter end + 2 months.
    assert [(row["age"], row["value"]) for row in rows(found)] == [(0, 40.0), (1, 40.0), (2, 48.0)]
    assert {row["basis"] for row in rows(found)} == {"gross profit"}


def deal(number, status, created, closed):
    return {"deal_id": str(number), "status": status, "created": created, "closed": closed,
            "amount": 1}  # fmt: skip


def test_days_to_win_fall_into_bins_that_hold_everybody():
    taken = [0, 3, 3, 9, 30]
    won = [
        deal(at, "won", "2024-01-01", f"2024-01-{1 + days:02d}") for at, days in enumerate(taken)
    ]
    lost = [deal(100 + month, "lost", f"2023-{month:02d}-01", f"2023-{month:02d}-05")
            for month in range(1, 13)]  # fmt: skip
    made = dataset(table("deals", [*won, *lost]))
    found = rows(draw("cycle_days", made, as_of=parse_month("2024-01")))
    assert sum(row["deals"] for row in found) == 5
    assert {row["median"] for row in found} == {3.0}
    for row in found:
        last = np.inf if row["to"] is None else row["to"]
        assert sum(row["from"] <= days < last for days in taken) == row["deals"]


def test_two_months_of_revenue_are_no_course():
    made = dataset(table("revenue_by_month", [{"month": f"2024-{month:02d}", "amount": 5}
                                              for month in (1, 2)]))  # fmt: skip
    with pytest.raises(NotComputable, match="three months"):
        draw("revenue_by_month", made)


def test_twelve_months_are_summed_once_there_are_twelve():
    made = dataset(table("revenue_by_month", [
        {"month": parse_month("2023-01") + at, "amount": at + 1} for at in range(14)]))  # fmt: skip
    sums = [row["twelve_months"] for row in rows(draw("revenue_by_month", made))]
    assert sums[:11] == [None] * 11
    assert sums[11:] == [78, 90, 102]


# ---------------------------------------------------------------- against the samples
class TestKalvendo:
    def test_revenue_and_bridge(self):
        last = company("kalvendo")["revenue_by_month"][-1]
        assert last["revenue"] == pytest.approx(SAAS["subscriptions"]["mrr"]["2026-10-31"])
        bridge = company("kalvendo")["mrr_movements"][-1]
        for kind, amount in SAAS["subscriptions"]["movements_last_month"].items():
            if kind in bridge:
                assert bridge[kind] == pytest.approx(amount)

    def test_retention(self):
        by = {row["measure"]: row["value"] for row in company("kalvendo")["retention_by_month"]
              if row["month"] == "2026-10"}  # fmt: skip
        subs = SAAS["subscriptions"]
        assert by["nrr"] == pytest.approx(subs["nrr_12m"], rel=1e-5)
        assert by["grr"] == pytest.approx(subs["grr_12m"], rel=1e-5)
        assert by["logo"] == pytest.approx(subs["logo_retention_12m"], rel=1e-5)

    def test_acquisition(self):
        found = company("kalvendo")
        assert sum(row["new"] for row in found["new_customers"][-12:]) == 215
        year = {row["month"] for row in found["revenue_by_month"][-12:]}
        sums = {}
        for row in found["spend_by_month"]:
            if row["month"] in year:
                sums[row["kind"]] = sums.get(row["kind"], 0) + row["amount"]
        by_hand = SAAS["spend"]["last_12m_by_category"]
        assert sums["People"] == pytest.approx(by_hand["People"])
        assert sums["Advertising"] == pytest.approx(by_hand["Media"])
        assert sum(sums.values()) == pytest.approx(SAAS["spend"]["last_12m"])

    def test_quarters_of_spend_and_customers_add_up_to_the_year(self):
        found = [row for row in company("kalvendo")["cac_quarters"]
                 if row["kind"] == "Everything counted"][-4:]  # fmt: skip
        assert sum(row["customers"] for row in found) == 215
        assert all(row["cost"] == pytest.approx(row["spend"] / row["customers"]) for row in found)
        assert all(row["low95"] < row["low"] < row["cost"] < row["high"] < row["high95"]
                   for row in found)  # fmt: skip

    def test_win_rate_of_four_quarters_is_the_year(self):
        found = company("kalvendo")["win_rate_quarters"][-4:]
        year = SAAS["deals"]["win_rate_12m"]
        assert sum(row["won"] for row in found) == year["won"]
        assert sum(row["closed"] for row in found) == year["won"] + year["lost"]

    def test_leads_by_entry_are_the_leads_there_are(self):
        found = company("kalvendo")["entry_cohorts"]
        assert {row["step"] for row in found} == {"leads"}
        assert len(found) == 12
        before = SAAS["leads"]["rows_in"] - sum(row["entered"] for row in found)
        assert 0 < before < min(row["entered"] for row in found[:4])
        flags = sample("kalvendo", margin=0.5).series["entry_cohorts"].complete
        assert flags == sorted(flags, reverse=True)
        assert not flags[-1]

    def test_survival_starts_at_one_and_falls(self):
        shares = [row["share"] for row in company("kalvendo")["survival_curve"]
                  if row["share"] is not None]  # fmt: skip
        assert shares[0] == 1
        assert np.all(np.diff(shares) <= 0)


class TestOsmirelle:
    def test_revenue(self):
        found = company("osmirelle")["revenue_by_month"]
        assert found[-1]["twelve_months"] == pytest.approx(SHOP["orders"]["revenue_12m"])
        assert found[-13]["twelve_months"] == pytest.approx(SHOP["orders"]["revenue_previous_12m"])

    def test_new_customers(self):
        found = company("osmirelle")["new_customers"]
        # By hand 2,140: there a first order counts although all of its money went back.
        assert sum(row["new"] for row in found[-12:]) == pytest.approx(
            SHOP["customers"]["new_customers_12m"], rel=0.02
        )

    def test_later_buyers_come_back_less(self):
        found = company("osmirelle")["repeat_by_cohort"]
        rate = {row["cohort"]: row["rate"] for row in found if row["months"] == 6}
        assert rate["Q4 2025"] < 0.2 < 0.25 < rate["Q4 2024"]


def test_a_document_holds_every_series_or_its_reason():
    for name in ("kalvendo", "osmirelle"):
        held = sample(name, margin=0.5).series
        assert set(held) == set(catalogue.catalogue())
        for series in held.values():
            assert bool(series.rows) != bool(series.reason)
            assert len(series.complete) == len(series.rows)
            assert all(len(row) == len(series.columns) for row in series.rows)


def test_nothing_at_all_gives_reasons_not_failures():
    empty = analyse(dataset(table("products", [{"product": "a"}])))
    assert isinstance(empty, Scorecard)
    assert all(series.reason for series in empty.series.values())
