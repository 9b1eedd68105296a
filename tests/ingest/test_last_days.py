"""Ends that are the last day paid for: contract lists, one row a term."""

import pytest

from revcore.model import parse_month
from tests.companies import ask

HEAD = "Contract No,Customer,Start date,End date,Amount,Interval\n"
YEARS = HEAD + "".join(
    f"{name}{year},{name},{year}-01-01,{year}-12-31,{price},year\n"
    for name, price in (("Ash", 1200), ("Birch", 2400), ("Cedar", 3600))
    for year in (2023, 2024)
)


@pytest.fixture
def levels(reading):
    """MRR at the end of some months, and the notices, of one file."""

    def read(text, *months, **fix):
        settings = {"file": [{"path": "contracts.csv", **fix}]} if fix else {}
        made = reading({"contracts.csv": text}, {"as_of": months[-1], **settings})
        asker = ask(made, as_of=parse_month(months[-1]), last_month=parse_month(months[-1]))
        recurring = asker("recurring")
        found = [recurring.money(recurring.total(parse_month(month))) for month in months]
        return found, [notice.id for notice in made.notices]

    return read


def test_a_contract_to_the_last_day_of_december_is_paid_in_december(levels):
    found, notices = levels(YEARS, "2023-11", "2023-12", "2024-01", "2024-12")
    assert found == [600, 600, 600, 600]
    assert "last_days:contracts.csv" in notices


def test_a_person_may_have_every_end_read_as_the_first_free_day(levels):
    found, notices = levels(
        YEARS, "2023-11", "2023-12", "2024-01", "2024-12", count=["ends as written"]
    )
    assert found == [600, 0, 600, 0]
    assert "last_days:contracts.csv" not in notices


def test_one_row_a_month_is_a_customer_all_the_time(levels):
    ends = ("01-31", "02-29", "03-31", "04-30")
    rows = "".join(
        f"R{number},Ash,2024-0{number}-01,2024-{end},100,month\n"
        for number, end in enumerate(ends, start=1)
    )
    assert levels(HEAD + rows, "2024-01", "2024-02", "2024-04")[0] == [100, 100, 100]


def test_ends_on_the_day_a_term_is_over_stay_as_they_are(levels):
    rows = YEARS.replace("2023-12-31", "2024-01-01").replace("2024-12-31", "2025-01-01")
    found, notices = levels(rows, "2023-12", "2024-01", "2024-12")
    assert found == [600, 600, 600]
    assert not [one for one in notices if one.startswith("last_days")]


def test_cancelled_on_any_day_a_subscription_ends_that_month(levels):
    rows = (
        "A,Ash,2024-01-15,2024-03-20,100,month\nB,Birch,2024-01-02,2024-04-30,10,month\n"
        "C,Cedar,2024-01-09,,1,month\n"
    )
    assert levels(HEAD + rows, "2024-02", "2024-03", "2024-04")[0] == [111, 11, 1]


def test_what_the_same_customer_goes_on_with_the_day_after_is_no_gap(levels):
    rows = (
        "A,Ash,2024-01-01,2024-03-31,400,month\nB,Ash,2024-04-01,,250,month\n"
        "C,Birch,2024-01-10,2024-03-31,10,month\nD,Cedar,2024-04-01,,1,month\n"
    )
    assert levels(HEAD + rows, "2024-02", "2024-03", "2024-04")[0] == [410, 400, 251]
