"""What a firm would send: its exports as CSV bytes under the tools' own headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np

from tools.planted import saas, services, shop
from tools.planted.clock import EXPORTED, FIRST, LAST_DAY, MONTHS, STARTS, iso, label
from tools.planted.knobs import Saas

Files = dict[str, bytes]


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Comma-separated rows as bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def moment(day: float) -> str:
    """A day with its time of day."""
    if day > LAST_DAY + 1:
        return ""
    minutes = int(day % 1 * 1440)
    return f"{FIRST + timedelta(int(day))} {minutes // 60:02d}:{minutes % 60:02d}"


def of_saas(played: saas.Played, rng: np.random.Generator, months: int = MONTHS) -> Files:
    """Deals, leads, subscriptions, cost, people, answers; cash and forecasts where kept."""
    knobs = played.knobs
    files = {
        "deals.csv": deals(played),
        "leads.csv": leads(played),
        "subscriptions.csv": subscriptions(played),
        "spend.csv": spend(knobs, months),
        "team.csv": team(knobs),
        "nps.csv": nps(knobs, rng, months),
    }
    if knobs.cash is not None:
        files["cash.csv"] = cash(played, rng)
    if played.snapshots:
        rows = [(f"{label(month)}-01", deal, kind, f"{amount:.2f}")
                for month, deal, amount, kind in played.snapshots]  # fmt: skip
        files["forecast.csv"] = table(
            ("Snapshot date", "Deal ID", "Forecast category", "Forecast amount"), rows
        )
    return files


def deals(played: saas.Played) -> bytes:
    """The CRM's export with the day each stage was entered."""
    header = ("Deal ID", "Deal name", "Company name", "Deal stage", "Amount", "List price",
              "Create date", "Close date", "Deal owner", "Original source", "Segment",
              "Closed lost reason", *(f"Date entered {name}" for name in saas.STAGES))  # fmt: skip
    rows = []
    for one in played.deals:
        stage = {"won": "Closed won", "lost": "Closed lost"}.get(one.status, one.stage)
        hoped = one.closed if one.status != "open" else one.created + 60
        close = str(FIRST + timedelta(int(hoped)))
        rows.append((one.id, f"{one.customer} deal", one.customer, stage, f"{one.amount:.2f}",
                     f"{one.listed:.2f}", iso(one.created), close, one.seller, one.source,
                     one.segment, one.reason,
                     *(iso(one.entered.get(name, np.inf)) for name in saas.STAGES)))  # fmt: skip
    return table(header, rows)


def leads(played: saas.Played) -> bytes:
    """Leads with the day of every step and the hour of the first answer."""
    header = ("Lead ID", "Created at", "First response", "MQL date", "SQL date",
              "Opportunity date", "Won date", "Original source", "Segment")  # fmt: skip
    rows = [(one.id + 1, moment(one.created), moment(one.answered), iso(one.mql), iso(one.sql),
             iso(one.deal), iso(one.won), one.source, one.segment)
            for one in played.leads]  # fmt: skip
    return table(header, rows)


def subscriptions(played: saas.Played) -> bytes:
    """The billing export, one row for each price a customer ever paid."""
    header = ("Subscription ID", "Customer name", "Plan", "Product", "Amount", "Currency",
              "Interval", "Start date", "Ended at", "Status", "Cancellation reason", "Segment",
              "Source", "Renewal date")  # fmt: skip
    rows = []
    for number, one in enumerate(played.paid, start=1):
        start = str(FIRST + timedelta(int(np.floor(one.start))))
        running = one.end == np.inf
        amount = one.monthly * (12 if one.yearly else 1)
        rows.append((f"sub_{number:05d}", one.customer, "Yearly" if one.yearly else "Monthly",
                     one.product, f"{amount:.2f}", "USD", "year" if one.yearly else "month", start,
                     "" if running else iso(one.end), "active" if running else "canceled",
                     one.reason, one.segment, one.source,
                     str(FIRST + timedelta(int(one.renews)))
                     if running and one.renews < np.inf else ""))  # fmt: skip
    return table(header, rows)


def spend(knobs: Saas, months: int = MONTHS) -> bytes:
    """What marketing and selling cost, month by month."""
    rows: list[tuple[str, str, str, str]] = []
    for month in range(months):
        for channel, share in knobs.media_share.items():
            rows.append(
                (label(month), "Media", channel, f"{knobs.media[month] * share[month]:.2f}")
            )
        rows.append((label(month), "People", "", f"{knobs.people[month]:.2f}"))
    return table(("Month", "Category", "Channel", "Amount"), rows)


def team(knobs: Saas) -> bytes:
    """Who sells."""
    rows = [(one.name, one.role, "2022-02-01", "") for one in knobs.sellers]
    return table(("Name", "Role", "Start date", "End date"), rows)


