"""Headers that name a month and what was measured in it: “Jan 2024 / Revenue”, “Units Q1 2024”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from revcore.ingest.parse_periods import quarter_label
from revcore.ingest.period import header_month
from revcore.ingest.words import dictionary, normal
from revcore.model import month_label

_FEWEST = 3
_AMOUNT_TABLES = ("mrr", "revenue_by_month", "invoices", "orders")


def period_of(text: str) -> str | None:
    """A month, quarter or half-year in one spelling; None for any other text.

    >>> period_of("Jan 2024"), period_of("Q1 2024"), period_of("2024"), period_of("Revenue")
    ('2024-01', '2024-Q1', None, None)
    """
    month = header_month(text)
    return quarter_label(text.strip()) if month is None else month_label(month)


def measures_across(
    headers: Sequence[str], named: Callable[[str], str | None] = period_of
) -> dict[str, dict[str, str]]:
    """Measure -> period -> header, where headers name both; the measure in money comes last.

    Parameters
    ----------
    named
        The period that a text names: months, quarters and half-years, or whole years.

    >>> found = measures_across(["Customer", "Jan 2024 / Sales", "Jan 2024 / Units",
    ...                          "Feb 2024 / Sales", "Feb 2024 / Units"])
    >>> found["Units"]
    {'2024-01': 'Jan 2024 / Units', '2024-02': 'Feb 2024 / Units'}
    >>> list(found), measures_across(["Customer", "Closed 2024-01", "Amount"])
    (['Units', 'Sales'], {})
    """
    found: dict[str, dict[str, str]] = {}
    for header in headers:
        parts = _parts(header, named)
        if parts is None:
            continue
        label, measure = parts
        if label in found.setdefault(measure, {}):
            return {}
        found[measure][label] = header
    labels = {label for periods in found.values() for label in periods}
    whole = {name: periods for name, periods in found.items() if len(periods) == len(labels)}
    if len(labels) * len(whole) < _FEWEST or len(labels) < 2 or any(n in headers for n in whole):
        return {}
    money = next((name for name in whole if is_money(name)), next(iter(whole)))
    return {name: whole[name] for name in [*(one for one in whole if one != money), money]}


def _parts(header: str, named: Callable[[str], str | None]) -> tuple[str, str] | None:
    """Period and measure of a header that names both."""
    for first, second in _splits(header):
        for period, measure in ((first, second), (second, first)):
            label = named(period)
            if label and re.search(r"[^\W\d_]", measure) and not named(measure):
                return label, measure
    return None


def _splits(header: str) -> Iterator[tuple[str, str]]:
    marks = [*re.finditer(r" / ", header), *re.finditer(r"\s*[\s:(–-]\s*", header)]
    for mark in marks:
        yield header[: mark.start()].strip(), header[mark.end() :].rstrip(" )")


def is_money(measure: str) -> bool:
    """Whether the name of a measure is one of amounts: “Sales”, “Umsatz”."""
    words = dictionary()
    return any(
        alias.role == "amount"
        for table in _AMOUNT_TABLES
        for alias in words[table].aliases.get(normal(measure), ())
    )


def come_round(cells: Sequence[str]) -> bool:
    """Whether cells are the same months over and over, as below the names of several measures.

    >>> come_round(["Jan 2024", "Feb 2024", "Jan 2024", "Feb 2024"])
    True
    >>> come_round(["2024-01-03", "2024-01-03", "2024-02-05"])
    False
    """
    labels = [period_of(cell) for cell in cells]
    often = set(Counter(labels).values())
    return None not in labels and len(set(labels)) > 1 and len(often) == 1 and often != {1}
