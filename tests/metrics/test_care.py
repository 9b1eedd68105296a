"""Waiting for an answer, waiting for money, recommendations."""

import json

import polars as pl
import pytest

from revcore.errors import NotComputable
from revcore.ingest.leads import clock
from revcore.metrics.lead_response_hours import lead_response_hours
from revcore.metrics.payment_lateness import payment_lateness
from revcore.metrics.referral_share import referral_share
from revcore.registry import Provider
from tests.companies import ask, dataset, table
from tests.published import ROOT, sample


def measured(measure, *tables, as_of="2024-06"):
    return ask(dataset(*tables, as_of=as_of)).call(Provider.of(measure))


def lead(day, minutes=None):
    return {"created": day, "response_minutes": minutes, "source": "Web"}


def test_leads_never_answered_lengthen_the_median():
    answered = [lead("2024-03-04", 60 * hour) for hour in range(1, 12)]
    alone = measured(lead_response_hours, table("leads", answered))
    assert alone.value == 6
    silent = [lead("2024-03-04") for _ in range(6)]
    found = measured(lead_response_hours, table("leads", [*answered, *silent]))
    assert found.value == 9
    assert (found.n, found.inputs["unanswered"]) == (17, 6)
    assert found.inputs["within_a_day"] == pytest.approx(11 / 17)
    assert found.interval.low95 <= found.interval.low <= 9 <= found.interval.high


def test_an_answer_after_the_last_month_has_not_come_yet():
    rows = [*[lead("2024-03-04", 60)] * 12, *[lead("2024-06-30", 60 * 24 * 3)] * 4]
    assert measured(lead_response_hours, table("leads", rows)).inputs["unanswered"] == 4


def test_there_is_no_middle_while_most_wait():
    rows = [*[lead("2024-03-04", 60)] * 4, *[lead("2024-03-04")] * 9]
    with pytest.raises(NotComputable, match="4 of 13 leads have been answered"):
        measured(lead_response_hours, table("leads", rows))


def test_whole_days_are_said():
    rows = [lead("2024-03-04", 24 * 60 * day) for day in range(1, 12)]
    assert "days without times" in measured(lead_response_hours, table("leads", rows)).note


def test_times_of_day_in_several_hands():
    texts = ["2024-03-04T08:05:00Z", "4.3.2024 08:05", "3/4/2024 12:05 AM", "2024-03-04", None]
    assert clock(pl.Series(texts)).to_list() == [485, 485, 5, None, None]


def test_kalvendo_agrees_with_the_work_by_hand():
    by_hand = json.loads((ROOT / "sample_data" / "expected.json").read_text("utf-8"))
    by_hand = by_hand["kalvendo"]["leads"]
    found = sample("kalvendo").readings["lead_response_hours"]
    assert found.inputs["unanswered"] == by_hand["never_answered_12m"]
    assert found.inputs["within_an_hour"] == pytest.approx(
        by_hand["answered_within_1h_12m"] / found.n
    )
    # Among the answered alone it would be this; who waits still makes it longer.
    assert found.value > by_hand["response_hours_median_12m"] > 0.8 * found.value


def invoice(due, paid=None, amount=100):
    return {"customer": 1, "date": "2024-01-02", "amount": amount, "due": due, "paid": paid}


def test_open_invoices_count_for_as_long_as_they_are_open():
    paid = [invoice("2024-03-01", f"2024-03-{day:02d}") for day in range(1, 12)]
    early = invoice("2024-03-01", "2024-02-25")
    still = [invoice("2024-03-01") for _ in range(4)]
    credit = invoice("2024-03-01", "2024-03-01", -100)
    found = measured(payment_lateness, table("invoices", [early, *paid, *still, credit]))
    # 16 invoices: −5, 0, 1 … 10 days late, four open for 121 days; eight are paid by day 6.
    assert (found.n, found.value) == (16, 6)
    assert found.inputs["share_late"] == pytest.approx(14 / 16)
    assert "88%" in found.note


def test_customers_who_pay_early_are_early():
    rows = [invoice("2024-03-31", f"2024-03-{day:02d}") for day in range(10, 24)]
    assert measured(payment_lateness, table("invoices", rows)).value == -15


def test_the_trend_is_the_later_half_against_the_earlier_one():
    """Twelve months: five days late in the first six, about twelve in the last six."""

    def month(at, days):
        due = f"2023-{at + 1:02d}-10" if at < 12 else f"2024-{at - 11:02d}-10"
        return [invoice(due, f"{due[:8]}{10 + late:02d}") for late in days]

    early = [row for at in range(5, 12) for row in month(at, (4, 5, 5, 6))]
    late = [row for at in range(12, 18) for row in month(at, (11, 12, 12, 13))]
    found = measured(payment_lateness, table("invoices", [*early, *late]))
    inputs = found.inputs
    assert (inputs["earlier_half_days"], inputs["later_half_days"]) == (5, 12)
    assert inputs["trend_days"] == 7
    assert 0 < inputs["trend_low95"] <= 7 <= inputs["trend_high95"]
    assert "In the last 6 months they paid 7 days later than in the 6 months before." in found.note
    steady = [row for at in range(5, 18) for row in month(at, (4, 5, 5, 6))]
    found = measured(payment_lateness, table("invoices", steady))
    assert found.inputs["trend_days"] == 0
    assert "no clear change" in found.note


def test_a_half_with_few_invoices_tells_no_trend():
    paid = [invoice("2024-03-01", f"2024-03-{day:02d}") for day in range(1, 16)]
    found = measured(payment_lateness, table("invoices", paid))
    assert found.inputs["trend_days"] == "can’t tell yet"
    assert "can’t be told yet" in found.note


def test_recommendations_are_found_by_their_words():
    def won(source):
        return {"status": "won", "created": "2024-01-01", "closed": "2024-03-01", "source": source}

    words = ["Referral", "Word of mouth", "Empfehlung", "recommended by a client"]
    rows = [*map(won, words), *[won("Google Ads")] * 4, won(None)]
    found = measured(referral_share, table("deals", rows))
    assert (found.inputs["by_recommendation"], found.n) == (4, 8)
