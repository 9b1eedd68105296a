"""Days: every way of writing a date reads back to the same day; doubt is said, not guessed."""

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.errors import SettingsError
from revcore.ingest import parse
from revcore.ingest.tables import Kind
from revcore.model import month_of

DATES = st.dates(dt.date(1990, 1, 1), dt.date(2069, 12, 31))
MOMENTS = st.datetimes(dt.datetime(1990, 1, 2), dt.datetime(2069, 12, 30))
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def column(*cells: str | None) -> pl.Series:
    return pl.Series(cells, dtype=pl.String)


def day(date: dt.date) -> int:
    return (date - dt.date(1970, 1, 1)).days


STYLES = {
    "iso": lambda d: d.isoformat(),
    "iso with time": lambda d: f"{d.isoformat()} 09:30",
    "iso with Z": lambda d: f"{d.isoformat()}T23:59:59.999Z",
    "iso with offset": lambda d: f"{d.isoformat()} 11:23:45 +0100",
    "compact": lambda d: d.strftime("%Y%m%d"),
    "german": lambda d: f"{d.day}.{d.month}.{d.year}",
    "month name first": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "day first with name": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "oracle": lambda d: f"{d.day:02d}-{MONTHS[d.month - 1]}-{d.year % 100:02d}",
    "weekday": lambda d: f"{d:%a}, {d.day} {MONTHS[d.month - 1]} {d.year} 10:00:00 GMT",
}


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None)
@given(dates=st.lists(DATES, min_size=1, max_size=10))
def test_dates_in_any_style_read_back_to_the_same_day(style, dates):
    # 15.1.2000 proves the order of dotted dates, as any real column of them does.
    cells = [STYLES[style](date) for date in [*dates, dt.date(2000, 1, 15)]]
    if style == "oracle":
        dates = [
            date.replace(year=2000 + date.year % 100) if date.year >= 2070 else date
            for date in dates
        ]
    read = parse.days(column(*cells))
    assert read.values.to_list()[:-1] == [day(date) for date in dates]
    assert read.ambiguous is None


@settings(deadline=None)
@given(st.lists(DATES, min_size=1, max_size=10), st.booleans())
def test_a_day_above_twelve_proves_the_order_for_the_whole_column(dates, day_first):
    def write(d: dt.date) -> str:
        return f"{d.day}/{d.month}/{d.year}" if day_first else f"{d.month}/{d.day}/{d.year}"

    proof = dt.date(2024, 3, 13)
    read = parse.days(column(*map(write, [*dates, proof])))
    assert read.values.to_list() == [day(date) for date in [*dates, proof]]
    assert read.ambiguous is None


def test_without_proof_month_first_is_taken_and_said():
    read = parse.days(column("2/4/2026", "3/4/2026"))
    assert read.values.to_list() == [day(dt.date(2026, 2, 4)), day(dt.date(2026, 3, 4))]
    assert read.ambiguous == "day_first"
    assert read.taken == "“2/4/2026” was read as month/day/year"


def test_by_hand_day_first_wins_and_impossible_dates_are_bad():
    read = parse.days(column("2/4/2026", "4/13/2026"), day_first=True)
    assert read.values.to_list() == [day(dt.date(2026, 4, 2)), None]
    assert read.bad.to_list() == [False, True]


def test_a_date_that_reads_the_same_both_ways_is_not_doubtful():
    assert parse.days(column("4/4/2026")).ambiguous is None


@settings(deadline=None)
@given(MOMENTS, st.integers(-11, 13), st.sampled_from(["Europe/Berlin", "America/New_York"]))
def test_moments_with_an_offset_give_the_day_it_was_there(moment, hours, zone):
    offset = dt.timezone(dt.timedelta(hours=hours))
    moment = moment.replace(microsecond=0, tzinfo=offset)
    read = parse.days(column(moment.isoformat(), "2024-03-05 23:59:59"), time_zone=zone)
    assert read.values.to_list() == [
        day(moment.astimezone(ZoneInfo(zone)).date()),
        day(dt.date(2024, 3, 5)),  # without an offset: the day as written
    ]


def test_an_unknown_time_zone_is_named():
    with pytest.raises(SettingsError, match="Mars/Olympus"):
        parse.days(column("2024-03-05"), time_zone="Mars/Olympus")


def test_serial_numbers_count_beside_dates_or_where_all_are_such_and_the_header_says_so():
    assert parse.days(column("39690", "2019-01-14")).values[0] == day(dt.date(2008, 8, 30))
    assert parse.days(column("39690", "40000")).values[0] == day(dt.date(2008, 8, 30))
    assert parse.fit(column("39690", "40000"), Kind.DAY) == parse.SERIALS
    assert parse.days(column("39690", "12")).bad.all()
    assert parse.days(column("39690"), serial=True).values.to_list() == [day(dt.date(2008, 8, 30))]


@pytest.mark.parametrize(
    "bad", ["2024-02-30", "2024-13-01", "13/13/2024", "0000-00-00", "soon", "2024-03-05 lunch"]
)
def test_days_that_never_were_are_bad(bad):
    read = parse.days(column(bad, "2024-03-05"))
    assert read.bad.to_list() == [True, False]
    assert read.values[0] is None


@pytest.mark.parametrize(
    "text", ["2024-03", "Mar 2024", "March 2024", "Mar-24", "03/2024", "202403", "2024-03-31"]
)
def test_months_in_any_style(text):
    assert parse.months(column(text)).values.to_list() == [month_of(2024, 3)]


def test_other_languages_name_their_months():
    read = parse.days(column("2. März 2024", "2 de maio de 2024", "2 déc. 2024"))
    assert read.values.to_list() == [day(dt.date(2024, month, 2)) for month in (3, 5, 12)]


@pytest.mark.parametrize(
    "first", ["1er mai 2024", "1º de maio de 2024", "1.º de mayo del 2024", "1° maggio 2024",
              "1e mei 2024", "Samstag, 1. Mai 2024"],
)  # fmt: skip
def test_the_first_of_a_month_is_read_as_each_language_writes_it(first):
    assert parse.days(column(first, "2 de maio de 2024")).values[0] == day(dt.date(2024, 5, 1))


def test_a_long_column_of_few_days_reads_as_a_short_one_does():
    cells = ["3/4/2024", "13/4/2024", None, "n/a", "soon", " 5/4/2024 ", "2024-05-05 10:00"]
    short, long = parse.days(pl.Series(cells)), parse.days(pl.Series(cells * 3000))
    assert long.values.to_list() == short.values.to_list() * 3000
    assert long.bad.to_list() == short.bad.to_list() * 3000
    assert short.bad.sum() == 1
