"""Columns of days and months. Distinct values are read once and brought back to every row."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from revcore.errors import SettingsError
from revcore.ingest.month_names import MONTHS
from revcore.ingest.parse_periods import FiscalYear, periods
from revcore.ingest.parsed import Parsed, distinct, filled, matching, repetitive, spread

_MONTHS = {name: str(number) for name, number in MONTHS.items()}
_TIME = (
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
    r"(?:\s*[A-Z]{2,4})?)?"
)
_TIME_OF_DAY = (
    r"(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[aApP]\.?[mM]\.?)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*[A-Z]{2,4})?$"
)
_ZONED = r":\d{2}.*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
_YEAR_FIRST = rf"^(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}$"
_PLAIN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?$"
_COMPACT = r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:\.0)?$"
_YEAR_LAST = (
    rf"^(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d{{2}}){_TIME}$"
)
_WEEKDAY = r"(?:\p{L}{2,10}\.?,?\s+)?"
_DAY_NAME = (
    rf"(?i)^{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er?|[.ºª°]{{1,2}})?[-\s/]+(?:de\s+)?(?P<name>\p{{L}}{{3,10}})"
    rf"\.?[-\s/,]+(?:del?\s+)?(?P<year>\d{{4}}|\d{{2}}){_TIME}$"
)
_NAME_DAY = (
    rf"(?i)^{_WEEKDAY}(?P<name>\p{{L}}{{3,10}})\.?[-\s]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,\s*|[-\s]+)(?P<year>\d{{4}}){_TIME}$"
)
_MONTH_FORMS = (
    r"^(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})$",
    r"^(?P<year>(?:19|20)\d{2})[mM](?P<month>\d{1,2})$",
    r"^(?P<month>\d{1,2})[-/.](?P<year>(?:19|20)\d{2})$",
)
_MONTH_NAMES = (
    r"(?i)^(?P<name>\p{L}{3,10})\.?[-\s/,']+(?P<year>\d{4}|\d{2})$",
    r"(?i)^(?P<year>(?:19|20)\d{2})[-\s/]+(?P<name>\p{L}{3,10})\.?$",
)
_MONTH_COMPACT = r"^(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])$"
_SERIAL = r"^[2-5]\d{4}(?:\.\d+)?$"
_SERIAL_EPOCH = 25_569
"""Serial number of 1970-01-01 in workbooks that count from 1900."""
_1904 = 1_462
"""Days between the two ways of counting."""
_FIRST_SERIAL, _LAST_SERIAL, _SERIAL_1990 = 20_000, 60_000, 32_874


@dataclass(frozen=True)
class _Order:
    """Whether the day stands before the month in dates like 3/4/2024."""

    day_first: bool
    ambiguous: bool
    example: str = ""
    proven: bool = False


def days(
    column: pl.Series,
    *,
    day_first: bool | None = None,
    time_zone: str | None = None,
    serial: bool | None = None,
    since_1904: bool = False,
    fiscal: FiscalYear | None = None,
) -> Parsed:
    """Read dates and times as days since 1970-01-01.

    ISO dates with or without time, ``20240102``, ``2.4.2026``, ``2/4/2026``, ``Apr 2, 2026``,
    ``24-Oct-2011``, and whole months (their first day) are understood.

    Parameters
    ----------
    day_first
        Order of day and month in ``2/4/2026``. None: proved by any value above 12, for the whole
        column; without proof dates with dots are day first, the others month first, and
        ``ambiguous`` says so.
    time_zone
        Where the company is: times with an offset (or Z) give the day it was there. None: the day
        as it stands in the file. Times without an offset always keep the day as written.
    serial
        Take numbers from 20000 to 60000 for the day numbers of spreadsheets. None: where other
        cells of the column are dates, or all of them could be such numbers from 1990 on.
    since_1904
        Such numbers count from 1904, not from 1900.
    fiscal
        When fiscal years begin. None: with the calendar year, and ``ambiguous`` says so.

    Raises
    ------
    SettingsError
        For a time zone nobody knows.

    >>> days(pl.Series(["2024-03-05", "Apr 2, 2026", "nothing"])).values.to_list()
    [19787, 20545, None]
    >>> days(pl.Series(["13/02/2024", "3/4/2024"])).ambiguous is None
    True
    >>> days(pl.Series(["3/4/2024"])).taken
    '“3/4/2024” was read as month/day/year'
    """
    _check_zone(time_zone)
    if repetitive(column):
        unique = column.unique()
        whole = days(
            unique, day_first=day_first, time_zone=time_zone, serial=serial,
            since_1904=since_1904, fiscal=fiscal,
        )  # fmt: skip
        return whole.spread(column, unique)
    if column.str.contains(_PLAIN).all() and (plain := _plain(column)) is not None:
        return plain
    text = filled(column)
    short = _without_time(text, keep_zones=time_zone is not None)
    unique = distinct(short)
    found, order = _dates(unique, day_first, time_zone)
    unknown = ""
    if len(_unread(found, unique)):
        found = _first_of_month(found, unique)
    if len(_unread(found, unique)):
        read, unknown = periods(unique, fiscal)
        found = pl.select(pl.coalesce(found, read)).to_series()
    numbers = unique.str.contains(_SERIAL)
    among = numbers.any() and (bool(found.drop_nulls().len()) or only_serials(unique))
    if serial or (serial is None and among):
        counted = unique.cast(pl.Float64, strict=False)
        counted = pl.select(
            pl.when(numbers & counted.is_between(_FIRST_SERIAL, _LAST_SERIAL)).then(
                counted.floor().cast(pl.Int64, strict=False)
                - (_SERIAL_EPOCH - _1904 if since_1904 else _SERIAL_EPOCH)
            )
        ).to_series()
        found = pl.select(pl.coalesce(found, counted)).to_series()
    values = spread(short, unique, found)
    return Parsed(
        values=values,
        bad=text.is_not_null() & values.is_null(),
        ambiguous="day_first" if order.ambiguous else "fiscal_year" if unknown else None,
        taken=_taken(order)
        or (f"the fiscal year of “{unknown}” is the calendar year" * bool(unknown)),
    )


def _plain(column: pl.Series) -> Parsed | None:
    """A column of “2024-03-05” or “2024-03-05 14:30” and blank cells; None with a 30 February."""
    text = column.str.head(10)
    values = text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32).cast(pl.Int64)
    if values.null_count() > column.null_count():
        return None
    return Parsed(values=values, bad=pl.Series([False]).new_from_index(0, len(values)))


def only_serials(unique: pl.Series) -> bool:
    """Whether all values could be the day numbers of a spreadsheet, from 1990 on.

    So could amounts be: it is for the header to say that they are dates.
    """
    written = unique.str.contains(_SERIAL)
    if unique.is_empty() or not written.all():
        return False
    numbers = unique.cast(pl.Float64, strict=False)
    return bool((written & numbers.is_between(_SERIAL_1990, _LAST_SERIAL)).all())


def proven_day_first(column: pl.Series) -> bool | None:
    """The order of day and month that a column proves; None where it proves nothing.

    >>> proven_day_first(pl.Series(["13/02/2024"])), proven_day_first(pl.Series(["03/02/2024"]))
    (True, None)
    """
    unique = distinct(_without_time(filled(column), keep_zones=False))
    if not unique.str.contains(_YEAR_LAST).any():
        return None
    order = _order(unique, None)
    return order.day_first if order.proven else None


def months(
    column: pl.Series,
    *,
    day_first: bool | None = None,
    time_zone: str | None = None,
    fiscal: FiscalYear | None = None,
) -> Parsed:
    """Read months (``2024-03``, ``Mar 2024``, ``03/2024``, ``202403``) or the months of dates.

    Months are counted as ``year * 12 + month - 1``.

    >>> months(pl.Series(["2024-03", "Mar 24", "2024-03-31"])).values.unique().to_list()
    [24290]
    """
    text = filled(column)
    short = _without_time(text, keep_zones=time_zone is not None)
    unique = distinct(short)
    read = days(unique, day_first=day_first, time_zone=time_zone, fiscal=fiscal)
    compact = _built(unique, _MONTH_COMPACT, day="01")
    day = pl.select(pl.coalesce(compact, read.values)).to_series()
    date = day.cast(pl.Int32, strict=False).cast(pl.Date)
    month = date.dt.year().cast(pl.Int64) * 12 + date.dt.month().cast(pl.Int64) - 1
    values = spread(short, unique, month)
    return Parsed(
        values=values,
        bad=text.is_not_null() & values.is_null(),
        ambiguous=read.ambiguous,
        taken=read.taken,
    )


def _without_time(text: pl.Series, *, keep_zones: bool) -> pl.Series:
    """Cut the time of day off, so that few distinct values are left.

    Where a time zone is asked for, times with an offset stay: they may fall on another day.
    """
    timed = text.str.contains(":", literal=True)
    if not timed.any():
        return text
    if keep_zones and text.str.contains(_ZONED).any():
        zoned = text.str.contains(_ZONED).fill_null(value=False)
        return text.zip_with(zoned, text.str.replace(_TIME_OF_DAY, ""))
    return text.str.replace(_TIME_OF_DAY, "")


def _check_zone(time_zone: str | None) -> None:
    if time_zone is None:
        return
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            f"The time zone “{time_zone}” is not known.", fix="Write it like Europe/Berlin."
        ) from None


def _taken(order: _Order) -> str:
    if not order.ambiguous:
        return ""
    words = "day/month/year" if order.day_first else "month/day/year"
    return f"“{order.example}” was read as {words}"


# ---------------------------------------------------------------- forms
def _dates(
    unique: pl.Series, day_first: bool | None, time_zone: str | None
) -> tuple[pl.Series, _Order]:
    """Day numbers of all dates written with a day."""
    found = _built(unique, _YEAR_FIRST, time_zone=time_zone)
    order = _Order(day_first=bool(day_first), ambiguous=False)
    if not found.null_count():
        return found, order
    unread = _unread(found, unique)
    there = matching(unread, (_COMPACT, *_spelled(unread, (_DAY_NAME, _NAME_DAY)), _YEAR_LAST))
    for pattern in there:
        if pattern != _YEAR_LAST:
            found = _filled_from(found, unique, pattern, time_zone)
    if found.null_count() and _YEAR_LAST in there:
        order = _order(unique, day_first)
        a, b = ("day", "month") if order.day_first else ("month", "day")
        pattern = _YEAR_LAST.replace("(?P<a>", f"(?P<{a}>").replace("(?P<b>", f"(?P<{b}>")
        found = _filled_from(found, unique, pattern, time_zone)
    return found, order


def _unread(found: pl.Series, unique: pl.Series) -> pl.Series:
    """Values that are no days yet and may be: without a digit nothing is one."""
    if not found.null_count():
        return unique.clear()
    rest = unique.filter(found.is_null())
    return rest.filter(rest.str.contains(r"\d"))


def _spelled(unread: pl.Series, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns with a name in them, where there are letters: they take long to make ready."""
    return patterns if unread.str.contains(r"\p{L}").any() else ()


