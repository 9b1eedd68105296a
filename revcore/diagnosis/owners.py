"""Who owns what: numbers by role, the goal in parts, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from revcore.diagnosis.agreement import Needed, needed
from revcore.diagnosis_parts import OwnedNumber, Ownership, PartTarget, PlanLine
from revcore.model import Scorecard, Unit, listed
from revcore.settings import Chosen
from revcore.words import counted, value_words

ROLES = ("CEO", "CRO", "Sales", "Marketing", "Customer success", "RevOps", "Finance")
ROLE_HELP: Mapping[str, str] = {
    "CRO": "chief revenue officer: answers for all revenue, new and kept, so marketing, sales and "
    "customer success report here; judged on growth, retention and what growth costs",
    "VP Sales": "leads sellers to this quarter’s bookings; where there is a CRO, reports there",
    "CSO": "chief sales officer: a VP Sales at the top table; sales alone, not retention",
    "CCO": "chief customer (or commercial) officer: what happens after the signature; in some "
    "companies sales too, so ask which is meant",
    "CMO": "chief marketing officer: demand, brand and message; reports to the CEO, or to a CRO "
    "where pipeline is the main task",
    "COO": "chief operating officer: delivery and capacity; revenue only in small companies",
    "CFO": "chief financial officer: margin, cash and the plan’s arithmetic; checks targets and "
    "pay plans, sets neither alone",
    "RevOps": "revenue operations: definitions, tools and data of all three teams; reports to the "
    "CRO, or to finance where it is to be neutral",
}
"""What the titles usually mean; small companies join several in one person."""
PARTS: Mapping[str, str] = {
    "new": "From new customers",
    "expansion": "From customers who buy more",
    "kept": "From customers who stay",
}
EVEN = 0.005
"""Parts add up when they miss the goal by half a per cent or less."""
PartName = Literal["new", "expansion", "kept", "efficiency"]


@dataclass(frozen=True)
class Number:
    """A measure of the map, the part it drives, its usual owner, and how soon it moves."""

    id: str
    part: PartName
    usual: str
    horizon: str


NUMBERS = (
    Number("lead_to_mql", "new", "Marketing", "month"),
    Number("mql_to_sql", "new", "Marketing", "month"),
    Number("lead_response_hours", "new", "Sales", "week"),
    Number("win_rate", "new", "Sales", "quarter"),
    Number("sales_cycle_days", "new", "Sales", "quarter"),
    Number("average_deal_size", "new", "Sales", "quarter"),
    Number("average_discount", "expansion", "Finance", "quarter"),
    Number("nrr", "expansion", "Customer success", "year"),
    Number("same_customer_revenue", "expansion", "Customer success", "year"),
    Number("grr", "kept", "Customer success", "year"),
    Number("logo_churn_monthly", "kept", "Customer success", "quarter"),
    Number("repeat_purchase_rate", "kept", "Marketing", "year"),
    Number("cac", "efficiency", "CRO", "quarter"),
    Number("cac_media", "efficiency", "Marketing", "month"),
    Number("cac_payback_months", "efficiency", "Finance", "year"),
    Number("stale_pipeline_share", "efficiency", "RevOps", "week"),
    Number("gross_profit", "efficiency", "Finance", "year"),
)
"""In the order shown; only those this company has a value for."""
CLASHES = (
    ("lead_to_mql", "win_rate", "the one gains from many leads, the other from few good ones"),
    ("mql_to_sql", "win_rate", "the one gains from a wide door, the other from a narrow one"),
    ("win_rate", "average_discount", "a discount wins deals for the one at the other’s cost"),
    ("average_deal_size", "grr", "selling more than is used pays the one and loses the other"),
    ("win_rate", "logo_churn_monthly", "any customer counts for the one, only those who stay for "
     "the other"),
    ("cac", "average_deal_size", "cheap customers and large ones are seldom the same"),
)  # fmt: skip
"""Pairs of numbers that pull apart where different roles are paid on them."""


def ownership(card: Scorecard, chosen: Chosen, lines: Iterable[PlanLine]) -> Ownership:
    """The map as it stands, with everything about it that should be settled."""
    targets = {line.reading: line.target for line in lines if line.reading}
    numbers = [
        numbered(card, one, chosen, targets.get(one.id)) for one in NUMBERS if known(card, one.id)
    ]
    parts, why = parts_of(card, chosen)
    goal = card.settings.get("goal")
    amount = float(goal["revenue"]) if goal else None
    gap = None if amount is None or not parts else amount - sum(one.target for one in parts)
    text = why or sum_words(amount, gap, card.currency)
    return Ownership(
        goal=amount, parts=parts, gap=gap, text=text, numbers=numbers, flags=flags_of(numbers)
    )


def known(card: Scorecard, name: str) -> bool:
    """Whether the document has a value for a measure."""
    return name in card.readings and card.readings[name].value is not None


def numbered(card: Scorecard, one: Number, chosen: Chosen, target: float | None) -> OwnedNumber:
    """One line of the map."""
    reading = card.readings[one.id]
    owners = roles(chosen.roles.get(one.id, []))
    paid = roles(chosen.paid.get(one.id, []))
    return OwnedNumber(
        id=one.id, title=reading.title, part=one.part, unit=reading.unit.value,
        value=reading.value, target=target, usual=one.usual, owners=owners, paid=paid,
        horizon=one.horizon, flags=flags(owners, paid),
    )  # fmt: skip


def roles(named: Sequence[str]) -> list[str]:
    """Known roles in their order, each once."""
    return [role for role in ROLES if role in named]


def flags(owners: Sequence[str], paid: Sequence[str]) -> list[str]:
    """What is wrong with one line.

    >>> flags([], []), flags(["Sales"], [])
    (['No owner.'], [])
    >>> flags(["CRO", "Sales"], ["Marketing"])
    ['Two owners: CRO and Sales. One decides.', 'Marketing is paid on it and does not own it.']
    """
    said = []
    if not owners:
        said.append("No owner.")
    elif len(owners) > 1:
        number = {2: "Two", 3: "Three"}.get(len(owners), str(len(owners)))
        said.append(f"{number} owners: {listed(owners)}. One decides.")
    outside = [role for role in paid if owners and role not in owners]
    if outside:
        verb = "is paid on it and does" if len(outside) == 1 else "are paid on it and do"
        said.append(f"{listed(outside)} {verb} not own it.")
    return said


def flags_of(numbers: Sequence[OwnedNumber]) -> list[str]:
    """What is wrong with the map as a whole.

    >>> flags_of([])
    []
    """
    said = []
    none = [one for one in numbers if not one.owners]
    many = [one for one in numbers if len(one.owners) > 1]
    if none and len(none) == len(numbers):
        said.append("No number has an owner yet.")
    elif none:
        verb = "has" if len(none) == 1 else "have"
        said.append(f"{counted(len(none), 'number')} of {len(numbers)} {verb} no owner.")
    if many:
        verb = "has" if len(many) == 1 else "have"
        said.append(f"{counted(len(many), 'number')} {verb} more than one owner.")
    return [*said, *clashing(numbers)]


def clashing(numbers: Iterable[OwnedNumber]) -> list[str]:
    """Pay that pulls two roles apart."""
    by_id = {one.id: one for one in numbers}
    said = []
    for first, second, why in CLASHES:
        if first not in by_id or second not in by_id:
            continue
        one, other = by_id[first], by_id[second]
        left = [role for role in one.paid if role not in other.paid]
        right = [role for role in other.paid if role not in one.paid]
        if left and right:
            said.append(
                f"Pay pulls apart: {listed(left)} on {lower(one.title)}, {listed(right)} on "
                f"{lower(other.title)}; {why}."
            )
    return said


def lower(title: str) -> str:
    """A title inside a sentence; acronyms keep their capitals."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"


