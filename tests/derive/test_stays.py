"""Who could leave when, against published survival times and by hand."""

import numpy as np
import pytest

from revcore.derive.leavers import NEVER
from revcore.derive.series.renewals_ahead import renewals_ahead
from revcore.derive.stays import rate_ratio
from revcore.errors import NotComputable
from tests.companies import ask, dataset, day, mrr_sheet, table

JAN = 24_288  # January 2024

# Remission of 42 leukaemia patients in weeks, half of them on 6-MP; + was still in remission.
# Freireich et al. (1963), Blood 21:699-716; as printed in Kalbfleisch & Prentice (2002), table 1.1.
TREATED = "6+ 6 6 6 7 9+ 10+ 10 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def weeks(text, one):
    """Each patient as one entry per week watched."""
    found = []
    for word in text.split():
        last = int(word.removesuffix("+"))
        found += [(week, week == last and not word.endswith("+"), one)
                  for week in range(1, last + 1)]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def remission():
    entries = weeks(PLACEBO, True) + weeks(TREATED, False)
    age, left, one = (np.array(part) for part in zip(*entries, strict=True))
    return age, left, one


class TestRateRatio:
    def test_the_log_rank_test_of_the_leukaemia_patients_is_the_published_one(self, remission):
        found = rate_ratio(*remission)
        assert (found.events, found.others) == (21, 9)
        assert round(found.expected, 2) == 10.75
        assert found.p == pytest.approx(4.17e-5, rel=0.01)  # chi-squared 16.79

    def test_its_ratio_lies_where_the_regression_has_it(self, remission):
        found = rate_ratio(*remission)
        assert 4 < found.value < 5.5  # Cox: 4.5 to 4.8, by how ties are handled
        assert found.error == pytest.approx(0.41, abs=0.05)

    def test_the_other_way_round_it_is_the_inverse(self, remission):
        age, left, one = remission
        there, back = rate_ratio(age, left, one), rate_ratio(age, left, ~one)
        assert there.value * back.value == pytest.approx(1)
        assert there.p == pytest.approx(back.p)

    def test_nobody_leaving_is_no_difference_and_no_certainty(self):
        found = rate_ratio(np.zeros(6, int), np.zeros(6, bool), np.arange(6) < 3)
        assert (found.value, found.p) == (1.0, 1.0)
        assert found.error > 1


class TestStayMonths:
    def test_a_return_is_no_second_stay(self):
        made = dataset(mrr_sheet(old=[5] * 6, comes=[0, 9, 9, 0, 9, 9]))
        found = ask(made)("stay_months")
        mine = found.customer == 1
        assert found.month[mine].tolist() == [JAN + 2, JAN + 3]
        assert found.left[mine].tolist() == [False, True]
        assert found.age[mine].tolist() == [1, 2]

    def test_customers_of_the_first_month_have_no_known_age(self):
        found = ask(dataset(mrr_sheet(old=[5] * 3, new=[0, 5, 5])))("stay_months")
        assert set(found.customer[found.dated]) == {1}

    def test_who_signs_for_a_year_is_known(self):
        rows = [
            {"customer": n, "start": "2024-01-05", "amount": 10, "mrr": 10**7, "interval": every}
            for n, every in enumerate(["year", "month"])
        ]
        found = ask(dataset(table("subscriptions", rows)), as_of=JAN + 3, last_month=JAN + 3)
        stays = found("stay_months")
        assert set(stays.customer[stays.yearly]) == {0}


class TestLeavers:
    def test_when_they_left_what_they_paid_and_when_they_came_back(self):
        made = dataset(mrr_sheet(stays=[1] * 6, back=[8, 8, 0, 0, 6, 6], gone=[4, 0, 0, 0, 0, 0]))
        found = ask(made)("leavers")
        order = np.argsort(found.customer)
        assert found.month[order].tolist() == [JAN + 2, JAN + 1]
        assert found.lost[order].tolist() == [8, 4]
        assert found.back[order].tolist() == [JAN + 4, NEVER]
        assert found.again[order].tolist() == [6, 0]
        assert not found.told

    def test_the_reason_is_the_one_of_the_month_they_left(self):
        plain = {"start": "2024-01-05", "amount": 10, "mrr": 10**7}
        rows = [
            {"customer": 1, **plain},
            {"customer": 2, **plain, "end": "2024-02-10", "end_reason": "upgrade"},
            {"customer": 2, **plain, "start": "2024-02-10", "end": "2024-04-02",
             "end_reason": "too expensive"},
        ]  # fmt: skip
        found = ask(dataset(table("subscriptions", rows)), as_of=JAN + 5, last_month=JAN + 5)
        assert found("leavers").reason.tolist() == ["too expensive"]


