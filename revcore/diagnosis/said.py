"""The diagnosis in sentences to be read aloud: how sure, what it is worth, what comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from revcore.diagnosis.decide import SURVIVAL
from revcore.diagnosis_parts import Finding, Worth
from revcore.model import Scorecard
from revcore.words import capital, counted, money_words, quoted, range_words

STATES: Mapping[str, str] = {
    "strong": "Strong",
    "likely": "Likely",
    "cannot_tell": "Can’t tell yet",
    "not_seen": "Not seen",
    "not_applicable": "Does not apply",
}
KINDS: Mapping[str, str] = {
    "limits": "Holds you back",
    "unlocks": "Could unlock growth",
    "context": "Good to know",
}
VERDICTS: Mapping[str, str] = {
    "none": "Not said yet",
    "confirmed": "Confirmed",
    "doubted": "Doubted",
    "rejected": "Rejected",
}
SEEN = ("strong", "likely")


# ---------------------------------------------------------------- which ones
def seen(card: Scorecard) -> list[Finding]:
    """Strong and likely findings: those shown first, then by how sure they are; rejected ones last.

    >>> card = Scorecard(findings={"a": Finding(id="a", title="A", kind="limits", family="a",
    ...     state="likely", strength=0.8), "b": Finding(id="b", title="B", kind="limits",
    ...     family="b", state="strong", strength=0.95, place=1)})
    >>> [one.id for one in seen(card)]
    ['b', 'a']
    """
    found = [one for one in card.findings.values() if one.state in SEEN]
    return sorted(
        found,
        key=lambda one: (
            one.confirmed == "rejected",
            one.place or 99,
            -(one.strength or 0.0),
            one.order,
        ),
    )


def standing(findings: Iterable[Finding]) -> list[Finding]:
    """Those that nobody rejected."""
    return [one for one in findings if one.confirmed != "rejected"]


def in_state(card: Scorecard, state: str) -> list[Finding]:
    """All findings of one state in the order of the catalogue."""
    return [one for one in card.findings.values() if one.state == state]


# ---------------------------------------------------------------- how sure
def strength_words(strength: float | None) -> str:
    """How often the whole pattern holds when luck is dealt again.

    >>> strength_words(0.956), strength_words(0.74), strength_words(0.9999)
    ('19 times in 20', '7 times in 10', 'practically always')
    >>> strength_words(0.004), strength_words(None)
    ('practically never', 'not known')
    """
    if strength is None:
        return "not known"
    if strength >= 0.985:
        return "practically always"
    if strength <= 0.015:
        return "practically never"
    if strength >= 0.93:
        return "19 times in 20"
    if strength <= 0.07:
        return "1 time in 20"
    tenths = round(strength * 10)
    return f"{tenths} time{'s' if tenths != 1 else ''} in 10"


def sure_words(finding: Finding) -> str:
    """The same as a sentence."""
    if finding.strength is None:
        return "How sure this is cannot be said."
    often = strength_words(finding.strength)
    return f"It holds {often} when your own rows are drawn again by chance."


# ---------------------------------------------------------------- what it is worth
def finding_worth(finding: Finding, currency: str | None) -> str:
    """Money of a finding; of one that is about lasting, why there is none.

    >>> cash = Finding(id="x", title="X", kind="limits", family="cash", state="strong")
    >>> finding_worth(cash, "USD")
    'No worth is put on it: it is about whether the money lasts, so it stands first.'
    """
    if finding.worth is None and finding.family == SURVIVAL:
        return "No worth is put on it: it is about whether the money lasts, so it stands first."
    return worth_words(finding.worth, currency)


def worth_words(worth: Worth | None, currency: str | None) -> str:
    """Money of a finding or a plan in one or two sentences; without a margin, the question.

    >>> worth_words(Worth(value=22_886, low=7_902, high=38_273, revenue=32_300, cost=2_308), "USD")
    'Worth about $22.9k of gross profit over twelve months, 8 times in 10 between $7,902 and \
$38.3k, after $2,308 for the work; $32.3k of sales.'
    >>> worth_words(Worth(revenue=32_300, revenue_low=13_090, revenue_high=52_026), "USD")
    'Worth about $32.3k of sales over twelve months, 8 times in 10 between $13.1k and $52.0k. How \
much of it stays nobody can say: what is your gross margin?'
    >>> worth_words(None, "USD")
    'What it is worth cannot be said from this data.'
    """
    if worth is None or (worth.value is None and worth.revenue is None):
        return "What it is worth cannot be said from this data."
    if worth.value is None:
        between = between_words(worth.revenue_low, worth.revenue_high, currency)
        return (
            f"Worth about {money_words(worth.revenue or 0.0, currency)} of sales over twelve "
            f"months{between}. How much of it stays nobody can say: what is your gross margin?"
        )
    between = between_words(worth.low, worth.high, currency)
    cost = f", after {money_words(worth.cost, currency)} for the work" if worth.cost > 0 else ""
    sales = ""
    if worth.revenue is not None and worth.revenue != worth.value:
        sales = f"; {money_words(worth.revenue, currency)} of sales"
    if worth.value <= 0:
        return (
            f"Over twelve months it costs more than it brings: {money_words(worth.value, currency)}"
            f" of gross profit{between}{cost}{sales}."
        )
    return (
        f"Worth about {money_words(worth.value, currency)} of gross profit over twelve months"
        f"{between}{cost}{sales}."
    )


def between_words(low: float | None, high: float | None, currency: str | None) -> str:
    """The 80 % range as part of a sentence; nothing without one.

    >>> between_words(7_902, 38_273, "USD"), between_words(None, 1.0, "USD")
    (', 8 times in 10 between $7,902 and $38.3k', '')
    """
    if low is None or high is None:
        return ""
    return f", 8 times in 10 between {range_words(low, high, currency).replace(' to ', ' and ')}"


# ---------------------------------------------------------------- what comes first
def pattern_headline(card: Scorecard) -> tuple[str, str]:
    """The page's answer: a claim, and the sentence behind it.

    >>> pattern_headline(Scorecard())
    ('Nothing was looked for yet', 'This document holds no findings: read the files again.')
    """
    if not card.findings:
        return (
            "Nothing was looked for yet",
            "This document holds no findings: read the files again.",
        )
    first = [one for one in standing(seen(card)) if one.place is not None]
    if not first:
        return "No pattern stands out", f"{nothing_words(card)} {card.blind.text}".strip()
    limits = [one for one in first if one.kind == "limits"]
    chief = (limits or first)[0]
    more = len(first) - 1
    claim = f"{quoted(chief.title)} {'comes first' if more else 'stands out'}"
    beside = f"{capital(counted(more, 'more pattern stands', 'more patterns stand'))} below."
    seen_first = chief.evidence[0].text if chief.evidence else ""
    parts = [seen_first, short_worth(chief.worth, card.currency), beside if more else ""]
    return claim, " ".join(part for part in parts if part)


def short_worth(worth: Worth | None, currency: str | None) -> str:
    """The money in one short sentence; nothing where there is none to be gained.

    >>> short_worth(Worth(value=22_886, low=7_902, high=38_273), "USD")
    'About $22.9k of gross profit a year lies in it, 8 times in 10 between $7,902 and $38.3k.'
    >>> short_worth(Worth(value=-5.0), "USD"), short_worth(None, "USD")
    ('', '')
    """
    if worth is None:
        return ""
    kind, amount, low, high = "gross profit", worth.value, worth.low, worth.high
    if amount is None:
        kind, amount, low, high = "sales", worth.revenue, worth.revenue_low, worth.revenue_high
    if amount is None or amount <= 0:
        return ""
    between = between_words(low, high, currency)
    return f"About {money_words(amount, currency)} of {kind} a year lies in it{between}."


def nothing_words(card: Scorecard) -> str:
    """How many patterns were looked for without a finding to show."""
    unseen, open_ = (len(in_state(card, state)) for state in ("not_seen", "cannot_tell"))
    looked = counted(unseen, "pattern was", "patterns were")
    said = f"{capital(looked)} looked for and not seen"
    if open_:
        said += f"; of {counted(open_, 'other', 'others')} nobody can tell yet"
    return f"{said}."


def names_words(titles: Sequence[str]) -> str:
    """Titles in a sentence.

    >>> names_words(["A"]), names_words(["A", "B", "C"])
    ('“A”', '“A”, “B” and “C”')
    """
    named = [quoted(title) for title in titles]
    if len(named) < 2:
        return "".join(named)
    return f"{', '.join(named[:-1])} and {named[-1]}"
