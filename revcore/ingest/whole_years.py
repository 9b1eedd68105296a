"""Amounts of whole years, and the month up to which the last one goes; amounts of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from revcore.errors import SettingsError
from revcore.ingest.long_periods import MONTHS_LONG
from revcore.ingest.named_period import covered
from revcore.ingest.period import is_to_date, printed_days
from revcore.ingest.sheet import REASON, Sheet
from revcore.model import Question, month_label, month_of_day, month_words

TO_DATE = "year to date: nobody said up to which month"
_YEAR = 12


def settle_last_year(sheet: Sheet) -> None:
    """Divide the last year among the months that are over in it, where somebody or something says.

    A person’s word wins, then a day printed in the title, the sheet’s or the file’s name. What only
    calls itself the year to date is set aside until the month is known; a bare year is asked about
    and counts whole.
    """
    first, long = _first_month(sheet), pl.col(MONTHS_LONG)
    there = sheet.frame.filter(pl.col(REASON).is_null() & first.is_not_null())
    by_hand = _by_hand(sheet)
    if by_hand is not None:
        _cut(sheet, first, by_hand, "as you said")
        return
    years = there.filter(long == _YEAR).select(first.alias("first"))["first"]
    if years.is_empty():
        return
    begins = int(years.max())  # type: ignore[arg-type]
    label = f"{begins // _YEAR}" if begins % _YEAR == 0 else f"year from {month_words(begins)}"
    printed = [month_of_day(day) for day in _days_around(sheet)]
    if any(month >= begins + _YEAR for month in printed):
        return
    within = max((month for month in printed if month >= begins), default=begins + _YEAR - 1)
    open_end = within == begins + _YEAR - 1 and _is_to_date(sheet)
    if open_end:
        sheet.set_aside(sheet.mask((first == begins) & (long == _YEAR)), TO_DATE, "month")
        taken = "set aside: it calls itself the year to date"
    elif within < begins + _YEAR - 1:
        _cut(sheet, first, within, "the day printed with it")
        taken = f"up to {month_words(within)}, by the day printed with it"
    else:
        taken = "the whole year"
    sheet.questions.append(
        Question(
            id=f"until:{sheet.name}",
            text=f"Up to which month do the amounts of {label} in “{sheet.name}” go?",
            choices=[month_label(begins + at) for at in range(_YEAR)],
            taken=taken,
            file=sheet.name,
        )
    )


def tell_weeks(sheet: Sheet) -> None:
    """Say that amounts of calendar weeks count on the day their week begins."""
    text = f"“{sheet.name}” has calendar weeks across: each amount counts on the Monday of its week"
    sheet.say(
        "weeks",
        f"{text}, and in the month of that Monday where a week lies in two.",
        {"weeks": len(sheet.laid.months)},
    )


def _first_month(sheet: Sheet) -> pl.Expr:
    if sheet.has("month"):
        return pl.col("month")
    day = pl.col("date").cast(pl.Int32).cast(pl.Date)
    return day.dt.year().cast(pl.Int64) * _YEAR + day.dt.month().cast(pl.Int64) - 1


def _by_hand(sheet: Sheet) -> int | None:
    """The last month that a person gave for this very file."""
    fix = sheet.plan.fix
    if fix is None or fix.until is None or fix.path != sheet.name:
        return None
    found = covered(fix.until)
    if found is None or found.months != 1:
        raise SettingsError(
            f"“{fix.until}”, given as the last month of “{sheet.name}”, is no month.",
            fix="Write it as in 2024-06.",
        )
    return found.end


def _cut(sheet: Sheet, first: pl.Expr, until: int, why: str) -> None:
    """Let no period go beyond a month that lies in it."""
    long = pl.col(MONTHS_LONG)
    over = (first <= until) & (first + long - 1 > until)
    rows = int(sheet.mask(over).sum())
    if not rows:
        return
    sheet.put(MONTHS_LONG, pl.when(over).then(until - first + 1).otherwise(long))
    sheet.say(
        "until",
        f"The last period of “{sheet.name}” goes to {month_words(until)} ({why}): its figures are "
        "divided by the months up to then.",
        {"rows": rows, "until": month_label(until)},
    )


def _days_around(sheet: Sheet) -> list[int]:
    raw = sheet.raw
    texts: Sequence[str] = [*raw.preamble, raw.sheet, Path(sheet.name).stem.replace("_", " ")]
    return [day for text in texts for day in printed_days(text)]


def _is_to_date(sheet: Sheet) -> bool:
    """Whether the header of the last year says that it is not over."""
    labels = sheet.laid.months
    return bool(labels) and is_to_date(labels[max(labels)])
