"""Numbers as people say them: the same words on screen, in charts and on paper."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from revcore.model import Figure, Reading, Unit, Window

SYMBOLS: Mapping[str, str] = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "BRL": "R$",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "MXN": "MX$",
    "KRW": "₩",
    "ILS": "₪",
}
MINUS = "−"
NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
PLAIN_SHARES = tuple((k, n) for n in (2, 3, 4, 5, 10) for k in range(1, n) if math.gcd(k, n) == 1)
NEAR = 0.017
"""A share is said as a fraction of small numbers when it lies this close to it."""
MODELS: Mapping[str, str] = {
    "subscription": "Subscriptions",
    "orders": "Orders",
    "projects": "Projects",
}
KINDS: Mapping[str, str] = {"median": "Median", "average": "Average", "rule": "Rule of thumb"}


# ---------------------------------------------------------------- values
VERBS: Mapping[str, str] = {
    "are": "is", "begin": "begins", "fall": "falls", "have": "has", "hold": "holds",
    "name": "names", "say": "says", "were": "was",
}  # fmt: skip
"""What is said of several, and of one."""
LONG_HOURS = 72
"""From here on hours are said in days."""
TABLE_TITLES: Mapping[str, str] = {
    "deals": "Deals",
    "leads": "Leads",
    "stage_history": "Stage dates of deals",
    "funnel_counts": "Visitors and leads per month",
    "subscriptions": "Subscriptions",
    "invoices": "Invoices",
    "orders": "Orders",
    "payments": "Payments",
    "mrr": "Recurring revenue by customer and month",
    "revenue_by_month": "Revenue by month",
    "customers": "Customers",
    "products": "Products",
    "spend": "Marketing and sales cost",
    "team": "Team",
    "nps": "Recommendation answers (NPS)",
    "cash": "Cash by month",
    "forecast_snapshots": "Forecasts of deals",
    "answers": "The twelve numbers",
}
"""The canonical tables, as a reader calls them."""


def counted_words(n: int, of: str) -> str:
    """How many of what, in the singular where it is one.

    >>> counted_words(1_200, "open deals with an amount"), counted_words(1, "opportunities")
    ('1,200 open deals with an amount', '1 opportunity')
    >>> counted_words(1, "months hold less than two years"), counted_words(1, "deals are open")
    ('1 month holds less than two years', '1 deal is open')
    """
    if n == 1:
        for many, one in (("people", "person"), ("opportunities", "opportunity")):
            of = of.replace(many, one)
        words = of.split()
        at = next((i for i, word in enumerate(words) if re.fullmatch(r"[a-z-]+[^s]s", word)), None)
        if at is not None:
            words[at] = words[at][:-1]
            verb = next((i for i, word in enumerate(words) if word in VERBS), None)
            if verb is not None:
                words[verb] = VERBS[words[verb]]
        of = " ".join(words)
    return f"{n:,} {of}"


def value_words(value: float | None, unit: Unit, currency: str | None = None) -> str:
    """A value with its unit, as short as a reader needs it.

    >>> value_words(0.6315, Unit.RATIO), value_words(0.0203, Unit.RATIO)
    ('63%', '2.0%')
    >>> value_words(4_466_028, Unit.MONEY, "USD"), value_words(626.55, Unit.MONEY_PER_MONTH, "EUR")
    ('$4.5M', '€627/mo')
    >>> value_words(51.78, Unit.DAYS), value_words(1.8, Unit.TIMES), value_words(1, Unit.MONTHS)
    ('52 days', '1.8×', '1 month')
    >>> value_words(7.5, Unit.HOURS), value_words(144, Unit.HOURS)
    ('7.5 hours', '6 days')
    >>> value_words(None, Unit.COUNT)
    'not known'
    """
    if value is None:
        return "not known"
    if unit is Unit.RATIO:
        return _percent(value)
    if unit is Unit.MONEY:
        return money_words(value, currency)
    if unit is Unit.MONEY_PER_MONTH:
        return f"{money_words(value, currency)}/mo"
    if unit is Unit.TIMES:
        return f"{_short(value)}×"
    if unit is Unit.COUNT:
        return _whole(value)
    if unit is Unit.HOURS and abs(value) >= LONG_HOURS:
        value, unit = value / 24, Unit.DAYS
    word = {
        Unit.DAYS: "day",
        Unit.HOURS: "hour",
        Unit.MONTHS: "month",
        Unit.POINTS: "point",
    }[unit]
    number = _whole(value) if unit is Unit.POINTS else _short(value)
    return f"{number} {word}" if number in ("1", f"{MINUS}1") else f"{number} {word}s"


def money_words(value: float, currency: str | None = None) -> str:
    """An amount, to three figures at most from ten thousand on.

    >>> money_words(28.49, "USD"), money_words(6753.98, "USD"), money_words(10_153.61, "USD")
    ('$28', '$6,754', '$10.2k')
    >>> money_words(-999_960, "GBP"), money_words(5e9, "SEK"), money_words(8.4)
    ('−£1.0M', 'SEK 5.0B', '8.40')
    """
    size = abs(value)
    if size < 9.995:
        number = f"{size:.2f}" if round(size, 2) != round(size) else f"{size:.0f}"
    elif size < 9_999.5:
        number = f"{size:,.0f}"
    else:
        number = _thousands(size)
    sign = MINUS if value < 0 and number != "0" else ""
    return f"{sign}{symbol(currency)}{number}"


def range_words(low: float, high: float, currency: str | None = None) -> str:
    """Two amounts, told apart: with more figures where they would read the same.

    >>> range_words(1_154_892, 1_208_959, "USD"), range_words(5.0e6, 5.7e6, "USD")
    ('$1,155,000 to $1,209,000', '$5.0M to $5.7M')
    """
    first, last = money_words(low, currency), money_words(high, currency)
    if first == last and low != high:
        step = 10.0 ** (math.floor(math.log10(max(abs(low), abs(high)))) - 3)
        first, last = (
            f"{MINUS if end < 0 else ''}{symbol(currency)}{abs(round(end / step) * step):,.0f}"
            for end in (low, high)
        )
    return f"{first} to {last}"


def symbol(currency: str | None) -> str:
    """What stands before an amount.

    >>> symbol("EUR"), symbol("CHF"), symbol(None)
    ('€', 'CHF ', '')
    """
    if not currency:
        return ""
    return SYMBOLS.get(currency, f"{currency} ")


def change_words(change: float, unit: Unit, currency: str | None = None) -> str:
    """A difference with its sign; shares differ by points, and what rounds to nothing is ±0.

    >>> change_words(0.031, Unit.RATIO), change_words(-9, Unit.DAYS), change_words(-0.2, Unit.COUNT)
    ('+3.1 pts', '−9 days', '±0')
    >>> change_words(12_000, Unit.MONEY, "USD")
    '+$12.0k'
    """
    if unit is Unit.RATIO:
        number = f"{abs(change) * 100:.1f} pts"
    elif unit is Unit.POINTS:
        number = f"{abs(change):.1f} pts"
    else:
        number = value_words(abs(change), unit, currency)
    if not re.search("[1-9]", number):
        return f"±{number}"
    return f"{'+' if change > 0 else MINUS}{number}"


def _percent(value: float) -> str:
    percent = abs(value) * 100
    if percent == 0 or percent >= 9.95:
        number = f"{percent:,.0f}"
    elif percent >= 0.095:
        number = f"{percent:.1f}"
    else:
        number = f"{percent:.2g}" if percent >= 0.001 else "0"
    return f"{MINUS if value < 0 and number != '0' else ''}{number}%"


def _short(value: float) -> str:
    """One decimal below ten, none above, none where it is a whole number."""
    size = abs(value)
    number = f"{size:.1f}" if size < 9.95 and round(size, 1) != round(size) else f"{size:,.0f}"
    return f"{MINUS if value < 0 and number != '0' else ''}{number}"


def _whole(value: float) -> str:
    number = f"{abs(value):,.0f}"
    return f"{MINUS if value < 0 and number != '0' else ''}{number}"


def _thousands(size: float) -> str:
    for letter, power in (("k", 1e3), ("M", 1e6), ("B", 1e9)):
        scaled = size / power
        if scaled < 999.5 or letter == "B":
            return f"{scaled:,.1f}{letter}" if scaled < 99.95 else f"{scaled:,.0f}{letter}"
    return f"{size:,.0f}"


# ---------------------------------------------------------------- sentences
def interval_words(reading: Reading, currency: str | None = None) -> str:
    """The 80 % range in words.

    “8 times in 10 between 23% and 66%”, or “counted in full” for a figure without one.
    """
    if reading.low is None or reading.high is None:
        return "counted in full" if reading.value is not None else ""
    low = value_words(reading.low, reading.unit, currency)
    return f"8 times in 10 between {low} and {value_words(reading.high, reading.unit, currency)}"


def benchmark_words(figure: Figure, unit: Unit, currency: str | None = None) -> str:
    """A published figure with its provenance.

    >>> share = Figure(value=0.19, kind="average", publisher="Ebsta x Pavilion", report="GTM",
    ...                year="2025", n=655_000, url="", segment="B2B companies")
    >>> benchmark_words(share, Unit.RATIO)
    'Average of B2B companies: 19% (Ebsta x Pavilion, 2025, n = 655,000)'
    """
    joint = "for" if figure.kind == "rule" else "of"
    said = (
        f"{KINDS[figure.kind]} {joint} {figure.segment}" if figure.segment else KINDS[figure.kind]
    )
    value = value_words(figure.value, unit, currency)
    if figure.p25 is not None and figure.p75 is not None:
        low, high = (value_words(end, unit, currency) for end in (figure.p25, figure.p75))
        value = f"{value}, middle half {low} to {high}"
    origin = [figure.publisher, figure.year, f"n = {figure.n:,}" if figure.n else ""]
    return f"{said}: {value} ({', '.join(part for part in origin if part)})"


def settle_words(reading: Reading) -> str:
    """How many more would settle what one can’t tell yet; empty where no number is known.

    >>> from types import SimpleNamespace
    >>> settle_words(SimpleNamespace(settle=72, n_of="closed deals"))
    'about 72 more closed deals would settle it'
    """
    if not reading.settle:
        return ""
    digits = len(str(reading.settle)) - 2
    some = round(reading.settle, -digits) if digits > 0 else reading.settle
    return f"about {some:,} more {reading.n_of} would settle it"


def window_words(window: str | None) -> str:
    """The months of a reading as people say them.

    >>> window_words("2024-01..2024-12")
    '12 months to Dec 2024'
    """
    return Window.parse(window).words if window else ""


def model_words(models: Sequence[str]) -> str:
    """Kinds of business in one line.

    >>> model_words(["subscription", "projects"])
    'Subscriptions and projects'
    """
    words = [MODELS.get(model, model) for model in models]
    return " and ".join([*words[:1], *[word.lower() for word in words[1:]]])


def quoted(text: str) -> str:
    """A title in quotes; quotes within it become single ones.

    >>> quoted("Leaky bucket"), quoted("We win less in “Mid-market”")
    ('“Leaky bucket”', '“We win less in ‘Mid-market’”')
    """
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "deal"), counted(2514, "deal"), counted(0, "company", "companies")
    ('1 deal', '2,514 deals', 'no companies')
    """
    noun = one if n == 1 else many or f"{one}s"
    return f"{n:,} {noun}" if n else f"no {noun}"


def share_words(share: float, noun: str, start: bool = False) -> str:
    """A share of many as people say it; past tense fits behind it.

    noun
        In the plural.
    start
        Whether a sentence begins with it.

    >>> share_words(0.66, "customers"), share_words(0.34, "deals", start=True)
    ('two of three customers', 'One of three deals')
    >>> share_words(0.37, "deals"), share_words(0.0, "deals"), share_words(1.0, "deals")
    ('37% of deals', 'no deals', 'all deals')
    """
    said = f"{_percent(share)} of {noun}"
    if share <= 0:
        said = f"no {noun}"
    elif share >= 1:
        said = f"all {noun}"
    elif share > 0.995:
        said = f"nearly all {noun}"
    else:
        k, n = min(PLAIN_SHARES, key=lambda plain: (abs(share - plain[0] / plain[1]), plain[1]))
        if (k, n) == (1, 2) and abs(share - 0.5) <= NEAR:
            said = f"half of {noun}"
        elif abs(share - k / n) <= NEAR:
            said = f"{NUMBERS[k]} of {NUMBERS[n]} {noun}"
    return capital(said) if start else said


def capital(text: str) -> str:
    """A capital letter at the beginning, the rest as it is."""
    return text[:1].upper() + text[1:]
