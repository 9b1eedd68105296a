"""Series of one segment: the same function, asked of its deals, leads or customers alone."""

from __future__ import annotations

from collections.abc import Mapping

import revcore.derive.series
from revcore.derive.segments import Alone
from revcore.derive.series import _series
from revcore.derive.series._series import Cell, SeriesMaker
from revcore.errors import NotComputable
from revcore.model import Series
from revcore.registry import Asker

FEWEST_ROWS = 2


def by_segment(ask: Asker, drawn: Mapping[str, Series]) -> dict[str, Series]:
    """The series of a document, each with those of the segments that can be drawn alone.

    What cannot be drawn for everybody is not tried for a segment.
    """
    try:
        alone: list[Alone] = ask("segments_alone")
    except NotComputable:
        return dict(drawn)
    makers = revcore.derive.series.catalogue()
    found: dict[str, dict[str, Series]] = {}
    for segment in alone:
        child = ask.child(**segment.values)
        for name, maker in makers.items():
            if drawn[name].reason is None and _rests_on(maker, ask, segment):
                part = _drawn(child, maker)
                if part is not None:
                    found.setdefault(name, {})[f"{segment.dimension}:{segment.key}"] = part
    return {
        name: one.model_copy(update={"segments": found[name]}) if name in found else one
        for name, one in drawn.items()
    }


def _rests_on(maker: SeriesMaker, ask: Asker, segment: Alone) -> bool:
    """Whether all that a series rests on is known of the segment alone."""
    if not set(maker.parts) & set(segment.values):
        return False
    return all(name in segment.values or not _known(ask, name) for name in maker.parts)


def _known(ask: Asker, name: str) -> bool:
    try:
        ask(name)
    except NotComputable:
        return False
    return True


def _drawn(ask: Asker, maker: SeriesMaker) -> Series | None:
    try:
        found = _series.finished(maker, ask.call(maker.provider))
    except NotComputable:
        return None
    if len(found.rows) < FEWEST_ROWS:
        return None
    rows = [[_short(cell) if type(cell) is float else cell for cell in row] for row in found.rows]
    return found.model_copy(update={"rows": rows})


def _short(cell: Cell) -> Cell:
    """A figure as exactly as a drawing needs it: the document is not to double in size.

    >>> _short(0.21567029), _short(12), _short(None)
    (0.21567, 12, None)
    """
    return float(f"{cell:.5g}") if isinstance(cell, float) else cell
