"""What every report shares: the order of measures and the lines that are said alike everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from revcore.model import BAND_WORDS, FileRead, Reading, Scorecard, SheetRead, Window
from revcore.words import MINUS, TABLE_TITLES, counted_words, model_words, value_words

GROUPS: Mapping[str, str] = {
    "funnel": "Funnel",
    "sales": "Sales",
    "acquisition": "Acquisition",
    "value": "Customer value",
    "retention": "Retention",
    "growth": "Growth",
}
MONEY_LINE = ("revenue", "goal_gap", "gross_profit", "first_year_value", "cac")
"""What the first screen says in money, where there is a value."""


@dataclass(frozen=True)
class Group:
    """Measures of one page: those with a value, and those with a reason."""

    id: str
    title: str
    known: tuple[Reading, ...]
    unknown: tuple[Reading, ...]


def grouped(card: Scorecard) -> list[Group]:
    """Readings by group, in the order their measures declare."""
    readings = sorted(card.readings.values(), key=lambda reading: (reading.order, reading.id))
    out = []
    for name, title in GROUPS.items():
        mine = [reading for reading in readings if reading.group == name]
        known = tuple(reading for reading in mine if reading.value is not None)
        unknown = tuple(reading for reading in mine if reading.value is None)
        if mine:
            out.append(Group(name, title, known, unknown))
    return out


def subject(card: Scorecard) -> str:
    """Who was measured.

    >>> subject(Scorecard(company="Acme", business_model=["orders"], window="2024-01..2024-12"))
    'Acme · Orders · 12 months to Dec 2024'
    """
    parts = [card.company or "Your company", model_words(card.business_model)]
    if card.window:
        parts.append(Window.parse(card.window).words)
    return " · ".join(part for part in parts if part)


def verdict(reading: Reading) -> str:
    """The verdict, with “before” where it is against the company's own past.

    A figure without a direction, or with nothing beside it, has none.
    """
    words = BAND_WORDS[reading.band]
    against_itself = reading.band_basis == "own" and reading.band in ("ahead", "behind", "on_par")
    return f"{words} (own past)" if against_itself else words


def span(reading: Reading, currency: str | None) -> str:
    """The 80 % range; empty where the figure was counted in full."""
    if reading.low is None or reading.high is None:
        return ""
    low = value_words(reading.low, reading.unit, currency)
    return f"{low} to {value_words(reading.high, reading.unit, currency)}"


def sample(reading: Reading) -> str:
    """What was counted: “957 closed deals”."""
    return counted_words(reading.n, reading.n_of) if reading.n is not None else ""


def before(reading: Reading, currency: str | None) -> str:
    """The company's own earlier figure, or nothing."""
    own = reading.own
    if own is None or own.previous is None or own.previous_window is None:
        return ""
    value = value_words(own.previous, reading.unit, currency)
    return f"{value} ({Window.parse(own.previous_window).words})"


def amount(value: float | int | str | None) -> str:
    """An input as it stands, with thousands marks.

    >>> amount(4238), amount(0.2236146), amount(None), amount(12.5)
    ('4,238', '0.2236', 'unknown', '12.50')
    """
    if value is None:
        return "unknown"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= 10 else f"{value:.4g}"


def sheet_name(file: FileRead, sheet: SheetRead) -> str:
    """File and sheet; the sheet is left out where the file has but one."""
    return file.name if len(file.sheets) < 2 or not sheet.sheet else f"{file.name}, {sheet.sheet}"


def table_title(sheet: SheetRead) -> str:
    """What a sheet was taken for."""
    return TABLE_TITLES.get(sheet.table, sheet.table) if sheet.table else "Not a table we use"


def totals(amounts: Mapping[str, float]) -> str:
    """Sums by currency, to the cent.

    >>> totals({"USD": 10005534.0, "": 12.5})
    '12.50 · 10,005,534.00 USD'
    """
    return " · ".join(
        f"{amount:,.2f} {currency}".strip() for currency, amount in sorted(amounts.items())
    )


def used_and_counted(sheet: SheetRead) -> str:
    """What rules took off the money used, and what is left; empty where nothing was taken off.

    >>> sheet = SheetRead(sheet="", table="orders", total_used={"USD": 1190},
    ...                   changed_by_kind={"tax": {"USD": -190}}, total_counted={"USD": 1000})
    >>> used_and_counted(sheet)
    '1,190.00 USD used − 190.00 tax = 1,000.00 counted'
    """
    said = []
    for code, counted in sorted(sheet.total_counted.items()):
        steps = [(kind, money.get(code, 0.0)) for kind, money in sheet.changed_by_kind.items()]
        if not any(amount for _, amount in steps):
            continue
        less = "".join(
            f" {MINUS if amount < 0 else '+'} {abs(amount):,.2f} {kind}"
            for kind, amount in steps
            if amount
        )
        used = totals({code: sheet.total_used.get(code, 0.0)})
        said.append(f"{used} used{less} = {counted:,.2f} counted")
    return "; ".join(said)
