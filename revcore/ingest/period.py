"""Months and date ranges that stand in headers and titles instead of in a column."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from revcore.ingest.month_names import MONTHS, month_number
from revcore.ingest.parse_periods import quarter_label, week_label
from revcore.model import month_label, month_of

_YEAR_FIRST = re.compile(
    r"^((?:19|20)\d\d)[-/. ]?(0[1-9]|1[0-2]|[1-9])(?:[-/. ](?:0?[1-9]|[12]\d|3[01])(?:[T ].*)?)?$"
)
_DOTTED = re.compile(r"^(?:0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.((?:19|20)\d\d)$")
_STACKED = re.compile(r"^((?:19|20)\d\d) / (.+)$")
_ONE_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]?\d)")
_FEWEST_WEEKS = 3
_NUMBER = re.compile(r"\d+")
_BARE_QUARTER = re.compile(r"(?i)^(?:Q|T)\s?([1-4])$|^([1-4])\.?\s?(?:Q|T|quartal|trimestre)$")
_MONTH_FIRST = re.compile(r"^(0?[1-9]|1[0-2])[-/.]((?:19|20)\d\d)$")
_NAMED = re.compile(r"^([a-zà-ÿ]{3,10})\.?[-/ .’']*((?:19|20)?\d\d)$")
_NAMED_LAST = re.compile(r"^((?:19|20)\d\d)[-/ .]*([a-zà-ÿ]{3,10})\.?$")


def header_month(header: str) -> int | None:
    """Month that a header names, as ``year * 12 + month - 1``; None for any other header.

    >>> [header_month(text) == 2024 * 12 for text in ("2024-01", "Jan 2024", "Jan-24", "01/2024")]
    [True, True, True, True]
    >>> header_month("2024"), header_month("Q1 2024"), header_month("Amount")
    (None, None, None)
    """
    text = header.strip().casefold()
    if found := _STACKED.match(text):
        text = f"{found[2]} {found[1]}"
    if found := _DOTTED.match(text):
        return month_of(int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.match(text):
        return month_of(int(found[1]), int(found[2]))
    if found := _MONTH_FIRST.match(text):
        return month_of(int(found[2]), int(found[1]))
    if (found := _NAMED.match(text)) and found[1] in MONTHS:
        year = int(found[2])
        return month_of(year + 2000 if year < 100 else year, MONTHS[found[1]])
    if (found := _NAMED_LAST.match(text)) and found[2] in MONTHS:
        return month_of(int(found[1]), MONTHS[found[2]])
    return None


def one_year(texts: Iterable[str]) -> str:
    """The year that some texts name; “” where they name none, or several.

    >>> one_year(["Budget 2024", "as of 2024-12"]), one_year(["2023", "2024"]), one_year(["R20245"])
    ('2024', '', '')
    """
    years = {found[0] for text in texts for found in _ONE_YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else ""


def header_months(headers: Sequence[str], around: Sequence[str] = ()) -> dict[str, str]:
    """Header -> month as ``2024-01``, for headers that are months.

    Months without a year (“Jan”) take the one year printed around the table, where there is but
    one.

    >>> header_months(["Name", "Jan 2024", "2024-02"])
    {'Jan 2024': '2024-01', '2024-02': '2024-02'}
    >>> header_months(["Jan", "Feb"], ["Budget 2024"]), header_months(["Jan", "Feb"])
    ({'Jan': '2024-01', 'Feb': '2024-02'}, {})
    """
    found = {header: month for header in headers if (month := header_month(header)) is not None}
    bare = {header: number for header in headers if (number := month_number(header)) is not None}
    year = one_year(around)
    if not found and len(bare) > 1 and year:
        found = {header: month_of(int(year), number) for header, number in bare.items()}
    return {header: month_label(month) for header, month in found.items()}


def header_quarters(headers: Sequence[str], around: Sequence[str] = ()) -> dict[str, str]:
    """Header -> quarter or half-year as ``2024-Q1``, for headers that are such.

    Quarters without a year (“Q1”) take the one year printed around the table, where there is but
    one.

    >>> header_quarters(["Name", "Q1 2024", "2024 / Q2", "FY25 H1"])
    {'Q1 2024': '2024-Q1', '2024 / Q2': '2024-Q2', 'FY25 H1': 'FY25-H1'}
    >>> header_quarters(["Q1", "Q2"], ["Revenue 2024"]), header_quarters(["Q1", "Q2"])
    ({'Q1': '2024-Q1', 'Q2': '2024-Q2'}, {})
    """
    found = {header: label for header in headers if (label := quarter_label(header.strip()))}
    bare = {header: parts for header in headers if (parts := _BARE_QUARTER.match(header.strip()))}
    year = one_year(around)
    if not found and len(bare) > 1 and year:
        found = {header: f"{year}-Q{parts[1] or parts[2]}" for header, parts in bare.items()}
    return found


_TO_DATE = r"(?:YTD|year to date|to date|bis heute|bis dato|laufend|lfd\.?)"
_WHOLE_YEAR = re.compile(
    r"(?i)^(?:(?:year|jahr|année|año|ano|anno|jaar|CY|KJ)\s+)?"
    rf"(?P<before>{_TO_DATE}\s+)?(?P<fy>FY|GJ|AF|EF)?[\s'’]*(?P<year>(?:19|20)\d\d|\d\d)"
    rf"(?P<to>[/–](?:20)?\d\d)?\s*(?P<after>\(?\s*{_TO_DATE}\s*\)?|\*)?$"
)


def year_label(text: str) -> str | None:
    """A whole year in the spelling that columns of periods are read in; None for any other text.

    >>> [year_label(text) for text in ("2024", "FY24", "2023/24", "Jahr 2024", "2024 YTD")]
    ['2024-Y1', 'FY24-Y1', '2023/24-Y1', '2024-Y1', '2024-Y1']
    >>> [year_label(text) for text in ("24", "2024-03", "Q1 2024", "20245", "Amount")]
    [None, None, None, None, None]
    """
    found = _WHOLE_YEAR.match(text.strip())
    if found is None or (len(found["year"]) == 2 and not found["fy"]):
        return None
    to = (found["to"] or "").replace("–", "/")
    return f"{(found['fy'] or '').upper()}{found['year']}{to}-Y1"


def is_to_date(header: str) -> bool:
    """Whether a header says that its year is not over: “2024 YTD”.

    >>> [is_to_date(text) for text in ("2024 YTD", "2024 (lfd.)", "2024")]
    [True, True, False]
    """
    found = _WHOLE_YEAR.match(header.strip())
    return bool(found and (found["before"] or found["after"]))


def header_years(headers: Sequence[str]) -> dict[str, str]:
    """Header -> year as ``2024-Y1``, where two or more are years that follow one another.

    >>> header_years(["Name", "2023", "2024"]), header_years(["Name", "1900", "2000"])
    ({'2023': '2023-Y1', '2024': '2024-Y1'}, {})
    """
    found = {header: label for header in headers if (label := year_label(header))}
    years = sorted(int(number[0]) for label in found.values() if (number := _NUMBER.search(label)))
    follow = len(years) > 1 and all(after == before + 1 for before, after in pairwise(years))
    return found if follow else {}


def header_weeks(headers: Sequence[str], around: Sequence[str] = ()) -> dict[str, str]:
    """Header -> calendar week as ``2024-W07``, for three or more that are such.

    Weeks without a year (“KW 7”) take the one year printed around the table, where there is but
    one.

    >>> header_weeks(["Name", "2024-W06", "2024-W07", "KW 8/2024"])["KW 8/2024"]
    '2024-W08'
    >>> header_weeks(["KW 1", "KW 2", "KW 3"], ["Umsatz 2024"])["KW 3"], header_weeks(["W1"])
    ('2024-W03', {})
    """
    year = one_year(around)
    found = {one: label for one in headers if (label := week_label(one.strip(), year))}
    several = len(found) >= _FEWEST_WEEKS and len(set(found.values())) == len(found)
    return found if several else {}


_LONG = re.compile(r"([a-zà-ÿ]{3,10})\.? (\d{1,2}),? ((?:19|20)\d\d)")
_LONG_DAY_FIRST = re.compile(r"(\d{1,2})\.? ([a-zà-ÿ]{3,10})\.? ((?:19|20)\d\d)")
_ISO = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)")
_DAY_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)")


def printed_period(lines: Sequence[str]) -> tuple[int, int] | None:
    """First and last day of a date range printed above a table, as days since 1970-01-01.

    >>> first, last = printed_period(["Ad report", "August 1, 2026 - August 31, 2026"])
    >>> last - first
    30
    >>> first, last = printed_period(["# Start date: 20240201", "# End date: 20240229"])
    >>> last - first
    28
    """
    found = [_days(line.casefold()) for line in lines]
    pairs = [days for days in found if len(days) == 2]
    pairs += [one + two for one, two in pairwise(found) if len(one) == len(two) == 1]
    return next(((first, last) for first, last in pairs if first <= last), None)


def printed_days(text: str) -> list[int]:
    """Days that a line of text names, as days since 1970-01-01; numbers alone only with dots.

    >>> printed_days("Stand: 30.06.2024") == printed_days("as of June 30, 2024")
    True
    >>> printed_days("06/30/2024"), printed_days("Revenue 2022 to 2024")
    ([], [])
    """
    dotted = [
        f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
        for found in _DAY_DOTTED.finditer(text)
    ]
    return _days(" ".join(dotted) if dotted else text.casefold())


def _days(text: str) -> list[int]:
    found = [
        (match.start(), int(match[3]), MONTHS.get(match[1], 0), int(match[2]))
        for match in _LONG.finditer(text)
    ] or [
        (match.start(), int(match[3]), MONTHS.get(match[2], 0), int(match[1]))
        for match in _LONG_DAY_FIRST.finditer(text)
    ]
    found = found or [
        (match.start(), int(match[1]), int(match[2]), int(match[3]))
        for match in _ISO.finditer(text)
    ]
    epoch = dt.date(1970, 1, 1)
    return [
        (dt.date(year, month, day) - epoch).days
        for _, year, month, day in sorted(found)
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    ]
