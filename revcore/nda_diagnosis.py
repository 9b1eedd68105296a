"""The diagnosis in NDA-safe documents: sentences without names, and money as an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from revcore.diagnosis.catalogue import levers
from revcore.diagnosis.decide import written
from revcore.diagnosis.levers._lever import Target
from revcore.diagnosis.value import change_words, still_words
from revcore.diagnosis_parts import Assessment, Finding, GrowthState, Lever, Plan, Quantity, Worth
from revcore.model import Scorecard, Unit
from revcore.nda_names import Aliases

Scaled = Callable[[float], float]
MONEY_INPUTS = frozenset((
    "deal_value", "new_mrr", "new_customer_mrr", "order_value", "media_cost", "day_cost",
))  # fmt: skip
"""Inputs of the simulation that are money."""
NAMED = ("note", "action", "owner", "indicator", "keep_rule", "stop_rule")
"""What a person may have typed into a line of the plan."""


def without_names(card: Scorecard, known: Aliases) -> Scorecard:
    """Subjects become aliases, and so do the names that sentences quote."""
    return card.model_copy(
        update={
            "findings": {name: _finding(one, known) for name, one in card.findings.items()},
            "plan": _plan(card.plan, known) if card.plan else None,
            "assessment": _assessment(card.assessment, known) if card.assessment else None,
        }
    )


def without_sellers(
    findings: Mapping[str, Finding], alias: Mapping[str, str]
) -> dict[str, Finding]:
    """Names of sellers that sentences quote become their masked names, as in breakdowns."""

    def plain(text: str) -> str:
        for name, other in alias.items():
            text = text.replace(f"“{name}”", other)
        return text

    out = {}
    for key, one in findings.items():
        evidence = [
            said.model_copy(update={"text": plain(said.text), "template": plain(said.template)})
            for said in one.evidence
        ]
        out[key] = one.model_copy(
            update={
                "title": plain(one.title),
                "subject": alias.get(one.subject, one.subject),
                "evidence": evidence,
                "reason": plain(one.reason) if one.reason else None,
                "trap": one.trap.model_copy(update={"text": plain(one.trap.text)})
                if one.trap
                else None,
            }
        )
    return out


def _assessment(said: Assessment, known: Aliases) -> Assessment:
    notes = {name: known.plain(note) for name, note in said.notes.items()}
    return said.model_copy(update={"notes": notes})


def _finding(finding: Finding, known: Aliases) -> Finding:
    evidence = [
        one.model_copy(
            update={
                "text": known.sentence(one.text),
                "template": known.sentence(one.template),
            }
        )
        for one in finding.evidence
    ]
    trap = finding.trap
    return finding.model_copy(
        update={
            "title": known.sentence(finding.title),
            "subject": known.plain(finding.subject) if finding.subject else "",
            "evidence": evidence,
            "reason": known.sentence(finding.reason) if finding.reason else None,
            "trap": trap.model_copy(update={"text": known.sentence(trap.text)}) if trap else None,
            "note": known.plain(finding.note),
        }
    )


def _plan(plan: Plan, known: Aliases) -> Plan:
    lines = [
        line.model_copy(update={name: known.plain(getattr(line, name)) for name in NAMED})
        for line in plan.lines
    ]
    return plan.model_copy(update={"lines": lines, "note": known.plain(plan.note)})


# ---------------------------------------------------------------- money as an index
def indexed(card: Scorecard, scaled: Scaled) -> Scorecard:
    """Every amount of the diagnosis on the scale of the index."""
    plan = card.plan
    return card.model_copy(
        update={
            "findings": {name: _money(one, scaled) for name, one in card.findings.items()},
            "levers": [_lever(one, scaled) for one in card.levers],
            "growth_state": _state(card.growth_state, scaled) if card.growth_state else None,
            "plan": plan.model_copy(update={"worth": _worth(plan.worth, scaled)}) if plan else None,
        }
    )


def _money(finding: Finding, scaled: Scaled) -> Finding:
    evidence = []
    for one in finding.evidence:
        amounts = {name: scaled(value) for name, value in one.amounts.items()}
        evidence.append(written(one.model_copy(update={"amounts": amounts}), None))
    return finding.model_copy(update={"evidence": evidence, "worth": _worth(finding.worth, scaled)})


def _worth(worth: Worth | None, scaled: Scaled) -> Worth | None:
    if worth is None:
        return None
    names = ("value", "low", "high", "revenue", "revenue_low", "revenue_high", "cost")
    return worth.model_copy(update=_each(worth, names, scaled))


def _lever(lever: Lever, scaled: Scaled) -> Lever:
    names = ["value_12m", "revenue_12m", "low", "high", "cost"]
    said: dict[str, object] = {}
    if lever.unit.startswith("money") and lever.now is not None and lever.to is not None:
        names += ["now", "to", "least", "most"]
        now = scaled(lever.now)
        kind = replace(levers()[lever.id], unit=Unit(lever.unit))
        target = Target(scaled(lever.to), bound=lever.bound)
        room = lever.state != "no_room"
        words = change_words(kind, now, target, None) if room else still_words(kind, now, None)
        said = {"change": words}
    return lever.model_copy(update={**_each(lever, names, scaled), **said})


def _state(state: GrowthState, scaled: Scaled) -> GrowthState:
    def inputs(found: dict[str, Quantity]) -> dict[str, Quantity]:
        return {
            name: one.model_copy(update={"value": scaled(one.value)})
            if name in MONEY_INPUTS
            else one
            for name, one in found.items()
        }

    return state.model_copy(
        update={
            "inputs": inputs(state.inputs),
            "own_best": inputs(state.own_best),
            "base": scaled(state.base),
            "repeat": [scaled(value) for value in state.repeat],
            "capacity": None if state.capacity is None else scaled(state.capacity),
        }
    )


def _each(part: object, names: list[str] | tuple[str, ...], scaled: Scaled) -> dict[str, object]:
    found = {name: getattr(part, name) for name in names}
    return {name: None if value is None else scaled(value) for name, value in found.items()}