# ---------------------------------------------------------------- the goal in parts
def parts_of(card: Scorecard, chosen: Chosen) -> tuple[list[PartTarget], str]:
    """New, expansion and kept revenue of the goal's year, or why it cannot be parted.

    Subscriptions: kept is what was earned already and what is left of today's MRR after churn and
    contraction, month by month; expansion what grows on it; new is the rest of the goal. Others:
    kept and expansion are the last twelve months' revenue times what customers of the year before
    bought again, capped at what they had bought, and beyond it.
    """
    found = needed(card)
    goal = card.settings.get("goal")
    if not goal:
        return [], "Needs a revenue goal with its month: without one there is nothing to split."
    amount = float(goal["revenue"])
    if isinstance(found, Needed) and found.base:
        split = {"kept": found.known + found.kept, "expansion": found.base - found.kept}
    else:
        same, revenue = card.readings.get("same_customer_revenue"), card.readings.get("revenue")
        capped = same.inputs.get("capped") if same and same.value is not None else None
        if same is None or same.value is None or revenue is None or revenue.value is None:
            return [], "Needs two years of revenue by customer: what stays cannot be told from new."
        stays = float(capped or 0.0)
        split = {
            "kept": revenue.value * stays,
            "expansion": revenue.value * max(0.0, same.value - stays),
        }
    split["new"] = max(0.0, amount - sum(split.values()))
    typed = {str(name): value for name, value in chosen.targets.items()}
    return [
        PartTarget(
            part=name,
            title=title,
            target=typed.get(name, split[name]),
            by_hand=name in typed,
        )
        for name, title in PARTS.items()
    ], ""


def sum_words(goal: float | None, gap: float | None, currency: str | None) -> str:
    """Whether the parts add up to the goal.

    >>> sum_words(1000.0, 0.0, None), sum_words(1000.0, 200.0, "USD")
    ('The parts add up to the goal of 1,000.', 'The parts miss the goal of $1,000 by $200.')
    >>> sum_words(1000.0, -50.0, None)
    'The parts come to 50 more than the goal of 1,000.'
    """
    if goal is None or gap is None:
        return ""
    whole = value_words(goal, Unit.MONEY, currency)
    if abs(gap) <= EVEN * goal:
        return f"The parts add up to the goal of {whole}."
    off = value_words(abs(gap), Unit.MONEY, currency)
    if gap > 0:
        return f"The parts miss the goal of {whole} by {off}."
    return f"The parts come to {off} more than the goal of {whole}."
