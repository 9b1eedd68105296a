"""One world of the simulation: twelve months of one kind of company, all paths at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from revcore.derive.intervals import Floats, rng
from revcore.diagnosis_parts import GrowthState

MONTHS, PATHS, RAMP = 12, 1000, 3.0
STEPS = ("lead_to_mql", "mql_to_sql", "sql_to_opportunity")
VOLUMES = ("leads", "opportunities", "new_customers", "new_buyers")
"""Inputs whose growth is bought with media."""
MEDIA_ELASTICITY, MEDIA_SPREAD = 0.35, 0.45
"""Growth of volume per growth of media: ln ε ~ N(ln .35, .45²), cut at .1 and 1 (short-run .12,
long-run .24 in a meta-analysis of advertising; personal selling .34)."""
PRICE_CHURN = 0.20 / 0.065
"""Churn rises by 0 to 20 % where prices rise by 6.5 %: a house estimate."""
PRICE_ELASTICITY = {"subscription": (0.0, 1.0), "projects": (0.0, 1.0), "orders": (0.5, 2.6)}
"""New business lost per price rise, uniform: a house estimate; consumer brands average 2.62
(Bijmolt, van Heerde & Pieters 2005)."""


@dataclass(frozen=True, eq=False)
class Run:
    """One world: sales a month at today's prices and as billed, and the run rate at the end.

    ``volume`` and ``revenue`` have one row per path, one column per month [money].
    """

    volume: Floats
    revenue: Floats
    end: Floats
    spend: Floats

    def profit(self, margin: Floats) -> Floats:
        """Gross profit of the twelve months, what extra media costs taken off [money]."""
        cost = self.volume.sum(axis=1) * (1 - margin)
        return np.asarray(self.revenue.sum(axis=1) - cost - self.spend, float)


@dataclass(frozen=True, eq=False)
class World:
    """Inputs of one run by name, month by month: level × (1 + (factor − 1) · ramp)."""

    state: GrowthState
    level: Mapping[str, Floats]
    factor: Mapping[str, Floats]
    paths: int
    ramp: float

    def part(self, month: float) -> float:
        """Share of its full effect that a change has in a month: 1/6, 1/2, 5/6, 1 …"""
        if month < 0:
            return 0.0
        return min(1.0, (month + 0.5) / self.ramp) if self.ramp > 0 else 1.0

    def moved(self, name: str, month: float) -> Floats | float:
        """What an input is multiplied by in a month."""
        if name not in self.factor:
            return 1.0
        return 1 + (self.factor[name] - 1) * self.part(month)

    def at(self, name: str, month: float, otherwise: float = 0.0) -> Floats | float:
        """Level of an input in a month."""
        return self.level.get(name, otherwise) * self.moved(name, month)

    def uniform(self, name: str, low: float, high: float) -> Floats:
        """A number per path that nobody knows better than between two bounds."""
        return low + (high - low) * rng("simulate", name, [self.state.seed]).random(self.paths)


def run(
    state: GrowthState,
    level: Mapping[str, Floats],
    factor: Mapping[str, Floats],
    paths: int = PATHS,
    ramp: float = RAMP,
) -> Run:
    """Twelve months of one world."""
    world = World(state, level, factor, paths, ramp)
    volume = ENGINES[state.engine](world)
    if state.season:
        volume = volume * np.asarray(state.season)[:MONTHS]
    if state.capacity is not None:
        most = [state.capacity * world.moved("capacity", month) for month in range(MONTHS)]
        volume = np.minimum(volume, np.stack([np.broadcast_to(m, paths) for m in most], axis=1))
    revenue = volume * repriced(world)
    return Run(volume, revenue, revenue[:, -1], extra_media(world))


def repriced(world: World) -> Floats:
    """Prices of each month against today's; a subscriber's rises at the renewal within the year."""
    out = np.ones((world.paths, MONTHS))
    if "price" in world.factor:
        term = 12.0 if world.state.engine == "subscription" else 0.0
        for month in range(MONTHS):
            share = (month + 0.5) / term if term else world.part(month)
            out[:, month] += (world.factor["price"] - 1) * share
    return out


def dearer(world: World, month: int) -> Floats | float:
    """What a price rise leaves of new business."""
    if "price" not in world.factor:
        return 1.0
    lost = world.uniform("price elasticity", *PRICE_ELASTICITY[world.state.engine])
    return np.maximum(np.asarray(world.moved("price", month), float), 0.01) ** -lost


def extra_media(world: World) -> Floats:
    """Media for more leads over the year: spend grows faster than volume [money]."""
    cost = world.level.get("media_cost")
    grown = [world.factor[name] for name in VOLUMES if name in world.factor]
    if cost is None or not grown:
        return np.zeros(world.paths)
    noise = rng("simulate", "media", [world.state.seed]).standard_normal(world.paths)
    bend = np.clip(MEDIA_ELASTICITY * np.exp(MEDIA_SPREAD * noise), 0.1, 1.0)
    more = np.maximum(np.prod(grown, axis=0), 1e-6) ** (1 / bend) - 1
    return np.asarray(MONTHS * cost * np.maximum(more, 0.0), float)


# ---------------------------------------------------------------- engines
def wins(world: World) -> Floats:
    """Deals won in each month, from those open now (at the usual pace) and those to come."""
    state, paths = world.state, world.paths
    if "opportunities" not in state.inputs:
        new = [world.at("new_customers", m) * dearer(world, m) for m in range(MONTHS)]
        return np.stack([np.broadcast_to(one, paths) for one in new], axis=1)
    fresh, before = arriving(world)
    out = np.empty((paths, MONTHS))
    for month in range(MONTHS):
        came = fresh[month].sum(axis=1) + before[month]
        out[:, month] = came * world.at("win_rate", month) * dearer(world, month)
    return out


def arriving(world: World) -> tuple[list[Floats], Floats]:
    """Deals that will be decided in each month, if all were won: those to come by the month of
    their creation (a row per path), and those open now."""
    state, paths = world.state, world.paths
    ages = len(state.open_by_age)
    share = won_after(world, MONTHS)
    usual = np.zeros(MONTHS + ages)
    usual[: len(state.cycle)] = state.cycle[: MONTHS + ages]
    created = np.stack(
        [np.broadcast_to(created_in(world, month), paths) for month in range(MONTHS)], axis=1
    )
    known = np.asarray(state.open_by_age, float)
    fresh = [created[:, : month + 1] * share[:, month::-1] for month in range(MONTHS)]
    before = [float(usual[month + 1 : month + 1 + ages] @ known) for month in range(MONTHS)]
    return fresh, np.array(before)


def quoted(world: World, name: str) -> Floats | float:
    """What the size of the deals won in each month is multiplied by (a row per path).

    A deal keeps the size it was opened with: those open now stay as they are.
    """
    if name not in world.factor:
        return 1.0
    by_month = [np.broadcast_to(world.moved(name, month), world.paths) for month in range(MONTHS)]
    size = np.stack(by_month, axis=1)
    if "opportunities" not in world.state.inputs:
        return size
    fresh, before = arriving(world)
    out = np.ones((world.paths, MONTHS))
    for month in range(MONTHS):
        came = fresh[month].sum(axis=1) + before[month]
        larger = (fresh[month] * size[:, : month + 1]).sum(axis=1) + before[month]
        np.divide(larger, came, out=out[:, month], where=came > 0)
    return out


def created_in(world: World, month: int) -> Floats | float:
    """Opportunities of a month; those that were leads follow the leads after their lag."""
    lag = world.state.inputs["lead_lag"].value if "lead_lag" in world.state.inputs else 0.0
    through = world.moved("leads", month - lag)
    for step in STEPS:
        through = through * world.moved(step, month - lag)
    share = world.level.get("lead_share", 1.0)
    return world.at("opportunities", month) * (1 + share * (through - 1))


def won_after(world: World, months: int) -> Floats:
    """Of the deals that will be won, the share won 0, 1, 2 … months after creation."""
    cycle = np.asarray(world.state.cycle or [1.0], float)
    if "cycle_days" not in world.factor:
        share = np.zeros(months)
        share[: min(months, cycle.size)] = cycle[:months]
        return np.broadcast_to(share, (world.paths, months))
    total = np.concatenate([[0.0], np.cumsum(cycle)])
    ends = np.concatenate([[0.0], np.arange(cycle.size) + 0.5])
    asked = (np.arange(months) + 0.5) / np.maximum(world.factor["cycle_days"], 0.05)[:, None]
    upto = np.interp(asked.ravel(), ends, total).reshape(asked.shape)
    return np.diff(upto, axis=1, prepend=0.0)


def subscription(world: World) -> Floats:
    """Recurring revenue of each month: the base, and those who join, each with its age."""
    state, paths = world.state, world.paths
    new = "new_mrr" if "new_mrr" in world.level else "new_customer_mrr"
    joined = wins(world) * quoted(world, new)
    hazard = np.asarray(state.hazard, float)
    base = np.full(paths, state.base, float)
    young = np.zeros((paths, MONTHS))
    out = np.empty((paths, MONTHS))
    churn = np.broadcast_to(world.level.get("churn", 0.0), paths)
    usual = state.inputs["churn"].value if "churn" in state.inputs else 0.0
    relative = churn / usual if usual > 0 else np.ones(paths)
    upset = np.zeros(paths)
    if "price" in world.factor:
        rise = np.clip(world.factor["price"] - 1, 0.0, 0.13)
        upset = world.uniform("price churn", 0.0, PRICE_CHURN) * rise
    for month in range(MONTHS):
        leave = world.moved("churn", month) * (1 + upset * world.part(month))
        drift = world.at("expansion", month) - world.at("contraction", month)
        base = base * np.clip(1 - churn * leave + drift, 0.0, None)
        if month and hazard.size:
            by_age = hazard[np.minimum(np.arange(month), hazard.size - 1)][::-1]
            leaves = by_age * (relative * leave)[:, None]
        else:
            leaves = np.broadcast_to((churn * leave)[:, None], (paths, month))
        stays = 1 - leaves + np.reshape(drift, (-1, 1))
        young[:, :month] *= np.clip(stays, 0.0, None)
        young[:, month] = joined[:, month] * world.level.get(new, 0.0)
        out[:, month] = base + young[:, : month + 1].sum(axis=1)
    return out


def projects(world: World) -> Floats:
    """Revenue of each month: deals as they are won, and the business without a deal."""
    value = np.reshape(np.broadcast_to(world.level.get("deal_value", 0.0), world.paths), (-1, 1))
    return np.asarray(wins(world) * quoted(world, "deal_value") * value + world.state.base, float)


def orders(world: World) -> Floats:
    """Revenue of each month: first orders, and what earlier buyers buy again."""
    state, paths = world.state, world.paths
    repeat, known = np.asarray(state.repeat, float), np.asarray(state.buyers_by_age, float)
    again = np.concatenate([repeat[1:], np.zeros(MONTHS + known.size)])
    usual = state.inputs["repeat_rate"].value if "repeat_rate" in state.inputs else 0.0
    rate = world.level["repeat_rate"] / usual if usual > 0 else np.ones(paths)
    value = world.level["order_value"] / state.inputs["order_value"].value
    new = [world.at("new_buyers", month) * dearer(world, month) for month in range(MONTHS)]
    bought = np.stack([np.broadcast_to(one, paths) for one in new], axis=1)
    out = np.empty((paths, MONTHS))
    for month in range(MONTHS):
        earlier = float(known @ again[month : month + known.size]) * dearer(world, month)
        if month:
            earlier = earlier + bought[:, :month] @ again[month - 1 :: -1][:month]
        returning = earlier * rate * world.moved("repeat_rate", month)
        money = bought[:, month] * (repeat[0] if repeat.size else 0.0) + returning
        out[:, month] = money * value * world.moved("order_value", month) + state.base
    return out


ENGINES: Mapping[str, Callable[[World], Floats]] = {
    "subscription": subscription,
    "projects": projects,
    "orders": orders,
}
