"""What marketing and selling cost beside what they brought: revenue, new ARR, pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from revcore.derive.acquisition import AcquisitionCost, SpendLedger
from revcore.derive.cost import CustomerCost
from revcore.derive.deals import Deals
from revcore.derive.divided import UNDIVIDED, Divided
from revcore.derive.intervals import Floats
from revcore.derive.months import CustomerMonths, _months_of
from revcore.derive.movements import KINDS, Transitions
from revcore.derive.purchases import RevenueMonths
from revcore.derive.resamples import DealResamples, Resamples
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import counted

QUARTER = 3
SDR_WORDS = ("sdr", "bdr", "sales development", "business development rep", "inside sales")
"""Roles that fill the pipeline and do not close it."""
Inputs = Mapping[str, float | int | str]


@dataclass(frozen=True)
class Quotient:
    """Two amounts to be divided, what is counted, and draws (none: counted in full).

    made
        The draws, or how to make them when first asked for.
    """

    above: float
    below: float
    n: int
    window: Window
    inputs: Inputs = field(default_factory=dict)
    made: Floats | Callable[[], Floats] = field(default_factory=lambda: np.empty(0))

    @cached_property
    def draws(self) -> Floats:
        """Draws of the quotient."""
        return self.made() if callable(self.made) else self.made

    @property
    def value(self) -> float:
        """The quotient."""
        return self.above / self.below


def media_alone() -> NotComputable:
    """Why a spend sheet that holds advertising alone is refused."""
    return NotComputable(
        "Only advertising is in the spend: the cost of marketing and selling needs pay, tools and "
        "agencies too.",
        needs=("spend.category",),
    )


@provider
def gained_arr(
    recurring: CustomerMonths,
    transitions: Transitions,
    acquisition: AcquisitionCost,
    customer_cost: CustomerCost,
    customer_resamples: Resamples,
) -> Quotient:
    """Spend over the ARR that new customers and upgrades of old ones brought in the same months."""
    rows = transitions.within(acquisition.window)
    kind = transitions.kind[rows]
    gains = np.isin(kind, [KINDS.index("new"), KINDS.index("expansion")])
    change = transitions.change(rows)[gains] / 10**transitions.scale
    who = recurring.starts[0][transitions.customer[rows][gains]]
    total = 12 * float(change.sum())
    if total <= 0:
        raise NotComputable("No recurring revenue was added in these months.", n=0)
    new = kind[gains] == KINDS.index("new")
    return Quotient(
        acquisition.spend, total, acquisition.customers, acquisition.window,
        {**customer_cost.inputs, "new_arr": 12 * float(change[new].sum()),
         "expansion_arr": 12 * float(change[~new].sum())},
        lambda: (
            acquisition.spend
            / np.maximum(12 * customer_resamples.total(who, change), total * 1e-6)
        ),
    )  # fmt: skip


@provider
def quarter_gain(
    recurring: CustomerMonths, revenue_months: RevenueMonths, spend_ledger: SpendLedger, as_of: int,
    divided: Divided = UNDIVIDED,
) -> Quotient:  # fmt: skip
    """Four times what a quarter’s revenue rose by, over the spend of the quarter before it."""
    if spend_ledger.media_only:
        raise media_alone()
    now = Window(as_of - QUARTER + 1, as_of)
    before = now.shifted(-QUARTER)
    divided.refuse(now, before, most=QUARTER)
    revenue = revenue_months.total(now)
    earlier = revenue_months.total(before)
    spend = covered(spend_ledger, before)
    return Quotient(
        4 * (revenue - earlier), spend, now.months, now,
        {"revenue_of_quarter": revenue, "revenue_of_quarter_before": earlier,
         "spend_of_quarter_before": spend, "revenue_from": recurring.source},
    )  # fmt: skip


def covered(ledger: SpendLedger, window: Window) -> float:
    """Spend of a window that the sheet covers.

    Raises
    ------
    NotComputable
        It does not, or nothing was spent.
    """
    if window.start < ledger.first or window.end > ledger.last:
        raise NotComputable(f"The spend does not cover the {window.words}.", needs=("spend",))
    total = ledger.total(window)
    if total <= 0:
        raise NotComputable(f"No spend was recorded in the {window.words}.")
    return total


@dataclass(frozen=True)
class CostShare:
    """Cost and revenue of the same months [currency]."""

    all_cost: float
    marketing: float
    revenue: float
    window: Window
    said: bool
    media_only: bool = False


@provider
def cost_share(
    revenue_months: RevenueMonths, spend_ledger: SpendLedger, revenue_window: Window
) -> CostShare:
    """Cost of marketing and selling over the trailing months that revenue and spend both cover."""
    end = min(revenue_window.end, spend_ledger.last)
    start = max(revenue_window.start, spend_ledger.first, revenue_months.first)
    if end < revenue_window.end - 2 or end - start + 1 < QUARTER:
        raise NotComputable(
            f"Spend and revenue overlap for {counted(max(end - start + 1, 0), 'month')} of the "
            f"{revenue_window.words}: at least {QUARTER} recent ones are needed.",
            needs=("spend",),
        )
    window = Window(start, end)
    revenue = revenue_months.total(window)
    if revenue <= 0:
        raise NotComputable("There was no revenue in these months.")
    return CostShare(
        covered(spend_ledger, window), marketing_of(spend_ledger, window), revenue, window,
        bool((spend_ledger.department == "marketing").any()), spend_ledger.media_only,
    )  # fmt: skip


def marketing_of(ledger: SpendLedger, window: Window) -> float:
    """Spend of the marketing department and on media, whoever booked it [currency]."""
    mine = (ledger.month >= window.start) & (ledger.month <= window.end)
    mine &= (ledger.department == "marketing") | (ledger.is_media & (ledger.department != "sales"))
    return float(ledger.amount[mine].sum()) / 10**ledger.scale


@dataclass(frozen=True)
class Pipeline:
    """Opportunities created in a window: their amounts [currency], and what draws the sum."""

    amount: float
    drawn: Callable[[], Floats]
    created: int
    window: Window

    @cached_property
    def draws(self) -> Floats:
        """Draws of the sum."""
        return self.drawn()


@provider
def created_pipeline(
    created_deals: Deals, deal_window: Window, deal_resamples: DealResamples
) -> Pipeline:
    """What the deals created in the window were to bring.

    Raises
    ------
    NotComputable
        Fewer than five, or fewer than half of them have an amount: lost and open deals then count
        as nothing.
    """
    n, valued = created_deals.count, int((created_deals.n * created_deals.valued).sum())
    if n < 5 or valued * 2 < n:
        raise NotComputable(
            f"{valued} of {n} deals created in the {deal_window.words} have an amount: at least "
            "half of five or more are needed.",
            needs=("deals.amount",),
            n=n,
        )
    each = created_deals.amount / 10**created_deals.scale
    return Pipeline(
        created_deals.value, lambda: deal_resamples.total(created_deals, each), n, deal_window
    )


@provider
def pipeline_for_marketing(created_pipeline: Pipeline, spend_ledger: SpendLedger) -> Quotient:
    """Pipeline created over what marketing cost in the same months."""
    window = created_pipeline.window
    covered(spend_ledger, window)
    spent = marketing_of(spend_ledger, window)
    if spent <= 0:
        raise NotComputable("No marketing spend was recorded for these months.")
    return Quotient(
        created_pipeline.amount, spent, created_pipeline.created, window,
        {"pipeline_created": created_pipeline.amount, "marketing_spend": spent,
         "deals_created": created_pipeline.created},
        lambda: created_pipeline.draws / spent,
    )  # fmt: skip


@provider
def pipeline_for_sdrs(created_pipeline: Pipeline, team_spans: pd.DataFrame) -> Quotient:
    """Pipeline created a year over the people whose role is to create it."""
    window = created_pipeline.window
    roles = [text.casefold() for text in team_spans["role"].tolist()]
    mine = np.array([any(word in text for word in SDR_WORDS) for text in roles], bool)
    if not mine.any():
        raise NotComputable(
            "Nobody in the team sheet has a role that creates pipeline (SDR, BDR, inside sales).",
            needs=("team.role",),
        )
    starts, ends, n = (team_spans[name].to_numpy(np.int64)[mine] for name in ("start", "end", "n"))
    first = np.where(starts >= 0, _months_of(starts), 0)
    gone = np.where(ends >= 0, _months_of(ends), window.end)
    months = np.clip(np.minimum(gone, window.end) - np.maximum(first, window.start) + 1, 0, None)
    people = float((months * n).sum()) / window.months
    if people <= 0:
        raise NotComputable("Nobody with such a role worked in these months.")
    yearly = 12 / window.months
    return Quotient(
        created_pipeline.amount * yearly, people, created_pipeline.created, window,
        {"pipeline_created": created_pipeline.amount, "people": people,
         "deals_created": created_pipeline.created},
        lambda: created_pipeline.draws * yearly / people,
    )  # fmt: skip
