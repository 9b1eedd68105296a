"""The bow-tie's series in companies with all of its steps, with some, and with none."""

import pytest

from revcore.derive.series.bow_tie import bow_tie, kept_and_grown
from revcore.errors import NotComputable
from tests.companies import ask, dataset, mrr_sheet


def test_customers_of_a_year_ago_are_kept_and_grown_as_retention_counts_them():
    # Of six customers a year ago five pay: two of them more, one less, two as much.
    made = dataset(
        mrr_sheet(
            a=[10] * 13, b=[10] * 13, c=[10] * 12 + [20], d=[10] * 12 + [11], e=[10] * 12 + [5],
            f=[10] * 6 + [0] * 7, g=[0] * 6 + [10] * 7,
        )
    )  # fmt: skip
    rows = kept_and_grown(ask(made)("opening_customers"), None)
    assert [row[:4] for row in rows] == [["customers", "kept", 6, 5], ["kept", "grown", 5, 2]]
    assert [row[4] for row in rows] == pytest.approx([5 / 6, 2 / 5])


def test_nothing_to_count_is_a_reason_not_an_empty_picture():
    with pytest.raises(NotComputable, match="No step from visitor to customer"):
        bow_tie()
