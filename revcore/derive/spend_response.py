"""Spend against what it brings: one half-year beside the one before, and channel by channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revcore.derive.acquisition import S_AND_M, FirstMonths, SpendLedger
from revcore.derive.breaks import Course
from revcore.derive.channels import channel
from revcore.derive.deals import Deals
from revcore.derive.intervals import Floats, rng
from revcore.derive.marginal import Response, response
from revcore.derive.months import money
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from revcore.registry import provider
from revcore.words import counted_words

HALF, YEAR, LONGEST = 6, 12, 36
DRAWS = 2000
FEWEST = 10
FREE = 0.2
"""Variation of the spend that neither its trend nor the month of the year explains; less cannot be
told from season."""


@dataclass(frozen=True)
class HalfYears:
    """Spend [currency] and what it should bring, in six months and in six before.

    what
        What is counted: “leads”, “deals opened”, “new customers”.
    begun
        Spend of the first three of the six months over the half before: how long it has been up.
    year_apart
        The half before is the same season a year ago.
    deals, deal_draws
        Deals opened in both halves and draws of their growth, where it is leads that are counted.
    """

    spend: float
    spend_before: float
    came: int
    came_before: int
    growth_draws: Floats
    what: str
    window: Window
    before: Window
    begun: float
    year_apart: bool
    deals: tuple[int, int] | None = None
    deal_draws: Floats | None = None

    @property
    def raised(self) -> float:
        """Spend over that of the half before [ratio]."""
        return self.spend / self.spend_before

    @property
    def growth(self) -> float:
        """What came over what came in the half before [ratio]."""
        return self.came / self.came_before


@provider
def spend_halves(
    spend_ledger: SpendLedger,
    as_of: int,
    all_deals: Deals | None = None,
    first_months: FirstMonths | None = None,
    course: Course | None = None,
    lead_frame: Mapping[str, np.ndarray] | None = None,
) -> HalfYears:
    """The last six months of spend and of leads, deals opened or new customers, and the six before.

    Leads come first and are the most: they say soonest and surest what spend brings. Where deals
    say less often, or leads do not reach back, deals are counted, else new customers.

    Sales with a season are held against the same months a year ago.

    Raises
    ------
    NotComputable
        Spend or what it brings is not known for both half-years, or hardly anybody came.
    """
    end = min(as_of, spend_ledger.last)
    if end < as_of - 2:
        raise NotComputable("The spend ends months before the sales do.", needs=("spend",))
    seasonal = course is not None and course.answer("season").state == "yes"
    window = Window(end - HALF + 1, end)
    before = window.shifted(-YEAR if seasonal else -HALF)
    if spend_ledger.first > before.start:
        raise NotComputable(
            f"Spend is known for {counted_words(end - spend_ledger.first + 1, 'months')}: two "
            "half-years beside each other are needed.",
            needs=("spend",),
        )
    what, came, came_before = counted(window, before, all_deals, first_months)
    spent, spent_before = spend_ledger.total(window), spend_ledger.total(before)
    if came_before < FEWEST or spent_before <= 0:
        raise NotComputable(
            f"{came_before} {what} in the half-year before: at least {FEWEST} are needed.",
            n=came_before,
        )
    deals = (came, came_before) if what == "deals opened" else None
    leads = created(lead_frame, window, before)
    if leads is not None and deals is not None and min(leads) > max(deals):
        what, (came, came_before) = "leads", leads
    else:
        deals = None
    early = spend_ledger.total(Window(window.start, window.start + HALF // 2 - 1))
    return HalfYears(
        spent, spent_before, came, came_before, growth(came, came_before), what, window, before,
        2 * early / spent_before, seasonal, deals, growth(*deals) if deals else None,
    )  # fmt: skip


def growth(came: int, before: int) -> Floats:
    """Draws of what came over what came before, both Poisson counts (Jeffreys)."""
    noise = rng("spend halves", [came, before])
    return np.asarray(noise.gamma(came + 0.5, 1, DRAWS) / noise.gamma(before + 0.5, 1, DRAWS))


def created(
    leads: Mapping[str, np.ndarray] | None, window: Window, before: Window
) -> tuple[int, int] | None:
    """Leads that came in both windows; None where they do not reach back."""
    if leads is None or not leads["leads"].size:
        return None
    if leads["leads"].min() > before.first_day + 15:
        return None
    now, then = (
        int(leads["n"][(leads["leads"] >= one.first_day) & (leads["leads"] <= one.last_day)].sum())
        for one in (window, before)
    )
    return now, then


def counted(
    window: Window, before: Window, deals: Deals | None, firsts: FirstMonths | None
) -> tuple[str, int, int]:
    """Deals opened, else new customers, in both windows: whatever shows first what spend brings."""
    if deals is not None and (deals.created >= 0).any():
        first = deals.created[deals.created >= 0].min()
        if first <= first_day(before.start) + 15:
            n = [
                int(
                    deals.n[
                        (deals.created >= one.first_day) & (deals.created <= one.last_day)
                    ].sum()
                )
                for one in (window, before)
            ]
            return "deals opened", n[0], n[1]
    if firsts is None or firsts.first >= before.start or firsts.last < window.end:
        raise NotComputable(
            "Needs deals with the day they were opened, or new customers, for both half-years.",
            needs=("deals.created", "subscriptions", "orders"),
        )
    return "new customers", firsts.new_in(window), firsts.new_in(before)


@dataclass(frozen=True)
class ChannelResponse:
    """How the customers of one channel answered to its spend.

    spend
        Advertising of the last year [currency].
    cost, draws
        The same per customer won in it.
    free
        Variation of its spend beyond trend and season [ratio].
    """

    name: str
    answer: Response
    customers: int
    spend: float
    cost: float
    draws: Floats
    free: float
    window: Window

    @property
    def next_draws(self) -> Floats:
        """Draws of what one customer more would cost [currency]."""
        return np.asarray(self.draws / self.answer.draws)


@provider
def channel_responses(
    spend_ledger: SpendLedger,
    first_months: FirstMonths,
    customer_channel: Mapping[int, str],
    lag_months: int,
    as_of: int,
) -> list[ChannelResponse]:
    """Each channel whose spend varied enough to see how customers answer to it, largest first.

    Raises
    ------
    NotComputable
        No channel’s spend did, or none brought enough customers.
    """
    end = min(as_of, spend_ledger.last + lag_months)
    first = max(first_months.first + 1, spend_ledger.first + lag_months, end - LONGEST + 1)
    if end - first + 1 < YEAR:
        raise NotComputable("Needs twelve months of spend and of new customers.", needs=("spend",))
    window = Window(first, end)
    spent = spend_by_channel(spend_ledger, window.shifted(-lag_months))
    if not spent:
        raise NotComputable("The spend names no channel.", needs=("spend.channel",))
    mine = (first_months.month >= first) & (first_months.month <= end)
    came: dict[str, Floats] = {}
    for who, month in zip(first_months.customer[mine].tolist(), first_months.month[mine].tolist(),
                          strict=True):  # fmt: skip
        key = channel(customer_channel.get(who, ""))
        came.setdefault(key, np.zeros(window.months))[month - first] += 1
    out, reasons = [], []
    for key, (name, months) in spent.items():
        customers = came.get(key, np.zeros(window.months))
        try:
            found = response(months, customers, f"response {key}")
        except NotComputable as reason:
            reasons.append(reason)
            continue
        n = int(customers[-YEAR:].sum())
        if n < FEWEST:
            continue
        cost = float(months[-YEAR:].sum())
        drawn = cost / rng("channel cost", [cost, n]).gamma(n + 0.5, 1, len(found.draws))
        free = left_over(months, window.shifted(-lag_months))
        out.append(
            ChannelResponse(name, found, int(customers.sum()), cost, cost / n, drawn, free, window)
        )
    if not out:
        raise (
            reasons[0]
            if reasons
            else NotComputable(f"No paid channel brought {FEWEST} customers in twelve months.")
        )
    return out


def spend_by_channel(ledger: SpendLedger, window: Window) -> dict[str, tuple[str, Floats]]:
    """Media by channel and month of a window [currency], the largest channel first."""
    mine = (ledger.month >= window.start) & (ledger.month <= window.end) & ledger.is_media
    mine &= np.isin(ledger.department, S_AND_M) & (ledger.channel != "")
    sums: dict[str, Floats] = {}
    names: dict[str, str] = {}
    for name, month, amount in zip(
        ledger.channel[mine].tolist(), ledger.month[mine].tolist(), ledger.amount[mine].tolist(),
        strict=True,
    ):  # fmt: skip
        key = channel(name)
        names.setdefault(key, name)
        sums.setdefault(key, np.zeros(window.months))[month - window.start] += money(
            amount, ledger.scale
        )
    order = sorted(sums, key=lambda key: (-float(sums[key].sum()), key))
    return {key: (names[key], sums[key]) for key in order if sums[key].sum() > 0}


def left_over(spend: Floats, window: Window) -> float:
    """Standard deviation of ln spend that neither a straight line nor the months of a year explain.

    The year as one wave: two columns, so that a dozen months can carry it.

    >>> window = Window(0, 23)
    >>> round(left_over(100 * 1.02 ** np.arange(24), window), 6)
    0.0
    """
    paid = spend > 0
    if paid.sum() < YEAR:
        return 0.0
    time = np.arange(window.start, window.end + 1, dtype=float)[paid]
    wave = 2 * np.pi * time / YEAR
    known = np.c_[np.ones(time.size), time - time.mean(), np.cos(wave), np.sin(wave)]
    log = np.log(spend[paid])
    rest = log - known @ np.linalg.lstsq(known, log, rcond=None)[0]
    return float(np.sqrt(rest @ rest / max(time.size - known.shape[1], 1)))
