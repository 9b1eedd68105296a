"""Selling deal by deal: who sold, at what price, through which stages, and why not."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, integer, known, rows, total, whole, words
from revcore.facts.pipeline import DealRows
from revcore.model import Table
from revcore.registry import provider


@provider
def seller_deals(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Deals by seller, dates and value.

    owner, created, closed [days; −1: not said, or still open], won, lost [0/1], amount [at the
    table's scale], valued [0/1: an amount is filled], n deals.
    """
    if not deals.has("owner"):
        raise NotComputable("The deals do not say who sold them.", needs=("deals.owner",))
    names = ["created", "closed", "won", "lost", "amount", "valued"]
    frame = deal_rows.lazy.select(
        words(deals, "owner"), *[nw.col(f"{name}_").alias(name) for name in names], n="n_"
    )
    return fetch(total(frame, ["owner", *names], "n"), "owner", *names)


@provider
def team_members(team: Table) -> pd.DataFrame:
    """People of the team: person, start, end [days; −1], quota [per quarter], has_quota, n."""
    names = ["person", "start", "end", "quota", "has_quota"]
    frame = rows(team).select(
        words(team, "person"), whole(team, "start"), whole(team, "end"), whole(team, "quota", 0),
        has_quota=known(team, "quota"), n=integer(1),
    )  # fmt: skip
    return fetch(total(frame.filter(nw.col("person") != ""), names, "n"), *names)


@provider
def lost_by_reason(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Lost deals by what they say: reason, stage, closed [day], n."""
    by = ["reason", "stage", "closed"]
    lost = deal_rows.lazy.filter(nw.col("lost_") == 1)
    frame = lost.select(
        words(deals, "lost_reason").alias("reason"), words(deals, "stage"), closed="closed_",
        n="n_",
    )  # fmt: skip
    return fetch(total(frame, by, "n"), *by)


@provider
def stage_entries(stage_history: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Every stage a deal entered, in order of deals and days.

    deal [row number], stage, entered, closed [days], won, lost, amount, valued.
    """
    kept = ["deal_id", "deal", "closed", "won", "lost", "amount", "valued"]
    frame = deal_rows.lazy.select(
        "deal_id", deal=nw.col("row").cast(nw.Int64), closed="closed_", won="won_", lost="lost_",
        amount="amount_", valued="valued_",
    )  # fmt: skip
    frame = frame.filter(~nw.col("deal_id").is_null()).select(*kept)
    entries = rows(stage_history).select(
        "deal_id", "stage", entered=whole(stage_history, "entered")
    )
    joined = entries.filter(nw.col("entered") != NONE).join(frame, on="deal_id", how="inner")
    names = ["deal", "entered", "stage", "closed", "won", "lost", "amount", "valued"]
    return fetch(joined.select(*names), *names)


@provider
def deal_prices(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """Deals won with an amount: owner, product, closed [day], amount, list, listed, n.

    list is the value before any discount, 0 where not said (listed 0).
    """
    by = ["owner", "product", "closed", "amount", "list", "listed"]
    won = deal_rows.lazy.filter((nw.col("won_") == 1) & (nw.col("amount_") > 0))
    frame = won.select(
        words(deals, "owner"), words(deals, "product"), closed="closed_", amount="amount_",
        list=whole(deals, "list_amount", 0), listed=known(deals, "list_amount"), n="n_",
    )  # fmt: skip
    return fetch(total(frame, by, "n"), *by)


@provider
def list_prices(products: Table) -> pd.DataFrame:
    """Price list: product, price [at the table's scale]."""
    if not products.has("price"):
        raise NotComputable("The product list has no prices.", needs=("products.price",))
    frame = rows(products).select(words(products, "product"), price=whole(products, "price"))
    found = frame.filter((nw.col("product") != "") & (nw.col("price") > 0))
    return fetch(found.group_by("product").agg(nw.col("price").max()), "product")


@provider
def order_discounts(orders: Table) -> pd.DataFrame:
    """Orders that were paid, with the discount given: day, source, amount, discount, n orders."""
    if not orders.has("discount"):
        raise NotComputable("The orders do not say which discount was given.",
                            needs=("orders.discount",))  # fmt: skip
    lines = rows(orders).select(
        words(orders, "order_id"), words(orders, "source"), day=whole(orders, "date"),
        amount=whole(orders, "amount", 0), discount=whole(orders, "discount", 0), n=integer(1),
    )  # fmt: skip
    lines = lines.filter(nw.col("day") != NONE)
    numbered = lines.filter(nw.col("order_id") != "")
    once = total(numbered, ["order_id", "source", "day"], "amount", "discount")
    alone = lines.filter(nw.col("order_id") == "")
    names = ["source", "day", "amount", "discount"]
    both = nw.concat([once.select(*names), alone.select(*names)])
    paid = both.filter((nw.col("amount") > 0) & (nw.col("discount") >= 0))
    return fetch(total(paid.with_columns(n=integer(1)), names, "n"), *names)


@provider
def deal_slips(deals: Table, deal_rows: DealRows) -> pd.DataFrame:
    """How often the close date of closed deals was put off: closed [day], won, slips, n deals."""
    if not deals.has("slips"):
        raise NotComputable(
            "Needs how often the close date of each deal was put off.", needs=("deals.slips",)
        )
    by = ["closed", "won", "slips"]
    frame = deal_rows.lazy.filter(
        (nw.col("won_") + nw.col("lost_") == 1) & (nw.col("closed_") != NONE)
    )
    known_ = frame.filter(~nw.col("slips").is_null())
    return fetch(
        total(known_.select(whole(deals, "slips"), closed="closed_", won="won_", n="n_"), by, "n"),
        *by,
    )


@provider
def plan_spells(subscriptions: Table) -> pd.DataFrame:
    """Paid subscriptions: customer, plan, start, end [days; −1: runs], mrr [scale 6]."""
    if not subscriptions.has("plan"):
        raise NotComputable("The subscriptions name no plan.", needs=("subscriptions.plan",))
    by = ["customer", "plan", "start", "end"]
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"), words(subscriptions, "plan"),
        whole(subscriptions, "start"), whole(subscriptions, "end"),
        whole(subscriptions, "mrr", 0),
    )  # fmt: skip
    paid = frame.filter((nw.col("mrr") > 0) & (nw.col("start") != NONE) & (nw.col("plan") != ""))
    return fetch(total(paid, by, "mrr"), *by)
