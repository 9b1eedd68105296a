"""Osmirelle's figures with nothing but loops over its files."""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median

from by_hand_kalvendo import read_rows, rounded

AS_OF = date(2026, 10, 31)
WINDOW = date(2025, 11, 1)
Purchase = tuple[date, Decimal, str, str]


def day_of(text: str) -> date:
    """Take the shop's own calendar day: the first ten characters, the offset is not applied."""
    return datetime.strptime(text[:10], "%Y-%m-%d").date()


def why_aside(row: dict[str, str]) -> str:
    """Say why an order is no sale, or nothing."""
    if row["Payment Method"] == "bogus":
        return "test"
    if row["Cancelled at"]:
        return "cancelled"
    return "voided" if row["Financial Status"] == "voided" else ""


def sales(folder: Path) -> dict[str, list[Purchase]]:
    """Collect each customer's purchases: day, Total less Refunded Amount, code, tag."""
    found: dict[str, list[Purchase]] = defaultdict(list)
    for row in read_rows(folder / "orders.csv"):
        if row["Created at"] and not why_aside(row):
            who = row["Email"].casefold() or row["Billing Name"].casefold()
            paid = Decimal(row["Total"]) - Decimal(row["Refunded Amount"])
            found[who].append((day_of(row["Created at"]), paid, row["Discount Code"], row["Tags"]))
    return {who: sorted(bought) for who, bought in found.items()}


def orders(folder: Path) -> dict[str, object]:
    """Count rows, orders and money."""
    rows = read_rows(folder / "orders.csv")
    heads = [row for row in rows if row["Created at"]]
    kept = [row for row in heads if not why_aside(row)]
    by_year: dict[str, Decimal] = defaultdict(Decimal)
    for row in kept:
        by_year[row["Created at"][:4]] += Decimal(row["Total"]) - Decimal(row["Refunded Amount"])
    customers = sales(folder)
    money = sum(by_year.values())
    year = [paid for bought in customers.values() for day, paid, *_ in bought if day >= WINDOW]
    before = [paid for bought in customers.values() for day, paid, *_ in bought
              if date(2024, 11, 1) <= day < WINDOW]  # fmt: skip
    return {
        "rows_in": len(rows),
        "continuation_rows": len(rows) - len(heads),
        "orders_in_file": len(heads),
        "total_in_file": rounded(sum(Decimal(row["Total"]) for row in heads), 2),
        "set_aside": dict(Counter(filter(None, map(why_aside, heads)))),
        "set_aside_total": rounded(
            sum(Decimal(row["Total"]) for row in heads if why_aside(row)), 2
        ),
        "paid_test_order_total": rounded(
            sum(Decimal(row["Total"]) for row in heads
                if why_aside(row) == "test" and row["Financial Status"] == "paid"), 2
        ),
        "orders": len(kept),
        "by_status": dict(sorted(Counter(row["Financial Status"] for row in kept).items())),
        "refunded": rounded(sum(Decimal(row["Refunded Amount"]) for row in kept), 2),
        "revenue": rounded(money, 2),
        "revenue_by_year": {name: rounded(value, 2) for name, value in sorted(by_year.items())},
        "orders_12m": len(year),
        "revenue_12m": rounded(sum(year), 2),
        "revenue_previous_12m": rounded(sum(before), 2),
        "revenue_growth": rounded(sum(year) / sum(before) - 1),
        "average_order": rounded(money / len(kept), 4),
        "orders_without_e_mail": sum(not row["Email"] for row in kept),
    }  # fmt: skip


def again_share(some: list[list[Purchase]], days: int) -> dict[str, object]:
    """Share of customers who bought again within so many days of the first purchase."""
    back = sum(len(bought) > 1 and (bought[1][0] - bought[0][0]).days <= days for bought in some)
    return {"n": len(some), "again": back, "share": rounded(back / len(some))}


