"""What a customer is worth: over a fixed horizon, in the first year, and per month now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from revcore.derive.contractual import ClvEstimate
from revcore.derive.intervals import Floats
from revcore.derive.margin import Margin
from revcore.derive.months import CustomerMonths, Ints
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import due
from revcore.derive.resamples import DrawnLater, Resamples
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.registry import Asker, provider
from revcore.words import counted_words

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
class MeanOf(DrawnLater):
    """A mean over customers with draws of it [currency]."""

    value: float
    made: Floats | Callable[[], Floats]
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
            raise NotComputable(
                f"{counted_words(n, 'customers')}: at least {FEWEST} are needed.", n=n
            )
        mean = float(np.mean(values))
        return cls(mean, lambda: np.maximum(drawn.mean(who, values), mean * 1e-6), n)


@provider
def arpa_now(recurring: CustomerMonths, as_of: int, customer_resamples: Resamples) -> MeanOf:
    """MRR per active customer at the end of the as-of month."""
    amount = recurring.level(as_of) / 10**recurring.scale
    return MeanOf.of(recurring.at(as_of)[0], amount, customer_resamples)


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
    opens = known.starts
    first = known.day[opens]
    early = known.day < known.each(due(first, YEAR))
    bought = np.add.reduceat(np.where(early, known.amount, 0), opens)
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
    low = max(window.start, recurring.first + 1)
    rows = slice(*np.searchsorted(recurring.month, [low, max(window.end + 1, low)]).tolist())
    month = recurring.month[rows]
    opens = recurring.starts[1][recurring.place[rows]] == month
    return recurring.customer[rows][opens], recurring.amount[rows][opens]


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
    place = recurring.place
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
    curves = subscriber_value.shapes[:, :YEAR].sum(axis=1)
    value = float(subscriber_value.curve[:YEAR].sum()) * new_customer_mrr.value * margin.value
    return Worth(
        value, curves * new_customer_mrr.draws * margin.value, new_customer_mrr.n, YEAR,
        Window(as_of - YEAR + 1, as_of), "Simulated: months survived and first-month MRR.",
        "Worth in its first 12 months, projected: fewer than 20 customers joined a year ago.",
        {**inputs, "arpa_new": new_customer_mrr.value,
         "months_paid": float(subscriber_value.curve[:YEAR].sum())},
    )  # fmt: skip
