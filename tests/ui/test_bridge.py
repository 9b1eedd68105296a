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
