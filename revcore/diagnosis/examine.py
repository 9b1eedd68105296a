"""Ask every pattern: what it saw, or what it would need to see anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from revcore.diagnosis.patterns._pattern import NotApplicable, Pattern, Signs
from revcore.diagnosis_parts import FindingState, Trap, Worth
from revcore.errors import NotComputable
from revcore.model import Reading
from revcore.registry import Asker

STRONG, LIKELY, UNSEEN = 0.90, 0.70, 0.30
SENTENCES = 2
"""At most so many reasons are said of one pattern."""


@dataclass(frozen=True)
class Look:
    """One pattern after it was asked; ``signs`` where it could look."""

    pattern: Pattern
    state: FindingState
    signs: Signs | None = None
    reason: str | None = None
    needs: tuple[str, ...] = ()
    n: int | None = None
    worth: Worth | None = None

    @property
    def strength(self) -> float:
        """P of the signature; 0 where it could not be looked for."""
        return self.signs.strength if self.signs else 0.0

    def worth_of(self, worth: Worth | None) -> Look:
        """The same with its money."""
        return replace(self, worth=worth)


def state_of(p: float, trap: Trap) -> FindingState:
    """From the share of draws and the trap to a word.

    Strong needs the look-alike to be ruled out; where the look-alike explains what is seen,
    nobody can tell the two apart.

    >>> ruled_out, open_ = Trap(ruled_out=True), Trap(ruled_out=None)
    >>> state_of(0.95, ruled_out), state_of(0.95, open_), state_of(0.95, Trap(ruled_out=False))
    ('strong', 'likely', 'cannot_tell')
    >>> state_of(0.8, ruled_out), state_of(0.5, ruled_out), state_of(0.1, open_)
    ('likely', 'cannot_tell', 'not_seen')
    """
    if p < UNSEEN:
        return "not_seen"
    if p < LIKELY or trap.ruled_out is False:
        return "cannot_tell"
    return "strong" if p >= STRONG and trap.ruled_out else "likely"


def examine(
    pattern: Pattern, ask: Asker, readings: Mapping[str, Reading], models: Sequence[str]
) -> Look:
    """One pattern: its arguments first, all that is missing said at once, then its signs."""
    if models and not set(models) & set(pattern.applies):
        return Look(pattern, "not_applicable", reason="Not a pattern of this kind of company.")
    arguments, missing = answered(pattern, ask, readings)
    if missing:
        return unanswered(pattern, missing)
    try:
        signs: Signs = pattern.provider.function(**arguments)
    except NotApplicable as reason:
        return Look(pattern, "not_applicable", reason=str(reason))
    except NotComputable as reason:
        return unanswered(pattern, [reason])
    state = state_of(signs.strength, signs.trap)
    doubt = None
    if state == "cannot_tell":
        explained = signs.trap.ruled_out is False and signs.strength >= LIKELY
        doubt = signs.trap.text if explained else "The figures point both ways."
    return Look(pattern, state, signs, doubt, n=signs.n)


def answered(
    pattern: Pattern, ask: Asker, readings: Mapping[str, Reading]
) -> tuple[dict[str, Any], list[NotComputable]]:
    """What each argument of a pattern brings, and the reasons of those that bring nothing."""
    arguments: dict[str, Any] = {}
    missing: list[NotComputable] = []
    for need in pattern.provider.needs:
        try:
            arguments[need.name] = value_of(need.name, ask, readings)
        except NotComputable as reason:
            if need.optional:
                arguments[need.name] = need.default
            else:
                missing.append(reason)
    return arguments, missing


def value_of(name: str, ask: Asker, readings: Mapping[str, Reading]) -> Any:
    """A measure's reading, else whatever facts, derive or the settings offer by that name."""
    if name not in readings:
        return ask(name)
    found = readings[name]
    if found.value is None:
        raise NotComputable(found.reason or "", needs=found.needs, n=found.n)
    return found


def of_part(one: str, other: str) -> bool:
    """Whether a reason is the beginning of a longer one, which says it all.

    >>> of_part("Needs orders.", "Needs orders, invoices or payments.")
    True
    >>> of_part("Needs orders.", "Needs orders.")
    False
    """
    return one != other and other.startswith(f"{one.removesuffix('.')},")


def unanswered(pattern: Pattern, missing: Sequence[NotComputable]) -> Look:
    """Can't tell yet: the reasons once each, and everything that would help."""
    texts = dict.fromkeys(str(reason) for reason in missing)
    said = [one for one in texts if not any(of_part(one, other) for other in texts)]
    needs = [need for reason in missing for need in reason.needs]
    counts = [reason.n for reason in missing if reason.n is not None]
    return Look(
        pattern,
        "cannot_tell",
        reason=" ".join(said[:SENTENCES]),
        needs=tuple(dict.fromkeys(needs)),
        n=min(counts) if counts else None,
    )