class TestRenewals:
    def renewing(self, *days, interval="year"):
        rows = [
            {"customer": n, "start": "2024-01-05", "amount": 120, "mrr": 10**7, "renews": text,
             "interval": interval}
            for n, text in enumerate(days)
        ]  # fmt: skip
        made = dataset(table("subscriptions", rows))
        return ask(made, as_of=JAN + 3, last_month=JAN + 3)("renewals")

    def test_the_fullest_thirty_days(self):
        found = self.renewing("2024-05-10", "2024-06-20", "2024-06-25", "2024-07-15", "2025-01-05")
        first, due = found.fullest(day("2024-05-01"), day("2024-10-31"), 30)
        assert (first, due) == (day("2024-06-20"), 30.0)
        assert found.all_mrr == 50

    def test_customers_billed_by_the_month_have_nothing_to_renew(self):
        assert not len(self.renewing("2024-05-10", "2024-05-12", interval="month").customer)

    def test_each_month_ahead_holds_its_part_and_beyond_a_year_nothing(self):
        found = self.renewing("2024-05-10", "2024-06-20", "2024-06-25", "2025-05-01")
        drawn = renewals_ahead(found, JAN + 3).rows
        assert drawn[:3] == [["2024-05", 0.25, 1], ["2024-06", 0.5, 2], ["2024-07", 0.0, 0]]
        assert len(drawn) == 12
        assert sum(row[1] for row in drawn) == 0.75

    def test_without_days_they_are_asked_for(self):
        with pytest.raises(NotComputable) as told:
            self.renewing(None, None)
        assert told.value.needs == ("subscriptions.renews",)


class TestProducts:
    def test_a_second_product_counts_from_the_month_after_it_came(self):
        plain = {"customer": 1, "amount": 10, "mrr": 10**7}
        rows = [
            {**plain, "start": "2024-01-05", "product": "Core"},
            {**plain, "start": "2024-03-05", "product": "More", "mrr": 4 * 10**6},
            {"customer": 2, "amount": 9, "mrr": 9 * 10**6, "start": "2024-01-05",
             "product": "Core"},
        ]  # fmt: skip
        asked = ask(dataset(table("subscriptions", rows)), as_of=JAN + 4, last_month=JAN + 4)
        held, stays = asked("subscriber_products"), asked("stay_months")
        mine = stays.customer == 1
        assert dict(zip(stays.month[mine], held.several[mine], strict=True)) == {
            JAN + 1: False, JAN + 2: False, JAN + 3: True, JAN + 4: True,
        }  # fmt: skip
        assert held.count.tolist() == [2, 1]
        assert held.second.tolist() == [4.0]
        assert held.names == ("Core", "More")


class TestRegulars:
    def test_late_is_against_ones_own_rhythm(self):
        weekly = [{"customer": n, "date": day("2024-01-01") + 7 * k, "amount": 10}
                  for n in range(20) for k in range(20 if n else 12)]  # fmt: skip
        monthly = [{"customer": 50 + n, "date": day("2024-01-01") + 30 * k, "amount": 10}
                   for n in range(20) for k in range(5)]  # fmt: skip
        asked = ask(dataset(table("orders", weekly + monthly)))
        found = asked("regular_waits")
        fast, slow = found.customer < 50, found.customer >= 50
        assert found.limit[fast].max() < found.limit[slow].min()
        assert set(found.customer[found.late & found.open]) == {0}

    def test_a_wait_counts_until_it_is_late(self):
        found = ask(dataset(table("orders", [
            {"customer": n, "date": day("2024-01-01") + 10 * k, "amount": 10}
            for n in range(25) for k in range(8 if n else 4)
        ])))("regular_waits")  # fmt: skip
        became, days = found.over(JAN, JAN + 2)
        mine = found.customer == 0
        assert became[mine].tolist() == [True]
        assert days[mine][0] == pytest.approx(found.limit[mine][0])
