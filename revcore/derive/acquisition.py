"""Acquisition: who is new, what marketing and selling cost, and by how long spend precedes wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from revcore.derive.deals import CycleDays
from revcore.derive.months import CustomerMonths, Ints, _months_of, look_back, money
from revcore.derive.purchases import Purchases
from revcore.errors import NotComputable
from revcore.model import Recipe, Window, month_words
from revcore.registry import provider

S_AND_M = ("", "marketing", "sales", "other")
"""Departments whose cost is a cost of acquisition; success is not."""


@dataclass(frozen=True)
class FirstMonths:
    """When each customer paid for the first time; those of the first month are opening, not new."""

    customer: Ints
    month: Ints
    first: int
    last: int
    source: str

    def new_in(self, window: Window) -> int:
        """New customers of a window."""
        mine = (self.month >= window.start) & (self.month <= window.end)
        return int((mine & (self.month > self.first)).sum())

    def who_in(self, window: Window) -> Ints:
        """The new customers of a window."""
        mine = (self.month >= window.start) & (self.month <= window.end)
        return self.customer[mine & (self.month > self.first)]


@provider
def first_months(
    last_month: int,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    customers_won: pd.DataFrame | None = None,
) -> FirstMonths:
    """First paid month over the revenue files; without revenue, the account's first won deal."""
    if recurring is not None and len(recurring.customer):
        who, month = recurring.starts
        return FirstMonths(who, month, recurring.first, recurring.last, recurring.source)
    if purchases is not None and len(purchases.known.customer):
        known = purchases.known
        opens = known.starts
        return FirstMonths(
            known.customer[opens], known.month[opens], known.first,
            max(known.last, last_month), known.source,
        )  # fmt: skip
    if customers_won is not None and len(customers_won):
        firsts = customers_won.groupby("customer")["closed"].min()
        month = _months_of(firsts.to_numpy(np.int64))
        return FirstMonths(
            firsts.index.to_numpy(np.int64), month, int(month.min()),
            max(int(month.max()), last_month), "first won deals",
        )  # fmt: skip
    raise NotComputable(
        "Needs to know who is new: revenue by customer, or won deals with an account.",
        needs=("subscriptions", "orders", "invoices", "deals.customer"),
    )


@dataclass(frozen=True)
class SpendLedger:
    """Cost by month; ``amount`` at ``scale``; texts are empty where the file does not say."""

    month: Ints
    department: np.ndarray
    category: np.ndarray
    channel: np.ndarray
    amount: Ints
    scale: int
    first: int
    last: int
    people_from_team: bool = False

    def total(self, window: Window, *, media: bool = False, channel: str | None = None) -> float:
        """Cost of a window [currency]: everything, media alone, or one channel's media."""
        mine = (self.month >= window.start) & (self.month <= window.end)
        mine &= np.isin(self.department, S_AND_M)
        if media or channel is not None:
            mine &= self.is_media
        if channel is not None:
            mine &= self.channel == channel
        return money(self.amount[mine].sum(), self.scale)

    @property
    def is_media(self) -> np.ndarray:
        """Which rows are media: said so, or a channel is named and no category."""
        return (self.category == "media") | ((self.category == "") & (self.channel != ""))

    @property
    def media_only(self) -> bool:
        """Nothing but advertising is here: pay, tools and agencies are missing."""
        return bool(self.is_media.all())

    def channels(self, window: Window) -> list[str]:
        """Channels with media spend in a window."""
        mine = (self.month >= window.start) & (self.month <= window.end) & self.is_media
        return sorted({str(name) for name in self.channel[mine & (self.amount != 0)]})


