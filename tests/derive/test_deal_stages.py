"""Stages stand as deals enter them, or as somebody put them; conversion follows that order."""

import pandas as pd

from revcore.derive.deal_stages import deal_stages
from revcore.model import first_day

MONTH = 24_300


def entries() -> pd.DataFrame:
    """Twenty deals: all see A on the first day and B on the second, half of them C on the third."""
    day = first_day(MONTH)
    rows = [
        (deal, day + at, stage, -1, 0, 0)
        for deal in range(20)
        for at, stage in enumerate("ABC")
        if stage != "C" or deal % 2
    ]
    return pd.DataFrame(rows, columns=["deal", "entered", "stage", "closed", "won", "lost"])


def reached(order: tuple[str, ...] = ()) -> dict[str, tuple[str, int, int]]:
    """Stage -> the next one, how many entered it or a later one, how many went on."""
    found = deal_stages(entries(), MONTH, None, order).stages
    return {one.name: (one.target, one.any.entered, one.any.counted(1)) for one in found}


def test_without_a_hand_the_days_put_the_stages_in_order():
    assert reached() == {"A": ("B", 20, 20), "B": ("C", 20, 10), "C": ("won", 10, 0)}


def test_the_order_put_by_hand_changes_what_counts_as_going_on():
    assert reached(("C", "A", "B")) == {"C": ("A", 20, 20), "A": ("B", 20, 20), "B": ("won", 20, 0)}


def test_stages_nobody_put_stay_behind_the_ones_they_follow():
    assert list(reached(("B", "A"))) == ["B", "C", "A"]
