"""Tormeline: a studio that makes loud rooms quiet, played event by event.

Enquiries come in, are answered, become quotes, are accepted, declined or met with silence; accepted
work is delivered and billed in two invoices; pleased clients ask again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from chance import months_between, pick, poisson
from invented_names import companies, people
from tormeline_files import write_enquiries, write_invoices, write_quotes

FIRST_MONTH, LAST_MONTH = date(2023, 11, 1), date(2026, 10, 1)
EXPORTED = date(2026, 11, 2)
FOUNDER, SECOND, THIRD = "Ines Achterberg", "Matteo Oyelaran", "Sanne Kuroda"
THIRD_STARTS = date(2025, 2, 1)
FOUNDER_LIMIT = 6
"""Quotes the founder can write in a month; the rest wait for somebody else."""
CHANNELS = {"Recommendation": 0.31, "Website": 0.31, "Architect": 0.17, "Instagram": 0.12,
            "Trade fair": 0.09}  # fmt: skip
ROOMS = {"Office": 0.40, "School": 0.14, "Restaurant": 0.26, "Home": 0.20}
VALUE = {"Office": 17_500, "School": 24_000, "Restaurant": 12_500, "Home": 4_600}
SAYS_YES = {FOUNDER: 0.42, SECOND: 0.19, THIRD: 0.17}
BY_CHANNEL = {"Recommendation": 1.25, "Architect": 1.15, "Trade fair": 0.9, "Website": 0.85,
              "Instagram": 0.6}  # fmt: skip
REASONS = {"Price": 0.34, "Too late": 0.27, "Another studio": 0.23, "Project stopped": 0.16}
BIG_CLIENT = "Ostholt Hotels"


@dataclass
class Client:
    """Somebody with a loud room."""

    name: str
    contact: str
    channel: str
    room: str


@dataclass
class Enquiry:
    """Somebody asked."""

    client: Client
    asked: date
    answered: date | None
    quote: Quote | None = None


@dataclass
class Quote:
    """What was offered, and what became of it."""

    client: Client
    sent: date
    seller: str
    amount: Decimal
    status: str = "Open"
    decided: date | None = None
    reason: str = ""
    number: str = ""
    invoices: list[tuple[date, Decimal]] = field(default_factory=list)


def seller_of(random: Random, client: Client, month: date, written: dict[str, int]) -> str:
    """The founder writes what she can, recommendations first; the others take what is left."""
    wants = 0.9 if client.channel in {"Recommendation", "Architect"} else 0.5
    if random.random() < wants and written.get(FOUNDER, 0) < FOUNDER_LIMIT:
        return FOUNDER
    return THIRD if month >= THIRD_STARTS and random.random() < 0.45 else SECOND


def price(random: Random, room: str) -> Decimal:
    """What the work costs, to the next ten euros."""
    return Decimal(10 * round(VALUE[room] * math.exp(random.gauss(-0.12, 0.5)) / 10))


def decide(random: Random, quote: Quote, chance: float) -> None:
    """Yes, no, or nothing: silence is closed by the office after a quarter of a year."""
    if random.random() < chance:
        days = max(4, round(23 * math.exp(random.gauss(0, 0.6))))
        status, reason = "Accepted", ""
    elif random.random() < 0.60:
        days, status, reason = random.randint(88, 118), "No answer", ""
    else:
        days = max(5, round(31 * math.exp(random.gauss(0, 0.6))))
        status, reason = "Declined", pick(random, REASONS)
    day = quote.sent + timedelta(days)
    if day < EXPORTED:
        quote.status, quote.decided, quote.reason = status, day, reason
    if quote.status == "Accepted":
        bill(random, quote)


def bill(random: Random, quote: Quote) -> None:
    """Four tenths on acceptance, the rest on delivery; deliveries take longer when all are busy."""
    first = (quote.amount * Decimal("0.4")).quantize(Decimal("0.01"))
    start = quote.decided or quote.sent
    busy = (start.year - 2023) * 12 + start.month - 11
    days = round((46 + 1.1 * busy) * math.exp(random.gauss(0, 0.25)))
    parts = [(start + timedelta(random.randint(2, 8)), first),
             (start + timedelta(days), quote.amount - first)]  # fmt: skip
    quote.invoices = [part for part in parts if part[0] < EXPORTED]


def answer_day(random: Random, asked: date, step: int) -> date | None:
    """First answer: a day or two at first, the better part of a week by now; some never."""
    if random.random() < 0.05 + 0.004 * step:
        return None
    days = round((1.3 + 0.11 * step) * math.exp(random.gauss(0, 0.7)))
    return asked + timedelta(days)


def asks_again(random: Random, quote: Quote) -> Quote | None:
    """A pleased client comes back after half a year to a year and a half."""
    if quote.status != "Accepted" or random.random() > 0.55:
        return None
    sent = (quote.decided or quote.sent) + timedelta(random.randint(120, 430))
    if sent >= EXPORTED - timedelta(2):
        return None
    again = Quote(quote.client, sent, FOUNDER if random.random() < 0.35 else SECOND,
                  price(random, quote.client.room))  # fmt: skip
    decide(random, again, 0.62)
    return again


def big_client(random: Random) -> list[Quote]:
    """One hotel group orders a house every quarter, and ever larger ones."""
    hotels = Client(BIG_CLIENT, "Ulrike Fairweather-Obi", "Recommendation", "Restaurant")
    found = []
    for step in range(10):
        month = 6 + 3 * step
        sent = date(2024 + (month - 1) // 12, (month - 1) % 12 + 1, random.randint(3, 24))
        amount = Decimal(10 * round((46_000 + 5_500 * step) * random.uniform(0.85, 1.15) / 10))
        quote = Quote(hotels, sent, FOUNDER, amount)
        decide(random, quote, 1.0)
        found.append(quote)
    return found


def play(random: Random) -> tuple[list[Enquiry], list[Quote]]:
    """Every enquiry and every quote of three years."""
    names = iter(companies(random, 1_600))
    enquiries: list[Enquiry] = []
    quotes = big_client(random)
    for step, month in enumerate(months_between(FIRST_MONTH, LAST_MONTH)):
        written: dict[str, int] = {}
        fair = 9 if month.month in (3, 9) else 0
        for at in range(poisson(random, 23 + 0.62 * step + fair)):
            channel = "Trade fair" if at < fair else pick(random, CHANNELS)
            given, family = people(random)
            room = pick(random, ROOMS)
            name = f"{given} {family}" if room == "Home" else next(names)
            client = Client(name, f"{given} {family}", channel, room)
            asked = month + timedelta(random.randrange(28))
            enquiry = Enquiry(client, asked, answer_day(random, asked, step))
            enquiries.append(enquiry)
            late = (enquiry.answered - asked).days if enquiry.answered else 99
            if late == 99 or random.random() > max(0.35, 0.80 - 0.025 * late):
                continue
            sent = asked + timedelta(late + random.randint(3, 14))
            if sent >= EXPORTED:
                continue
            seller = seller_of(random, client, month, written)
            written[seller] = written.get(seller, 0) + 1
            quote = Quote(client, sent, seller, price(random, room))
            decide(random, quote, SAYS_YES[seller] * BY_CHANNEL[channel])
            enquiry.quote = quote
            quotes.append(quote)
            while again := asks_again(random, quotes[-1]):
                quotes.append(again)
    return enquiries, quotes


def write(folder: Path) -> None:
    """Simulate Tormeline and write its three files."""
    random = Random(20_231_103)
    enquiries, quotes = play(random)
    enquiries.sort(key=lambda one: (one.asked, one.client.name))
    quotes.sort(key=lambda one: (one.sent, one.client.name, one.amount))
    counts: dict[str, int] = {}
    for quote in quotes:
        year = f"{quote.sent:%y}"
        counts[year] = counts.get(year, 0) + 1
        quote.number = f"Q{year}-{counts[year]:03d}"
    write_enquiries(folder / "enquiries.csv", enquiries)
    write_quotes(folder / "quotes.xlsx", quotes)
    write_invoices(folder / "invoices.csv", quotes, Random(7))
