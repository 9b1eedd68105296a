"""Which patterns are shown: few enough false ones, the most valuable first, no money twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from revcore.diagnosis.examine import Look
from revcore.diagnosis_parts import Blind, Evidence, Finding, Worth
from revcore.words import TABLE_TITLES, counted, money_words

FALSE_SHARE = 0.10
"""Highest expected share of false findings in the list that counts."""
SHOWN = 5
SURVIVAL = "cash"
"""The family that stands before all that may be earned: who runs out of money earns nothing."""
SETTING_TITLES = {
    "gross_margin": "the gross margin",
    "profit_margin": "the profit margin",
    "headcount": "the number of people",
    "goal": "a revenue goal with its month",
}


def findings(looks: Sequence[Look], currency: str | None) -> dict[str, Finding]:
    """Every pattern as the document holds it."""
    counted = {look.pattern.id for look in controlled(looks)}
    places = {look.pattern.id: place for place, look in enumerate(first(looks), start=1)}
    return {
        look.pattern.id: finding(
            look, currency, look.pattern.id in counted, places.get(look.pattern.id)
        )
        for look in looks
    }


def controlled(looks: Sequence[Look]) -> list[Look]:
    """The longest list, ranked by P, whose mean 1 − P is at most 10%.

    1 − P is the chance that a finding is false, not a p-value. Context is not a finding and stands
    apart.
    """
    seen = [
        look
        for look in looks
        if look.state in ("strong", "likely") and look.pattern.kind != "context"
    ]
    seen.sort(key=lambda look: (-look.strength, look.pattern.order))
    doubt, kept = 0.0, 0
    for count, look in enumerate(seen, start=1):
        doubt += 1 - look.strength
        if doubt <= FALSE_SHARE * count + 1e-12:
            kept = count
    return seen[:kept]


def first(looks: Sequence[Look]) -> list[Look]:
    """At most five of the list that counts, by P × worth, one of each family."""
    families: set[str] = set()
    out: list[Look] = []
    for look in sorted(controlled(looks), key=rank):
        if look.pattern.family not in families and len(out) < SHOWN:
            families.add(look.pattern.family)
            out.append(look)
    return out


def rank(look: Look) -> tuple[bool, bool, float, float, int]:
    """Survival first, then valued ones by P × gross profit (revenue, without a margin)."""
    worth = look.worth
    amount = None
    if worth is not None:
        amount = worth.value if worth.value is not None else worth.revenue
    expected = look.strength * (amount or 0.0)
    survival = look.pattern.family == SURVIVAL
    return not survival, amount is None, -expected, -look.strength, look.pattern.order


def finding(look: Look, currency: str | None, counted: bool, place: int | None) -> Finding:
    """One pattern as the document holds it."""
    pattern, signs = look.pattern, look.signs
    evidence = list(signs.evidence) if signs else []
    worth, dear = (look.worth, None) if pattern.kind != "context" else set_apart(look.worth)
    if dear is not None:
        evidence.append(dear)
    return Finding(
        id=pattern.id,
        title=(signs.title if signs and signs.title else pattern.title),
        kind=pattern.kind,
        family=pattern.family,
        order=pattern.order,
        state=look.state,
        strength=signs.strength if signs else None,
        counted=counted,
        place=place,
        subject=signs.subject if signs else "",
        evidence=[written(one, currency) for one in evidence],
        signature=pattern.signature,
        trap=signs.trap if signs else None,
        reason=look.reason,
        needs=list(look.needs),
        n=look.n,
        window=signs.window if signs else None,
        chart=pattern.chart,
        rows=pattern.rows,
        call_list=pattern.call_list,
        moves=list(pattern.moves),
        lever=pattern.lever,
        worth=worth,
    )


def set_apart(worth: Worth | None) -> tuple[Worth | None, Evidence | None]:
    """The money of what is context: where it costs more than it brings, a sentence and no worth.

    >>> set_apart(Worth(value=5.0))[1], set_apart(None)
    (None, (None, None))
    >>> found = set_apart(Worth(value=-5_000.0, cost=12_000.0))
    >>> found[0], written(found[1], "USD").text
    (None, 'The usual move against it would cost about $12.0k and bring $7,000 of gross profit \
within twelve months: reason to look for the cause first.')
    """
    if worth is None or worth.value is None or worth.value > 0:
        return worth, None
    brings = worth.value + worth.cost
    gain = "{brings} of gross profit" if brings > 0 else "nothing"
    return None, Evidence(
        text="",
        template=f"The usual move against it would cost about {{cost}} and bring {gain} within "
        "twelve months: reason to look for the cause first.",
        amounts={"cost": worth.cost, "brings": max(brings, 0.0)},
    )


def written(evidence: Evidence, currency: str | None) -> Evidence:
    """The sentence with its amounts in it.

    >>> written(Evidence(text="", template="{risk} at risk.", amounts={"risk": 1200.0}), "USD").text
    '$1,200 at risk.'
    """
    said = {name: money_words(value, currency) for name, value in evidence.amounts.items()}
    text = evidence.template
    for name, words in said.items():
        text = text.replace(f"{{{name}}}", words)
    return evidence.model_copy(update={"text": text or evidence.text})


# ---------------------------------------------------------------- what cannot be looked for
def blind(looks: Sequence[Look]) -> Blind:
    """Patterns without their data, and the one file or column that would unlock most of them."""
    unseen = [look for look in looks if look.state == "cannot_tell" and look.signs is None]
    if not unseen:
        return Blind()
    votes = Counter(need for look in unseen for need in whole_tables(look.needs))
    ids = [look.pattern.id for look in unseen]
    if not votes:
        return Blind(patterns=ids, text=f"{count(len(ids))} more months or more customers.")
    unlock = min(votes, key=lambda need: (-votes[need], need))
    helped = [look.pattern.id for look in unseen if unlock in whole_tables(look.needs)]
    text = f"{count(len(ids))} data that is not here. {title_of(unlock)} would help with "
    text += "that one." if len(ids) == 1 else f"{len(helped)} of them."
    return Blind(patterns=ids, unlock=unlock, unlocks=helped, text=text)


def whole_tables(needs: Sequence[str]) -> set[str]:
    """Needs, where a table that is missing as a whole stands for its columns.

    >>> sorted(whole_tables(["deals", "deals.closed", "leads.created"]))
    ['deals', 'leads.created']
    """
    tables = {need for need in needs if "." not in need}
    return {need for need in needs if need in tables or need.partition(".")[0] not in tables}


def count(patterns: int) -> str:
    """How many patterns need something.

    >>> count(1), count(12)
    ('1 pattern needs', '12 patterns need')
    """
    return f"{counted(patterns, 'pattern')} {'needs' if patterns == 1 else 'need'}"


PLAIN = {"list_amount": "price before discount", "lost_reason": "reason for losing"}
"""Columns whose name says too little."""


def title_of(need: str) -> str:
    """A table, column or setting as a reader calls it, at the beginning of a sentence.

    >>> title_of("deals"), title_of("deals.closed"), title_of("settings.gross_margin")
    ('Deals', 'The column “closed” of deals', 'The gross margin')
    """
    place, _, name = need.partition(".")
    if place == "settings":
        said = SETTING_TITLES.get(name, name.replace("_", " "))
        return said[0].upper() + said[1:]
    table = TABLE_TITLES.get(place, place.replace("_", " ").capitalize())
    if not name:
        return table
    said = PLAIN.get(name, name.replace("_", " "))
    return f"The column “{said}” of {table[0].lower()}{table[1:]}"