def nps(knobs: Saas, rng: np.random.Generator, months: int = MONTHS) -> bytes:
    """Two waves a year of answers to the recommendation question."""
    promoters, detractors = knobs.nps
    rows = []
    for month in range(5, months, 6):
        for _ in range(60):
            draw = rng.random()
            score = (
                9 + int(rng.integers(2))
                if draw < promoters
                else (
                    int(rng.integers(0, 7)) if draw > 1 - detractors else 7 + int(rng.integers(2))
                )
            )
            rows.append((f"{label(month)}-{int(rng.integers(1, 28)):02d}", score))  # fmt: skip
    return table(("Date", "Score"), rows)


def cash(played: saas.Played, rng: np.random.Generator) -> bytes:
    """The balance at the end of each month: margin in, cost out; ends with what is left."""
    knobs = played.knobs
    flows = []
    for month in range(MONTHS):
        day = STARTS[month + 1] - 1
        mrr = sum(one.monthly for one in played.paid if one.start <= day < one.end)
        flows.append((0.8 - knobs.burn[month]) * mrr - knobs.media[month] - knobs.people[month])
    balance = float(knobs.cash or 0) - sum(flows)
    rows = []
    for month, flow in enumerate(flows):
        balance += flow
        rows.append((label(month), f"{balance + rng.normal(0, 500):.2f}"))
    return table(("Month", "Cash balance"), rows)


def of_shop(knobs: shop.Shop, orders: Sequence[shop.Order]) -> Files:
    """Orders and advertising."""
    rows = [(f"#{1000 + at}", one.customer, str(FIRST + timedelta(int(one.day))),
             f"{one.amount:.2f}", "USD", one.source, one.category, one.code)
            for at, one in enumerate(orders)]  # fmt: skip
    cost = [(label(month), kind, channel, f"{amount:.2f}")
            for month in range(MONTHS)
            for kind, channel, amount in (
                ("Media", "Google", knobs.media[month] * 0.55),
                ("Media", "Meta", knobs.media[month] * 0.45),
                ("People", "", knobs.fixed[month]))]  # fmt: skip
    return {
        "orders.csv": table(("Order ID", "Customer email", "Order date", "Total", "Currency",
                             "Source", "Product category", "Discount code"), rows),
        "spend.csv": table(("Month", "Category", "Channel", "Amount"), cost),
    }  # fmt: skip


def of_services(played: services.Played) -> Files:
    """Quotes, invoices, enquiries, cost."""
    knobs = played.knobs
    quotes = [(f"Q{one.id:05d}", one.client, iso(one.sent), one.seller, one.source,
               f"{one.amount:.2f}", one.status, iso(one.decided), one.reason)
              for one in sorted(played.quotes, key=lambda one: one.sent)]  # fmt: skip
    billed = sorted(
        (day, one.id, one.client, amount) for one in played.quotes for day, amount in one.billed
    )
    invoices = [(f"INV-{at:05d}", client, iso(day), f"{amount:.2f}", "EUR", "Paid", f"Q{of:05d}")
                for at, (day, of, client, amount) in enumerate(billed)]  # fmt: skip
    asked = [(f"E{one.id:05d}", one.client, moment(one.asked), moment(one.answered), one.source,
              iso(one.quote.sent) if one.quote else "",
              iso(one.quote.decided) if one.quote and one.quote.status == "Accepted" else "")
             for one in played.enquiries]  # fmt: skip
    cost = [(label(month), kind, channel, f"{amount:.2f}")
            for month in range(MONTHS)
            for kind, channel, amount in (
                ("Media", "Website", knobs.media[month] * 0.7),
                ("Media", "Fair", knobs.media[month] * 0.3),
                ("People", "", knobs.people[month]))]  # fmt: skip
    return {
        "quotes.csv": table(("Quote no.", "Client", "Quote date", "Quoted by", "Source", "Amount",
                             "Quote status", "Decision date", "Lost reason"), quotes),
        "invoices.csv": table(("Invoice number", "Customer name", "Invoice date", "Net amount",
                               "Currency", "Status", "Project"), invoices),
        "enquiries.csv": table(("Enquiry ID", "Company", "Enquiry date", "First response",
                                "Source", "Quote sent", "Accepted on"), asked),
        "spend.csv": table(("Month", "Category", "Channel", "Amount"), cost),
        "team.csv": table(("Name", "Role", "Start date", "End date"),
                          [(one.name, one.role, "2022-02-01", "") for one in knobs.sellers]),
    }  # fmt: skip


EXPORT_DAY = str(EXPORTED)
"""Day of all exports."""
