"""Sheets laid out across: months as columns become rows, split names and dates become one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from revcore.ingest import parse
from revcore.ingest.across import is_money, measures_across
from revcore.ingest.month_names import month_number
from revcore.ingest.period import (
    header_months,
    header_quarters,
    header_weeks,
    header_years,
    year_label,
)
from revcore.ingest.raw import LINE, RawTable, TotalRow
from revcore.ingest.tables import Kind
from revcore.ingest.words import cost_category, normal

_FEWEST = 3
_COSTS = "Cost category"
_YEARS = "Whole year"
_SURE = 0.9


@dataclass(frozen=True)
class Laid:
    """A raw table one row per fact, and what it was made from.

    found
        The table as it stands in the file.
    months
        Month or quarter (“2024-Q1”) -> header, where these stood across.
    joined
        Header made here -> the headers it was made from.
    across
        What stood across: “month”, “week”, or “product” (header -> header, then).
    """

    raw: RawTable
    found: RawTable
    months: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    across: str = "month"

    def printed(self, header: str) -> str | list[str]:
        """The file's own header or headers behind a column."""
        if self.months and header == self.raw.headers[-1]:
            return list(self.months.values())
        if self.months and header == self.raw.headers[-2]:
            return list(self.months.values())
        return list(self.joined[header]) if header in self.joined else header


def lay(raw: RawTable) -> Laid:
    """Bring a table into the form one row per fact."""
    named, joined = _join_names(raw)
    around = (*raw.preamble, raw.sheet)
    found = header_months(raw.headers, around)
    if len(found) < _FEWEST:
        found = header_quarters(raw.headers, around)
    several = measures_across(raw.headers) if len(found) < _FEWEST else {}
    if several:
        return _down_each(named, raw, several, joined)
    if len(found) < _FEWEST or len(set(found.values())) < len(found):
        named, dated = _join_dates(named)
        return Laid(named, raw, joined={**joined, **dated})
    return _down(named, raw, found, joined)


def lay_years(laid: Laid) -> Laid | None:
    """A table of amounts by whole years, across or in a column, brought into the form of months.

    None where years stand nowhere, hold no money, or speak of something that is not sold.
    """
    raw, found = laid.raw, laid.found
    if laid.months or not raw.frame.height:
        return None
    years = header_years(raw.headers)
    if years:
        return _down(raw, found, years, laid.joined) if _are_money(raw, list(years)) else None
    several = measures_across(raw.headers, year_label)
    *_, money = several or [""]
    if several and is_money(money) and _are_money(raw, list(several[money].values())):
        follow = header_years([label.removesuffix("-Y1") for label in several[money]])
        return _down_each(raw, found, several, laid.joined) if follow else None
    header = next((one for one in raw.headers if normal(one) in _PARTS["year"]), None)
    dated = any(header in names for names in laid.joined.values())  # with months or quarters
    if header is None or dated or _YEARS in raw.headers or not _is_part("year", raw.frame[header]):
        return None
    frame = raw.frame.with_columns((pl.col(header) + "-Y1").alias(_YEARS))
    named = replace(raw, headers=(*raw.headers, _YEARS), frame=frame)
    return Laid(named, found, joined={**laid.joined, _YEARS: (header,)})


def lay_weeks(laid: Laid, around: Sequence[str]) -> Laid | None:
    """A table of amounts by calendar weeks across as rows dated by week; None for any other.

    Parameters
    ----------
    around
        Texts that may name the year of weeks without one.
    """
    raw = laid.raw
    weeks = {} if laid.months or not raw.frame.height else header_weeks(raw.headers, around)
    if not weeks or not _are_money(raw, list(weeks)) or "Week" in raw.headers:
        return None
    return replace(_down(raw, laid.found, weeks, laid.joined, "Week"), across="week")


def _are_money(raw: RawTable, headers: Sequence[str]) -> bool:
    return all(parse.fit(raw.frame[header], Kind.MONEY) > _SURE for header in headers)


