"""Whether better deals explain a better seller."""

from revcore.derive.intervals import Z80
from revcore.derive.lone_seller import LoneSeller
from revcore.diagnosis.patterns._pattern import trap
from revcore.diagnosis_parts import Trap
from revcore.model import Unit
from revcore.words import counted, value_words

GAP = 0.05
"""Difference of win rates that is worth a talk."""


def percent(share: float) -> str:
    """A share in whole percent.

    >>> percent(0.652), percent(0.004)
    ('65%', 'less than 1%')
    """
    return f"{share:.0%}" if share >= 0.01 or share <= 0 else "less than 1%"


def rates(found: LoneSeller) -> str:
    """Both win rates as counted: “49 of 97 deals won, against 47 of 224 by all others”."""
    return (
        f"{found.won:,} of {counted(found.closed, 'closed deal')}, against {found.rest_won:,} of "
        f"{found.rest_closed:,} by all others together"
    )


def better_deals(found: LoneSeller, whose: str) -> Trap:
    """Do they merely get the better deals? Compared within the same channel and segment.

    Parameters
    ----------
    whose
        “This seller” or “The founder”.
    """
    if found.like is None:
        return trap(None, f"{whose} may get the better deals; without channel or segment on each "
                    "deal nobody can tell.")  # fmt: skip
    gap, error = found.like
    points = value_words(abs(gap) * 100, Unit.POINTS)
    if gap - Z80 * error > 0 and gap >= GAP:
        return trap(True, "It is not better deals: among those of the same channel and segment "
                    f"{whose[0].lower()}{whose[1:]} still wins {points} more.")  # fmt: skip
    if gap < GAP:
        return trap(False, f"{whose} gets other deals: among those of the same channel and segment "
                    "hardly anything is left of the difference.")  # fmt: skip
    return trap(None, f"Among deals of the same channel and segment {points} are left, which may "
                "be chance: better deals may explain a part.")  # fmt: skip
