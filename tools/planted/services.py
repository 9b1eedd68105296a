"""A firm that sells by quote and bills by job; played event by event."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tools.planted.clock import LAST_DAY, MONTHS, random_day
from tools.planted.knobs import Floats, Seller, steady
from tools.planted.saas import choose, partial, to_quarter_end_by


@dataclass
class Services:
    """Every knob of the firm; the defaults are a healthy one."""

    enquiries: Floats = field(default_factory=lambda: 42 * 1.012 ** np.arange(MONTHS + 1))
    channels: dict[str, float] = field(default_factory=lambda: {
        "Recommendation": 0.35, "Website": 0.4, "Fair": 0.25})  # fmt: skip
    channel_win: dict[str, float] = field(default_factory=lambda: {"Recommendation": 1.1})
    slipping: dict[str, Floats] = field(default_factory=dict)
    answer_days: float = 0.3
    never_answered: float = 0.03
    quoted: float = 0.7
    answer_matters: float = 0.0
    sellers: list[Seller] = field(default_factory=lambda: [
        Seller("Ruta Simonsen", 0.35), Seller("Dario Valk", 0.34),
        Seller("Mina Ostrow", 0.31)])  # fmt: skip
    win: Floats = field(default_factory=lambda: steady(0.36))
    silent: float = 0.3
    zombies: float = 0.03
    days_to_yes: float = 24.0
    slower: Floats = field(default_factory=lambda: steady(1.0))
    amount: float = 9_000.0
    size: Floats = field(default_factory=lambda: 1.04 ** (np.arange(MONTHS + 1) // 12))
    again: float = 0.35
    capacity: float = np.inf
    job_days: Floats = field(default_factory=lambda: steady(40.0))
    quarter_end: float = 0.0
    whale: float = 0.0
    season: Floats = field(default_factory=lambda: np.ones(12))
    media: Floats = field(default_factory=lambda: 4_000 * 1.012 ** np.arange(MONTHS + 1))
    people: Floats = field(default_factory=lambda: 15_000 * 1.012 ** np.arange(MONTHS + 1))


@dataclass
class Quote:
    """One quote, its outcome and the two invoices of the job."""

    id: int
    client: str
    sent: float
    seller: str
    source: str
    amount: float
    status: str = "Open"
    decided: float = np.inf
    reason: str = ""
    billed: list[tuple[float, float]] = field(default_factory=list)


@dataclass
class Enquiry:
    """Somebody asked."""

    id: int
    client: str
    asked: float
    answered: float
    source: str
    quote: Quote | None = None


@dataclass
class Played:
    """What happened."""

    knobs: Services
    enquiries: list[Enquiry] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    booked: dict[int, float] = field(default_factory=dict)


def play(knobs: Services, rng: np.random.Generator) -> Played:
    """Every enquiry, quote and invoice of three years."""
    out = Played(knobs)
    load: dict[tuple[str, int], float] = {}
    for month in range(MONTHS + 1):
        season = knobs.season[(month + 10) % 12]
        for _ in range(rng.poisson(knobs.enquiries[month] * season * partial(month))):
            asked = min(random_day(rng, month), LAST_DAY + 0.9)
            days = float(knobs.answer_days * np.exp(rng.normal(0, 0.8)))
            never = rng.random() < knobs.never_answered
            answered = np.inf if never else asked + days
            enquiry = Enquiry(len(out.enquiries) + 1, f"Client {len(out.enquiries):05d} Partners",
                              asked, answered, choose(rng, knobs.channels))  # fmt: skip
            out.enquiries.append(enquiry)
            slow = knobs.answer_matters * min(1.0, np.log1p(30 if never else days) / np.log1p(30))
            if never or rng.random() >= knobs.quoted * (1 - slow):
                continue
            sent = asked + days + float(rng.uniform(1, 6))
            if sent <= LAST_DAY:
                enquiry.quote = offer(out, rng, enquiry.client, sent, enquiry.source, load)
    if knobs.whale:
        yearly = sum(one.amount for one in out.quotes if one.status == "Accepted") / 3
        for month in range(1, MONTHS, 3):
            quote = Quote(len(out.quotes) + 1, "Ostrava Group", random_day(rng, month),
                          knobs.sellers[0].name, "Recommendation",
                          yearly * knobs.whale / (1 - knobs.whale) / 4)  # fmt: skip
            settle(out, rng, quote, 20.0, True)
    return out


def offer(
    out: Played, rng: np.random.Generator, client: str, sent: float, source: str,
    load: dict[tuple[str, int], float],
) -> Quote:  # fmt: skip
    """A quote is written, and answered or not; pleased clients come back."""
    knobs = out.knobs
    month = min(int(sent / 30.4375), MONTHS)
    free = [one for one in knobs.sellers if load.get((one.name, month), 0) < one.limit]
    name = choose(rng, {one.name: one.share for one in free or knobs.sellers})
    load[name, month] = load.get((name, month), 0) + 1
    skill = next(one.skill for one in knobs.sellers if one.name == name)
    amount = knobs.amount * knobs.size[month] * float(np.exp(rng.normal(-0.12, 0.5)))
    quote = Quote(len(out.quotes) + 1, client, sent, name, source, amount)
    chance = knobs.win[month] * skill * knobs.channel_win.get(source, 1.0)
    if source in knobs.slipping:
        chance *= float(knobs.slipping[source][month])
    won = rng.random() < min(0.97, chance)
    days = float(knobs.days_to_yes * knobs.slower[month] * rng.gamma(2.5, 0.4))
    settle(out, rng, quote, days, won)
    if quote.status == "Accepted" and rng.random() < knobs.again:
        later = quote.decided + float(rng.uniform(90, 420))
        if later <= LAST_DAY:
            offer(out, rng, client, later, "Recommendation", load)
    return quote


def settle(out: Played, rng: np.random.Generator, quote: Quote, days: float, won: bool) -> None:
    """Yes, no, silence, or forgotten; a yes is billed in two parts."""
    knobs = out.knobs
    out.quotes.append(quote)
    day, status, reason = quote.sent + days, "Accepted", ""
    if won:
        day = to_quarter_end_by(knobs.quarter_end, rng, day)
    else:
        if rng.random() < knobs.zombies:
            return
        silent = rng.random() < knobs.silent
        status, reason = ("Lost", "No decision") if silent else (
            "Lost", choose(rng, {"Price": 0.4, "Competitor": 0.4, "Postponed": 0.2}))  # fmt: skip
        day += float(rng.uniform(20, 60)) if silent else 0.0
    if day > LAST_DAY:
        return
    quote.status, quote.decided, quote.reason = status, day, reason
    if won:
        month = min(int(day / 30.4375), MONTHS)
        done = day + float(knobs.job_days[month] * rng.gamma(6.0, 1 / 6))
        at = int(done / 30.4375)
        while out.booked.get(at, 0.0) >= knobs.capacity:
            at, done = at + 1, done + 30.4375
        out.booked[at] = out.booked.get(at, 0.0) + quote.amount * 0.7
        parts = [(day + 3, quote.amount * 0.3), (done, quote.amount * 0.7)]
        quote.billed = [part for part in parts if part[0] <= LAST_DAY]
