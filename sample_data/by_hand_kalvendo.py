"""Kalvendo's figures with nothing but loops over its files: what a patient person would do."""

import csv
import re
import zipfile
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

AS_OF = date(2026, 10, 31)
WINDOW = date(2025, 11, 1)  # twelve months: November 2025 to October 2026
YEAR_AGO = date(2025, 10, 31)
LEGAL = {"inc", "llc", "ltd", "corp", "gmbh"}
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as it stands; rows in which every cell is empty are no rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if any(row.values())]


def to_date(text: str) -> date | None:
    """Read the ten characters of a date, or nothing."""
    try:
        return datetime.strptime(text[:10], "%Y-%m-%d").date()
    except ValueError:
        return None


def plain(name: str) -> str:
    """Casefold a name and drop its punctuation and its legal form."""
    words = re.sub(r"[^\w\s]", " ", name.casefold()).split()
    return " ".join(word for word in words if word not in LEGAL)


def rounded(value: Fraction | Decimal | float | int, digits: int = 6) -> float:
    """Round once, at the end."""
    return round(float(value), digits)


def wins(rows: list[dict[str, str]]) -> dict[str, object]:
    """Count won and lost and give their ratio."""
    won = sum(row["Deal Stage"] == "Closed Won" for row in rows)
    lost = sum(row["Deal Stage"] == "Closed Lost" for row in rows)
    return {"won": won, "lost": lost, "win_rate": rounded(Fraction(won, won + lost))}


def closed_between(rows: list[dict[str, str]], first: date, last: date) -> list[dict[str, str]]:
    """Closed deals with a Close Date in the period."""
    closed = [row for row in rows if row["Deal Stage"] in {"Closed Won", "Closed Lost"}]
    return [row for row in closed if first <= (to_date(row["Close Date"]) or date.max) <= last]


def amount_of(row: dict[str, str]) -> Decimal:
    """Read an amount; `$12,000` is twelve thousand, an empty cell adds nothing."""
    return Decimal(row["Amount"].replace("$", "").replace(",", "") or "0")


