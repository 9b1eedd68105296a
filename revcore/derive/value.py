"""What a customer is worth: over a fixed horizon, in the first year, and per month now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from revcore.derive import intervals
from revcore.derive.contractual import ClvEstimate, contractual_clv
from revcore.derive.intervals import Floats
from revcore.derive.lifetimes import Lifetimes
from revcore.derive.margin import Margin
from revcore.derive.months import CustomerMonths, Ints
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import due
from revcore.derive.resamples import Resamples
from revcore.derive.sbg import survival_curves
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.registry import REASON, Asker, provider

DRAWS = 2000
FEWEST, MATURE = 5, 20
YEAR = 12


@dataclass(frozen=True)
class Worth:
    """Gross profit of a customer over ``horizon`` months, with draws [currency]."""

    value: float
    draws: Floats
    n: int
    horizon: int
    window: Window
    method: str
    note: str
    inputs: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class MeanOf:
    """A mean over customers with draws of it [currency]."""

    value: float
    draws: Floats
    n: int

    @classmethod
    def of(cls, who: Ints, values: Floats, drawn: Resamples) -> MeanOf:
        """Mean over customers, and draws of it on the customers that all measures share.

        Raises
        ------
        NotComputable
            Fewer than five values.
        """
        n = len(values)
        if n < FEWEST:
            raise NotComputable(f"{n} customers: at least {FEWEST} are needed.", n=n)
        mean = float(np.mean(values))
        return cls(mean, np.maximum(drawn.mean(who, values), mean * 1e-6), n)


@provider
def arpa_now(recurring: CustomerMonths, as_of: int, customer_resamples: Resamples) -> MeanOf:
    """MRR per active customer at the end of the as-of month."""
    amount = recurring.level(as_of) / 10**recurring.scale
    return MeanOf.of(recurring.at(as_of)[0], amount, customer_resamples)


@provider
def subscriber_value(
    lifetimes: Lifetimes, arpa_now: MeanOf, margin: Margin, discount_rate: float
) -> ClvEstimate:
    """Value of a new subscriber over the horizon the evidence allows, at today’s ARPA."""
    return contractual_clv(
        arpa_now.value * margin.value,
        lifetimes.left,
        lifetimes.here,
        discount_rate,
        history_months=lifetimes.history,
        margin_draws=arpa_now.draws * margin.value,
        size=DRAWS,
    )


@provider
def customer_value(
    business_model: Sequence[str],
    subscriber_value: ClvEstimate | NotComputable = REASON,
    buyer_value: Worth | NotComputable = REASON,
    project_value: Worth | NotComputable = REASON,
    arpa_now: MeanOf | None = None,
    margin: Margin | None = None,
    lifetimes: Lifetimes | None = None,
) -> Worth:
    """Value of a customer by kind of company: subscribers, buyers, clients with projects."""
    found = subscriber_value
    if isinstance(found, NotComputable):
        if "subscription" in business_model:
            raise found
        other = project_value if "projects" in business_model else buyer_value
        if isinstance(other, NotComputable):
            raise other
        return other
    assert arpa_now is not None
    assert margin is not None
    assert lifetimes is not None
    note = f"Worth in its first {found.horizon} months, at today’s average MRR, discounted."
    return Worth(
        found.value, found.draws, lifetimes.customers, found.horizon, lifetimes.window,
        found.method, f"{note} {found.note}".strip(),
        {
            "arpa": arpa_now.value, "gross_margin": margin.value, "margin_from": margin.source,
            "left": found.events, "customer_months": found.exposure, "churn_monthly": found.churn,
            "basis": found.kind,
        },
    )  # fmt: skip


@dataclass(frozen=True)
class FirstYears:
    """Each customer’s first purchase [day] and what the twelve months from it brought."""

    who: Ints
    first: Ints
    bought: Ints
    scale: int
    since: int


@provider
def first_years(repeat_buying: Purchases) -> FirstYears:
    """First purchases and the twelve months after them, worked out once."""
    known = repeat_buying.known
    opens = known.rank == 0
    first = known.day[opens]
    place = np.cumsum(opens) - 1
    early = known.day < due(first, YEAR)[place]
    bought = np.zeros(len(first), np.int64)
    np.add.at(bought, place[early], known.amount[early])
    return FirstYears(known.customer[opens], first, bought, known.scale, known.first)


@provider
def first_year_of_buyers(
    first_years: FirstYears,
    margin: Margin,
    as_of: int,
    span: int | None,
    customer_resamples: Resamples,
) -> Worth:
    """Gross profit of each customer’s first twelve months, of those who have had them.

    First purchases of the twelve months (or as many as asked for) that ended a year ago, or of all
    earlier months where those were fewer than twenty; customers of the very first month of the data
    may have bought before and are left out.
    """
    since = first_years.since
    length = min(YEAR, as_of - YEAR - since) if span is None else span
    intake = Window(as_of - YEAR - length + 1, as_of - YEAR)
    if length < 1 or intake.start <= since:
        raise NotComputable(
            f"Purchases start in {month_words(since)}: no customer’s first twelve months "
            f"lie wholly between then and {month_words(as_of)}.",
            n=0,
        )
    first = first_years.first
    mine = (first >= intake.first_day) & (first <= intake.last_day)
    if span is None and int(mine.sum()) < MATURE:
        intake = Window(since + 1, intake.end)
        mine = (first >= intake.first_day) & (first <= intake.last_day)
    bought = first_years.bought[mine] / 10**first_years.scale
    found = MeanOf.of(first_years.who[mine], bought * margin.value, customer_resamples)
    return Worth(
        found.value, found.draws, found.n, YEAR, intake,
        "Observed; customers drawn again.",
        "Worth in its first 12 months, observed: customers who first bought in the "
        f"{intake.words}, undiscounted.",
        {"gross_margin": margin.value, "margin_from": margin.source,
         "revenue": found.value / margin.value, "customers": found.n},
    )  # fmt: skip


@provider
def new_customer_mrr(
    recurring: CustomerMonths, as_of: int, span: int | None, customer_resamples: Resamples
) -> MeanOf:
    """First-month MRR of the customers who joined in the last twelve months (or as asked for)."""
    months = min(YEAR, as_of - recurring.first) if span is None else span
    who, mine = first_months_of(recurring, Window(as_of - months + 1, as_of))
    return MeanOf.of(who, mine / 10**recurring.scale, customer_resamples)


def first_months_of(recurring: CustomerMonths, window: Window) -> tuple[Ints, Ints]:
    """Customers new in a window, and what each pays in its first month [at the source’s scale]."""
    who, started = recurring.starts
    opens = started[np.searchsorted(who, recurring.customer)] == recurring.month
    opens &= (recurring.month >= window.start) & (recurring.month <= window.end)
    opens &= recurring.month > recurring.first
    return recurring.customer[opens], recurring.amount[opens]


@provider
def first_year_of_subscribers(
    recurring: CustomerMonths,
    margin: Margin,
    as_of: int,
    span: int | None,
    at: Callable[[int, int | None], Asker],
    customer_resamples: Resamples,
) -> Worth:
    """Gross profit of a new subscriber’s first twelve months.

    Observed where twenty joined early enough; otherwise months survived × first-month MRR.
    """
    length = YEAR if span is None else span
    intake = Window(as_of - YEAR + 1 - length + 1, as_of - YEAR + 1)
    who, started = recurring.starts
    mine = (started >= max(intake.start, recurring.first + 1)) & (started <= intake.end)
    place = np.searchsorted(who, recurring.customer)
    age = recurring.month - started[place]
    counted = mine[place] & (age < YEAR)
    inputs: dict[str, float | int | str] = {
        "gross_margin": margin.value,
        "margin_from": margin.source,
    }
    if int(mine.sum()) >= MATURE:
        paid = np.zeros(len(who), np.int64)
        np.add.at(paid, place[counted], recurring.amount[counted])
        profit = paid[mine] / 10**recurring.scale * margin.value
        found = MeanOf.of(who[mine], profit, customer_resamples)
        return Worth(
            found.value, found.draws, found.n, YEAR, intake,
            "Observed; customers drawn again.",
            f"Worth in its first 12 months, observed: customers who joined in the {intake.words}.",
            {**inputs, "revenue": found.value / margin.value, "customers": found.n},
        )  # fmt: skip
    ask = at(as_of, span)
    subscriber_value: ClvEstimate = ask("subscriber_value")
    new_customer_mrr: MeanOf = ask("new_customer_mrr")
    curves = first_year_curves(subscriber_value)
    value = float(subscriber_value.curve[:YEAR].sum()) * new_customer_mrr.value * margin.value
    return Worth(
        value, curves * new_customer_mrr.draws * margin.value, new_customer_mrr.n, YEAR,
        Window(as_of - YEAR + 1, as_of), "Simulated: months survived and first-month MRR.",
        "Worth in its first 12 months, projected: fewer than 20 customers joined a year ago.",
        {**inputs, "arpa_new": new_customer_mrr.value,
         "months_paid": float(subscriber_value.curve[:YEAR].sum())},
    )  # fmt: skip


def first_year_curves(found: ClvEstimate) -> Floats:
    """Draws of the number of months paid within the first twelve."""
    rng = intervals.rng("first year", [found.events, found.exposure, found.value])
    if found.model is not None:
        curves = survival_curves(*found.model.draws(DRAWS, rng), YEAR - 1)
    else:
        churn = np.minimum(rng.gamma(found.events + 0.5, 1 / found.exposure, DRAWS), 1.0)
        curves = (1 - churn)[:, None] ** np.arange(YEAR)
    return np.asarray(curves.sum(axis=-1), float)
