"""Quarters, half-years, weeks and fiscal periods, read as their first day."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from revcore.ingest.parsed import matching

_YEAR = r"(?P<year>(?:19|20)\d{2}|\d{2})(?:[/–-](?P<to>(?:20)?\d{2}))?"
_FISCAL = r"(?:FY|GJ|AF|EF)"
_QUARTER = (
    rf"(?i)^(?P<fy>{_FISCAL})?[\s'’]*{_YEAR}[\s/_.-]*(?:Q|T|quarter|quartal|trim\w*)[\s.]*(?P<part>[1-4])$",
    rf"(?i)^(?:Q|T|quarter|quartal|trim\w*)[\s.]*(?P<part>[1-4])[\s/_.,-]*(?P<fy>{_FISCAL})?[\s'’]*{_YEAR}$",
    rf"(?i)^(?P<part>[1-4])\.?[\s-]*(?:Q|T|quarter|quartal|trim\w*)[\s/_.,-]*(?P<fy>{_FISCAL})?[\s'’]*{_YEAR}$",
)
_HALF = (
    rf"(?i)^(?P<fy>{_FISCAL})?[\s'’]*{_YEAR}[\s/_.-]*(?:H|S)[\s.]*(?P<part>[12])$",
    rf"(?i)^(?:H|S)[\s.]*(?P<part>[12])[\s/_.,-]*(?P<fy>{_FISCAL})?[\s'’]*{_YEAR}$",
    rf"(?i)^(?P<part>[12])\.?[\s-]*(?:H|halbjahr|semest\w*)[\s/_.,-]*(?P<fy>{_FISCAL})?[\s'’]*{_YEAR}$",
)
_WHOLE_YEAR = (rf"(?i)^(?P<fy>{_FISCAL})?{_YEAR}-Y(?P<part>1)$",)
"""Years as :func:`year_label` spells them: a bare “2024” in a column may be any number."""
_PERIOD = (
    rf"(?i)^(?P<fy>{_FISCAL})[\s'’]*{_YEAR}[\s/_.-]*(?:P|M|period|periode|período)[\s.]*"
    r"(?P<part>0?[1-9]|1[0-2])$",
    rf"(?i)^(?:P|M|period|periode|período)[\s.]*(?P<part>0?[1-9]|1[0-2])[\s/_.,-]*"
    rf"(?P<fy>{_FISCAL})[\s'’]*{_YEAR}$",
)
_WEEK_WORD = r"(?:W|KW|week|woche|sem\w*|wk)"
_MOST_WEEKS = 53
_WEEK = (
    rf"(?i)^(?P<year>(?:19|20)\d{{2}})[\s/_.-]*{_WEEK_WORD}[\s.-]*(?P<part>\d{{1,2}})$",
    rf"(?i)^{_WEEK_WORD}[\s.-]*(?P<part>\d{{1,2}})[\s/_.,-]+(?P<year>(?:19|20)\d{{2}})$",
    rf"(?i)^(?P<part>\d{{1,2}})[\s.-]+{_WEEK_WORD}[\s/_.,-]+(?P<year>(?:19|20)\d{{2}})$",
)


@dataclass(frozen=True)
class FiscalYear:
    """When fiscal years begin.

    start
        First month, 1 to 12.
    named
        The calendar year it is named after: the one it “end”s in or the one it “start”s in.
    """

    start: int = 1
    named: str = "end"


def periods(unique: pl.Series, fiscal: FiscalYear | None = None) -> tuple[pl.Series, str]:
    """First day of each period, and an example of one whose fiscal year nobody has explained.

    A fiscal year nobody has explained is taken to be the calendar year it is named after.

    >>> import datetime as dt
    >>> days, unknown = periods(pl.Series(["Q3 2024", "2024-W07", "H2 24", "Acme"]))
    >>> [None if day is None else dt.date(1970, 1, 1) + dt.timedelta(day) for day in days]
    [datetime.date(2024, 7, 1), datetime.date(2024, 2, 12), datetime.date(2024, 7, 1), None]
    >>> unknown, periods(pl.Series(["FY24 Q3"]))[1]
    ('', 'FY24 Q3')
    >>> days, unknown = periods(pl.Series(["FY24 Q1", "FY23/24 P12"]), FiscalYear(start=4))
    >>> [str(dt.date(1970, 1, 1) + dt.timedelta(day)) for day in days]
    ['2023-04-01', '2024-03-01']
    """
    found = pl.Series([None] * len(unique), dtype=pl.Int64)
    example = ""
    there = matching(unique, (*_QUARTER, *_HALF, *_WHOLE_YEAR, *_PERIOD, *_WEEK))
    for patterns, months in ((_QUARTER, 3), (_HALF, 6), (_WHOLE_YEAR, 12), (_PERIOD, 1)):
        for pattern in patterns:
            if pattern not in there:
                continue
            parts = unique.str.extract_groups(pattern).struct.unnest()
            found = _first(found, _begins(parts, months, fiscal or FiscalYear()))
            named = unique.filter(_is_fiscal(parts))
            example = example or (str(named[0]) if len(named) and fiscal is None else "")
    for pattern in _WEEK:
        if pattern in there:
            parts = unique.str.extract_groups(pattern).struct.unnest()
            iso = parts["year"] + "-W" + parts["part"].str.zfill(2) + "-1"
            found = _first(found, iso.str.to_date("%G-W%V-%u", strict=False))
    return found, example


def lengths(unique: pl.Series) -> pl.Series | None:
    """Months that each period covers; None where all are months or days.

    >>> lengths(pl.Series(["Q3 2024", "2024-02", "H1 2024", "2024-Y1"])).to_list()
    [3, 1, 6, 12]
    >>> lengths(pl.Series(["2024-02"])) is None
    True
    """
    there = matching(unique, (*_QUARTER, *_HALF, *_WHOLE_YEAR))
    if not there:
        return None
    long = pl.Series([1], dtype=pl.Int64).new_from_index(0, len(unique))
    for pattern in there:
        found = unique.str.contains(pattern).fill_null(value=False)
        months = 3 if pattern in _QUARTER else 6 if pattern in _HALF else 12
        long = long.set(found, months)
    return long


def quarter_label(text: str) -> str | None:
    """A quarter or half-year in one spelling that :func:`periods` reads; None for other texts.

    >>> quarter_label("Q3'24"), quarter_label("2024 / Q1"), quarter_label("FY23/24 Q2")
    ('24-Q3', '2024-Q1', 'FY23/24-Q2')
    """
    plain = re.sub(r"^((?:19|20)\d\d) / (.+)$", r"\2 \1", text)
    for letter, patterns in (("Q", _QUARTER), ("H", _HALF)):
        for pattern in patterns:
            if found := re.match(pattern, plain):
                year = found["year"] + (f"/{found['to']}" if found["to"] else "")
                return f"{(found['fy'] or '').upper()}{year}-{letter}{found['part']}"
    return None


def week_label(text: str, year: str = "") -> str | None:
    """A calendar week in one spelling that :func:`periods` reads; None for other texts.

    Parameters
    ----------
    year
        The year of a week that is named without one.

    >>> week_label("2024-W7"), week_label("KW 7/2024"), week_label("KW 7", "2024")
    ('2024-W07', '2024-W07', '2024-W07')
    >>> week_label("KW 7"), week_label("W99 2024"), week_label("2024")
    (None, None, None)
    """
    found = next((parts for one in _WEEK if (parts := re.match(one, text))), None)
    bare = re.match(rf"(?i)^{_WEEK_WORD}[\s.-]*(?P<part>\d{{1,2}})$", text) if year else None
    number = found or bare
    if number is None or not 1 <= int(number["part"]) <= _MOST_WEEKS:
        return None
    return f"{found['year'] if found else year}-W{int(number['part']):02d}"


def _is_fiscal(parts: pl.DataFrame) -> pl.Series:
    """Rows that name a fiscal year: by a word, or by two calendar years."""
    return parts["fy"].is_not_null() | parts["to"].is_not_null()


def _begins(parts: pl.DataFrame, months: int, fiscal: FiscalYear) -> pl.Series:
    """First day of parts of years: a fiscal year is moved to where it begins."""
    year = _whole_year(parts["year"]).cast(pl.Int64)
    month = year * 12 + (parts["part"].cast(pl.Int64) - 1) * months
    earlier = 12 if fiscal.named == "end" and fiscal.start > 1 else 0
    back = pl.select(pl.when(parts["to"].is_null()).then(earlier).otherwise(0)).to_series()
    moved = month + (fiscal.start - 1) - back
    month = month.zip_with(_is_fiscal(parts).fill_null(value=False).not_(), moved)
    iso = (month // 12).cast(pl.String) + "-" + (month % 12 + 1).cast(pl.String).str.zfill(2)
    return (iso + "-01").str.to_date("%Y-%m-%d", strict=False)


def _whole_year(year: pl.Series) -> pl.Series:
    short = year.str.len_bytes() == 2
    return pl.select(pl.when(short).then("20" + year).otherwise(year)).to_series()


def _first(found: pl.Series, dates: pl.Series) -> pl.Series:
    days = dates.cast(pl.Int32).cast(pl.Int64)
    return pl.select(pl.coalesce(found, days)).to_series()
