"""What a fault is, and how several are drawn that go together.

Faults come in stages (values, names, columns, rows, header, surroundings, bytes), and are applied
in that order. Two faults of one group exclude each other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.ingest.spoiler import Sketch

Change = Callable[[Sketch], None]


@dataclass(frozen=True)
class Fault:
    """A way to spoil, when it is applied, and which others it excludes."""

    name: str
    change: Change
    stage: int
    group: str
    fits: Callable[[str], bool]
    handled: bool


FAULTS: dict[str, Fault] = {}


def fault(
    stage: int,
    group: str = "",
    fits: Callable[[str], bool] = lambda kind: True,
    *,
    handled: bool = True,
) -> Callable[[Change], Change]:
    """Register a fault."""

    def register(change: Change) -> Change:
        name = change.__name__
        FAULTS[name] = Fault(name, change, stage, group or name, fits, handled)
        return change

    return register


def draw(
    rng: random.Random, kind: str, count: int, only: Sequence[str] = ()
) -> tuple[tuple[str, ...], list[Change]]:
    """Some faults that go together, in the order in which they are applied."""
    known = [FAULTS[name] for name in only] if only else list(FAULTS.values())
    pool = [one for one in known if one.fits(kind) and (only or one.handled)]
    rng.shuffle(pool)
    chosen: list[Fault] = []
    for one in pool:
        groups = {group for other in chosen for group in other.group.split()}
        if not groups & set(one.group.split()):
            chosen.append(one)
        if len(chosen) == count:
            break
    chosen.sort(key=lambda one: one.stage)
    return tuple(one.name for one in chosen), [one.change for one in chosen]
