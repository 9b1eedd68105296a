"""What a software firm is made of; the defaults are a healthy one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tools.planted.clock import MONTHS

Floats = np.ndarray


def steady(value: float) -> Floats:
    """The same value in every month."""
    return np.full(MONTHS + 1, float(value))


@dataclass
class Segment:
    """Part of the market: how often it asks, what it pays, how it stays."""

    share: float
    amount: float
    win: float = 1.0
    leave: float = 1.0


@dataclass
class Seller:
    """Who sells: share of the deals, skill."""

    name: str
    share: float
    skill: float = 1.0
    limit: float = np.inf
    role: str = "Account executive"


@dataclass
class Saas:
    """Every knob of the firm; the defaults are a healthy one."""

    extra_leads: Floats = field(default_factory=lambda: steady(0.0))
    leaving: Floats = field(default_factory=lambda: steady(1.0))
    dearer: float = 0.0
    dearer_from: int = MONTHS + 1
    leads: Floats = field(default_factory=lambda: 90 * 1.012 ** np.arange(MONTHS + 1))
    channels: dict[str, float] = field(default_factory=lambda: {
        "Organic search": 0.34, "Paid search": 0.26, "Paid social": 0.14, "Referral": 0.16,
        "Partner": 0.10})  # fmt: skip
    channel_win: dict[str, float] = field(default_factory=lambda: {"Referral": 1.1})
    to_mql: Floats = field(default_factory=lambda: steady(0.55))
    to_sql: Floats = field(default_factory=lambda: steady(0.60))
    to_deal: Floats = field(default_factory=lambda: steady(0.75))
    answer_hours: float = 0.7
    never_answered: float = 0.03
    answer_matters: float = 0.0
    passing: dict[str, Floats] = field(default_factory=lambda: {
        "Discovery": steady(0.78), "Demo": steady(0.74), "Proposal": steady(0.72),
        "Contract": steady(0.82)})  # fmt: skip
    dwell: dict[str, float] = field(default_factory=lambda: {
        "Discovery": 8, "Demo": 10, "Proposal": 11, "Contract": 8})  # fmt: skip
    slower: Floats = field(default_factory=lambda: steady(1.0))
    silent: float = 0.30
    zombies: float = 0.03
    segments: dict[str, Segment] = field(default_factory=lambda: {
        "Small": Segment(0.5, 4_200), "Mid": Segment(0.36, 9_800),
        "Large": Segment(0.14, 21_000)})  # fmt: skip
    slipping: dict[str, Floats] = field(default_factory=dict)
    sellers: list[Seller] = field(default_factory=lambda: [
        Seller("Noor Halvarsen", 0.27), Seller("Teo Marchetti", 0.26),
        Seller("Ilka Brandtner", 0.25), Seller("Sam Oduya", 0.22)])  # fmt: skip
    price: Floats = field(default_factory=lambda: 1.06 ** (np.arange(MONTHS + 1) // 12))
    deal_size: Floats = field(default_factory=lambda: steady(1.0))
    discount: Floats = field(default_factory=lambda: steady(0.05))
    quarter_end: float = 0.0
    quarter_end_discount: float = 0.0
    yearly: float = 0.3
    renew_in: int | None = None
    hazard: Floats = field(default_factory=lambda: 0.009 * (0.8 + 0.5 * np.exp(
        -np.arange(MONTHS + 60) / 12)))  # fmt: skip
    cohort_hazard: Floats = field(default_factory=lambda: steady(1.0))
    renewal_loss: float = 0.08
    comes_back: float = 0.10
    grows: Floats = field(default_factory=lambda: steady(0.016))
    grows_by: float = 0.22
    shrinks: Floats = field(default_factory=lambda: steady(0.003))
    shrinks_by: float = 0.25
    leave_after_shrinking: float = 1.0
    top_grower: float = 0.0
    payment_fails: float = 0.08
    second_product: float = 0.38
    second_keeps: float = 0.85
    opening: int = 90
    watched: float = np.inf
    whale: float = 0.0
    media: Floats = field(default_factory=lambda: 9_000 * 1.012 ** np.arange(MONTHS + 1))
    media_share: dict[str, Floats] = field(default_factory=lambda: {
        "Paid search": steady(0.6), "Paid social": steady(0.4)})  # fmt: skip
    people: Floats = field(default_factory=lambda: 30_000 * 1.012 ** np.arange(MONTHS + 1))
    nps: tuple[float, float] = (0.42, 0.22)
    reasons: dict[str, float] = field(default_factory=lambda: {
        "Price": 0.30, "Competitor": 0.30, "Missing feature": 0.25, "Timing": 0.15})  # fmt: skip
    cash: float | None = None
    burn: Floats = field(default_factory=lambda: steady(0.0))
    commits: float = 1.0
    follow_season: Floats = field(default_factory=lambda: np.ones(12))
