"""Columns of money, numbers, counts and yes/no, read exactly and without a loop over rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from revcore.ingest.cells import CURRENCIES, SYMBOLS
from revcore.ingest.parsed import Parsed, distinct, filled, none, spread

MAX_SCALE = 6
_EXACT = 15
"""Digits that a float holds exactly, moved by a few decimals and rounded to a whole number."""
_TOP = 1_000
_PLAIN = r"^-?\d{1,12}(?:\.\d{1,6})?$"
_EXPONENT = r"^[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}$"
_BEHIND = r"\.?(\W*|\W*[A-Z]{3}\W*)$"
_THOUSAND = rf"(\d)\s?(?:k|K|tsd|Tsd|TSD){_BEHIND}"
_MILLION = rf"(\d)\s?(?:M|Mio|mio|MIO|mln|Mln|mn|million|Million|Millionen|millions|MM){_BEHIND}"
_SMALL_M = rf"(\d)\s?m{_BEHIND}"
"""A small m is a million beside a currency (“$0.9m”); alone it may be months or metres."""
_ROUND = r"([.,])[-–—]+\s*$"
"""Round amounts without their cents: 1'000.- and 1.000,-- show the decimal mark."""
_CODE = f"(?i)({'|'.join([*map(re.escape, SYMBOLS), *CURRENCIES.split()])})"
_DOTS = {
    ".": (r"^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3})(?:\.\d*)?$|^\.\d+$", ","),
    ",": (r"^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?$|^,\d+$", "."),
}
_YES = (
    "true t yes y 1 1.0 x ✓ ✔ ☑ on ja j wahr oui o vrai sí si s verdadero sim verdadeiro sì vero "
    "waar"
)
_NO = "false f no n 0 0.0 ✗ ✘ ☐ off nein falsch non faux falso não nao nee onwaar"
_OF_SYMBOL = {symbol.upper(): code for symbol, code in SYMBOLS.items()}


@dataclass(frozen=True)
class _Marks:
    """Which character is the decimal mark, and how sure that is."""

    decimal: str
    ambiguous: bool
    example: str
    proven: bool = False


# ---------------------------------------------------------------- public
def money(column: pl.Series, *, decimal: str | None = None) -> Parsed:
    """Read amounts as integers at the column's own scale (most decimals written, at most 6).

    Currency signs and codes, grouping by comma, dot, blank or apostrophe, brackets and a trailing
    minus are understood. The decimal mark is decided once for the column, by evidence; where every
    value looks like ``1,234`` the comma groups thousands and ``ambiguous`` says so.

    >>> read = money(pl.Series(["$1,234.56", "(7)", "--", "12O0.00"]))
    >>> read.values.to_list(), read.scale, read.currency, read.bad.to_list()
    ([123456, -700, None, None], 2, 'USD', [False, False, False, True])
    >>> money(pl.Series(["1.234,56", "99,90"])).values.to_list()
    [123456, 9990]
    >>> money(pl.Series(["12.000,--", "600,–"])).values.to_list()
    [12000, 600]
    >>> read = money(pl.Series(["1,2k €", "3,4 Mio.", "850"]))
    >>> [value / 10**read.scale for value in read.values]
    [1200.0, 3400000.0, 850.0]
    >>> read = money(pl.Series(["1.2k", "3,4 Mio.", "$0.9m", "12m"]))
    >>> [value and value / 10**read.scale for value in read.values]
    [1200.0, 3400000.0, 900000.0, None]
    """
    bare = column.dtype == pl.String and _all_plain(column.head(_TOP))
    if bare and decimal != "," and (read := _plain_money(column)):
        return read  # of plain numbers none is a blank word or has a blank around it
    text = filled(column)
    if decimal != "," and (read := _plain_money(text)):
        return read
    unique = distinct(text)
    short, times = _spelled(unique)
    plain, currency, marks = _plain(short, decimal)
    if times is not None and decimal is None:
        plain = _by_themselves(short, times, plain, marks)
    if decimal is None:
        plain = _by_currency(short, plain, currency, marks)
    amount, scale = _scaled(plain)
    amount = amount if times is None else amount * times
    values = spread(text, unique, amount)
    return Parsed(
        values=values,
        bad=text.is_not_null() & values.is_null(),
        scale=scale,
        currency=_one_or_column(text, unique, currency),
        ambiguous="decimal" if marks.ambiguous else None,
        taken=_taken(marks),
    )


