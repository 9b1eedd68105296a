"""Movements of recurring revenue: what came, returned, grew, shrank and left; who was at risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from revcore.derive.divided import UNDIVIDED, Divided
from revcore.derive.months import CustomerMonths, Floats, Ints, look_back
from revcore.model import Window
from revcore.registry import provider

KINDS = ("new", "reactivation", "expansion", "contraction", "churn")
UNCHANGED = len(KINDS)
EVERY = slice(None)


@dataclass(frozen=True)
class Transitions:
    """Every customer and month with MRR before or now, sorted by month: worked out once.

    customer
        Position in the list of all customers, 0 … ``customers`` − 1.
    month
        Month of ``now``; the first month of the data is opening and has no row.
    kind
        Place in :data:`KINDS`, or :data:`UNCHANGED`.
    fx
        The part of ``now − then`` that exchange rates made (:mod:`revcore.derive.exchange`), which
        is no movement of the customer's; None where no rate differs by month.

    Months and kinds are kept short: there are tens of millions of rows where customers are many.
    """

    month: npt.NDArray[np.int32]
    customer: Ints
    then: Ints
    now: Ints
    kind: npt.NDArray[np.int8]
    customers: int
    scale: int
    fx: Ints | None = None

    def change(self, rows: slice | npt.NDArray[np.bool_] = EVERY) -> Ints:
        """What customers themselves changed; exchange rates left out."""
        change = self.now[rows] - self.then[rows]
        return change if self.fx is None else change - self.fx[rows]

    def within(self, window: Window) -> slice:
        """The rows of a window."""
        ends = np.array([window.start, window.end + 1], self.month.dtype)
        low, high = np.searchsorted(self.month, ends)
        return slice(int(low), int(high))


@provider
def transitions(recurring: CustomerMonths) -> Transitions:
    """What each customer paid in each month and in the one before, month after month."""
    who, started = recurring.starts
    size = max(len(who), 1)
    parts: list[tuple[Ints, Ints, Ints]] = []
    fx: list[Ints] = []
    start = recurring.first + 1
    now = laid_out(recurring, start - 1, size)
    for month in range(start, recurring.last + 1):
        then, now = now, laid_out(recurring, month, size)
        some = np.flatnonzero(then | now)
        parts.append((some, then[some], now[some]))
        if recurring.rates is not None:
            rows = recurring.rows(month)
            made = np.zeros(size, np.int64)
            here = recurring.place[rows]
            made[here] = recurring.rates.take(rows).by_rates(then[here], now[here])
            fx.append(made[some])
    every = np.arange(start, recurring.last + 1, dtype=np.int32)
    months = np.repeat(every, [len(part[0]) for part in parts])
    customer, before, after = (
        np.concatenate([np.empty(0, np.int64), *(part[at] for part in parts)]) for at in range(3)
    )
    del parts
    made_by_rates = np.concatenate(fx) if fx else None
    own = after if made_by_rates is None else after - made_by_rates
    kind = UNCHANGED - 3 * (own > before).view(np.int8) - 2 * (own < before).view(np.int8)
    kind[after == 0] = KINDS.index("churn")
    back = np.flatnonzero(before == 0)
    fresh = started[customer[back]] == months[back] if len(who) else back < 0
    kind[back] = np.where(fresh, KINDS.index("new"), KINDS.index("reactivation"))
    return Transitions(months, customer, before, after, kind, size, recurring.scale, made_by_rates)


def laid_out(recurring: CustomerMonths, month: int, size: int) -> Ints:
    """What each of all customers pays in a month, 0 for those who do not."""
    out = np.zeros(size, np.int64)
    rows = recurring.rows(month)
    out[recurring.place[rows]] = recurring.amount[rows]
    return out


@dataclass(frozen=True)
class Movements:
    """The MRR bridge, month by month: opening + gains − losses + rates = closing, exactly.

    ``kinds`` holds one column per kind in the order of :data:`KINDS`, all ≥ 0; ``counts`` the
    customers behind them; ``fx`` what exchange rates made of those who stayed, above 0 or below,
    None where no rate differs by month. The first month of the data is opening and has no row.
    """

    month: Ints
    opening: Ints
    closing: Ints
    kinds: Ints
    counts: Ints
    scale: int
    fx: Ints | None = None

    def column(self, kind: str) -> Ints:
        """Amounts of one kind."""
        return self.kinds[:, KINDS.index(kind)]

    def over(self, window: Window) -> dict[str, int]:
        """Sums over a window by kind."""
        mine = (self.month >= window.start) & (self.month <= window.end)
        return dict(zip(KINDS, self.kinds[mine].sum(axis=0).tolist(), strict=True))


@provider
def movements(recurring: CustomerMonths, transitions: Transitions) -> Movements:
    """What came, returned, grew, shrank and left in each month."""
    months = np.arange(recurring.first + 1, recurring.last + 1)
    moved = transitions.kind < UNCHANGED
    row = transitions.month[moved] - recurring.first - 1
    column = transitions.kind[moved]
    cell, shape = row * len(KINDS) + column, (len(months), len(KINDS))
    kinds = np.zeros(len(months) * len(KINDS), np.int64)
    np.add.at(kinds, cell, np.abs(transitions.change(moved)))
    counts = np.bincount(cell, minlength=kinds.size).astype(np.int64).reshape(shape)
    kinds = kinds.reshape(shape)
    totals = recurring.totals
    fx = None
    if transitions.fx is not None:
        fx = np.zeros(len(months), np.int64)
        np.add.at(fx, transitions.month - recurring.first - 1, transitions.fx)
    return Movements(months, totals[:-1], totals[1:], kinds, counts, recurring.scale, fx)


@dataclass(frozen=True)
class Flows:
    """Gains and losses of each customer over a window [money], for intervals over customers.

    fx
        What exchange rates made of those who stayed; neither gain nor loss of any customer.
    """

    new: Floats
    reactivation: Floats
    expansion: Floats
    contraction: Floats
    churn: Floats
    window: Window
    fx: float = 0.0

    @property
    def gains(self) -> Floats:
        """What each customer brought."""
        return self.new + self.reactivation + self.expansion

    @property
    def losses(self) -> Floats:
        """What each customer took away."""
        return self.contraction + self.churn

    @property
    def inputs(self) -> dict[str, float]:
        """Sums by kind."""
        sums = {kind: float(getattr(self, kind).sum()) for kind in KINDS}
        return sums | {"fx": self.fx} if self.fx else sums


@provider
def customer_flows(
    recurring: CustomerMonths, transitions: Transitions, as_of: int, span: int | None
) -> Flows:
    """Each customer's monthly movements, summed over the look-back."""
    months = look_back(recurring.first, as_of, span)
    window = Window(as_of - months + 1, as_of)
    rows = transitions.within(window)
    kind = transitions.kind[rows]
    moved = kind < UNCHANGED
    change = np.abs(transitions.change(rows))[moved]
    place = transitions.customer[rows][moved]
    seen = np.flatnonzero(np.bincount(place, minlength=transitions.customers))
    sums = np.zeros(transitions.customers * len(KINDS), np.int64)
    np.add.at(sums, place * len(KINDS) + kind[moved], change)
    parts = sums.reshape(-1, len(KINDS))[seen] / 10**transitions.scale
    new, reactivation, expansion, contraction, churn = parts.T
    fx = 0 if transitions.fx is None else int(transitions.fx[rows].sum())
    return Flows(
        new, reactivation, expansion, contraction, churn, window, fx / 10**transitions.scale
    )


