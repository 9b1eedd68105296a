"""Amounts of whole years divided among months, a last year not over, and amounts of weeks."""

import datetime as dt

import polars as pl
import pytest

from revcore.errors import RevcoreError, SettingsError
from revcore.ingest import answered, settings_with
from revcore.model import Settings, month_label

ACROSS = (
    "Customer,Country,2022,2023,2024,Total\nAcme GmbH,DE,1000.00,1200,1300.01,3500.01\n"
    "Birch Ltd,UK,,500,600.55,1100.55\nCobalt SA,FR,100,100,,200\n"
    "Total,,1100,1800,1900.56,4800.56\n"
)


def by_year(dataset, table="mrr") -> dict[str, list[int]]:
    """Year -> sum of each of its months [cents]."""
    frame = dataset.tables[table].frame.group_by("month").agg(pl.col("amount").sum()).sort("month")
    assert dataset.tables[table].scale["amount"] == 2
    out: dict[str, list[int]] = {}
    for month, amount in frame.select("month", "amount").iter_rows():
        out.setdefault(month_label(month)[:4], []).append(amount)
    return out


def asked(dataset) -> dict[str, str | None]:
    return {one.id: one.taken for one in dataset.questions if one.id.startswith("until")}


def test_years_across_are_divided_by_their_twelve_months_to_the_cent(reading):
    dataset = reading({"by_customer.csv": ACROSS})
    found = by_year(dataset)
    assert {year: (len(months), sum(months)) for year, months in found.items()} == {
        "2022": (12, 110_000), "2023": (12, 180_000), "2024": (12, 190_056),
    }  # fmt: skip
    assert all(max(months) - min(months) <= 3 for months in found.values())
    (sheet,) = dataset.files[0].sheets
    assert (sheet.rows_in, sheet.rows_used, sheet.rows_by_reason) == (4, 3, {"total row": 1})
    assert sheet.total_in == sheet.total_used == sheet.stated_total == {"unknown": 4800.56}
    assert sheet.period == "2022-01..2024-12"
    (told,) = [one.text for one in dataset.notices if one.id.startswith("years")]
    assert "divided evenly by its months" in told
    assert "cannot be told: seasons" in told
    assert asked(dataset) == {"until:by_customer.csv": "the whole year"}


def test_an_answer_divides_the_last_year_by_the_months_that_are_over(reading):
    fix = {"file": [{"path": "by_customer.csv", "until": "2024-05"}]}
    dataset = reading({"by_customer.csv": ACROSS}, fix)
    found = by_year(dataset)
    assert (len(found["2023"]), len(found["2024"]), sum(found["2024"])) == (12, 5, 190_056)
    assert dataset.files[0].sheets[0].period == "2022-01..2024-05"
    assert asked(dataset) == {}
    assert any("goes to May 2024 (as you said)" in one.text for one in dataset.notices)


def test_the_answer_given_on_the_page_holds_for_its_file_alone(reading):
    first = reading({"by_customer.csv": ACROSS})
    said = answered(Settings(), first.previews, "by_customer.csv", until="2024-05")
    settings = settings_with(Settings(), said).model_dump(by_alias=True, exclude_none=True)
    again = reading(
        {"by_customer.csv": ACROSS, "other.csv": ACROSS.replace("1200", "1300")}, settings
    )
    periods = {file.name: file.sheets[0].period for file in again.files}
    assert periods == {
        "by_customer.csv": "2022-01..2024-05", "other.csv": "2022-01..2024-12",
    }  # fmt: skip
    assert list(asked(again)) == ["until:other.csv"]


def test_an_answer_that_is_no_month_is_refused(reading):
    fix = {"file": [{"path": "by_customer.csv", "until": "summer"}]}
    with pytest.raises(SettingsError, match="“summer”, given as the last month of"):
        reading({"by_customer.csv": ACROSS}, fix)


@pytest.mark.parametrize(
    ("line", "months", "taken"),
    [
        ("Stand: 30.06.2024", 6, "up to Jun 2024, by the day printed with it"),
        ("Revenue by customer as of 31 March 2024", 3, "up to Mar 2024, by the day printed"),
        ("Exported 2025-01-14", 12, None),
        ("Revenue by customer", 12, "the whole year"),
    ],
)
def test_a_day_printed_above_says_how_far_the_last_year_goes(reading, line, months, taken):
    dataset = reading({"by_customer.csv": f"{line}\n{ACROSS}"})
    assert len(by_year(dataset)["2024"]) == months
    found = asked(dataset).get("until:by_customer.csv")
    assert found is None if taken is None else (found or "").startswith(taken)