def _filled_from(
    found: pl.Series, unique: pl.Series, pattern: str, time_zone: str | None = None
) -> pl.Series:
    """What is still unread, tried with one more pattern."""
    if not found.null_count():
        return found
    return pl.select(pl.coalesce(found, _built(unique, pattern, time_zone=time_zone))).to_series()


def _order(unique: pl.Series, day_first: bool | None) -> _Order:
    if day_first is not None:
        return _Order(day_first, ambiguous=False)
    parts = unique.str.extract_groups(_YEAR_LAST).struct.unnest()
    first = parts["a"].cast(pl.Int64, strict=False)
    second = parts["b"].cast(pl.Int64, strict=False)
    proof_day = int(((first > 12) & (second <= 12)).sum())
    proof_month = int(((second > 12) & (first <= 12)).sum())
    if proof_day or proof_month:
        return _Order(proof_day >= proof_month, ambiguous=False, proven=True)
    dotted = int((parts["mark"] == ".").sum())
    if 2 * dotted > parts["mark"].count():
        return _Order(day_first=True, ambiguous=False)
    telling = unique.filter((first != second).fill_null(value=False))
    if telling.is_empty():
        return _Order(day_first=False, ambiguous=False)
    return _Order(day_first=False, ambiguous=True, example=telling[0])


