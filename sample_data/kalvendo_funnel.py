"""Kalvendo, first half: leads arrive, are qualified, become deals, are won or lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from chance import later, months_between, office_time, pick, poisson

CRM_STARTS = datetime(2023, 11, 1)
DEALS_EXPORTED = datetime(2026, 11, 4, 8, 0)
OTHERS_EXPORTED = datetime(2026, 11, 1)
PRICE_RISE = datetime(2025, 10, 1)

STAGES = (
    "Appointment Scheduled", "Qualified To Buy", "Presentation Scheduled",
    "Decision Maker Bought-In", "Contract Sent",
)  # fmt: skip
SEGMENTS_BY_CHANNEL = {
    "Paid search": {"Small business": 0.72, "Mid-market": 0.26, "Enterprise": 0.02},
    "Paid social": {"Small business": 0.78, "Mid-market": 0.21, "Enterprise": 0.01},
    "Content/SEO": {"Small business": 0.55, "Mid-market": 0.40, "Enterprise": 0.05},
    "Events": {"Small business": 0.30, "Mid-market": 0.56, "Enterprise": 0.14},
    "Outbound": {"Small business": 0.25, "Mid-market": 0.58, "Enterprise": 0.17},
    "Partner referral": {"Small business": 0.50, "Mid-market": 0.43, "Enterprise": 0.07},
}
CHANNELS = {"Paid search": 0.36, "Paid social": 0.20, "Content/SEO": 0.32, "Events": 0.12}
TO_MQL = {"Paid search": 0.50, "Paid social": 0.41, "Content/SEO": 0.58, "Events": 0.63}
CYCLE_DAYS = {"Small business": 24.0, "Mid-market": 46.0, "Enterprise": 92.0}
WIN_RATE = {"Small business": 0.265, "Mid-market": 0.33, "Enterprise": 0.19}
MID_MARKET_SINCE_RISE = (0.26, 0.20, 0.16, 0.12, 0.11)  # by quarter, from 2025-10 on
CHANNEL_FACTOR = {"Partner referral": 1.35, "Outbound": 0.80, "Paid social": 0.85}
LOST_REASONS = {
    "No decision": 0.34, "Price too high": 0.17, "Chose a competitor": 0.13,
    "Missing feature": 0.12, "No budget": 0.14, "Timing": 0.10,
}  # fmt: skip
SINCE_RISE = {
    "No decision": 0.16, "Price too high": 0.36, "Chose a competitor": 0.32,
    "Missing feature": 0.05, "No budget": 0.06, "Timing": 0.05,
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One row of the team sheet."""

    name: str
    role: str
    department: str
    start: date
    end: date | None
    quarterly_quota: int | None
    monthly_cost: int
    skill: float = 1.0
    share: float = 1.0

    def works(self, day: date) -> bool:
        """Tell whether the person is on the payroll that day."""
        return self.start <= day and (self.end is None or day <= self.end)


TEAM = (
    Person("Annika Sorvettula", "Head of sales", "Sales", date(2021, 3, 1), None, None, 13800),
    Person("Tomasz Wierzbicki", "Account executive", "Sales", date(2021, 9, 1), None, 75000, 9400,
           1.12, 1.1),
    Person("Adaeze Nwachukwu", "Account executive", "Sales", date(2022, 2, 14), None, 75000, 9400,
           1.18, 1.1),
    Person("Rafael Quintaluna", "Account executive", "Sales", date(2022, 6, 1), date(2025, 3, 31),
           70000, 8900, 0.90, 1.0),
    Person("Priyanka Raghavendran", "Account executive", "Sales", date(2023, 1, 9), None, 75000,
           9100, 1.00, 1.0),
    Person("Lucas Oberhaensli", "Account executive", "Sales", date(2024, 4, 1), None, 70000, 8900,
           0.95, 1.0),
    Person("Nokuthula Dlaminiveld", "Account executive", "Sales", date(2025, 1, 6), None, 70000,
           8900, 1.02, 1.0),
    Person("Bjarne Holtegaard", "Account executive", "Sales", date(2025, 9, 1), None, 65000, 8600,
           0.92, 0.9),
    Person("Mei-Ling Tsuchida", "Account executive", "Sales", date(2026, 2, 2), None, 65000, 8600,
           0.90, 0.8),
    Person("Goran Petrushevik", "Sales development rep", "Sales", date(2022, 9, 1),
           date(2024, 12, 31), None, 5600),
    Person("Salma Benchekroun", "Sales development rep", "Sales", date(2024, 2, 1), None, None,
           5800),
    Person("Diego Arrozpide", "Sales development rep", "Sales", date(2025, 2, 3), None, None, 5800),
    Person("Helene Vandermolen", "Head of marketing", "Marketing", date(2021, 6, 1), None, None,
           11900),
    Person("Arjun Chakravorty", "Performance marketer", "Marketing", date(2022, 5, 2), None, None,
           7700),
    Person("Maire Ni Fhlannchada", "Content editor", "Marketing", date(2022, 11, 1), None, None,
           6400),
    Person("Takumi Hasebroek", "Events manager", "Marketing", date(2024, 9, 2), None, None, 6600),
    Person("Zainab Olorunfemi", "Performance marketer", "Marketing", date(2025, 11, 3), None, None,
           7400),
)  # fmt: skip


