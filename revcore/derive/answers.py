"""The twelve numbers an owner typed: one year, known to about ten per cent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from revcore.calendar import NO_MONTH
from revcore.derive.intervals import LEVELS, Interval, z
from revcore.errors import NotComputable
from revcore.model import Window, parse_month
from revcore.registry import provider

ROUGH = 0.10
"""How far off a typed amount may be, eight times in ten."""
ROUGH_METHOD = "Typed numbers, taken as right within ± 10%, eight times in ten."


@dataclass(frozen=True)
class TypedYear:
    """Typed numbers by id, and the twelve months they describe (None where nobody said)."""

    values: Mapping[str, float]
    window: Window | None = None

    def get(self, name: str) -> float | None:
        """A number above zero, or None."""
        value = self.values.get(name)
        return value if value is not None and value > 0 else None

    def yearly(self, name: str) -> int | None:
        """Twelve times a monthly count, or None.

        >>> TypedYear({"wins_per_month": 2.5}).yearly("wins_per_month")
        30
        """
        value = self.values.get(name)
        return None if value is None or value < 0 else round(12 * value)

    def need(self, *names: str) -> list[float]:
        """Numbers above zero.

        Raises
        ------
        NotComputable
            One of them was not typed.
        """
        found = [self.get(name) for name in names]
        missing = [name for name, value in zip(names, found, strict=True) if value is None]
        if missing:
            raise NotComputable(
                f"Needs {' and '.join(missing).replace('_', ' ')} among the twelve numbers.",
                needs=("answers",),
            )
        return [value for value in found if value is not None]


@provider
def typed_year(typed_answers: dict[str, float], as_of: int, last_month: int) -> TypedYear:
    """The typed numbers, for the year they were typed for and no other."""
    if as_of != last_month:
        raise NotComputable("The twelve numbers tell of one year only.")
    return TypedYear(typed_answers, Window(as_of - 11, as_of) if as_of != NO_MONTH else None)


@provider
def typed_period(typed_months: list[str]) -> int:
    """The month in which the numbers were typed."""
    if not typed_months:
        raise NotComputable("The twelve numbers do not say their month.", needs=("answers.period",))
    return parse_month(max(typed_months))


def rough(value: float, amounts: int = 1) -> Interval:
    """± 10% at 80%, for a figure made of so many typed amounts [its own unit].

    >>> found = rough(200)
    >>> round(found.low), round(found.high), round(found.low95), round(found.high95)
    (180, 220, 169, 231)
    """

    def at(level: float) -> tuple[float, float]:
        half = abs(value) * ROUGH * math.sqrt(amounts) * z(level) / z(LEVELS[0])
        return value - half, value + half

    return Interval.of(at)
