"""How much of revenue the largest customers bring, without saying who they are."""

from __future__ import annotations

from revcore.derive.concentration import Concentration
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit

PLACES = ("largest", "2nd", "3rd", "4th", "5th")
NEXT = 10


@series(
    title="Revenue of the largest customers",
    unit=Unit.RATIO,
    columns=("place", "customers", "share", "running"),
)
def largest_customers(concentration: Concentration) -> Drawn:
    """One row for each of the five largest, one for the next five, one for everybody else.

    Names stand only in the rows behind it. ``running`` adds up from the largest on.
    """
    shares = concentration.ranked / concentration.total
    rows: list[list[Cell]] = []
    at = 0
    parts = [(name, 1) for name in PLACES] + [("6th to 10th", NEXT - len(PLACES))]
    for name, many in [*parts, ("all others", len(shares))]:
        part = shares[at : at + many]
        if not len(part):
            break
        at += len(part)
        rows.append([name, len(part), float(part.sum()), float(shares[:at].sum())])
    return Drawn(rows)
