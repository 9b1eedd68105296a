"""Quarters across and down, fiscal years, and dates in three columns."""

import datetime as dt

import pytest

from revcore.ingest import read_files
from revcore.ingest.raw import Source
from revcore.model import Settings, month_label


def monthly(dataset, table="revenue_by_month", value="amount") -> dict[str, float]:
    """Month -> sum of a column."""
    found = dataset.tables[table]
    frame = found.frame.select("month", value).group_by("month").sum().sort("month")
    scale = 10 ** found.scale.get(value, 0)
    return {
        month_label(month): total / scale
        for month, total in frame.select("month", value).iter_rows()
    }


def days(dataset, table: str, column: str = "date") -> list[str]:
    start = dt.date(1970, 1, 1)
    frame = dataset.tables[table].frame.sort("line")
    return [str(start + dt.timedelta(day)) for day in frame[column]]


QUARTERS = "Product,Q1 2024,Q2 2024,Q3 2024,Q4 2024\nA,100,200,300,400.01\nB,10,20,,40\n"


def test_quarters_across_are_divided_by_their_months_to_the_cent(reading):
    dataset = reading({"revenue.csv": QUARTERS})
    found = monthly(dataset)
    assert list(found) == [f"2024-{month:02d}" for month in range(1, 13)]
    assert [round(sum(list(found.values())[at : at + 3]), 2) for at in (0, 3, 6, 9)] == [
        110.0, 220.0, 300.0, 440.01,
    ]  # fmt: skip
    sheet = dataset.files[0].sheets[0]
    assert (sheet.rows_in, sheet.rows_used) == (2, 2)
    assert sheet.total_in == sheet.total_used == {"unknown": 1070.01}
    assert any("divided evenly" in notice.text for notice in dataset.notices)


@pytest.mark.parametrize(
    "header",
    [
        "2024-Q1,2024-Q2,2024-Q3", "Q1'24,Q2'24,Q3'24", "1Q24,2Q24,3Q24", "T1 2024,T2 2024,T3 2024",
        "FY24 Q1,FY24 Q2,FY24 Q3",
    ],
)  # fmt: skip
def test_quarters_are_known_however_they_are_written(reading, header):
    dataset = reading({"revenue.csv": f"Product,{header}\nA,3,6,9\nB,30,60,90\n"})
    assert list(monthly(dataset).values()) == [11] * 3 + [22] * 3 + [33] * 3


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("KW", ("KW 7/2024", "KW 9/2024")), ("Woche", ("2024-W07", "2024-W09")),
        ("Week", ("W7 2024", "W9 2024")), ("Semaine", ("2024 sem. 7", "2024 sem. 9")),
        ("Kalenderwoche", ("7. KW 2024", "9. KW 2024")),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("first", "table"), [("Channel", "spend"), ("Order", "orders")])
def test_weeks_are_dates_under_the_word_for_week(reading, header, cells, first, table):
    text = f"{first};{header};Cost\nA;{cells[0]};100\nB;{cells[1]};50\n"
    text = text if table == "spend" else text.replace("Cost", "Total")
    assert days(reading({"file.csv": text}), table) == ["2024-02-12", "2024-02-26"]


def test_quarters_without_a_year_take_the_one_above(reading):
    text = "Revenue 2023\nProduct,Q1,Q2,Q3,Q4\nA,3,6,9,12\nB,30,60,90,120\n"
    found = monthly(reading({"revenue.csv": text}))
    assert (found["2023-01"], found["2023-12"]) == (11, 44)


def test_quarters_under_years(reading):
    text = ",2023,,,,2024\nProduct,Q1,Q2,Q3,Q4,Q1\nA,3,6,9,12,15\nB,30,60,90,120,150\n"
    found = monthly(reading({"revenue.csv": text}))
    assert (found["2023-01"], found["2024-03"]) == (11, 55)


def test_quarters_down_a_column_of_whole_amounts(reading):
    dataset = reading({"revenue.csv": "Quarter,Revenue\nQ1 2024,100\nQ2 2024,200\nQ3 2024,300\n"})
    assert list(monthly(dataset).values())[:3] == [33.33, 33.33, 33.34]


def test_mrr_of_a_quarter_holds_in_each_month_and_revenue_of_a_quarter_does_not(reading):
    text = "Customer,Q1 2024,Q2 2024,Q3 2024\nAcme,300,300,300\nBeta,30,30,30\n"
    assert set(monthly(reading({"mrr.csv": text}), "mrr").values()) == {330}
    assert set(monthly(reading({"firms.csv": text}), "mrr").values()) == {110}


