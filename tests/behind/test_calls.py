"""Call lists: who is on them by hand, and that no document ever holds one."""

import pytest

from revcore.behind import to_csv
from revcore.behind.calls import calls
from revcore.diagnosis.call_lists.catalogue import call_lists
from revcore.errors import NotComputable, RevcoreError
from revcore.model import Dataset, Settings
from revcore.pipeline import analyse
from revcore.report.html import as_html
from revcore.report.text import as_text
from tests.companies import dataset, table

NAMES = ("=Zorblatt AG", "Quillfeather Ltd", "Mirandole SA", "Ostwyck Inc")


def made(*tables, **settings) -> Dataset:
    plain = dataset(*tables, as_of="2024-12", **settings)
    return Dataset(plain.tables, (), customers=NAMES, settings=plain.settings)


def deals() -> list[dict]:
    won = [{"status": "won", "created": f"2024-{m:02d}-01", "closed": f"2024-{m:02d}-11",
            "amount": 10, "customer": 3} for m in range(1, 13)] * 2  # fmt: skip
    late = {"status": "open", "created": "2024-06-01", "amount": 500, "customer": 0,
            "stage": "Proposal sent", "owner": "Ann", "last_contact": "2024-12-01"}  # fmt: skip
    young = {**late, "created": "2024-12-28", "customer": 1, "last_contact": "2024-12-30"}
    hoped = {**young, "closed": "2024-12-29", "customer": 2, "amount": 900}
    return [*won, late, young, hoped]


def test_deals_to_save_are_old_or_overdue_and_the_largest_comes_first():
    found = calls(made(table("deals", deals())), "deals_to_save")
    assert found.frame["customer"].to_list() == ["Mirandole SA", "=Zorblatt AG"]
    assert found.frame["money"].to_list() == [900, 500]
    first, second = found.frame["reason"].to_list()
    assert first == "Expected by 29 December 2024."
    assert second == "Open 213 days, nine in ten wins 10 or less."


def test_a_quote_is_quiet_after_two_weeks():
    found = calls(made(table("deals", deals())), "quotes_without_follow_up")
    assert found.frame["customer"].to_list() == ["=Zorblatt AG"]
    assert "30 days ago" in found.frame["reason"][0]
    assert str(found.frame["last_contact"][0]) == "2024-12-01"


def orders() -> list[dict]:
    """Customer 0 buys every month to July, 1 every month to December, 2 once in 2022."""
    rows = [{"customer": 0, "date": f"2024-{m:02d}-10", "amount": 20, "product": "mug"}
            for m in range(1, 8)]  # fmt: skip
    rows += [{"customer": 1, "date": f"2024-{m:02d}-10", "amount": 20,
              "product": "mug" if m % 2 else "plate"} for m in range(1, 13)]  # fmt: skip
    return [*rows, {"customer": 2, "date": "2022-11-01", "amount": 75, "product": "jug"}]


def test_buyers_at_risk_are_late_by_their_own_habit_and_lapsed_ones_silent_for_a_year():
    shop = made(table("orders", orders()))
    risk = calls(shop, "customers_at_risk").frame
    assert risk["customer"].to_list() == ["=Zorblatt AG"]
    assert risk["money"].to_list() == [140]
    lapsed = calls(shop, "lapsed_customers").frame
    assert (lapsed["customer"][0], lapsed["money"][0]) == ("Mirandole SA", 75)
    one = calls(shop, "one_product_customers").frame
    assert one["customer"].to_list() == ["=Zorblatt AG"]
    assert "1 of 2 customers has more than one" in one["reason"][0]


def subscriptions() -> list[dict]:
    def row(who, amount, start, end=None, plan="small"):
        return {"customer": who, "plan": plan, "start": start, "end": end, "amount": amount,
                "mrr": amount * 10**6}  # fmt: skip

    return [row(0, 100, "2023-01-01", "2024-09-15"), row(0, 60, "2024-09-15"),
            row(1, 50, "2023-01-01", "2025-02-01"), row(1, 20, "2023-01-01", plan="photos"),
            row(2, 80, "2023-01-01", "2024-05-20"), row(3, 70, "2023-01-01")]  # fmt: skip


def test_subscribers_shrink_give_notice_score_low_or_have_left():
    firm = made(
        table("subscriptions", subscriptions()),
        table("nps", [{"customer": 3, "date": "2024-11-02", "score": 4}]),
    )
    risk = calls(firm, "customers_at_risk").frame
    said = dict(zip(risk["customer"], risk["reason"], strict=True))
    assert said["=Zorblatt AG"] == "Pays 40% less than six months ago."
    assert said["Quillfeather Ltd"] == "Ends on 1 February 2025."
    assert said["Ostwyck Inc"] == "Scored 4 of 10 on 2 November 2024."
    lapsed = calls(firm, "lapsed_customers").frame
    assert lapsed.row(0)[:2] == ("Mirandole SA", 960.0)
    one = calls(firm, "one_product_customers").frame
    assert sorted(one["customer"]) == ["=Zorblatt AG", "Ostwyck Inc"]


def test_the_download_runs_nothing_in_a_spreadsheet():
    text = to_csv(calls(made(table("deals", deals())), "deals_to_save"))
    assert "'=Zorblatt AG" in text
    assert "\n=Zorblatt" not in text


def test_no_line_of_a_call_list_is_in_any_document():
    firm = made(
        table("deals", deals()), table("orders", orders()), table("subscriptions", subscriptions())
    )
    card = analyse(firm)
    outputs = (card.to_json(), as_html(card), as_text(card))
    on_a_list = 0
    for name in call_lists():
        for customer, reason in calls(firm, name).frame.select("customer", "reason").iter_rows():
            on_a_list += 1
            for text in outputs:
                assert reason not in text
                assert customer.strip("=") not in text
    assert on_a_list > 5


def test_nda_safe_shows_no_list():
    hidden = made(table("deals", deals()), nda=True)
    for name in call_lists():
        with pytest.raises(NotComputable, match="NDA-safe"):
            calls(hidden, name)


def test_an_unknown_list_is_said_with_those_there_are():
    with pytest.raises(RevcoreError, match="deals_to_save"):
        calls(Dataset({}, (), settings=Settings()), "deals")