def _down(
    raw: RawTable,
    as_found: RawTable,
    labels: Mapping[str, str],
    joined: Mapping[str, tuple[str, ...]],
    period: str = "Month",
) -> Laid:
    raw, joined = _costs_named(raw, labels, joined)
    ids = [header for header in raw.headers if header not in labels]
    month = period if period not in ids else f"{period} across"
    value = "Amount" if "Amount" not in ids else "Amount across"
    frame = (
        raw.frame.with_columns(pl.int_range(pl.len()).alias("__at"))
        .unpivot(on=list(labels), index=[*ids, LINE, "__at"], variable_name=month, value_name=value)
        .sort("__at", maintain_order=True)
        .with_columns(pl.col(month).replace_strict(labels, return_dtype=pl.String))
        .drop("__at")
        .filter(pl.col(value).is_not_null())
    )
    laid = replace(raw, headers=(*ids, month, value), frame=frame)
    return Laid(laid, as_found, {label: header for header, label in labels.items()}, joined)


def _down_each(
    raw: RawTable,
    as_found: RawTable,
    measures: Mapping[str, Mapping[str, str]],
    joined: Mapping[str, tuple[str, ...]],
) -> Laid:
    """One row per month, with a column for each of several measures."""
    used = {header for periods in measures.values() for header in periods.values()}
    ids = [header for header in raw.headers if header not in used]
    month = "Month" if "Month" not in [*ids, *measures] else "Month across"
    *others, money = measures
    parts = []
    for label in measures[money]:
        cells = [pl.col(periods[label]).alias(name) for name, periods in measures.items()]
        parts.append(
            raw.frame.select(
                pl.int_range(pl.len()).alias("__at"),
                pl.col([*ids, LINE]),
                *cells[:-1],
                pl.lit(label).alias(month),
                cells[-1],
            )
        )
    frame = pl.concat(parts).sort("__at", maintain_order=True).drop("__at")
    frame = frame.filter(pl.any_horizontal(pl.col(list(measures)).is_not_null()))
    laid = replace(raw, headers=(*ids, *others, month, money), frame=frame)
    beside = {name: tuple(measures[name].values()) for name in others}
    return Laid(laid, as_found, dict(measures[money]), {**joined, **beside})


def _costs_named(
    raw: RawTable, months: Mapping[str, str], joined: Mapping[str, tuple[str, ...]]
) -> tuple[RawTable, Mapping[str, tuple[str, ...]]]:
    """A nameless first column of kinds of cost gets a name that says so."""
    ids = [header for header in raw.headers if header not in months]
    if not ids or not re.fullmatch(r"Column [A-Z]{1,3}", ids[0]):
        return raw, joined
    texts = raw.frame[ids[0]].drop_nulls().unique().to_list()
    if sum(cost_category(text) is not None for text in texts) < 0.6 * max(len(texts), 1):
        return raw, joined
    headers = tuple(_COSTS if header == ids[0] else header for header in raw.headers)
    named = replace(raw, headers=headers, frame=raw.frame.rename({ids[0]: _COSTS}))
    return named, {**joined, _COSTS: (ids[0],)}


def without_totals(laid: Laid, label: str | None, money: str | None) -> Laid:
    """Take out rows whose label is blank and whose amount is the sum of all others.

    Advertising reports print their total so, on the first line or the last, with dates filled in.
    """
    if not label or not money or laid.months or laid.raw.frame.height < _FEWEST:
        return laid
    blank = laid.raw.frame[label].is_null()
    if blank.sum() != 1:
        return laid
    read = parse.money(laid.raw.frame[money])
    if read.values.filter(blank).sum() != read.values.filter(~blank).sum():
        return laid
    row = laid.raw.frame.filter(blank).row(0, named=True)
    line = int(row.pop(LINE))
    cells = {name: text for name, text in row.items() if text is not None}
    total = TotalRow(line, f"{label}: blank", cells)

    def cut(raw: RawTable) -> RawTable:
        frame = raw.frame.filter(pl.col(LINE) != line)
        return replace(raw, frame=frame, totals=(*raw.totals, total))

    return replace(laid, raw=cut(laid.raw), found=cut(laid.found))


