"""The month, quarter, half-year or year that a title, a sheet's name or a file's name speaks of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from revcore.ingest.month_names import month_number
from revcore.ingest.parse_periods import quarter_label
from revcore.ingest.period import header_month, one_year, printed_period
from revcore.model import Window, month_of, month_of_day

_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-./ ]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])"
    r"|\d{1,2}([-./])\d{1,2}\2(?:(?:19|20)\d\d|\d\d))(?!\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FISCAL = re.compile(r"(?i)\b(?:FY|GJ|AF|EF|fiscal|geschäftsjahr|exercice)|(?:19|20)\d\d/\d\d")
_RUN = re.compile(
    r"([^\W\d_]+)\.?(?:\s+((?:19|20)\d\d))?\s*(?:[-–—]|\b(?:to|through|until|bis|au|à|hasta|até|al|tot)\b)"
    r"\s*([^\W\d_]+)\.?\s+((?:19|20)\d\d)",
    re.IGNORECASE,
)
_PART = re.compile(r"(?i)\b(?:[QHTS]\d|half|halb|semest|quart|trim|week|woche|KW|ytd)")
"""What says that less than the year beside it is meant."""
_PUNCTUATION = " ()[]{}.,;:!?“”„\"'|"
_LABEL = re.compile(r"((?:19|20)\d\d|\d\d)-([QH])([1-4])")
_OTHER = frozenset({"set", "out", "ago", "gen", "mag"})
"""Short names of months that are words as well: “data set 2024” is no September."""
_YEAR_LONG = 12
_MOST = 200
"""Letters of a text that are looked at: a longer one is no title."""


def covered(text: str, year: str = "") -> Window | None:
    """The one period a text names; None where it names none, or several of a kind.

    A month wins over the quarter, and a quarter over the year that stands beside it. A single day
    is when something was printed, and no period; fiscal years begin where nobody has said.

    Parameters
    ----------
    year
        The year of a month or quarter named without one.

    >>> [str(covered(text)) for text in ("Sales 2024-03", "Umsatz März 2024", "Q1 2024", "2024")]
    ['2024-03..2024-03', '2024-03..2024-03', '2024-01..2024-03', '2024-01..2024-12']
    >>> str(covered("Jan-Mar 2024")), str(covered("Customers_2024_03")), str(covered("May", "2024"))
    ('2024-01..2024-03', '2024-03..2024-03', '2024-05..2024-05')
    >>> covered("As of 2024-03-15"), covered("Sales"), covered("2023 and 2024"), covered("FY24")
    (None, None, None, None)
    """
    plain = _DAY.sub(" ", re.sub(r"(?<=\d)_(?=\d)", "-", text).replace("_", " "))
    if len(text) > _MOST or _FISCAL.search(plain):
        return None
    words = [word for part in plain.split() if (word := part.strip(_PUNCTUATION))]
    if run := _run(plain.strip(_PUNCTUATION)):
        return run
    for months in (1, 3, 6, _YEAR_LONG):
        found = {one for one in _named(words, year) if one.months == months}
        if months == _YEAR_LONG and (_PART.search(plain) or any(map(month_number, words))):
            return None
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def period_around(lines: Sequence[str], sheet: str, stem: str) -> tuple[Window, str] | None:
    """The period named above a table, else by its sheet, else by its file; and which of them it is.

    >>> found = period_around(["Sales by customer"], "März", "Umsatz 2024")
    >>> str(found[0]), found[1]
    ('2024-03..2024-03', 'the name of its sheet')
    """
    if (days := printed_period(lines)) and (whole := _whole_months(*days)):
        return whole, "the title above it"
    places = [(line, "the title above it") for line in lines]
    places += [(sheet, "the name of its sheet"), (stem, "the name of its file")]
    year = one_year(text for text, _ in places)
    named = [(one, place) for text, place in places if (one := covered(text, year)) is not None]
    if not named:
        return None
    nearest, place = named[0]
    for one, other in named[1:]:
        within = nearest.start <= one.start and one.end <= nearest.end
        if within and one.months < nearest.months:
            nearest, place = one, other
        elif other == place and not within:
            return None  # two titles that disagree
    return nearest, place


def _named(words: Sequence[str], year: str) -> Iterator[Window]:
    """Every period that up to three words in a row name."""
    for at in range(len(words)):
        for size in (1, 2, 3):
            few = words[at : at + size]
            if len(few) < size or (size > 1 and all(word.isdigit() for word in few)):
                continue
            if len(words) > size and _OTHER.intersection(word.casefold() for word in few):
                continue
            found = _one(" ".join(few))
            if found is None and size == 1 and year:
                found = _one(f"{few[0]} {year}")
            if found:
                yield found


def _one(text: str) -> Window | None:
    """A month, quarter, half-year or year, where a text is nothing else."""
    if _YEAR.fullmatch(text):
        return Window(month_of(int(text), 1), month_of(int(text), 12))
    if re.fullmatch(r"\d+", text) and len(text) != len("202403"):
        return None
    month = header_month(text)
    if month is not None:
        return Window(month, month)
    label = _LABEL.fullmatch(quarter_label(text) or "")
    if label is None:
        return None
    year = int(label[1]) + (2000 if len(label[1]) == 2 else 0)
    long = 3 if label[2] == "Q" else 6
    first = month_of(year, (int(label[3]) - 1) * long + 1)
    return Window(first, first + long - 1)


def _run(text: str) -> Window | None:
    """Two months with a “to” between them: “Jan-Mar 2024”, “Oct 2023 to Mar 2024”."""
    for found in _RUN.finditer(text):
        first, last = month_number(found[1]), month_number(found[3])
        if first and last:
            run = Window(month_of(int(found[2] or found[4]), first), month_of(int(found[4]), last))
            return run if 1 < run.months <= _YEAR_LONG else None
    return None


def _whole_months(first: int, last: int) -> Window | None:
    """Two days as months, where they are the first and the last of one each."""
    epoch = dt.date(1970, 1, 1)
    begins, ends = epoch + dt.timedelta(days=first), epoch + dt.timedelta(days=last + 1)
    if begins.day != 1 or ends.day != 1 or first >= last:
        return None
    found = Window(month_of_day(first), month_of_day(last))
    return found if found.months <= _YEAR_LONG else None
