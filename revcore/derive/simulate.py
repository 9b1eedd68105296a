"""The next twelve months with and without a change, on the same random numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One input moved: to a level, or by a factor; ``error`` is the doubt about it.

    to
        Level it is moved to, in the input's own unit.
    factor
        Or: times what it is today.
    error
        Standard error of the level, on the scale the input is drawn on (of its logarithm or its
        log-odds; of the logarithm of the factor).

    >>> Change(factor=1.2).level(50)
    60.0
    """

    to: float | None = None
    factor: float = 1.0
    error: float = 0.0

    def level(self, now: float) -> float:
        """Where the input ends up."""
        return float(self.to if self.to is not None else now * self.factor)