def _first_of_month(found: pl.Series, unique: pl.Series) -> pl.Series:
    """What is still unread, tried as months."""
    unread = _unread(found, unique)
    there = matching(unread, (*_MONTH_FORMS, *_spelled(unread, _MONTH_NAMES)))
    tried = [_built(unique, form, day="01") for form in there]
    return pl.select(pl.coalesce([found, *tried])).to_series() if tried else found


def _built(
    unique: pl.Series, pattern: str, *, day: str | None = None, time_zone: str | None = None
) -> pl.Series:
    """Day numbers of the values a pattern matches; null elsewhere and for the 31st of February."""
    empty = pl.Series([None] * len(unique), dtype=pl.Int64)
    if unique.is_empty() or not unique.str.contains(pattern).any():
        return empty
    parts = unique.str.extract_groups(pattern).struct.unnest()
    month = pl.col("month") if "month" in parts.columns else _named_month(pl.col("name"))
    year = pl.col("year")
    if r"|\d{2})" in pattern and (parts["year"].str.len_bytes() == 2).any():
        late = year.cast(pl.Int64, strict=False) >= 70
        whole = year.str.len_bytes() == 4
        century = (
            pl.when(whole).then(pl.lit("")).when(late).then(pl.lit("19")).otherwise(pl.lit("20"))
        )
        year = century + year
    number = pl.col("day") if day is None else pl.lit(day)
    iso = year + "-" + month.str.zfill(2) + "-" + number.str.zfill(2)
    date = iso.str.to_date("%Y-%m-%d", strict=False).alias("date")
    if not (time_zone and "zone" in parts.columns and parts["zone"].count()):
        return parts.select(date.cast(pl.Int32).cast(pl.Int64)).to_series()
    both = parts.select(iso.alias("iso"), date)
    return _there(both["iso"], parts, both["date"], time_zone).cast(pl.Int32).cast(pl.Int64)


