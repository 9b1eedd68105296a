"""The document’s forecast: from rows to the JSON and back, with reasons, and as an index."""

import math

import pytest

from revcore.model import Scorecard
from revcore.pipeline import analyse
from tests.companies import dataset, mrr_sheet, table
from tests.published import sample


def totals(amounts, **settings):
    rows = [{"month": f"{2022 + at // 12}-{at % 12 + 1:02d}", "amount": amount}
            for at, amount in enumerate(amounts)]  # fmt: skip
    return dataset(table("revenue_by_month", rows), **settings)


def uneven(n):
    return [1000 + 12 * at + (at * 37 % 11) * 20 for at in range(n)]


@pytest.mark.parametrize("company", ["kalvendo", "osmirelle"])
def test_a_sample_has_twelve_months_ahead_and_they_are_the_measure_s(company):
    card = sample(company)
    read = card.forecast
    assert [len(read.points), [total.months for total in read.totals]] == [12, [3, 6, 12]]
    assert read.points[0].month == "2026-11"
    year = read.totals[-1]
    assert year.value == pytest.approx(sum(point.value for point in read.points))
    reading = card.readings["revenue_forecast"]
    assert (reading.value, reading.low, reading.high95) == (year.value, year.low, year.high95)
    assert reading.inputs["past_forecasts"] == len(read.backtest.folds) >= 9
    assert read.backtest.inside == sum(fold.inside for fold in read.backtest.folds)
    assert {answer.id for answer in read.answers} == {"standstill", "change", "season"}
    assert Scorecard.from_json(card.to_json()).forecast is not None


def test_the_two_samples_are_two_kinds():
    assert sample("kalvendo").forecast.kind == "stock"
    shop = sample("osmirelle").forecast
    assert shop.kind == "flow"
    assert len(shop.season) == 12


def test_too_short_a_history_is_a_reason_and_what_is_known():
    read = analyse(totals(uneven(9))).forecast
    assert not read.points
    assert "9 complete months" in read.reason
    assert read.so_far.months == 9
    assert read.so_far.most == max(uneven(9))
    assert read.growth


def test_without_revenue_there_is_none():
    deal = {"deal_id": "1", "created": "2024-01-03", "closed": "2024-02-03", "status": "won",
            "amount": 10}  # fmt: skip
    assert analyse(dataset(table("deals", [deal], scale=0))).forecast is None


def test_the_goal_counts_known_months_and_forecast_ones():
    goal = {"revenue": 20_000, "by": "2024-06"}
    card = analyse(totals(uneven(24), goal=goal))
    gap, ahead = card.readings["goal_gap"], card.forecast
    known = sum(uneven(24)[18:])
    assert gap.inputs["known"] == known
    assert gap.value == pytest.approx(20_000 - known - ahead.totals[1].value)
    assert gap.low == pytest.approx(20_000 - known - ahead.totals[1].high)
    assert gap.high95 == pytest.approx(20_000 - known - ahead.totals[1].low95)


def test_a_goal_already_behind_is_counted_and_one_far_ahead_is_refused():
    past = analyse(totals(uneven(24), goal={"revenue": 5000, "by": "2023-06"}))
    assert past.readings["goal_gap"].value == 5000 - sum(uneven(24)[6:18])
    assert past.readings["goal_gap"].low is None
    far = analyse(totals(uneven(24), goal={"revenue": 5000, "by": "2026-02"}))
    assert "26 months ahead" in far.readings["goal_gap"].reason
    near = analyse(totals(uneven(24), goal={"revenue": 5000, "by": "2025-12"}))
    assert near.readings["goal_gap"].value is not None


def test_as_an_index_every_amount_follows_and_no_rate_does():
    made = dataset(mrr_sheet(**{f"c{at}": [50 + at + month for month in range(20)]
                                for at in range(8)}))  # fmt: skip
    plain = analyse(made).forecast
    hidden = analyse(made, made.settings.model_copy(update={"nda": True, "nda_money": "index"}))
    factor = 100 / sum(50 + at for at in range(8))
    read = hidden.forecast
    assert read.points[3].low95 == pytest.approx(plain.points[3].low95 * factor)
    assert read.totals[2].value == pytest.approx(plain.totals[2].value * factor)
    assert read.backtest.folds[0].actual == pytest.approx(plain.backtest.folds[0].actual * factor)
    assert read.backtest.error == plain.backtest.error
    assert read.growth == plain.growth
    assert read.so_far.mean == pytest.approx(plain.so_far.mean * factor)
    value = hidden.readings["revenue_forecast"].inputs["next_3_months"]
    assert math.isclose(value, plain.totals[0].value * factor)
