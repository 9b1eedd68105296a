"""The canonical tables: what each column means, its kind, and which ones a table cannot do without.

Rows are read by whole columns; these models declare names, kinds and words, they are never filled
one row at a time. A column's kind decides its type in the :class:`~revcore.model.Dataset`:

========== =====================================================================================
Key, Text  text; empty cells are null
Customer   Int64 customer number after identity resolution: index in ``Dataset.customers``
Day        Int64 days since 1970-01-01 in the company's time zone
Month      Int64 ``year * 12 + month - 1``
Money      Int64 at the column's own scale (``Table.scale[column]`` decimals)
Count      Int64
Number     Float64
YesNo      Boolean
Status     text out of the listed words
========== =====================================================================================

Besides these, every frame has ``row`` (Int64: running number over the table), ``file`` (Int64:
index in ``Dataset.files``), ``sheet`` (text) and ``line`` (Int64: 1-based line in the file).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field


class Kind(StrEnum):
    """What a cell holds."""

    KEY = "key"
    TEXT = "text"
    CUSTOMER = "customer"
    DAY = "day"
    MONTH = "month"
    MONEY = "money"
    COUNT = "count"
    NUMBER = "number"
    YES_NO = "yes_no"
    STATUS = "status"


Key = Annotated[str, Kind.KEY]
Text = Annotated[str, Kind.TEXT]
CustomerKey = Annotated[int, Kind.CUSTOMER]
Day = Annotated[int, Kind.DAY]
Month = Annotated[int, Kind.MONTH]
Money = Annotated[int, Kind.MONEY]
Count = Annotated[int, Kind.COUNT]
Number = Annotated[float, Kind.NUMBER]
YesNo = Annotated[bool, Kind.YES_NO]
Status = Annotated[str, Kind.STATUS]


_SPREAD = "Worked out where the file gives longer periods: months of the period it is part of."


class Row(BaseModel):
    """Base of all row models."""


class Deals(Row):
    """Sales opportunities, one row each."""

    deal_id: Key | None = Field(None, description="Deal number; the same number twice counts once.")
    customer: CustomerKey | None = Field(None, description="The account the deal is with.")
    name: Text | None = Field(None, description="Deal name.")
    created: Day | None = Field(None, description="Day the opportunity was created.")
    closed: Day | None = Field(None, description="Day it was won or lost; expected day while open.")
    status: Status = Field(description="won, lost or open; read from a status or stage column.")
    stage: Text | None = Field(None, description="Stage in the funnel, in the file's own words.")
    amount: Money | None = Field(None, description="Value of the deal.")
    currency: Text | None = Field(None, description="Currency of the amount.")
    owner: Text | None = Field(None, description="Seller.")
    source: Text | None = Field(None, description="Where the deal came from.")
    segment: Text | None = Field(None, description="Segment, market or region.")
    product: Text | None = Field(None, description="Product sold.")
    pipeline: Text | None = Field(None, description="Pipeline, where there are several.")
    competitor: Text | None = Field(None, description="Competitor met.")
    lost_reason: Text | None = Field(None, description="Why it was lost.")
    probability: Number | None = Field(None, description="Typed probability, as a fraction.")
    list_amount: Money | None = Field(None, description="Value at list price, before discount.")
    last_contact: Day | None = Field(None, description="Day of the last contact or activity.")
    slips: Count | None = Field(None, description="How often the close date was put off.")


class Leads(Row):
    """People or companies that showed interest, with the day they reached each stage."""

    lead_id: Key | None = Field(None, description="Lead or contact number.")
    customer: CustomerKey | None = Field(None, description="Company the lead belongs to.")
    created: Day = Field(description="Day the lead came in.")
    mql: Day | None = Field(None, description="Day marketing qualified it.")
    sql: Day | None = Field(None, description="Day sales qualified it.")
    opportunity: Day | None = Field(None, description="Day it became an opportunity.")
    won: Day | None = Field(None, description="Day it became a customer.")
    lost: Day | None = Field(None, description="Day it was closed as lost.")
    responded: Day | None = Field(None, description="Day or time of the first answer.")
    response_minutes: Count | None = Field(
        None, description="Worked out: minutes from coming in to the first answer."
    )
    stage: Text | None = Field(None, description="Lifecycle stage, in the file's own words.")
    source: Text | None = Field(None, description="Channel or source.")
    segment: Text | None = Field(None, description="Segment, market or region.")
    owner: Text | None = Field(None, description="Who works the lead.")


class StageHistory(Row):
    """When a deal entered each stage, one row per deal and stage."""

    deal_id: Key = Field(description="Deal number as in the deals table.")
    stage: Text = Field(description="Stage entered.")
    entered: Day = Field(description="Day it was entered.")


class FunnelCounts(Row):
    """Volumes per month where single leads are not listed."""

    month: Month = Field(description="Calendar month.")
    channel: Text | None = Field(None, description="Channel or source.")
    visitors: Count | None = Field(None, description="Visitors or sessions.")
    leads: Count | None = Field(None, description="Leads or enquiries.")
    mqls: Count | None = Field(None, description="Marketing-qualified leads.")
    sqls: Count | None = Field(None, description="Sales-qualified leads.")
    opportunities: Count | None = Field(None, description="Opportunities, offers or quotes.")
    won: Count | None = Field(None, description="Deals won.")


class Subscriptions(Row):
    """Recurring contracts, one row per subscription."""

    subscription_id: Key | None = Field(None, description="Subscription number.")
    customer: CustomerKey = Field(description="Same customer, same key, in every file.")
    start: Day = Field(description="First day paid for.")
    end: Day | None = Field(None, description="Day it ended; empty while it runs.")
    amount: Money = Field(description="Price of one interval and one unit, without tax.")
    quantity: Count | None = Field(None, description="Units; empty is one.")
    interval: Status | None = Field(None, description="day, week, month, quarter or year.")
    interval_count: Count | None = Field(None, description="Billed every so many intervals.")
    currency: Text | None = Field(None, description="Currency of the amount.")
    status: Text | None = Field(None, description="Status in the file's own words.")
    plan: Text | None = Field(None, description="Plan or price name.")
    segment: Text | None = Field(None, description="Segment, market or region.")
    trial_end: Day | None = Field(None, description="Last day of a free trial.")
    product: Text | None = Field(None, description="Product, where a customer may have several.")
    source: Text | None = Field(None, description="Channel that brought the customer.")
    end_reason: Text | None = Field(None, description="Why it ended, in the file’s own words.")
    renews: Day | None = Field(None, description="Day the contract next comes up for renewal.")
    mrr: Money = Field(
        description="Worked out: amount × quantity ÷ months of the interval, at scale 6; 0 while "
        "a trial and for rows that carry no money."
    )
    revalued: Money | None = Field(
        None, description="Worked out where exchange rates differ by month: the MRR, converted "
        "at the rate of the month it ends in.",
    )  # fmt: skip


class Invoices(Row):
    """What customers were billed."""

    invoice_id: Key | None = Field(None, description="Invoice number.")
    customer: CustomerKey | None = Field(
        None, description="Same customer, same key, in every file."
    )
    date: Day = Field(description="Invoice date.")
    amount: Money = Field(description="Without tax where the file says; credit notes are negative.")
    currency: Text | None = Field(None, description="Currency of the amount.")
    status: Text | None = Field(None, description="Status in the file's own words.")
    period_start: Day | None = Field(None, description="First day of the service billed.")
    period_end: Day | None = Field(None, description="Last day of the service billed.")
    due: Day | None = Field(None, description="Day it is to be paid by.")
    paid: Day | None = Field(None, description="Day it was paid; empty while it is open.")
    product: Text | None = Field(None, description="Product, plan or line item.")
    segment: Text | None = Field(None, description="Segment, market or region.")
    recurring: YesNo | None = Field(None, description="Part of a subscription?")
    project: Key | None = Field(
        None, description="Project or job billed; its invoices together are one purchase."
    )
    revalued: Money | None = Field(
        None, description="Worked out where exchange rates differ by month: the amount, converted "
        "at the rate of the month after the service billed.",
    )  # fmt: skip


class Orders(Row):
    """What customers bought, one row per order or order line."""

    order_id: Key | None = Field(None, description="Order number; lines of one order share it.")
    customer: CustomerKey | None = Field(
        None, description="Same customer, same key, in every file."
    )
    date: Day = Field(description="Order date.")
    amount: Money = Field(
        description="Value of the row, refunds taken off where the file has them."
    )
    currency: Text | None = Field(None, description="Currency of the amount.")
    status: Text | None = Field(None, description="Status in the file's own words.")
    source: Text | None = Field(None, description="Channel the order came through.")
    segment: Text | None = Field(None, description="Segment, market or region.")
    product: Text | None = Field(None, description="Product or category.")
    quantity: Count | None = Field(None, description="Units bought.")
    discount: Money | None = Field(None, description="Discount given.")
    discount_code: Text | None = Field(None, description="Voucher used.")
    profit: Money | None = Field(None, description="Gross profit of the row.")
    recurring: YesNo | None = Field(None, description="Part of a subscription?")


class Payments(Row):
    """Money received, one row per payment."""

    payment_id: Key | None = Field(None, description="Payment number.")
    customer: CustomerKey | None = Field(
        None, description="Same customer, same key, in every file."
    )
    date: Day = Field(description="Payment date.")
    amount: Money = Field(description="Received, refunds taken off.")
    currency: Text | None = Field(None, description="Currency of the amount.")
    status: Text | None = Field(None, description="Status in the file's own words.")
    product: Text | None = Field(None, description="What was paid for.")


class Mrr(Row):
    """Recurring revenue by customer and month, as a long or wide sheet gives it."""

    customer: CustomerKey = Field(description="Same customer, same key, in every file.")
    month: Month = Field(description="Calendar month.")
    amount: Money = Field(description="MRR of the customer at the end of the month.")
    currency: Text | None = Field(None, description="Currency of the amount.")
    segment: Text | None = Field(None, description="Segment, market or region.")
    revalued: Money | None = Field(
        None, description="Worked out where exchange rates differ by month: the amount, converted "
        "at the rate of the month after.",
    )  # fmt: skip
    spread_over: Count | None = Field(None, description=_SPREAD)


class RevenueByMonth(Row):
    """Total revenue per month, without customers."""

    month: Month = Field(description="Calendar month.")
    amount: Money = Field(description="Revenue of the month.")
    currency: Text | None = Field(None, description="Currency of the amount.")
    spread_over: Count | None = Field(None, description=_SPREAD)


class Customers(Row):
    """What is known of each customer."""

    customer: CustomerKey = Field(description="Same customer, same key, in every file.")
    name: Text | None = Field(None, description="Customer name.")
    created: Day | None = Field(None, description="Customer since.")
    status: Status | None = Field(None, description="customer or left; read from a status column.")
    ended: Day | None = Field(None, description="Day the customer left; empty while one stays.")
    segment: Text | None = Field(None, description="Segment, market or region.")
    source: Text | None = Field(None, description="Channel that brought the customer.")
    plan: Text | None = Field(None, description="Plan or package.")
    country: Text | None = Field(None, description="Country.")


class Products(Row):
    """What is sold."""

    product: Key = Field(description="Product name or number as in the other files.")
    series: Text | None = Field(None, description="Product family.")
    price: Money | None = Field(None, description="List price.")
    cost: Money | None = Field(None, description="Cost of one unit.")


class Spend(Row):
    """What marketing and selling cost, per day or month."""

    date: Day = Field(description="Day, or first day of the month or period.")
    amount: Money = Field(description="Cost, as a positive figure.")
    currency: Text | None = Field(None, description="Currency of the amount.")
    channel: Text | None = Field(None, description="Channel or campaign type; empty if for all.")
    campaign: Text | None = Field(None, description="Campaign.")
    category: Status | None = Field(None, description="media, people, tools, agency or overhead.")
    department: Status | None = Field(None, description="marketing, sales, success or other.")


class Team(Row):
    """People in marketing, sales and customer success."""

    person: Key = Field(description="Name, as the owner column of the deals spells it.")
    role: Text | None = Field(None, description="Role or title.")
    department: Status | None = Field(None, description="marketing, sales, success or other.")
    manager: Text | None = Field(None, description="Reports to.")
    segment: Text | None = Field(None, description="Region or team.")
    start: Day | None = Field(None, description="First day.")
    end: Day | None = Field(None, description="Last day; empty while employed.")
    quota: Money | None = Field(None, description="Quota per quarter.")
    cost: Money | None = Field(None, description="Cost per month, with on-costs.")


class Nps(Row):
    """Answers to “how likely are you to recommend us?”, one row each."""

    date: Day | None = Field(None, description="Day of the answer.")
    sent: Day | None = Field(
        None, description="Day the question was sent; a row without a score did not answer."
    )
    score: Count = Field(description="0 to 10; −1 for who was asked and did not answer.")
    customer: CustomerKey | None = Field(None, description="Who answered.")
    segment: Text | None = Field(None, description="Segment, market or region.")


class Answers(Row):
    """The twelve numbers typed by an owner without files."""

    name: Key = Field(description="Which number; ids in ANSWERS.")
    value: Number = Field(description="The number.")
    period: Text | None = Field(
        None, description="Month, as 2024-03, in which the answers were given."
    )


class Cash(Row):
    """Money in the bank at the end of each month."""

    month: Month = Field(description="Calendar month.")
    balance: Money = Field(description="Balance at its end; negative when overdrawn.")
    currency: Text | None = Field(None, description="Currency of the balance.")


class ForecastSnapshots(Row):
    """What sellers promised when: one row per deal and day of the forecast."""

    taken: Day = Field(description="Day of the forecast.")
    deal_id: Key | None = Field(None, description="Deal number as in the deals table.")
    category: Text | None = Field(None, description="Commit, best case, pipeline …")
    amount: Money | None = Field(None, description="Amount promised.")
    expected: Day | None = Field(None, description="Day it was expected to close.")
    owner: Text | None = Field(None, description="Who promised.")


TABLES: Mapping[str, type[Row]] = {
    "deals": Deals,
    "leads": Leads,
    "stage_history": StageHistory,
    "funnel_counts": FunnelCounts,
    "subscriptions": Subscriptions,
    "invoices": Invoices,
    "orders": Orders,
    "payments": Payments,
    "mrr": Mrr,
    "revenue_by_month": RevenueByMonth,
    "customers": Customers,
    "products": Products,
    "spend": Spend,
    "team": Team,
    "nps": Nps,
    "cash": Cash,
    "forecast_snapshots": ForecastSnapshots,
    "answers": Answers,
}

MONEY_COLUMN: Mapping[str, str] = {
    "deals": "amount",
    "subscriptions": "amount",
    "invoices": "amount",
    "orders": "amount",
    "payments": "amount",
    "mrr": "amount",
    "revenue_by_month": "amount",
    "spend": "amount",
}
"""The one column per table whose total is reconciled."""

DERIVED = {
    ("subscriptions", "mrr"),
    ("leads", "response_minutes"),
    *((table, "revalued") for table in ("subscriptions", "invoices", "mrr")),
    *((table, "spread_over") for table in ("mrr", "revenue_by_month")),
}
"""Columns worked out while reading; never mapped."""

ANSWERS: Mapping[str, str] = {
    "sales_this_year": "Sales in the last twelve months",
    "sales_last_year": "Sales in the twelve months before",
    "gross_margin": "Gross margin, in per cent of sales",
    "customers": "Customers who bought in the last twelve months",
    "new_customers": "Of these, new customers",
    "repeat_customers": "Customers of the year before who bought again",
    "enquiries_per_month": "Enquiries a month",
    "quotes_per_month": "Offers or quotes a month",
    "wins_per_month": "Wins a month",
    "days_to_yes": "Days from enquiry to yes",
    "marketing_sales_cost": "Yearly cost of marketing and selling, own time included",
    "biggest_customer_share": "Share of the biggest customer, in per cent of sales",
}


@dataclass(frozen=True)
class Column:
    """One column of a canonical table."""

    name: str
    kind: Kind
    required: bool
    description: str
    derived: bool = False


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Columns of a canonical table, in order.

    >>> [column.name for column in columns("nps") if column.required]
    ['score']
    """
    model = TABLES[table]
    hints = get_type_hints(model, include_extras=True)
    out = []
    for name, info in model.model_fields.items():
        kind = next(item for item in _metadata(hints[name]) if isinstance(item, Kind))
        out.append(
            Column(name, kind, info.is_required(), info.description or "", (table, name) in DERIVED)
        )
    return tuple(out)


def _metadata(hint: object) -> tuple[object, ...]:
    if get_origin(hint) is Annotated:
        return get_args(hint)[1:]
    return tuple(item for part in get_args(hint) for item in _metadata(part))
