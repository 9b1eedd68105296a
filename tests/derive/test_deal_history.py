"""History that begins with deals long before anything was closed."""

import numpy as np

from revcore.derive.deals import Deals, deal_history
from revcore.model import first_day


def deals(first_created: int, first_closed: int) -> Deals:
    """One deal still open from a month, and one won within another."""
    one = np.ones(2, np.int64)
    created = np.array([first_day(first_created), first_day(first_closed)])
    closed = np.array([-1, first_day(first_closed) + 9])
    return Deals(created, closed, one - [1, 0], one - 1, one, one, one, 0)


def test_earlier_months_are_left_out_unless_somebody_knows_that_nothing_is_missing():
    found = deal_history(deals(24_300, 24_303))
    assert (found.first, found.truncated) == (24_303, True)
    said = deal_history(deals(24_300, 24_303), deals_complete=True)
    assert (said.first, said.truncated) == (24_300, False)


def test_a_short_wait_for_the_first_close_is_no_gap():
    for complete in (False, True):
        found = deal_history(deals(24_300, 24_302), deals_complete=complete)
        assert (found.first, found.truncated) == (24_302, False)