def _join_names(raw: RawTable) -> tuple[RawTable, Mapping[str, tuple[str, ...]]]:
    known = {normal(header): header for header in reversed(raw.headers)}
    first = known.get("first name") or known.get("billing first name") or known.get("vorname")
    last = known.get("last name") or known.get("billing last name") or known.get("nachname")
    if not first or not last:
        return raw, {}
    header = "First name + Last name"
    text = pl.concat_str([pl.col(first), pl.col(last)], separator=" ", ignore_nulls=True)
    filled = pl.when(text.str.strip_chars() == "").then(None).otherwise(text.str.strip_chars())
    frame = raw.frame.with_columns(filled.alias(header))
    return replace(raw, headers=(*raw.headers, header), frame=frame), {header: (first, last)}


_PARTS: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "jahr", "année", "annee", "año", "ano", "anno", "jaar", "yr"),
    "month": ("month", "monat", "mois", "mes", "mês", "mese", "maand"),
    "day": ("day", "tag", "jour", "día", "dia", "giorno", "dag"),
    "quarter": ("quarter", "quartal", "trimestre", "kwartaal", "qtr"),
}
"""Headers of the parts of a date that stands in several columns."""


def _join_dates(raw: RawTable) -> tuple[RawTable, Mapping[str, tuple[str, ...]]]:
    """Year, month and day in columns of their own, as one column."""
    known = {normal(header): header for header in reversed(raw.headers)}
    parts = {
        part: header
        for part, words in _PARTS.items()
        if (header := next((known[word] for word in words if word in known), None))
        and _is_part(part, raw.frame[header])
    }
    if "year" not in parts or not parts.keys() & {"month", "quarter"}:
        return raw, {}
    year = pl.col(parts["year"])
    if "month" in parts:
        used = [parts["year"], parts["month"]]
        month = _numbered(raw.frame[parts["month"]]).str.zfill(2)
        text = pl.concat_str([year, pl.lit(month)], separator="-")
        if "day" in parts:
            used.append(parts["day"])
            day = pl.col(parts["day"]).str.zfill(2)
            text = pl.concat_str([text, day], separator="-")
        header = "Date" if "day" in parts else "Year month"
    else:
        used = [parts["year"], parts["quarter"]]
        number = pl.col(parts["quarter"]).str.extract(r"([1-4])", 1)
        text, header = pl.concat_str([year, number], separator="-Q"), "Year quarter"
    if header in raw.headers:
        header = " + ".join(used)
    frame = raw.frame.with_columns(text.alias(header))
    return replace(raw, headers=(*raw.headers, header), frame=frame), {header: tuple(used)}


def _is_part(part: str, column: pl.Series) -> bool:
    """Whether a column holds years, months, days or quarters and nothing else."""
    values = column.drop_nulls().unique()
    if not len(values):
        return False
    if part == "month":
        return bool(_numbered(values).is_not_null().all())
    form = {
        "year": r"^(19|20)\d\d$",
        "day": r"^(0?[1-9]|[12]\d|3[01])$",
        "quarter": r"(?i)^(Q|T|K)?\.?\s?[1-4]$|(?i)^[1-4]\.?\s?(quartal|Q|T)$",
    }[part]
    return bool(values.str.contains(form).all())


def _numbered(column: pl.Series) -> pl.Series:
    """Months by number or name as text of their number; null for anything else."""
    found = {}
    for text in column.drop_nulls().unique().to_list():
        number = int(text) if re.fullmatch(r"0?[1-9]|1[0-2]", text) else month_number(text)
        found[text] = None if number is None else str(number)
    return column.replace_strict(found, default=None, return_dtype=pl.String)