def _spelled(unique: pl.Series) -> tuple[pl.Series, pl.Series | None]:
    """Amounts without a “k”, “Tsd.”, “M” or “Mio.” at their end, and what these multiply by."""
    small = unique.str.contains(_SMALL_M).fill_null(value=False)
    if small.any():
        small &= unique.str.contains(_CODE).fill_null(value=False)
        small &= not unique.str.contains(r"\d\s?MM\b").any()  # there an M is a thousand
    thousand = unique.str.contains(_THOUSAND).fill_null(value=False)
    million = unique.str.contains(_MILLION).fill_null(value=False) | small
    if not thousand.any() and not million.any():
        return unique, None
    times = pl.select(pl.when(thousand).then(1_000).when(million).then(1_000_000).otherwise(1))
    digits = unique.str.replace(_THOUSAND, "${1}${2}").str.replace(_MILLION, "${1}${2}")
    digits = digits.zip_with(~small, unique.str.replace(_SMALL_M, "${1}${2}"))
    return digits, times.to_series()


def _by_themselves(
    short: pl.Series, times: pl.Series, plain: pl.Series, marks: _Marks
) -> pl.Series:
    """Spelled amounts whose mark is not the column’s: one or two digits behind it are decimals."""
    lone = plain.is_null() & (times > 1) & short.str.contains(r"\d[.,]\d{1,2}(?:\D|$)")
    if not lone.any():
        return plain
    other, _, _ = _plain(short, "." if marks.decimal == "," else ",")
    return plain.zip_with(~lone.fill_null(value=False), other)


def _by_currency(
    short: pl.Series, plain: pl.Series, currency: pl.Series, marks: _Marks
) -> pl.Series:
    """Amounts of a currency that is written with the other mark throughout: € 1.200,00, $ 800.00.

    >>> money(pl.Series(["€ 1.200,00", "€ 3,50", "$ 800.25", "$ 1,200"])).values.to_list()
    [120000, 350, 80025, 120000]
    """
    unread = currency.filter(plain.is_null() & short.is_not_null()).drop_nulls().unique().to_list()
    if not unread or currency.n_unique() < 2:
        return plain
    other, _, _ = _plain(short, "." if marks.decimal == "," else ",")
    for code in sorted(unread):
        own = (currency == code).fill_null(value=False)
        if not other.filter(own).null_count():
            plain = plain.zip_with(~own, other)
    return plain


def numbers(column: pl.Series, *, decimal: str | None = None) -> Parsed:
    """Read numbers as floats; ``75%`` is 0.75.

    >>> numbers(pl.Series(["75%", "0.5", "1,500", "x"])).values.to_list()
    [0.75, 0.5, 1500.0, None]
    """
    text = filled(column)
    if decimal != "," and _all_plain(text) and not _groups_of_three(text):
        return Parsed(values=text.cast(pl.Float64), bad=none(len(text)))
    unique = distinct(text)
    percent = unique.str.contains(r"%\s*\)?-?$")
    plain, _, marks = _plain(unique.str.replace(r"\s*%", ""), decimal)
    value = plain.cast(pl.Float64, strict=False)
    value = pl.select(pl.when(percent).then(value / 100).otherwise(value)).to_series()
    values = spread(text, unique, value)
    return Parsed(
        values=values,
        bad=text.is_not_null() & values.is_null(),
        ambiguous="decimal" if marks.ambiguous else None,
        taken=_taken(marks),
    )


def counts(column: pl.Series) -> Parsed:
    """Read whole numbers; ``1,500`` and ``1.500`` are both fifteen hundred, ``2.0`` is two.

    >>> counts(pl.Series(["1,500", "2.0", "2.5", None])).values.to_list()
    [1500, 2, None, None]
    """
    text = filled(column)
    if text.str.contains(r"^-?\d{1,18}$").all():
        return Parsed(values=text.cast(pl.Int64), bad=none(len(text)))
    unique = distinct(text)
    plain, _, marks = _plain(unique, None)
    if marks.ambiguous:
        plain, _, _ = _plain(unique, "," if marks.decimal == "." and "." in marks.example else ".")
    whole = plain.str.replace(r"\.0*$", "")
    values = spread(text, unique, whole.cast(pl.Int64, strict=False))
    return Parsed(values=values, bad=text.is_not_null() & values.is_null())


