"""The charts of growth and forecast: rows, words, and nothing drawn that is not known."""

import pytest

from revcore.charts import cash_fan, forecast_backtest, forecast_fan, growth_drivers, season
from revcore.charts.catalogue import charts, drawn_for
from revcore.derive.drivers import Drivers
from revcore.model import Window
from revcore.words import money_words, range_words


def rows_of(drawing):
    return drawing.spec["datasets"]["rows0"]


def test_the_fan_begins_at_the_last_month_known(kalvendo):
    rows = rows_of(charts()["forecast_fan"].draw(kalvendo))
    meeting = [row for row in rows if "known" in row and "low95" in row]
    assert [row["month"] for row in meeting] == ["Oct 2026"]
    assert meeting[0]["low95"] == meeting[0]["known"] == meeting[0]["high50"]
    assert len([row for row in rows if "known" not in row]) == 12
    assert [row["month"] for row in rows][-1] == "Oct 2027"


def test_months_stand_in_their_order_in_every_layer(kalvendo):
    spec = charts()["forecast_fan"].draw(kalvendo).spec
    domains = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in spec["layer"]}
    assert domains == {
        tuple(row["month"] for row in rows_of(charts()["forecast_fan"].draw(kalvendo)))
    }


def test_the_year_ahead_is_said_with_its_range(osmirelle):
    read = osmirelle.forecast
    says = forecast_fan.said(read, 332_943.35, "USD")
    assert says == (
        f"Sales of about {money_words(read.totals[-1].value, 'USD')} in the next twelve months "
        f"({range_words(read.totals[-1].low, read.totals[-1].high, 'USD')}), $333k in the last"
    )
    assert charts()["forecast_fan"].draw(osmirelle).says == says


def test_a_level_is_said_at_its_end_beside_the_level_now(kalvendo):
    says = charts()["forecast_fan"].draw(kalvendo).says
    now = kalvendo.readings["mrr"].value
    assert says.startswith("Recurring revenue of about $5")
    assert "a month by Oct 2027" in says
    assert says.endswith(f"), {money_words(now, 'USD')} now")


def test_every_past_forecast_is_drawn_and_those_outside_are_said(osmirelle):
    past = osmirelle.forecast.backtest
    rows = rows_of(charts()["forecast_backtest"].draw(osmirelle))
    assert len(rows) == len(past.folds)
    inside = [row for row in rows if row["how"] == forecast_backtest.INSIDE]
    assert len(inside) == past.inside
    assert all(row["low"] <= row["actual"] <= row["high"] for row in inside)
    assert f"{past.inside} of {len(rows)} past forecasts" in forecast_backtest.said(past)


def test_a_season_is_drawn_only_where_there_is_one(kalvendo, osmirelle):
    assert "season" not in [chart.id for chart, _ in drawn_for(kalvendo, "growth")]
    assert "good month stays" in charts()["season"].draw(kalvendo).reason
    drawn = charts()["season"].draw(osmirelle)
    assert drawn.says.startswith("Sales have a season: November")
    assert [row["month"] for row in rows_of(drawn)] == list(season.MONTHS)


def test_the_largest_gain_comes_first_and_is_said(kalvendo):
    drawn = charts()["growth_drivers"].draw(kalvendo)
    gains = [row["gain"] for row in rows_of(drawn)]
    assert gains == sorted(gains, reverse=True)
    assert "A tenth more new business" in drawn.says
    assert set(growth_drivers.NAMES) == {"new", "expansion", "contraction", "churn"}


def test_a_document_without_a_forecast_says_why(kalvendo):
    read = kalvendo.forecast.model_copy(update={"points": [], "reason": "Too short."})
    card = kalvendo.model_copy(update={"forecast": read})
    assert charts()["forecast_fan"].draw(card).reason == "Too short."
    none = kalvendo.model_copy(update={"forecast": None})
    for name in ("forecast_fan", "forecast_backtest", "season"):
        assert charts()[name].draw(none).reason.endswith(".")


@pytest.mark.parametrize(("driver", "rate"), [("churn", 0.05), ("contraction", 0.02)])
def test_a_gain_is_the_difference_of_two_runs_month_by_month(driver, rate):
    firm = Drivers(1000.0, 40.0, 0.01, 0.02, 0.05, Window(0, 11))

    def run(lost):
        level, total = 1000.0, 0.0
        for _ in range(12):
            level = level * (1.01 - lost) + 40
            total += level
        return total

    assert firm.gain(driver) == pytest.approx(run(0.07 - rate / 10) - run(0.07))


def test_the_cash_fan_says_what_is_there_and_how_often_it_runs_out():
    row = {"month": "2026-10", "balance": 229_000.0, "empty": None}
    ahead = {"month": "2027-10", "balance": None, "ahead": 10.0, "low": -5.0, "high": 20.0}
    for risk, words in (
        (0.34, "$229k in the bank: empty by Oct 2027 in 34 of 100 simulated courses"),
        (0.97, "$229k in the bank: empty by Oct 2027 in nearly every simulated course"),
        (0.01, "$229k in the bank last beyond Oct 2027 in nearly every simulated course"),
    ):
        assert cash_fan.said([row, ahead | {"empty": risk}], "USD") == words
    shown = cash_fan.tidy([row, ahead | {"empty": 0.3}], "USD")
    assert [one.get("ahead") for one in shown] == [229_000.0, 10.0]
    assert shown[1]["range"] == "−$5 to $20"
