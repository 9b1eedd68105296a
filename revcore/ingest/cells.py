"""What one cell looks like; used on the first rows of a sheet, never on whole columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

BLANK_WORDS = frozenset(
    ["", "-", "--", "---", "–", "—", ".", "n/a", "na", "n.a.", "#n/a", "#na", "null", "none"]
).union(
    ["nan", "nil", "(blank)", "(null)", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!"]
)
"""Written for “nothing”, in lower case."""

CURRENCIES = (
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES "
    "KRW MXN MYR NGN NOK NZD PEN PHP PKR PLN RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
)
SYMBOLS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "R$": "BRL",
    "HK$": "HKD", "S$": "SGD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR",
    "₽": "RUB", "₺": "TRY", "₩": "KRW", "₪": "ILS", "zł": "PLN", "Kč": "CZK", "Fr.": "CHF",
}  # fmt: skip

_MONEY_MARK = "|".join([*map(re.escape, SYMBOLS), *CURRENCIES.split()])
_NUMBER = re.compile(
    rf"[-+−(]*\s*(?:{_MONEY_MARK})?\s*[-+−]?(?:\d[\d.,'’\s\u00a0\u202f]*|[.,]\d+)(?:[eE][-+]?\d+)?"
    rf"\s*(?:%|{_MONEY_MARK})?\s*\)?-?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|(?:\w{3,9},?\s+)?\d{1,2}\.?[-\s/](?:de\s)?[^\W\d_]{3,10}\.?[-\s,/]+(?:de\s)?(?:\d{4}|\d{2})"
    r"|[^\W\d_]{3,10}\.?\s+\d{1,2},?\s+\d{4}|[^\W\d_]{3}[-\s](?:\d{4}|\d{2}))"
    r"(?:[T\s]+\d{1,2}:\d{2}.*)?"
)
_YES_NO_WORDS = (
    "true false yes no ja nein oui non wahr falsch vrai faux sí si verdadero falso sim não sì vero "
    "nee waar onwaar"
)
_YES_NO = frozenset(_YES_NO_WORDS.split())
_YEAR = re.compile(r"(?:FY\s?)?((?:19|20)\d\d)")
_IN_HEADER = re.compile(rf"[\s(\[]({'|'.join(CURRENCIES.split())})\s*[)\]]?\s*$")
_MULTIPLE_IN_HEADER = re.compile(
    rf"(?i)[(\[](?:in )?(?:[ktm]|tsd\.?|mio\.?|thousands?|millions?)\s?({_MONEY_MARK})\s*[)\]]"
)
_SYMBOL_IN_HEADER = re.compile(r"[(\[]\s*(US\$|CA\$|AU\$|R\$|[$€£¥₹])\s*[)\]]")


def cell_kind(text: str | None) -> str:
    """Say "blank", "number", "date", "yes_no" or "text".

    >>> [cell_kind(word) for word in ("--", "$1,234.56", "24-Oct-2011", "2023-01", "Acme 3")]
    ['blank', 'number', 'date', 'date', 'text']
    """
    if text is None or (lower := text.lower()) in BLANK_WORDS:
        return "blank"
    if len(text) > 60:
        return "text"
    if _DIGIT.search(text):
        if _DATE.fullmatch(text):
            return "date"
        if _NUMBER.fullmatch(text):
            return "number"
    return "yes_no" if lower in _YES_NO else "text"


_UNIT = re.compile(
    rf"(?:in\s+|per\s+)?(?:{_MONEY_MARK}|%|‰|#|n|cents?|pence"
    r"|[tkm](?:€|\$|£|eur|usd)|(?:mio|tsd)\.?(?:\s*(?:€|eur|usd))?"
    r"|(?:thousands?|millions?)(?: \w{3})?"
    r"|d+[./-]m+[./-]y+|y+[./-]m+[./-]d+|m+[./-]d+[./-]y+|t+[./-]m+[./-]j+|dates?|datum|text|string"
    r"|number|zahl|integer|decimal|pcs\.?|units?|stück|stk\.?|pieces?|days?|tage?|months?|hours?|h"
    r"|years?|yes/no|ja/nein|y/n|kg|km|currency|währung)(?:\s+(?:net|gross|excl\.? (?:vat|tax)))?",
    re.IGNORECASE,
)


def is_unit(text: str) -> bool:
    """Whether a cell names a unit or a format, as rows under a header do.

    >>> [is_unit(cell) for cell in ("EUR", "(in €)", "yyyy-mm-dd", "%", "[pcs]", "Acme", "12")]
    [True, True, True, True, True, False, False]
    """
    bare = text.strip("()[]{} ")
    return len(text) <= 30 and bool(bare) and _UNIT.fullmatch(bare) is not None


def unit_in_words(text: str) -> str | None:
    """The currency, “cents” or a multiple that a unit names; None for units that change nothing.

    >>> unit_in_words("(in €)"), unit_in_words("USD net"), unit_in_words("cents")
    ('EUR', 'USD', 'cents')
    >>> unit_in_words("T€"), unit_in_words("Mio. EUR"), unit_in_words("pcs")
    ('T€', 'Mio. EUR', None)
    """
    if re.search(r"(?i)\b(?:cents?|pence)\b", text):
        return "cents"
    if re.search(r"(?i)\b(?:thousands?|tsd|millions?|mio)\b|\b[kmt](?=€|\$|£|eur\b|usd\b)", text):
        return text.strip("()[] ")
    found = re.search(rf"(?i)(?<!\w)({_MONEY_MARK})(?!\w)", text)
    return SYMBOLS.get(found[1], found[1].upper()) if found else None


def are_periods(cells: Sequence[str]) -> bool:
    """Whether cells are years or months in order, as the names of columns would be.

    >>> are_periods(["2000", "2001", "2002"]), are_periods(["2000", "2040", "1999"])
    (True, False)
    >>> are_periods(["2023-01", "2023-02", "2023-03"]), are_periods(["5", "6", "7"])
    (True, False)
    """
    if len(cells) < 3:
        return False
    years = [_YEAR.fullmatch(cell) for cell in cells]
    if all(years):
        steps = {int(b[1]) - int(a[1]) for a, b in pairwise(years) if a and b}
        return steps in ({1}, {-1})
    if all(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", cell) for cell in cells):
        ordered = sorted(set(cells))
        return list(cells) in (ordered, ordered[::-1])
    return len(set(cells)) == len(cells) and all(cell_kind(cell) == "date" for cell in cells)


def currency_in_header(header: str) -> str | None:
    """Currency named in a header.

    >>> currency_in_header("Amount spent (USD)"), currency_in_header("Betrag (€)")
    ('USD', 'EUR')
    >>> currency_in_header("Umsatz (T€)"), currency_in_header("ARR (in thousands USD)")
    ('EUR', 'USD')
    >>> currency_in_header("Amount"), currency_in_header("Thank you TRY again")
    (None, None)
    """
    if found := _IN_HEADER.search(header):
        return found[1]
    if found := _SYMBOL_IN_HEADER.search(header):
        return SYMBOLS[found[1]]
    if found := _MULTIPLE_IN_HEADER.search(header):
        return SYMBOLS.get(found[1], found[1].upper())
    return None
