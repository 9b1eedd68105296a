"""The customer list as a further source of who left, beside contracts and invoices."""

import pytest

from revcore import pipeline
from tests import companies
from tests.derive.test_source_notices import bills, contracts, day


def customers(count: int, **said: tuple[str, str | None]) -> companies.Table:
    """A customer list; c3=("left", "2024-05-01")."""
    rows = []
    for who in range(count):
        status, ended = said.get(f"c{who}", ("customer", None))
        rows.append({"customer": who, "name": f"C{who}", "status": status, "ended": ended})
    return companies.table("customers", rows)


def said(made) -> list[str]:
    card = pipeline.analyse(made)
    return [one.text for one in card.notices if one.id.startswith("churn_disagrees")]


def test_a_list_of_customers_who_left_and_still_pay_is_told_with_both_numbers():
    ends = {f"c{who}": day(6, 1) for who in range(4)}
    listed = customers(20, c10=("left", day(5, 1)), c11=("left", day(5, 1)),
                       c12=("left", None), c0=("left", day(6, 1)))  # fmt: skip
    made = companies.dataset(contracts(20, **ends), listed, as_of="2025-01")
    assert said(made) == [
        "The subscriptions and the customer list do not agree on who left by Jan 2025: 3 who left "
        "by the customer list still pay and 3 who pay no more are customers there. The "
        "subscriptions count; put the one that is behind right, or leave it out."
    ]


def test_a_list_that_agrees_is_left_in_peace():
    ends = {f"c{who}": day(6, 1) for who in range(4)}
    listed = customers(20, **{f"c{who}": ("left", day(6, 1)) for who in range(4)})
    assert said(companies.dataset(contracts(20, **ends), listed, as_of="2025-01")) == []


def test_a_list_without_status_and_without_ends_says_nothing():
    listed = companies.table("customers", [{"customer": 1, "name": "C1"}])
    ends = {f"c{who}": day(6, 1) for who in range(4)}
    assert said(companies.dataset(contracts(20, **ends), listed, as_of="2025-01")) == []


def test_three_sources_that_disagree_are_one_sentence():
    ends = {f"c{who}": day(6, 1) for who in range(4)}
    listed = customers(20, c10=("left", day(5, 1)), c11=("left", day(5, 1)))
    made = companies.dataset(
        contracts(20, **ends), listed, bills("invoices", 100, 14, customers=20), as_of="2025-01"
    )
    (text,) = said(made)
    assert text.startswith("Three sources do not agree on who left by Jan 2025: 2 who left by the ")
    assert "4 who pay no more are customers there; 4 of 4 customers whose subscription" in text


@pytest.mark.parametrize(("left", "expected"), [(6, 1), (1, 0)])
def test_invoices_alone_are_held_against_the_list(left, expected):
    listed = customers(20, **{f"c{who}": ("left", day(3, 1)) for who in range(left)})
    found = said(companies.dataset(bills("invoices", 100, 14, customers=20), listed))
    assert len(found) == expected
    if found:
        assert "6 who left by the customer list were billed more than a month later." in found[0]
