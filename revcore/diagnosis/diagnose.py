"""The diagnosis of one company: findings, what is blind, levers and the state they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from revcore.diagnosis.catalogue import patterns
from revcore.diagnosis.decide import blind, findings
from revcore.diagnosis.examine import examine
from revcore.diagnosis.value import ranked, valued
from revcore.diagnosis_parts import Blind, Finding, GrowthState, Lever
from revcore.errors import NotComputable
from revcore.model import Reading
from revcore.registry import Asker


@dataclass(frozen=True)
class Diagnosis:
    """What the document holds of it."""

    findings: dict[str, Finding] = field(default_factory=dict)
    blind: Blind = field(default_factory=Blind)
    levers: list[Lever] = field(default_factory=list)
    growth_state: GrowthState | None = None


def diagnosis(
    ask: Asker, readings: Mapping[str, Reading], models: Sequence[str], currency: str | None
) -> Diagnosis:
    """Ask every pattern and value every lever."""
    looks = [examine(pattern, ask, readings, models) for pattern in patterns().values()]
    state = state_of(ask)
    looks = valued(looks, state)
    levers = ranked(state, readings, currency) if state else []
    return Diagnosis(findings(looks, currency), blind(looks), levers, state)


def state_of(ask: Asker) -> GrowthState | None:
    """What a simulation starts from; None where this data gives none."""
    try:
        found: GrowthState = ask("growth_state")
    except NotComputable:
        return None
    return found
