"""An invented company with every table filled, small enough to be measured many times.

It answers “what could be measured with one file more?” by measuring it. Its figures mean nothing;
that each of them can be computed does.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from revcore.calendar import first_day, month_of
from revcore.ingest.tables import Kind, columns
from revcore.model import Dataset, Settings, Table

FIRST = month_of(2022, 1)
MONTHS = 36
CUSTOMERS = 40
SCALE = 2

_TYPES: Mapping[Kind, type[pl.DataType]] = {
    Kind.CUSTOMER: pl.Int64, Kind.DAY: pl.Int64, Kind.MONTH: pl.Int64, Kind.MONEY: pl.Int64,
    Kind.COUNT: pl.Int64, Kind.NUMBER: pl.Float64, Kind.YES_NO: pl.Boolean,
}  # fmt: skip


def example(names: Iterable[str], settings: Settings, without: Iterable[str] = ()) -> Dataset:
    """The invented company, with these tables only, and without some columns (``deals.owner``).

    >>> sorted(example(["deals", "nps"], Settings(), ["nps.date"]).tables)
    ['deals', 'nps']
    """
    wanted = set(names)
    return Dataset(
        {name: _table(name, without) for name in ROWS if name in wanted},
        (),
        customers=tuple(f"Customer {number + 1}" for number in range(CUSTOMERS)),
        currency="USD",
        settings=settings,
    )


@functools.cache
def _rows(name: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(ROWS[name]())


def _table(name: str, without: Iterable[str]) -> Table:
    rows, left = _rows(name), set(without)
    kinds = {column.name: column.kind for column in columns(name)}
    given = [column for column in kinds if column in rows[0] and f"{name}.{column}" not in left]
    frame = pl.DataFrame(
        {
            column: pl.Series(
                [row.get(column) for row in rows], dtype=_TYPES.get(kinds[column], pl.String)
            )
            for column in given
        }
    ).with_columns(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("row"),
        pl.lit(0, dtype=pl.Int64).alias("file"),
        pl.lit("").alias("sheet"),
        pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("line"),
    )
    money = {column: SCALE for column in given if kinds[column] is Kind.MONEY}
    return Table(name, frame, money | ({"mrr": 6} if "mrr" in money else {}))


# ---------------------------------------------------------------- what happened, in small numbers
def _starts(customer: int) -> int:
    """Month a customer came: four at the start, then one a month."""
    return FIRST + max(0, customer - 4)


def _ends(customer: int) -> int | None:
    """Month after the last one paid for; every fifth customer leaves."""
    last = _starts(customer) + 6 + customer % 7
    return last if customer % 5 == 0 and last < FIRST + MONTHS else None


def _pays(customer: int, month: int) -> int:
    """What a customer pays in a month [hundredths]; some move up, some down."""
    end = _ends(customer)
    if month < _starts(customer) or (end is not None and month >= end):
        return 0
    change = {1: 40, 2: -15}.get(customer % 4, 0) if month - _starts(customer) >= 8 else 0
    return (100 + customer + change) * 100


def _paid() -> Iterable[tuple[int, int, int]]:
    for month in range(FIRST, FIRST + MONTHS):
        for customer in range(CUSTOMERS):
            if _pays(customer, month):
                yield customer, month, _pays(customer, month)


def _all_months() -> Iterable[tuple[int, int]]:
    return ((number, FIRST + number) for number in range(MONTHS))


def _day(month: int, day: int) -> int:
    return first_day(month) + day - 1


def _deals() -> list[dict[str, Any]]:
    rows = []
    for number, month in _all_months():
        for turn in range(6):
            key = number * 6 + turn
            status = "won" if turn < 2 else "lost" if turn < 5 else "open"
            rows.append(
                {
                    "deal_id": f"D{key}", "customer": key % CUSTOMERS, "created": _day(month, 2),
                    "closed": None if status == "open" else _day(month, (12, 27)[turn % 2] + turn),
                    "status": status, "stage": status, "amount": (900 + key) * 100,
                    "owner": f"Seller {turn % 3}", "source": f"Channel {turn % 2}",
                    "segment": f"Segment {turn % 2}", "product": f"Product {turn % 2}",
                    "lost_reason": ("Price", "No decision", "Competitor")[turn - 2]
                    if status == "lost" else None,
                    "list_amount": (1000 + key) * 100, "slips": turn % 3,
                    "last_contact": _day(month, 12 + turn),
                }
            )  # fmt: skip
    return rows


def _leads() -> list[dict[str, Any]]:
    rows = []
    for number, month in _all_months():
        for turn in range(10):
            start = _day(month, 1 + turn)
            rows.append(
                {
                    "lead_id": f"L{number}-{turn}", "customer": (number + turn) % CUSTOMERS,
                    "created": start, "mql": start + 1 if turn < 8 else None,
                    "sql": start + 2 if turn < 6 else None,
                    "opportunity": start + 3 if turn < 4 else None,
                    "won": start + 5 if turn < 2 else None,
                    "responded": start, "response_minutes": 60 * (turn + 1),
                    "source": f"Channel {turn % 2}", "segment": f"Segment {turn % 2}",
                }
            )  # fmt: skip
    return rows


def _funnel_counts() -> list[dict[str, Any]]:
    """Visitors alone: what web analytics export."""
    return [
        {"month": month, "channel": "Channel 1", "visitors": 1000 + number}
        for number, month in _all_months()
    ]


def _subscriptions() -> list[dict[str, Any]]:
    rows = []
    for customer in range(CUSTOMERS):
        steps = [_starts(customer), _starts(customer) + 8]
        end = _ends(customer)
        for number, start in enumerate(steps):
            stop = steps[1] if number == 0 else end
            if start >= FIRST + MONTHS or (end is not None and start >= end):
                continue
            stop = min(one for one in (stop, end, FIRST + MONTHS) if one is not None)
            rows.append(
                {
                    "subscription_id": f"S{customer}-{number}", "customer": customer,
                    "start": first_day(start),
                    "end": None if stop == FIRST + MONTHS else first_day(stop),
                    "amount": _pays(customer, start), "interval": "month",
                    "plan": f"Plan {customer % 2}", "segment": f"Segment {customer % 2}",
                    "mrr": _pays(customer, start) * 10_000,
                }
            )  # fmt: skip
    return rows


def _sold(kind: str) -> list[dict[str, Any]]:
    """Invoices, orders or payments: one a month and customer."""
    return [
        {
            f"{kind}_id": f"{kind}-{number}", "customer": customer, "date": _day(month, 3),
            "amount": amount, "product": f"Product {customer % 2}",
        }
        for number, (customer, month, amount) in enumerate(_paid())
    ] + [
        {
            f"{kind}_id": f"{kind}-last", "customer": 1, "date": _day(FIRST + MONTHS, 0),
            "amount": 100, "product": "Product 1",
        }
    ]  # fmt: skip


def _invoices() -> list[dict[str, Any]]:
    terms = ((14, 10), (14, 20), (14, 30))
    return [
        {**row, "due": row["date"] + due, "paid": row["date"] + paid, "recurring": due == 14}
        for row, (due, paid) in zip(_sold("invoice"), itertools.cycle(terms), strict=False)
    ]


def _mrr() -> list[dict[str, Any]]:
    return [
        {"customer": customer, "month": month, "amount": amount}
        for customer, month, amount in _paid()
    ]


def _revenue_by_month() -> list[dict[str, Any]]:
    return [
        {"month": month, "amount": sum(_pays(one, month) for one in range(CUSTOMERS))}
        for _, month in _all_months()
    ]


def _customers() -> list[dict[str, Any]]:
    return [
        {
            "customer": customer, "name": f"Customer {customer + 1}",
            "created": first_day(_starts(customer)), "source": f"Channel {customer % 2}",
            "segment": f"Segment {customer % 2}", "plan": f"Plan {customer % 2}",
        }
        for customer in range(CUSTOMERS)
    ]  # fmt: skip


def _products() -> list[dict[str, Any]]:
    return [{"product": f"Product {number}", "price": 120_00, "cost": 40_00} for number in range(2)]


def _spend() -> list[dict[str, Any]]:
    kinds = [
        ("Channel 0", "media", "marketing"), ("Channel 1", "media", "marketing"),
        ("", "people", "sales"), ("", "tools", "marketing"), ("", "agency", "marketing"),
        ("", "overhead", "sales"),
    ]  # fmt: skip
    return [
        {
            "date": first_day(month), "amount": 100_00 * (1 + number % 4),
            "channel": channel or None, "category": category, "department": department,
        }
        for number, month in _all_months()
        for channel, category, department in kinds
    ]  # fmt: skip


def _team() -> list[dict[str, Any]]:
    return [
        {
            "person": f"Seller {number}", "role": "Account executive", "department": "sales",
            "start": first_day(FIRST), "quota": 9_000_00, "cost": 500_00,
        }
        for number in range(3)
    ] + [
        {"person": "Finder", "role": "SDR", "department": "sales", "start": first_day(FIRST)}
    ]  # fmt: skip


def _nps() -> list[dict[str, Any]]:
    return [
        {
            "date": _day(FIRST + MONTHS - 1 - number % 12, 4), "score": 4 + number % 7,
            "customer": number % CUSTOMERS, "segment": f"Segment {number % 2}",
        }
        for number in range(60)
    ]  # fmt: skip


def _cash() -> list[dict[str, Any]]:
    return [{"month": FIRST + at, "balance": 9_000_000 + 10_000 * at} for at in range(MONTHS)]


def _forecast_snapshots() -> list[dict[str, Any]]:
    return [
        {
            "taken": _day(FIRST + 3 * quarter, 2), "deal_id": f"D{12 * quarter + number}",
            "category": "Commit", "amount": 500_000, "expected": _day(FIRST + 3 * quarter + 2, 20),
            "owner": f"Seller {number % 3}",
        }
        for quarter in range(MONTHS // 3)
        for number in range(8)
    ]  # fmt: skip


ROWS: Mapping[str, Callable[[], list[dict[str, Any]]]] = {
    "deals": _deals,
    "leads": _leads,
    "funnel_counts": _funnel_counts,
    "subscriptions": _subscriptions,
    "invoices": _invoices,
    "orders": lambda: _sold("order"),
    "payments": lambda: _sold("payment"),
    "mrr": _mrr,
    "revenue_by_month": _revenue_by_month,
    "customers": _customers,
    "products": _products,
    "spend": _spend,
    "team": _team,
    "nps": _nps,
    "cash": _cash,
    "forecast_snapshots": _forecast_snapshots,
}
"""What happened, by table; stage dates come with the deals and the twelve numbers need no file."""
