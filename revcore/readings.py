"""Measures → readings: value or reason, own comparison, benchmark and verdict."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence

from revcore.benchmarks import Match, find
from revcore.benchmarks.verdict import band, changed, settle, settle_change
from revcore.derive.intervals import Interval, difference
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, Metric
from revcore.metrics.catalogue import metrics
from revcore.model import (
    Band,
    BandBasis,
    Better,
    BreakdownRow,
    Figure,
    Own,
    Reading,
    Settings,
)
from revcore.registry import Asker

QUARTERS = 8
"""How many of its own quarters (or earlier windows) a measure is compared with."""
MONTHS = 13
"""Months a measure is told by: the same month of last year is the first."""
SOLID = 10
"""Fewer observations than this make no “best” quarter."""


def readings(
    ask: Asker, settings: Settings, models: Sequence[str], currency: str | None
) -> dict[str, Reading]:
    """Every measure of the catalogue for the as-of month."""
    arr, arpa = measured(ask, "arr"), measured(ask, "arpa")
    acv = arpa * 12 if arpa is not None and arr is not None else None
    out = {}
    for name, measure in metrics().items():
        match = find(
            name, settings.profile, models=models, better=measure.better, arr=arr, acv=acv,
            currency=currency,
        )  # fmt: skip
        out[name] = reading(measure, ask, match)
    return out


def measured(ask: Asker, name: str) -> float | None:
    """Value of one measure, to find the benchmark's size band; None where there is none."""
    try:
        return float(ask.call(metrics()[name].provider).value) if name in metrics() else None
    except NotComputable:
        return None


def reading(
    measure: Metric,
    ask: Asker,
    match: Match,
) -> Reading:
    """One measure."""
    common = {
        "id": measure.id,
        "title": measure.title,
        "plain": measure.plain,
        "pillar": measure.pillar,
        "group": measure.group,
        "order": measure.order,
        "unit": measure.unit,
        "better": measure.better,
        "n_of": measure.n_of,
        "formula": measure.formula,
        "source": measure.source,
        "rows": measure.rows,
        "benchmark_reason": match.reason,
    }
    try:
        estimate: Estimate = ask.call(measure.provider)
    except NotComputable as reason:
        return Reading(
            **common, reason=str(reason), needs=list(reason.needs), inputs=reason.inputs, n=reason.n
        )
    own = compare_with_self(measure, ask, estimate)
    verdict, basis = judge(measure, estimate, match.held_against, own)
    around = estimate.interval
    return Reading(
        **(common | {"title": estimate.title or measure.title}),
        value=estimate.value,
        low=around.low if around else None,
        high=around.high if around else None,
        low95=around.low95 if around else None,
        high95=around.high95 if around else None,
        n=estimate.n,
        window=str(estimate.window) if estimate.window else None,
        own=own,
        band=verdict,
        band_basis=basis,
        settle=more_needed(estimate, match.held_against, own) if verdict == "cannot_tell" else None,
        benchmark=match.figure,
        method=estimate.method,
        inputs=dict(estimate.inputs),
        note=estimate.note,
    ).drawing(estimate.drawn)


def compare_with_self(measure: Metric, ask: Asker, estimate: Estimate) -> Own | None:
    """The same function over the company's own earlier windows.

    ``previous`` is the window of the headline's own length just before it; for the figure of one
    month, the same month a year before. ``history`` and ``best``
    look at quarters (``own="quarter"``) or at windows of the headline's length, three months apart.
    What looks another number of months ahead is not compared.
    """
    if measure.own == "none" or estimate.window is None:
        return None
    as_of, length = int(ask("as_of")), estimate.window.months
    span = 3 if measure.own == "quarter" else length

    @functools.cache
    def look(as_of: int, span: int) -> Estimate | None:
        earlier = at(measure, ask, as_of, span)
        return earlier if earlier is not None and reach(earlier) == reach(estimate) else None

    looks = [look(as_of - 3 * back, span) for back in range(QUARTERS - 1, -1, -1)]
    found = [earlier for earlier in looks if earlier is not None]
    before = look(as_of - (length if length > 1 else 12), length)
    if before is None and len(found) < 2:
        return None
    best = None
    if measure.better is not Better.RANGE:
        choose = max if measure.better is Better.HIGHER else min
        solid = [item for item in found if item.n >= SOLID]
        best = choose(solid, key=lambda item: item.value) if len(solid) > 1 else None
    return Own(
        best=best.value if best else None,
        best_window=str(best.window) if best else None,
        previous=before.value if before else None,
        previous_window=str(before.window) if before else None,
        **change(estimate, before),
        history=[(str(item.window), item.value) for item in found],
        monthly=month_by_month(measure, as_of, length, look),
    )


def reach(estimate: Estimate) -> tuple[object, ...]:
    """How many months ahead a figure looks: over another horizon it is another figure.

    >>> reach(Estimate(9.0, 5, inputs={"horizon_months": 36}))
    (36, None)
    """
    return tuple(estimate.inputs.get(name) for name in ("horizon_months", "months_allowed"))


