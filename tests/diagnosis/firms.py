"""Firms with and without one pattern, as plain tables: months from January 2023 on."""

import numpy as np

from revcore.benchmarks import find
from revcore.diagnosis.catalogue import patterns
from revcore.diagnosis.examine import examine
from revcore.metrics.catalogue import metrics
from revcore.model import first_day, parse_month
from revcore.pipeline import asker, business_model, find_as_of
from revcore.readings import reading
from tests.companies import dataset, table

START = parse_month("2023-01")


def subscribers(*, churn, join, months=24, at_start=150, young=None, seed=1):
    """An MRR sheet: ``join`` customers a month, each leaving with a chance a month.

    ``young``: another chance in the first six months of a customer's life.
    """
    chance = np.random.default_rng(seed)
    rows, number = [], 0
    for began, count in [(0, at_start), *[(month, join) for month in range(1, months)]]:
        for _ in range(count):
            for month in range(began, months):
                rows.append({"customer": number, "month": START + month, "amount": 100})
                early = young is not None and began > 0 and month - began < 6
                if chance.random() < (young if early else churn):
                    break
            number += 1
    return table("mrr", rows)


def buyers(*, again, months=24, new=40, order=50, gap=60, seed=1):
    """Orders: ``new`` first-time buyers a month, a share of whom buys again after some days."""
    chance = np.random.default_rng(seed)
    rows, number = [], 0
    for month in range(months):
        for _ in range(new):
            day = first_day(START + month) + int(chance.integers(0, 28))
            rows.append({"customer": number, "date": day, "amount": order})
            if chance.random() < again:
                later = day + 1 + int(chance.integers(gap // 2, gap * 3 // 2))
                rows.append({"customer": number, "date": later, "amount": order})
            number += 1
    end = first_day(START + months)
    return table("orders", [row for row in rows if row["date"] < end])


def spending(cost, months=24):
    """Marketing and sales cost by month."""
    rows = [
        {"date": first_day(START + month), "amount": cost, "category": category,
         "department": "marketing"}
        for month in range(months) for category in ("media", "people")
    ]  # fmt: skip
    return table("spend", rows)


def deals(*, months=24, a_month=20, win=0.3, days=40, forgotten=0, seed=1):
    """Deals decided after some days; ``forgotten`` ones of the first year stay open for good."""
    chance = np.random.default_rng(seed)
    end = first_day(START + months)
    rows = []
    for month in range(months):
        for _ in range(a_month):
            created = first_day(START + month) + int(chance.integers(0, 28))
            closed = created + 5 + int(chance.exponential(days))
            won = chance.random() < win
            amount = int(1000 * np.exp(0.4 * chance.standard_normal()))
            open_ = closed >= end
            rows.append(
                {"created": created, "closed": None if open_ else closed, "amount": amount,
                 "status": "open" if open_ else "won" if won else "lost"}
            )  # fmt: skip
    rows += [
        {"created": first_day(START + 4) + n, "closed": None, "amount": 1000, "status": "open"}
        for n in range(forgotten)
    ]
    return table("deals", [{"deal_id": f"d{n}", **row} for n, row in enumerate(rows)])


def stages(*, second_year, months=24, a_month=25, seed=1):
    """Deals with stages Call, Offer, Contract; each passed with .6, Offer otherwise later on."""
    chance = np.random.default_rng(seed)
    end = first_day(START + months)
    found, history = [], []
    for number in range(months * a_month):
        month = number // a_month
        day = first_day(START + month) + int(chance.integers(0, 28))
        created, status, closed = day, "won", None
        for stage in ("Call", "Offer", "Contract"):
            if day < end:
                history.append({"deal_id": f"d{number}", "stage": stage, "entered": day})
            day += 3 + int(chance.exponential(12 if stage == "Offer" else 8))
            passes = second_year if stage == "Offer" and month >= 12 else 0.6
            if chance.random() >= passes:
                status = "lost"
                break
        closed = day
        if closed >= end:
            status, closed = "open", None
        found.append({"deal_id": f"d{number}", "created": created, "closed": closed,
                      "status": status, "amount": 1000})  # fmt: skip
    return [table("deals", found), table("stage_history", history)]


def seen(pattern, *tables, **settings):
    """One pattern of a firm."""
    made = dataset(*tables, **settings)
    month, models = find_as_of(made, made.settings).month, business_model(made, made.settings)
    ask = asker(made, made.settings, as_of=month, last_month=month, business_model=models)
    chosen = patterns()[pattern]
    named = [metrics()[need.name] for need in chosen.provider.needs if need.name in metrics()]
    measured = {
        one.id: reading(one, ask, find(one.id, made.settings.profile, models=models))
        for one in named
    }
    return examine(chosen, ask, measured, models)
