"""Rows in = used + set aside, money likewise, for any dirt; order changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from revcore.errors import RevcoreError
from revcore.ingest import Source, read_files, read_report
from revcore.model import Settings, dump

AMOUNTS = st.one_of(
    st.decimals(min_value=-10_000, max_value=10_000, places=2).map(str),
    st.sampled_from(["", "n/a", "soon", "(12.50)", "0", "7"]),
)
DATES = st.sampled_from(["2024-01-31", "2024-02-29", "2024-03-15", "", "soon", "2024-12-01"])
CUSTOMERS = st.sampled_from(["Acme Ltd", "ACME", "Birch & Sons", "Test account", "", "Cobalt SA"])
STATUSES = st.sampled_from(["paid", "void", "failed", "", "open"])
CURRENCIES = st.sampled_from(["USD", "usd", "EUR", ""])
ORDER = st.tuples(st.integers(1, 6), CUSTOMERS, DATES, AMOUNTS, CURRENCIES, STATUSES)
STAGES = st.sampled_from(["Won", "Lost", "Demo", "", "Closed won"])
DEAL = st.tuples(st.integers(1, 9), CUSTOMERS, STAGES, AMOUNTS, DATES, DATES)
GOOD_ORDER = "99,Delta,2024-01-05,5.00,USD,paid\n"
GOOD_DEAL = "99,Delta,Won,5.00,2024-01-05,2024-02-05\n"


def orders(rows) -> str:
    """A file of orders."""
    lines = "".join(",".join(map(str, row)) + "\n" for row in rows)
    return f"Order ID,Customer,Order date,Order total,Currency,Order status\n{lines}{GOOD_ORDER}"


def deals(rows) -> str:
    """A file of deals."""
    lines = "".join(",".join(map(str, row)) + "\n" for row in rows)
    return f"Deal ID,Account,Deal stage,Amount,Create date,Close date\n{lines}{GOOD_DEAL}"


def read(files: dict[str, str]):
    """Read in the order given."""
    return read_files([Source(name, text.encode()) for name, text in files.items()], Settings())


def check_identity(dataset) -> None:
    for file in dataset.files:
        for sheet in file.sheets:
            assert sheet.rows_in == sheet.rows_used + sheet.rows_set_aside
            listed = [row for row in dataset.set_aside if row.file == file.name]
            assert len(listed) == sheet.rows_set_aside
            assert all(row.reason and row.line >= 2 for row in listed)
            for code, total in sheet.total_in.items():
                parts = (sheet.total_used[code], sheet.total_set_aside[code])
                assert Decimal(str(total)) == sum(Decimal(str(part)) for part in parts)
                by_reason = [money.get(code, 0) for money in sheet.aside_by_reason.values()]
                assert Decimal(str(parts[1])) == sum(Decimal(str(part)) for part in by_reason)
            assert sum(sheet.rows_by_reason.values()) == sheet.rows_set_aside
            assert set(sheet.aside_by_reason) <= set(sheet.rows_by_reason)
            kinds = [(issue.column, issue.reason) for issue in sheet.issues]
            assert len(kinds) == len(set(kinds))


UNREADABLE = [
    (1, "Acme Ltd", "soon", "7", "USD", "paid"),
    (2, "ACME", "soon", "(12.50)", "EUR", "void"),
]


@settings(max_examples=15, deadline=None)
@given(st.lists(ORDER, max_size=25))
@example(UNREADABLE)
@example([(1, "", "soon", "soon", "", "")] * 25)
def test_orders_balance_in_rows_and_cents(rows):
    dataset = read({"orders.csv": orders(rows)})
    check_identity(dataset)
    sheet = dataset.files[0].sheets[0]
    table = dataset.tables["orders"]
    assert table.frame.height == sheet.rows_used
    scale = table.scale["amount"]
    total = Decimal(int(table.frame["amount"].sum())).scaleb(-scale)
    assert total == sum(Decimal(str(part)) for part in sheet.total_used.values())


@settings(max_examples=15, deadline=None)
@given(st.lists(DEAL, max_size=25))
def test_deals_balance_in_rows_and_cents(rows):
    dataset = read({"deals.csv": deals(rows)})
    check_identity(dataset)
    frame = dataset.tables["deals"].frame
    assert frame["deal_id"].is_duplicated().sum() == 0
    assert frame["status"].is_in(["won", "lost", "open"]).all()
    assert frame["row"].to_list() == list(range(frame.height))


def business(dataset, table: str):
    """A table without the places its rows came from, customers by name."""
    frame = dataset.tables[table].frame
    names = dict(enumerate(dataset.customers))
    rows = frame.drop("row", "file", "sheet", "line").to_dicts()
    return [{**row, "customer": names.get(row.get("customer"))} for row in rows]


@settings(max_examples=15, deadline=None)
@given(st.lists(ORDER, max_size=12), st.randoms())
def test_the_order_of_rows_changes_nothing(rows, random):
    # one currency, so that no row waits for a rate because of a tie
    rows = [(*row[:4], "USD", row[5]) for row in rows]
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = read({"o.csv": orders(rows)}), read({"o.csv": orders(shuffled)})
    assert {frozenset(map(str, row.values())) for row in business(one, "orders")} == {
        frozenset(map(str, row.values())) for row in business(other, "orders")
    }
    amounts = [
        [(row["customer"] or "").casefold()[:4] + f"{row['date']}{row['amount']}" for row in rows]
        for rows in (business(one, "orders"), business(other, "orders"))
    ]
    assert amounts[0] == amounts[1]


def test_the_order_of_files_changes_nothing():
    files = {
        "a.csv": orders([(1, "Acme", "2024-01-01", "5.5", "USD", "paid")]),
        "b.csv": orders([(2, "Birch", "2024-02-01", "7.25", "USD", "paid")]).replace("99,", "98,"),
        "deals.csv": deals([(1, "Acme", "Won", "3", "2024-01-01", "2024-02-01")]),
    }
    there = dump(read_report(read(files)))
    back = dump(read_report(read(dict(reversed(files.items())))))
    assert there == back


def test_the_same_file_twice_counts_once_and_says_so():
    text = orders([(1, "Acme", "2024-01-01", "5.5", "USD", "paid")])
    once, twice = read({"a.csv": text}), read({"a.csv": text, "copy of a.csv": text})
    assert twice.tables["orders"].frame.equals(once.tables["orders"].frame)
    copy = next(file for file in twice.files if file.name == "copy of a.csv").sheets[0]
    assert (copy.rows_in, copy.rows_used, copy.rows_set_aside) == (2, 0, 2)
    assert copy.total_in == copy.total_set_aside == {"USD": 10.5}
    assert {row.reason for row in twice.set_aside} == {"the same file as “a.csv”"}
    assert [n.text for n in twice.notices if n.id.startswith("same_file:")] == [
        "“copy of a.csv” is the same file as “a.csv”; it counts once."
    ]


def test_the_same_deal_in_two_exports_counts_once_and_names_the_first():
    first = deals([(1, "Acme", "Won", "3", "2024-01-01", "2024-02-01")])
    second = deals([(1, "Acme", "Won", "4", "2024-01-01", "2024-02-01")]).replace("99,", "98,")
    dataset = read({"jan.csv": first, "feb.csv": second})
    assert [(row.file, row.line, row.reason) for row in dataset.set_aside] == [
        ("jan.csv", 2, "same deal ID as line 2 of “feb.csv”")
    ]


def test_order_lines_share_an_id_in_one_file_but_not_across_files():
    rows = [(1, "Acme", "2024-01-01", "5.5", "USD", "paid")] * 2
    alone = read({"a.csv": orders(rows)})
    assert alone.tables["orders"].frame.height == 3
    assert [n.values for n in alone.notices if n.id.startswith("duplicates:")] == [{"rows": 1}]
    overlap = read({"a.csv": orders(rows), "b.csv": orders(rows[:1])})
    assert overlap.tables["orders"].frame.height == 3
    assert {row.file for row in overlap.set_aside} == {"b.csv"}


def test_files_at_different_scales_meet_at_the_larger_one():
    dataset = read(
        {
            "a.csv": orders([(1, "Acme", "2024-01-01", "5.125", "USD", "paid")]),
            "b.csv": "Order ID,Customer,Order date,Order total\n7,Acme,2024-03-01,4\n",
        }
    )
    table = dataset.tables["orders"]
    assert table.scale == {"amount": 3}
    assert sorted(table.frame["amount"]) == [4000, 5000, 5125]


def test_a_file_nobody_can_use_is_one_sentence_when_it_is_alone_and_a_question_beside_others():
    notes = "Colour,Mood\nred,calm\nblue,busy\n"
    both = read({"notes.csv": notes, "orders.csv": orders([])})
    assert [question.id for question in both.questions] == ["table:notes.csv:"]
    assert [(row.file, row.reason) for row in both.set_aside] == [
        ("notes.csv", "no table recognised")
    ] * 2
    with pytest.raises(RevcoreError, match=r"^“notes.csv” holds no table we know\."):
        read({"notes.csv": notes})


def test_an_unreadable_cell_that_must_be_there_is_one_kind_of_trouble():
    rows = [
        (1, "Acme", "2024-01-01", "5.50", "USD", "paid"),
        (2, "Acme", "2024-01-01", "12O0", "USD", "paid"),
        (3, "Acme", "2024-01-01", "soon", "USD", "paid"),
    ]
    sheet = read({"orders.csv": orders(rows)}).files[0].sheets[0]
    assert [(i.line, i.column, i.reason, i.count) for i in sheet.issues] == [
        (3, "Order total", "not an amount", 2)
    ]


def test_money_set_aside_is_told_by_reason_to_the_cent():
    rows = [
        (1, "Acme", "2024-01-01", "5.50", "USD", "paid"),
        (2, "Birch", "2024-01-01", "7.25", "EUR", "paid"),
        (3, "Acme", "2024-01-02", "10.10", "USD", "void"),
        (4, "Acme", "2024-01-03", "0.20", "USD", "void"),
        (5, "Acme", "soon", "3.00", "USD", "paid"),
    ]
    text = orders(rows) + "Total,,,31.05,,\n"
    sheet = read({"orders.csv": text}).files[0].sheets[0]
    assert sheet.rows_by_reason == {
        "no rate for EUR": 1, "not a date": 1, "status: void": 2, "total row": 1,
    }  # fmt: skip
    assert sheet.aside_by_reason == {
        "no rate for EUR": {"EUR": 7.25}, "not a date": {"USD": 3.0}, "status: void": {"USD": 10.3},
    }  # fmt: skip
    assert sheet.total_used == {"EUR": 0.0, "USD": 10.5}


def test_deals_created_after_the_as_of_month_join_the_reasons():
    from revcore.ingest.unseen import REASON, without_later_deals
    from revcore.model import parse_month

    rows = [
        (1, "Acme", "Won", "3.50", "2024-01-01", "2024-02-01"),
        (1, "Acme", "Won", "4.00", "2024-01-01", "2024-02-01"),
        (2, "Birch", "Demo", "8.25", "2024-05-01", ""),
    ]
    dataset = without_later_deals(read({"deals.csv": deals(rows)}), parse_month("2024-02"))
    check_identity(dataset)
    assert dataset.files[0].sheets[0].aside_by_reason == {
        REASON: {"unknown": 8.25},
        "same deal ID as an earlier row": {"unknown": 4.0},
    }
