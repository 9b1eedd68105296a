"""From a file's total to what is used: every step with its rows and its money, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from revcore.model import SheetRead, listed
from revcore.words import MINUS, capital

NO_CURRENCY = "unknown"

_ORDER = (
    "total row", "the same file", "no table", "left out", "same ", "test row", "cancelled",
    "status: ", "not captured", "no sale", "no rate", "created after",
)  # fmt: skip
"""Reasons in the order in which a bookkeeper takes them off; others stand before “no rate”."""

_SAYS: Mapping[str, str] = {
    "total row": "Total rows (sums of others)",
    "no table recognised": "Not recognised as a table",
    "left out by hand": "Left out by hand",
    "test row": "Test rows",
    "no sale": "No sales (transfers, estimates)",
    "created after the as-of month": "Created after the last month counted",
}


_CHANGES: Mapping[str, str] = {
    "credit notes": "Credit notes (positive in the file, counted as negative)",
    "minus signs": "Costs written with a minus",
}


@dataclass(frozen=True)
class Step:
    """One line of the bridge.

    rows, money
        What is there at the first and last line; what is taken off (negative) between them. Lines
        that change the amounts of rows take off no rows.
    """

    label: str
    rows: int | None
    money: Mapping[str, Decimal] = field(default_factory=dict)


def steps(sheet: SheetRead) -> list[Step]:
    """In the file, less each reason, used. The lines between add up to the difference.

    >>> sheet = SheetRead(
    ...     sheet="", table="orders", rows_in=5, rows_used=3, rows_set_aside=2,
    ...     total_in={"USD": 30.3}, total_used={"USD": 20.2}, total_set_aside={"USD": 10.1},
    ...     rows_by_reason={"total row": 1, "status: void": 1},
    ...     aside_by_reason={"status: void": {"USD": 10.1}})
    >>> for step in steps(sheet):
    ...     print(step.label, step.rows, *map(str, step.money.values()))
    In the file 5 30.3
    Total rows (sums of others) -1
    Status “void” -1 -10.1
    Used 3 20.2
    """
    middle = []
    for reason, count in sorted(sheet.rows_by_reason.items(), key=lambda item: _place(item[0])):
        money = _exact(sheet.aside_by_reason.get(reason, {}))
        off = {code: -amount for code, amount in money.items()}
        middle.append(Step(said(reason), -count, off))
    return [
        Step("In the file", sheet.rows_in, _exact(sheet.total_in)),
        *middle,
        Step("Used", sheet.rows_used, _exact(sheet.total_used)),
    ]


def changes(sheet: SheetRead) -> list[Step]:
    """What becomes of the money used: less tax and refunds, counted. Empty where nothing does.

    >>> sheet = SheetRead(
    ...     sheet="", table="orders", rows_used=3, total_used={"USD": 20.2},
    ...     changed_by_kind={"tax": {"USD": -3.2}}, total_counted={"USD": 17})
    >>> [(step.label, str(step.money["USD"])) for step in changes(sheet)]
    [('Tax', '-3.2'), ('Counted', '17.0')]
    """
    if not sheet.total_counted:
        return []
    middle = [
        Step(_CHANGES.get(kind, capital(kind)), None, _exact(money))
        for kind, money in sheet.changed_by_kind.items()
    ]
    return [*middle, Step("Counted", sheet.rows_used, _exact(sheet.total_counted))]


def said(reason: str) -> str:
    """A reason as a line of the bridge says it.

    >>> said("status: void"), said("not an amount")
    ('Status “void”', 'Not an amount')
    >>> said("same deal ID as an earlier row")
    'Same deal ID as an earlier row'
    """
    if reason.startswith("status: "):
        return f"Status “{reason.removeprefix('status: ')}”"
    return _SAYS.get(reason, capital(reason))


def _place(reason: str) -> tuple[int, str]:
    found = (at for at, start in enumerate(_ORDER) if reason.startswith(start))
    return next(found, _ORDER.index("no rate")), reason


def exactly(amount: float) -> Decimal:
    """A sum of the document as the decimal number it was written as."""
    return Decimal(str(amount))


def _exact(sums: Mapping[str, float]) -> dict[str, Decimal]:
    return {code: exactly(amount) for code, amount in sums.items()}


def written(amount: Decimal) -> str:
    """Money to the last digit there is, at least two decimals.

    >>> written(Decimal("2297200.8603")), written(Decimal("-5")), written(Decimal("0"))
    ('2,297,200.8603', '−5.00', '0.00')
    """
    text = f"{abs(amount):,f}"
    whole, _, decimals = text.partition(".")
    return f"{MINUS if amount < 0 else ''}{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def amounts(sums: Mapping[str, float]) -> str:
    """Exact amounts with their currencies.

    >>> amounts({"USD": 7.5, "EUR": 2}), amounts({"unknown": 3})
    ('EUR 2.00 and USD 7.50', '3.00')
    """
    parts = [
        f"{'' if code == NO_CURRENCY else f'{code} '}{written(amount)}"
        for code, amount in sorted(_exact(sums).items())
    ]
    return listed(parts)


def main_currency(sheet: SheetRead) -> str | None:
    """The currency most of the used money is in."""
    return max(sorted(sheet.total_in), key=lambda code: sheet.total_used.get(code, 0), default=None)


def table(sheet: SheetRead) -> dict[str, list[str]]:
    """The bridge in columns: step, rows, and the money of the main currency."""
    lines = [*steps(sheet), *changes(sheet)]
    rows = ["" if step.rows is None else f"{step.rows:,}" for step in lines]
    out = {
        "Step": [step.label for step in lines],
        "Rows": [text.replace("-", MINUS) for text in rows],
    }
    code = main_currency(sheet)
    if code is not None:
        sums = ("In the file", "Used", "Counted")
        nothing = [Decimal(0) if step.label in sums else None for step in lines]
        cells = [step.money.get(code, zero) for step, zero in zip(lines, nothing, strict=True)]
        name = (sheet.money_column or "Money") if code == NO_CURRENCY else code
        out[name] = ["" if cell is None else written(cell) for cell in cells]
    return out


def others(sheet: SheetRead) -> list[str]:
    """The bridge of each further currency as a sentence.

    >>> sheet = SheetRead(
    ...     sheet="", table="orders", total_in={"EUR": 7.5, "USD": 20},
    ...     total_used={"EUR": 0, "USD": 20}, total_set_aside={"EUR": 7.5, "USD": 0},
    ...     rows_by_reason={"no rate for EUR": 2},
    ...     aside_by_reason={"no rate for EUR": {"EUR": 7.5}})
    >>> others(sheet)
    ['EUR 7.50 in the file − 7.50 (no rate for EUR) = 0.00 used']
    """
    main, lines, out = main_currency(sheet), steps(sheet), []
    for code in sorted(sheet.total_in):
        if code != main:
            off = [(one, one.money[code]) for one in lines[1:-1] if one.money.get(code)]
            less = [
                f" {'−' if amount < 0 else '+'} {written(abs(amount))} ({uncapital(one.label)})"
                for one, amount in off
            ]
            whole, used = (
                written(one.money.get(code, Decimal(0))) for one in (lines[0], lines[-1])
            )
            unit = f"{code} " if code != NO_CURRENCY else ""
            after = _after(sheet, code)
            out.append(f"{unit}{whole} in the file{''.join(less)} = {used} used{after}")
    return out


def _after(sheet: SheetRead, code: str) -> str:
    lines = changes(sheet)
    parts = [(step.label, amount) for step in lines[:-1] if (amount := step.money.get(code))]
    if not parts:
        return ""
    less = [
        f" {MINUS if amount < 0 else '+'} {written(abs(amount))} ({uncapital(label)})"
        for label, amount in parts
    ]
    return f"{''.join(less)} = {written(lines[-1].money.get(code, Decimal(0)))} counted"


def uncapital(text: str) -> str:
    """A small letter at the beginning, the rest as it is."""
    return text[:1].lower() + text[1:]


def stated(sheet: SheetRead) -> str:
    """Whether the file's own total agrees; empty where it states none.

    >>> sheet = SheetRead(sheet="", table="orders", total_in={"EUR": 7.5}, stated_total={"EUR": 8})
    >>> stated(sheet)
    'The file’s own total is EUR 8.00: 0.50 more than its rows add up to.'
    """
    said = []
    for code, amount in sorted(sheet.stated_total.items()):
        if code not in sheet.total_in:
            continue
        gap = exactly(amount) - exactly(sheet.total_in[code])
        unit = "" if code == NO_CURRENCY else f"{code} "
        own = f"The file’s own total is {unit}{written(exactly(amount))}"
        if abs(gap) < Decimal("0.005"):
            said.append(f"{own}, and its rows add up to it.")
        else:
            word = "more" if gap > 0 else "less"
            said.append(f"{own}: {written(abs(gap))} {word} than its rows add up to.")
    return " ".join(said)
