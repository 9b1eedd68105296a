"""What somebody said of a finished document: verdicts on findings, chosen moves, scenarios.

None of it changes a figure, so a document takes it up without being computed anew.
"""

from __future__ import annotations

from revcore.model import Scorecard, Settings


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
    return card.model_copy(update={"findings": findings, "settings": written(settings)})


def judged(card: Scorecard, settings: Settings) -> Scorecard:
    """The document with the verdicts alone, no word that somebody typed."""
    verdicts = {one.id: one.verdict for one in settings.finding}
    findings = {
        name: finding.model_copy(update={"confirmed": verdicts.get(name, "none")})
        for name, finding in card.findings.items()
    }
    return card.model_copy(update={"findings": findings})


def written(settings: Settings) -> dict[str, object]:
    """Settings as the document holds them: all that differs from the defaults, without names.

    >>> written(Settings(company="Acme"))
    {'company': 'Acme'}
    """
    return settings.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"merge", "apart"}
    )
