"""Kalvendo, second half: what was won is billed, grows, shrinks, ends, comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from chance import add_months, later
from kalvendo_funnel import CRM_STARTS, OTHERS_EXPORTED, Deal, Plan, offer, priced

MONTHLY_CHURN = {"Small business": 0.022, "Mid-market": 0.013, "Enterprise": 0.006}
MONTHLY_GROWTH = {"Small business": 0.016, "Mid-market": 0.026, "Enterprise": 0.020}
MONTHLY_SHRINK = {"Small business": 0.004, "Mid-market": 0.006, "Enterprise": 0.004}
OPENING = 118
ODD_CASES = ("trial",) * 61 + ("trialing",) * 5 + ("free",) * 4 + ("incomplete",) * 5 + ("euro",)
REASONS = ("cancellation_requested", "cancellation_requested", "payment_failed")


@dataclass
class Subscription:
    """One Stripe subscription."""

    plan: Plan
    start: datetime
    anchor: datetime
    trial_end: datetime | None = None
    asked: datetime | None = None
    ended: datetime | None = None
    reason: str = ""
    at_period_end: bool = False
    status: str = "active"
    currency: str = "usd"


@dataclass
class Customer:
    """One Stripe customer with all subscriptions it ever had."""

    name: str
    segment: str
    subscriptions: list[Subscription] = field(default_factory=list)
    left: bool = False


def end(one: Subscription, day: datetime, reason: str = "") -> None:
    """Close a subscription on that day."""
    one.ended, one.status, one.reason = day, "canceled", reason
    one.asked = one.asked or day


def leave(random: Random, customer: Customer, day: datetime) -> None:
    """End everything the customer has: at the period's end, or when the card failed."""
    reason = random.choice(REASONS)
    for one in customer.subscriptions:
        if one.ended is None:
            one.at_period_end = reason == "cancellation_requested"
            if one.at_period_end:
                notice = timedelta(days=random.randint(2, 24), minutes=random.randint(0, 600))
                one.asked = max(day - notice, one.start)
            end(one, day, reason)
    customer.left = True


def resize(random: Random, plan: Plan, factor: float) -> Plan:
    """Same plan, other number of seats: at least one more or one fewer."""
    seats = round(plan.seats * factor)
    seats = max(plan.seats + 1, seats) if factor > 1 else min(plan.seats - 1, seats)
    return Plan(plan.name, plan.unit, plan.interval, max(seats, 1))


def live(random: Random, customer: Customer) -> None:
    """Walk month by month from the last start to the export."""
    main = customer.subscriptions[-1]
    day, months = main.anchor, 0
    segment = customer.segment
    while True:
        months += 1
        day = add_months(main.anchor, months)
        if day >= OTHERS_EXPORTED:
            break
        churn = MONTHLY_CHURN[segment] * (1.35 if months <= 6 else 0.85)
        if main.plan.interval == "year":
            churn = 1 - (1 - MONTHLY_CHURN[segment] * 0.8) ** 12 if months % 12 == 0 else 0.0
        if random.random() < churn:
            leave(random, customer, day)
            break
        chance = random.random()
        grow, shrink = MONTHLY_GROWTH[segment], MONTHLY_SHRINK[segment]
        if chance < grow:
            plan = resize(random, main.plan, random.uniform(1.15, 1.5))
        elif chance < grow + shrink and main.plan.seats > 1:
            plan = resize(random, main.plan, random.uniform(0.6, 0.85))
        elif chance < grow + shrink + 0.003 and main.plan.interval == "month":
            plan = priced(main.plan.name, int(main.plan.unit), main.plan.seats, "year")
        else:
            if chance > 0.994 and len(customer.subscriptions) == 1:
                photos = Subscription(Plan("Site photos", Decimal(49), "month", 1), day, day)
                customer.subscriptions.insert(0, photos)
            continue
        end(main, day)
        main = Subscription(plan, day, day)
        customer.subscriptions.append(main)
        months = 0
    finish(random, customer, main)


