"""Answers to the recommendation question, counted."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

MONTHS = 12


@dataclass(frozen=True)
class Answers:
    """Promoters (9, 10), passives (7, 8) and detractors (0 to 6)."""

    promoters: int
    passives: int
    detractors: int
    window: Window | None

    @property
    def n(self) -> int:
        """Answers in all."""
        return self.promoters + self.passives + self.detractors


def counted(answers: pd.DataFrame, window: Window | None = None) -> Answers:
    """Count scores of 0 to 10; anything else is no answer."""
    score, n = answers["score"].to_numpy(), answers["n"].to_numpy()

    def between(low: int, high: int) -> int:
        return int(n[(score >= low) & (score <= high)].sum())

    return Answers(between(9, 10), between(7, 8), between(0, 6), window)


@dataclass(frozen=True)
class Asked:
    """How many were sent the question in a window, and how many of them answered."""

    asked: int
    answered: int


@provider
def people_asked(nps_asked: pd.DataFrame, as_of: int, span: int | None) -> Asked:
    """Those asked in the last twelve months (or as many as asked for).

    Raises
    ------
    NotComputable
        Everybody asked has answered: the file leaves out who did not.
    """
    window = Window(as_of - (span or MONTHS) + 1, as_of)
    mine = nps_asked[nps_asked["day"].between(window.first_day, window.last_day)]
    asked = int(mine["n"].sum())
    answered = int(mine.loc[mine["answered"] == 1, "n"].sum())
    if asked == answered:
        raise NotComputable("The file lists only who answered.", needs=("nps.score",))
    return Asked(asked, answered)


@provider
def answers_within(
    nps_answers: pd.DataFrame, as_of: int, span: int | None, last_month: int
) -> tuple[pd.DataFrame, Window | None]:
    """Answers of the last twelve months (or as many as asked for); all, where none has a day."""
    day = nps_answers["day"].to_numpy()
    if not (day >= 0).any():
        if as_of != last_month:
            raise NotComputable("The answers have no day: earlier months cannot be told apart.")
        return nps_answers, None
    window = Window(as_of - (span or MONTHS) + 1, as_of)
    mine = (day >= window.first_day) & (day <= window.last_day)
    return nps_answers[mine], window


@provider
def promoters(answers_within: tuple[pd.DataFrame, Window | None]) -> Answers:
    """Promoters, passives and detractors of the window."""
    return counted(*answers_within)
