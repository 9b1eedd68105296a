"""Which rows carry money, when a subscription runs, and what a stage means."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from revcore.pipeline import analyse

STRIPE = (
    "id,Customer ID,Customer Name,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,"
    "Created (UTC),Start (UTC),Start Date (UTC),Current Period Start (UTC),"
    "Current Period End (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC),"
    "Cancel At Period End\n"
)
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,"
    "Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem sku,Billing Name,Cancelled at,Payment Method,Refunded Amount,Id,Tags\n"
)


def stripe(*rows: dict[str, str]) -> str:
    """A Stripe export: usual cells, changed by each row."""
    names = STRIPE.strip().split(",")
    usual = {
        "Plan": "pro", "Quantity": "1", "Currency": "usd", "Interval": "month", "Amount": "10.00",
        "Status": "active", "Start (UTC)": "2024-06-01 00:00",
        "Start Date (UTC)": "2024-01-05 09:00",
        "Created (UTC)": "2024-01-05 09:00", "Cancel At Period End": "false",
    }  # fmt: skip
    lines = []
    for number, row in enumerate(rows):
        own = {"id": f"sub_{number}", "Customer ID": f"cus_{number}"}
        own |= {"Customer Name": f"Company {number} Ltd"}
        lines.append(",".join({**usual, **own, **row}.get(name, "") for name in names))
    return STRIPE + "\n".join(lines) + "\n"


def day(text: str) -> int:
    """Days since 1970-01-01."""
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("cells", "mrr"),
    [
        ({"Amount": "59.00", "Quantity": "6"}, "354"),
        ({"Amount": "1200.00", "Interval": "year"}, "100"),
        ({"Amount": "100.00", "Interval": "year"}, "8.333333"),
        ({"Amount": "50.00", "Interval": "quarter"}, "16.666667"),
        ({"Amount": "12.00", "Interval": "week"}, "52"),
        ({"Amount": "1.20", "Interval": "day"}, "36.5"),
        ({"Amount": "30.00", "Interval": "every 3 months"}, "10"),
        ({"Amount": "0.00"}, "0"),
        ({"Status": "trialing"}, "0"),
        ({"Status": "incomplete_expired"}, "0"),
        ({"Status": "past_due"}, "10"),
    ],
)
def test_mrr_is_the_price_of_one_month(reading, cells, mrr):
    table = reading({"subs.csv": stripe(cells)}).tables["subscriptions"]
    assert table.scale["mrr"] == 6
    assert Decimal(table.frame["mrr"][0]).scaleb(-6) == Decimal(mrr)


def test_start_date_wins_over_start_and_a_trial_delays_it(reading):
    text = stripe({}, {"Trial End (UTC)": "2024-01-19 09:00"}, {"Trial End (UTC)": "2023-12-24"})
    frame = reading({"subs.csv": text}).tables["subscriptions"].frame.sort("line")
    assert frame["start"].to_list() == [day("2024-01-05"), day("2024-01-19"), day("2024-01-05")]


def test_a_request_to_cancel_is_no_end(reading):
    text = stripe(
        {"Canceled At (UTC)": "2024-03-01", "Cancel At Period End": "true"},
        {"Canceled At (UTC)": "2024-03-01", "Ended At (UTC)": "2024-03-31", "Status": "canceled"},
        {"Canceled At (UTC)": "2024-03-01", "Status": "canceled"},
    )
    frame = reading({"subs.csv": text}).tables["subscriptions"].frame.sort("line")
    assert frame["end"].to_list() == [None, day("2024-03-31"), day("2024-03-01")]


def test_a_subscription_that_ends_with_its_trial_never_paid(reading):
    trial = {"Trial End (UTC)": "2024-01-19", "Ended At (UTC)": "2024-01-19", "Status": "canceled"}
    assert reading({"s.csv": stripe(trial)}).tables["subscriptions"].frame["mrr"].to_list() == [0]


def test_a_subscription_without_start_or_customer_is_set_aside(reading):
    text = stripe(
        {}, {"Customer ID": "", "Customer Name": ""},
        {"Start Date (UTC)": "", "Start (UTC)": "", "Created (UTC)": ""},
    )  # fmt: skip
    dataset = reading({"s.csv": text})
    assert [(row.line, row.reason) for row in dataset.set_aside] == [
        (3, "no customer"), (4, "no start date"),
    ]  # fmt: skip


def shop(*rows: str) -> str:
    """A Shopify export."""
    return SHOPIFY + "\n".join(rows) + "\n"


ORDER = (
    "#1,a@x.example,{status},2024-01-02,fulfilled,USD,20.00,5.00,0,25.00,,0,"
    "2024-01-02 10:00:00 +0000,1,Bowl,10.00,B,Ann Lee,{cancelled},card,{refund},77,{tags}"
)
FURTHER = "#1,a@x.example,,,,,,,,,,,2024-01-02 10:00:00 +0000,1,Cup,10.00,C,,,,,,"
BARE = "#1,a@x.example,,,,,,,,,,,,1,Cup,10.00,C,,,,,,"


@pytest.mark.parametrize("further", [FURTHER, BARE])
def test_further_line_items_of_an_order_are_used_without_money(reading, further):
    order = ORDER.format(status="paid", cancelled="", refund="4.50", tags="")
    dataset = reading({"orders.csv": shop(order, further)})
    frame = dataset.tables["orders"].frame.sort("line")
    assert dataset.files[0].sheets[0].rows_used == 2
    assert frame["amount"].fill_null(0).to_list() == [2050, 0]
    assert frame["customer"].to_list() == [0, 0]
    assert frame["date"].to_list() == [day("2024-01-02")] * 2
    assert dataset.files[0].sheets[0].total_used == {"USD": 25.0}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"status": "voided"}, "status: voided"),
        ({"cancelled": "2024-01-03"}, "cancelled"),
        ({"tags": '"vip, test"'}, "test row"),
    ],
)
def test_voided_cancelled_and_test_orders_are_set_aside_with_all_their_lines(
    reading, cells, reason
):
    usual = {"status": "paid", "cancelled": "", "refund": "0", "tags": ""}
    bad = ORDER.format(**usual | cells)
    good = ORDER.format(**usual).replace("#1,a@", "#2,b@")
    dataset = reading({"orders.csv": shop(bad, BARE, good)})
    assert [row.reason for row in dataset.set_aside] == [reason, reason]
    assert dataset.tables["orders"].frame["order_id"].to_list() == ["#2"]


@pytest.mark.parametrize("status", ["failed", "Void", "draft", "uncollectible", "test"])
def test_invoices_that_carry_no_money_are_set_aside(reading, status):
    text = (
        "Invoice number,Customer,Invoice date,Total,Status\n1,Acme,2024-01-02,10,paid\n"
        f"2,Acme,2024-02-02,10,{status}\n3,Acme,2024-03-02,-4,credited\n"
    )
    dataset = reading({"invoices.csv": text})
    assert [row.reason for row in dataset.set_aside] == [f"status: {status.lower()}"]
    assert dataset.tables["invoices"].frame["amount"].to_list() == [10, -4]


def test_credit_notes_are_negative_and_transfers_are_no_sale(reading):
    text = (
        "Invoice number,Type,Customer,Invoice date,Total\n"
        "1,Invoice,Acme,2024-01-02,10.00\n2,Credit note,Acme,2024-02-02,4.00\n"
        "3,Estimate,Acme,2024-03-02,99.00\n"
    )
    dataset = reading({"invoices.csv": text})
    assert sorted(dataset.tables["invoices"].frame["amount"]) == [-400, 1000]
    assert [row.reason for row in dataset.set_aside] == ["no sale"]


def test_a_status_alone_tells_of_a_refund_where_no_row_is_negative(reading):
    head = "Payment ID,Customer,Payment date,Amount paid,Status\n"
    rows = "1,Acme,2024-01-02,10,paid\n2,Acme,2024-02-02,20,{status}\n"
    alone = reading({"payments.csv": head + rows.format(status="Refunded")})
    assert [(row.line, row.reason) for row in alone.set_aside] == [(3, "refunded")]
    assert alone.tables["payments"].frame["amount"].to_list() == [10]
    german = reading({"payments.csv": head + rows.format(status="Erstattet")})
    assert german.tables["payments"].frame["amount"].to_list() == [10]
    both = head + rows.format(status="Refunded") + "3,Acme,2024-02-03,-20,paid\n"
    assert reading({"payments.csv": both}).tables["payments"].frame["amount"].sum() == 10


@pytest.mark.parametrize("status", ["Entwurf", "Storniert", "Annulée", "Borrador", "Bozza"])
def test_drafts_and_cancelled_invoices_in_other_languages_carry_no_money(reading, status):
    text = (
        "Invoice number,Customer,Invoice date,Total,Status\n1,Acme,2024-01-02,10,paid\n"
        f"2,Acme,2024-02-02,20,{status}\n"
    )
    assert reading({"i.csv": text}).tables["invoices"].frame["amount"].to_list() == [10]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("won", ["Verkauft", "Gagnée", "Conclu", "Vendido", "Ganho", "Vinta", "Signed"]),
        ("lost", ["Abgelehnt", "Perdue", "Perdido", "Persa", "Descartado", "Afgewezen"]),
        ("open", ["Verhandlung", "Devis envoyé", "Propuesta", "Trattativa", "Onderhandeling"]),
    ],
)
def test_words_of_seven_languages_say_how_a_deal_stands(reading, status, words):
    rows = "".join(f"{n},Acme,{word},5,2024-01-02,\n" for n, word in enumerate(words))
    rows += "98,Acme,Won,5,2024-01-02,\n99,Acme,Lost,5,2024-01-02,\n"
    assert statuses(reading({"deals.csv": DEALS + rows})) == [status] * len(words) + ["won", "lost"]


@pytest.mark.parametrize(
    "stages",
    [
        ["Erstkontakt", "Qualifiziert", "Präsentation", "Angebot", "Verhandlung", "Gewonnen"],
        ["Premier contact", "Qualification", "Démo", "Devis", "Négociation", "Gagné"],
        ["Contacto", "Calificado", "Reunión", "Cotización", "Negociación", "Ganado"],
        ["Novo contato", "Qualificado", "Apresentação", "Orçamento", "Negociação", "Ganho"],
        ["Primo contatto", "Qualificato", "Incontro", "Preventivo", "Trattativa", "Vinto"],
        ["Nieuwe lead", "Gekwalificeerd", "Afspraak", "Offerte", "Onderhandeling", "Gewonnen"],
    ],
)
def test_stages_of_a_funnel_stand_in_order_in_each_language(reading, stages):
    rows = "".join(f"{n},Acme,{stage},5,2024-01-02,\n" for n, stage in enumerate(sorted(stages), 1))
    assert reading({"deals.csv": DEALS + rows}).previews[0].stage_order == tuple(stages)


DEALS = "Deal ID,Account,Stage,Amount,Created,Close date\n"


def statuses(dataset) -> list[str]:
    """Status of each deal in file order."""
    return dataset.tables["deals"].frame.sort("line")["status"].to_list()


def test_stages_in_several_languages_say_won_and_lost(reading):
    words = ["Closed Won", "closedlost", "Gewonnen", "verloren", "Ganada", "Disqualified", "Demo"]
    rows = "".join(f"{n},Acme,{word},5,2024-01-02,\n" for n, word in enumerate(words))
    assert statuses(reading({"deals.csv": DEALS + rows})) == [
        "won", "lost", "won", "lost", "won", "lost", "open",
    ]  # fmt: skip


def test_settings_decide_what_a_stage_means(reading):
    rows = "1,Acme,Handover,5,2024-01-02,2024-02-02\n2,Beta,Parked,5,2024-01-02,2024-02-02\n"
    fix = {"path": "deals.csv", "stages": {"Handover": "won", "Parked": "lost"}}
    dataset = reading({"deals.csv": DEALS + rows}, {"file": [fix]})
    assert statuses(dataset) == ["won", "lost"]
    assert dataset.previews[0].stages == {"Handover": "won", "Parked": "lost"}


def endings(ways: str, count: int) -> str:
    rows = [
        f"{at},Acme,{way},5,2024-01-02,2024-02-02" for at in range(count) for way in ways.split()
    ]
    return DEALS + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("ways", "count", "asked"),
    [
        ("Won Ztraceno Open", 12, ["lost"]), ("Lost Prodáno", 12, ["won"]), ("Won Open", 9, []),
        ("Won Lost Parked", 12, []), ("Prodáno Ztraceno", 2, ["won, and which lost"]),
    ],
)  # fmt: skip
def test_where_all_deals_end_one_way_the_other_word_is_asked_for(reading, ways, count, asked):
    dataset = reading({"deals.csv": endings(ways, count)})
    found = [one for one in dataset.questions if one.id == "stages:deals.csv"]
    start = "Which stages in “deals.csv” mean "
    assert [one.text.removeprefix(start).split("?")[0] for one in found] == asked
    fix = {"path": "deals.csv", "stages": {"Ztraceno": "lost", "Prodáno": "won"}}
    answered = reading({"deals.csv": endings(ways, count)}, {"file": [fix]})
    assert not [one for one in answered.questions if one.id == "stages:deals.csv"]


def test_a_status_column_wins_over_the_stage_and_the_stage_stays(reading):
    text = (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Stage,Deal - Status,Deal - Deal created,"
        "Deal - Won time,Deal - Lost time,Deal - Organization\n"
        "1,A,5,Proposal,Won,2024-01-02,2024-02-02,,Acme\n"
        "2,B,5,Proposal,Lost,2024-01-02,,2024-03-02,Beta\n"
        "3,C,5,Negotiation,Open,2024-01-02,,,Acme\n"
    )
    dataset = reading({"deals.csv": text})
    frame = dataset.tables["deals"].frame.sort("line")
    assert dataset.files[0].sheets[0].preset == "pipedrive_deals"
    assert frame["status"].to_list() == ["won", "lost", "open"]
    assert frame["stage"].to_list() == ["Proposal", "Proposal", "Negotiation"]
    assert frame["closed"].to_list() == [day("2024-02-02"), day("2024-03-02"), None]


def test_flags_say_won_and_lost_where_stages_do_not(reading):
    text = (
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Is Won,Is Closed\n"
        "1,A,Acme,Step 5,5,2024-01-02,TRUE,TRUE\n2,B,Beta,Step 5,5,2024-01-02,FALSE,TRUE\n"
        "3,C,Gamma,Step 2,5,2024-01-02,FALSE,FALSE\n"
    )
    assert statuses(reading({"opps.csv": text})) == ["won", "lost", "open"]


def test_the_order_of_stages_follows_typed_probabilities(reading):
    rows = ["1,Acme,Zeta,5,20%", "2,Acme,Alpha,5,60%", "3,Acme,Won,5,100%", "4,Acme,Lost,5,0%"]
    text = "Deal ID,Account,Stage,Amount,Probability\n" + "\n".join(rows) + "\n"
    assert reading({"deals.csv": text}).previews[0].stage_order == ("Zeta", "Alpha", "Won")


def test_an_unreadable_date_keeps_the_deal_and_is_counted(reading):
    rows = "1,Acme,Won,5,2024-01-02,soon\n2,Beta,Lost,5,2024-01-02,2024-02-02\n"
    dataset = reading({"deals.csv": DEALS + rows})
    sheet = dataset.files[0].sheets[0]
    assert (sheet.rows_used, sheet.rows_set_aside) == (2, 0)
    assert [(i.line, i.column, i.reason, i.count) for i in sheet.issues] == [
        (2, "Close date", "not a date", 1)
    ]


def test_a_deal_without_a_stage_is_set_aside(reading):
    rows = "1,Acme,,5,2024-01-02,\n2,Beta,Lost,5,2024-01-02,2024-02-02\n"
    aside = reading({"deals.csv": DEALS + rows}).set_aside
    assert [(row.line, row.column, row.reason) for row in aside] == [(2, "", "no status")]


def test_test_accounts_are_set_aside_but_not_companies_that_only_sound_alike(reading):
    names = ["Test account - please ignore", "TEST", "Dummy 2", "Testa Rossa Srl", "Contest Ltd"]
    rows = "".join(f"{n},{name},Won,5,2024-01-02,\n" for n, name in enumerate(names))
    dataset = reading({"deals.csv": DEALS + rows})
    assert [row.value for row in dataset.set_aside] == names[:3]
    assert set(dataset.customers) == {"Testa Rossa Srl", "Contest Ltd"}


def test_cost_categories_and_departments_are_brought_to_our_words(reading):
    text = (
        "Month,Cost type,Department,Cost\n2024-01,Salaries,Sales,100\n"
        "2024-01,Google Ads,Marketing,50\n2024-01,HubSpot licences,Marketing,20\n"
        "2024-01,Rent,Office,10\n2024-01,Zebra,Customer success,5\n"
    )
    dataset = reading({"costs.csv": text})
    frame = dataset.tables["spend"].frame.sort("line")
    assert frame["category"].to_list() == ["people", "media", "tools", "overhead", None]
    assert frame["department"].to_list() == ["sales", "marketing", "marketing", "other", "success"]
    assert [issue.reason for issue in dataset.files[0].sheets[0].issues] == [
        "no known kind of cost"
    ]


def test_a_finance_sheet_with_months_across_becomes_rows(reading):
    text = (
        "Cost type,Jan 2024,Feb 2024,Mar 2024\nSalaries,100,110,120\nAds,10,,30\n"
        "Total,110,110,150\n"
    )
    dataset = reading({"marketing spend.csv": text})
    sheet = dataset.files[0].sheets[0]
    frame = dataset.tables["spend"].frame
    assert (sheet.rows_in, sheet.rows_used, sheet.rows_set_aside) == (3, 2, 1)
    assert list(sheet.stated_total.values()) == list(sheet.total_used.values()) == [370.0]
    assert frame.filter(pl.col("category") == "people")["amount"].to_list() == [100, 110, 120]
    assert sheet.columns["amount"] == ["Jan 2024", "Feb 2024", "Mar 2024"]


def test_who_was_asked_and_did_not_answer_stays_and_makes_the_response_rate(reading):
    rows = "\n".join(
        f"2024-0{1 + n % 6}-02,{f'2024-0{1 + n % 6}-05' if n % 4 == 0 else ''},"
        f"{n % 11 if n % 4 == 0 else ''}"
        for n in range(80)
    )
    dataset = reading({"nps.csv": f"Date sent,Response date,Score\n{rows}\n2024-06-03,,often\n"})
    score = dataset.tables["nps"].frame["score"]
    assert (score.len(), (score >= 0).sum(), (score == -1).sum()) == (80, 20, 60)
    assert [row.reason for row in dataset.set_aside] == ["not a whole number"]
    june = dataset.settings.model_copy(update={"as_of": "2024-06"})
    found = analyse(dataset, june).readings["nps"]
    assert found.n == 20
    assert (found.inputs["asked"], found.inputs["response_rate"]) == (80, 0.25)
    assert "20 of 80 asked in these months answered (25%)" in found.note


def test_nps_scores_outside_the_scale_are_set_aside(reading):
    rows = "\n".join(f"2024-01-0{n},{score}" for n, score in enumerate([9, 10, 3, 11, 7], 1))
    dataset = reading({"nps.csv": f"Response date,Score\n{rows}\n"})
    assert [(row.value, row.reason) for row in dataset.set_aside] == [
        ("11", "not between 0 and 10")
    ]
