"""Simulated values that travel with a reading in memory and are never written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Drawn:
    """Simulated values made when first asked for; no part of what a reading is."""

    def __init__(self, make: Callable[[], Any] | None = None) -> None:
        self._make, self._made = make, None

    def __call__(self) -> Any:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def forget(self) -> None:
        """Let go of everything they would be made of."""
        self._make, self._made = None, None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawn)

    __hash__ = None  # type: ignore[assignment]