def finish(random: Random, customer: Customer, main: Subscription) -> None:
    """Give notice for the future, fall behind with paying, or come back after a while."""
    if not customer.left:
        if main.status == "active" and random.random() < 0.012:
            main.at_period_end = True
            main.asked = max(main.start, OTHERS_EXPORTED - timedelta(days=random.randint(1, 9)))
        elif main.status == "active" and random.random() < 0.015 and main.plan.interval == "month":
            main.status = "past_due"
    elif random.random() < 0.14:
        back = later(random, main.ended or main.start, 140, 0.35)
        if back < OTHERS_EXPORTED:
            customer.left = False
            plan = resize(random, main.plan, 0.9) if main.plan.seats > 3 else main.plan
            customer.subscriptions.append(Subscription(plan, back, back))
            live(random, customer)


def billing(random: Random, deals: list[Deal], names: Iterator[str]) -> list[Customer]:
    """Turn opening customers, won deals and odd cases into subscriptions."""
    customers = []
    for _ in range(OPENING):
        segment = random.choices(["Small business", "Mid-market", "Enterprise"], [60, 34, 6])[0]
        customer = Customer(next(names), segment)
        plan = offer(random, segment, CRM_STARTS)
        anchor = CRM_STARTS
        if plan.interval == "year":
            anchor = add_months(CRM_STARTS, -random.randint(0, 11))
        customer.subscriptions.append(Subscription(plan, CRM_STARTS, anchor))
        live_from(random, customer)
        customers.append(customer)
    for deal in deals:
        if deal.won and deal.closed and deal.closed < OTHERS_EXPORTED - timedelta(days=1):
            customers.append(start(random, deal))
    return customers + [odd_case(random, kind, next(names)) for kind in ODD_CASES]


def odd_case(random: Random, kind: str, name: str) -> Customer:
    """Subscriptions that look like customers and are none, and the one billed in euros."""
    day = CRM_STARTS + timedelta(days=random.randint(60, 900), minutes=random.randint(400, 1200))
    one = Subscription(offer(random, "Small business", day), day, day)
    customer = Customer(name, "Small business", [one])
    if kind == "trial":
        one.trial_end = day + timedelta(days=14)
        one.asked = day + timedelta(days=random.randint(1, 13))
        end(one, one.trial_end, "cancellation_requested")
    elif kind == "trialing":
        one.start = one.anchor = OTHERS_EXPORTED - timedelta(days=random.randint(2, 12))
        one.trial_end, one.status = one.start + timedelta(days=14), "trialing"
    elif kind == "free":
        one.plan = Plan("Community", Decimal(0), "month", random.randint(2, 5))
    elif kind == "incomplete":
        end(one, day + timedelta(hours=23))
        one.status = "incomplete_expired"
    elif kind == "euro":
        one.currency = "eur"
    return customer


def live_from(random: Random, customer: Customer) -> None:
    """Live on from the migration day: renewals keep the month they had before."""
    main = customer.subscriptions[0]
    skipped = (main.start.year - main.anchor.year) * 12 + main.start.month - main.anchor.month
    if skipped == 0:
        live(random, customer)
        return
    renewal = add_months(main.anchor, 12)
    if random.random() < MONTHLY_CHURN[customer.segment] * 10 and renewal < OTHERS_EXPORTED:
        leave(random, customer, renewal)
        finish(random, customer, main)
        return
    main.anchor = renewal
    live(random, customer)


def start(random: Random, deal: Deal) -> Customer:
    """A won deal starts being billed within days; some small ones begin with a trial."""
    closed = deal.closed or deal.created
    customer = Customer(deal.company, deal.segment)
    begin = min(closed + timedelta(days=random.randint(0, 9), minutes=7), OTHERS_EXPORTED
                - timedelta(minutes=random.randint(30, 900)))  # fmt: skip
    begin = max(begin, closed)
    one = Subscription(deal.plan, begin, begin)
    if deal.segment == "Small business" and random.random() < 0.2:
        one.trial_end = one.anchor = begin + timedelta(days=14)
        if one.trial_end >= OTHERS_EXPORTED:
            one.status = "trialing"
    customer.subscriptions.append(one)
    live(random, customer)
    return customer
