"""The rows behind a finding are those its filter chooses in the months it counts."""

import pytest

from revcore.behind.find import FILTERS
from revcore.behind.finding_rows import finding_rows
from revcore.diagnosis.catalogue import patterns
from revcore.diagnosis_parts import Finding
from revcore.errors import NotComputable
from tests.companies import dataset, table
from tests.published import company, scorecard

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]


def found(filter_, window, subject=""):
    return Finding(id="x", title="X", kind="limits", family="x", state="strong", rows=filter_,
                   window=window, subject=subject)  # fmt: skip


def rows(filter_, window):
    sheet = [{"customer": 0, "month": month, "amount": 100} for month in MONTHS]
    sheet += [{"customer": 1, "month": month, "amount": 50} for month in MONTHS[8:]]
    sheet += [{"customer": 2, "month": month, "amount": 70} for month in MONTHS[3:6]]
    return finding_rows(dataset(table("mrr", sheet)), found(filter_, window))


def test_customers_who_came_in_the_findings_own_months():
    assert rows("new_customers", "2024-07..2024-12").n == 1
    assert rows("new_customers", "2024-02..2024-12").n == 2


def test_a_finding_without_rows_or_months_says_so():
    with pytest.raises(NotComputable, match="seen in figures"):
        rows(None, "2024-07..2024-12")
    with pytest.raises(NotComputable, match="no months of its own"):
        rows("new_customers", None)


@pytest.mark.parametrize("pattern", patterns().values(), ids=lambda pattern: pattern.id)
def test_every_pattern_leads_to_rows(pattern):
    assert pattern.rows in FILTERS


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("kalvendo", "stale_pipeline"), ("kalvendo", "feast_or_famine"),
        ("kalvendo", "customer_concentration"), ("kalvendo", "under_investment"),
        ("kalvendo", "plateau_despite_spend"), ("osmirelle", "plateau_despite_spend"),
        ("osmirelle", "customer_concentration"), ("tormeline", "customer_concentration"),
        ("tormeline", "no_decision_losses"), ("kalvendo", "win_rate_slipping"),
        ("kalvendo", "win_back_ignored"), ("osmirelle", "silent_lapse"),
        ("kalvendo", "one_product_customers"),
    ],
)  # fmt: skip
def test_there_are_as_many_rows_as_the_finding_counts(name, pattern):
    one = scorecard(name).findings[pattern]
    assert finding_rows(company(name), one, 1).n == one.n


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        *(("kalvendo", pattern) for pattern in (
            "leaky_bucket", "onboarding_cliff", "involuntary_churn", "renewal_cliff", "cohort_rot",
            "channel_saturation", "sales_marketing_misalignment", "wrong_fit_segment",
        )),
        ("osmirelle", "one_and_done"), ("osmirelle", "seasonality"), ("tormeline", "full_up"),
    ],
)  # fmt: skip
def test_the_months_of_the_finding_have_rows(name, pattern):
    assert finding_rows(company(name), scorecard(name).findings[pattern], 1).n


def test_deals_that_came_to_the_stage_it_is_about():
    one = scorecard("kalvendo").findings["single_stage_bottleneck"]
    stage = one.model_copy(update={"subject": "Contract Sent"})
    assert finding_rows(company("kalvendo"), stage, 1).note.startswith("Deals that came to")
    other = one.model_copy(update={"subject": "the first call"})
    assert finding_rows(company("kalvendo"), other, 1).note.startswith("Leads that came in")


def test_balances_of_the_months_counted():
    cash = table("cash", [{"month": month, "balance": 100} for month in MONTHS])
    sheet = table("mrr", [{"customer": 0, "month": month, "amount": 100} for month in MONTHS])
    assert finding_rows(dataset(sheet, cash), found("balances", "2024-07..2024-12")).n == 6
