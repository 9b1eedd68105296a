"""Write what happened at Kalvendo as the exports its tools would give, dirt included."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import invented_names
from chance import add_months, months_between, pick, poisson
from kalvendo_billing import Customer, Subscription, billing
from kalvendo_funnel import (
    OTHERS_EXPORTED,
    STAGES,
    TEAM,
    Deal,
    Lead,
    funnel,
    leads_expected,
)
from write_files import write_csv, write_spend_sheet

SEED = 109
PIPELINE = "Sales Pipeline"
ORIGINAL_SOURCE = {"Paid search": "Paid Search", "Paid social": "Paid Social"}
VISITORS_PER_LEAD = {"Paid search": 34.0, "Paid social": 62.0, "Content/SEO": 71.0, "Events": 11.0}
FIRST_MONTH, LAST_MONTH = date(2023, 11, 1), date(2026, 10, 1)


def minute(moment: datetime | None) -> str:
    """Write a moment as HubSpot and Stripe do."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def day(moment: datetime | None) -> str:
    """Write a date alone."""
    return f"{moment:%Y-%m-%d}" if moment else ""


def money(amount: Decimal) -> str:
    """Write an amount with two decimals."""
    return f"{amount:.2f}"


def deal_row(number: int, deal: Deal, name: str) -> list[str]:
    """One deal as HubSpot exports it; an open deal's Close Date is only its forecast."""
    if deal.closed:
        stage = "Closed Won" if deal.won else "Closed Lost"
    else:
        stage = STAGES[len(deal.entered) - 1]
    entered = [minute(moment) for moment in deal.entered] + [""] * (5 - len(deal.entered))
    return [
        str(18_204_330_117 + number * 37), f"{name} - {deal.plan.name}", stage, PIPELINE,
        money(deal.plan.per_month * 12), minute(deal.closed or deal.expected),
        minute(deal.created), deal.owner, name, minute(deal.last_activity),
        ORIGINAL_SOURCE.get(deal.source, deal.source), deal.segment,
        deal.lost_reason, *entered,
    ]  # fmt: skip


def write_deals(path: Path, random: Random, deals: list[Deal]) -> None:
    """Write the HubSpot deals export, then dirty a few cells by hand."""
    header = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date",
              "Create Date", "Deal owner", "Associated Company", "Last Activity Date",
              "Original Source", "Customer segment", "Closed Lost Reason",
              *[f'Date entered "{stage} ({PIPELINE})"' for stage in STAGES]]  # fmt: skip
    rows = [deal_row(number, deal, deal.company) for number, deal in enumerate(deals)]
    still_open = [at for at, deal in enumerate(deals)
                  if not deal.closed and at > 900 and deal.created < OTHERS_EXPORTED]  # fmt: skip
    lost = [at for at, deal in enumerate(deals) if deal.closed and not deal.won]
    won = [at for at, deal in enumerate(deals) if deal.won and at > 900]
    for at in [*random.sample(still_open, 5), *random.sample(lost, 3), won[40]]:
        rows[at][4] = ""
    rows[won[85]][4] = "$12,000"
    nonsense = next(at for at in still_open if rows[at][4])
    rows[nonsense][5] = "after the summer"
    test = list(rows[still_open[9]])
    test[0], test[1], test[2] = "18204999999", "Test account - please ignore", STAGES[0]
    test[4], test[8], test[14:] = "1.00", "Test account", ["", "", "", ""]
    rows.append(test)
    rows.append(list(rows[won[60]]))
    write_csv(path, [header, *rows], tail="," * (len(header) - 1) + "\n\n\n")


