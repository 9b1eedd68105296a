"""How a lever is declared, and how far it may be moved."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from revcore.derive.simulate import Change, today
from revcore.diagnosis_parts import Effort, GrowthState, Quantity
from revcore.errors import HalfMade, NotComputable
from revcore.model import Reading, Unit, Window

Engine = Literal["subscription", "orders", "projects"]
SELLING: tuple[Engine, ...] = ("subscription", "projects")
QUARTER = 3
"""Months of a quarter; what rests on more is no single one."""
SURE = 0.80
"""Chance below which “better than now” is no room."""


@dataclass(frozen=True)
class Target:
    """Where an input may be brought to, and who says so.

    error
        Standard error of the logarithm of ``to`` ÷ now.
    bound
        “your own best quarter (3 months to Jul 2025)”, or the name of a benchmark.
    """

    to: float
    error: float = 0.0
    bound: str = ""

    @property
    def change(self) -> Change:
        """For the simulation."""
        return Change(to=self.to, error=self.error)


Room = Callable[[GrowthState, Reading | None], Target | None]


@dataclass(frozen=True)
class LeverKind:
    """One entry of the catalogue of levers."""

    id: str
    title: str
    what: str
    input: str
    unit: Unit
    better: Literal["higher", "lower"]
    engines: tuple[Engine, ...]
    effort: Effort
    lead_months: float
    reading: str | None
    needs: tuple[str, ...]
    summary: str
    room: Room

    def input_of(self, state: GrowthState) -> str:
        """Name of the input it moves in this kind of company."""
        return next((name for name in self.input.split("|") if name in state.inputs), "")

    def moving(self, name: str) -> LeverKind:
        """The lever in the unit of the input it moves: recurring revenue is money a month."""
        return replace(self, unit=Unit.MONEY_PER_MONTH) if name.endswith("mrr") else self

    def target(self, state: GrowthState, readings: Mapping[str, Reading]) -> Target | None:
        """Where it may be brought to; None without room.

        Raises
        ------
        NotComputable
            The input is not known.
        """
        if not self.input_of(state):
            raise NotComputable(
                f"{self.title}: needs {self.what}, which these files do not give.", needs=self.needs
            )
        return self.room(state, readings.get(self.reading or ""))


def lever(
    *,
    title: str,
    what: str,
    input: str,
    unit: Unit,
    better: Literal["higher", "lower"],
    engines: Sequence[Engine],
    effort: Effort,
    lead_months: float,
    needs: Sequence[str],
    reading: str | None = None,
) -> Callable[[Room], Room]:
    """Declare the function below (named as its file) as a lever.

    Parameters
    ----------
    what
        What moves, as it stands in a sentence: “the share of deals won”.
    input
        Input of the simulation; several by kind of company are parted by “|”.
    reading
        The measure whose benchmark may stand in where the company's own history has no better.
    lead_months
        Months until it shows in what is measured first.
    needs
        Tables and columns that give the input.
    """

    def declare(function: Room) -> Room:
        name = getattr(function, "__name__", "")
        doc = inspect.cleandoc(function.__doc__ or "")
        if not doc or not title or not what:
            raise HalfMade(f"revcore/diagnosis/levers/{name}.py says too little of itself.")
        function.__revcore_lever__ = LeverKind(  # type: ignore[attr-defined]
            name, title, what, input, unit, better, tuple(engines), effort, lead_months, reading,
            tuple(needs), " ".join(doc.split("\n\n")[0].split()), function,
        )  # fmt: skip
        return function

    return declare


# ---------------------------------------------------------------- how far
def own_or_published(
    state: GrowthState, name: str, better: Literal["higher", "lower"], reading: Reading | None
) -> Target | None:
    """The company's own best quarter where it was truly better, else a benchmark it is behind.

    A quarter that growth has reached by now is no room. The published figure is approached only
    halfway: it is other companies'.
    """
    now = state.inputs[name]
    best = state.own_best.get(name)
    beyond = best is not None and (better == "lower" or best.value > today(state, name))
    if best is not None and beyond and chance_better(best, now, better) >= SURE:
        words = state.own_best_window.get(name, "")
        months = Window.parse(best.window).months if best.window else QUARTER
        which = "best quarter" if months == QUARTER else "mean, as no quarter stands out"
        return Target(best.value, best.error, f"your own {which} ({words})")
    figure = reading.benchmark if reading is not None else None
    if reading is None or figure is None or not reading.value:
        return None
    if reading.band != "behind" or reading.band_basis == "own":
        return None
    factor = (figure.value / reading.value + 1) / 2
    if factor <= 0 or (factor > 1) != (better == "higher"):
        return None
    said = f"halfway to the {figure.kind} published by {figure.publisher} ({figure.year})"
    return Target(now.value * factor, abs(math.log(factor)) / 2, said)


def chance_better(best: Quantity, now: Quantity, better: Literal["higher", "lower"]) -> float:
    """Chance that the best quarter was better than today, not luck.

    >>> now = Quantity(value=0.20, error=0.05)
    >>> chance_better(Quantity(value=0.20, error=0.05), now, "higher")
    0.5
    >>> round(chance_better(Quantity(value=0.26, error=0.05), now, "higher"), 3)
    1.0
    """
    if best.value <= 0 or now.value <= 0:
        return 0.0
    gain = math.log(best.value / now.value) * (1 if better == "higher" else -1)
    spread = math.hypot(best.error, now.error * (1 - now.value if now.scale == "logit" else 1))
    if spread == 0:
        return 1.0 if gain > 0 else 0.5 if gain == 0 else 0.0
    return 0.5 * math.erfc(-gain / spread / math.sqrt(2))
