"""What a customer costs: lag, what is counted, when to refuse, channels by name."""

import pytest

from revcore.derive.channels import channel
from revcore.derive.cost import costs
from revcore.errors import NotComputable
from revcore.metrics.cac import cac
from revcore.metrics.cac_by_channel import cac_by_channel
from revcore.metrics.cac_media import cac_media
from revcore.model import parse_month
from revcore.registry import Provider
from tests.companies import ask, dataset, table


def months(first="2024-01", n=12):
    start = parse_month(first)
    return [f"{(start + m) // 12}-{(start + m) % 12 + 1:02d}" for m in range(n)]


def spend(**amounts) -> list[dict]:
    """One row a month of people (100 + month), tools and media."""
    rows = []
    for number, month in enumerate(months()):
        day = f"{month}-01"
        rows += [
            {"date": day, "amount": 100 + number, "category": "people", "department": "sales"},
            {"date": day, "amount": 30, "category": "media", "channel": "Google Ads",
             "department": "marketing"},
            {"date": day, "amount": 500, "category": "people", "department": "success"},
        ]  # fmt: skip
    return rows


def won(source="Paid Search") -> list[dict]:
    """Two customers a month, each won about 69 days after creation; sources by turns."""
    rows = []
    for number, month in enumerate(months("2023-12", 13)):
        for turn in range(2):
            rows.append(
                {"status": "won", "customer": 2 * number + turn, "closed": f"{month}-28",
                 "created": f"{'2023' if number < 3 else '2024'}-{(number - 3) % 12 + 1:02d}-20",
                 "amount": 5, "source": source if turn else "Word of mouth"}
            )  # fmt: skip
    return rows


def call(asked, measure):
    return asked.call(Provider.of(measure))


def test_spend_is_counted_as_much_earlier_as_a_sale_takes():
    asked = ask(dataset(table("deals", won()), table("spend", spend()), as_of="2024-12"))
    found = call(asked, cac)
    # 20 October to 28 December: 69 days, two months; spend is known from January on.
    assert found.inputs["lag_months"] == 2
    assert found.inputs["spend_window"] == "2024-01..2024-10"
    assert str(found.window) == "2024-03..2024-12"
    assert found.inputs["new_customers"] == 20
    assert found.inputs["spend"] == sum(100 + n + 30 for n in range(10))
    assert found.value == pytest.approx(found.inputs["spend"] / 20)


def test_customer_success_is_no_cost_of_acquisition():
    asked = ask(dataset(table("deals", won()), table("spend", spend()), as_of="2024-12"))
    assert call(asked, cac).inputs["spend"] < 500 * 10


def test_the_lag_can_be_switched_off():
    made = dataset(table("deals", won()), table("spend", spend()), as_of="2024-12",
                   recipe={"name": "own", "lag_spend": False})  # fmt: skip
    found = call(ask(made), cac)
    assert (found.inputs["lag_months"], found.inputs["spend_window"]) == (0, "2024-01..2024-12")


def test_media_alone_is_no_loaded_cost():
    rows = [{"date": f"{month}-01", "amount": 30, "channel": "Google Ads"} for month in months()]
    asked = ask(dataset(table("deals", won()), table("spend", rows), as_of="2024-12"))
    with pytest.raises(NotComputable, match="Only advertising") as refused:
        call(asked, cac)
    assert refused.value.needs == ("spend.category",)
    assert call(asked, cac_media).value == pytest.approx(300 / 20)


def test_seven_new_customers_are_too_few():
    with pytest.raises(NotComputable, match="7 new customers: at least 8"):
        costs(1000.0, 7, None, {})
    assert costs(1000.0, 8, None, {}).value == 125


def test_channels_meet_whatever_they_are_called():
    asked = ask(dataset(table("deals", won()), table("spend", spend()), as_of="2024-12"))
    found = call(asked, cac_by_channel)
    assert found.value == pytest.approx(10 * 30 / 10)
    assert found.inputs["customers_of_channels"] == 10
    assert found.inputs["customers_of_unpaid_channels"] == 10
    assert found.note == "Google Ads and Paid Search taken as one channel."
    assert channel("E-Mail Marketing") == channel("newsletter") == "email"


def test_customers_without_a_source_stand_apart():
    asked = ask(dataset(table("deals", won(None)), table("spend", spend()), as_of="2024-12"))
    with pytest.raises(NotComputable, match="No new customer came through a channel") as refused:
        call(asked, cac_by_channel)
    assert refused.value.inputs["customers_without_source"] == 10


def test_the_first_month_holds_opening_customers_not_new_ones():
    asked = ask(dataset(table("deals", won()), table("spend", spend()), as_of="2024-12"))
    firsts = asked("first_months")
    assert firsts.new_in(type(asked("acquisition").window)(firsts.first, firsts.first)) == 0
