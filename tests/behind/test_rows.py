"""The rows behind a reading: as many as it counts, readable, exact, and only what was asked for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import revcore
from revcore.behind import RowsBehind, rows, to_csv
from revcore.behind.find import FILTERS
from revcore.diagnosis.catalogue import patterns
from revcore.errors import NotComputable, RevcoreError
from revcore.metrics.catalogue import metrics
from revcore.model import Dataset, Scorecard
from revcore.pipeline import analyse
from tests.companies import table as table_of
from tests.published import company, scorecard

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
NOT_ROWS = {
    "months counted", "months of history", "people", "visitors", "customer-months",
    "sales with a list price",
    "sellers who began", "figures behind it",
}  # fmt: skip
"""What ``n`` counts where it counts neither rows nor customers."""


def sample(name: str) -> tuple[Dataset, Scorecard]:
    return company(name), scorecard(name)


@pytest.fixture(scope="module")
def kalvendo() -> tuple[Dataset, Scorecard]:
    return sample("kalvendo")


@pytest.fixture(scope="module")
def osmirelle() -> tuple[Dataset, Scorecard]:
    return sample("osmirelle")


@pytest.fixture(scope="module")
def tormeline() -> tuple[Dataset, Scorecard]:
    return sample("tormeline")


@pytest.mark.parametrize("name", list(metrics()))
@pytest.mark.parametrize("company", ["kalvendo", "osmirelle", "tormeline"])
def test_there_are_as_many_rows_as_the_reading_counts(name, company, request):
    dataset, card = request.getfixturevalue(company)
    reading = card.readings[name]
    if metrics()[name].rows is None:
        with pytest.raises(NotComputable, match="worked out from other figures"):
            rows(dataset, name)
        return
    if reading.value is None:
        return
    found = rows(dataset, name)
    assert found.frame.height == found.n > 0
    assert found.frame.columns == list(found.columns)
    assert found.note.endswith(".")
    if reading.n_of not in NOT_ROWS:
        assert found.n == reading.n


def test_the_rows_of_sales_add_up_to_the_sales(osmirelle):
    dataset, card = osmirelle
    found = rows(dataset, "revenue")
    assert found.frame["amount"].sum() == Decimal(str(card.readings["revenue"].value))


def test_what_customers_pay_adds_up_to_the_mrr_and_the_opening_base(kalvendo):
    dataset, card = kalvendo
    assert rows(dataset, "mrr").frame["mrr"].sum() == Decimal("372169")
    base = rows(dataset, "nrr").frame
    assert base["mrr_at_opening"].sum() == Decimal("260688.30")
    assert base["mrr_at_close"].sum() == Decimal("247941.60")
    assert base["mrr_at_opening"].dtype == pl.Decimal(38, 6)
    assert card.readings["nrr"].inputs["closing_mrr_of_them"] == 247941.6


def test_movements_by_customer_add_up_to_the_inputs(kalvendo):
    dataset, card = kalvendo
    frame = rows(dataset, "quick_ratio").frame
    inputs = card.readings["quick_ratio"].inputs
    for kind in ("new", "reactivation", "expansion", "contraction", "churn"):
        assert float(frame[kind].sum()) == pytest.approx(inputs[kind])


def test_what_was_at_risk_and_lost_adds_up_to_the_inputs(kalvendo):
    dataset, card = kalvendo
    frame = rows(dataset, "revenue_churn_monthly").frame
    money = card.readings["revenue_churn_monthly"].inputs
    assert float(frame["mrr_lost"].sum()) == pytest.approx(money["mrr_lost"])
    assert float(frame["mrr_at_risk_all_months"].sum()) == pytest.approx(money["mrr_at_risk"])
    churn = card.readings["logo_churn_monthly"]
    assert frame["months_at_risk"].sum() == churn.n
    assert frame["times_left"].sum() == round(churn.value * churn.n)


@pytest.mark.parametrize("company", ["kalvendo", "osmirelle", "tormeline"])
@pytest.mark.parametrize("name", ["revenue_growth_yoy", "revenue_growth_mom"])
def test_both_periods_add_up_to_the_inputs(name, company, request):
    dataset, card = request.getfixturevalue(company)
    frame, inputs = rows(dataset, name).frame, card.readings[name].inputs
    assert float(frame["now"].sum()) == pytest.approx(inputs["revenue"])
    assert float(frame["before"].sum()) == pytest.approx(inputs["revenue_before"])
    assert (frame["change"] == frame["now"] - frame["before"]).all()


def test_customers_of_the_year_before_add_up_to_the_inputs(osmirelle):
    dataset, card = osmirelle
    frame = rows(dataset, "same_customer_revenue").frame
    inputs = card.readings["same_customer_revenue"].inputs
    assert float(frame["before"].sum()) == pytest.approx(inputs["revenue_before"])
    assert float(frame["now"].sum()) == pytest.approx(inputs["revenue_now"])


def test_first_and_second_purchases_give_the_repeat_rate(osmirelle):
    dataset, card = osmirelle
    frame = rows(dataset, "repeat_purchase_rate").frame
    reading = card.readings["repeat_purchase_rate"]
    in_time = frame.filter(
        pl.col("second_purchase") < pl.col("first_purchase").dt.offset_by("12mo")
    )
    assert in_time.height / frame.height == pytest.approx(reading.value)


def test_rows_are_what_a_person_reads_and_point_at_their_line(kalvendo):
    dataset, _ = kalvendo
    found = rows(dataset, "win_rate")
    first = found.frame.row(0, named=True)
    assert isinstance(first["created"], dt.date)
    assert isinstance(first["customer"], str)
    assert found.frame["amount"].dtype == pl.Decimal(38, 2)
    assert set(found.frame["file"]) == {"deals.csv"}
    assert set(found.frame["status"]) == {"won", "lost"}
    line = (SAMPLES / "kalvendo" / "deals.csv").read_text("utf-8").splitlines()[first["line"] - 1]
    assert first["deal_id"] in line
    assert "row" not in found.columns
    assert found.words == "957 rows"


def test_a_customer_points_at_its_lines(kalvendo):
    dataset, _ = kalvendo
    first = rows(dataset, "mrr").frame.row(0, named=True)
    name, *lines = first["where"].replace(",", "").split()
    text = (SAMPLES / "kalvendo" / name).read_text("utf-8").splitlines()
    numbers = [int(line) for line in lines if line.isdigit()]
    assert numbers
    assert all(first["customer"] in text[number - 1] for number in numbers)


def test_a_limit_hands_over_fewer_and_still_counts_all(kalvendo):
    dataset, _ = kalvendo
    found = rows(dataset, "win_rate", limit=10)
    assert found.frame.height == 10
    assert found.n == 957


def test_a_segment_has_the_rows_its_breakdown_counts(kalvendo):
    dataset, card = kalvendo
    for name, dimensions in card.breakdowns.items():
        if card.readings[name].n_of in NOT_ROWS:
            continue
        for dimension, parts in dimensions.items():
            for part in parts:
                if part.key != "all others":
                    found = rows(dataset, name, (dimension, part.key))
                    assert found.n == part.n, (name, dimension, part.key)


def test_new_sellers_and_open_deals_stand_behind_ramp_and_weighted_pipeline(kalvendo):
    dataset, card = kalvendo
    assert rows(dataset, "ramp_months").n == card.readings["ramp_months"].n == 4
    assert rows(dataset, "weighted_pipeline").n == card.readings["weighted_pipeline"].n


def test_every_figure_of_a_sample_has_rows(kalvendo):
    dataset, card = kalvendo
    known = [name for name, one in card.readings.items() if one.value is not None]
    assert [name for name in known if metrics()[name].rows is None] == []
    assert all(rows(dataset, name, limit=1).n for name in ("nps", "magic_number", "clv_to_cac"))


def test_masked_sellers_are_found_by_their_masked_name(kalvendo):
    dataset, _ = kalvendo
    found = rows(dataset, "win_rate", ("owner", "Seller 1"))
    assert found.frame["owner"].n_unique() == 1
    assert not found.frame["owner"][0].startswith("Seller")


def test_customers_by_the_channel_that_brought_them(kalvendo):
    dataset, _ = kalvendo
    spelt = [rows(dataset, "cac", ("channel", name)).n for name in ("Paid search", "Google Ads")]
    assert spelt[0] == spelt[1] == 44


def test_an_unknown_measure_is_said_with_a_guess(kalvendo):
    dataset, _ = kalvendo
    with pytest.raises(RevcoreError, match="Did you mean “win_rate”"):
        rows(dataset, "win_rat")


def test_a_measure_without_a_value_gives_its_reason(osmirelle):
    dataset, _ = osmirelle
    with pytest.raises(NotComputable):
        rows(dataset, "win_rate")


def test_the_front_door_is_lazy_and_is_the_same_function():
    assert revcore.rows is rows
    assert revcore.rows is rows
    with pytest.raises(AttributeError):
        _ = revcore.nothing


def test_every_filter_a_measure_names_exists_and_every_filter_is_used():
    named = {metric.rows for metric in metrics().values() if metric.rows}
    named |= {pattern.rows for pattern in patterns().values() if pattern.rows}
    assert named <= set(FILTERS)
    assert set(FILTERS) - named <= {"buyers"}  # what payers shows of a shop


def table(**columns: list[object]) -> RowsBehind:
    frame = pl.DataFrame(columns)
    return RowsBehind("x", tuple(frame.columns), frame, frame.height, "", "")


def test_a_spreadsheet_runs_nothing_of_the_download():
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "fine", 'say "hi", you']
    text = to_csv(table(name=bad, amount=[Decimal(-1)] * 8, day=[dt.date(2024, 1, 2)] * 8))
    lines = text.split("\r\n")
    assert lines[0] == "name,amount,day"
    assert lines[1] == "'=1+1,-1,2024-01-02"
    for cell in ("'+1", "'-1", "'@SUM(A1)", "'\tx"):
        assert f"{cell},-1,2024-01-02" in lines
    assert '"\'\rx"' in text
    assert '"say ""hi"", you",-1,2024-01-02' in lines


def test_headers_of_the_download_are_neutral_too():
    assert to_csv(table(**{"=cmd": [1]})).startswith("'=cmd")


def test_typed_numbers_are_their_own_rows():
    numbers = {"sales_this_year": 1e5, "sales_last_year": 8e4, "customers": 50.0}
    typed = table_of(
        "answers", [{"name": k, "value": v, "period": "2024-12"} for k, v in numbers.items()]
    )
    made = Dataset({"answers": typed}, ())
    card = analyse(made)
    known = [name for name, reading in card.readings.items() if reading.value is not None]
    assert "revenue" in known
    for name in known:
        if metrics()[name].rows:
            assert rows(made, name).n == 3
