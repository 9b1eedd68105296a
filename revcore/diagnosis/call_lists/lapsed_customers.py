"""Lapsed customers."""

import numpy as np
import pandas as pd

from revcore.derive.months import CustomerMonths
from revcore.derive.purchases import Purchases
from revcore.diagnosis.call_lists._call_list import Call, Calls, call_list, last_contacts
from revcore.errors import NotComputable
from revcore.model import last_day, month_words

MONTHS = 24
SILENT, LONG_AGO = 365, 1095
"""Days since the last purchase between which a buyer counts as lapsed and worth a call."""


@call_list(
    title="Lapsed customers",
    why="They paid once and know you; one call in ten or twenty brings somebody back.",
    order=40,
)
def lapsed_customers(
    as_of: int,
    business_model: list[str],
    recurring: CustomerMonths | None = None,
    buying_occasions: Purchases | None = None,
    customer_contacts: pd.DataFrame | None = None,
) -> Calls:
    """Subscribers who left within 24 months; buyers silent for one to three years.

    Raises
    ------
    NotComputable
        No customers with revenue, or nobody has lapsed.
    """
    if recurring is not None and "subscription" in business_model:
        contacts = last_contacts(customer_contacts)
        found, money_is = left(recurring, as_of, dict(contacts)), "twelve months of what they paid"
    elif buying_occasions is not None:
        found, money_is = silent(buying_occasions, as_of), "bought in all"
    else:
        raise NotComputable(
            "Needs what customers pay or buy.", needs=("subscriptions", "orders", "invoices")
        )
    if not found:
        raise NotComputable("Nobody has lapsed so far back as the files reach.")
    return Calls.of(found, money_is)


def left(recurring: CustomerMonths, as_of: int, contacts: dict[int, int]) -> list[Call]:
    """Subscribers whose last paid month lies before the as-of month."""
    mine = recurring.month <= as_of
    who, month, amount = (
        column[mine] for column in (recurring.customer, recurring.month, recurring.amount)
    )
    last = {
        int(customer): (int(at), int(paid), 0)
        for customer, at, paid in zip(who, month, amount, strict=True)
    }
    names, paid = np.unique(who, return_counts=True)
    months = dict(zip(names.tolist(), paid.tolist(), strict=True))
    return [
        Call(
            customer, 12 * recurring.money(np.int64(paid)),
            f"Left after {month_words(at)}; paid for {months[customer]} "
            f"{'month' if months[customer] == 1 else 'months'}.",
            contacts.get(customer, -1),
        )
        for customer, (at, paid, _) in last.items()
        if as_of - MONTHS < at < as_of
    ]  # fmt: skip


def silent(purchases: Purchases, as_of: int) -> list[Call]:
    """Buyers whose last purchase lies one to three years back."""
    today, placed = last_day(as_of), purchases.known
    keep = placed.day <= today
    who, day, amount = placed.customer[keep], placed.day[keep], placed.amount[keep]
    begins = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    out = []
    for start, end in zip(begins, [*begins[1:], len(who)], strict=True):
        since, n = int(today - day[end - 1]), int(end - start)
        if SILENT < since <= LONG_AGO:
            spent = int(amount[start:end].sum()) / 10**purchases.scale
            times = {1: "once", 2: "twice"}.get(n, f"{n} times")
            reason = f"Bought {times}; nothing for {since} days."
            out.append(Call(int(who[start]), spent, reason, int(day[end - 1])))
    return out
