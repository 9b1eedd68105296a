"""Purchases merged by customer and day."""

import pytest

from tests.companies import ask, dataset, day, table

FAR = ["0001-01-01", "1900-01-01", "1969-12-20", "1970-01-01", "2024-05-01", "9999-11-30"]


@pytest.mark.parametrize("named", [0, None])
def test_days_long_past_and_far_ahead_stay_what_they_are(named):
    rows = [
        {"customer": customer, "date": text, "amount": 5}
        for customer in (named, 7)
        for text in [*FAR, "2024-05-01"]
    ]
    found = ask(dataset(table("orders", rows), as_of="2024-12"))("order_days")
    days = [day(text) for text in FAR]
    assert found["customer"].tolist() == [-1 if named is None else 0] * len(FAR) + [7] * len(FAR)
    assert found["day"].tolist() == 2 * days
    assert found["n"].tolist() == 2 * [1, 1, 1, 1, 2, 1]
    assert found["amount"].tolist() == 2 * [5, 5, 5, 5, 10, 5]