@provider
def spend_ledger(
    spend_months: pd.DataFrame, scales: Mapping[str, int], team_cost: pd.DataFrame | None = None
) -> SpendLedger:
    """All spend, with pay from the team sheet when the spend sheet holds none."""
    frame = spend_months
    scale = scales.get("spend", 0)
    has_people = bool((frame["category"] == "people").any())
    added = False
    if not has_people and team_cost is not None and len(team_cost):
        pay = team_cost.assign(amount=team_cost["amount"] * 10**scale // 100)
        inside = pay["month"].between(frame["month"].min(), frame["month"].max())
        frame = pd.concat([frame, pay[inside]], ignore_index=True)
        added = True
    return SpendLedger(
        frame["month"].to_numpy(np.int64), frame["department"].to_numpy(str),
        frame["category"].to_numpy(str), frame["channel"].to_numpy(str),
        frame["amount"].to_numpy(np.int64), scale, int(frame["month"].min()),
        int(frame["month"].max()), added,
    )  # fmt: skip


@provider
def team_cost(team_spans: pd.DataFrame, scales: Mapping[str, int], last_month: int) -> pd.DataFrame:
    """Monthly pay of marketing and sales from the team sheet: month, department, amount [cents]."""
    frame = team_spans[(team_spans["cost_known"] > 0) & (team_spans["cost"] > 0)]
    frame = frame[frame["department"].isin(["marketing", "sales"]) & (frame["start"] >= 0)]
    rows = []
    for person in frame.itertuples():
        start = int(_months_of(np.array([person.start], np.int64))[0])
        ends = int(_months_of(np.array([person.end], np.int64))[0]) if person.end >= 0 else None
        for month in range(start, min(last_month, ends if ends is not None else last_month) + 1):
            rows.append((month, person.department, int(person.cost) * int(person.n)))
    if not rows:
        raise NotComputable("The team sheet has no cost with a first day.", needs=("team.cost",))
    out = pd.DataFrame(rows, columns=["month", "department", "amount"])
    scale = scales.get("team.cost", 0)
    out = out.groupby(["month", "department"], as_index=False)["amount"].sum()
    return out.assign(category="people", channel="", n=1, amount=out["amount"] * 100 // 10**scale)


@provider
def lag_months(recipe: Recipe, won_cycles: CycleDays | None = None) -> int:
    """Months by which spend precedes the win: the median won cycle, rounded; 0 when unknown."""
    if won_cycles is None or not recipe.lag_spend:
        return 0
    from revcore.derive.intervals import median

    return round(median(won_cycles.days, won_cycles.n) / 30.4375)


@dataclass(frozen=True)
class AcquisitionCost:
    """Spend of the lagged window against the new customers of the window."""

    spend: float
    media: float
    customers: int
    window: Window
    spend_window: Window
    lag: int
    media_only: bool
    people_from_team: bool
    source: str
    who: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def inputs(self) -> dict[str, float | int | str]:
        """What the figure rests on."""
        return {
            "spend": self.spend,
            "media": self.media,
            "new_customers": self.customers,
            "spend_window": str(self.spend_window),
            "lag_months": self.lag,
            "new_customers_from": self.source,
        }


@provider
def acquisition(
    spend_ledger: SpendLedger,
    first_months: FirstMonths,
    as_of: int,
    span: int | None,
    lag_months: int,
) -> AcquisitionCost:
    """New customers of the look-back and the spend that brought them, shifted back by the lag."""
    end = min(as_of, spend_ledger.last + lag_months)
    if end < as_of - 2:
        raise NotComputable(
            f"Spend ends in {month_words(spend_ledger.last)}, customers are counted to "
            f"{month_words(as_of)}.",
            needs=("spend",),
        )
    first = max(first_months.first, spend_ledger.first + lag_months - 1)
    months = look_back(first, end, span)
    window = Window(end - months + 1, end)
    spent = window.shifted(-lag_months)
    return AcquisitionCost(
        spend_ledger.total(spent), spend_ledger.total(spent, media=True),
        first_months.new_in(window), window, spent, lag_months, spend_ledger.media_only,
        spend_ledger.people_from_team, first_months.source, first_months.who_in(window),
    )  # fmt: skip


@provider
def customer_channel(
    customer_traits: pd.DataFrame | None = None,
    customers_won: pd.DataFrame | None = None,
) -> dict[int, str]:
    """Where each customer came from: the customer sheet, else the first won deal's source."""
    out: dict[int, str] = {}
    if customers_won is not None and len(customers_won):
        ordered = customers_won.sort_values(["closed", "source"], kind="stable")
        known = ordered[ordered["source"] != ""].drop_duplicates("customer")
        out = dict(zip(known["customer"].tolist(), known["source"].tolist(), strict=True))
    if customer_traits is not None:
        said = customer_traits[customer_traits["source"] != ""]
        out |= dict(zip(said["customer"].tolist(), said["source"].tolist(), strict=True))
    if not out:
        raise NotComputable(
            "Nothing says where customers came from: a source column in the deals or customers.",
            needs=("deals.source", "customers.source"),
        )
    return out
