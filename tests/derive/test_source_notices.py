"""Sources that disagree are told with numbers; those that agree are left in peace."""

import pytest

from revcore import pipeline
from revcore.model import month_label, parse_month
from tests import companies

START = parse_month("2024-01")


def day(month: int, number: int = 28) -> str:
    return f"{month_label(START + month)}-{number:02d}"


def ids(made) -> list[str]:
    card = pipeline.analyse(made)
    kinds = ("sources_disagree", "churn_disagrees", "revenue_begins", "quota_period")
    return [notice.id for notice in card.notices if notice.id.startswith(kinds)]


def text(made, start: str) -> str:
    found = [n.text for n in pipeline.analyse(made).notices if n.id.startswith(start)]
    assert len(found) == 1
    return found[0]


def bills(name: str, amount: int, months: int = 12, customers: int = 5, skip=()) -> companies.Table:
    rows = [
        {"customer": who, "date": day(month), "amount": amount}
        for month in range(months)
        for who in range(customers)
        if (who, month) not in skip
    ]
    return companies.table(name, rows)


def contracts(customers: int = 5, **ends: str) -> companies.Table:
    rows = [
        {"customer": who, "start": day(0, 1), "amount": 100, "mrr": 100_000_000,
         "end": ends.get(f"c{who}")}
        for who in range(customers)
    ]  # fmt: skip
    return companies.table("subscriptions", rows)


# ---------------------------------------------------------------- revenue
def test_payments_far_below_the_invoices_are_told_with_both_totals():
    made = companies.dataset(bills("invoices", 100), bills("payments", 80))
    assert ids(made) == ["sources_disagree:invoices:payments"]
    assert text(made, "sources").startswith(
        "Over the 12 months to Dec 2024 the invoices come to 6,000 and the payments to 4,800: "
        "1,200 (20%) less was paid than billed. Revenue is counted from the invoices;"
    )


@pytest.mark.parametrize("paid", [96, 100, 104])
def test_payments_near_the_invoices_are_no_news(paid):
    assert ids(companies.dataset(bills("invoices", 100), bills("payments", paid))) == []


def test_the_check_is_over_the_months_both_cover():
    made = companies.dataset(bills("invoices", 100, 12), bills("payments", 100, 9))
    assert ids(made) == []


def test_two_common_months_are_too_few_to_compare():
    rows = [{"customer": 1, "date": day(month), "amount": 1} for month in (10, 11)]
    made = companies.dataset(bills("invoices", 100), companies.table("payments", rows))
    assert ids(made) == []


def test_an_mrr_sheet_is_checked_against_invoices_and_these_against_payments():
    sheet = companies.mrr_sheet(**{f"c{n}": [100] * 12 for n in range(5)})
    agree = companies.dataset(sheet, bills("invoices", 100), bills("payments", 100))
    assert ids(agree) == []
    apart = companies.dataset(sheet, bills("invoices", 130), bills("payments", 130))
    assert ids(apart) == ["sources_disagree:mrr:invoices", "sources_disagree:mrr:payments"]
    assert "the MRR sheet come to 6,000 and the invoices to 7,800: 1,800 (23%) more" in text(
        apart, "sources_disagree:mrr:invoices"
    )
    unpaid = companies.dataset(sheet, bills("invoices", 100), bills("payments", 92))
    assert ids(unpaid) == ["sources_disagree:invoices:payments"]


# ---------------------------------------------------------------- beginnings
def test_a_base_that_is_there_at_once_is_history_cut_off():
    rows = [
        {"customer": who, "start": day(max(0, who - 29), 1), "amount": 1, "mrr": 1_000_000}
        for who in range(40)
    ]
    made = companies.dataset(companies.table("subscriptions", rows))
    assert ids(made) == ["revenue_begins"]
    assert "begin in Jan 2024 with 30 customers at once; no month of the year after brings" in text(
        made, "revenue_begins"
    )


