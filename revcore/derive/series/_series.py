"""How a series for drawing is declared: aggregates only, one list per row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from revcore.model import Series, Unit
from revcore.registry import Provider

Cell = float | int | str | None


@dataclass(frozen=True)
class SeriesMaker:
    """One entry of the catalogue of series."""

    id: str
    title: str
    unit: Unit
    columns: tuple[str, ...]
    provider: Provider
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """Rows of a series, and which of them are complete (immature cells are not).

    more
        Further columns, after the declared ones, that only some companies have.
    """

    rows: Sequence[Sequence[Cell]]
    complete: Sequence[bool] = ()
    more: Sequence[str] = ()


def series(
    *, title: str, unit: Unit, columns: Sequence[str], parts: Sequence[str] = ()
) -> Callable[[Callable[..., Drawn]], Callable[..., Drawn]]:
    """Declare the function below (named as its file) as a series of the document.

    Parameters
    ----------
    parts
        Providers it rests on: where all of them can be had for one segment alone, the series is
        drawn for that segment as well (:mod:`revcore.segmented`).
    """

    def declare(function: Callable[..., Drawn]) -> Callable[..., Drawn]:
        function.__revcore_series__ = SeriesMaker(  # type: ignore[attr-defined]
            function.__name__, title, unit, tuple(columns), Provider.of(function), tuple(parts)
        )
        return function

    return declare


def finished(maker: SeriesMaker, drawn: Drawn) -> Series:
    """As the document holds it."""
    return Series(
        title=maker.title,
        unit=maker.unit,
        columns=[*maker.columns, *drawn.more],
        rows=[list(row) for row in drawn.rows],
        complete=list(drawn.complete) or [True] * len(drawn.rows),
    )


def absent(maker: SeriesMaker, reason: str) -> Series:
    """A series that cannot be drawn, and why."""
    return Series(title=maker.title, unit=maker.unit, columns=list(maker.columns), reason=reason)


Catalogue = Mapping[str, SeriesMaker]
