"""The nouns of the diagnosis as the document holds them: findings, levers, plan, assessment.

Worth is one thing everywhere: gross profit over twelve months, minus the cost of the move, with
revenue beside it. All ranges are 80 %.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FindingState = Literal["strong", "likely", "cannot_tell", "not_seen", "not_applicable"]
FindingKind = Literal["limits", "unlocks", "context"]
Confirmed = Literal["none", "confirmed", "doubted", "rejected"]
LeverState = Literal["valued", "no_room", "unproven", "cannot_tell"]
Effort = Literal["low", "medium", "high"]
LineStatus = Literal[
    "planned", "moved", "not_clear_yet", "did_not_move", "definition_changed", "data_restated"
]
Scale = Literal["log", "logit", "plain"]

PLAN_VERSION = 1
ASSESSMENT_VERSION = 1


class Part(BaseModel):
    """Frozen; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Part):
    """One sentence with its numbers; ``template`` has a {name} for each of the ``amounts``."""

    text: str
    template: str = ""
    amounts: dict[str, float] = Field(default_factory=dict)


class Trap(Part):
    """What else could look the same, and whether it was ruled out (null: could not be tested)."""

    ruled_out: bool | None = None
    text: str = ""


class Worth(Part):
    """Gross profit over twelve months minus the cost of the move, and revenue beside it [money].

    value, low, high
        Null where the gross margin is not known.
    basis
        What it would be brought to: “your own best quarter”, or a named benchmark.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    revenue: float | None = None
    revenue_low: float | None = None
    revenue_high: float | None = None
    cost: float = 0.0
    p_positive: float | None = None
    basis: str = ""


class Finding(Part):
    """A repeating cycle: seen or not, how sure, on what evidence, and what it is worth.

    strength
        Share of draws in which the whole signature holds; null where it could not be looked for.
    counted
        Whether it stands in the list whose expected share of false findings is at most 10 %.
    place
        1 to 5 among those shown first; null for the rest.
    """

    id: str
    title: str
    kind: FindingKind
    family: str
    order: int = 0
    state: FindingState
    strength: float | None = None
    counted: bool = False
    place: int | None = None
    subject: str = ""
    evidence: list[Evidence] = Field(default_factory=list)
    signature: str = ""
    trap: Trap | None = None
    reason: str | None = None
    needs: list[str] = Field(default_factory=list)
    n: int | None = None
    window: str | None = None
    chart: str = ""
    rows: str | None = None
    call_list: str | None = None
    moves: list[str] = Field(default_factory=list)
    lever: str | None = None
    worth: Worth | None = None
    confirmed: Confirmed = "none"
    note: str = ""


class Blind(Part):
    """Patterns that could not be looked for, and the one file or column that would help most."""

    patterns: list[str] = Field(default_factory=list)
    unlock: str | None = None
    unlocks: list[str] = Field(default_factory=list)
    text: str = ""


class Lever(Part):
    """One thing that can be changed, from where to where, and what that is worth.

    now, to
        Level today and the level valued, in ``unit``.
    least, most
        Ends of the slider: what the company itself has shown, or a named benchmark.
    """

    id: str
    title: str
    change: str
    unit: str
    better: Literal["higher", "lower"]
    state: LeverState
    now: float | None = None
    to: float | None = None
    least: float | None = None
    most: float | None = None
    bound: str = ""
    value_12m: float | None = None
    revenue_12m: float | None = None
    low: float | None = None
    high: float | None = None
    p_positive: float | None = None
    confidence: str = ""
    cost: float = 0.0
    lead_months: float | None = None
    effort: Effort | None = None
    reason: str | None = None
    needs: list[str] = Field(default_factory=list)


class Quantity(Part):
    """An input of the simulation: its value and standard error on the scale it is drawn on."""

    value: float
    error: float = 0.0
    scale: Scale = "log"
    n: int | None = None
    window: str | None = None


class GrowthState(Part):
    """All a simulation of the next twelve months needs; aggregates only.

    engine
        subscription, orders or projects.
    inputs
        By name: ``opportunities`` a month, ``win_rate``, ``new_mrr`` of a won deal … (see
        :mod:`revcore.derive.simulate`).
    cycle
        Share of the deals that will be won that is won in month 0, 1, 2 … after creation.
    open_by_age
        Open deals by age in months.
    hazard
        Share of new customers leaving in month 1, 2, 3 … of their life.
    repeat
        Revenue of a new buyer in month 0, 1, 2 … after the first purchase [money].
    buyers_by_age
        Customers by months since their first purchase.
    capacity
        Revenue a month that can be delivered at today's prices [money]; null: not known.
    """

    engine: Literal["subscription", "orders", "projects"]
    inputs: dict[str, Quantity]
    base: float = 0.0
    cycle: list[float] = Field(default_factory=list)
    open_by_age: list[float] = Field(default_factory=list)
    open_beyond: float = 0.0
    hazard: list[float] = Field(default_factory=list)
    repeat: list[float] = Field(default_factory=list)
    buyers_by_age: list[float] = Field(default_factory=list)
    season: list[float] = Field(default_factory=list)
    margin: float | None = None
    capacity: float | None = None
    own_best: dict[str, Quantity] = Field(default_factory=dict)
    own_best_window: dict[str, str] = Field(default_factory=dict)
    seed: int = 0


class Move(Part):
    """A move as chosen: from the catalogue, with what it changes by how much."""

    id: str
    title: str
    lever: str | None = None
    low: float = 0.0
    high: float = 0.0
    effect: str = ""
    effort: Effort = "medium"
    cost: float = 0.0
    lead_days: int = 60
    indicator: str = ""
    check: str = ""
    source: str = ""
    house_estimate: bool = True


class PlanStep(Part):
    """A third of a line: check (days 1–30), one change (31–60), read the indicator (61–90)."""

    step: Literal["check", "change", "read"]
    action: str
    start: str
    due: str


class PlanLine(Part):
    """One action of the 90-day plan, and what became of it.

    reading, input
        The measure it is read by; where no measure says it, the input of ``growth_state``.
    result
        What re-measuring found, as a sentence; empty before.
    """

    id: str
    move: str
    pattern: str | None = None
    action: str
    steps: list[PlanStep] = Field(default_factory=list)
    owner: str = ""
    start: str = ""
    due: str = ""
    indicator: str = ""
    by_count: bool = False
    reading: str | None = None
    input: str | None = None
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    keep_rule: str = ""
    stop_rule: str = ""
    status: LineStatus = "planned"
    measured: float | None = None
    measured_low: float | None = None
    measured_high: float | None = None
    result: str = ""
    note: str = ""


class WeeklyLine(Part):
    """A line of the weekly scorecard: so many a week now, so many needed; null: count it first."""

    id: str
    title: str
    owner: str = ""
    now: float | None = None
    needed: float | None = None


class AgreementStep(Part):
    """A step of the funnel: volume a month now and needed, and the share that reaches the next."""

    id: str
    title: str
    now: float
    needed: float
    rate: float | None = None


class Agreement(Part):
    """What marketing and sales promise each other, computed back from the goal.

    goal, open_revenue
        Revenue of the goal’s twelve months, and what of it new business has to bring [money].
    months
        Months there are for it.
    follow_up_now, follow_up_hours
        Hours to the first answer: today’s median and the one promised.
    reason
        Why there is none; null where there is one.
    """

    goal: float | None = None
    open_revenue: float | None = None
    by: str | None = None
    months: int | None = None
    steps: list[AgreementStep] = Field(default_factory=list)
    qualified_lead: list[str] = Field(default_factory=list)
    follow_up_now: float | None = None
    follow_up_hours: float | None = None
    rejection_reasons: list[str] = Field(default_factory=list)
    marketing: list[str] = Field(default_factory=list)
    sales: list[str] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    reason: str | None = None


class PartTarget(Part):
    """A part of the goal: new, expansion or kept revenue [money]; by hand: somebody typed it."""

    part: Literal["new", "expansion", "kept"]
    title: str
    target: float
    by_hand: bool = False


class OwnedNumber(Part):
    """A number and who answers for it: roles that own it, roles paid on it, and what is wrong."""

    id: str
    title: str
    part: Literal["new", "expansion", "kept", "efficiency"]
    unit: str
    value: float | None = None
    target: float | None = None
    usual: str
    owners: list[str] = Field(default_factory=list)
    paid: list[str] = Field(default_factory=list)
    horizon: str = ""
    flags: list[str] = Field(default_factory=list)


class Ownership(Part):
    """Who owns what: the goal in parts, and whether the parts add up to it.

    gap
        Goal minus the sum of the parts [money]; null without a goal.
    """

    goal: float | None = None
    parts: list[PartTarget] = Field(default_factory=list)
    gap: float | None = None
    text: str = ""
    numbers: list[OwnedNumber] = Field(default_factory=list)
    flags: list[str] = Field(default_factory=list)


class Plan(Part):
    """The 90-day plan, the agreement of marketing and sales, and who owns what.

    against
        Month of the earlier document that lines were re-measured against.
    """

    version: int = PLAN_VERSION
    start: str | None = None
    moves: list[Move] = Field(default_factory=list)
    lines: list[PlanLine] = Field(default_factory=list)
    weekly: list[WeeklyLine] = Field(default_factory=list)
    agreement: Agreement | None = None
    ownership: Ownership | None = None
    worth: Worth | None = None
    against: str | None = None
    note: str = ""


class Assessment(Part):
    """What was answered: guesses before the numbers were shown, and the statements.

    guesses
        By measure, in its own unit.
    answers
        By statement, 1 to 5; 0 for “don’t know”; of whoever named no role.
    voices
        The same by role of who answered: owner, marketing, sales, success, revops, finance, other.
    signals
        What no file knows of the need for a Chief Revenue Officer: yes or no.
    """

    version: int = ASSESSMENT_VERSION
    guesses: dict[str, float] = Field(default_factory=dict)
    answers: dict[str, int] = Field(default_factory=dict)
    voices: dict[str, dict[str, int]] = Field(default_factory=dict)
    signals: dict[str, bool] = Field(default_factory=dict)
    notes: dict[str, str] = Field(default_factory=dict)
