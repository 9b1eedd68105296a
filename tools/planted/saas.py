"""A software firm: leads, deals by stage, subscriptions, played event by event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tools.planted.clock import LAST_DAY, MONTHS, STARTS, month_of, random_day
from tools.planted.knobs import Saas, Seller

STAGES = ("Discovery", "Demo", "Proposal", "Contract")
Load = dict[tuple[str, int], float]


@dataclass
class Deal:
    """One opportunity; days are counted from the first month."""

    id: int
    created: float
    seller: str
    segment: str
    source: str
    listed: float
    amount: float
    entered: dict[str, float]
    closed: float = np.inf
    status: str = "open"
    reason: str = ""
    stage: str = "Discovery"
    customer: str = ""
    decided: float = np.inf


@dataclass
class Paid:
    """One row of the billing export."""

    customer: str
    start: float
    end: float
    monthly: float
    yearly: bool
    product: str
    segment: str
    source: str
    reason: str = ""
    renews: float = np.inf


@dataclass
class Lead:
    """Somebody asked."""

    id: int
    created: float
    source: str
    segment: str
    answered: float
    mql: float = np.inf
    sql: float = np.inf
    deal: float = np.inf
    won: float = np.inf


@dataclass
class Stay:
    """A customer on the day that is watched, in the step (27 to 33 days) that began on ``day``."""

    start: float
    day: float
    level: float
    frailty: float
    yearly: bool
    anniversary: float
    shrunk: bool
    raised: bool


@dataclass
class Played:
    """What happened."""

    knobs: Saas
    leads: list[Lead] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    snapshots: list[tuple[int, int, float, str]] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


def choose(rng: np.random.Generator, weights: Mapping[str, float]) -> str:
    """One key, in proportion to its weight."""
    total = np.array(list(weights.values()), float)
    return str(rng.choice(list(weights), p=total / total.sum()))


def play(knobs: Saas, chance: np.random.Generator, *, apart: bool = False) -> Played:
    """Everything from the first lead to the last renewal.

    apart
        Each account and lead has random numbers of its own, so that what is changed for some
        leaves all others as they were.
    """
    out = Played(knobs)
    load: Load = {}
    rng = chance
    for at in range(knobs.opening):
        rng = own(chance, apart)
        segment = choose(rng, {name: one.share for name, one in knobs.segments.items()})
        monthly = knobs.segments[segment].amount / 12 * float(np.exp(rng.normal(-0.1, 0.5)))
        source = choose(rng, knobs.channels)
        live(out, rng, f"Account {at:04d} Holdings", float(rng.uniform(-700, -1)), monthly, segment,
             source)  # fmt: skip
    if knobs.whale:
        monthly = knobs.whale * sum(one.monthly for one in out.paid)
        out.paid.append(Paid("Grand Ostrava Group", -400.0, np.inf, monthly, False, "Core",
                             "Large", "Partner"))  # fmt: skip
    for month in range(MONTHS + 1):
        season = knobs.follow_season[(month + 10) % 12] * partial(month)
        rng = own(chance, apart)
        for _ in range(rng.poisson(knobs.leads[month] * season)):
            ask(out, own(rng, apart), month, load)
        if apart:
            for _ in range(own(chance, apart).poisson(knobs.extra_leads[month] * season)):
                ask(out, own(rng, apart), month, load)
    if knobs.commits != 1.0 or knobs.cash is not None:
        forecast(out, chance)
    return out


def own(rng: np.random.Generator, apart: bool) -> np.random.Generator:
    """Random numbers of one account, month or lead: its own, or those of all."""
    return np.random.default_rng(rng.integers(2**62)) if apart else rng


def partial(month: int) -> float:
    """Only two days of the month of the export are seen."""
    return 1.0 if month < MONTHS else 2 / 30


def ask(out: Played, rng: np.random.Generator, month: int, load: Load) -> None:
    """A lead comes in and goes as far as it goes."""
    knobs = out.knobs
    created = min(random_day(rng, month), LAST_DAY + 0.99)
    segment = choose(rng, {name: one.share for name, one in knobs.segments.items()})
    source = choose(rng, knobs.channels)
    hours = float(knobs.answer_hours * np.exp(rng.normal(0, 1.0)))
    never = rng.random() < knobs.never_answered
    lead = Lead(len(out.leads), created, source, segment, np.inf if never else created + hours / 24)
    out.leads.append(lead)
    slow = knobs.answer_matters * min(1.0, np.log1p(72.0 if never else hours) / np.log1p(72.0))
    if rng.random() >= knobs.to_mql[month]:
        return
    lead.mql = created + float(rng.exponential(2.0))
    if rng.random() >= knobs.to_sql[month] * (1 - slow):
        return
    lead.sql = lead.mql + float(rng.exponential(3.0))
    if rng.random() >= knobs.to_deal[month]:
        return
    lead.deal = lead.sql + float(rng.exponential(2.0))
    if lead.deal > LAST_DAY:
        return
    deal = sell(out, rng, lead, load)
    if deal.status == "won":
        lead.won = deal.closed


def sell(out: Played, rng: np.random.Generator, lead: Lead, load: Load) -> Deal:
    """A deal walks through the stages until it is won, lost or forgotten."""
    knobs = out.knobs
    month = month_of(lead.deal)
    kind = knobs.segments[lead.segment]
    seller = pick_seller(knobs, rng, month, load)
    listed = kind.amount * float(np.exp(rng.normal(-0.08, 0.4)))
    listed *= knobs.price[month] * knobs.deal_size[month]
    deal = Deal(len(out.deals) + 1, lead.deal, seller.name, lead.segment, lead.source, listed,
                listed, {}, customer=f"Client {len(out.deals) + 1:05d} Works")  # fmt: skip
    out.deals.append(deal)
    chance = (seller.skill * kind.win * knobs.channel_win.get(lead.source, 1.0)) ** 0.25
    if lead.segment in knobs.slipping:
        chance *= float(knobs.slipping[lead.segment][month]) ** 0.25
    day = lead.deal
    won = True
    for name in STAGES:
        deal.entered[name] = day
        deal.stage = name
        day += float(knobs.dwell[name] * knobs.slower[month] * rng.gamma(2.0, 0.5))
        now = min(month_of(min(day, LAST_DAY)), MONTHS)
        if rng.random() >= min(0.98, knobs.passing[name][now] * chance):
            won = False
            break
    deal.decided = day
    if won:
        day = to_quarter_end_by(knobs.quarter_end, rng, day)
    elif rng.random() < knobs.zombies:
        return deal
    elif rng.random() < knobs.silent:
        day += float(rng.uniform(20, 70))
        deal.reason = "No decision"
    else:
        deal.reason = choose(rng, knobs.reasons)
    if day > LAST_DAY:
        deal.reason = ""
        deal.entered = {name: at for name, at in deal.entered.items() if at <= LAST_DAY}
        deal.stage = list(deal.entered)[-1]
        return deal
    deal.closed, deal.status = day, "won" if won else "lost"
    off = max(0.0, knobs.discount[month_of(day)] + rng.normal(0, 0.025))
    if won and in_last_two_weeks(day):
        off += knobs.quarter_end_discount
    deal.amount = listed * (1 - min(off, 0.6))
    if won:
        live(out, rng, deal.customer, day, deal.amount / 12, lead.segment, lead.source)
    return deal


def pick_seller(knobs: Saas, rng: np.random.Generator, month: int, load: Load) -> Seller:
    """By share; whoever has reached the limit of the month passes the deal on."""
    free = [one for one in knobs.sellers if load.get((one.name, month), 0) < one.limit]
    name = choose(rng, {one.name: one.share for one in free or knobs.sellers})
    load[name, month] = load.get((name, month), 0) + 1
    return next(one for one in knobs.sellers if one.name == name)


def quarter_of(day: float) -> tuple[int, int]:
    """First day of the calendar quarter of a day, and of the next one; month 1 is a December."""
    month = month_of(day)
    end = month + (1 - month) % 3
    return int(STARTS[max(end - 2, 0)]), int(STARTS[min(end + 1, len(STARTS) - 1)])


def in_last_two_weeks(day: float) -> bool:
    """Whether a day is one of the last 14 of its calendar quarter."""
    return 0 <= quarter_of(day)[1] - day <= 14


def to_quarter_end_by(share: float, rng: np.random.Generator, day: float) -> float:
    """Some buyers wait for the last two weeks of the quarter."""
    if rng.random() >= share:
        return day
    end = quarter_of(day)[1]
    return float(max(day, end - rng.uniform(0.5, 13.5)))


def live(
    out: Played, rng: np.random.Generator, customer: str, start: float, monthly: float,
    segment: str, source: str,
) -> None:  # fmt: skip
    """A customer pays, grows, shrinks, leaves, and sometimes comes back."""
    knobs = out.knobs
    yearly = bool(rng.random() < knobs.yearly)
    two = bool(rng.random() < knobs.second_product)
    frailty = float(rng.gamma(2.0, 0.5)) * knobs.segments[segment].leave
    frailty *= knobs.second_keeps if two else 1.0
    frailty *= float(knobs.cohort_hazard[max(0, min(month_of(max(start, 0)), MONTHS))])
    products = ("Core", "Insights") if two else ("Core",)
    anniversary = start
    if knobs.renew_in is not None and rng.random() < 0.6:
        target = STARTS[MONTHS] + 30 * knobs.renew_in + float(rng.uniform(0, 25))
        anniversary = target - 365.0 * round((target - start) / 365)
    open_at, level = start, monthly
    day, shrunk, raised = start, False, False
    while day <= LAST_DAY:
        month = max(0, min(month_of(max(day, 0)), MONTHS))
        age = int((day - start) / 30.4)
        frail = frailty * knobs.leaving[month]
        leave = min(0.9, knobs.hazard[min(age, len(knobs.hazard) - 1)] * frail)
        if yearly:
            due = abs((day - anniversary) % 365) < 30.4 and day - start > 180
            leave = min(0.9, knobs.renewal_loss * frail) if due else 0.0
        if shrunk:
            leave = min(0.9, leave * knobs.leave_after_shrinking)
        step = float(rng.uniform(27, 33))
        chance = rng.random()
        if day <= knobs.watched < day + step:
            out.stays.append(
                Stay(start, day, level, frailty, yearly, anniversary, shrunk, raised)
            )  # fmt: skip
        if chance < leave:
            write(out, customer, open_at, day + step, level, yearly, products, segment, source,
                  "Payment failed" if rng.random() < knobs.payment_fails else
                  choose(rng, {"Too expensive": 0.4, "Missing feature": 0.4, "Closed down": 0.2}),
                  anniversary)  # fmt: skip
            if rng.random() < knobs.comes_back and day + step + 120 < LAST_DAY:
                open_at = day + step + float(rng.uniform(60, 200))
                write(out, customer, open_at, np.inf, level, yearly, products, segment, source, "",
                      anniversary)  # fmt: skip
            return
        change, up = 1.0, chance > 1 - knobs.grows[month]
        if chance > 1 - knobs.grows[month] - knobs.shrinks[month]:
            big = knobs.top_grower if up and rng.random() < 0.12 else 0.0
            change = 1 + (knobs.grows_by + big if up else -knobs.shrinks_by)
            shrunk = shrunk or not up
        if knobs.dearer and not raised and month >= knobs.dearer_from:
            raised = (day - start) // 365 != (day + step - start) // 365
            change *= 1 + knobs.dearer if raised else 1.0
        if change != 1.0:
            write(out, customer, open_at, day + step, level, yearly, products, segment, source, "",
                  anniversary)  # fmt: skip
            level, open_at = level * change, day + step
        day += step
    write(out, customer, open_at, np.inf, level, yearly, products, segment, source, "", anniversary)


def write(
    out: Played, customer: str, start: float, end: float, monthly: float, yearly: bool,
    products: tuple[str, ...], segment: str, source: str, reason: str, anniversary: float,
) -> None:  # fmt: skip
    """One billing row per product."""
    if start > LAST_DAY:
        return
    seen = end if end <= LAST_DAY else np.inf
    renews = anniversary + 365 * np.ceil((LAST_DAY - anniversary) / 365) if yearly else np.inf
    for product in products:
        part = monthly * (1.0 if len(products) == 1 else {"Core": 0.72, "Insights": 0.28}[product])
        out.paid.append(Paid(customer, start, seen, part, yearly, product, segment, source,
                             reason if seen < np.inf else "", renews))  # fmt: skip


def forecast(out: Played, rng: np.random.Generator) -> None:
    """What sellers promised at the start of each quarter: (month, deal, amount, category)."""
    for month in range(MONTHS - 14, MONTHS, 3):
        day = STARTS[month]
        likely = [one for one in out.deals if one.created <= day < one.closed]
        for deal in likely:
            comes = deal.status == "won" and deal.closed < STARTS[month + 3]
            odds = 0.85 if comes else 0.85 * (1 / max(out.knobs.commits, 0.05) - 1) * 0.35
            if rng.random() < min(0.95, odds):
                out.snapshots.append((month, deal.id, deal.listed, "Commit"))
