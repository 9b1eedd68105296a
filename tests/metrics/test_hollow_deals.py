"""Deals that say little: all won, all of them worth nothing."""

import pytest

from revcore import pipeline
from tests.companies import dataset, day, table


@pytest.mark.parametrize("amount", [100, 0, None])
@pytest.mark.parametrize("status", ["won", "lost"])
def test_deals_that_all_end_alike_or_have_no_value_are_scored(status, amount):
    rows = [
        {"deal_id": str(n), "created": day("2023-01-01") + 3 * n, "status": status,
         "closed": day("2023-01-01") + 3 * n + n % 60, "amount": amount, "owner": "XYZ"[n % 3],
         "segment": "NS"[n % 2], "source": "pq"[n % 5 == 0]}
        for n in range(200)
    ]  # fmt: skip
    made = dataset(table("deals", rows), business_model="projects", gross_margin=0.5)
    reading = pipeline.analyse(made).readings["top_rep_share"]
    assert (reading.value is not None) == (status == "won")
    if status == "won":
        assert 0.2 < reading.value < 0.5
        assert reading.inputs["counted_by"] == ("won value" if amount else "won deals")
