"""Values as people write them: months in seven languages, periods, proof from another column."""

import datetime as dt

import polars as pl
import pytest

from revcore.ingest import parse
from revcore.ingest.tables import Kind
from tests.ingest.faults import MONTHS


def column(*cells):
    return pl.Series(cells, dtype=pl.String)


def dates(read):
    epoch = dt.date(1970, 1, 1)
    return [None if at is None else epoch + dt.timedelta(at) for at in read.values]


@pytest.mark.parametrize("language", sorted(MONTHS))
@pytest.mark.parametrize("form", ["{day}. {name} 2024", "{name} {day}, 2024", "{day}-{name}-24"])
def test_every_month_of_seven_languages_is_read(language, form):
    names = MONTHS[language].split()
    cells = [form.format(day=17, name=name) for name in names]
    expected = [dt.date(2024, month, 17) for month in range(1, 13)]
    assert dates(parse.days(column(*cells))) == expected
    upper = [cell.upper() for cell in cells]
    assert dates(parse.days(column(*upper))) == expected


@pytest.mark.parametrize(
    ("cell", "first"),
    [
        ("Q3 2024", dt.date(2024, 7, 1)), ("2024 Q3", dt.date(2024, 7, 1)),
        ("2024-Q1", dt.date(2024, 1, 1)), ("Q4/24", dt.date(2024, 10, 1)),
        ("3Q24", dt.date(2024, 7, 1)), ("T2 2024", dt.date(2024, 4, 1)),
        ("2. Quartal 2024", dt.date(2024, 4, 1)), ("H2 2024", dt.date(2024, 7, 1)),
        ("2024-W07", dt.date(2024, 2, 12)), ("KW 7 2024", dt.date(2024, 2, 12)),
        ("2020-W53", dt.date(2020, 12, 28)), ("FY24 Q3", dt.date(2024, 7, 1)),
    ],
)  # fmt: skip
def test_periods_are_read_as_their_first_day(cell, first):
    assert dates(parse.days(column(cell))) == [first]


@pytest.mark.parametrize("cell", ["Q5 2024", "2021-W53", "2024-W54", "FY24", "Team 4", "Q3"])
def test_what_is_no_period_stays_unread(cell):
    assert parse.days(column(cell)).bad.all()


def test_a_fiscal_quarter_is_a_question_not_a_fact():
    read = parse.days(column("FY24 Q3"))
    assert read.ambiguous == "fiscal_year"
    assert "calendar year" in read.taken


@pytest.mark.parametrize(
    ("yes", "no"),
    [("yes", "no"), ("Ja", "Nein"), ("oui", "NON"), ("Sí", "no"), ("sim", "não"), ("vero", "falso"),
     ("waar", "onwaar"), ("wahr", "falsch"), ("vrai", "faux"), ("verdadeiro", "falso")],
)  # fmt: skip
def test_yes_and_no_in_seven_languages(yes, no):
    assert parse.yes_no(column(yes, no, None)).values.to_list() == [True, False, None]


def test_the_decimal_mark_is_carried_from_a_column_that_proves_it():
    amounts, prices = column("1.234", "2.500"), column("12,50", "7")
    alone = parse.money(amounts)
    assert alone.ambiguous == "decimal"
    read = parse.proved_elsewhere(alone, Kind.MONEY, amounts, [prices])
    assert (read.values.to_list(), read.ambiguous) == ([1234, 2500], None)


def test_columns_that_contradict_each_other_prove_nothing():
    amounts = column("1.234", "2.500")
    alone = parse.money(amounts)
    others = [column("12,50"), column("12.50")]
    assert parse.proved_elsewhere(alone, Kind.MONEY, amounts, others).ambiguous == "decimal"


def test_dates_and_words_prove_no_decimal_mark():
    amounts = column("1.234")
    alone = parse.money(amounts)
    others = [column("31.12.2024", "01.02.2024"), column("Acme, Ltd", "v1.5 beta")]
    assert parse.proved_elsewhere(alone, Kind.MONEY, amounts, others).ambiguous == "decimal"


def test_the_order_of_day_and_month_is_carried_from_another_column():
    issued, due = column("03/04/2024", "05/06/2024"), column("17/04/2024", "19/06/2024")
    alone = parse.days(issued)
    assert alone.ambiguous == "day_first"
    read = parse.proved_elsewhere(alone, Kind.DAY, issued, [due])
    assert (dates(read)[0], read.ambiguous) == (dt.date(2024, 4, 3), None)


def test_a_whole_file_asks_nothing_that_another_column_answers(reading):
    data = ("Invoice number,Customer,Invoice date,Due date,Net amount\n"
            "1,Acme,03/04/2024,17/04/2024,5.00\n2,Beta,05/06/2024,19/06/2024,6.00\n")  # fmt: skip
    dataset = reading({"invoices.csv": data})
    assert not [one for one in dataset.questions if one.id.startswith("day_first")]
    frame = dataset.tables["invoices"].frame
    assert sorted(frame["date"].to_list()) == [19816, 19879]


def test_words_for_nothing_are_no_names(reading):
    data = "Order ID,Customer,Order date,Order total\n1,Acme,2024-01-20,5\n2,n/a,2024-01-21,6\n"
    dataset = reading({"orders.csv": data})
    assert dataset.customers == ("Acme",)