def test_a_year_to_date_is_set_aside_until_somebody_says_its_last_month(reading):
    text = ACROSS.replace(",2024,", ",2024 YTD,")
    dataset = reading({"by_customer.csv": text})
    (sheet,) = dataset.files[0].sheets
    assert list(by_year(dataset)) == ["2022", "2023"]
    assert sheet.total_in["unknown"] == 4800.56
    assert sheet.aside_by_reason == {
        "year to date: nobody said up to which month": {"unknown": 1900.56}
    }
    assert asked(dataset)["until:by_customer.csv"].startswith("set aside")
    fix = {"file": [{"path": "by_customer.csv", "until": "2024-09"}]}
    assert len(by_year(reading({"by_customer.csv": text}, fix))["2024"]) == 9


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Kunde;Umsatz 2022;Umsatz 2023;Umsatz 2024\nA;1.200,00;2.400,00;12\nB;12;;24,00\n", 3),
        ("Year,Customer,Revenue\n2022,A,1200\n2023,A,2400\n2022,B,12\n2023,B,24\n", 2),
        ("Customer,2024,2023\nA,12,1200\nB,24,12\n", 2),
        ("Customer,FY2023,FY2024\nA,12,1200\nB,24,12\n", 2),
        ("Customer,2022/23,2023/24\nA,12,1200\nB,24,12\n", 2),
    ],
)
def test_years_are_known_however_they_are_written(reading, text, years):
    dataset = reading({"file.csv": text})
    found = by_year(dataset)
    assert [len(months) for months in found.values()] == [12] * years
    (sheet,) = dataset.files[0].sheets
    assert sum(map(sum, found.values())) == round(100 * sheet.total_in["unknown"])


def test_fiscal_years_begin_where_a_person_says(reading):
    text = "Customer,FY2023,FY2024\nA,12,1200\nB,24,12\n"
    dataset = reading({"file.csv": text})
    assert "fiscal_year" in {one.id for one in dataset.questions}
    moved = reading({"file.csv": text}, {"fiscal_year_start": 4})
    assert moved.files[0].sheets[0].period == "2022-04..2024-03"


def test_revenue_by_year_among_other_lines_is_read_alone(reading):
    text = "Line item,2022,2023,2024\nRevenue,1200,2400,3600\nSalaries,-5,-6,-6\n"
    found = by_year(reading({"p_and_l.csv": text}), "revenue_by_month")
    assert found == {"2022": [10_000] * 12, "2023": [20_000] * 12, "2024": [30_000] * 12}


def test_levels_of_whole_years_hold_in_each_of_their_months(reading):
    text = "MRR by customer\nCustomer,2023,2024\nA,100,120\nB,50,50\n"
    found = by_year(reading({"mrr.csv": text}))
    assert found == {"2023": [15_000] * 12, "2024": [17_000] * 12}


@pytest.mark.parametrize(
    "text",
    [
        "Units by customer\nCustomer,2022,2023\nA,5,6\nB,7,8\n",
        "Customer,1900,2000\nA,5,6\nB,7,8\n",
        "Customer,2022,2024\nA,5,6\nB,7,8\n",
        "Customer,Employees 2022,Employees 2023,Employees 2024\nA,5,6,7\nB,7,8,9\n",
    ],
)
def test_what_is_no_revenue_or_no_run_of_years_is_still_refused(reading, text):
    with pytest.raises(RevcoreError):
        reading({"file.csv": text})


WEEKS = "Customer,KW 1,KW 2,KW 5,KW 6,Gesamt\nAcme,100,100,120,80.50,400.50\nBirch,,50,,50,100\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Umsatz 2024.csv", WEEKS),
        ("file.csv", f"Umsatz 2024\n{WEEKS}"),
        ("file.csv", WEEKS.replace("KW ", "2024-W0")),
        ("file.csv", WEEKS.replace(",KW ", ",2024 week ")),
    ],
)
def test_weeks_across_count_on_their_mondays(reading, name, text):
    dataset = reading({name: text})
    (sheet,) = dataset.files[0].sheets
    found = dataset.tables[sheet.table or ""].frame.sort("line", "date")
    epoch = dt.date(1970, 1, 1)
    assert [
        (line, str(epoch + dt.timedelta(days=day)), amount)
        for line, day, amount in found.select("line", "date", "amount").iter_rows()
    ][-3:] == [
        (sheet_line(text), "2024-02-05", 8050),
        (sheet_line(text) + 1, "2024-01-08", 5000),
        (sheet_line(text) + 1, "2024-02-05", 5000),
    ]
    assert sheet.total_in == sheet.total_used == {"unknown": 500.5}
    assert any("has calendar weeks across" in one.text for one in dataset.notices)


def sheet_line(text: str) -> int:
    """Line of the first customer."""
    return text[: text.index("Acme")].count("\n") + 1


def test_weeks_without_a_year_are_refused_with_the_way_out(reading):
    with pytest.raises(RevcoreError, match="nothing says of which year"):
        reading({"weekly.csv": WEEKS})