@dataclass
class Deal:
    """A deal as the CRM knows it on the day of the export."""

    company: str
    segment: str
    source: str
    created: datetime
    owner: str
    plan: "Plan"
    won: bool = False
    closed: datetime | None = None
    lost_reason: str = ""
    entered: list[datetime] = field(default_factory=list)
    expected: datetime | None = None
    last_activity: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """What was offered: a price per seat and interval, and how many seats."""

    name: str
    unit: Decimal
    interval: str
    seats: int

    @property
    def per_month(self) -> Decimal:
        """Money per month for all seats."""
        return self.unit * self.seats / (12 if self.interval == "year" else 1)


@dataclass
class Lead:
    """A contact that came through marketing."""

    company: str
    segment: str
    channel: str
    created: datetime
    answered: datetime | None
    mql: datetime | None = None
    sql: datetime | None = None
    deal: Deal | None = None


def offer(random: Random, segment: str, day: datetime) -> Plan:
    """Price an offer as the price list of that day has it."""
    if segment == "Small business":
        unit, seats, yearly, name = 59, random.randint(2, 7), 0.25, "Site"
    elif segment == "Mid-market":
        unit = 92 if day >= PRICE_RISE else 79
        seats, yearly, name = max(6, round(random.lognormvariate(2.15, 0.35))), 0.45, "Crew"
    else:
        unit, yearly, name = 95, 0.85, "Group"
        seats = max(14, round(random.lognormvariate(3.15, 0.3)))
    return priced(name, unit, seats, "year" if random.random() < yearly else "month")


def priced(name: str, unit: int, seats: int, interval: str) -> Plan:
    """Return a plan; paying yearly is a tenth cheaper."""
    price = Decimal(unit) * (Decimal("10.8") if interval == "year" else 1)
    return Plan(name, price, interval, seats)


def leads_expected(month: date) -> float:
    """Leads per month: slow growth, then half as many again from late 2025 on."""
    step = (month.year - 2023) * 12 + month.month - 8
    season = {8: 0.85, 12: 0.75, 1: 1.08, 3: 1.08, 9: 1.1}.get(month.month, 1.0)
    boost = 1.0 + 0.045 * max(0, min(step - 26, 12))
    return 144 * (1 + 0.010 * step) * season * boost


def decide(random: Random, deal: Deal, stuck: float = 0.03) -> None:
    """Let a deal walk through the stages until it is won, lost, or the export is made."""
    median = CYCLE_DAYS[deal.segment]
    end = later(random, deal.created, median, 0.55)
    chance = WIN_RATE[deal.segment]
    if deal.segment == "Mid-market" and end >= PRICE_RISE:
        quarter = (end.year - 2025) * 4 + (end.month - 1) // 3 - 3
        chance = MID_MARKET_SINCE_RISE[min(quarter, 4)]
    skill = next(person.skill for person in TEAM if person.name == deal.owner)
    deal.won = random.random() < chance * CHANNEL_FACTOR.get(deal.source, 1.0) * skill
    reached = 5 if deal.won else pick_stage(random)
    if not deal.won:
        end = later(random, deal.created, median * 1.15, 0.65)
        after = deal.segment == "Mid-market" and end >= PRICE_RISE
        deal.lost_reason = pick(random, SINCE_RISE if after else LOST_REASONS)
    shares = [0.0, *sorted(random.uniform(0.08, 0.95) for _ in range(reached - 1))]
    moved = [deal.created + (end - deal.created) * share for share in shares]
    moved = [day.replace(hour=min(max(day.hour, 8), 17), second=0, microsecond=0) for day in moved]
    deal.entered = sorted(min(max(day, deal.created), end) for day in moved)
    deal.expected = later(random, deal.created, median * 1.3, 0.3)
    forgotten = not deal.won and random.random() < stuck
    if end > DEALS_EXPORTED or forgotten:
        deal.won, deal.closed, deal.lost_reason = False, None, ""
        deal.entered = [day for day in deal.entered if day <= DEALS_EXPORTED]
        last = deal.entered[-1] + timedelta(days=random.randint(0, 12), minutes=37)
        deal.last_activity = min(last, DEALS_EXPORTED - timedelta(minutes=50))
    else:
        deal.closed = end
        deal.last_activity = end + timedelta(days=random.choice([0, 0, 0, 1, 3]), minutes=11)
        deal.last_activity = min(deal.last_activity, DEALS_EXPORTED)


