"""Renewal cliff."""

import numpy as np

from revcore.derive.intervals import Floats, rng
from revcore.derive.renewals import Renewals
from revcore.derive.resamples import Resamples
from revcore.diagnosis.patterns._pattern import (
    Measured,
    NotApplicable,
    Signs,
    draws_of,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window, last_day, month_of_day, month_words

PART, KEPT = 0.25, 0.90
WINDOW, AHEAD = 30, 183
"""Days: the width of the window, and how far ahead it is looked for."""
FEW, LEAST = 10, 5
CELLS = 4_000_000
"""Draws × customers worked out together."""


@pattern(
    title="Too many renewals at once",
    order=6,
    family="renewals",
    applies=("subscription",),
    min_data="contracts of half a year or longer with their renewal day",
    moves=("stagger_renewals", "early_renewal"),
    fields=("subscriptions.renews", "subscriptions.end"),
    chart="renewals_ahead",
    lever="churn",
    rows="active_customers",
)
def renewal_cliff(
    renewals: Renewals,
    customer_resamples: Resamples,
    grr: Measured,
    as_of: int,
    growth_state: GrowthState | None = None,
) -> Signs:
    """A good part of the revenue comes up for renewal in one month, and not all of it renews.

        to renew within 30 days, in the next six months > 25% of recurring revenue,
        and kept of the renewals before < 90%

    Contracts of half a year and longer. Kept is what customers under such contracts a year ago
    still pay, increases not counted; with fewer than ten of them, gross retention of all.
    """
    today = last_day(as_of)
    if len(renewals.customer) < LEAST:
        raise NotApplicable("Hardly any contract runs for half a year or longer.")
    first, at_stake = renewals.fullest(today + 1, today + AHEAD, WINDOW)
    part = at_stake / renewals.all_mrr
    before = len(renewals.who) >= FEW
    kept = (
        customer_resamples.ratio(renewals.who, renewals.kept, renewals.before)
        if before
        else draws_of(grr)
    )
    mine = renewals.within(first, WINDOW)
    n = len(np.unique(renewals.customer[mine]))
    middle = float(renewals.kept.sum() / renewals.before.sum()) if before else grr.value
    when = month_words(month_of_day(first + WINDOW // 2))
    whose = "customers under such contracts" if before else "your customers"
    loss = possible_loss(renewals, mine, kept)
    return Signs(
        p=together(kept < KEPT, part > PART),
        evidence=[
            say(f"{{due}} of monthly revenue, {part * 100:.0f} of every 100, comes up for renewal "
                f"within 30 days around {when}: {n} {'contract' if n == 1 else 'contracts'}.",
                due=at_stake),
            say(f"Of every 100 that {whose} paid a year ago {middle * 100:.0f} are still paid."),
            say("At that rate one time in ten {loss} a month or more would go at once.",
                loss=float(np.quantile(loss, 0.9))),
        ],
        trap=held(renewals, before),
        stake=of_move("churn", "stagger_renewals") if growth_state else None,
        n=n,
        window=str(Window(as_of + 1, as_of + 6)),
    )  # fmt: skip


def possible_loss(renewals: Renewals, mine: np.ndarray, kept: Floats) -> Floats:
    """Draws of the monthly revenue lost in the window, each customer staying or going."""
    _, index = np.unique(renewals.customer[mine], return_inverse=True)
    mrr = np.bincount(index, renewals.mrr[mine])
    chance = rng("renewals", mrr)
    at_once = max(CELLS // max(mrr.size, 1), 1)
    parts = np.split(kept, np.arange(at_once, kept.size, at_once))
    return np.concatenate(
        [(chance.random((part.size, mrr.size), np.float32) > part[:, None]) @ mrr for part in parts]
    )


def held(renewals: Renewals, before: bool) -> Trap:
    """Contracts that renew by themselves, or run for years."""
    if not before:
        return trap(None, "Contracts may renew by themselves or run for years; too few have come "
                    "up before to tell.")  # fmt: skip
    gone = int((renewals.kept == 0).sum())
    if not gone:
        return trap(False, f"None of the {len(renewals.who)} customers under such contracts a year "
                    "ago has left: they may renew by themselves or run for years.")  # fmt: skip
    return trap(True, f"Renewing by itself does not hold them: {gone} of {len(renewals.who)} "
                "customers under such contracts a year ago left.")  # fmt: skip