def month_by_month(
    measure: Metric, as_of: int, length: int, look: Callable[[int, int], Estimate | None]
) -> list[tuple[str, float]]:
    """A measure at the end of each of thirteen months, over as many months as now.

    The last one is the headline itself, the first the same months a year before. None for a
    measure that says why its past is told otherwise.
    """
    if measure.past:
        return []
    looks = [look(as_of - back, length) for back in range(MONTHS - 1, -1, -1)]
    return [(str(one.window), one.value) for one in looks if one is not None]


def change(now: Estimate, before: Estimate | None) -> dict[str, float]:
    """95 % interval of the change since an earlier window, from the intervals of both ends.

    For two Wilson intervals it is Newcombe's method 10; put together in the same way for others
    (MOVER, Zou & Donner 2008). The two windows count as independent.
    """
    if before is None or before.interval is None or now.interval is None:
        return {}
    between = difference(now.value, now.interval, before.value, before.interval)
    return {
        "previous_low95": before.interval.low95,
        "previous_high95": before.interval.high95,
        "change_low95": between.low95,
        "change_high95": between.high95,
    }


def more_needed(estimate: Estimate, figure: Figure | None, own: Own | None) -> int | None:
    """How many more observations would settle a share one can’t tell of yet; None for no share."""
    if estimate.trials is None or estimate.trials <= 0:
        return None
    k, n = estimate.value * estimate.trials, estimate.trials
    if figure is not None:
        more = settle(k, n, figure)
    elif own is not None and own.previous is not None and own.previous_low95 is not None:
        above = estimate.value > own.previous
        end = own.previous_high95 if above else own.previous_low95
        more = settle_change(k, n, own.previous, abs((end or 0.0) - own.previous))
    else:
        return None
    return math.ceil(more * estimate.n / n) if more else None


def at(measure: Metric, ask: Asker, as_of: int, span: int) -> Estimate | None:
    """A measure at another month and look-back, or None."""
    try:
        estimate: Estimate = ask.at(as_of, span).call(measure.provider)
    except NotComputable:
        return None
    return estimate if estimate.window is not None else None


def judge(
    measure: Metric, estimate: Estimate, figure: Figure | None, own: Own | None
) -> tuple[Band, BandBasis]:
    """Ahead, on par, behind or cannot tell, and against what.

    Without a benchmark the company's own previous window stands in, for figures with an interval;
    not for growth, which is a comparison with oneself already.
    """
    if measure.better is Better.RANGE:
        return "none", "none"
    around: Interval | None = estimate.interval
    low, high = (around.low95, around.high95) if around else (None, None)
    if figure is not None:
        return band(low, high, figure, measure.better), "benchmark"
    if own is None or own.previous is None or around is None or measure.group == "growth":
        return "none", "none"
    if own.change_low95 is not None and own.change_high95 is not None:
        return changed(own.change_low95, own.change_high95, own.previous, measure.better), "own"
    before = Figure(
        value=own.previous, kind="average", publisher="own", report="", year="", url="", segment=""
    )
    return band(low, high, before, measure.better), "own"


def breakdowns(ask: Asker, settings: Settings) -> dict[str, dict[str, list[BreakdownRow]]]:
    """Readings by segment: every provider of derive/ whose name begins with ``by_``.

    Owners (and customers) appear under masked names unless ``mask`` is off.
    """
    from revcore.derive.breakdowns import PEOPLE, Part

    try:
        alias: Mapping[str, str] = ask("owner_alias") if settings.mask else {}
    except NotComputable:
        alias = {}
    out: dict[str, dict[str, list[BreakdownRow]]] = {}
    for name in sorted(ask.providers):
        if not name.startswith("by_"):
            continue
        try:
            parts: dict[str, list[Part]] = ask(name)
        except NotComputable:
            continue
        if parts:
            out[name.removeprefix("by_")] = {
                dimension: [
                    row(part, alias.get(part.key, part.key) if dimension in PEOPLE else part.key)
                    for part in rows
                ]
                for dimension, rows in parts.items()
            }
    return out


def row(part: object, key: str) -> BreakdownRow:
    """One segment as the document holds it."""
    around, pulled = getattr(part, "interval", None), getattr(part, "shrunk_interval", None)
    return BreakdownRow(
        key=key or "not said",
        value=getattr(part, "value", None),
        low=around.low if around else None,
        high=around.high if around else None,
        low95=around.low95 if around else None,
        high95=around.high95 if around else None,
        n=getattr(part, "n", 0),
        reason=getattr(part, "reason", None),
        shrunk=getattr(part, "shrunk", None),
        shrunk_low=pulled.low if pulled else None,
        shrunk_high=pulled.high if pulled else None,
        against=getattr(part, "against", None),
    )
