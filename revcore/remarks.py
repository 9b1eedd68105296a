"""What somebody said of a finished document: verdicts, chosen moves, scenarios, guesses, answers.

None of it changes a figure, so a document takes it up without being computed anew.
"""

from __future__ import annotations

from revcore.diagnosis_parts import Assessment
from revcore.model import Scorecard, Settings

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
    return card.model_copy(
        update={"findings": findings, "assessment": said, "settings": written(settings)}
    )


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
    if not (said.guesses or said.answers or said.signals or said.notes):
        return None
    hidden = MONEY_GUESSES if settings.nda and settings.nda_money == "index" else frozenset()
    guesses = {name: value for name, value in said.guesses.items() if name not in hidden}
    return Assessment(guesses=guesses, answers=said.answers, signals=said.signals)


def written(settings: Settings) -> dict[str, object]:
    """Settings as the document holds them: all that differs from the defaults, without names.

    >>> written(Settings(company="Acme"))
    {'company': 'Acme'}
    """
    return settings.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"merge", "apart"}
    )
