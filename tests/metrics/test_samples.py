"""The invented companies against their figures worked out by hand, row by row, elsewhere."""

import json

import pytest

from tests.published import ROOT, sample

BY_HAND = json.loads((ROOT / "sample_data" / "expected.json").read_text("utf-8"))
SAAS, SHOP, SERVICES = BY_HAND["kalvendo"], BY_HAND["osmirelle"], BY_HAND["tormeline"]
subs, deals, spend, leads = SAAS["subscriptions"], SAAS["deals"], SAAS["spend"], SAAS["leads"]


@pytest.mark.parametrize(
    ("measure", "by_hand"),
    [
        ("mrr", subs["mrr"]["2026-10-31"]),
        ("arr", subs["arr"]),
        ("arpa", subs["arpa"]),
        ("nrr", subs["nrr_12m"]),
        ("grr", subs["grr_12m"]),
        ("logo_retention", subs["logo_retention_12m"]),
        ("win_rate", deals["win_rate_12m"]["win_rate"]),
        ("average_deal_size", deals["average_won_deal_12m"]),
        ("sales_cycle_days", deals["days_created_to_won_median_12m"]),
        ("cac", spend["cac_by_lag"]["1"]),
        ("visitor_to_lead", leads["visitor_to_lead_12m"]),
        ("nps", SAAS["nps"]["last_12m"]["nps"]),
    ],
)
def test_kalvendo(measure, by_hand):
    # Figures by hand are rounded to six digits behind the point or four.
    assert sample("kalvendo").readings[measure].value == pytest.approx(by_hand, rel=2e-5)


def test_kalvendo_counts():
    readings = sample("kalvendo").readings
    assert readings["cac"].n == spend["new_customers_12m"]
    assert readings["cac"].inputs["lag_months"] == 1
    assert readings["nrr"].n == subs["opening_customers"]
    assert readings["win_rate"].inputs["won"] == deals["win_rate_12m"]["won"]
    assert readings["sales_cycle_days"].inputs["mean_days_won"] == pytest.approx(
        deals["days_created_to_won_mean_12m"], abs=1e-6
    )
    assert readings["nps"].n == SAAS["nps"]["last_12m"]["n"]


def test_kalvendo_before():
    own = sample("kalvendo").readings["nrr"].own
    assert own.previous == pytest.approx(subs["nrr_previous_12m"], abs=1e-6)
    assert own.previous_window == "2024-11..2025-10"


def test_kalvendo_last_month_of_the_bridge():
    rows = sample("kalvendo").series["mrr_movements"]
    last = dict(zip(rows.columns, rows.rows[-1], strict=True))
    for kind in ("opening", "new", "reactivation", "expansion", "contraction", "churn", "closing"):
        assert last[kind] == pytest.approx(subs["movements_last_month"][kind]), kind


def test_kalvendo_segments():
    rows = {row.key: row for row in sample("kalvendo").breakdowns["win_rate"]["segment"]}
    for name, by_hand in deals["win_rate_12m_by_segment"].items():
        assert rows[name].value == pytest.approx(by_hand["win_rate"], abs=1e-6)
        assert rows[name].n == by_hand["won"] + by_hand["lost"]


def test_channels_and_what_belongs_to_none_add_up_to_all_spend():
    card = sample("kalvendo")
    inputs = card.readings["cac_by_channel"].inputs
    assert inputs["spend_of_channels"] + inputs["spend_without_channel"] == pytest.approx(
        card.readings["cac"].inputs["spend"]
    )
    assert inputs["new_customers"] == card.readings["cac"].n
    rows = card.breakdowns["cac_by_channel"]["channel"]
    assert sum(row.n for row in rows) == card.readings["cac"].n


def test_osmirelle():
    readings, orders = sample("osmirelle", 0.6).readings, SHOP["orders"]
    assert readings["revenue"].value == pytest.approx(orders["revenue_12m"])
    assert readings["revenue_growth_yoy"].value == pytest.approx(orders["revenue_growth"], abs=1e-6)
    assert readings["gross_profit"].value == pytest.approx(0.6 * orders["revenue_12m"])
    repeat = readings["repeat_purchase_rate"].inputs
    assert repeat["all_customers"] == SHOP["customers"]["customers"]
    assert repeat["one_time_share"] == pytest.approx(SHOP["customers"]["one_time_share"], abs=1e-6)


def test_a_shop_with_advertising_alone_has_no_loaded_cost():
    readings = sample("osmirelle", 0.6).readings
    for measure in ("cac", "clv_to_cac"):
        assert readings[measure].reason.startswith("Only advertising is in the spend")
    assert readings["cac_media"].value is not None


def test_tormeline_agrees_with_the_work_by_hand():
    card = sample("tormeline", 0.47)
    readings, quotes, invoices = card.readings, SERVICES["quotes"], SERVICES["invoices"]
    year = quotes["12m"]
    assert readings["win_rate"].n == year["won"] + year["lost"]
    assert readings["win_rate"].value == pytest.approx(year["win_rate"], abs=1e-6)
    assert readings["win_rate"].own.previous == pytest.approx(
        quotes["previous_12m"]["win_rate"], abs=1e-6
    )
    assert readings["sales_cycle_days"].value == quotes["days_to_yes_median_12m"]
    assert readings["revenue"].value == pytest.approx(invoices["revenue_12m"])
    assert readings["top_customer_share"].value == pytest.approx(
        invoices["biggest_share_12m"], abs=1e-6
    )
    assert readings["same_customer_revenue"].value == pytest.approx(
        invoices["same_customer_revenue"], abs=1e-6
    )


def test_two_invoices_of_one_project_are_one_purchase():
    repeat = sample("tormeline", 0.47).readings["repeat_purchase_rate"]
    invoices = SERVICES["invoices"]
    assert repeat.n == invoices["first_projects_a_year_ago"]
    assert repeat.value == pytest.approx(
        invoices["of_these_again_within_a_year"] / invoices["first_projects_a_year_ago"]
    )


def test_without_a_margin_there_is_a_reason_and_a_question():
    card = sample("kalvendo")
    for measure in ("gross_profit", "first_year_value", "clv", "clv_simple", "cac_payback_months"):
        assert "gross margin" in card.readings[measure].reason
    assert "gross_margin" in [question.id for question in card.questions]


def test_the_horizon_is_said():
    readings = sample("kalvendo", 0.78).readings
    assert readings["clv"].inputs["horizon_months"] == 36
    assert "first 36 months" in readings["clv"].note
    assert "36 months only" in readings["clv_simple"].note
    ratio = readings["clv_to_cac"]
    assert ratio.value == pytest.approx(readings["clv"].value / readings["cac"].value)


def test_how_likely_value_is_once_or_three_times_cost_agrees_with_its_ranges():
    ratio = sample("kalvendo", 0.78).readings["clv_to_cac"]
    below, above = ratio.inputs["chance_below_1"], ratio.inputs["chance_above_3"]
    # 0.99 to 1.42 times, 19 times in 20; 1.04 to 1.33, 8 times in 10.
    assert ratio.low95 < 1 < ratio.low
    assert 0.025 < below < 0.1
    assert ratio.high95 < 3
    assert above < 0.025
