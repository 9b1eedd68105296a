"""Channels: what a spend sheet and a CRM call the same thing."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revcore.derive.acquisition import S_AND_M, AcquisitionCost, FirstMonths, SpendLedger
from revcore.derive.months import money
from revcore.errors import NotComputable
from revcore.model import Window, listed
from revcore.registry import provider

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "paid search": (
        "google ads", "google adwords", "adwords", "google cpc", "google search", "bing ads",
        "microsoft ads", "sem", "ppc", "search ads", "paid search google",
    ),
    "paid social": (
        "meta ads", "meta", "facebook ads", "facebook", "instagram ads", "instagram",
        "facebook instagram", "linkedin ads", "tiktok ads", "social ads", "paid social media",
    ),
    "content": ("content seo", "seo", "organic search", "organic", "content marketing", "blog"),
    "events": ("event", "trade fair", "trade fairs", "trade shows", "conference", "conferences"),
    "email": ("email marketing", "e mail", "e mail marketing", "newsletter", "mailing"),
    "partners": ("partner", "partner referral", "reseller", "resellers", "affiliate", "affiliates"),
    "outbound": ("cold outreach", "sdr", "outbound sales", "cold calling", "cold call"),
}  # fmt: skip
"""Names taken for one channel; said beside every figure that rests on them."""

_FAMILY = {name: family for family, names in SYNONYMS.items() for name in (family, *names)}


def channel(name: str) -> str:
    """One spelling for a channel.

    >>> channel("Google Ads"), channel("Paid Search"), channel("Trade-Fair"), channel("Radio FM")
    ('paid search', 'paid search', 'events', 'radio fm')
    """
    plain = " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())
    return _FAMILY.get(plain, plain)


@dataclass(frozen=True)
class ChannelCost:
    """One channel: what it cost and how many new customers came through it."""

    name: str
    spend: float
    customers: int
    paid: bool


@dataclass(frozen=True)
class ByChannel:
    """Channels by spend, and what belongs to none of them."""

    channels: tuple[ChannelCost, ...]
    spend_without_channel: float
    customers_without_source: int
    window: Window
    spend_window: Window
    merged: str

    @property
    def paid(self) -> tuple[ChannelCost, ...]:
        """Channels with spend."""
        return tuple(part for part in self.channels if part.paid)


@provider
def acquisition_by_channel(
    acquisition: AcquisitionCost,
    spend_ledger: SpendLedger,
    first_months: FirstMonths,
    customer_channel: Mapping[int, str],
) -> ByChannel:
    """New customers of the window and the lagged spend, channel by channel."""
    spent, window = acquisition.spend_window, acquisition.window
    mine = (spend_ledger.month >= spent.start) & (spend_ledger.month <= spent.end)
    mine &= np.isin(spend_ledger.department, S_AND_M)
    named = mine & (spend_ledger.channel != "")
    if not named.any():
        raise NotComputable("The spend names no channel.", needs=("spend.channel",))
    cost: dict[str, int] = {}
    words: dict[str, set[str]] = {}
    spelt = functools.cache(channel)  # of hundreds of rows a dozen are different
    for name, amount in zip(
        spend_ledger.channel[named].tolist(), spend_ledger.amount[named].tolist(), strict=True
    ):
        cost[spelt(name)] = cost.get(spelt(name), 0) + amount
        words.setdefault(spelt(name), set()).add(name)
    won: dict[str, int] = {}
    without = 0
    for customer in first_months.who_in(window).tolist():
        source = customer_channel.get(customer, "")
        if not source:
            without += 1
            continue
        won[spelt(source)] = won.get(spelt(source), 0) + 1
        words.setdefault(spelt(source), set()).add(source)
    scale = spend_ledger.scale
    parts = [
        ChannelCost(_shown(key, words[key]), money(cost.get(key, 0), scale), won.get(key, 0),
                    key in cost)
        for key in {*cost, *won}
    ]  # fmt: skip
    merged = [
        f"{listed(sorted(names))} taken as one channel"
        for names in (words[key] for key in sorted(words))
        if len({name.casefold() for name in names}) > 1
    ]
    return ByChannel(
        tuple(sorted(parts, key=lambda part: (-part.spend, -part.customers, part.name))),
        money(spend_ledger.amount[mine & (spend_ledger.channel == "")].sum(), scale),
        without, window, spent, "; ".join(merged),
    )  # fmt: skip


def _shown(key: str, names: set[str]) -> str:
    """The file's own name when there is one, else ours."""
    return next(iter(names)) if len(names) == 1 else key.capitalize()
