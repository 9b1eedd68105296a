"""Reasons name what there is one of in the singular."""

import numpy as np
import pytest

from revcore.charts import cycle_histogram, new_customers_by_month
from revcore.derive.list_price import trend
from revcore.derive.marginal import response
from revcore.errors import NotComputable
from revcore.words import counted_words

ONE = np.array([1])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: response([5.0], [1.0]), "1 month with spend and 1 new customer: at least"),
        (lambda: trend(ONE, np.array(["a"]), ONE * 1.0, ONE, 1, plans=True),
         "Prices of 1 month are known: at least"),
    ],
)  # fmt: skip
def test_one_month_is_no_months(asked, said):
    with pytest.raises(NotComputable) as found:
        asked()
    assert str(found.value).startswith(said)


@pytest.mark.parametrize(
    ("n", "of", "said"),
    [
        (1, "won deals have", "1 won deal has"),
        (1, "leads of the last year were", "1 lead of the last year was"),
        (1, "lost deals say", "1 lost deal says"),
        (0, "months hold", "0 months hold"),
        (2, "deals are", "2 deals are"),
    ],
)
def test_the_verb_goes_with_the_count(n, of, said):
    assert counted_words(n, of) == said


def test_charts_say_one_day_and_one_month():
    assert cycle_histogram.bin_words(1, 2) == "1 day"
    assert cycle_histogram.bin_words(1, None) == "1 day or more"
    assert new_customers_by_month.said([1]) == "1 new customer in 1 month"
