"""Write Osmirelle's orders and advertising as Shopify, Google Ads and Meta export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from write_files import write_csv

if TYPE_CHECKING:
    from osmirelle import Order

EXPORTED = datetime(2026, 11, 1)
HEADER_LINE = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,"
    "Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,"
    "Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,"
    "Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,"
    "Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount"
)
HEADER = tuple(HEADER_LINE.split(","))
CAMPAIGN_COST = {"Brand - search": 0.22, "Shopping - all products": 0.78}


def stamp(moment: datetime | None) -> str:
    """Write a shop-time moment with its offset, which changes with the season."""
    if moment is None:
        return ""
    spring, autumn = (_last_sunday(moment.year, month) for month in (3, 10))
    offset = "+0100" if spring <= moment.date() < autumn else "+0000"
    return f"{moment:%Y-%m-%d %H:%M:%S} {offset}"


def _last_sunday(year: int, month: int) -> date:
    """Find the day on which the clocks change in Lisbon."""
    last = date(year, month, 31)
    return last - timedelta((last.weekday() + 1) % 7)


def order_rows(order: Order, prices: Mapping[str, int]) -> list[list[str]]:
    """One row per line item; what belongs to the order stands in the first row only.

    A warehouse outside of Shopify ships the parcels, so everything reads unfulfilled.
    """
    rows = []
    city, province, zip_code = order.shopper.place
    for at, (name, count) in enumerate(order.lines):
        cells = dict.fromkeys(HEADER, "")
        cells |= {
            "Name": f"#{order.number}", "Vendor": "Osmirelle",
            "Lineitem quantity": str(count), "Lineitem name": name,
            "Lineitem price": f"{prices[name]}.00",
            "Lineitem sku": "OS-" + "".join(word[0] for word in name.split()).upper()
            + f"{prices[name]:03d}",
            "Lineitem requires shipping": "true", "Lineitem taxable": "false",
            "Lineitem fulfillment status": "pending",
            "Lineitem discount": "0.00",
        }  # fmt: skip
        if at == 0:
            paid = "" if order.status == "voided" else stamp(order.created + timedelta(seconds=2))
            tag = {"organic": "", "google": "utm-google", "meta": "utm-meta"}[order.shopper.channel]
            cells |= {
                "Email": order.shopper.mail, "Financial Status": order.status, "Paid at": paid,
                "Fulfillment Status": "unfulfilled",
                "Accepts Marketing": "yes" if order.code else "no",
                "Currency": "USD", "Subtotal": f"{order.gross - order.discount:.2f}",
                "Shipping": f"{order.shipping:.2f}", "Taxes": "0.00",
                "Total": f"{order.total:.2f}", "Discount Code": order.code,
                "Discount Amount": f"{order.discount:.2f}", "Shipping Method": "Standard",
                "Created at": stamp(order.created), "Billing Name": order.shopper.name,
                "Billing City": city, "Billing Zip": f"'{zip_code}", "Billing Province": province,
                "Billing Country": "US", "Shipping Country": "US",
                "Cancelled at": stamp(order.cancelled),
                "Payment Method": "bogus" if order.test else "Shopify Payments",
                "Refunded Amount": f"{order.refunded:.2f}", "Outstanding Balance": "0.00",
                "Id": str(5_600_000_000_000 + order.number * 7919),
                "Tags": "test" if order.test else tag, "Risk Level": "Low", "Source": "web",
            }  # fmt: skip
        rows.append([cells[label] for label in HEADER])
    return rows


def write_orders(path: Path, orders: list[Order], prices: Mapping[str, int]) -> None:
    """Write the orders, the newest first, as Shopify does."""
    rows: list[list[str]] = [list(HEADER)]
    for order in reversed(orders):
        rows += order_rows(order, prices)
    write_csv(path, rows)


def thousands(number: int | Decimal) -> str:
    """Write a number with thousands separators, as both ad platforms do."""
    return f"{number:,}"


def _days(month: date) -> list[date]:
    """List all days of one month."""
    days = [month + timedelta(step) for step in range(31)]
    return [one for one in days if one.month == month.month]


def write_google_ads(
    path: Path, random: Random, newcomers: Mapping[date, Mapping[str, int]]
) -> None:
    """Write a campaign report by day: two lines above the header, two totals below."""
    rows: list[list[str]] = []
    cost_sum, seen_sum, click_sum, sold_sum = Decimal(0), 0, 0, 0
    for month, counts in newcomers.items():
        days = _days(month)
        for campaign, share in CAMPAIGN_COST.items():
            for one in days:
                mean = 29.0 * counts["google"] * share / len(days)
                cost = Decimal(round(100 * mean * random.uniform(0.6, 1.4))) / 100
                clicks = round(float(cost) / random.uniform(0.55, 0.95))
                seen = clicks * random.randint(19, 42)
                sold = sum(random.random() < 0.022 for _ in range(clicks))
                cost_sum, seen_sum = cost_sum + cost, seen_sum + seen
                click_sum, sold_sum = click_sum + clicks, sold_sum + sold
                each = f"{cost / sold:.2f}" if sold else "--"
                rows.append([
                    f"{one:%b} {one.day}, {one.year}", campaign, "USD", thousands(seen),
                    thousands(clicks), thousands(cost), str(sold) if sold else "--", each,
                ])  # fmt: skip
    header = ["Day", "Campaign", "Currency code", "Impr.", "Clicks", "Cost", "Conversions",
              "Cost / conv."]  # fmt: skip
    totals = ["--", "USD", thousands(seen_sum), thousands(click_sum), thousands(cost_sum),
              thousands(sold_sum), f"{cost_sum / sold_sum:.2f}"]  # fmt: skip
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["Campaign report"])
    writer.writerow(["May 1, 2024 - October 31, 2026"])
    writer.writerows([header, *rows, ["Total: Account", *totals], ["Total: Campaigns", *totals]])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def write_meta_ads(path: Path, random: Random, newcomers: Mapping[date, Mapping[str, int]]) -> None:
    """Write the Ads Manager export by month; its first row is the unnamed total."""
    header = ["Reporting starts", "Reporting ends", "Campaign name", "Impressions", "Link clicks",
              "Amount spent (USD)", "Purchases", "Cost per result"]  # fmt: skip
    rows: list[list[str]] = []
    spent, seen_sum, click_sum, sold_sum = Decimal(0), 0, 0, 0
    campaigns = {"Prospecting - linen lovers": 0.58, "Retargeting - basket": 0.17,
                 "Advantage+ ceramics": 0.25}  # fmt: skip
    for step, (month, counts) in enumerate(newcomers.items()):
        for campaign, share in campaigns.items():
            if campaign == "Advantage+ ceramics" and step < 15:
                continue
            price = 34.0 + 0.55 * step
            cost = round(100 * price * counts["meta"] * share * random.uniform(0.9, 1.1))
            amount = Decimal(cost) / 100
            clicks = round(float(amount) / random.uniform(0.7, 1.1))
            seen = clicks * random.randint(60, 110)
            sold = round(counts["meta"] * share)
            spent, seen_sum = spent + amount, seen_sum + seen
            click_sum, sold_sum = click_sum + clicks, sold_sum + sold
            rows.append([
                str(month), str(_days(month)[-1]), campaign, str(seen), str(clicks),
                f"{amount:.2f}", str(sold) if sold else "", f"{amount / sold:.6f}" if sold else "",
            ])  # fmt: skip
    total = ["2024-05-01", "2026-10-31", "", str(seen_sum), str(click_sum), f"{spent:.2f}",
             str(sold_sum), f"{spent / sold_sum:.6f}"]  # fmt: skip
    write_csv(path, [header, total, *rows])
