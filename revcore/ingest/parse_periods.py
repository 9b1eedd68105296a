"""Quarters, half-years, weeks and fiscal periods, read as their first day."""

from __future__ import annotations

import polars as pl

from revcore.ingest.parsed import matching

_YEAR = r"(?P<year>(?:19|20)\d{2}|\d{2})"
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
_WEEK_WORD = r"(?:W|KW|week|woche|sem\w*|wk)"
_WEEK = (
    rf"(?i)^(?P<year>(?:19|20)\d{{2}})[\s/_.-]*{_WEEK_WORD}[\s.-]*(?P<part>\d{{1,2}})$",
    rf"(?i)^{_WEEK_WORD}[\s.-]*(?P<part>\d{{1,2}})[\s/_.,-]+(?P<year>(?:19|20)\d{{2}})$",
)


def periods(unique: pl.Series) -> tuple[pl.Series, str]:
    """First day of each period, and an example of one that belongs to a fiscal year.

    A fiscal year is taken to be the calendar year it is named after.

    >>> import datetime as dt
    >>> days, fiscal = periods(pl.Series(["Q3 2024", "2024-W07", "H2 24", "Acme"]))
    >>> [None if day is None else dt.date(1970, 1, 1) + dt.timedelta(day) for day in days]
    [datetime.date(2024, 7, 1), datetime.date(2024, 2, 12), datetime.date(2024, 7, 1), None]
    >>> fiscal, periods(pl.Series(["FY24 Q3"]))[1]
    ('', 'FY24 Q3')
    """
    found = pl.Series([None] * len(unique), dtype=pl.Int64)
    fiscal = ""
    there = matching(unique, (*_QUARTER, *_HALF, *_WEEK))
    for patterns, months in ((_QUARTER, 3), (_HALF, 6)):
        for pattern in patterns:
            if pattern not in there:
                continue
            parts = unique.str.extract_groups(pattern).struct.unnest()
            month = (parts["part"].cast(pl.Int64) - 1) * months + 1
            iso = _whole_year(parts["year"]) + "-" + month.cast(pl.String).str.zfill(2) + "-01"
            found = _first(found, iso.str.to_date("%Y-%m-%d", strict=False))
            named = unique.filter(parts["fy"].is_not_null())
            fiscal = fiscal or (str(named[0]) if len(named) else "")
    for pattern in _WEEK:
        if pattern in there:
            parts = unique.str.extract_groups(pattern).struct.unnest()
            iso = parts["year"] + "-W" + parts["part"].str.zfill(2) + "-1"
            found = _first(found, iso.str.to_date("%G-W%V-%u", strict=False))
    return found, fiscal


def _whole_year(year: pl.Series) -> pl.Series:
    short = year.str.len_bytes() == 2
    return pl.select(pl.when(short).then("20" + year).otherwise(year)).to_series()


def _first(found: pl.Series, dates: pl.Series) -> pl.Series:
    days = dates.cast(pl.Int32).cast(pl.Int64)
    return pl.select(pl.coalesce(found, days)).to_series()