def write_leads(path: Path, random: Random, leads: list[Lead]) -> None:
    """Write the HubSpot contacts export of everybody who came through marketing."""
    header = ["Record ID", "First Name", "Last Name", "Company Name", "Lifecycle Stage",
              "Customer segment", "Original Source", "Create Date",
              "Became a Marketing Qualified Lead Date", "Became a Sales Qualified Lead Date",
              "Became an Opportunity Date", "Became a Customer Date",
              "First response (UTC)"]  # fmt: skip
    now = OTHERS_EXPORTED
    rows: list[list[str]] = []
    shown = [one for one in leads if one.created < now]
    for number, one in enumerate(sorted(shown, key=lambda lead: lead.created)):
        deal = one.deal if one.deal and one.deal.created < now else None
        customer = deal.closed if deal and deal.won and deal.closed else None
        dates = [one.mql, one.sql, deal.created if deal else None, customer]
        dates = [moment if moment and moment < now else None for moment in dates]
        names = ("Lead", "Marketing Qualified Lead", "Sales Qualified Lead", "Opportunity",
                 "Customer")  # fmt: skip
        reached = max([at for at, moment in enumerate(dates, 1) if moment], default=0)
        answered = one.answered if one.answered and one.answered < now else None
        rows.append([
            str(50_100_001 + number * 13), *invented_names.people(random), one.company,
            names[reached], one.segment, one.channel, minute(one.created),
            *[day(moment) for moment in dates], minute(answered),
        ])  # fmt: skip
    write_csv(path, [header, *rows])


def write_website(path: Path, random: Random) -> None:
    """Write monthly visitors by channel from the web statistics."""
    rows: list[list[object]] = [["Month", "Channel", "Visitors"]]
    share = {"Paid search": 0.36, "Paid social": 0.20, "Content/SEO": 0.32, "Events": 0.12}
    for month in months_between(FIRST_MONTH, LAST_MONTH):
        for channel, each in VISITORS_PER_LEAD.items():
            mean = leads_expected(month) * share[channel] * each
            rows.append([f"{month:%Y-%m}", channel, round(mean * random.uniform(0.93, 1.07))])
    write_csv(path, rows)


def subscription_row(
    one: Subscription, key: str, customer: str, name: str, segment: str
) -> list[str]:
    """One subscription as Stripe exports it: Amount is per seat, in currency units."""
    months = 12 if one.plan.interval == "year" else 1
    stop, begin = one.ended or OTHERS_EXPORTED, one.anchor
    while add_months(begin, months) < stop:
        begin = add_months(begin, months)
    begin = begin if begin <= stop else one.start
    until = one.trial_end if one.status == "trialing" else add_months(begin, months)
    mail = "".join(letter for letter in name.split()[0].lower() if letter.isalpha())
    return [
        key, customer, name, f"accounts@{mail}-{customer[-4:].lower()}.example",
        f"plan_{one.plan.name.lower().replace(' ', '_')}_{one.plan.interval}ly", one.plan.name,
        str(one.plan.seats), one.currency, one.plan.interval, money(one.plan.unit), one.status,
        minute(one.start), minute(begin), minute(one.start), minute(begin), minute(until),
        minute(one.start) if one.trial_end else "", minute(one.trial_end), minute(one.asked),
        minute(one.ended), "TRUE" if one.at_period_end else "FALSE", one.reason, segment,
    ]  # fmt: skip


def write_subscriptions(path: Path, random: Random, customers: list[Customer]) -> None:
    """Write the Stripe subscriptions export; some names are spelt as accounting spells them."""
    header = ["id", "Customer ID", "Customer Name", "Customer Email", "Plan", "Product", "Quantity",
              "Currency", "Interval", "Amount", "Status", "Created (UTC)", "Start (UTC)",
              "Start Date (UTC)", "Current Period Start (UTC)", "Current Period End (UTC)",
              "Trial Start (UTC)", "Trial End (UTC)", "Canceled At (UTC)", "Ended At (UTC)",
              "Cancel At Period End", "Cancellation Reason", "segment (metadata)"]  # fmt: skip
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
    rows = []
    for number, customer in enumerate(customers):
        name = customer.name
        if random.random() < 0.11:
            name = invented_names.respelled(random, name)
        elif number in (200, 330, 470):
            name = ("Ostravek Holdings", "Dunmaldo Facilities Group", "Yeldissa Bauwerk GmbH")[
                number // 135 - 1
            ]
        key = "cus_" + "".join(random.choices(letters, k=14))
        for one in customer.subscriptions:
            own = "sub_1" + "".join(random.choices(letters, k=15))
            rows.append(subscription_row(one, own, key, name, customer.segment))
    rows.sort(key=lambda row: (row[11], row[0]), reverse=True)
    write_csv(path, [header, *rows])


