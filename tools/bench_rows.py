"""Invented exports of any length for the speed figures, three years each, always the same rows."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2022, 1, 1)
DAYS = 1096
BRIEF = 14


def write_orders(path: Path, rows: int, seed: int = 7) -> None:
    """A shop's orders of three years: a few customers buy often, most once or twice."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("Order ID,Customer Email,Order Date,Total,Currency,Channel\n")
        for number in range(rows):
            customer = int(chance.paretovariate(0.6)) % (rows // 3 + 1)
            day = FIRST + timedelta(days=chance.randrange(DAYS))
            amount = chance.lognormvariate(3.6, 0.7)
            channel = chance.choice(("Search", "Social", "E-mail", "Shop"))
            file.write(f"{number},c{customer}@example.com,{day},{amount:.2f},EUR,{channel}\n")


def write_shop(path: Path, rows: int, seed: int = 7) -> None:
    """Orders of a shop whose customers are alike: about five each."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("Order ID,Customer ID,Order date,Total\n")
        for number in range(rows):
            day = FIRST + timedelta(days=chance.randrange(DAYS))
            amount = chance.gammavariate(2, 30)
            file.write(f"{number},{chance.randrange(rows // 5 + 1)},{day},{amount:.2f}\n")


def write_deals(path: Path, rows: int, seed: int = 7) -> None:
    """A sales team's deals of three years, three in five closed."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("Deal ID,Company,Create Date,Close Date,Deal Stage,Amount,Deal Owner\n")
        for number in range(rows):
            created = FIRST + timedelta(days=chance.randrange(DAYS - 120))
            stage = chance.choices(("Closed Won", "Closed Lost", "Proposal"), (22, 40, 38))[0]
            closed = created + timedelta(days=int(chance.expovariate(1 / 45)))
            day = "" if stage == "Proposal" else closed
            amount = chance.lognormvariate(8.5, 0.8)
            company = f"Company {chance.randrange(rows // 2 + 1)}"
            owner = f"Seller {chance.randrange(12)}"
            file.write(f"{number},{company},{created},{day},{stage},{amount:.2f},{owner}\n")


def write_subscriptions(path: Path, rows: int, seed: int = 7) -> None:
    """A software firm's subscriptions of three years as Stripe exports them; some customers change
    their plan, some come back."""
    chance = random.Random(seed)
    last = FIRST + timedelta(days=DAYS - 1)
    prices = {"crew": (79.0, 853.2), "site": (59.0, 637.2), "photos": (19.0, 205.2)}
    names = tuple(prices)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "id,Customer ID,Customer Name,Customer Email,Plan,Product,Quantity,Currency,Interval,"
            "Amount,Status,Created (UTC),Start Date (UTC),Current Period Start (UTC),"
            "Current Period End (UTC),Canceled At (UTC),Ended At (UTC),Cancel At Period End,"
            "Cancellation Reason,segment (metadata)\n"
        )
        customer, start = 0, FIRST
        for number in range(rows):
            if start > last - timedelta(days=BRIEF) or chance.random() < 1 / 3:
                customer += 1
                early = chance.random() < 0.1
                start = FIRST + timedelta(days=0 if early else chance.randrange(DAYS - BRIEF))
            begun, product = start, chance.choices(names, (50, 45, 5))[0]
            yearly = chance.random() < 1 / 3
            price, step = prices[product][yearly], 365 if yearly else 30
            lasts = max(round(chance.expovariate(0.03 / 30) / step), 1) * step
            ended = begun + timedelta(days=lasts)
            gone = ended <= last
            periods = ((ended if gone else last) - begun).days // step
            period = begun + timedelta(days=periods * step)
            status, asked, why = "active", "", ""
            if gone:
                status, asked = "canceled", f"{ended - timedelta(days=step // 3)} 09:12"
                why = chance.choice(("cancellation_requested", "payment_failed", ""))
            clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}"
            segment = chance.choices(("Small business", "Mid-market", "Enterprise"), (55, 41, 4))[0]
            file.write(
                f"sub_{number:08x},cus_{customer:08x},Customer {customer},"
                f"accounts@c{customer}.example,plan_{product}_{'yearly' if yearly else 'monthly'},"
                f"{product.title()},{chance.randrange(1, 37)},usd,{'year' if yearly else 'month'},"
                f"{price:.2f},{status},{begun} {clock},{begun} {clock},{period} {clock},"
                f"{period + timedelta(days=step)} {clock},{asked},"
                f"{f'{ended} {clock}' if gone else ''},{'TRUE' if gone else 'FALSE'},{why},"
                f"{segment}\n"
            )
            pause = chance.randrange(1, 60) if chance.random() < 0.3 else 0
            start = ended + timedelta(days=pause) if gone else last


def write_invoices(path: Path, rows: int, seed: int = 7) -> None:
    """Invoice lines of three years: one to three lines an invoice, clients that come back."""
    chance = random.Random(seed)
    products = ("Design", "Build", "Care", "Travel")
    with path.open("w", encoding="utf-8") as file:
        file.write("Invoice No,Invoice Date,Client,Product,Amount,Currency\n")
        number, left, head = 0, 0, ""
        for _ in range(rows):
            if not left:
                number, left = number + 1, chance.randrange(1, 4)
                day = FIRST + timedelta(days=chance.randrange(DAYS))
                client = int(chance.paretovariate(0.6)) % (rows // 10 + 1)
                head = f"R-{number},{day},Client {client}"
            left -= 1
            amount = chance.lognormvariate(5.5, 0.9)
            file.write(f"{head},{chance.choice(products)},{amount:.2f},EUR\n")


WRITERS: dict[str, Callable[[Path, int], None]] = {
    "orders": write_orders,
    "shop": write_shop,
    "deals": write_deals,
    "subscriptions": write_subscriptions,
    "invoices": write_invoices,
}
