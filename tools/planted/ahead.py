"""What a year brings on average from where a firm stands, by many replays of each part of it.

The rules are those of :mod:`tools.planted.saas`, for many accounts at once; each replay has fresh
random numbers, the same for both courses, so that only what a cure touches differs. Customers who
had left and are back pay the same in both courses and are not counted.

stock
    Customers, open deals and leads on their way at the end of month 23, each with its own state:
    how easily a customer leaves, how far a deal has come. Differs from firm to firm.
flow
    Leads that come in from then on. Firms of one kind have the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.planted import saas
from tools.planted.clock import LAST_DAY, MONTHS, STARTS
from tools.planted.future import NOW
from tools.planted.knobs import Floats, Saas

TODAY = float(STARTS[NOW])
ENDS = STARTS[NOW + 1 : MONTHS + 1] - 1
"""The day of each month on which recurring revenue is counted."""
YEAR = MONTHS - NOW
STEPS = 15
"""Steps of 27 to 33 days that a year needs at most."""


def month_of(day: Floats) -> np.ndarray:
    """Months of days, within those there are."""
    return np.clip(np.searchsorted(STARTS, day, side="right") - 1, 0, MONTHS)


@dataclass
class Customers:
    """Accounts that pay: one entry each; ``weight`` is how many of a firm an entry stands for."""

    start: Floats
    day: Floats
    level: Floats
    frailty: Floats
    yearly: Floats
    anniversary: Floats
    shrunk: Floats
    raised: Floats
    weight: Floats


def stayed(knobs: Saas, who: Customers, rng: np.random.Generator) -> Floats:
    """Recurring revenue of these customers at the end of each month of the year ahead."""
    size = who.start.size
    day, level = who.day.copy(), who.level.copy()
    shrunk, raised = who.shrunk.astype(bool), who.raised.astype(bool)
    here = np.ones(size, bool)
    paid = np.zeros(YEAR + 1)
    for _ in range(STEPS):
        least = np.clip(TODAY - day, 27.0, 33.0)
        step = least + (33.0 - least) * rng.random(size)
        chance, back = rng.random(size), rng.random(size)
        away, large = 60 + 140 * rng.random(size), rng.random(size) < 0.12
        month = month_of(np.maximum(day, 0.0))
        age = ((day - who.start) / 30.4).astype(int)
        frail = who.frailty * knobs.leaving[month]
        leave = np.minimum(0.9, knobs.hazard[np.minimum(age, knobs.hazard.size - 1)] * frail)
        due = (np.abs((day - who.anniversary) % 365) < 30.4) & (day - who.start > 180)
        renewing = np.where(due, np.minimum(0.9, knobs.renewal_loss * frail), 0.0)
        leave = np.where(who.yearly, renewing, leave)
        leave = np.where(shrunk, np.minimum(0.9, leave * knobs.leave_after_shrinking), leave)
        counted(paid, here, day, day + step, level * who.weight)
        leaves = here & (chance < leave) & (day <= LAST_DAY)
        returns = leaves & (back < knobs.comes_back)
        counted(paid, returns, day + step + away, np.full(size, np.inf), level * who.weight)
        here &= ~leaves
        up = chance > 1 - knobs.grows[month]
        moved = chance > 1 - knobs.grows[month] - knobs.shrinks[month]
        by = np.where(up, knobs.grows_by + np.where(large, knobs.top_grower, 0), -knobs.shrinks_by)
        change = np.where(moved, 1 + by, 1.0)
        shrunk |= moved & ~up
        if knobs.dearer:
            full = (day - who.start) // 365 != (day + step - who.start) // 365
            due = ~raised & (month >= knobs.dearer_from) & full
            change = change * np.where(due, 1 + knobs.dearer, 1.0)
            raised |= due
        level = level * change
        day = day + step
    return paid[:YEAR]


def counted(paid: Floats, who: Floats, start: Floats, end: Floats, level: Floats) -> None:
    """Add a level to every month whose last day lies from start to before end."""
    first = np.searchsorted(ENDS, start[who], side="left")
    last = np.searchsorted(ENDS, end[who], side="left")
    paid += np.cumsum(
        np.bincount(first, level[who], YEAR + 1) - np.bincount(last, level[who], YEAR + 1)
    )


@dataclass
class Pursued:
    """Deals: one entry each; ``stage`` is the one a deal is in since ``day``."""

    day: Floats
    stage: Floats
    listed: Floats
    chance: Floats
    leave: Floats
    weight: Floats


def pursued(knobs: Saas, deals: Pursued, rng: np.random.Generator) -> Floats:
    """Recurring revenue of the year ahead from deals, won or not."""
    size = deals.day.size
    day, open_ = deals.day.copy(), np.ones(size, bool)
    for at, name in enumerate(saas.STAGES):
        inside = deals.stage <= at
        scale = knobs.dwell[name] * knobs.slower[month_of(deals.day)]
        wait = scale * rng.gamma(2.0, 0.5, size)
        waited = np.where(deals.stage == at, np.maximum(TODAY - day, 0.0), 0.0)
        while (short := inside & (wait < waited)).any():
            wait[short] = scale[short] * rng.gamma(2.0, 0.5, int(short.sum()))
        day = np.where(inside, day + wait, day)
        odds = knobs.passing[name][month_of(np.minimum(day, LAST_DAY))] * deals.chance
        passed = rng.random(size) < np.minimum(0.98, odds)
        open_ &= passed | ~inside
    off = np.maximum(0.0, knobs.discount[month_of(day)] + rng.normal(0, 0.025, size))
    two = rng.random(size) < knobs.second_product
    yearly = rng.random(size) < knobs.yearly
    frailty = rng.gamma(2.0, 0.5, size) * deals.leave * np.where(two, knobs.second_keeps, 1.0)
    none = np.zeros(size)
    won = np.where(open_ & (day <= LAST_DAY), deals.weight, 0.0)
    return stayed(knobs, Customers(
        day, day, deals.listed * (1 - np.minimum(off, 0.6)) / 12, frailty, yearly, day, none, none,
        won,
    ), rng)  # fmt: skip


def flow(knobs: Saas, each: int, seed: Sequence[int]) -> Floats:
    """Recurring revenue (row: month of the lead; column: month ahead) that one lead brings."""
    out = np.zeros((YEAR, YEAR))
    kinds = list(knobs.segments.values())
    share = np.array([one.share for one in kinds])
    sources = list(knobs.channels)
    for ahead in range(YEAR):
        rng = np.random.default_rng([*seed, ahead])
        month = NOW + ahead
        segment = rng.choice(len(kinds), each, p=share / share.sum())
        source = rng.choice(len(sources), each, p=np.array(list(knobs.channels.values())))
        seller = rng.choice(len(knobs.sellers), each, p=[one.share for one in knobs.sellers])
        day = rng.uniform(STARTS[month], STARTS[month + 1], each)
        day += rng.exponential(2.0, each) + rng.exponential(3.0, each) + rng.exponential(2.0, each)
        opened = month_of(day)
        listed = np.array([one.amount for one in kinds])[segment]
        listed = listed * np.exp(rng.normal(-0.08, 0.4, each))
        listed = listed * knobs.price[opened] * knobs.deal_size[opened]
        skill = np.array([one.skill for one in knobs.sellers])[seller]
        odds = skill * np.array([one.win for one in kinds])[segment]
        odds = odds * np.array([knobs.channel_win.get(name, 1.0) for name in sources])[source]
        leave = np.array([one.leave for one in kinds])[segment]
        through = knobs.to_mql[month] * knobs.to_sql[month] * knobs.to_deal[month]
        weight = np.where(day <= LAST_DAY, through / each, 0.0)
        none = np.zeros(each, int)
        out[ahead] = pursued(knobs, Pursued(day, none, listed, odds**0.25, leave, weight), rng)
    return out


def stock(knobs: Saas, played: saas.Played, replays: int, seed: Sequence[int]) -> Floats:
    """Recurring revenue of the year ahead from customers, deals and leads there are now."""
    rng = np.random.default_rng([*seed, 1])
    rows = [(one.start, one.day, one.level, one.frailty, one.yearly, one.anniversary, one.shrunk,
             one.raised, 1 / replays) for one in played.stays]  # fmt: skip
    columns = np.repeat(np.array(rows, float).reshape(-1, 9), replays, axis=0).T
    kept = stayed(knobs, Customers(*columns), rng)
    rng = np.random.default_rng([*seed, 2])
    begun = under_way(knobs, played)
    if not begun:
        return kept
    columns = np.repeat(np.array([(*one, 1 / replays) for one in begun]), replays, axis=0).T
    return kept + pursued(knobs, Pursued(*columns), rng)


def under_way(knobs: Saas, played: saas.Played) -> list[tuple[float, ...]]:
    """Open deals whose end is open, and the deals of leads that are on their way."""
    skill = {one.name: one.skill for one in knobs.sellers}
    out: list[tuple[float, ...]] = []
    asked = {one.deal: one for one in played.leads if one.created < TODAY <= one.deal < np.inf}
    for deal in played.deals:
        kind = knobs.segments[deal.segment]
        odds = skill[deal.seller] * kind.win * knobs.channel_win.get(deal.source, 1.0)
        if deal.created >= TODAY:
            if deal.created not in asked:
                continue
            month = int(month_of(np.array([deal.created]))[0])
            base = played.knobs
            listed = deal.listed / (base.price[month] * base.deal_size[month])
            listed *= knobs.price[month] * knobs.deal_size[month]
            out.append((deal.created, 0, listed, odds**0.25, kind.leave))
            continue
        entered = [day for day in deal.entered.values() if day < TODAY]
        if deal.decided < TODAY:
            continue
        out.append((entered[-1], len(entered) - 1, deal.listed, odds**0.25, kind.leave))
    return out
