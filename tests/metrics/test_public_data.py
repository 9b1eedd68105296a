"""Measures on public data sets, through reading: figures known to the last digit."""

from itertools import pairwise

import pytest

from revcore.pipeline import asker
from tests.published import SHARED, read, shared


def asking(name: str):
    made, found = read(SHARED / name), shared(name)
    from revcore.model import parse_month

    month = parse_month(found.as_of)
    models = found.business_model
    return asker(
        made, made.settings, as_of=month, last_month=month, business_model=models
    )  # fmt: skip


class TestMaven:
    """8,800 deals of a public CRM sample; settled outcomes March to December 2017."""

    card = staticmethod(lambda: shared("maven_crm/sales_pipeline.csv"))

    def test_win_rate_is_won_of_decided(self):
        found = self.card().readings["win_rate"]
        assert (found.inputs["won"], found.n) == (4238, 6711)
        assert found.value == pytest.approx(4238 / 6711, abs=1e-12)
        assert found.window == "2017-03..2017-12"

    def test_cycle(self):
        found = self.card().readings["sales_cycle_days"]
        assert found.inputs["mean_days_won"] == pytest.approx(51.782, abs=0.0005)
        assert found.inputs["mean_days_closed"] == pytest.approx(47.985, abs=0.0005)
        assert found.value == 57

    def test_won_value(self):
        found = self.card().readings["average_deal_size"]
        assert found.inputs["won_value"] == 10_005_534
        assert found.value == pytest.approx(10_005_534 / 4238)

    def test_open_deals_have_no_value(self):
        found = self.card().readings["pipeline_value"]
        assert found.reason == "2,089 deals are open; none has a value yet."
        assert self.card().readings["pipeline_velocity"].inputs["open_deals"] == 2089

    def test_history_before_march_is_said_to_be_incomplete(self):
        notices = {notice.id: notice for notice in self.card().notices}
        assert "before Mar 2017" in notices["history_incomplete"].text

    def test_sellers_sum_to_the_total(self):
        rows = self.card().breakdowns["win_rate"]["owner"]
        assert sum(row.n for row in rows) == 6711


class TestRavenStack:
    """A wide MRR sheet of 500 accounts."""

    card = staticmethod(lambda: shared("ravenstack/derived_mrr_by_account_month.csv"))

    def test_retention_of_the_december_2023_base(self):
        readings = self.card().readings
        assert readings["nrr"].inputs["opening_mrr"] == 1_262_113
        assert readings["nrr"].inputs["closing_mrr_of_them"] == 3_688_789
        assert readings["nrr"].n == 185
        assert readings["nrr"].value == pytest.approx(2.9227, abs=5e-5)
        assert readings["grr"].value == pytest.approx(0.9959, abs=5e-5)
        assert readings["logo_retention"].value == 1

    def test_level(self):
        readings = self.card().readings
        assert (readings["mrr"].value, readings["mrr"].n) == (10_159_608, 500)
        assert readings["arr"].value == 12 * 10_159_608

    def test_movements_over_all_months(self):
        found = asking("ravenstack/derived_mrr_by_account_month.csv")("movements")
        sums = dict(zip(("new", "reactivation", "expansion", "contraction", "churn"),
                        found.kinds.sum(axis=0).tolist(), strict=True))  # fmt: skip
        assert sums == {"new": 2_515_981, "reactivation": 9_932, "expansion": 8_171_641,
                        "contraction": 524_123, "churn": 18_507}  # fmt: skip


class TestCdnow:
    """23,570 customers who first bought in January to March 1997."""

    card = staticmethod(lambda: shared("cdnow/CDNOW_master.txt"))

    def test_rows_and_purchases(self):
        made = read(SHARED / "cdnow/CDNOW_master.txt")
        assert len(made.tables["orders"].frame) == 69_659
        assert len(asking("cdnow/CDNOW_master.txt")("order_days")) == 67_591

    def test_one_time_buyers_by_purchases(self):
        found = self.card().readings["repeat_purchase_rate"]
        assert found.inputs["all_customers"] == 23_570
        assert found.inputs["one_time_share"] == pytest.approx(0.51141, abs=5e-6)
        assert (found.n, found.inputs["months_allowed"]) == (23_570, 9)

    def test_cohorts(self):
        first = asking("cdnow/CDNOW_master.txt")("first_and_second").first
        edges = [9862, 9893, 9921, 9952]  # 1 January, February, March and April 1997
        counts = [int(((first >= a) & (first < b)).sum()) for a, b in pairwise(edges)]
        assert counts == [7_846, 8_476, 7_248]

    def test_revenue_to_the_cent(self):
        months = asking("cdnow/CDNOW_master.txt")("revenue_months")
        assert int(months.amount.sum()) == 250_031_563

    def test_no_retention_of_subscriptions_in_a_shop(self):
        for name in ("nrr", "grr", "logo_retention"):
            assert "order by order" in self.card().readings[name].reason


class TestSuperstore:
    """793 customers over four years, amounts with four decimals."""

    card = staticmethod(lambda: shared("superstore/superstore.csv"))

    def test_same_customer_revenue(self):
        found = self.card().readings["same_customer_revenue"]
        assert found.value == pytest.approx(0.9643, abs=5e-5)
        assert found.inputs["capped"] == pytest.approx(0.3573, abs=5e-5)
        assert found.inputs["kept"] == pytest.approx(0.8746, abs=5e-5)
        assert found.n == 638

    def test_money_is_exact(self):
        months = asking("superstore/superstore.csv")("revenue_months")
        assert months.scale == 4
        assert round(int(months.amount.sum()) / 10**4, 2) == 2_297_200.86

    def test_margin_comes_from_the_profit_column(self):
        found = self.card().readings["gross_profit"]
        assert found.inputs["margin_from"] == "the orders’ own profit column"
        assert found.value == pytest.approx(93_439.27, abs=0.005)


class TestChinook:
    """412 invoices of 59 customers over five years, a few a month."""

    card = staticmethod(lambda: shared("chinook/Invoice.csv"))

    def test_every_month_is_complete(self):
        assert self.card().as_of == "2013-12"
        months = asking("chinook/Invoice.csv")("revenue_months")
        assert (len(months.amount), int(months.amount.sum())) == (60, 232_860)

    def test_an_intake_without_new_buyers_widens(self):
        found = self.card().readings["repeat_purchase_rate"]
        assert (found.n, found.window) == (59, "2009-01..2012-12")
