"""Packing numbers into one key changes how fast rows are sorted, never their order."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.ingest.order import in_order

SMALL = st.none() | st.integers(-3, 3)
WIDE = st.none() | st.integers(-(2**40), 2**40)
ROW = st.tuples(SMALL, WIDE, SMALL, st.none() | st.sampled_from(["", "a", "b"]))
TYPES = {"one": pl.Int64, "two": pl.Int64, "three": pl.Int64, "text": pl.String}


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=30))
def test_rows_stand_as_a_sort_by_every_column_puts_them(rows):
    frame = pl.DataFrame(rows, schema=TYPES, orient="row").with_columns(
        file=pl.lit(0, pl.Int64), sheet=pl.lit(""), line=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    plain = frame.sort(
        ["one", "two", "three", "text", "file", "sheet", "line"], nulls_last=True
    )  # fmt: skip
    assert in_order(frame, ["text", "one", "two", "three"]).equals(plain)


def test_numbers_too_wide_to_pack_are_sorted_all_the_same():
    frame = pl.DataFrame(
        {"one": [2**62, -(2**62), None], "file": 0, "sheet": "", "line": [1, 2, 3]}
    )
    assert in_order(frame, ["one"])["line"].to_list() == [2, 1, 3]