def customers(folder: Path) -> dict[str, object]:
    """Count customers, who came back, and who came by a code."""
    found = sales(folder)
    every = list(found.values())
    window = [[one for one in bought if one[0] >= WINDOW] for bought in every]
    window = [bought for bought in window if bought]
    returning = sum(bought[0][0] < WINDOW <= bought[-1][0] for bought in every)
    halves = {"2024-05 to 2024-10": (date(2024, 5, 1), date(2024, 11, 1)),
              "2024-11 to 2025-04": (date(2024, 11, 1), date(2025, 5, 1)),
              "2025-05 to 2025-10": (date(2025, 5, 1), date(2025, 11, 1)),
              "2025-11 to 2026-04": (date(2025, 11, 1), date(2026, 5, 1))}  # fmt: skip
    came = {name: [bought for bought in every if first <= bought[0][0] < last]
            for name, (first, last) in halves.items()}  # fmt: skip
    earlier = date(2024, 11, 1)
    year_before = [bought for bought in every if any(earlier <= one[0] < WINDOW for one in bought)]
    kept = [bought for bought in year_before if bought[-1][0] >= WINDOW]
    gaps = [(two[0] - one[0]).days for bought in every for one, two in pairwise(bought)]
    return {
        "customers": len(every),
        "orders_per_customer": rounded(sum(map(len, every)) / len(every)),
        "one_time_buyers": sum(len(bought) == 1 for bought in every),
        "one_time_share": rounded(sum(len(bought) == 1 for bought in every) / len(every)),
        "two_orders_on_one_day": sum(gap == 0 for gap in gaps),
        "days_between_orders_median": median(gaps),
        "buyers_12m": len(window),
        "buyers_12m_with_two_or_more_in_12m": sum(len(bought) > 1 for bought in window),
        "repeat_purchase_rate_12m": rounded(
            sum(len(bought) > 1 for bought in window) / len(window)
        ),
        "buyers_12m_who_had_bought_before": returning,
        "returning_share_12m": rounded(returning / len(window)),
        "new_customers_12m": len(window) - returning,
        "new_customers_previous_12m": sum(earlier <= bought[0][0] < WINDOW for bought in every),
        "first_seen_in_first_month": sum(bought[0][0] < date(2024, 6, 1) for bought in every),
        "buyers_previous_12m": len(year_before),
        "buyers_previous_12m_kept": len(kept),
        "again_within_180_days_by_half_year": {
            name: again_share(some, 180) for name, some in came.items()
        },
        "again_within_180_days_with_code_on_first_order": again_share(
            [bought for some in came.values() for bought in some if bought[0][2]], 180
        ),
        "again_within_180_days_without_code": again_share(
            [bought for some in came.values() for bought in some if not bought[0][2]], 180
        ),
        "again_within_180_days_by_tag_of_first_order": {
            tag or "no tag": again_share(
                [bought for some in came.values() for bought in some if bought[0][3] == tag], 180
            )
            for tag in ("", "utm-google", "utm-meta")
        },
        "customers_whose_purchases_were_all_refunded": sum(
            sum(one[1] for one in bought) == 0 for bought in every
        ),
        "code_share_of_new_12m": rounded(
            sum(bool(bought[0][2]) for bought in every if bought[0][0] >= WINDOW)
            / sum(bought[0][0] >= WINDOW for bought in every)
        ),
        "code_share_of_new_previous_12m": rounded(
            sum(bool(bought[0][2]) for bought in every if earlier <= bought[0][0] < WINDOW)
            / sum(earlier <= bought[0][0] < WINDOW for bought in every)
        ),
    }  # fmt: skip


def google(folder: Path) -> tuple[dict[date, Decimal], dict[str, object]]:
    """Cost by month from the campaign report, beside the total it states."""
    with (folder / "google_ads.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    header, body = lines[2], lines[3:]
    cost = header.index("Cost")
    used = [line for line in body if not line[0].startswith("Total:")]
    stated = next(line for line in body if line[0] == "Total: Account")
    months: dict[date, Decimal] = defaultdict(Decimal)
    for line in used:
        day = datetime.strptime(line[0], "%b %d, %Y").date()
        months[day.replace(day=1)] += Decimal(line[cost].replace(",", ""))
    return months, {
        "rows_in": len(body), "rows_used": len(used), "cost": rounded(sum(months.values()), 2),
        "stated_total": rounded(Decimal(stated[cost].replace(",", "")), 2),
    }  # fmt: skip


def meta(folder: Path) -> tuple[dict[date, Decimal], dict[str, object]]:
    """Amount spent by month from the Ads Manager, beside its unnamed total."""
    rows = read_rows(folder / "meta_ads.csv")
    used = [row for row in rows if row["Campaign name"]]
    stated = next(row for row in rows if not row["Campaign name"])
    months: dict[date, Decimal] = defaultdict(Decimal)
    for row in used:
        months[day_of(row["Reporting starts"])] += Decimal(row["Amount spent (USD)"])
    return months, {
        "rows_in": len(rows), "rows_used": len(used), "cost": rounded(sum(months.values()), 2),
        "stated_total": rounded(Decimal(stated["Amount spent (USD)"]), 2),
    }  # fmt: skip


def advertising(folder: Path) -> dict[str, object]:
    """What the two platforms cost, and what a new customer cost in advertising."""
    by_google, google_file = google(folder)
    by_meta, meta_file = meta(folder)
    found = sales(folder)

    def spent(months: dict[date, Decimal], first: date, last: date) -> Decimal:
        return sum((cost for day, cost in months.items() if first <= day < last), Decimal(0))

    def new(first: date, last: date) -> int:
        return sum(first <= bought[0][0] < last for bought in found.values())

    result: dict[str, object] = {"google_ads": google_file, "meta_ads": meta_file}
    end = AS_OF + timedelta(1)
    for name, first, last in (("12m", WINDOW, end), ("previous_12m", date(2024, 11, 1), WINDOW)):
        both = spent(by_google, first, last) + spent(by_meta, first, last)
        result |= {
            f"google_{name}": rounded(spent(by_google, first, last), 2),
            f"meta_{name}": rounded(spent(by_meta, first, last), 2),
            f"ad_spend_{name}": rounded(both, 2),
            f"cac_media_{name}": rounded(both / new(first, last), 4),
        }
    return result


def osmirelle(folder: Path) -> dict[str, object]:
    """Every figure of the README about Osmirelle."""
    return {
        "as_of": str(AS_OF),
        "orders": orders(folder),
        "customers": customers(folder),
        "advertising": advertising(folder),
    }
