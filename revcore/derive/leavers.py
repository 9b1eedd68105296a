"""Customers who stopped paying: when, what they paid, why, and whether they came back."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.intervals import Floats
from revcore.derive.months import CustomerMonths, Ints, _months_of
from revcore.derive.movements import KINDS, Transitions
from revcore.model import Window
from revcore.registry import provider

LEFT, BACK = KINDS.index("churn"), KINDS.index("reactivation")
NEVER = np.iinfo(np.int64).max
FAILED = re.compile(
    r"pay(ment)?s?[ _-]*(fail|declin|dispute|overdue|error)|fail\w*[ _-]*(pay|charge|card)|declin"
    r"|dunning|involuntar|unpaid|past[ _-]*due|card[ _-]*(expir|fail)|expired[ _-]*card"
    r"|insufficient|non[ _-]*payment|not[ _-]*paid|zahlung|impay|impago|insolut|pagamento",
    re.IGNORECASE,
)
"""Reasons that mean a payment did not go through."""
GONE = re.compile(
    r"clos(ed|ing)|out of business|bankrupt|insolv|shut|acquir|merge|wrong fit|not a fit|bad fit"
    r"|deceased|retire|geschäftsaufgabe|fermeture|cierre|chiusura",
    re.IGNORECASE,
)
"""Reasons nobody could win back."""
LOOK, SINCE = 24, 3
"""Former customers left in the last so many months, and have been away for at least so many."""


def failed_payment(reason: object) -> bool:
    """Whether a reason says that a payment did not go through.

    >>> failed_payment("Payment failed"), failed_payment("too expensive")
    (True, False)
    """
    return FAILED.search(str(reason)) is not None


@dataclass(frozen=True, eq=False)
class Leavers:
    """One entry per customer and time they stopped paying, to the as-of month.

    month
        First month without pay.
    lost
        What they paid in the month before [money].
    back
        Month in which they paid again; far off where they have not.
    again
        What they paid then [money].
    reason
        In the file’s own words; empty where nothing is said.
    told
        Whether any file gives reasons at all.
    """

    customer: Ints
    month: Ints
    lost: Floats
    back: Ints
    again: Floats
    reason: np.ndarray
    told: bool

    def take(self, mine: np.ndarray) -> Leavers:
        """Some of them."""
        return Leavers(
            self.customer[mine], self.month[mine], self.lost[mine], self.back[mine],
            self.again[mine], self.reason[mine], self.told,
        )  # fmt: skip


@provider
def leavers(
    recurring: CustomerMonths,
    transitions: Transitions,
    as_of: int,
    contract_ends: pd.DataFrame | None = None,
) -> Leavers:
    """Everybody who ever stopped paying; the reason is the one of the month they did."""
    rows = transitions.within(Window(recurring.first, as_of))
    kind, month = transitions.kind[rows], transitions.month[rows].astype(np.int64)
    place, scale = transitions.customer[rows], 10**transitions.scale
    left, back = kind == LEFT, kind == BACK
    span = as_of + 2
    order = np.argsort(place[back] * span + month[back])
    keys = (place[back] * span + month[back])[order]
    amounts = np.append((transitions.now[rows][back] / scale)[order], 0.0)
    mine = place[left] * span + month[left]
    following = np.searchsorted(keys, mine)
    found = np.append(keys, NEVER)[following]
    same = found // span == place[left]
    customer = recurring.starts[0][place[left]]
    said = reasons(contract_ends, customer, month[left])
    return Leavers(
        customer, month[left], transitions.then[rows][left] / scale,
        np.where(same, found % span, NEVER), np.where(same, amounts[following], 0.0),
        said, contract_ends is not None,
    )  # fmt: skip


def reasons(ends: pd.DataFrame | None, customer: Ints, month: Ints) -> np.ndarray:
    """The reason said in the month each customer left; empty where none is."""
    if ends is None:
        return np.full(len(customer), "", object)
    said = ends[ends["reason"] != ""]
    code, names = pd.factorize(said["reason"])
    ended = _months_of(said["end"].to_numpy(np.int64))
    size = int(max(ended.max(initial=0), month.max(initial=0))) + 1
    keys = said["customer"].to_numpy(np.int64) * size + ended
    order = np.argsort(keys, kind="stable")
    asked = customer * size + month
    place = np.searchsorted(keys, asked, side="right", sorter=order) - 1  # the last one said
    found = np.append(order, -1)[place]
    same = np.append(keys, -1)[found] == asked
    return np.append(np.asarray(names, object), "")[np.where(same, np.append(code, -1)[found], -1)]


def lately(leavers: Leavers, window: Window) -> Leavers:
    """Who left in some months, each for the last time."""
    mine = leavers.take((leavers.month >= window.start) & (leavers.month <= window.end))
    last = pd.Series(mine.month).groupby(mine.customer).idxmax().to_numpy(np.int64)
    return mine.take(np.sort(last))


def former(leavers: Leavers, window: Window) -> Leavers:
    """Those of them who could be won back."""
    mine = lately(leavers, window)
    code, names = pd.factorize(mine.reason.astype(str))
    gone = np.array([GONE.search(name) is not None for name in names], bool)
    return mine.take(~gone[code])
