"""How long leads wait is said of a year; what waiting does, of two."""

import numpy as np
import pandas as pd
import pytest

from revcore.derive.answered_leads import answered_leads, settled_leads
from revcore.errors import NotComputable
from revcore.model import first_day

AS_OF = 12 * 2025


def leads(before, since):
    """One lead a day and so many minutes each, before the last year and in it."""
    start = first_day(AS_OF - 11)
    days = [*range(start - len(before), start), *range(start, start + len(since))]
    minutes = np.array([*before, *since])
    return pd.DataFrame({
        "created": days, "minutes": minutes, "source": "Web", "segment": "",
        "sql": np.where(np.arange(len(days)) % 2, np.array(days) + 2, -1), "opportunity": -1,
        "won": -1,
    })  # fmt: skip


def test_the_wait_is_that_of_the_last_year_and_the_comparison_that_of_two():
    waits = [60 + at % 7 for at in range(200)]
    found = answered_leads(settled_leads(leads([9_000] * 150, [*waits, -1, -1]), AS_OF), AS_OF)
    assert (found.count, found.never, found.compared) == (202, 2, 350)
    assert found.minutes.tolist() == sorted(waits)
    assert found.slow_hours == 150


def test_an_earlier_year_does_not_make_up_for_too_few_in_the_last():
    with pytest.raises(NotComputable, match="99 leads of the last year were answered"):
        answered_leads(settled_leads(leads([60] * 300, [45, 90] * 49 + [30]), AS_OF), AS_OF)


def test_leads_of_a_third_year_are_left_out():
    found = answered_leads(settled_leads(leads([600, 30] * 300, [45, 90] * 60), AS_OF), AS_OF)
    assert found.compared == 120 + (first_day(AS_OF - 11) - first_day(AS_OF - 23))
