"""From a file's total to what is used: the steps add up, whatever the dirt."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.ingest import Source, read_files
from revcore.model import SheetRead
from revcore.ui import bridge

ROWS = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from(["Acme", "Test account", ""]),
        st.sampled_from(["2024-01-31", "soon", ""]),
        st.one_of(st.decimals(-999, 999, places=2).map(str), st.sampled_from(["", "soon"])),
        st.sampled_from(["USD", "EUR", ""]),
        st.sampled_from(["paid", "void", "failed"]),
    ),
    max_size=20,
)
HEAD = "Order ID,Customer,Order date,Order total,Currency,Order status\n"


@settings(max_examples=15, deadline=None)
@given(ROWS)
def test_the_steps_lead_from_the_file_to_what_is_used_to_the_cent(rows):
    lines = "".join(",".join(map(str, row)) + "\n" for row in rows)
    text = f"{HEAD}{lines}99,Delta,2024-01-05,5.00,USD,paid\nTotal,,,1.00,,\n"
    dataset = read_files([Source("orders.csv", text.encode())])
    sheet = dataset.files[0].sheets[0]
    first, *middle, last = bridge.steps(sheet)
    assert first.rows + sum(step.rows for step in middle) == last.rows
    for code in sheet.total_in:
        between = sum((step.money.get(code, Decimal(0)) for step in middle), Decimal(0))
        assert first.money[code] + between == last.money[code]
    table = bridge.table(sheet)
    assert len({len(column) for column in table.values()}) == 1


def test_duplicates_and_cancelled_rows_go_before_missing_rates_and_the_as_of_month():
    sheet = SheetRead(
        sheet="", table="orders", rows_in=10, rows_used=4, rows_set_aside=6,
        rows_by_reason={
            "created after the as-of month": 1, "no rate for EUR": 1, "cancelled": 1,
            "not a date": 1, "same order ID as an earlier row": 1, "total row": 1,
        },
    )  # fmt: skip
    assert [step.label for step in bridge.steps(sheet)] == [
        "In the file",
        "Total rows (sums of others)",
        "Same order ID as an earlier row",
        "Cancelled",
        "No rate for EUR",
        "Not a date",
        "Created after the last month counted",
        "Used",
    ]


def test_a_file_whose_own_total_differs_says_by_how_much():
    sheet = SheetRead(sheet="", table="orders", total_in={"EUR": 7.5}, stated_total={"EUR": 7.0})
    assert bridge.stated(sheet) == (
        "The file’s own total is EUR 7.00: 0.50 less than its rows add up to."
    )


BILLED = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from(["2024-01-31", "2024-02-05", ""]),
        st.decimals(-500, 999, places=2).map(str),
        st.sampled_from(["0", "19.00", "1.07", ""]),
        st.sampled_from(["0", "3.50", ""]),
        st.sampled_from(["USD", "EUR"]),
        st.sampled_from(["paid", "void"]),
        st.sampled_from(["Invoice", "Credit note"]),
    ),
    max_size=20,
)


@settings(max_examples=15, deadline=None)
@given(BILLED)
def test_tax_refunds_and_credit_notes_are_steps_to_what_counts_to_the_cent(rows):
    lines = "".join(f"{row[0]},Acme,{','.join(map(str, row[1:]))}\n" for row in rows)
    text = (
        "Invoice number,Customer,Invoice date,Gross amount,VAT,Refunded,Currency,Status,Type\n"
        f"{lines}99,Delta,2024-01-05,119.00,19.00,0,USD,paid,Invoice\n"
        "98,Delta,2024-01-05,238.00,38.00,0,USD,paid,Invoice\n"
    )
    dataset = read_files([Source("bills.csv", text.encode())])
    sheet = dataset.files[0].sheets[0]
    used, (*middle, last) = bridge.steps(sheet)[-1], bridge.changes(sheet)
    for code in sheet.total_used:
        between = sum((step.money.get(code, Decimal(0)) for step in middle), Decimal(0))
        assert used.money[code] + between == last.money.get(code, Decimal(0))
    table = dataset.tables["invoices"]
    counted = Decimal(int(table.frame["amount"].sum())).scaleb(-table.scale["amount"])
    assert sum(last.money.values()) == counted
    shown = bridge.table(sheet)
    assert len({len(column) for column in shown.values()}) == 1
    assert shown["Step"][-1] == "Counted"


def test_a_refund_and_the_tax_of_what_is_left_are_steps_of_their_own():
    text = (
        "Order ID,Customer,Order date,Total incl. VAT,VAT,Refunded,Currency,Order status\n"
        "1,A,2024-01-05,119.00,19.00,0,EUR,paid\n2,B,2024-01-05,238.00,38.00,119,EUR,paid\n"
        "3,C,2024-02-05,119.00,19.00,0,USD,paid\n4,D,2024-02-05,10,1,0,EUR,void\n"
    )
    sheet = read_files([Source("orders.csv", text.encode())]).files[0].sheets[0]
    table = bridge.table(sheet)
    assert list(zip(table["Step"], table["EUR"], strict=True)) == [
        ("In the file", "367.00"), ("Status “void”", "−10.00"), ("No rate for USD", ""),
        ("Used", "357.00"), ("Refunds", "−119.00"), ("Tax", "−38.00"), ("Counted", "200.00"),
    ]  # fmt: skip
    assert bridge.others(sheet) == ["USD 119.00 in the file − 119.00 (no rate for USD) = 0.00 used"]