def write_spend(path: Path, random: Random) -> None:
    """Write what marketing and sales cost; People is the payroll of team.csv."""
    base = {"Paid search": 7200, "Paid social": 4100, "Content/SEO": 2600, "Events": 4300,
            "Outbound": 1400, "Partner referral": 1700}  # fmt: skip
    rows: list[list[object]] = []
    for step, month in enumerate(months_between(FIRST_MONTH, LAST_MONTH)):
        push = 1.0 + 0.05 * max(0, min(step - 22, 12))
        for channel, usual in base.items():
            factor = 1 + 0.008 * step
            if channel in {"Paid search", "Paid social"}:
                factor *= push
            if channel == "Events":
                factor *= 2.2 if month.month in (3, 9) else 0.55
            cost = Decimal(round(usual * factor * random.uniform(0.92, 1.08) * 100)) / 100
            department = "Sales" if channel in {"Outbound", "Partner referral"} else "Marketing"
            rows.append([month, department, "Media", channel, cost])
        for department, tools, overhead in (("Marketing", 2900, 2400), ("Sales", 3600, 4800)):
            staff = [who for who in TEAM if who.department == department]
            paid = sum(who.monthly_cost for who in staff if who.works(month.replace(day=15)))
            rows.append([month, department, "People", "", Decimal(paid)])
            rows.append([month, department, "Tools", "", Decimal(tools + 45 * step)])
            rows.append([month, department, "Overhead", "", Decimal(overhead + 60 * step)])
        rows.append([month, "Marketing", "Agency", "", Decimal(3500 if step < 20 else 5200)])
    titles = ["Kalvendo - cost of marketing and sales", "USD, without VAT; finance, 3 Nov 2026"]
    write_spend_sheet(path, titles, ["Month", "Department", "Category", "Channel", "Amount"], rows)


def write_team(path: Path) -> None:
    """Write the team sheet of the people department."""
    header = ["Name", "Role", "Department", "Start date", "End date", "Quarterly quota (USD)",
              "Monthly cost (USD)"]  # fmt: skip
    rows = [[who.name, who.role, who.department, who.start, who.end or "",
             who.quarterly_quota or "", who.monthly_cost] for who in TEAM]  # fmt: skip
    write_csv(path, [header, *rows])


def write_nps(path: Path, random: Random, customers: list[Customer]) -> None:
    """Write the answers to the half-yearly question; mid-market likes the price rise least."""
    rows: list[list[object]] = []
    for wave in (date(2025, 4, 1), date(2025, 10, 1), date(2026, 4, 1), date(2026, 10, 1)):
        asked = datetime(wave.year, wave.month, 1)
        for customer in customers:
            paying = [one for one in customer.subscriptions if one.plan.unit and one.start < asked
                      and (one.ended is None or one.ended > asked)]  # fmt: skip
            if not paying or random.random() > 0.24:
                continue
            unhappy = customer.segment == "Mid-market" and wave >= date(2025, 10, 1)
            weights = {"10": 25, "9": 26, "8": 19, "7": 12, "6": 7, "5": 5, "3": 6}
            if unhappy:
                weights = {"10": 16, "9": 20, "8": 20, "7": 16, "6": 12, "4": 10, "1": 6}
            answered = asked + timedelta(days=min(poisson(random, 6), 28))
            rows.append([day(answered), customer.name, pick(random, weights), customer.segment])
    rows.sort(key=lambda row: (str(row[0]), str(row[1])))
    write_csv(path, [["Response date", "Customer", "Score", "Segment"], *rows], bom=True)


def write(folder: Path) -> None:
    """Simulate Kalvendo and write its seven files."""
    random = Random(SEED)
    names = iter(invented_names.companies(random, 9000))
    leads, deals = funnel(random, names)
    customers = billing(random, deals, names)
    write_deals(folder / "deals.csv", Random(1), deals)
    write_leads(folder / "leads.csv", Random(2), leads)
    write_website(folder / "website.csv", Random(3))
    write_subscriptions(folder / "subscriptions.csv", Random(4), customers)
    write_spend(folder / "spend.xlsx", Random(5))
    write_team(folder / "team.csv")
    write_nps(folder / "nps.csv", Random(6), customers)
