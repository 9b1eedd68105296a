"""Full, or merely flat: only what waits to be delivered tells."""

import pytest

from revcore.errors import NotComputable
from revcore.model import first_day
from tests.companies import ask, dataset, table
from tests.diagnosis.firms import START

MONTHS = 24


def firm(*, delivered, won):
    """Invoices of so much and won deals of so much, month by month."""
    invoices = [
        {"customer": m % 5, "date": first_day(START + m) + 9, "amount": delivered(m)}
        for m in range(MONTHS)
    ]
    deals = [
        {"deal_id": f"{m}", "created": first_day(START + m), "closed": first_day(START + m) + 20,
         "status": "won", "amount": won(m)}
        for m in range(MONTHS)
    ]  # fmt: skip
    made = dataset(table("invoices", invoices), table("deals", deals), business_model="projects")
    return ask(made)("delivery_capacity")


def test_a_firm_that_sells_more_than_it_delivers_is_full():
    found = firm(delivered=lambda m: min(500 + 40 * m, 1000) + m % 2, won=lambda m: 1300)
    assert (found.amount, found.sold) == (1001, 1300)


@pytest.mark.parametrize(
    ("delivered", "won"),
    [
        (lambda m: 1000, lambda m: 1000),
        (lambda m: 500 + 40 * m, lambda m: 3000),
        (lambda m: 2000 if m < 10 else 1000, lambda m: 1300),
    ],
    ids=["nothing waits", "it still grows", "it delivered twice as much before"],
)
def test_otherwise_nothing_says_so(delivered, won):
    with pytest.raises(NotComputable):
        firm(delivered=delivered, won=won)
