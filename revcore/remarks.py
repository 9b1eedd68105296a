"""What somebody said of a finished document: verdicts, chosen moves, scenarios, guesses, answers.

None of it changes a figure, so a document takes it up without being computed anew.
"""

from __future__ import annotations

from revcore.diagnosis.plan import plan_of
from revcore.diagnosis_parts import Assessment
from revcore.model import Scorecard, Settings
from revcore.settings import Chosen

MONEY_GUESSES = frozenset({"cac", "cac_media"})
"""Guesses in money: left out where money is an index, which they would give away."""


def remarked(card: Scorecard, settings: Settings) -> Scorecard:
    """The document with what these settings say of it; byte for byte as if computed with them.

    Verdicts on findings that this document does not have are kept in the settings alone.
    """
    notes = {one.id: one.note for one in settings.finding}
    card = judged(card, settings)
    findings = {
        name: finding.model_copy(update={"note": notes.get(name, "")})
        for name, finding in card.findings.items()
    }
    said = assessed(settings)
    if said is not None:
        said = said.model_copy(update={"notes": settings.assessment.notes})
    card = card.model_copy(
        update={"findings": findings, "assessment": said, "settings": written(settings)}
    )
    return card if settings.nda else planned(card, settings)


def planned(card: Scorecard, settings: Settings) -> Scorecard:
    """The document with its ninety days; names and remarks stay out where names are hidden."""
    chosen = nameless(settings.plan) if settings.nda else settings.plan
    return card.model_copy(update={"plan": plan_of(card, chosen)})


def nameless(chosen: Chosen) -> Chosen:
    """Chosen moves with owners numbered and without remarks.

    >>> nameless(Chosen(owners={"b": "Maria", "a": "Tom", "c": "Maria"}, notes={"a": "x"})).owners
    {'a': 'Owner 1', 'b': 'Owner 2', 'c': 'Owner 2'}
    """
    ranked = list(dict.fromkeys(owner for _, owner in sorted(chosen.owners.items()) if owner))
    owners = {
        move: f"Owner {ranked.index(owner) + 1}"
        for move, owner in sorted(chosen.owners.items())
        if owner
    }
    return chosen.model_copy(update={"owners": owners, "notes": {}})


def judged(card: Scorecard, settings: Settings) -> Scorecard:
    """The document with the verdicts alone, no word that somebody typed."""
    verdicts = {one.id: one.verdict for one in settings.finding}
    findings = {
        name: finding.model_copy(update={"confirmed": verdicts.get(name, "none")})
        for name, finding in card.findings.items()
    }
    return card.model_copy(update={"findings": findings, "assessment": assessed(settings)})


def assessed(settings: Settings) -> Assessment | None:
    """Guesses and answers as the document holds them, without a word that somebody typed.

    >>> assessed(Settings()) is None
    True
    """
    said = settings.assessment
    if not (said.guesses or said.answers or said.voices or said.signals or said.notes):
        return None
    hidden = MONEY_GUESSES if settings.nda and settings.nda_money == "index" else frozenset()
    guesses = {name: value for name, value in said.guesses.items() if name not in hidden}
    voices: dict[str, dict[str, int]] = dict(said.voices.items())
    return Assessment(guesses=guesses, answers=said.answers, voices=voices, signals=said.signals)


def written(settings: Settings) -> dict[str, object]:
    """Settings as the document holds them: all that differs from the defaults, without names.

    >>> written(Settings(company="Acme"))
    {'company': 'Acme'}
    """
    return settings.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"merge", "apart"}
    )
