"""Series of the funnel: by hand, and as the measures have them."""

import pytest

from revcore.derive.deal_stages import deal_stages
from revcore.registry import Provider
from tests.companies import ask, dataset, table
from tests.published import sample


def rows(series):
    return [dict(zip(series.columns, row, strict=True)) for row in series.rows]


def staged(number, days, status="open", closed=None):
    """A deal with the day of June 2024 on which it entered each stage."""
    key = f"d{number}"
    deal = {"deal_id": key, "status": status, "created": "2024-06-01", "closed": closed}
    entries = [{"deal_id": key, "stage": stage, "entered": f"2024-06-{day:02d}"}
               for stage, day in days.items()]  # fmt: skip
    return deal, entries


def made():
    """Ten go on from A to B on day 3, five of these to C; one skips B; six are won, eight lost."""
    deals = [staged(at, {"A": 1, "B": 3, "C": 6}, "won", "2024-06-11") for at in range(5)]
    deals += [staged(5, {"A": 1, "C": 9}, "won", "2024-06-12")]
    deals += [staged(at, {"A": 1, "B": 3}, "lost", "2024-06-08") for at in range(6, 11)]
    deals += [staged(at, {"A": 1}, "lost", "2024-06-05") for at in range(11, 14)]
    deals += [staged(at, {"A": 1}) for at in range(14, 16)]
    return dataset(
        table("deals", [deal for deal, _ in deals]),
        table("stage_history", [entry for _, entries in deals for entry in entries]),
        as_of="2024-06",
    )


def test_stages_by_both_readings():
    found = ask(made()).call(Provider.of(deal_stages))
    first, second, third = found.stages
    assert [one.name for one in found.stages] == ["A", "B", "C"]
    # 11 of 16 reached a later stage; nobody left while the two open ones were unknown.
    assert (first.any.entered, first.any.counted(1), first.any.counted(2)) == (16, 11, 3)
    assert first.any.value == pytest.approx(11 / 16)
    # Only ten entered B itself.
    assert first.in_order.value == pytest.approx(10 / 16)
    assert first.skipped == 0
    assert (second.any.entered, second.skipped, second.any.value) == (11, 1, pytest.approx(6 / 11))
    assert second.in_order.value == pytest.approx(5 / 10)
    assert third.any.value == pytest.approx(1.0)


def test_days_in_a_stage():
    first = ask(made()).call(Provider.of(deal_stages)).stages[0]
    # Ten of eleven after two days.
    assert first.any.middle() == 2


def test_stages_of_kalvendo():
    card = sample("kalvendo")
    found = rows(card.series["stage_steps"])
    assert found[0]["stage"] == "Appointment Scheduled"
    assert found[0]["entered"] == card.readings["win_rate_created"].n
    # The product of all steps is the share won: nobody is counted twice or lost between stages.
    product = 1.0
    for row in found:
        product *= row["rate"]
    assert product == pytest.approx(card.readings["win_rate_created"].value, rel=0.06)


def test_outcomes_end_where_the_measure_is():
    card = sample("kalvendo")
    found, reading = rows(card.series["outcome_by_age"]), card.readings["win_rate_created"]
    assert found[-1]["won"] == pytest.approx(reading.value)
    assert (found[-1]["low"], found[-1]["high"]) == pytest.approx((reading.low, reading.high))
    assert all(row["won"] + row["lost"] + row["open"] == pytest.approx(1) for row in found)
    middle = card.readings["sales_cycle_days"].inputs["median_days_with_open_deals"]
    half = next(row for row in found if row["won"] >= reading.value / 2)
    assert half["day"] == middle
    steps = {(row["from"], row["to"]): row for row in rows(card.series["funnel_steps"])}
    last = steps["opportunities", "won"]
    assert last["rate"] == pytest.approx(reading.value)
    assert last["days"] == middle


def test_vintages_are_compared_at_the_ages_both_have():
    found = sample("kalvendo").series["survival_by_vintage"]
    cells = rows(found)
    came = list(dict.fromkeys(row["came"] for row in cells))
    assert came == ["2023-12..2024-10", "2024-11..2025-10", "2025-11..2026-10"]
    assert all(row["share"] == 1 for row in cells if row["month"] == 0)
    assert {row["p"] for row in cells} == {cells[0]["p"]}
    assert 0 < cells[0]["p"] < 1
    assert all(row["at_risk"] >= 5 for row in cells)
