"""Osmirelle: an online shop for linen and ceramics, customer by customer and order by order."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import invented_names
from chance import months_between, pick, poisson
from osmirelle_files import EXPORTED, write_google_ads, write_meta_ads, write_orders

FIRST_MONTH, LAST_MONTH = date(2024, 5, 1), date(2026, 10, 1)

PRODUCTS = {
    "Washed linen duvet cover": 189, "Linen pillowcase pair": 64, "Linen apron": 58,
    "Stonewashed table runner": 49, "Napkin set of four": 44, "Stoneware dinner plate": 32,
    "Stoneware breakfast bowl": 26, "Olive oil cruet": 38, "Espresso cup pair": 34,
    "Fluted vase": 72, "Serving platter": 68, "Waffle bath towel": 46, "Gift card": 50,
}  # fmt: skip
POPULAR = (4, 9, 7, 8, 10, 14, 16, 9, 13, 6, 5, 9, 3)
SEASON = {1: 0.7, 2: 0.75, 3: 0.85, 4: 0.9, 5: 1.0, 6: 0.85, 7: 0.7, 8: 0.7, 9: 0.9, 10: 1.05,
          11: 1.85, 12: 1.95}  # fmt: skip
PLACES = (
    ("Portland", "OR", "97214"), ("Providence", "RI", "02906"), ("Asheville", "NC", "28801"),
    ("Minneapolis", "MN", "55408"), ("Cambridge", "MA", "02139"), ("Santa Fe", "NM", "87501"),
    ("Burlington", "VT", "05401"), ("Austin", "TX", "78704"), ("Hoboken", "NJ", "07030"),
    ("Ann Arbor", "MI", "48104"), ("Savannah", "GA", "31401"), ("Seattle", "WA", "98103"),
)  # fmt: skip
BUYS_AGAIN = {"organic": 0.47, "google": 0.38, "meta": 0.23}


@dataclass
class Shopper:
    """One customer: where from, with what mail, and whether a code made the first sale."""

    name: str
    mail: str
    channel: str
    place: tuple[str, str, str]
    by_code: bool


@dataclass
class Order:
    """One order as the till knows it."""

    shopper: Shopper
    created: datetime
    lines: list[tuple[str, int]]
    code: str = ""
    refunded: Decimal = Decimal(0)
    status: str = "paid"
    cancelled: datetime | None = None
    test: bool = False
    number: int = field(default=0)

    @property
    def gross(self) -> Decimal:
        """Price of all lines before the discount."""
        return Decimal(sum(PRODUCTS[name] * count for name, count in self.lines))

    @property
    def discount(self) -> Decimal:
        """Fifteen or twenty per cent of the lines when a code was used."""
        share = {"WELCOME15": 15, "SOCIAL20": 20, "BLACKLINEN": 20}.get(self.code, 0)
        return (self.gross * share / 100).quantize(Decimal("0.01"))

    @property
    def shipping(self) -> Decimal:
        """Free from one hundred dollars on."""
        return Decimal("0.00") if self.gross - self.discount >= 100 else Decimal("8.50")

    @property
    def total(self) -> Decimal:
        """What the customer paid."""
        return self.gross - self.discount + self.shipping


def push(month: date) -> float:
    """How hard the shop leans on paid social and codes: more since autumn 2025."""
    step = (month.year - 2024) * 12 + month.month - 5
    return 0.0 if step < 15 else min(1.0, (step - 14) / 6)


def shopper(random: Random, month: date, number: int) -> Shopper:
    """Draw one new customer."""
    lean = push(month)
    channel = pick(random, {"organic": 0.50 - 0.20 * lean, "google": 0.27 - 0.04 * lean,
                            "meta": 0.23 + 0.24 * lean})  # fmt: skip
    given, family = invented_names.people(random)
    mail = f"{given[0]}.{family}{number}@post.example".lower()
    likely = {"organic": 0.16, "google": 0.22, "meta": 0.42}[channel] + 0.2 * lean
    by_code = random.random() < likely
    return Shopper(f"{given} {family}", mail, channel, random.choice(PLACES), by_code)


def moment(random: Random, day: date) -> datetime:
    """Pick a time of the day; evenings in America are nights in Lisbon."""
    return datetime(day.year, day.month, day.day) + timedelta(seconds=random.randint(0, 86399))


def basket(random: Random, month: int) -> list[tuple[str, int]]:
    """One to four different things."""
    size = random.choices([1, 2, 3, 4], [79, 15, 4, 2] if month < 11 else [66, 23, 8, 3])[0]
    chosen: dict[str, int] = {}
    while len(chosen) < size:
        name = random.choices(list(PRODUCTS), POPULAR)[0]
        many = 4 if name in {"Stoneware dinner plate", "Stoneware breakfast bowl"} else 1
        chosen[name] = random.choice([many, many, 2])
    return list(chosen.items())


def follow(random: Random, who: Shopper, first: datetime) -> list[Order]:
    """Play a customer from the first order on: after each one, again or never more."""
    code = ""
    if who.by_code:
        code = "SOCIAL20" if who.channel == "meta" else "WELCOME15"
    orders = [Order(who, first, basket(random, first.month), code)]
    again = BUYS_AGAIN[who.channel] * (0.55 if who.by_code else 1.0)
    while random.random() < again:
        wait = max(3.0, 74 * math.exp(random.gauss(0.0, 0.75)))
        then = orders[-1].created + timedelta(days=wait, minutes=random.randint(0, 700))
        if then.month not in (11, 12) and random.random() < 0.2:
            then = then.replace(month=11, day=min(then.day, 28))  # many wait for the sale
        if then <= orders[-1].created + timedelta(days=2) or then >= EXPORTED:
            break
        code = "BLACKLINEN" if then.month == 11 and random.random() < 0.5 else ""
        orders.append(Order(who, then, basket(random, then.month), code))
        again = min(0.72, again + 0.14)
    return orders


def trouble(random: Random, order: Order) -> None:
    """Some orders are cancelled, some come back whole or in part."""
    chance = random.random()
    if chance < 0.011:
        order.status = random.choice(["refunded", "voided"])
        order.refunded = order.total if order.status == "refunded" else Decimal(0)
        order.cancelled = order.created + timedelta(hours=random.randint(1, 40))
    elif chance < 0.030:
        order.status, order.refunded = "refunded", order.total
    elif chance < 0.055 and len(order.lines) > 1:
        name, count = order.lines[-1]
        part = Decimal(PRODUCTS[name] * count)
        share = 1 - order.discount / order.gross
        order.status = "partially_refunded"
        order.refunded = (part * share).quantize(Decimal("0.01"))


def odd_orders(random: Random, orders: list[Order]) -> list[Order]:
    """Add what no real customer did: a guest at a fair, three trial runs of the till."""
    guest = Shopper("Ottoline Marchetti-Obuya", "", "organic", PLACES[4], by_code=False)
    staff = Shopper("Checkout Trial", "till@osmirelle.example", "organic", PLACES[0], by_code=False)
    bought = [("Fluted vase", 1), ("Linen apron", 1)]
    extra = [Order(guest, datetime(2025, 6, 14, 16, 5, 9), bought)]
    for number, day in enumerate((date(2024, 5, 2), date(2025, 3, 10), date(2026, 2, 17))):
        one = Order(staff, moment(random, day), [("Espresso cup pair", 1)], test=True)
        one.status = "paid" if number == 2 else "voided"
        extra.append(one)
    for order in random.sample(orders, 6):
        order.shopper = Shopper(order.shopper.name, order.shopper.mail.upper(),
                                order.shopper.channel, order.shopper.place,
                                order.shopper.by_code)  # fmt: skip
    return orders + extra


def write(folder: Path) -> None:
    """Simulate Osmirelle and write its three files."""
    random = Random(20_240_501)
    orders: list[Order] = []
    newcomers: dict[date, dict[str, int]] = {}
    months = months_between(FIRST_MONTH, LAST_MONTH)
    number = 0
    for step, month in enumerate(months):
        expected = (101 + 1.5 * step + 42 * push(month)) * SEASON[month.month]
        newcomers[month] = {"google": 0, "meta": 0, "organic": 0}
        after = months[step + 1] if step + 1 < len(months) else EXPORTED.date()
        for _ in range(poisson(random, expected)):
            number += 1
            who = shopper(random, month, number)
            newcomers[month][who.channel] += 1
            day = month + timedelta(days=random.randrange((after - month).days))
            orders += follow(random, who, moment(random, day))
    for order in orders:
        trouble(random, order)
    orders = odd_orders(random, orders)
    orders.sort(key=lambda order: (order.created, order.shopper.mail))
    for at, order in enumerate(orders):
        order.number = 1001 + at
    write_orders(folder / "orders.csv", orders, PRODUCTS)
    write_google_ads(folder / "google_ads.csv", Random(11), newcomers)
    write_meta_ads(folder / "meta_ads.csv", Random(12), newcomers)
