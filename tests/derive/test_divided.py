"""Amounts by the quarter or the year: what they cannot tell is refused, what they tell stays."""

from collections.abc import Sequence

import pytest

from revcore.derive.divided import QUARTER, Divided
from revcore.errors import NotComputable
from revcore.ingest import read_files
from revcore.ingest.raw import Source
from revcore.model import Model, Scorecard, Settings, Window, parse_month
from revcore.pipeline import analyse

BY_YEAR = (
    "Amounts came by the year and count evenly in each month: what changes from month to month"
)
BY_QUARTER = BY_YEAR.replace("by the year", "by the quarter")
MONTHLY = ("revenue_growth_mom", "revenue_forecast", "logo_churn_monthly", "revenue_churn_monthly")
QUARTERLY = ("revenue_growth_qoq", "cmgr_12")
YEARLY = ("revenue_growth_yoy", "nrr", "grr", "logo_retention", "top_customer_share")
YEARS = ("2021", "2022", "2023", "2024")
QUARTERS = tuple(f"Q{at} {year}" for year in YEARS[1:] for at in (1, 2, 3, 4))


def card(text: str, model: Model = "subscription") -> Scorecard:
    settings = Settings(business_model=[model])
    return analyse(read_files([Source("sales.csv", text.encode())], settings))


def by_customer(periods: Sequence[str], each: int) -> str:
    """Twenty customers; every third leaves for the last year, the others grow by a tenth a year."""
    lines = [",".join(["Customer", *periods])]
    a_year = len(periods) // each
    for who in range(20):
        amounts = [
            "" if who % 3 == 0 and at >= len(periods) - a_year else str(1200 * (10 + at // a_year))
            for at in range(len(periods))
        ]
        lines.append(",".join([f"Firm {chr(65 + who)}{chr(97 + who)}son", *amounts]))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def yearly() -> Scorecard:
    return card(by_customer(YEARS, 4))


@pytest.fixture(scope="module")
def quarterly() -> Scorecard:
    return card(by_customer(QUARTERS, 3))


@pytest.mark.parametrize("name", [*MONTHLY, *QUARTERLY])
def test_a_yearly_sheet_tells_nothing_of_months_and_quarters(yearly, name):
    reading = yearly.readings[name]
    assert reading.value is None
    assert (reading.reason or "").startswith(BY_YEAR.split(":")[0])


@pytest.mark.parametrize("name", YEARLY)
def test_a_yearly_sheet_still_tells_what_goes_by_the_year(yearly, name):
    assert yearly.readings[name].value is not None


def test_the_course_and_the_months_ahead_say_the_same_sentence(yearly):
    ahead = yearly.forecast
    assert ahead is not None
    assert (ahead.points, ahead.totals, ahead.growth, ahead.answers) == ([], [], [], [])
    assert (ahead.reason or "").startswith(BY_YEAR)


@pytest.mark.parametrize("name", MONTHLY)
def test_a_quarterly_sheet_tells_nothing_of_its_months(quarterly, name):
    assert quarterly.readings[name].value is None
    assert (quarterly.readings[name].reason or "").startswith(BY_QUARTER)


@pytest.mark.parametrize("name", [*QUARTERLY, *YEARLY])
def test_a_quarterly_sheet_still_tells_quarters_and_years(quarterly, name):
    assert quarterly.readings[name].value is not None


def test_totals_by_year_without_customers_are_refused_alike_and_so_is_their_season():
    totals = "Year,Revenue\n2021,100000\n2022,120000\n2023,150000\n2024,160000\n"
    found = card(totals, "orders")
    for name in ("revenue_growth_mom", "revenue_growth_qoq", "revenue_forecast"):
        assert (found.readings[name].reason or "").startswith("Amounts came by the year"), name
    assert found.readings["revenue_growth_yoy"].value == pytest.approx(160 / 150 - 1)
    season = found.findings["seasonality"]
    assert season.state == "cannot_tell", season


def test_months_told_apart_are_never_refused():
    months = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
    rows = "".join(f"{month},{10_000 + 37 * at % 11 * 300}\n" for at, month in enumerate(months))
    found = card("Month,Revenue\n" + rows, "orders")
    assert found.readings["revenue_growth_mom"].value is not None
    assert found.readings["revenue_forecast"].value is not None


def test_divided_months_before_a_window_do_not_matter_to_it():
    first = parse_month("2024-01")
    found = Divided(tuple((first + at, 12) for at in range(12)))
    found.refuse(Window(first + 12, first + 23))
    with pytest.raises(NotComputable, match=BY_YEAR):
        found.refuse(Window(first + 12, first + 23), Window(first + 11, first + 11))


def test_a_year_cut_short_is_called_by_its_months():
    found = Divided(tuple((at, 5) for at in range(5)))
    with pytest.raises(
        NotComputable, match=r"came by periods of 5 months and .* quarter to quarter"
    ):
        found.refuse(Window(0, 4), most=QUARTER)
