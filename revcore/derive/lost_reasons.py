"""Why deals were lost, in the file's own words, and which of them are no decision or the price."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.months import Ints
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

NO_DECISION = re.compile(
    r"no decision|no answer|no reply|no response|not decided|undecided|stalled|ghost|unresponsive"
    r"|went (?:silent|quiet|dark)|lost contact|timing|not now|postponed|on hold|later|status quo"
    r"|did nothing|keine entscheidung|keine antwort|verschoben|sans réponse|sin respuesta"
)
PRICE = re.compile(r"pric|expensive|too high|cost|discount|cheaper|preis|teuer|prix|cher\b|precio")
GENERIC = re.compile(r"(?:deal |closed? |as )*(?:lost|verloren|perdu|perdida?|declined|rejected)?")
"""A stage that says only that a deal was lost."""


@dataclass(frozen=True)
class LostReasons:
    """Deals lost in the window by reason, most frequent first.

    no_decision, on_price
        Whether the reason is that nobody decided, or the price.
    unsaid
        Lost deals without a reason.
    """

    reason: list[str]
    n: list[int]
    no_decision: list[bool]
    on_price: list[bool]
    unsaid: int

    @property
    def said(self) -> int:
        """Lost deals with a reason."""
        return sum(self.n)

    def count(self, kind: list[bool]) -> int:
        """Deals whose reason is of a kind."""
        return sum(n for n, mine in zip(self.n, kind, strict=True) if mine)


@dataclass(frozen=True, eq=False)
class LostDeals:
    """Lost deals with the place of their reason in ``names``; −1 where none is given."""

    names: list[str]
    reason: Ints
    closed: Ints
    n: Ints


@provider
def lost_deals(lost_by_reason: pd.DataFrame) -> LostDeals:
    """Reasons in one spelling each; a stage that says why counts where no reason is given."""
    both = list(zip(lost_by_reason["reason"], lost_by_reason["stage"], strict=True))
    texts = {pair: pair[0].strip() or own_word(pair[1]) for pair in dict.fromkeys(both)}
    shown: dict[str, str] = {}
    for text in sorted(texts.values()):
        shown.setdefault(one_spelling(text), text)
    shown.pop("", None)
    places = {key: number for number, key in enumerate(shown)}
    at = [places.get(one_spelling(texts[pair]), -1) for pair in both]
    return LostDeals(
        list(shown.values()), np.array(at, np.int64),
        lost_by_reason["closed"].to_numpy(np.int64), lost_by_reason["n"].to_numpy(np.int64),
    )  # fmt: skip


def one_spelling(text: str) -> str:
    """A reason without capitals and doubled blanks.

    >>> one_spelling("No  Decision")
    'no decision'
    """
    return " ".join(text.casefold().split())


@provider
def lost_reasons(lost_deals: LostDeals, deal_window: Window) -> LostReasons:
    """Reasons of the deals lost in the window, most frequent first.

    Raises
    ------
    NotComputable
        No lost deal says why.
    """
    mine = (lost_deals.closed >= deal_window.first_day) & (
        lost_deals.closed <= deal_window.last_day
    )
    counts = np.bincount(lost_deals.reason[mine] + 1, lost_deals.n[mine], len(lost_deals.names) + 1)
    unsaid, counted = int(counts[0]), counts[1:].astype(np.int64)
    if not counted.sum():
        raise NotComputable(
            "No lost deal says why it was lost.", needs=("deals.lost_reason",), n=unsaid
        )
    names = lost_deals.names
    order = sorted(
        np.flatnonzero(counted).tolist(), key=lambda at: (-counted[at], one_spelling(names[at]))
    )
    keys = [one_spelling(names[at]) for at in order]
    return LostReasons(
        [names[at] for at in order],
        [int(counted[at]) for at in order],
        [NO_DECISION.search(key) is not None for key in keys],
        [PRICE.search(key) is not None for key in keys],
        unsaid,
    )


def own_word(stage: str) -> str:
    """A stage that says more than that the deal was lost.

    >>> own_word("Closed Lost"), own_word("No answer")
    ('', 'No answer')
    """
    return "" if GENERIC.fullmatch(stage.strip().casefold()) else stage.strip()


def shares(found: LostReasons) -> np.ndarray:
    """Running share of all deals with a reason [ratio].

    >>> shares(LostReasons(["a", "b"], [3, 1], [False, False], [False, False], 0)).tolist()
    [0.75, 1.0]
    """
    return np.cumsum(found.n) / found.said
