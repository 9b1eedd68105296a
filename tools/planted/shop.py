"""A web shop: buyers, orders, advertising; played event by event."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tools.planted.clock import LAST_DAY, MONTHS, STARTS, random_day
from tools.planted.knobs import Floats, steady
from tools.planted.saas import choose, partial


@dataclass
class Shop:
    """Every knob of the shop; the defaults are a healthy one."""

    new: Floats = field(default_factory=lambda: 70 * 1.01 ** np.arange(MONTHS + 1))
    channels: dict[str, float] = field(default_factory=lambda: {
        "Organic": 0.45, "Google": 0.3, "Meta": 0.25})  # fmt: skip
    again: Floats = field(default_factory=lambda: steady(0.46))
    later: float = 0.66
    gap: float = 55.0
    regulars_stop: float = 0.0
    codes: Floats = field(default_factory=lambda: steady(0.2))
    code_again: float = 1.0
    order: float = 74.0
    categories: dict[str, float] = field(default_factory=lambda: {
        "Linen": 0.4, "Ceramics": 0.35, "Glass": 0.25})  # fmt: skip
    second_category: float = 0.55
    season: Floats = field(default_factory=lambda: np.ones(12))
    wholesale: float = 0.0
    media: Floats = field(default_factory=lambda: 900 * 1.01 ** np.arange(MONTHS + 1))
    fixed: Floats = field(default_factory=lambda: steady(600))
    margin: float = 0.5


@dataclass
class Order:
    """One order."""

    customer: str
    day: float
    amount: float
    source: str
    category: str
    code: str = ""


def play(knobs: Shop, rng: np.random.Generator) -> list[Order]:
    """Every order of three years."""
    orders: list[Order] = []
    number = 0
    quiet = STARTS[MONTHS - 3]
    for month in range(MONTHS + 1):
        season = knobs.season[(month + 10) % 12]
        for _ in range(rng.poisson(knobs.new[month] * season * partial(month))):
            number += 1
            who, source = f"buyer{number:05d}@mail.example", choose(rng, knobs.channels)
            day, chance = random_day(rng, month), knobs.again[month]
            code = "WELCOME15" if rng.random() < knobs.codes[month] else ""
            chance *= knobs.code_again if code else 1.0
            favourite = choose(rng, knobs.categories)
            loyal = rng.random() >= knobs.second_category
            rate = float(rng.gamma(3.0, 1 / 3))
            count = 0
            while day <= LAST_DAY:
                count += 1
                category = favourite if loyal else choose(rng, knobs.categories)
                amount = knobs.order * float(np.exp(rng.normal(-0.1, 0.45)))
                cut = code if count == 1 else ""
                orders.append(
                    Order(who, day, amount * (0.85 if cut else 1.0), source, category, cut)
                )
                if rng.random() >= chance:
                    break
                day += max(2.0, float(rng.exponential(knobs.gap / max(rate, 0.3))))
                if count >= 3 and day > quiet and rng.random() < knobs.regulars_stop:
                    break
                chance = max(chance, knobs.later)
    if knobs.wholesale:
        total = sum(one.amount for one in orders)
        for month in range(2, MONTHS + 1):
            share = total / MONTHS * knobs.wholesale / (1 - knobs.wholesale)
            if month < MONTHS:
                orders.append(Order("orders@bigretail.example", random_day(rng, month), share,
                                    "Organic", "Linen"))  # fmt: skip
    return sorted(orders, key=lambda one: (one.day, one.customer))