def deals(folder: Path) -> dict[str, object]:
    """Count deals as they stood at the end of October 2026."""
    raw = read_rows(folder / "deals.csv")
    seen: set[str] = set()
    used = []
    aside: Counter[str] = Counter()
    for row in raw:
        if row["Record ID"] in seen:
            aside["duplicate Record ID"] += 1
        elif (to_date(row["Create Date"]) or date.max) > AS_OF:
            aside["created after the as-of month"] += 1
        else:
            used.append(row)
        seen.add(row["Record ID"])
    ever = closed_between(used, date.min, AS_OF)
    year = closed_between(used, WINDOW, AS_OF)
    won = [row for row in ever if row["Deal Stage"] == "Closed Won"]
    won_year = [row for row in year if row["Deal Stage"] == "Closed Won"]
    days = [(to_date(row["Close Date"]) - to_date(row["Create Date"])).days for row in won]  # type: ignore[operator]
    days_year = [(to_date(row["Close Date"]) - to_date(row["Create Date"])).days  # type: ignore[operator]
                 for row in won_year]  # fmt: skip
    segments = sorted({row["Customer segment"] for row in used})
    starts = [date(2024 + (9 + 3 * step) // 12, (9 + 3 * step) % 12 + 1, 1) for step in range(9)]
    quarters = [(first, after - timedelta(1)) for first, after in pairwise(starts)]
    return {
        "rows_in": len(raw),
        "set_aside": dict(aside),
        "used": len(used),
        "closed_after_as_of_so_open": len(closed_between(used, AS_OF + timedelta(1), date.max)),
        **wins(ever),
        "open": len(used) - len(ever),
        "open_without_the_test_account": len(used) - len(ever) - 1,
        "win_rate_12m": wins(year),
        "win_rate_previous_12m": wins(closed_between(used, date(2024, 11, 1), YEAR_AGO)),
        "win_rate_12m_by_segment": {
            name: wins([row for row in year if row["Customer segment"] == name])
            for name in segments
        },
        "win_rate_mid_market_by_quarter": {
            f"{first.year} Q{first.month // 3 + 1}": wins([
                row for row in closed_between(used, first, last)
                if row["Customer segment"] == "Mid-market"
            ])
            for first, last in quarters
        },
        "won_value": rounded(sum(map(amount_of, won)), 2),
        "won_value_12m": rounded(sum(map(amount_of, won_year)), 2),
        "won_without_amount": sum(not row["Amount"] for row in won),
        "average_won_deal_12m": rounded(
            sum(map(amount_of, won_year)) / sum(bool(row["Amount"]) for row in won_year), 4
        ),
        "days_created_to_won_mean": rounded(Fraction(sum(days), len(days))),
        "days_created_to_won_median": median(days),
        "days_created_to_won_mean_12m": rounded(Fraction(sum(days_year), len(days_year))),
        "days_created_to_won_median_12m": median(days_year),
        "created_12m": sum((to_date(row["Create Date"]) or date.min) >= WINDOW for row in used),
        "created_previous_12m": sum(
            date(2024, 11, 1) <= (to_date(row["Create Date"]) or date.min) <= YEAR_AGO
            for row in used
        ),
    }  # fmt: skip


def month_ends() -> list[date]:
    """List the last days of November 2023 to October 2026."""
    firsts = [date(2023 + (10 + step) // 12, (10 + step) % 12 + 1, 1) for step in range(1, 37)]
    return [first - timedelta(1) for first in firsts]


def mrr_table(rows: list[dict[str, str]]) -> dict[date, dict[str, Fraction]]:
    """Money per month and customer at every month end; zeros are left out.

    A row pays from its Trial End, or from its Start Date when it has no trial, until the day
    before it ended; amount times quantity, a twelfth of it when the interval is a year.
    """
    paid: list[tuple[date, date, str, Fraction]] = []
    for row in rows:
        begin = to_date(row["Trial End (UTC)"]) or to_date(row["Start Date (UTC)"])
        stop = to_date(row["Ended At (UTC)"]) or date.max
        months = {"month": 1, "year": 12}[row["Interval"]]
        money = Fraction(row["Amount"]) * int(row["Quantity"]) / months
        real = row["Currency"] == "usd" and row["Status"] != "incomplete_expired"
        if begin and money and real:
            paid.append((begin, stop, row["Customer ID"], money))
    table: dict[date, dict[str, Fraction]] = {}
    for month_end in month_ends():
        table[month_end] = defaultdict(Fraction)
        for begin, stop, who, money in paid:
            if begin <= month_end < stop:
                table[month_end][who] += money
    return {month_end: dict(paying) for month_end, paying in table.items()}


def movements(table: dict[date, dict[str, Fraction]], at: int) -> dict[str, float]:
    """Split the change of one month into new, back, up, down and gone."""
    ends = list(table)
    before, now = table[ends[at - 1]], table[ends[at]]
    known = {who for month_end in ends[:at] for who in table[month_end]}
    moved: dict[str, Fraction] = defaultdict(Fraction)
    count: Counter[str] = Counter()
    for who in sorted(before.keys() | now.keys()):
        old, new = before.get(who, Fraction(0)), now.get(who, Fraction(0))
        kind = "same"
        if not old:
            kind = "reactivation" if who in known else "new"
        elif not new:
            kind = "churn"
        elif new != old:
            kind = "expansion" if new > old else "contraction"
        moved[kind] += abs(new - old)
        count[kind] += 1
    kinds = ("new", "reactivation", "expansion", "contraction", "churn")
    result = {kind: rounded(moved[kind], 2) for kind in kinds}
    result |= {f"{kind}_customers": count[kind] for kind in kinds}
    return result | {"opening": rounded(sum(before.values()), 2),
                     "closing": rounded(sum(now.values()), 2)}  # fmt: skip


def subscriptions(folder: Path) -> dict[str, object]:
    """Recurring revenue, its movements, and what the customers of a year ago pay now."""
    rows = read_rows(folder / "subscriptions.csv")
    table = mrr_table(rows)
    opening, closing = table[YEAR_AGO], table[AS_OF]
    kept = sum((closing.get(who, Fraction(0)) for who in opening), Fraction(0))
    capped = sum((min(money, closing.get(who, Fraction(0))) for who, money in opening.items()),
                 Fraction(0))  # fmt: skip
    stay = sum(who in closing for who in opening)
    whole = sum(opening.values())
    old_before = table[date(2024, 10, 31)]
    return {
        "rows_in": len(rows),
        "by_status": dict(sorted(Counter(row["Status"] for row in rows).items())),
        "rows_in_eur": sum(row["Currency"] == "eur" for row in rows),
        "rows_at_zero_price": sum(Fraction(row["Amount"]) == 0 for row in rows),
        "rows_with_a_trial": sum(bool(row["Trial End (UTC)"]) for row in rows),
        "rows_ended_with_the_trial": sum(
            row["Trial End (UTC)"][:10] == row["Ended At (UTC)"][:10] != "" for row in rows
        ),
        "customer_ids": len({row["Customer ID"] for row in rows}),
        "customers_ever_paying": len({who for paying in table.values() for who in paying}),
        "mrr": {
            str(day): rounded(sum(table[day].values()), 2)
            for day in (date(2023, 11, 30), date(2023, 12, 31), date(2024, 12, 31),
                        date(2025, 10, 31), date(2025, 12, 31), date(2026, 9, 30), AS_OF)
        },
        "customers": {str(day): len(table[day])
                      for day in (date(2023, 11, 30), YEAR_AGO, date(2026, 9, 30), AS_OF)},
        "arr": rounded(12 * sum(closing.values()), 2),
        "arpa": rounded(sum(closing.values()) / len(closing), 4),
        "opening_customers": len(opening),
        "opening_mrr": rounded(whole, 2),
        "kept_mrr": rounded(kept, 2),
        "nrr_12m": rounded(kept / whole),
        "grr_12m": rounded(capped / whole),
        "customers_kept": stay,
        "logo_retention_12m": rounded(Fraction(stay, len(opening))),
        "nrr_previous_12m": rounded(
            sum((opening.get(who, Fraction(0)) for who in old_before), Fraction(0))
            / sum(old_before.values())
        ),
        "movements_last_month": movements(table, len(table) - 1),
    }  # fmt: skip


def first_paid_months(folder: Path) -> dict[str, date]:
    """The first month end at which each customer pays."""
    first: dict[str, date] = {}
    for month_end, paying in mrr_table(read_rows(folder / "subscriptions.csv")).items():
        for who in paying:
            first.setdefault(who, month_end)
    return first


def read_spend(path: Path) -> list[tuple[date | None, str, str, str, Decimal]]:
    """Read month, department, category, channel, amount straight from the workbook's XML."""
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(item.itertext()) for item in shared.iter(f"{XML}si")]
    rows = []
    for row in sheet.iter(f"{XML}row"):
        cells = {}
        for cell in row.iter(f"{XML}c"):
            value = cell.findtext(f"{XML}v", "")
            cells[cell.get("r", "")[0]] = texts[int(value)] if cell.get("t") == "s" else value
        if "E" in cells and cells["E"] != "Amount":
            stated = cells["A"] == "Total"
            month = None if stated else date(1899, 12, 30) + timedelta(int(float(cells["A"])))
            rows.append((month, cells.get("B", ""), cells.get("C", ""), cells.get("D", ""),
                         Decimal(cells["E"])))  # fmt: skip
    return rows


def spend(folder: Path) -> dict[str, object]:
    """What marketing and sales cost, and what a new customer cost at four lags."""
    rows = read_spend(folder / "spend.xlsx")
    lines = [row for row in rows if row[0]]
    stated = next(row[4] for row in rows if row[0] is None)
    months = sorted({row[0] for row in lines if row[0]})
    by_month = {month: sum(row[4] for row in lines if row[0] == month) for month in months}
    first = first_paid_months(folder)
    new = sum(WINDOW <= month_end <= AS_OF for month_end in first.values())
    new_before = sum(date(2024, 11, 1) <= month_end <= YEAR_AGO for month_end in first.values())
    lagged = {lag: sum(by_month[month] for month in months[24 - lag : 36 - lag])
              for lag in range(4)}  # fmt: skip
    last = [row for row in lines if row[0] and row[0] >= WINDOW]
    earlier = sum(by_month[month] for month in months[12:24])
    media = sum(row[4] for row in last if row[2] == "Media")
    return {
        "rows_in": len(rows),
        "rows_used": len(lines),
        "stated_total": rounded(stated, 2),
        "sum_of_rows": rounded(sum(row[4] for row in lines), 2),
        "last_12m": rounded(lagged[0], 2),
        "last_12m_media": rounded(media, 2),
        "last_12m_by_category": {
            name: rounded(sum(row[4] for row in last if row[2] == name), 2)
            for name in sorted({row[2] for row in last})
        },
        "last_12m_by_department": {
            name: rounded(sum(row[4] for row in last if row[1] == name), 2)
            for name in sorted({row[1] for row in last})
        },
        "new_customers_12m": new,
        "new_customers_previous_12m": new_before,
        "spend_12m_by_lag": {str(lag): rounded(money, 2) for lag, money in lagged.items()},
        "cac_by_lag": {str(lag): rounded(money / new, 4) for lag, money in lagged.items()},
        "previous_12m": rounded(earlier, 2),
        "cac_previous_12m": rounded(earlier / new_before, 4),
        "cac_media": rounded(media / new, 4),
    }  # fmt: skip


def leads(folder: Path) -> dict[str, object]:
    """Count leads and the steps they reached, and how long they waited for an answer."""
    rows = read_rows(folder / "leads.csv")
    mql, sql = "Became a Marketing Qualified Lead Date", "Became a Sales Qualified Lead Date"
    steps = {"mql": mql, "sql": sql, "opportunity": "Became an Opportunity Date",
             "customer": "Became a Customer Date"}  # fmt: skip
    year = [row for row in rows if (to_date(row["Create Date"]) or date.min) >= WINDOW]
    form = "%Y-%m-%d %H:%M"
    waits = [
        (datetime.strptime(row["First response (UTC)"], form)
         - datetime.strptime(row["Create Date"], form)).total_seconds() / 3600
        for row in year if row["First response (UTC)"]
    ]  # fmt: skip
    visits = read_rows(folder / "website.csv")
    visitors = sum(int(row["Visitors"]) for row in visits if row["Month"] >= "2025-11")
    before = [row for row in rows if "2024-11-01" <= row["Create Date"] < "2025-11-01"]
    return {
        "rows_in": len(rows),
        "ever": {step: sum(bool(row[label]) for row in rows) for step, label in steps.items()},
        "sql_without_mql": sum(bool(row[sql]) and not row[mql] for row in rows),
        "created_12m": len(year),
        "created_previous_12m": len(before),
        "created_12m_reached": {
            step: sum(bool(row[label]) for row in year) for step, label in steps.items()
        },
        "never_answered_12m": len(year) - len(waits),
        "response_hours_median_12m": rounded(median(waits)),
        "answered_within_1h_12m": sum(hours <= 1 for hours in waits),
        "visitors": sum(int(row["Visitors"]) for row in visits),
        "visitors_12m": visitors,
        "visitor_to_lead_12m": rounded(Fraction(len(year), visitors)),
    }


def nps(folder: Path) -> dict[str, object]:
    """Promoters (9, 10) less detractors (0 to 6), in points."""
    rows = read_rows(folder / "nps.csv")

    def score(some: list[dict[str, str]]) -> dict[str, object]:
        up = sum(int(row["Score"]) >= 9 for row in some)
        down = sum(int(row["Score"]) <= 6 for row in some)
        return {"n": len(some), "promoters": up, "detractors": down,
                "nps": rounded(Fraction(100 * (up - down), len(some)))}  # fmt: skip

    year = [row for row in rows if (to_date(row["Response date"]) or date.min) >= WINDOW]
    return {"all": score(rows), "last_12m": score(year)}


def names(folder: Path) -> dict[str, object]:
    """How many won companies are found in billing, letter by letter and then loosely."""
    raw = read_rows(folder / "deals.csv")
    won = {row["Associated Company"] for row in raw if row["Deal Stage"] == "Closed Won"
           and (to_date(row["Close Date"]) or date.max) <= AS_OF}  # fmt: skip
    billed = {row["Customer Name"] for row in read_rows(folder / "subscriptions.csv")}
    loosely = {plain(name) for name in billed}
    return {
        "won_companies": len(won),
        "same_letters": len(won & billed),
        "after_cleaning": sum(plain(name) in loosely for name in won),
        "without_a_match": sorted(name for name in won if plain(name) not in loosely),
    }


def team(folder: Path) -> dict[str, object]:
    """Set the third quarter's quota of everybody who had one against what was won in it."""
    rows = read_rows(folder / "team.csv")
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    sellers = {
        row["Name"]: int(row["Quarterly quota (USD)"])
        for row in rows
        if row["Quarterly quota (USD)"] and not row["End date"]
    }
    sold: dict[str, Decimal] = dict.fromkeys(sellers, Decimal(0))
    for row in closed_between(read_rows(folder / "deals.csv"), first, last):
        if row["Deal Stage"] == "Closed Won":
            sold[row["Deal owner"]] += amount_of(row)
    return {
        "rows_in": len(rows),
        "sellers_2026_q3": len(sellers),
        "quota_2026_q3": sum(sellers.values()),
        "won_value_2026_q3": rounded(sum(sold.values()), 2),
        "quota_attainment_2026_q3": rounded(sum(sold.values()) / sum(sellers.values())),
        "won_value_2026_q3_by_seller": {who: rounded(sold[who], 2) for who in sorted(sold)},
    }


def kalvendo(folder: Path) -> dict[str, object]:
    """Every figure of the README about Kalvendo."""
    return {
        "as_of": str(AS_OF),
        "deals": deals(folder),
        "subscriptions": subscriptions(folder),
        "spend": spend(folder),
        "leads": leads(folder),
        "nps": nps(folder),
        "names": names(folder),
        "team": team(folder),
    }
