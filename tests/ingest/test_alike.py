"""Customers that look alike are suggested as one, with evidence, and count apart until then."""

from __future__ import annotations

import pytest

from revcore.ui.data_remedies import about_files

CRM = "Deal ID,Account,Stage,Amount,Create date,Close date\n"
BILLING = "Invoice number,Customer,Invoice date,Total\n"


def files(one: str, other: str) -> dict[str, str]:
    """One customer in the CRM, the other on an invoice."""
    return {
        "crm.csv": CRM + f'1,"{one}",Won,5,2024-01-02,2024-02-02\n',
        "billing.csv": BILLING + f'1,"{other}",2024-03-02,5\n',
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme Inc.", "ACME, Inc"), ("Acme GmbH", "acme"), ("Birch & Sons Ltd", "Birch Sons")],
)
def test_names_that_differ_in_legal_form_or_punctuation_are_one_customer_already(
    reading, one, other
):
    dataset = reading(files(one, other))
    assert len(dataset.customers) == 1
    assert dataset.alike == ()


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        ("GTX Pro", "GTXPro", "the same letters"),
        ("Café Noir", "Cafe Noir", "the same letters"),
        ("Northwind Traders", "Nortwind Traders", "one letter apart"),
        ("Müller Maschinenbau", "Mueller Maschinenbau", "the same letters"),
        ("Muller & Sohne", "Müller und Söhne GmbH", "the same letters"),
        ("Hooli Nucleus Group", "Holi Nucleus Grup", "two letters apart"),
        ("Umbrella Corp", "Umbrela Ltd", "a letter doubled"),
        ("Initech", "Intiech", "two letters swapped"),
    ],
)
def test_names_that_are_nearly_the_same_are_suggested_with_evidence(reading, one, other, evidence):
    dataset = reading(files(one, other))
    assert len(dataset.customers) == 2
    (pair,) = dataset.alike
    assert {pair.one, pair.other} == {one, other}
    assert pair.evidence == evidence
    assert {pair.files[0], pair.files[1]} == {("crm.csv",), ("billing.csv",)}
    said = {notice.id: notice.text for notice in dataset.notices}
    assert said["alike_customers"] == (
        "1 pair of customers looks alike by name; each counts as two customers."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Store 12", "Store 13"),
        ("Northwind Traders 12", "Northwind Traders 13"),
        ("Northwind Traders A", "Northwind Traders B"),
        ("Acme", "Acne"),
        ("Otto", "Oto"),
        ("Marion", "Marian"),
        ("Palermo", "Palmero"),
        ("Delta Air", "Delta Mair"),
        ("Company A", "Company B"),
        ("00012", "00013"),
        ("Northwind", "Southwind"),
    ],
)
def test_names_that_only_share_a_pattern_are_not(reading, one, other):
    assert reading(files(one, other)).alike == ()


def test_people_with_e_mails_of_their_own_are_not_but_a_company_domain_speaks_for_one(reading):
    text = (
        "Order ID,Customer name,Customer email,Order date,Order total\n"
        "1,Anna Petersen,anna@mail.example,2024-01-02,5\n"
        "2,Anna Pettersen,ap@other.example,2024-01-03,6\n"
        "3,Kobalt Systems,info@kobalt.example,2024-01-04,7\n"
        "4,Cobalt Systems,hello@kobalt.example,2024-01-05,8\n"
    )
    (pair,) = reading({"orders.csv": text}).alike
    assert (pair.one, pair.other) == ("Kobalt Systems", "Cobalt Systems")
    assert pair.evidence == "one letter apart, the same e-mail domain"


def test_the_suggestion_does_not_depend_on_the_order_of_files(reading):
    given = files("GTX Pro", "GTXPro")
    assert reading(given).alike == reading(dict(reversed(given.items()))).alike


def test_names_of_customers_stay_out_of_the_notice(reading):
    dataset = reading(files("Zyxwolf Pro", "ZyxwolfPro"))
    assert dataset.alike
    assert not [notice for notice in dataset.notices if "zyxwolf" in notice.text.casefold()]


SPELT = (
    "Deal ID,Deal name,Product,Stage,Amount,Create date,Close date\n"
    "1,A,GTX Pro,Won,5,2024-01-02,2024-02-02\n2,B,GTXPro,Won,5,2024-01-02,2024-02-02\n"
    "3,C,GTX Pro,Lost,5,2024-01-02,2024-02-02\n4,D,GTX 10,Won,5,2024-01-02,2024-02-02\n"
    "5,E,GTX 100,Won,5,2024-01-02,2024-02-02\n"
)


def test_a_product_spelt_in_two_ways_in_one_list_is_told_and_joined_by_a_choice(reading):
    dataset = reading({"deals.csv": SPELT})
    (told,) = [one for one in dataset.notices if one.id.startswith("product:")]
    assert told.text == (
        "Product “GTXPro” (1 deal) is counted apart from one with nearly the same name; "
        "“GTX Pro” looks alike."
    )
    ((label, _),) = about_files(told)
    assert label == "Count it as “GTX Pro”"
    again = reading({"deals.csv": SPELT}, {"product": [{"name": "GTXPro", "counts_as": "GTX Pro"}]})
    assert set(again.tables["deals"].frame["product"]) == {"GTX Pro", "GTX 10", "GTX 100"}
    assert not [one for one in again.notices if one.id.startswith("product:")]
