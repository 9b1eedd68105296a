"""Firms that sell by deals, with one thing changed: months from January 2023 on."""

import numpy as np

from revcore.model import first_day
from tests.companies import table
from tests.diagnosis.firms import START


def sold(
    *, months=24, a_month=12, win=0.4, days=30, slow=1.0, small=1.0, silent=0.25, bias=None,
    discount=None, late=0.0, extra=0.0, price=0.0, priced=0.3, reasons=True, listed=True,
    wave=None, grow=0.0, seed=1,
):  # fmt: skip
    """Deals won or lost after some days.

    slow, small
        Factor on days and amounts in the last six months.
    silent, priced, bias
        Share of losses without a decision; share of the others lost on price; the one seller who
        writes “No decision” always.
    discount
        By month; ``late`` of the won deals are moved to the last two weeks of their quarter and
        get ``extra`` off.
    price, grow, wave
        Growth of the list price a year; of the win rate a month; deals created by month.
    """
    chance = np.random.default_rng(seed)
    end = first_day(START + months)
    rows = []
    for month in range(months):
        for _ in range(a_month if wave is None else int(wave[month])):
            created = first_day(START + month) + int(chance.integers(0, 28))
            recent = month >= months - 6
            took = days * (slow if recent else 1) * chance.gamma(8, 1 / 8)
            closed = created + 1 + int(took)
            won = chance.random() < win + grow * month
            quarter = (np.datetime64(closed, "D").astype("datetime64[M]").astype(int) // 3 + 1) * 3
            last = int(np.datetime64(int(quarter), "M").astype("datetime64[D]").astype(int))
            if won and chance.random() < late:
                closed = max(closed, last - int(chance.integers(1, 14)))
            full = 5000 * np.exp(0.3 * chance.standard_normal()) * (1 + price) ** (month / 12)
            full *= small if recent else 1
            off = 0.04 + 0.01 * chance.standard_normal() + (discount[month] if discount else 0)
            off += extra if last - closed <= 14 else 0
            owner = ("Ada", "Bo", "Cem")[len(rows) % 3]
            nobody = owner == bias if bias else chance.random() < silent
            why = "Price" if chance.random() < priced else "Competitor"
            done = closed < end
            rows.append(
                {"deal_id": f"d{len(rows)}", "created": created, "closed": closed if done else None,
                 "status": ("won" if won else "lost") if done else "open",
                 "amount": int(100 * full * (1 - off)), "list_amount": int(100 * full),
                 "owner": owner,
                 "lost_reason": None if won or not done else "No decision" if nobody else why}
            )  # fmt: skip
    dropped = [
        name for name, kept in (("lost_reason", reasons), ("list_amount", listed)) if not kept
    ]
    return table(
        "deals", [{k: v for k, v in row.items() if k not in dropped} for row in rows], scale=2
    )


def forecasts(deals, *, kept, every=3, first=6, months=24, seed=1):
    """Commitments at the start of each quarter: ``kept`` of them will be won within it."""
    chance = np.random.default_rng(seed)
    found = deals.frame.select("deal_id", "created", "closed", "status", "list_amount").to_dicts()
    rows = []
    for month in range(first, months, every):
        day, due = first_day(START + month), first_day(START + month + 3)
        open_ = [one for one in found if one["created"] <= day and (one["closed"] or 10**6) > day]
        comes = [one for one in open_ if one["status"] == "won" and one["closed"] < due]
        others = [one for one in open_ if one not in comes]
        wrong = chance.permutation(len(others))[: round(len(comes) * (1 / kept - 1))]
        rows += [
            {"taken": day, "deal_id": one["deal_id"], "category": "Commit",
             "amount": one["list_amount"]}
            for one in [*comes, *(others[at] for at in wrong)]
        ]  # fmt: skip
        rows += [{"taken": day, "deal_id": one["deal_id"], "category": "Pipeline",
                  "amount": one["list_amount"]} for one in others]  # fmt: skip
    return table("forecast_snapshots", rows, scale=2)
