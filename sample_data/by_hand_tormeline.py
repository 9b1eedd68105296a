"""Tormeline's figures with nothing but loops over its files."""

import csv
import zipfile
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

from by_hand_kalvendo import XML, read_rows, rounded

AS_OF = date(2026, 10, 31)
WINDOW = date(2025, 11, 1)
BEFORE = date(2024, 11, 1)
Rows = list[dict[str, str]]


def read_quotes(path: Path) -> Rows:
    """Read the workbook's cells; the header is in row 4, the rows end at the first blank one."""
    with zipfile.ZipFile(path) as book:
        texts = [
            "".join(part.itertext())
            for part in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    grid: dict[int, dict[str, str]] = defaultdict(dict)
    for cell in sheet.iter(f"{XML}c"):
        column, line = cell.attrib["r"][0], int(cell.attrib["r"][1:])
        value = cell.findtext(f"{XML}v")
        if value is not None:
            grid[line][column] = texts[int(value)] if cell.attrib.get("t") == "s" else value
    header = grid[4]
    last = max(grid) - 1
    return [
        {header[column]: grid[line].get(column, "") for column in header} for line in range(5, last)
    ]


def serial(text: str) -> date | None:
    """A workbook's day number: 45000 is 15 March 2023."""
    return date(1899, 12, 30) + timedelta(int(text)) if text else None


def dotted(text: str) -> date | None:
    """A day as 27.3.2025."""
    return datetime.strptime(text, "%d.%m.%Y").date() if text else None


def slashed(text: str) -> date:
    """A day as 27/03/2025."""
    return datetime.strptime(text, "%d/%m/%Y").date()


def outcome(some: Rows) -> dict[str, object]:
    """Accepted, and not: declined and unanswered are both lost."""
    won = [row for row in some if row["Status"] == "Accepted"]
    return {
        "won": len(won),
        "lost": len(some) - len(won),
        "win_rate": rounded(Fraction(len(won), len(some))),
        "won_value": rounded(sum(Decimal(row["Amount (EUR)"]) for row in won), 2),
    }


def quotes(folder: Path) -> dict[str, object]:
    """Count quotes as they stood at the end of October 2026."""
    rows = read_quotes(folder / "quotes.xlsx")
    used = [row for row in rows if (serial(row["Sent"]) or date.max) <= AS_OF]
    closed = [row for row in used if (serial(row["Decision date"]) or date.max) <= AS_OF]

    def between(first: date, last: date) -> Rows:
        return [row for row in closed if first <= (serial(row["Decision date"]) or AS_OF) < last]

    year, before = between(WINDOW, date(2026, 11, 1)), between(BEFORE, WINDOW)
    days = [
        ((serial(row["Decision date"]) or AS_OF) - (serial(row["Sent"]) or AS_OF)).days
        for row in year if row["Status"] == "Accepted"
    ]  # fmt: skip
    sellers = sorted({row["Quoted by"] for row in rows})
    ended = [row for row in year if row["Status"] != "Accepted"]
    return {
        "rows": len(rows),
        "amount": rounded(sum(Decimal(row["Amount (EUR)"]) for row in rows), 2),
        "sent_after_october": len(rows) - len(used),
        "open": len(used) - len(closed),
        "12m": outcome(year),
        "previous_12m": outcome(before),
        "12m_by_seller": {
            name: outcome([row for row in year if row["Quoted by"] == name]) for name in sellers
        },
        "previous_12m_by_seller": {
            name: outcome([row for row in before if row["Quoted by"] == name])
            for name in sellers if any(row["Quoted by"] == name for row in before)
        },
        "lost_12m_without_an_answer": sum(row["Status"] == "No answer" for row in ended),
        "lost_12m_reasons": dict(
            sorted(Counter(row["Reason"] for row in ended if row["Reason"]).items())
        ),
        "days_to_yes_median_12m": median(days),
    }  # fmt: skip


def invoices(folder: Path) -> dict[str, object]:
    """Net revenue by day of the invoice: void ones are none, credit notes are negative."""
    rows = read_rows(folder / "invoices.csv")
    kept = [row for row in rows if row["Status"] != "Voided"]
    bought: dict[str, list[tuple[date, Decimal, str]]] = defaultdict(list)
    for row in kept:
        day = slashed(row["InvoiceDate"])
        bought[row["ContactName"]].append((day, Decimal(row["LineAmount"]), row["Reference"]))

    def net(first: date, last: date, name: str | None = None) -> Decimal:
        names = [name] if name else list(bought)
        return sum(
            (money for one in names for day, money, _ in bought[one] if first <= day < last),
            Decimal(0),
        )

    end = date(2026, 11, 1)
    biggest = max(bought, key=lambda name: net(WINDOW, end, name))
    projects = {
        name: sorted({ref: min(day for day, _, of in found if of == ref)
                      for _, _, ref in found}.values())
        for name, found in bought.items()
    }  # fmt: skip
    intake = [days for days in projects.values() if BEFORE <= days[0] < WINDOW]
    again = [days for days in intake if len(days) > 1 and days[1] < year_later(days[0])]
    old = [name for name in bought if net(BEFORE, WINDOW, name) > 0]
    opening = sum(net(BEFORE, WINDOW, name) for name in old)
    return {
        "rows": len(rows),
        "voided": len(rows) - len(kept),
        "credit_notes": sum(row["Type"] == "Sales credit note" for row in kept),
        "net_used": rounded(sum(Decimal(row["LineAmount"]) for row in kept), 2),
        "revenue_12m": rounded(net(WINDOW, end), 2),
        "revenue_previous_12m": rounded(net(BEFORE, WINDOW), 2),
        "customers": len(bought),
        "biggest_customer": biggest,
        "biggest_share_12m": rounded(net(WINDOW, end, biggest) / net(WINDOW, end)),
        "biggest_share_previous_12m": rounded(net(BEFORE, WINDOW, biggest) / net(BEFORE, WINDOW)),
        "customers_previous_12m": len(old),
        "same_customer_revenue": rounded(sum(net(WINDOW, end, name) for name in old) / opening),
        "first_projects_a_year_ago": len(intake),
        "of_these_again_within_a_year": len(again),
    }


def year_later(day: date) -> date:
    """The same day a year later."""
    return day.replace(year=day.year + 1)


def enquiries(folder: Path) -> dict[str, object]:
    """Count enquiries, answers, quotes."""
    with (folder / "enquiries.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))

    def counted(first: date, last: date) -> dict[str, object]:
        some = [row for row in rows if first <= (dotted(row["Enquiry date"]) or AS_OF) < last]
        waits = [
            (answer - asked).days for row in some
            if (answer := dotted(row["First response"]))
            and (asked := dotted(row["Enquiry date"]))
        ]  # fmt: skip
        return {
            "enquiries": len(some),
            "never_answered": len(some) - len(waits),
            "days_to_answer_median": median(waits),
            "quoted": sum(bool(row["Quote sent"]) for row in some),
            "accepted": sum(bool(row["Accepted on"]) for row in some),
        }

    return {
        "rows": len(rows),
        "12m": counted(WINDOW, date(2026, 11, 1)),
        "previous_12m": counted(BEFORE, WINDOW),
    }


def tormeline(folder: Path) -> dict[str, object]:
    """Every figure of the README about Tormeline."""
    return {
        "as_of": str(AS_OF),
        "quotes": quotes(folder),
        "invoices": invoices(folder),
        "enquiries": enquiries(folder),
    }