def yes_no(column: pl.Series) -> Parsed:
    """Read yes and no in several languages, true and false, 1 and 0.

    >>> yes_no(pl.Series(["Yes", "FALSE", "ja", "0", "maybe"])).values.to_list()
    [True, False, True, False, None]
    """
    text = filled(column)
    unique = distinct(text)
    low = unique.str.to_lowercase()
    words = _YES.split()
    others = _NO.split()
    read = pl.select(
        pl.when(low.is_in(words))
        .then(pl.lit(value=True))
        .when(low.is_in(others))
        .then(pl.lit(value=False))
    ).to_series()
    values = spread(text, unique, read)
    return Parsed(values=values, bad=text.is_not_null() & values.is_null())


# ---------------------------------------------------------------- plain numbers, the usual case
def _all_plain(text: pl.Series) -> bool:
    return bool(text.str.contains(_PLAIN).all())


def _groups_of_three(text: pl.Series) -> bool:
    """Whether every dot could as well group thousands (``1.234``) and nothing says otherwise."""
    head = text.drop_nulls().head(1000)
    for part in (head, text.drop_nulls()):
        if part.is_empty() or part.str.contains(r"^-?0\.|^-?\d{4,}|\.\d{1,2}$|\.\d{4,}$").any():
            return False
        if not part.str.contains(".", literal=True).any():
            return False
    return True


def _plain_money(text: pl.Series) -> Parsed | None:
    """Digits with at most one dot; None where there is anything else."""
    cell, length = pl.col("text"), pl.col("text").str.len_bytes()
    looked = text.alias("text").to_frame().select(
        cell.str.contains(_PLAIN).all().alias("plain"),
        length.max().alias("longest"),
        (length - cell.str.find(".", literal=True) - 1).max().alias("decimals"),
    )  # fmt: skip
    plain, longest, decimals = looked.row(0)
    if not plain or _groups_of_three(text):
        return None
    scale = decimals or 0
    if (longest or 0) <= _EXACT:
        values = (text.cast(pl.Float64) * 10**scale).round().cast(pl.Int64)
    else:  # slower, and exact for any number of digits
        values = text.cast(pl.Decimal(38, scale)).to_physical().cast(pl.Int64)
    return Parsed(values=values, bad=none(len(text)), scale=scale)


# ---------------------------------------------------------------- anything else
def _plain(unique: pl.Series, decimal: str | None) -> tuple[pl.Series, pl.Series, _Marks]:
    """Distinct values as ``-1234.5`` (null: not a number), their currencies, the marks."""
    found = unique.str.extract(_CODE, 1).str.to_uppercase()
    currency = found.replace(_OF_SYMBOL)
    bare = unique.str.replace(_CODE, "") if found.null_count() < len(found) else unique
    ends = bare.str.extract(_ROUND, 1).drop_nulls().unique()
    bare = bare.str.replace(_ROUND, "") if len(ends) else bare
    exponent = bare.str.contains(_EXPONENT)
    negative = bare.str.contains(r"^\s*(?:\(.*\)|[-−].*|.*[-−])\s*$")
    core = bare.str.replace_all(r"^[\s(+−-]+|[\s)−-]+$", "")
    spaced = core.str.contains(r"^\d{1,3}(?:[\s\u00a0\u202f'’]\d{3})+(?:[.,]\d+)?$")
    core = pl.select(
        pl.when(spaced).then(core.str.replace_all(r"[\s\u00a0\u202f'’]", "")).otherwise(core)
    ).to_series()
    marks = _marks(core.filter(~exponent), spaced.filter(~exponent), decimal)
    if marks.ambiguous and len(ends) == 1:
        marks = _Marks(str(ends[0]), ambiguous=False, example="", proven=True)
    pattern, group = _DOTS[marks.decimal]
    digits = core.str.replace_all(group, "", literal=True).str.replace(
        marks.decimal, ".", literal=True
    )
    sign = pl.when(negative).then(pl.lit("-")).otherwise(pl.lit(""))
    plain = pl.select(
        pl.when(core.str.contains(pattern)).then(sign + digits.str.strip_suffix("."))
    ).to_series()
    if exponent.any():
        written = [
            _without_exponent(value) if is_exponent else other
            for value, is_exponent, other in zip(bare, exponent, plain, strict=True)
        ]
        plain = pl.Series(written, dtype=pl.String)
    return plain, currency, marks


