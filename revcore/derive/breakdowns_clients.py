"""What a new client of a project firm is worth by segment, channel and quarter of joining."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from revcore.derive.breakdowns_value import HELD, Labels, Worths, latest, quarter_of, ranked, shrunk
from revcore.derive.intervals import rng
from revcore.derive.margin import Margin
from revcore.derive.months import _months_of
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import FirstAndSecond, Returns, due
from revcore.derive.resamples import DRAWS, Resamples
from revcore.derive.value import Worth
from revcore.model import first_day
from revcore.registry import provider

NOBODY = 0.5
"""Where no client came back, or all did: as Jeffreys has it."""


@provider
def client_groups(
    project_value: Worth,
    returning_buyers: Returns,
    first_and_second: FirstAndSecond,
    buying_occasions: Purchases,
    margin: Margin,
    as_of: int,
    customer_resamples: Resamples,
) -> Callable[[Labels], dict[str, Worths]]:
    """Mean project of each group × (1 + its share with another one) × margin.

        value = project of the group × (1 + share with another project) × margin

    Both are held by all clients together: the mean as far as groups differ, the share by as many
    clients as :data:`~revcore.derive.breakdowns_value.HELD`.
    """
    del project_value  # what it refuses is refused here as well
    found, again = first_and_second, returning_buyers
    placed, done = buying_occasions.placed, buying_occasions.known
    clients = placed.customer[placed.starts]
    mine = (found.first >= again.intake.first_day) & (found.first <= again.intake.last_day)
    who = clients[mine]
    limit = np.minimum(due(found.first[mine], again.months), first_day(as_of + 1))
    back = found.second[mine] < limit
    usual = again.again / again.customers
    until = done.month <= as_of
    payer, amount = done.customer[until], done.amount[until] / 10**done.scale

    def worths(keys: Sequence[str], label: np.ndarray, paid: np.ndarray) -> Worths:
        means, mean_draws = shrunk(
            [(payer[paid == key], amount[paid == key]) for key in keys], customer_resamples
        )
        value, draws, counts = [], [], []
        for key, mean, means_drawn in zip(keys, means, mean_draws, strict=True):
            n = int((label == key).sum())
            came = float(back[label == key].sum())
            share = (came + HELD * usual) / (n + HELD)
            noise = rng("clients", [came, n, mean])
            ends = came + HELD * usual, n - came + HELD * (1 - usual)
            came_back, gone = (max(end, NOBODY) for end in ends)
            shares = noise.beta(came_back, gone, DRAWS)
            value.append(margin.value * mean * (1 + share))
            draws.append(margin.value * means_drawn * (1 + shares))
            counts.append(n)
        return Worths(list(keys), counts, value, draws)

    def every(labels: Labels) -> dict[str, Worths]:
        out = {}
        for name, groups in labels.items():
            keys, label = ranked(who, groups)
            if len(keys) > 1:
                paid = np.array([groups.get(one, "") for one in payer.tolist()], dtype=object)
                out[name] = worths(keys, label, paid)
        joined = _months_of(found.first)
        quarter = np.array([quarter_of(month) for month in joined.tolist()], dtype=object)
        place = np.searchsorted(clients, payer)
        keys = latest(quarter[mine])
        if len(keys) > 1:
            out["cohort"] = worths(keys, quarter[mine], quarter[place])
        return out

    return every
