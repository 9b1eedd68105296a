"""What a client of a project firm is worth by segment."""

import datetime as dt

import numpy as np
import pytest

from tests.companies import ask, dataset, table

START = dt.date(2022, 1, 3)


def firm(again):
    """Ninety clients of two segments, one project each, or another half a year later."""
    rows = [
        {"customer": number, "date": str(START + dt.timedelta(days=10 * number + later)),
         "amount": 1000 + number, "segment": "north" if number % 2 else "south"}
        for number in range(90)
        for later in ((0, 180) if again else (0,))
    ]  # fmt: skip
    settings = {"business_model": "projects", "gross_margin": 0.5, "as_of": "2024-12"}
    deals = [
        {"deal_id": str(row["customer"]), "customer": row["customer"], "status": "won",
         "created": row["date"], "closed": row["date"], "segment": row["segment"]}
        for row in rows[:: 2 if again else 1]
    ]  # fmt: skip
    invoices = [{key: row[key] for key in ("customer", "date", "amount")} for row in rows]
    return ask(dataset(table("invoices", invoices), table("deals", deals), **settings))


@pytest.mark.parametrize(("again", "projects"), [(False, 1), (True, 2)])
def test_clients_of_whom_none_or_all_came_back_have_a_value_by_segment(again, projects):
    parts = firm(again)("by_clv")["segment"]
    assert {part.key for part in parts} == {"north", "south"}
    for part in parts:
        assert part.value == pytest.approx(0.5 * projects * 1045, rel=0.02)
        assert np.isfinite([part.interval.low95, part.interval.high95]).all()
        assert part.interval.low95 < part.value * 1.01
