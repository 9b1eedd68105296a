"""Exchange rates that files print, and rates that stand upside down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from revcore.ingest import parse
from revcore.ingest.sheet import MONEY_CURRENCY, Sheet
from revcore.ingest.words import normal
from revcore.model import Notice, Question, Rate

_HEADER = re.compile(
    r"\b(exchange|conversion|fx|currency|forex) rate\b|^fx$|wechselkurs|umrechnungskurs|devisenkurs"
    r"|taux de (change|conversion)|tipo de cambio|taxa de c[aâ]mbio|tasso di cambio|wisselkoers"
)
_STRONG = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "SGD", "NZD", "KWD", "BHD"})
_SMALL = frozenset({
    "JPY", "KRW", "HUF", "INR", "IDR", "VND", "CLP", "COP", "ARS", "RUB", "PKR", "NGN", "KES",
    "ISK", "CRC", "PYG", "UGX", "TZS", "LKR", "PHP", "TWD", "THB", "CZK", "UAH", "RSD", "KZT",
    "XAF", "XOF", "DZD", "EGP", "UYU", "DOP", "JMD",
})  # fmt: skip
"""One of these is worth less than a tenth of one strong unit."""
_BOTH_WAYS = 1.12
"""Rates this far apart whose product is about one say the same thing in both directions."""


@dataclass(frozen=True)
class Printed:
    """Rates that a column gives for one currency.

    rate
        The middle one of those on the side most rows are on.
    turned
        Rows whose rate is about one divided by it.
    """

    header: str
    file: str
    rate: float
    rows: int
    turned: int


def printed(sheets: Sequence[Sheet], code: str) -> Printed | None:
    """The rate column of the first sheet that has one for a currency."""
    for sheet in sheets:
        for header in sheet.raw.headers:
            if _HEADER.search(normal(header)) and (found := _read(sheet, header, code)):
                return found
    return None


def _read(sheet: Sheet, header: str, code: str) -> Printed | None:
    column = sheet.raw.frame[header]
    if len(column) != sheet.frame.height:
        return None
    fix = sheet.plan.fix
    decimal = (fix.decimal if fix else None) or sheet.settings.decimal
    read = parse.numbers(column, decimal=decimal)
    if read.ambiguous:
        others = [sheet.raw.frame[name] for name in sheet.raw.headers if name != header]
        read = parse.proved_elsewhere(read, parse.Kind.NUMBER, column, others)
    mine = sheet.frame.select(
        pl.col(MONEY_CURRENCY).alias("code"), read.values.cast(pl.Float64).alias("rate")
    ).filter((pl.col("code") == code) & (pl.col("rate") > 0))["rate"]
    if mine.is_empty():
        return None
    above, below = mine.filter(mine > 1), mine.filter(mine <= 1)
    more, less = (above, below) if len(above) >= len(below) else (below, above)
    middle = float(more.median())  # type: ignore[arg-type]
    product = less * middle
    far = max(middle, 1 / middle) ** 2 > _BOTH_WAYS
    turned = int(product.is_between(0.95, 1.05).sum()) if far else 0
    return Printed(header, sheet.name, middle, len(more), turned)


def ask_with(question: Question, found: Printed, code: str, main: str) -> Question:
    """The question for a rate, with what the file prints as choices, both ways round."""
    shown, turned = f"{found.rate:.6g}", f"{1 / found.rate:.6g}"
    likely = _likely(found.rate, code, main)
    choices = [turned, shown] if likely == "turned" else [shown, turned]
    text = (
        f"{question.text} “{found.header}” in “{found.file}” says {shown}; read the other way "
        f"round that is {turned}."
    )
    return question.model_copy(update={"text": text, "choices": choices})


def both_ways(found: Printed, code: str) -> list[Notice]:
    """A column that gives one currency in both directions."""
    if not found.turned:
        return []
    rows = "row" if found.turned == 1 else "rows"
    return [
        Notice(
            id=f"rate_both_ways:{found.file}:{code}",
            text=f"“{found.header}” in “{found.file}” gives {code} both ways: about "
            f"{found.rate:.4g} in {found.rows:,} and about {1 / found.rate:.4g} in "
            f"{found.turned:,} {rows}. No rate is taken from it unasked.",
            values={"rate": found.rate, "rows": found.rows, "turned": found.turned},
            file=found.file,
        )
    ]


def upside_down(rates: Sequence[Rate], main: str) -> tuple[list[Question], list[Notice]]:
    """Rates typed the wrong way round: worth more than they can be, or given in both directions."""
    questions, notices = [], []
    for one in rates:
        code = one.currency.strip().upper()
        if code == main:
            notices.append(
                Notice(
                    id=f"rate_of_main:{code}",
                    text=f"A rate of {one.rate:g} is given for {code}, the currency everything is "
                    "counted in; it is not used. Give what one unit of each other currency is "
                    f"worth in {code}.",
                    values={"rate": one.rate},
                )
            )
        elif _likely(one.rate, code, main) == "turned":
            right = f"{1 / one.rate:.6g}"
            questions.append(
                Question(
                    id=f"rate_turned:{code}",
                    text=f"Is one {code} really worth {one.rate:g} {main}? The rate looks upside "
                    f"down: the other way round one {code} is {right} {main}.",
                    choices=[right],
                    taken=f"{one.rate:g}",
                )
            )
    return questions, notices


def _likely(rate: float, code: str, main: str) -> str:
    """Which way round a rate can be; “either” where the currencies are near each other."""
    if code in _SMALL and main in _STRONG:
        return "turned" if rate > 1 else "given"
    if code in _STRONG and main in _SMALL:
        return "turned" if rate < 1 else "given"
    return "either"
