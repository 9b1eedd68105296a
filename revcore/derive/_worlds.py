"""One world of the simulation: twelve months of one kind of company, all paths at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from revcore.derive._world import (
    BACK_AFTER,
    MEDIA_ELASTICITY,
    MEDIA_SPREAD,
    MONTHS,
    NOTICE,
    PATHS,
    PRICE_CHURN,
    PRICE_ELASTICITY,
    RAMP,
    STEPS,
    VOLUMES,
    World,
)
from revcore.derive.intervals import Floats, rng
from revcore.diagnosis_parts import GrowthState


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


def run(
    state: GrowthState,
    level: Mapping[str, Floats],
    factor: Mapping[str, Floats],
    paths: int = PATHS,
    ramp: float = RAMP,
) -> Run:
    """Twelve months of one world."""
    world = World(state, level, factor, paths, ramp)
    volume, price = ENGINES[state.engine](world)
    if state.season:
        volume = volume * np.asarray(state.season)[:MONTHS]
    if state.capacity is not None:
        most = [state.capacity * world.moved("capacity", month) for month in range(MONTHS)]
        volume = np.minimum(volume, np.stack([np.broadcast_to(m, paths) for m in most], axis=1))
    revenue = volume * price
    return Run(volume, revenue, revenue[:, -1], extra_media(world))


def dearer(world: World) -> Floats | float:
    """What a price rise leaves of the new business that begins in each month (a row per path)."""
    if "price" not in world.factor:
        return 1.0
    lost = world.uniform("price elasticity", *PRICE_ELASTICITY[world.state.engine])
    return np.asarray(np.maximum(world.course("price"), 0.01) ** -lost[:, None], float)


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
    """Deals won in each month, from those open now (at the usual pace) and those to come.

    A deal is decided all along its way: what a change of the win rate does to it hangs on how much
    of its way lies after the change.
    """
    if "opportunities" not in world.state.inputs:
        return np.asarray(world.volume("new_customers") * dearer(world), float)
    created, before = created_in(world) * dearer(world), open_now(world)
    out = decided(world, created) + before.sum(axis=0)
    if "win_rate" in world.factor:
        months = np.arange(MONTHS) + 0.5
        on_the_way = np.stack([world.along(months, end) for end in months], axis=1)
        begun = np.stack(
            [world.along(-0.5 - np.arange(len(before)), end) for end in months], axis=1
        )
        more = decided(world, created, on_the_way) + (before * begun).sum(axis=0)
        out += (world.factor["win_rate"] - 1)[:, None] * more
    return np.asarray(out * np.reshape(world.level["win_rate"], (-1, 1)), float)


def decided(world: World, created: Floats, part: Floats | None = None) -> Floats:
    """Deals decided in each month, if all were won, of those created in each (a row per path).

    ``part`` counts only a share of those created in one month (row) and decided in another.
    """
    share = won_after(world, MONTHS)
    age = np.arange(MONTHS)[None, :] - np.arange(MONTHS)[:, None]
    counts = (age >= 0) * (1.0 if part is None else part)
    if "cycle_days" not in world.factor:
        return np.asarray(created @ (share[0][np.maximum(age, 0)] * counts), float)
    paced = share[:, np.maximum(age, 0)] * counts
    return np.asarray((created[:, None, :] @ paced)[:, 0, :], float)


def open_now(world: World) -> Floats:
    """Deals open now that will be decided in each month, if all were won, by their age (rows)."""
    known = np.asarray(world.state.open_by_age, float)
    usual = np.zeros(MONTHS + known.size + 1)
    usual[: len(world.state.cycle)] = world.state.cycle[: usual.size]
    ahead = np.arange(known.size)[:, None] + np.arange(1, MONTHS + 1)
    return np.asarray(usual[ahead] * known[:, None], float)


def quoted(world: World, name: str) -> Floats | float:
    """What the size of the deals won in each month is multiplied by (a row per path).

    A deal keeps what it was opened with: those open now stay as they are.
    """
    if name not in world.factor:
        return 1.0
    size = world.course(name)
    if "opportunities" not in world.state.inputs:
        return size
    created, old = created_in(world) * dearer(world), open_now(world).sum(axis=0)
    came = decided(world, created) + old
    larger = decided(world, created * size) + old
    return np.asarray(np.divide(larger, came, out=np.ones_like(came), where=came > 0), float)


def created_in(world: World) -> Floats:
    """Opportunities of each month; those that were leads follow the leads after their lag."""
    lag = world.state.inputs["lead_lag"].value if "lead_lag" in world.state.inputs else 0.0
    out = world.volume("opportunities")
    share = world.level.get("lead_share", 1.0)
    names = [name for name in ("leads", *STEPS) if name in world.factor]
    for month in range(MONTHS if names else 0):
        through: Floats | float = 1.0
        for name in names:
            through = through * world.moved(name, month - lag)
        out[:, month] *= 1 + share * (through - 1)
    return out


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


def subscription(world: World) -> tuple[Floats, Floats]:
    """Recurring revenue of each month: the base, and those who join, each with its age; and its
    prices: new ones for those who join, for the base from the renewal on that can still be told."""
    state, paths = world.state, world.paths
    new = "new_mrr" if "new_mrr" in world.level else "new_customer_mrr"
    joined = wins(world) * quoted(world, new)
    hazard = np.asarray(state.hazard, float)
    base = np.full(paths, state.base, float)
    young = np.zeros((paths, MONTHS))
    out, price = np.empty((paths, MONTHS)), np.ones((paths, MONTHS))
    churn = np.broadcast_to(world.level.get("churn", 0.0), paths)
    usual = state.inputs["churn"].value if "churn" in state.inputs else 0.0
    relative = churn / usual if usual > 0 else np.ones(paths)
    upset, rise = np.zeros(paths), np.zeros(paths)
    asked = np.broadcast_to(quoted(world, "price"), (paths, MONTHS))
    told = world.uniform("notice", *NOTICE)
    back, lost = np.minimum(world.level.get("returning", 0.0), 1.0), []
    if "price" in world.factor:
        rise = world.factor["price"] - 1
        most = world.uniform("price churn", 0.0, PRICE_CHURN)
        upset = most * np.clip(rise, 0.0, 0.13)
    for month in range(MONTHS):
        leave = world.moved("churn", month - told) * (1 + upset * world.part(month - told))
        shrink = world.level.get("contraction", 0.0) * world.moved("contraction", month - told)
        drift = world.at("expansion", month) - shrink
        lost.append(base * np.minimum(churn * leave, 1.0))
        base = base * np.clip(1 - churn * leave + drift, 0.0, None)
        if month >= BACK_AFTER:
            base = base + back * lost[month - BACK_AFTER]
        if month and hazard.size:
            by_age = hazard[np.minimum(np.arange(month), hazard.size - 1)][::-1]
            leaves = by_age * (relative * leave)[:, None]
        else:
            leaves = np.broadcast_to((churn * leave)[:, None], (paths, month))
        stays = 1 - leaves + np.reshape(drift, (-1, 1))
        young[:, :month] *= np.clip(stays, 0.0, None)
        young[:, month] = joined[:, month] * world.level.get(new, 0.0)
        out[:, month] = base + young[:, : month + 1].sum(axis=1)
        if "price" in world.factor:
            renewed = np.clip((month + 0.5 - told) / 12, 0.0, 1.0)
            more = base * rise * renewed
            more = more + (young[:, : month + 1] * (asked[:, : month + 1] - 1)).sum(axis=1)
            price[:, month] += np.divide(
                more, out[:, month], out=np.zeros(paths), where=out[:, month] > 0
            )
    return out, price


def projects(world: World) -> tuple[Floats, Floats]:
    """Revenue of each month: deals as they are won, and the business without a deal."""
    value = np.reshape(np.broadcast_to(world.level.get("deal_value", 0.0), world.paths), (-1, 1))
    sold = wins(world) * quoted(world, "deal_value") * value
    return np.asarray(sold + world.state.base, float), world.course("price")


def orders(world: World) -> tuple[Floats, Floats]:
    """Revenue of each month: first orders, and what earlier buyers buy again."""
    state, paths = world.state, world.paths
    repeat, known = np.asarray(state.repeat, float), np.asarray(state.buyers_by_age, float)
    again = np.concatenate([repeat[1:], np.zeros(MONTHS + known.size)])
    usual = state.inputs["repeat_rate"].value if "repeat_rate" in state.inputs else 0.0
    rate = world.level["repeat_rate"] / usual if usual > 0 else np.ones(paths)
    value = world.level["order_value"] / state.inputs["order_value"].value
    kept = np.broadcast_to(dearer(world), (paths, MONTHS))
    bought = world.volume("new_buyers") * kept
    out = np.empty((paths, MONTHS))
    for month in range(MONTHS):
        earlier = float(known @ again[month : month + known.size]) * kept[:, month]
        if month:
            earlier = earlier + bought[:, :month] @ again[month - 1 :: -1][:month]
        returning = earlier * rate * world.moved("repeat_rate", month)
        money = bought[:, month] * (repeat[0] if repeat.size else 0.0) + returning
        out[:, month] = money * value * world.moved("order_value", month) + state.base
    return out, world.course("price")


ENGINES: Mapping[str, Callable[[World], tuple[Floats, Floats]]] = {
    "subscription": subscription,
    "projects": projects,
    "orders": orders,
}
