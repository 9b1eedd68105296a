"""What a new customer is worth by segment, plan, channel and quarter of joining.

Few customers of a segment prove little: each segment starts from what is known of all and moves
away as far as its own customers carry it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from revcore.derive import mbgnbd
from revcore.derive.breakdowns import FEWEST, MOST, Part
from revcore.derive.channels import ByChannel, channel
from revcore.derive.contractual import ClvEstimate, per_period
from revcore.derive.gamma_gamma import Spending
from revcore.derive.histories import WEEK
from revcore.derive.intervals import Floats, from_draws, rng
from revcore.derive.lifetimes import Lives
from revcore.derive.margin import Margin
from revcore.derive.months import CustomerMonths, Ints
from revcore.derive.orders_value import MONTH, BuyingModel, horizon_of
from revcore.derive.resamples import DRAWS, Resamples
from revcore.derive.sbg import at_each_renewal, fit, survival_curves
from revcore.derive.value import first_months_of
from revcore.errors import NotComputable
from revcore.model import Window, month_label
from revcore.registry import provider

SPREAD = (0.5, 0.5)
"""How far segments are taken to lie apart in logit μ and ln κ of their curves."""
RECENT = 24
"""Months of joining whose first payments say what a segment pays."""
HELD = 10.0
"""Repeat orders of its own that a segment needs to count as much as the pool."""
Labels = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, eq=False)
class Worths:
    """Value of a new customer of each group, with draws [currency]."""

    key: list[str]
    n: list[int]
    value: list[float]
    draws: list[Floats]

    @property
    def parts(self) -> list[Part]:
        """As rows of a breakdown; thin groups have a count alone."""
        return [
            Part(key, n, None, reason=f"{n} customers") if n < FEWEST
            else Part(key, n, value, from_draws(draws))
            for key, n, value, draws in zip(self.key, self.n, self.value, self.draws, strict=True)
        ]  # fmt: skip


@provider
def value_labels(
    customer_groups: Labels | None = None, customer_channel: Mapping[int, str] | None = None
) -> dict[str, Mapping[int, str]]:
    """Segment, plan and channel of each customer, where something says them."""
    out: dict[str, Mapping[int, str]] = dict(customer_groups or {})
    if customer_channel is not None:
        spelt = {who: channel(name).capitalize() for who, name in customer_channel.items()}
        if len(set(spelt.values())) > 1:
            out["channel"] = spelt
    return out


@provider
def values_by_group(
    value_labels: Mapping[str, Mapping[int, str]],
    business_model: Sequence[str],
    subscriber_groups: Callable[[Labels], dict[str, Worths]] | None = None,
    buyer_groups: Callable[[Labels], dict[str, Worths]] | None = None,
    client_groups: Callable[[Labels], dict[str, Worths]] | None = None,
) -> dict[str, Worths]:
    """Value by every dimension there is, and by the quarter of joining."""
    of = subscriber_groups or (client_groups if "projects" in business_model else buyer_groups)
    if of is None:
        raise NotComputable("Needs the value of a subscriber, of a buyer or of a client.")
    return of(value_labels)


@provider
def by_clv(values_by_group: dict[str, Worths]) -> dict[str, list[Part]]:
    """Customer value by segment, plan, channel and quarter of joining, held by the pool."""
    return {name: worths.parts for name, worths in values_by_group.items() if len(worths.key) > 1}


@provider
def by_clv_to_cac(
    values_by_group: dict[str, Worths],
    acquisition_by_channel: ByChannel,
) -> dict[str, list[Part]]:
    """Customer value over cost by channel; cost of no single channel is shared by head."""
    found, worths = acquisition_by_channel, values_by_group.get("channel")
    if worths is None:
        return {}
    everyone = sum(part.customers for part in found.channels) + found.customers_without_source
    shared = found.spend_without_channel / everyone if everyone else 0.0
    cost = {channel(part.name).capitalize(): part for part in found.paid}
    rows = []
    for key, value, draws in zip(worths.key, worths.value, worths.draws, strict=True):
        part = cost.get(key)
        if part is None:
            continue
        if part.customers < FEWEST:
            rows.append(Part(part.name, part.customers, None, reason=f"{part.customers} customers"))
            continue
        noise = rng("value to cost", [part.spend, part.customers])
        each = part.spend / noise.gamma(part.customers + 0.5, 1.0, DRAWS) + shared
        ratio = value / (part.spend / part.customers + shared)
        rows.append(Part(part.name, part.customers, ratio, from_draws(draws / each)))
    return {"channel": rows} if rows else {}


# ---------------------------------------------------------------- subscribers
@provider
def subscriber_groups(
    recurring: CustomerMonths,
    lives: Lives,
    subscriber_value: ClvEstimate,
    margin: Margin,
    discount_rate: float,
    as_of: int,
    customer_resamples: Resamples,
) -> Callable[[Labels], dict[str, Worths]]:
    """A curve for every group, its prior the curve of all, and what the group’s new ones pay."""
    horizon = subscriber_value.horizon
    shapes = Shapes.around(lives, horizon, discount_rate)
    who, first = first_months_of(recurring, Window(recurring.first + 1, as_of))
    started = recurring.starts[1][np.searchsorted(recurring.starts[0], who)]
    recent = started > as_of - RECENT
    amount = first / 10**recurring.scale

    def worths(keys: Sequence[str], label: np.ndarray, paid: np.ndarray) -> Worths:
        labels_of = dict(zip(lives.who.tolist(), label.tolist(), strict=True))
        mine = np.array([labels_of.get(one, "") for one in who.tolist()], dtype=object)
        pays, pay_draws = shrunk(
            [(who[paid & (mine == key)], amount[paid & (mine == key)]) for key in keys],
            customer_resamples,
        )
        months, drawn = shapes.of([label == key for key in keys])
        return Worths(
            list(keys), [int((label == key).sum()) for key in keys],
            [margin.value * pay * shape for pay, shape in zip(pays, months, strict=True)],
            [margin.value * pay * shape for pay, shape in zip(pay_draws, drawn, strict=True)],
        )  # fmt: skip

    def every(labels: Labels) -> dict[str, Worths]:
        out = {name: worths(*ranked(lives.who, groups), recent) for name, groups in labels.items()}
        quarter = np.array([quarter_of(month) for month in lives.started.tolist()], dtype=object)
        out["cohort"] = worths(latest(quarter), quarter, started > 0)
        return out

    return every


@dataclass(frozen=True, eq=False)
class Shapes:
    """Discounted months on a grid of curves around the curve of all."""

    lives: Lives
    leaving: Floats
    staying: Floats
    height: Floats
    months: Floats

    @classmethod
    def around(cls, lives: Lives, horizon: int, discount_rate: float) -> Shapes:
        """The grid: four spreads to either side in logit μ, three in ln κ."""
        pool = fit(np.bincount(lives.age[lives.left]), np.bincount(lives.age[~lives.left]))
        centre = np.log(pool.alpha / pool.beta), np.log(pool.alpha + pool.beta)
        steps = np.meshgrid(np.linspace(-4, 4, 33), np.linspace(-3, 3, 13), indexing="ij")
        mu, kappa = (
            middle + spread * step.ravel()
            for middle, spread, step in zip(centre, SPREAD, steps, strict=True)
        )
        share, size = 1 / (1 + np.exp(-mu)), np.exp(kappa)
        alpha, beta = share * size, (1 - share) * size
        ages = np.arange(int(lives.age.max(initial=0)))[:, None]
        weights = (1 + per_period(discount_rate)) ** -np.arange(horizon, dtype=float)
        return cls(
            lives, np.log(alpha) - np.log(size + ages), np.log(beta + ages) - np.log(size + ages),
            -0.5 * (steps[0].ravel() ** 2 + steps[1].ravel() ** 2),
            survival_curves(alpha, beta, horizon - 1) @ weights,
        )  # fmt: skip

    def of(self, masks: Sequence[np.ndarray]) -> tuple[list[float], list[Floats]]:
        """Posterior mean and draws of the discounted months of each group."""
        means, draws = [], []
        quantiles = (np.arange(DRAWS) + 0.5) / DRAWS
        for mask in masks:
            gone = np.bincount(self.lives.age[mask & self.lives.left], minlength=1)
            here = np.bincount(self.lives.age[mask & ~self.lives.left], minlength=1)
            leaves, stays = at_each_renewal(gone, here)
            size = leaves.size if leaves.sum() + stays.sum() else 0
            height = self.height + (
                leaves[:size] @ self.leaving[:size] + stays[:size] @ self.staying[:size]
            )
            chance = np.exp(height - height.max())
            chance /= chance.sum()
            order = np.argsort(self.months)
            place = np.searchsorted(np.cumsum(chance[order]), quantiles).clip(max=len(order) - 1)
            found = self.months[order][place]
            means.append(float(chance @ self.months))
            draws.append(found[rng("shapes", gone, here).permutation(DRAWS)])
        return means, draws


# ---------------------------------------------------------------- buyers
@provider
def buyer_groups(
    buying_model: BuyingModel,
    spending_model: Spending,
    margin: Margin,
    discount_rate: float,
    customer_resamples: Resamples,
) -> Callable[[Labels], dict[str, Worths]]:
    """First orders of each group, and its repeat orders against what the model expects of it."""
    log, model = buying_model.fitted, buying_model.model
    horizon = horizon_of(log.months)
    weeks: Floats = np.arange(horizon + 1.0) * (MONTH / WEEK)
    expected = np.r_[0.0, model.orders_of_new(weeks[1:])]
    weights = (1 + per_period(discount_rate)) ** -np.arange(1.0, horizon + 1)
    ahead = float(np.diff(expected) @ weights)
    spread = mbgnbd.orders_of_new(model.draws(100, rng("groups", log.x)), weeks[1:])[:, -1]
    doubt = np.tile(spread / expected[-1], DRAWS // 100)
    due = np.interp(log.T, weeks, expected)
    back = log.repeat_value > 0

    def worths(keys: Sequence[str], label: np.ndarray) -> Worths:
        masks = [label == key for key in keys]
        first, first_draws = shrunk(
            [(log.who[mask], log.first_value[mask]) for mask in masks], customer_resamples
        )
        order, order_draws = shrunk(
            [(log.who[mask & back], log.repeat_value[mask & back]) for mask in masks],
            customer_resamples,
        )
        level = spending_model.mean / max(float(log.repeat_value[back].mean()), 1e-9)
        value, draws = [], []
        for mask, one, ones, each, eaches in zip(
            masks, first, first_draws, order, order_draws, strict=True
        ):
            came, awaited = float(log.x[mask].sum()) + HELD, float(due[mask].sum()) + HELD
            noise = rng("buyers", [came, awaited]).gamma(came, 1 / awaited, DRAWS)
            value.append(margin.value * (one + level * each * ahead * came / awaited))
            draws.append(margin.value * (ones + level * eaches * ahead * noise * doubt))
        return Worths(list(keys), [int(mask.sum()) for mask in masks], value, draws)

    def every(labels: Labels) -> dict[str, Worths]:
        out = {name: worths(*ranked(log.who, groups)) for name, groups in labels.items()}
        days = log.first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        quarter = np.array([quarter_of(month + 1970 * 12) for month in days.tolist()], dtype=object)
        out["cohort"] = worths(latest(quarter), quarter)
        return out

    return every


# ---------------------------------------------------------------- shared
def quarter_of(month: int) -> str:
    """Quarter of a month.

    >>> quarter_of(2024 * 12 + 4)
    'Q2 2024'
    """
    return f"Q{month % 12 // 3 + 1} {month_label(month)[:4]}"


def latest(quarters: np.ndarray) -> list[str]:
    """The last quarters of these, in time.

    >>> latest(np.array(["Q1 2025", "Q4 2024", "Q1 2025"], object))
    ['Q4 2024', 'Q1 2025']
    """
    return sorted(set(quarters.tolist()), key=lambda one: (one[3:], one[:2]))[-MOST:]


def ranked(who: Ints, groups: Mapping[int, str]) -> tuple[list[str], np.ndarray]:
    """Groups by size, and the group of every customer; those without one are not a group."""
    label = np.array([groups.get(one, "") for one in who.tolist()], dtype=object)
    keys, n = np.unique(label.astype(str), return_counts=True)
    order = sorted(zip(keys.tolist(), n.tolist(), strict=True), key=lambda at: (-at[1], at[0]))
    return [key for key, _ in order if key][:MOST], label


def shrunk(
    groups: Sequence[tuple[Ints, Floats]], drawn: Resamples
) -> tuple[list[float], list[Floats]]:
    """Means of groups pulled towards the mean of all, with draws.

        mean = (n · own + k · pooled) / (n + k),   k = variance within ÷ variance between groups

    References
    ----------
    Efron & Morris (1975), JASA 70:311–319.
    """
    who = np.concatenate([part for part, _ in groups]) if groups else np.empty(0, np.int64)
    amount = np.concatenate([part for _, part in groups]) if groups else np.empty(0)
    if amount.size < FEWEST:
        raise NotComputable(f"{amount.size} customers: at least {FEWEST} are needed.")
    pooled, pooled_draws = float(amount.mean()), drawn.mean(who, amount)
    size = np.array([part.size for _, part in groups], float)
    own = np.array([part.mean() if part.size else pooled for _, part in groups])
    inside = [float(((part - part.mean()) ** 2).sum()) for _, part in groups if part.size]
    within = float(np.sum(inside)) / max(amount.size - len(inside), 1)
    between = float((size * (own - pooled) ** 2).sum()) - within * (len(inside) - 1)
    between /= max(amount.size - float((size**2).sum()) / amount.size, 1.0)
    k = float(np.clip(within / between, 1.0, 1000.0)) if between > 0 else 1000.0
    means = (size * own + k * pooled) / (size + k)
    draws = [
        (drawn.total(members, values) + k * pooled_draws)
        / (drawn.total(members, values * 0 + 1) + k)
        for members, values in groups
    ]
    return means.tolist(), draws