@dataclass(frozen=True)
class Exposure:
    """Customer-months at risk and what was lost in them, over a window."""

    months_at_risk: int
    lost: int
    at_risk_by_customer: Floats
    lost_by_customer: Floats
    mrr_at_risk: Floats
    mrr_lost: Floats
    window: Window


@provider
def exposure(
    recurring: CustomerMonths, transitions: Transitions, as_of: int, span: int | None,
    divided: Divided = UNDIVIDED,
) -> Exposure:  # fmt: skip
    """Who could leave in each month of the look-back, who did, and with how much MRR.

    Revenue lost counts churn and contraction; a weaker currency is no loss of a customer.

    Raises
    ------
    NotComputable
        The history is too short, or amounts are those of longer periods than months.
    """
    months = look_back(recurring.first, as_of, span)
    window = Window(as_of - months + 1, as_of)
    divided.refuse(window)
    rows = transitions.within(window)
    then, now = transitions.then[rows], transitions.now[rows]
    customer, size = transitions.customer[rows], transitions.customers
    paid = then > 0
    gone = paid & (now == 0)
    change = transitions.change(rows)
    less = np.flatnonzero(change < 0)

    def summed(who: Ints, values: Ints) -> Ints:
        out = np.zeros(size, np.int64)
        np.add.at(out, who, values)
        return out

    risk = np.bincount(customer[paid], minlength=size)
    lost = np.bincount(customer[gone], minlength=size)
    seen = np.flatnonzero(risk)
    scale = 10**transitions.scale
    shrunk = summed(customer[less], -change[less])
    return Exposure(
        int(risk.sum()), int(lost.sum()), risk[seen].astype(float), lost[seen].astype(float),
        summed(customer, then)[seen] / scale, shrunk[seen] / scale, window,
    )  # fmt: skip
