"""One-product customers."""

import numpy as np
import pandas as pd

from revcore.diagnosis.call_lists._call_list import Call, Calls, call_list, last_contacts
from revcore.errors import NotComputable
from revcore.model import last_day
from revcore.words import counted

RECENT = 730
"""Days back within which somebody who buys now and then is a customer."""
SUBSCRIPTION_SCALE = 6


@call_list(
    title="One-product customers",
    why="They buy one thing from you; others like them have taken a second.",
    order=50,
)
def one_product_customers(
    products_held: pd.DataFrame,
    as_of: int,
    scales: dict[str, int],
    business_model: list[str],
    customer_contacts: pd.DataFrame | None = None,
) -> Calls:
    """Present customers with one product or plan, where some have two.

    Raises
    ------
    NotComputable
        Nothing names products or plans, or no customer has a second one.
    """
    today, held = last_day(as_of), products_held
    if not len(held):
        raise NotComputable(
            "Needs the product or plan of each sale.",
            needs=("orders.product", "subscriptions.plan"),
        )
    running = "subscription" in business_model and (held["last"] < 0).any()
    if running:
        now = held[(held["first"] <= today) & ((held["last"] < 0) | (held["last"] > today))]
        scale, months = 10**SUBSCRIPTION_SCALE, 12
    else:
        known = set(held.loc[(held["last"] > today - RECENT), "customer"])
        now = held[held["customer"].isin(known) & (held["first"] <= today)]
        scale, months = 10 ** scales.get("orders", scales.get("invoices", 0)), 1
    now = now[now["product"] != ""]
    grouped = now.groupby("customer", sort=True)
    kinds = grouped["product"].nunique()
    several = int((kinds > 1).sum())
    if not several:
        raise NotComputable("No customer has two products or plans: there is nothing to add.")
    customers, have = counted(len(kinds), "customer"), "has" if several == 1 else "have"
    share = f"{several:,} of {customers} {have} more than one"
    alone = np.array(kinds.index[kinds == 1])
    mine = grouped.agg(product=("product", "first"), amount=("amount", "sum")).loc[alone]
    contacts = last_contacts(customer_contacts)
    rows = [
        Call(
            int(row.Index), months * int(row.amount) / scale,
            f"Has only {str(row.product).replace('_', ' ')}; {share}.",
            contacts.get(int(row.Index), -1),
        )
        for row in mine[mine["amount"] > 0].itertuples()
    ]  # fmt: skip
    return Calls.of(rows, "twelve months of what they pay" if running else "bought in all")
