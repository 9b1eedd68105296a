"""Invoices that do not say their period: inferred from the rhythm of each customer, or asked."""

import datetime as dt

import pytest

from revcore.pipeline import analyse

LAST = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def billed(customer: str, amount: int, every: int, day: int, first: int, last: int) -> list[str]:
    """Lines of one customer, every so many months from one month to another of 2024 on."""
    lines = []
    for month in range(first, last + 1, every):
        at = dt.date(
            2024 + (month - 1) // 12, (month - 1) % 12 + 1, min(day, LAST[(month - 1) % 12])
        )
        lines.append(f"{customer}-{month},{customer},{at},{amount}")
    return lines


STEADY = [
    *billed("Acme", 100, 1, 31, 1, 18),
    *billed("Birch", 50, 1, 2, 3, 18),
    *billed("Cedar", 1200, 12, 10, 2, 18),
    *billed("Dorn", 80, 1, 15, 1, 9),
    *billed("Elm", 300, 3, 20, 1, 18),
]
ONCE = ["F-1,Fir,2025-06-03,70"]


def sheet(lines, *, flag="") -> str:
    """A CSV of invoices, all flagged alike where a flag is given."""
    more = ",recurring" if flag else ""
    body = "".join(f"{line}{',' + flag if flag else ''}\n" for line in lines)
    return f"invoice,customer,date,amount{more}\n{body}"


def test_what_recurs_and_gives_no_period_gets_that_of_its_customer(reading):
    dataset = reading({"invoices.csv": sheet([*STEADY, *ONCE], flag="yes")})
    (said,) = [one for one in dataset.notices if one.id == "rhythm:invoices.csv"]
    assert "3 monthly, 1 quarterly and 1 yearly; 1 without a rhythm of their own" in said.text
    card = analyse(dataset)
    # June 2025: Acme 100, Birch 50, Cedar 1200 / 12, Elm 300 / 3, Fir 70; Dorn left
    assert card.readings["mrr"].value == pytest.approx(420)


def test_without_a_word_about_it_the_rhythm_is_asked_about(reading):
    files = {"invoices.csv": sheet([*STEADY, *ONCE])}
    dataset = reading(files)
    (question,) = [one for one in dataset.questions if one.id == "rhythm:invoices.csv"]
    assert "Of 4 customers with three or more, 4 are billed in a rhythm" in question.text
    assert not dataset.tables["invoices"].has("period_start")
    for way, asked, filled in ((True, 0, True), (False, 0, False)):
        again = reading(files, {"file": [{"path": "invoices.csv", "rhythm": way}]})
        assert sum(one.id.startswith("rhythm") for one in again.questions) == asked
        assert again.tables["invoices"].has("period_start") is filled
    model = reading(files, {"business_model": "subscription"})
    assert model.tables["invoices"].has("period_start")
    assert not reading(files, {"business_model": "projects"}).tables["invoices"].has("period_start")


def test_invoices_around_the_end_of_a_month_leave_no_month_out(reading):
    days = ["2024-01-31", "2024-03-01", "2024-03-31", "2024-04-30", "2024-05-31", "2024-07-01"]
    lines = [f"{at},Acme,{day},10" for at, day in enumerate(days)]
    table = reading({"invoices.csv": sheet(lines, flag="yes")}).tables["invoices"]
    starts = sorted(dt.date(1970, 1, 1) + dt.timedelta(day) for day in table.frame["period_start"])
    assert [start.month - starts[0].month for start in starts] == [0, 1, 2, 3, 4, 5]


def test_who_buys_without_a_rhythm_is_not_asked_about(reading):
    days = ["2024-01-03", "2024-01-20", "2024-05-02", "2024-11-11", "2025-01-30"]
    lines = [f"{name}{day},{name},{day},10" for name in ("A", "B", "C", "D") for day in days]
    assert not [
        one for one in reading({"invoices.csv": sheet(lines)}).questions if "rhythm" in one.id
    ]


def test_beside_subscriptions_invoices_are_not_asked_about(reading):
    subscriptions = "customer,amount,interval,start date\nAcme,100,month,2024-01-01\n"
    dataset = reading({"invoices.csv": sheet(STEADY), "subscriptions.csv": subscriptions})
    assert not [one for one in dataset.questions if one.id.startswith("rhythm")]


def test_a_share_of_recurring_orders_is_told_by_their_type(reading):
    lines = "".join(
        f"{at},C{at % 9},2025-{1 + at % 12:02d}-15,{10 * (1 + at % 3)},"
        f"{'Subscription' if at % 3 == 0 else 'One-time purchase'}\n"
        for at in range(60)
    )
    text = f"Order,Customer,Order date,Total,Order type\n{lines}"
    card = analyse(reading({"orders.csv": text}))
    assert card.readings["recurring_share"].value == pytest.approx(200 / 1200)


def test_a_blank_flag_with_a_period_counts_as_recurring(reading):
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    lines = [
        f"{month}/{at},C{at},{month}-05,100,{month}-01,{month}-28,{'no' if at == 0 else ''}"
        for month in months
        for at in range(4)
    ]
    header = "invoice,customer,date,amount,period start,period end,recurring"
    card = analyse(reading({"invoices.csv": "\n".join([header, *lines]) + "\n"}))
    assert card.readings["recurring_share"].value == pytest.approx(0.75)
