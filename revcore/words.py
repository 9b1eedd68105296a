"""How figures are said: the one place where values become words, for pages, charts and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from revcore.model import Figure, Reading, Unit, Window

SYMBOLS: Mapping[str, str] = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "CHF": "CHF ",
    "INR": "₹", "BRL": "R$",
}  # fmt: skip

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
    "answers": "The twelve numbers",
}

MODEL_TITLES: Mapping[str, str] = {
    "subscription": "subscription business",
    "orders": "shop",
    "projects": "project business",
}


def value_words(value: float | None, unit: Unit, currency: str | None = None) -> str:
    """A value as a person reads it: three significant digits, its unit, a true minus sign.

    >>> value_words(0.6315, Unit.RATIO), value_words(0.0123, Unit.RATIO)
    ('63.2%', '1.2%')
    >>> value_words(4466028, Unit.MONEY, "USD"), value_words(9898.48, Unit.MONEY, "EUR")
    ('$4.47M', '€9,898')
    >>> value_words(48, Unit.DAYS), value_words(1, Unit.DAYS), value_words(3.07, Unit.TIMES)
    ('48 days', '1 day', '3.1×')
    >>> value_words(-24.28, Unit.POINTS), value_words(None, Unit.RATIO)
    ('−24', 'unknown')
    """
    if value is None:
        return "unknown"
    if unit in (Unit.MONEY, Unit.MONEY_PER_MONTH):
        return money_words(value, currency)
    sign = "−" if round(value, 6) < 0 else ""
    size = abs(value)
    if unit is Unit.RATIO:
        percent = size * 100
        return f"{sign}{percent:,.0f}%" if percent >= 99.95 else f"{sign}{percent:.1f}%"
    if unit in (Unit.DAYS, Unit.HOURS, Unit.MONTHS):
        shown = f"{size:,.0f}" if size >= 10 or float(size).is_integer() else f"{size:.1f}"
        name = unit.value if shown != "1" else unit.value.removesuffix("s")
        return f"{sign}{shown} {name}"
    if unit is Unit.TIMES:
        return f"{sign}{size:,.0f}×" if size >= 99.95 else f"{sign}{size:.1f}×"
    if unit is Unit.POINTS:
        return f"{sign}{size:.0f}"
    return f"{sign}{size:,.0f}"


def money_words(value: float, currency: str | None = None) -> str:
    """An amount of money, short from a hundred thousand on.

    >>> money_words(1234.5, "USD"), money_words(431_000, "USD"), money_words(12.3, None)
    ('$1,235', '$431k', '12.30')
    """
    sign = "−" if round(value, 2) < 0 else ""
    size = abs(value)
    code = (currency or "").upper()
    mark = SYMBOLS.get(code, f"{code} " if code else "")
    if size >= 999_500_000:
        return f"{sign}{mark}{size / 1e9:.2f}B"
    if size >= 999_500:
        return f"{sign}{mark}{size / 1e6:.2f}M" if size < 99.95e6 else f"{sign}{mark}{size / 1e6:.0f}M"
    if size >= 99_950:
        return f"{sign}{mark}{size / 1e3:.0f}k"
    if size >= 100 or float(size).is_integer():
        return f"{sign}{mark}{size + 1e-9:,.0f}"
    return f"{sign}{mark}{size:.2f}"


def range_words(
    low: float | None, high: float | None, unit: Unit, currency: str | None = None
) -> str:
    """A range, the unit said once where it can be.

    >>> range_words(0.23, 0.66, Unit.RATIO)
    '23.0% to 66.0%'
    """
    if low is None or high is None:
        return "no range"
    return f"{value_words(low, unit, currency)} to {value_words(high, unit, currency)}"


def interval_words(reading: Reading, currency: str | None = None) -> str:
    """The 80 % interval as it is spoken.

    An empty text where a figure was counted in full.
    """
    if reading.low is None or reading.high is None:
        return ""
    low = value_words(reading.low, reading.unit, currency)
    return f"8 times in 10 between {low} and {value_words(reading.high, reading.unit, currency)}"


def benchmark_words(figure: Figure, unit: Unit, currency: str | None = None) -> str:
    """A published figure with what it is and where it comes from, without a full stop."""
    value = value_words(figure.value, unit, currency)
    if figure.kind == "rule":
        return f"Rule of thumb ({figure.segment}): {value} ({figure.publisher})"
    of = f" of {figure.n:,}" if figure.n else ""
    kind = "Median" if figure.kind == "median" else "Average"
    quartiles = ""
    if figure.p25 is not None and figure.p75 is not None:
        quartiles = f", the middle half {range_words(figure.p25, figure.p75, unit, currency)}"
    about = "" if figure.segment in ("all", "") else f", {figure.segment}"
    return f"{kind}{of}{about}: {value}{quartiles} ({figure.publisher}, {figure.year})"


def window_words(window: str | None) -> str:
    """The months counted, for a person; empty without any."""
    return Window.parse(window).words if window else ""


def model_words(models: Sequence[str]) -> str:
    """What kind of company it is.

    >>> model_words(["subscription"])
    'Subscription business'
    """
    joined = " and ".join(MODEL_TITLES.get(model, model) for model in models)
    return joined[:1].upper() + joined[1:]