def _without_exponent(text: str) -> str:
    """
    >>> _without_exponent("1.5E+3"), _without_exponent("-1.2e-13")
    ('1500', '-0.00000000000012')
    """
    return format(Decimal(text), "f")


def _marks(core: pl.Series, spaced: pl.Series, decimal: str | None) -> _Marks:
    """Decide the decimal mark of a column from its distinct values."""
    if decimal in _DOTS:
        return _Marks(decimal, ambiguous=False, example="")
    dot = r"\d*\.(?:\d{1,2}|\d{4,})|0*\.\d+|[\d,]*,\d{3}\.\d*|\d{4,}\.\d+|\d{1,3}(?:,\d{3}){2,}"
    comma = r"\d*,(?:\d{1,2}|\d{4,})|0*,\d+|[\d.]*\.\d{3},\d*|\d{4,},\d+|\d{1,3}(?:\.\d{3}){2,}"
    says_dot = int((core.str.contains(f"^(?:{dot})$") | (spaced & _has(core, "."))).sum())
    says_comma = int((core.str.contains(f"^(?:{comma})$") | (spaced & _has(core, ","))).sum())
    if says_dot or says_comma:
        mark = "," if says_comma > says_dot else "."
        return _Marks(mark, ambiguous=False, example="", proven=not (says_dot and says_comma))
    open_ = core.filter(core.str.contains(r"^\d{1,3}[.,]\d{3}$"))
    return _Marks(".", ambiguous=not open_.is_empty(), example=open_[0] if len(open_) else "")


def proven_decimal(column: pl.Series) -> str | None:
    """The decimal mark that a column of numbers proves; None where it proves nothing.

    >>> proven_decimal(pl.Series(["12,50", "7"])), proven_decimal(pl.Series(["1.234", "7"]))
    (',', None)
    """
    unique = distinct(filled(column))
    if unique.is_empty():
        return None
    _, _, marks = _plain(unique.str.replace(r"\s*%", ""), None)
    return marks.decimal if marks.proven else None


def _has(core: pl.Series, mark: str) -> pl.Series:
    return core.str.contains(mark, literal=True)


def _taken(marks: _Marks) -> str:
    if not marks.ambiguous:
        return ""
    if "," in marks.example:
        return f"“{marks.example}” was read as {marks.example.replace(',', '')}: the comma groups"
    return f"“{marks.example}” was read with the dot as the decimal mark"


def _scaled(plain: pl.Series) -> tuple[pl.Series, int]:
    """Integers at the scale of the most decimals; longer ones are rounded half away from zero."""
    whole = plain.str.strip_prefix("-").str.extract(r"^(\d*)", 1)
    part = plain.str.extract(r"\.(\d*)$", 1).fill_null("")
    long = part.str.len_bytes() > MAX_SCALE
    most = part.filter(plain.is_not_null() & ~long).str.len_bytes().max()
    scale = int(most) if isinstance(most, int) else 0
    at_six = (whole + part.str.head(MAX_SCALE).str.pad_end(MAX_SCALE, "0")).cast(
        pl.Int64, strict=False
    )
    up = long & (part.str.slice(MAX_SCALE, 1) >= "5")
    at_six = at_six + up.cast(pl.Int64)
    rounded = at_six.filter(long).drop_nulls()
    while scale < MAX_SCALE and (rounded % 10 ** (MAX_SCALE - scale) != 0).any():
        scale += 1
    amount = at_six // 10 ** (MAX_SCALE - scale)
    sign = plain.str.starts_with("-")
    return pl.select(pl.when(sign).then(-amount).otherwise(amount)).to_series(), scale


def _one_or_column(
    text: pl.Series, unique: pl.Series, currency: pl.Series
) -> pl.Series | str | None:
    codes = currency.drop_nulls().unique()
    if codes.is_empty():
        return None
    return str(codes[0]) if len(codes) == 1 else spread(text, unique, currency)
