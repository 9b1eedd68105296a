"""From the first visit to a customer that stays and grows: volume, rate and days of each step."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from revcore.derive.funnel import STAGES, Step
from revcore.derive.months import Base
from revcore.derive.purchases import YearPair
from revcore.derive.series._rates import BOUNDS, rate
from revcore.derive.series._series import Cell, Drawn, series
from revcore.derive.series.funnel_steps import cells
from revcore.errors import NotComputable
from revcore.model import Unit


@series(
    title="From visitor to a customer that grows",
    unit=Unit.RATIO,
    columns=("from", "to", "entered", "reached", "rate", *BOUNDS, "days", "window"),
)
def bow_tie(
    funnel_steps: Mapping[tuple[str, str], Step] | None = None,
    opening_customers: Base | None = None,
    year_pair: YearPair | None = None,
) -> Drawn:
    """One row per step that can be counted, in order; a company has only some of them.

    The steps up to won are those of the funnel. Behind them stand the customers of a year ago: how
    many were kept, and how many of those pay or buy more than then. Rates of leads and deals count
    those that have had the time; rates of customers are plain shares. Days are the median of those
    that go on, empty where nobody knows them.
    """
    found = {} if funnel_steps is None else funnel_steps
    chain = sorted(found, key=lambda pair: (STAGES.index(pair[0]), STAGES.index(pair[1])))
    if len(chain) > 1:
        chain = [pair for pair in chain if pair != ("leads", "won")]
    rows: list[list[Cell]] = []
    for source, target in chain:
        step = found[source, target]
        if 0 < step.reached <= step.entered:
            window = str(step.window) if step.window else None
            rows.append([source, target, step.entered, step.reached, *cells(step), window])
    rows += kept_and_grown(opening_customers, year_pair)
    if not rows:
        raise NotComputable(
            "No step from visitor to customer can be counted yet.", needs=("leads", "deals")
        )
    return Drawn(rows)


def kept_and_grown(opening: Base | None, pair: YearPair | None) -> list[list[Cell]]:
    """Customers of a year ago, those still here, and those who pay or buy more than then.

    >>> base = Base.of({"ann": (100, 100), "bo": (100, 50), "di": (100, 120),
    ...                 "ed": (100, 0), "flo": (100, 100), "gus": (9, 9)})
    >>> [row[:4] for row in kept_and_grown(base, None)]
    [['customers', 'kept', 6, 5], ['kept', 'grown', 5, 1]]
    """
    if opening is not None:
        before, now, window = opening.opening, opening.closing, opening.window
    elif pair is not None:
        mine = pair.before > 0
        before, now, window = pair.before[mine], pair.now[mine], pair.window
    else:
        return []
    counts = (len(before), int(np.sum(now > 0)), int(np.sum(now > before)))
    rows: list[list[Cell]] = []
    for (source, target), many, some in zip(
        (("customers", "kept"), ("kept", "grown")), counts, counts[1:], strict=False
    ):
        if many >= FEWEST:
            rows.append([source, target, many, some, *rate(some, many), None, str(window)])
    return rows


FEWEST = 5
"""Customers below which no share of them is said."""