def pick_stage(random: Random) -> int:
    """How many stages a lost deal had seen."""
    return random.choices([1, 2, 3, 4, 5], [0.24, 0.26, 0.22, 0.12, 0.16])[0]


def owner_of(random: Random, day: datetime) -> str:
    """Give a new deal to one of the account executives at work that day."""
    sellers = [who for who in TEAM if who.quarterly_quota and who.works(day.date())]
    return random.choices(sellers, [who.share for who in sellers])[0].name


def open_deal(random: Random, company: str, segment: str, source: str, day: datetime) -> Deal:
    """Create a deal and play it to its end."""
    deal = Deal(company, segment, source, day, owner_of(random, day), offer(random, segment, day))
    decide(random, deal)
    return deal


def lead(random: Random, company: str, month: date, *, colleague: bool) -> Lead:
    """One lead and what becomes of it; a colleague of an earlier lead opens no second deal."""
    channel = pick(random, CHANNELS)
    created = office_time(random, month)
    segment = pick(random, SEGMENTS_BY_CHANNEL[channel])
    slow = 3.5 if created < PRICE_RISE else 6.5
    answered = later(random, created, slow / 24, 1.1) if random.random() < 0.93 else None
    one = Lead(company, segment, channel, created, answered)
    if answered is None or random.random() >= TO_MQL[channel] * 1.06:
        return one
    one.mql = later(random, answered, 2.5, 0.8)
    if random.random() >= 0.58:
        return one
    one.sql = later(random, one.mql, 4.0, 0.8)
    if random.random() < 0.02:
        one.mql = None  # the rep rang before marketing had scored the contact
    if random.random() < 0.88 and not colleague:
        day = later(random, one.sql, 3.0, 0.7)
        if day < DEALS_EXPORTED:
            one.deal = open_deal(random, company, segment, channel, day)
    return one


def funnel(random: Random, names: Iterator[str]) -> tuple[list[Lead], list[Deal]]:
    """Simulate from August 2023, so that the CRM starts with deals already open."""
    leads: list[Lead] = []
    deals: list[Deal] = []
    for month in months_between(date(2023, 8, 1), date(2026, 11, 1)):
        running_in = month < CRM_STARTS.date()
        for _ in range(poisson(random, leads_expected(month))):
            colleague = bool(leads) and random.random() < 0.12
            company = random.choice(leads).company if colleague else next(names)
            one = lead(random, company, month, colleague=colleague)
            if one.created >= DEALS_EXPORTED:
                continue
            if not running_in:
                leads.append(one)
            if one.deal:
                deals.append(one.deal)
        direct = 22 + 0.25 * ((month.year - 2023) * 12 + month.month - 8)
        for _ in range(poisson(random, direct)):
            source = pick(random, {"Outbound": 0.6, "Partner referral": 0.4})
            segment = pick(random, SEGMENTS_BY_CHANNEL[source])
            day = office_time(random, month)
            if day < DEALS_EXPORTED:
                deals.append(open_deal(random, next(names), segment, source, day))
    for lost in [deal for deal in deals if deal.closed and not deal.won]:
        again = later(random, lost.closed or lost.created, 230, 0.3)
        if random.random() < 0.05 and again < DEALS_EXPORTED:
            deals.append(open_deal(random, lost.company, lost.segment, "Outbound", again))
    deals = [deal for deal in deals if deal.closed is None or deal.closed >= CRM_STARTS]
    deals = [deal for deal in deals if deal.closed or deal.created >= CRM_STARTS]
    return leads, sorted(deals, key=lambda deal: (deal.created, deal.company))
