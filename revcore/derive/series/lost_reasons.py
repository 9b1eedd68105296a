"""Why deals were lost, most frequent reason first."""

from __future__ import annotations

from revcore.derive.lost_reasons import LostReasons, shares
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit
from revcore.words import counted_words

FEWEST = 5
MOST = 9
NO_DECISION, PRICE, OTHER = "nobody decided", "price", "other"


@series(title="Reasons of losses", unit=Unit.COUNT, columns=("reason", "deals", "share", "kind"))
def lost_reasons(lost_reasons: LostReasons) -> Drawn:
    """One row per reason; ``share`` is the running share of all deals lost with a reason.

    Raises
    ------
    NotComputable
        Fewer than five lost deals say why.
    """
    found = lost_reasons
    if found.said < FEWEST:
        raise NotComputable(
            f"{counted_words(found.said, 'lost deals say')} why: at least {FEWEST} are needed.",
            needs=("deals.lost_reason",),
        )
    running = shares(found)
    kinds = [
        NO_DECISION if silent else PRICE if price else OTHER
        for silent, price in zip(found.no_decision, found.on_price, strict=True)
    ]
    rows: list[list[Cell]] = [
        [reason, n, float(share), kind]
        for reason, n, share, kind in zip(found.reason, found.n, running, kinds, strict=True)
    ]
    rest = sum(found.n[MOST:])
    return Drawn([*rows[:MOST], ["all others", rest, 1.0, OTHER]] if rest else rows)