def test_measures_by_quarter_lying_on_their_side(reading):
    text = "Metric,Q1 2024,Q2 2024,Q3 2024\nVisitors,100,200,300\nLeads,10,20,30\n"
    dataset = reading({"funnel.csv": text})
    assert list(monthly(dataset, "funnel_counts", "visitors").values())[:4] == [33, 33, 34, 66]
    assert sum(monthly(dataset, "funnel_counts", "leads").values()) == 60


@pytest.mark.parametrize(
    ("settings", "first"),
    [
        ({}, "2024-01"),
        ({"fiscal_year_start": 4}, "2023-04"),
        ({"fiscal_year_start": 4, "fiscal_year_named": "start"}, "2024-04"),
        ({"fiscal_year_start": 1}, "2024-01"),
    ],
)
def test_the_fiscal_year_begins_when_one_says_so(reading, settings, first):
    text = "Quarter,Revenue\nFY24 Q1,3\nFY24 Q2,6\nFY24 Q3,9\nFY24 Q4,12\n"
    dataset = reading({"revenue.csv": text}, settings)
    found = monthly(dataset)
    assert next(iter(found)) == first
    assert list(found.values()) == [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3
    asked = [one for one in dataset.questions if one.id == "fiscal_year"]
    assert bool(asked) == (not settings)
    if asked:
        assert asked[0].choices[3] == "April"
        assert "calendar year" in asked[0].taken


def test_a_fiscal_year_named_by_two_years_and_its_periods(reading):
    text = "Period,Revenue\nFY23/24 P1,1\nFY23/24 P2,2\nFY23/24 P12,12\n"
    found = monthly(reading({"revenue.csv": text}, {"fiscal_year_start": 7}))
    assert found == {"2023-07": 1, "2023-08": 2, "2024-06": 12}


def test_calendar_quarters_stay_where_they_are(reading):
    text = "Quarter,Revenue\nQ1 2024,3\nQ2 2024,6\nQ3 2024,9\n"
    assert (
        next(iter(monthly(reading({"revenue.csv": text}, {"fiscal_year_start": 4})))) == "2024-01"
    )


def test_weeks_count_in_the_month_of_their_monday(reading):
    text = "Week,Channel,Cost\n2024-W05,Ads,10\n2024-W07,Ads,5\nKW 9 2024,Ads,1\n"
    assert days(reading({"spend.csv": text}), "spend") == ["2024-01-29", "2024-02-12", "2024-02-26"]


@pytest.mark.parametrize(
    "rows",
    ["2024,3,15,Acme,100\n2024,12,1,Beta,10\n2023,11,30,Acme,7\n",
     "2024,March,15,Acme,100\n2024,Dec,1,Beta,10\n2023,november,30,Acme,7\n"],
)  # fmt: skip
def test_year_month_and_day_in_three_columns(reading, rows):
    dataset = reading({"orders.csv": f"Year,Month,Day,Customer,Total,Order ID\n{rows}".replace(
        ",100\n", ",100,1\n").replace(",10\n", ",10,2\n").replace(",7\n", ",7,3\n")})  # fmt: skip
    assert days(dataset, "orders") == ["2024-03-15", "2024-12-01", "2023-11-30"]
    assert dataset.files[0].sheets[0].columns["date"] == ["Year", "Month", "Day"]


def test_year_and_month_or_quarter_in_two_columns(reading):
    text = "Year,Month,Revenue\n2024,Jan,3\n2024,Feb,6\n2024,Mar,9\n"
    assert monthly(reading({"r.csv": text})) == {"2024-01": 3, "2024-02": 6, "2024-03": 9}
    text = "Year,Quarter,Revenue\n2024,Q1,3\n2024,2,6\n2024,3,9\n"
    assert list(monthly(reading({"r.csv": text})).values()) == [1] * 3 + [2] * 3 + [3] * 3


def test_a_date_of_its_own_wins_over_columns_of_parts(reading):
    text = "Order ID,Order date,Year,Month,Day,Customer,Total\n1,2024-05-02,2024,3,15,Acme,100\n"
    assert days(reading({"orders.csv": text}), "orders") == ["2024-05-02"]


def test_a_year_and_a_month_that_are_something_else_stay_apart():
    text = "Order ID,Order date,Model year,Year,Month,Total,Customer\n1,2024-05-02,1,Oak,May,5,A\n"
    dataset = read_files([Source("orders.csv", text.encode())], Settings())
    assert all(" + " not in one.header for one in dataset.previews[0].columns)
    assert "Year month" not in [one.header for one in dataset.previews[0].columns]