def test_a_company_that_grows_from_nothing_has_its_whole_history():
    rows = [
        {"customer": who, "start": day(who // 5, 1), "amount": 1, "mrr": 1_000_000}
        for who in range(60)
    ]
    assert ids(companies.dataset(companies.table("subscriptions", rows))) == []


# ---------------------------------------------------------------- who left
def test_customers_billed_after_their_end_and_running_ones_never_billed_again_are_counted():
    ends = {f"c{who}": day(8, 1) for who in range(3)}
    silent = {(9, month) for month in range(5, 14)}
    made = companies.dataset(
        contracts(10, **ends), bills("invoices", 100, 14, customers=10, skip=silent)
    )
    said = text(made, "churn_disagrees:subscriptions:invoices")
    assert "3 of 3 customers whose subscription ended were billed more than a month later" in said
    assert "1 of 7 with a running one have had no invoice for longer than ever before" in said


def test_subscriptions_and_invoices_that_agree_on_who_left_are_left_in_peace():
    ends = {f"c{who}": day(8, 1) for who in range(3)}
    gone = {(who, month) for who in range(3) for month in range(8, 14)}
    made = companies.dataset(
        contracts(10, **ends), bills("invoices", 100, 14, customers=10, skip=gone)
    )
    assert [one for one in ids(made) if one.startswith("churn")] == []


def test_yearly_invoices_do_not_make_a_running_customer_look_gone():
    rows = [
        {"customer": who, "date": day(month), "amount": 1200}
        for who in range(10)
        for month in (0, 12)
    ] + [{"customer": 10, "date": day(month), "amount": 100} for month in range(22)]
    made = companies.dataset(contracts(11), companies.table("invoices", rows), as_of="2025-10")
    assert [one for one in ids(made) if one.startswith("churn")] == []


def test_an_mrr_sheet_and_subscriptions_that_name_other_leavers_are_told():
    sheet = companies.mrr_sheet(**{f"c{n}": [100] * (14 if n < 5 else 6) for n in range(10)})
    same = {f"c{who}": day(6, 1) for who in range(5, 10)}
    assert [
        one for one in ids(companies.dataset(sheet, contracts(10, **same))) if "churn" in one
    ] == []
    said = text(companies.dataset(sheet, contracts(10)), "churn_disagrees:mrr")
    assert "5 customers left by the MRR sheet and 0 by the subscriptions" in said


# ---------------------------------------------------------------- quotas
def sellers(quota: int) -> companies.Table:
    rows = [
        {"person": f"Seller {n}", "department": "sales", "quota": quota, "start": "2023-01-01"}
        for n in range(4)
    ]
    return companies.table("team", rows)


def deals() -> companies.Table:
    rows = [
        {"deal_id": f"{month}-{n}", "status": "won", "created": day(month, 1),
         "closed": day(month), "amount": 1000}
        for month in range(12)
        for n in range(4)
    ]  # fmt: skip
    return companies.table("deals", rows)


@pytest.mark.parametrize(
    ("quota", "guess"), [(13_000, "year"), (12_000, "year"), (4_000, None), (1_100, "month")]
)
def test_quotas_for_a_year_or_a_month_are_noticed(quota, guess):
    made = companies.dataset(sellers(quota), deals())
    if guess is None:
        assert ids(made) == []
    else:
        said = text(made, "quota_period")
        assert f"add up to {4 * quota:,}" in said
        assert "a quarter brought 12,000 on average" in said
        assert f"quotas for a {guess}" in said


def test_one_off_items_are_left_out_where_invoices_are_held_against_what_recurs():
    rows = [
        {"customer": who, "date": day(month), "amount": amount, "recurring": recurs}
        for month in range(12)
        for who in range(5)
        for amount, recurs in ((100, True), (60, False))
    ]
    made = companies.dataset(contracts(), companies.table("invoices", rows))
    assert [one for one in ids(made) if one.startswith("sources")] == []
    more = [{**row, "amount": row["amount"] * 2} for row in rows]
    said = text(companies.dataset(contracts(), companies.table("invoices", more)), "sources")
    assert "and the invoices without one-off items to 12,000: 6,000 (50%) more" in said
