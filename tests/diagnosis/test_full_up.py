"""Whether a firm that delivers by hand is full."""

import pytest

from revcore.diagnosis.patterns.full_up import days
from revcore.model import first_day, last_day
from tests.companies import table
from tests.diagnosis.firms import START, seen

MONTHS = 30


def jobs(*, wait=lambda month: 40, a_month=lambda month: 6, lost=6, whale=None, bills=2):
    """Quotes decided on the fifth; each won one is billed twice, in full after so many days."""
    end = first_day(START + MONTHS)
    deals, invoices = [], []
    for month in range(MONTHS):
        for at in range(a_month(month) + lost):
            number = f"Q{len(deals)}"
            won, day = at >= lost, first_day(START + month) + 4 + at
            amount = whale if whale and (month, at) == (26, lost) else 10_000
            deals.append({"deal_id": number, "created": day - 20, "closed": day, "amount": amount,
                          "status": "won" if won else "lost"})  # fmt: skip
            parts = [(day + 1, amount * 3 // 10), (day + wait(month), amount * 7 // 10)]
            invoices += [
                {"customer": len(deals), "date": when, "amount": part, "project": number}
                for when, part in parts[:bills] if won and when < end
            ]  # fmt: skip
    invoices.append({"customer": 0, "date": last_day(START + MONTHS - 1), "amount": 1})
    return table("deals", deals), table("invoices", invoices)


def longer(month):
    return 40 if month < 20 else 90


def seen_at(*tables):
    return seen("full_up", *tables, business_model="projects")


class TestFullUp:
    def test_jobs_that_wait_twice_as_long_at_full_revenue_are_seen(self):
        found = seen_at(*jobs(wait=longer))
        assert found.state == "strong"
        assert "took 90 days" in found.signs.evidence[0].template
        assert "40 days in the year before" in found.signs.evidence[0].template

    def test_full_revenue_without_waiting_is_only_a_good_year(self):
        found = seen_at(*jobs())
        assert found.state == "not_seen"
        assert found.n == 6 * 18  # six jobs a month, delivered in six months and the twelve before

    def test_waiting_while_revenue_and_sales_fall_is_something_else(self):
        found = seen_at(*jobs(wait=longer, a_month=lambda month: 6 if month < 20 else 3, lost=3))
        assert found.state == "not_seen"

    def test_falling_win_rates_are_not_the_problem_of_a_full_firm(self):
        made, invoices = jobs(wait=longer)
        more = [
            {"deal_id": f"L{n}", "created": first_day(START + MONTHS - 5), "status": "lost",
             "closed": first_day(START + MONTHS - 2), "amount": 1}
            for n in range(60)
        ]  # fmt: skip
        rows = made.frame.drop("row", "file", "sheet", "line").to_dicts()
        assert seen_at(table("deals", rows + more), invoices).state == "not_seen"

    def test_one_large_job_may_hold_up_the_rest(self):
        found = seen_at(*jobs(wait=longer, whale=300_000))
        assert found.state != "strong"
        assert found.signs.trap.ruled_out is None
        assert "One job alone" in found.signs.trap.text

    def test_what_the_company_says_of_itself_decides(self):
        made, invoices = jobs()
        full = seen("full_up", made, invoices, business_model="projects", capacity="full")
        assert full.state == "strong"
        assert "fully booked" in full.signs.evidence[0].template
        free = seen("full_up", *jobs(wait=longer), business_model="projects", capacity="free")
        assert free.state == "not_seen"

    def test_too_few_jobs_are_counted_in_words(self):
        found = seen_at(*jobs(bills=1))
        assert found.state == "cannot_tell"
        assert found.reason.startswith("No jobs billed in full")

    def test_invoices_without_a_project_say_what_would_tell(self):
        made, invoices = jobs()
        rows = invoices.frame.select("customer", "date", "amount").to_dicts()
        found = seen_at(made, table("invoices", rows))
        assert found.needs == ("invoices.project",)


@pytest.mark.parametrize(
    ("number", "said"), [(0.0, "less than a day"), (1.0, "1 day"), (74.0, "74 days")]
)
def test_days_in_words(number, said):
    assert days(number) == said
