"""Our own templates: one CSV per canonical table, with two example rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from revcore.ingest.tables import ANSWERS, TABLES, Column, Kind, columns

_TWO: Mapping[Kind, tuple[str, str]] = {
    Kind.CUSTOMER: ("Acme Ltd", "Birch & Sons"),
    Kind.DAY: ("2024-01-15", "2024-02-20"),
    Kind.MONTH: ("2024-01", "2024-02"),
    Kind.MONEY: ("1200.00", "860.50"),
    Kind.COUNT: ("3", "5"),
    Kind.NUMBER: ("0.25", "0.6"),
    Kind.YES_NO: ("yes", "no"),
}
_WORDS: Mapping[str, tuple[str, str]] = {
    "deals.status": ("won", "open"),
    "deals.stage": ("Won", "Proposal"),
    "deals.closed": ("2024-03-28", ""),
    "deals.lost_reason": ("", ""),
    "deals.competitor": ("", "Northwind"),
    "leads.stage": ("Sales qualified", "Lead"),
    "leads.lost": ("", ""),
    "stage_history.stage": ("Demo", "Proposal"),
    "subscriptions.interval": ("month", "year"),
    "subscriptions.interval_count": ("1", "1"),
    "subscriptions.status": ("active", "active"),
    "subscriptions.end": ("", "2025-02-20"),
    "subscriptions.trial_end": ("", ""),
    "invoices.status": ("paid", "open"),
    "orders.status": ("paid", "paid"),
    "orders.discount_code": ("", "SPRING"),
    "payments.status": ("paid", "paid"),
    "spend.category": ("media", "people"),
    "spend.department": ("marketing", "sales"),
    "spend.channel": ("Search", ""),
    "spend.campaign": ("Brand", ""),
    "team.person": ("Ida Lund", "Tom Reyes"),
    "team.department": ("sales", "marketing"),
    "team.role": ("Account executive", "Content lead"),
    "team.manager": ("Maya Stone", "Maya Stone"),
    "team.end": ("", "2024-12-31"),
    "nps.score": ("9", "6"),
    "subscriptions.end_reason": ("", "Too expensive"),
    "subscriptions.renews": ("2025-01-01", ""),
    "forecast_snapshots.category": ("Commit", "Best case"),
    "customers.name": ("Acme Ltd", "Birch & Sons"),
    "customers.status": ("customer", "left"),
    "customers.ended": ("", "2025-02-20"),
}
_ANY: Mapping[str, tuple[str, str]] = {
    "currency": ("EUR", "EUR"),
    "owner": ("Ida Lund", "Tom Reyes"),
    "source": ("Search", "Referral"),
    "channel": ("Search", "Referral"),
    "segment": ("Small business", "Enterprise"),
    "product": ("Basic", "Plus"),
    "plan": ("Basic", "Plus"),
    "pipeline": ("Sales", "Sales"),
    "country": ("Germany", "Spain"),
    "name": ("Acme, 3 seats", "Birch, 5 seats"),
    "series": ("Core", "Core"),
}
_EXAMPLE_ANSWERS: Mapping[str, str] = {
    "sales_this_year": "420000",
    "sales_last_year": "390000",
    "gross_margin": "55",
    "customers": "64",
    "new_customers": "21",
    "repeat_customers": "43",
    "enquiries_per_month": "18",
    "quotes_per_month": "9",
    "wins_per_month": "3",
    "days_to_yes": "35",
    "marketing_sales_cost": "60000",
    "biggest_customer_share": "14",
}


def template_csv(table: str) -> str:
    """A table's template: our column names and two example rows, as CSV.

    >>> print(template_csv("stage_history"))
    deal_id,stage,entered
    D-1,Demo,2024-01-15
    D-2,Proposal,2024-02-20
    <BLANKLINE>
    """
    named = [column for column in columns(table) if not column.derived]
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow([column.name for column in named])
    if table == "answers":
        out.writerows([name, _EXAMPLE_ANSWERS[name], "2024-12"] for name in ANSWERS)
    else:
        for place in (0, 1):
            out.writerow([_example(table, column, place) for column in named])
    return text.getvalue()


def template_files() -> dict[str, str]:
    """File name -> content, for every table.

    >>> "deals-template.csv" in template_files()
    True
    """
    return {f"{table.replace('_', '-')}-template.csv": template_csv(table) for table in TABLES}


def _example(table: str, column: Column, place: int) -> str:
    known = _WORDS.get(f"{table}.{column.name}") or _ANY.get(column.name)
    if known:
        return known[place]
    if column.kind is Kind.KEY:
        return f"{column.name[0].upper()}-{place + 1}"
    return _TWO.get(column.kind, ("", ""))[place]