def _named_month(names: pl.Expr) -> pl.Expr:
    return names.str.to_lowercase().replace_strict(_MONTHS, default=None, return_dtype=pl.String)


def _there(iso: pl.Series, parts: pl.DataFrame, date: pl.Series, time_zone: str) -> pl.Series:
    """The calendar day in a time zone at the moments that state their offset."""
    half = parts["half"].str.to_lowercase().str.slice(0, 1)
    hour = parts["hour"].cast(pl.Int64, strict=False)
    hour = pl.select(
        pl.when(half.is_null()).then(hour).otherwise(hour % 12 + 12 * (half == "p").cast(pl.Int64))
    ).to_series()
    clock = (
        hour.cast(pl.String).str.zfill(2)
        + ":" + parts["minute"]
        + ":" + parts["second"].fill_null("00")
    )  # fmt: skip
    local = (iso + " " + clock).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    digits = parts["zone"].str.replace_all(r"[^\d]", "").str.pad_end(4, "0")
    minutes = digits.str.slice(0, 2).cast(pl.Int64, strict=False) * 60 + digits.str.slice(
        2, 2
    ).cast(pl.Int64, strict=False)
    ahead = parts["zone"].str.starts_with("-")
    offset = pl.select(pl.when(ahead).then(-minutes).otherwise(minutes)).to_series()
    moment = local - (offset * 60_000_000).cast(pl.Duration("us"))
    there = moment.dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone).dt.date()
    return pl.select(pl.coalesce(there, date)).to_series()
