"""A year seen from its beginning: what the files held then, and what each cure changes after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tools.planted import saas
from tools.planted.clock import MONTHS, STARTS
from tools.planted.knobs import Floats, Saas, steady

NOW = 24
"""First month that is not known yet; twelve months of the simulated 36 lie ahead."""
LAST_SEEN = int(STARTS[NOW]) + 1
RAMP = 3.0
MONTH = np.arange(MONTHS + 1)
Cure = Callable[[Saas, float], None]


def eased(factor: float) -> Floats:
    """1 before, then a factor that has its full effect after three months."""
    part = np.clip((MONTH - NOW + 0.5) / RAMP, 0.0, 1.0)
    return np.asarray(1 + (factor - 1) * part)


def fewer_leave(firm: Saas, factor: float) -> None:
    """Customers of any age leave less often."""
    firm.leaving = firm.leaving * eased(factor)


def more_won(firm: Saas, factor: float) -> None:
    """Of every hundred deals more are won."""
    firm.passing = {name: one * eased(factor) ** 0.25 for name, one in firm.passing.items()}


def more_asked(firm: Saas, factor: float) -> None:
    """More leads come in, as good as those before."""
    firm.extra_leads = firm.leads * (eased(factor) - 1)


def larger_deals(firm: Saas, factor: float) -> None:
    """New customers begin with more."""
    firm.deal_size = firm.deal_size * eased(factor)


def dearer(firm: Saas, factor: float, lost: float = 0.5, upset: float = 0.1) -> None:
    """A higher price: for new customers soon, for present ones at their renewal.

    lost
        Part of new business lost per part of price added.
    upset
        By how much more often customers leave over a price 6.5 % higher.
    """
    firm.price = firm.price * eased(factor)
    firm.dearer, firm.dearer_from = factor - 1, NOW
    firm.passing = {
        name: one * eased(factor) ** (-lost / 4) for name, one in firm.passing.items()
    }  # fmt: skip
    firm.leaving = firm.leaving * eased(1 + upset * (factor - 1) / 0.065)


CURES: dict[str, tuple[str, float, Cure]] = {
    "churn": ("churn", 0.8, fewer_leave),
    "win_rate": ("win_rate", 1.2, more_won),
    "leads": ("leads", 1.2, more_asked),
    "deal_value": ("new_mrr", 1.15, larger_deals),
    "price": ("price", 1.05, dearer),
}
"""Lever, the input it moves, by what factor, and what happens then."""


def firm(size: float, growth: float) -> Saas:
    """A firm whose leads grow by so much a month."""
    made = Saas()
    made.opening = int(90 * size)
    made.leads = 130 * size * (1 + growth) ** (MONTH - NOW)
    made.media = 11_000 * size * (1 + growth) ** (MONTH - NOW)
    made.people = 36_000 * size * (1 + growth) ** (MONTH - NOW)
    made.price = steady(1.0)
    made.watched = float(STARTS[NOW])
    return made


def mrr(played: saas.Played) -> Floats:
    """Recurring revenue at the end of each month of the year ahead."""
    start = np.array([one.start for one in played.paid])
    end = np.array([one.end for one in played.paid])
    monthly = np.array([one.monthly for one in played.paid])
    days = STARTS[NOW + 1 : MONTHS + 1] - 1
    return np.array([monthly[(start <= day) & (end > day)].sum() for day in days])


def now(played: saas.Played) -> float:
    """Recurring revenue at the end of the last month seen."""
    day = STARTS[NOW] - 1
    return float(sum(one.monthly for one in played.paid if one.start <= day < one.end))


def seen(played: saas.Played) -> saas.Played:
    """What the exports of that day hold: nothing later than its last day."""

    def known(day: float) -> float:
        return day if day <= LAST_SEEN else np.inf

    leads = [
        replace(one, answered=known(one.answered), mql=known(one.mql), sql=known(one.sql),
                deal=known(one.deal), won=known(one.won))
        for one in played.leads if one.created <= LAST_SEEN
    ]  # fmt: skip
    deals = [as_open(one) for one in played.deals if one.created <= LAST_SEEN]
    paid = [
        replace(one, end=known(one.end), reason=one.reason if one.end <= LAST_SEEN else "",
                renews=renewal(one.renews))
        for one in played.paid if one.start <= LAST_SEEN
    ]  # fmt: skip
    return saas.Played(played.knobs, leads, deals, paid)


def as_open(deal: saas.Deal) -> saas.Deal:
    """A deal as it stood on that day."""
    entered = {name: day for name, day in deal.entered.items() if day <= LAST_SEEN}
    stage = list(entered)[-1]
    if deal.closed <= LAST_SEEN:
        return replace(deal, entered=entered)
    return replace(
        deal, entered=entered, stage=stage, status="open", closed=np.inf, reason="",
        amount=deal.listed,
    )  # fmt: skip


def renewal(day: float) -> float:
    """The next renewal after that day, a year apart from the one known."""
    if day == np.inf:
        return day
    return float(day - 365 * np.floor((day - LAST_SEEN) / 365))
