"""Belief beside data: who answered what, and the level that the files show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from revcore.assessment.levels import Level, level
from revcore.assessment.statements import DONT_KNOW, Statement, of_area, statements
from revcore.diagnosis_parts import Assessment
from revcore.model import Pillar, Scorecard
from revcore.settings import Assessed

ROLES: Mapping[str, str] = {
    "": "all of us together", "owner": "owner or CEO", "marketing": "marketing", "sales": "sales",
    "success": "customer success", "revops": "operations and data", "finance": "finance",
    "other": "somebody else",
}  # fmt: skip
"""Who answers, as said inside a sentence; “” is whoever names no role."""
FAR = 2
"""Levels from which two answers, or an answer and the files, are not the same any more."""


@dataclass(frozen=True)
class Belief:
    """One statement: who answered what, the level from data, and how far they lie apart.

    given
        Answers by role, “” for whoever named none: 1 to 5, 0 for “don’t know”.
    """

    statement: Statement
    given: Mapping[str, int]
    seen: Level

    @property
    def known(self) -> Mapping[str, int]:
        """Answers without “don’t know”."""
        return {role: answer for role, answer in self.given.items() if answer != DONT_KNOW}

    @property
    def answer(self) -> float | None:
        """Mean of what was answered; None where nobody knows."""
        return _mean(list(self.known.values()))

    @property
    def spread(self) -> int:
        """Levels between the lowest and the highest answer."""
        return max(self.known.values(), default=0) - min(self.known.values(), default=0)

    @property
    def gap(self) -> float | None:
        """Mean answer minus data; None without both."""
        if self.answer is None or self.seen.level is None:
            return None
        return self.answer - self.seen.level


@dataclass(frozen=True)
class AreaBelief:
    """One area: mean of the answers and of the levels from data, where there are any.

    Both means are over the statements that have both, once there are any; else each over its own.
    """

    area: Pillar
    beliefs: tuple[Belief, ...]

    @property
    def believed(self) -> float | None:
        """Mean answer, without “don’t know”; every statement weighs the same."""
        return _mean([one.answer for one in self._shown(answers=True)])

    @property
    def seen(self) -> float | None:
        """Mean level from data."""
        return _mean([one.seen.level for one in self._shown(answers=False)])

    @property
    def by_role(self) -> dict[str, float]:
        """Mean answer of each role, over the same statements as ``believed``."""
        means: dict[str, float] = {}
        for role in dict.fromkeys(role for one in self.beliefs for role in one.known):
            said = [one.known[role] for one in self._shown(answers=True) if role in one.known]
            if said:
                means[role] = fmean(said)
        return means

    @property
    def unknown(self) -> int:
        """How many answers were “don’t know”."""
        return sum(answer == DONT_KNOW for one in self.beliefs for answer in one.given.values())

    @property
    def answered(self) -> int:
        """How many statements somebody answered, “don’t know” among them."""
        return sum(bool(one.given) for one in self.beliefs)

    def answered_by(self, role: str) -> int:
        """How many statements this role answered."""
        return sum(role in one.given for one in self.beliefs)

    def _shown(self, *, answers: bool) -> list[Belief]:
        both = [one for one in self.beliefs if one.gap is not None]
        return both or [one for one in self.beliefs if (one.answer if answers else one.seen.level)]


def voices(said: Assessed | Assessment | None) -> dict[str, Mapping[str, int]]:
    """Answers by role, “” for whoever named none; roles without an answer are left out.

    >>> voices(Assessed(answers={"sales_speed": 4}, voices={"sales": {"sales_speed": 2}}))
    {'': {'sales_speed': 4}, 'sales': {'sales_speed': 2}}
    """
    if said is None:
        return {}
    every: list[tuple[str, Mapping[str, int]]] = [("", said.answers), *said.voices.items()]
    return {role: answers for role, answers in every if answers}


def beliefs(card: Scorecard, said: Assessed | None = None) -> list[AreaBelief]:
    """Every area with its statements, in the order they are asked.

    Parameters
    ----------
    said
        What was answered; that of the document when left out.
    """
    heard = voices(card.assessment if said is None else said)

    def of(one: Statement) -> Belief:
        given = {role: answers[one.id] for role, answers in heard.items() if one.id in answers}
        return Belief(one, given, level(one, card))

    return [AreaBelief(area, tuple(of(one) for one in of_area(area))) for area in Pillar]


def levels_words(one: Belief) -> str:
    """Who said what, the highest first.

    >>> from revcore.assessment.statements import statements
    >>> seen = Level(None, "")
    >>> levels_words(Belief(statements()["sales_speed"], {"sales": 5, "owner": 0, "": 1}, seen))
    'sales says 5, all of us together say 1'
    """
    ranked = sorted(one.known.items(), key=lambda item: -item[1])
    return ", ".join(f"{ROLES[role]} {'says' if role else 'say'} {level}" for role, level in ranked)


def widest(areas: list[AreaBelief]) -> list[Belief]:
    """Statements in which belief and data differ by two levels or more, widest first."""
    found = [one for area in areas for one in area.beliefs if abs(one.gap or 0) >= FAR]
    order = {name: place for place, name in enumerate(statements())}
    return sorted(found, key=lambda one: (-abs(one.gap or 0), -one.spread, order[one.statement.id]))


def divided(areas: list[AreaBelief]) -> list[Belief]:
    """Statements in which those who answered differ by two levels or more, widest first."""
    found = [one for area in areas for one in area.beliefs if one.spread >= FAR]
    order = {name: place for place, name in enumerate(statements())}
    return sorted(found, key=lambda one: (-one.spread, order[one.statement.id]))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [float(value) for value in values if value is not None]
    return fmean(known) if known else None
