"""Customers joined by hand: a layer over the data that changes no row and is undone at will."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revcore import nda, pipeline
from revcore.ingest import read_report
from revcore.model import Settings

ACCOUNTS = (
    "Account ID,Account,Parent Account,Customer since\n"
    "1,GTX Pro,Konto Holding,2023-01-02\n"
    "2,Birch,Konto Holding,2023-02-02\n"
    "3,Cedar,,2023-02-03\n"
    "4,Dill,Cedar,2023-04-01\n"
)
BILLING = (
    "Invoice number,Customer,Invoice date,Total\n"
    "1,GTXPro,2023-03-02,5\n"
    "2,Birch,2023-04-02,7\n"
    "3,Cedar,2023-05-02,8\n"
    "4,Nobody,2023-01-01,9\n"
)
FILES = {"accounts.csv": ACCOUNTS, "billing.csv": BILLING}
ONE = {"merge": [{"customers": ["GTX Pro", "GTXPro"]}]}


def payers(dataset) -> dict[str, int]:
    """What each customer was billed, by the name shown."""
    frame = dataset.tables["invoices"].frame
    out: dict[str, int] = {}
    for customer, amount in frame.select("customer", "amount").iter_rows():
        name = dataset.customers[customer]
        out[name] = out.get(name, 0) + amount
    return out


def said(dataset) -> dict[str, str]:
    return {notice.id: notice.text for notice in dataset.notices}


# ---------------------------------------------------------------- joined, declined, undone
def test_a_suggestion_has_the_rows_and_the_money_of_both(reading):
    (pair,) = reading(FILES).alike
    assert (pair.one, pair.other, pair.rows) == ("GTX Pro", "GTXPro", (1, 1))
    assert (pair.revenue, pair.decision) == ((0.0, 5.0), None)


def test_two_names_joined_are_one_customer_with_the_rank_of_the_earlier(reading):
    dataset = reading(FILES, ONE)
    assert dataset.customers == ("Nobody", "GTX Pro", "Birch", "Cedar", "Dill")
    assert dataset.also == {"GTXPro": 1}
    assert payers(dataset) == {"Nobody": 9, "GTX Pro": 5, "Birch": 7, "Cedar": 8}
    assert dataset.alike[0].decision == "one"
    assert said(dataset)["joined_customers"] == (
        "6 customers of the files count as 5: 1 is the same as another, as you said."
    )
    assert "alike_customers" not in said(dataset)


def test_the_first_name_of_a_decision_is_the_one_shown(reading):
    turned = {"merge": [{"customers": ["GTXPro", "GTX Pro"]}]}
    assert reading(FILES, turned).customers[1] == "GTXPro"


def test_a_declined_suggestion_is_not_made_again_and_changes_nothing_else(reading):
    dataset = reading(FILES, {"apart": [{"customers": ["GTXPro", "GTX Pro"]}]})
    assert dataset.alike[0].decision == "two"
    assert "alike_customers" not in said(dataset)
    assert dataset.customers == reading(FILES).customers


def test_neither_the_rows_of_a_file_nor_its_ledger_know_of_it(reading):
    before, after = reading(FILES), reading(FILES, ONE)
    assert before.files == after.files
    assert before.set_aside == after.set_aside
    for name, table in before.tables.items():
        same = [column for column in table.frame.columns if column not in ("customer", "row")]
        order = ["file", "line"]
        mine, theirs = (one.tables[name].frame.select(same).sort(order) for one in (before, after))
        assert mine.equals(theirs)


def test_names_are_found_by_punctuation_and_legal_form_where_none_is_shown_so(reading):
    entry = {"merge": [{"customers": ["gtx-pro GmbH", "GTXPro, Inc."]}]}
    assert len(reading(FILES, entry).customers) == 5


def test_a_name_in_none_of_the_files_waits(reading):
    dataset = reading(FILES, {"merge": [{"customers": ["GTX Pro", "Zeta"]}]})
    assert len(dataset.customers) == 6
    assert said(dataset)["joined_elsewhere"].startswith("1 name you joined with another stands in")


def test_undone_gives_the_same_bytes_again_and_joined_another_document(reading):
    plain = pipeline.analyse(reading(FILES)).to_json()
    joined = pipeline.analyse(reading(FILES, ONE)).to_json()
    assert joined != plain
    assert pipeline.analyse(reading(FILES, {})).to_json() == plain
    assert pipeline.analyse(reading(dict(reversed(FILES.items())), ONE)).to_json() == joined


def test_no_name_of_a_decision_gets_into_the_document_or_out_of_it_when_names_are_hidden(reading):
    entry = {**ONE, "apart": [{"customers": ["Birch", "Birke"]}], "nda": True}
    dataset = reading(FILES, entry)
    assert "merge" not in pipeline.analyse(reading(FILES, ONE)).settings
    text = pipeline.analyse(dataset, Settings.of(entry)).to_json()
    assert not [name for name in ("GTX", "Birch", "Birke") if name in text]
    assert nda.aliases(dataset, None, {}).exact["Customer"]["GTXPro"] == "Customer 2"


NAMES = ["Ash", "Birch", "Cedar", "Dill", "Elm", "Fir"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    groups=st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3), max_size=3),
    shuffled=st.permutations(NAMES),
)
def test_money_and_rows_stay_and_ranks_go_by_first_day_whoever_is_joined(reading, groups, shuffled):
    lines = [f"{at},{name},2024-0{at + 1}-02,{10**at}\n" for at, name in enumerate(shuffled)]
    files = {"billing.csv": "Invoice number,Customer,Invoice date,Total\n" + "".join(lines)}
    dataset = reading(files, {"merge": [{"customers": group} for group in groups]})
    frame = dataset.tables["invoices"].frame
    assert frame["amount"].sum() == 111111
    assert frame.height == 6
    firsts = frame.group_by("customer").agg(day=frame["date"].min()).height
    assert firsts == len(dataset.customers)
    by_first = frame.sort("date")["customer"].unique(maintain_order=True).to_list()
    assert by_first == sorted(by_first)
    number = {name: frame.filter(date=d)["customer"][0]
              for name, d in zip(shuffled, sorted(frame["date"]), strict=True)}  # fmt: skip
    for group in groups:
        assert len({number[name] for name in group}) == 1


# ---------------------------------------------------------------- parents
def test_parents_are_asked_about_and_change_nothing_unasked(reading):
    dataset = reading(FILES)
    (asked,) = [one for one in dataset.questions if one.id == "by_parent"]
    assert asked.text == (
        "Does a group count as one customer? “Parent Account” in “accounts.csv” gives 3 of 6 "
        "customers a parent; counted by parent there are 4 customers."
    )
    assert asked.taken == "each on its own"
    assert len(dataset.customers) == 6


def test_by_parent_a_group_is_one_customer_under_the_parents_name(reading):
    dataset = reading(FILES, {"by_parent": True})
    assert payers(dataset) == {"Nobody": 9, "Konto Holding": 7, "Cedar": 8, "GTXPro": 5}
    assert said(dataset)["by_parent"] == (
        "Customers are counted by parent: 6 of the files are 4, as you said."
    )
    both = reading(FILES, {**ONE, "by_parent": True})
    assert payers(both) == {"Nobody": 9, "Konto Holding": 12, "Cedar": 8}


@pytest.mark.parametrize("answer", [True, False])
def test_answered_it_is_not_asked_again(reading, answer):
    questions = reading(FILES, {"by_parent": answer}).questions
    assert not [one for one in questions if one.id == "by_parent"]


def test_parents_of_parents_and_rings_of_parents_end(reading):
    text = (
        "Account ID,Account,Parent Account ID,Customer since\n"
        "1,Ash,,2023-01-02\n2,Birch,1,2023-02-02\n3,Cedar,2,2023-02-03\n"
        "4,Dill,5,2023-04-01\n5,Elm,4,2023-05-01\n6,Fir,6,2023-06-01\n"
    )
    dataset = reading({"accounts.csv": text}, {"by_parent": True})
    assert len(dataset.customers) == 3
    assert dataset.customers[0] == "Ash"
    assert dataset.customers[2] == "Fir"


def test_customers_of_one_name_and_several_numbers_are_one_where_a_person_says_so(reading):
    text = "Order ID,Customer ID,Customer name,Order date,Order total\n"
    rows = "1,71,Acme,2024-01-02,5\n2,72,Acme,2024-01-03,6\n3,73,Birch,2024-01-04,7\n"
    files = {"orders.csv": text + rows}
    assert reading(files).customers == ("Acme", "Acme", "Birch")
    assert reading(files, {"merge": [{"customers": ["Acme"]}]}).customers == ("Acme", "Birch")


def test_the_report_for_the_owner_lists_suggestions_and_decisions(reading):
    (pair,) = read_report(reading(FILES, ONE))["alike"]
    assert (pair["one"], pair["other"], pair["decision"]) == ("GTX Pro", "GTXPro", "one")
