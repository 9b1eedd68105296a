"""“They buy once”, said of the newcomers whom a discount or one channel brings."""

import numpy as np
import pytest

from revcore.model import first_day
from tests.companies import table
from tests.diagnosis.firms import START, seen, spending

MONTHS, NEW, GAP = 24, 40, 60


def shop(*, coded, plain=0.35, share=0.5, source=None, seed=1):
    """Orders of newcomers with a code, who come back with one chance, and of others."""
    chance = np.random.default_rng(seed)
    rows, number = [], 0
    for month in range(MONTHS):
        for _ in range(NEW):
            day = first_day(START + month) + int(chance.integers(0, 28))
            by_code = chance.random() < share
            mark = {"source": "Meta" if by_code else "Search"} if source else {
                "discount_code": "HELLO" if by_code else ""}  # fmt: skip
            rows.append({"customer": number, "date": day, "amount": 50, **mark})
            if chance.random() < (coded if by_code else plain):
                later = day + 1 + int(chance.integers(GAP // 2, GAP * 3 // 2))
                none = {"source": "Search"} if source else {"discount_code": ""}
                rows.append({"customer": number, "date": later, "amount": 50, **none})
            number += 1
    end = first_day(START + MONTHS)
    return table("orders", [row for row in rows if row["date"] < end])


def test_those_who_come_for_a_code_and_never_again_are_named():
    found = seen("one_and_done", shop(coded=0.08), spending(100), gross_margin=0.4)
    assert found.state == "strong"
    assert found.signs.title == "They buy once: newcomers with a discount"
    assert found.signs.stake.profit.mean() == pytest.approx(0.4 * found.signs.stake.revenue.mean())


def test_counts_are_those_of_a_plain_loop():
    orders = shop(coded=0.08)
    frame = orders.frame
    first, back = {}, set()
    for customer, day, code in sorted(
        zip(frame["customer"], frame["date"], frame["discount_code"], strict=True)
    ):
        if customer not in first:
            first[customer] = (day, bool(code))
        elif day - first[customer][0] <= 180:
            back.add(customer)
    since, end = first_day(START + MONTHS - 18), first_day(START + MONTHS)
    mine = [who for who, (day, code) in first.items() if code and since <= day < end - 180]
    again = len([who for who in mine if who in back])
    said = seen("one_and_done", orders, gross_margin=0.4).signs.evidence[0].template
    assert said.startswith(f"Of {len(mine)} first-time buyers with a discount {again} came back")


def test_a_channel_is_named_too():
    firm = shop(coded=0.08, source=True)
    found = seen("one_and_done", firm, spending(100), gross_margin=0.4)
    assert found.signs.title == "They buy once: newcomers through “Meta”"


@pytest.mark.parametrize("seed", range(3))
def test_a_code_that_changes_nothing_is_no_finding(seed):
    firm = shop(coded=0.35, seed=seed)
    assert seen("one_and_done", firm, spending(100), gross_margin=0.4).state == "not_seen"


def test_a_few_with_a_code_are_no_finding():
    firm = shop(coded=0.05, share=0.1)
    assert seen("one_and_done", firm, spending(100), gross_margin=0.4).state == "not_seen"


def test_nobody_coming_back_reads_as_none():
    found = seen("one_and_done", shop(coded=0.0), spending(100), gross_margin=0.4)
    assert "with a discount none came back within half a year, 0 of 100" in (
        found.signs.evidence[0].template
    )


def test_a_cost_nobody_knows_hides_no_group():
    assert seen("one_and_done", shop(coded=0.08)).state == "strong"
    assert seen("one_and_done", shop(coded=0.35)).state == "cannot_tell"
