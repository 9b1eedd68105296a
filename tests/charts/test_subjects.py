"""The chart under a finding draws what its own sentences say."""

import re

import pytest

from revcore.charts import (
    coming_quarter,
    conversion_by_wait,
    former_customers,
    largest_customers,
    leaving_reasons,
    price_course,
    products_per_customer,
    segment_payback,
)
from revcore.charts._chart import records
from revcore.charts.catalogue import charts
from revcore.diagnosis_parts import Finding
from revcore.model import Scorecard, Series, Unit


def document(name, columns, rows, **findings):
    found = Series(title="", unit=Unit.MONEY, columns=columns, rows=rows,
                   complete=[True] * len(rows))  # fmt: skip
    return Scorecard(series={name: found}, currency="USD", findings=findings)


def evidence(card, name):
    return " ".join(one.text for one in card.findings[name].evidence)


def test_cards_that_fail_stand_beside_other_reasons_of_leaving(kalvendo):
    drawn = charts()[kalvendo.findings["involuntary_churn"].chart].draw(kalvendo)
    assert drawn.says == "40% of the revenue that left with a reason left on a failed payment"
    rows = records(kalvendo.series["leaving_reasons"])
    failed = next(row for row in rows if row["kind"] == "a payment failed")
    everybody = sum(row["customers"] for row in rows)
    assert f"{failed['customers']} of {everybody} customers" in evidence(
        kalvendo, "involuntary_churn"
    )
    assert "40 of every 100 lost" in evidence(kalvendo, "involuntary_churn")


def test_a_segment_not_worth_chasing_is_the_one_drawn_with_its_own_cost(kalvendo):
    finding = kalvendo.findings["wrong_fit_segment"]
    drawn = charts()[finding.chart].draw(kalvendo)
    assert drawn.says == "A customer in “Small business” costs $9,220 to win and brings $4,766"
    assert "costs $9,220 to win and brings $4,766" in evidence(kalvendo, "wrong_fit_segment")
    rows = drawn.spec["datasets"]["rows0"]
    assert rows[0]["name"] == finding.subject.replace(" ", " ")
    assert [row["kind"] == segment_payback.FAILS for row in rows] == [True, False, False]


def test_answering_late_is_drawn_by_the_time_to_the_answer(documents):
    card = documents["tormeline"]
    drawn = charts()[card.findings["slow_follow_up"].chart].draw(card)
    assert drawn.says == (
        "Of leads answered after 4 to 24 hours 80% become opportunities, of those answered after "
        "more than 2 weeks 47%"
    )
    rows = records(card.series["conversion_by_wait"])
    assert sum(row["leads"] for row in rows) == 847
    assert rows[-1]["wait"] == "never answered"
    assert rows[-1]["reached"] == 0


def test_the_largest_customer_is_drawn_without_a_name(documents):
    card = documents["tormeline"]
    finding = card.findings["customer_concentration"]
    drawn = charts()[finding.chart].draw(card)
    assert drawn.says == "The largest customer brings 22% of revenue, the five largest 31%"
    rows = records(card.series["largest_customers"])
    assert rows[0]["share"] == pytest.approx(card.readings["top_customer_share"].value)
    assert rows[-1]["running"] == pytest.approx(1)
    assert "22%" in evidence(card, "customer_concentration")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["moved", 3, 0.0, "other"], ["sold", 2, 0.0, "other"]], "had paid nothing"),
        ([["price", 5, 30.0, "other"], ["moved", 1, 10.0, "other"]],
         "“Price” explains 75% of the revenue that left with a reason"),
        ([["card_declined", 5, 40.0, "a payment failed"]],
         "100% of the revenue that left with a reason left on a failed payment"),
    ],
)  # fmt: skip
def test_reasons_of_leaving_at_nothing_and_all(rows, says):
    card = document("leaving_reasons", ["reason", "customers", "lost", "kind"], rows)
    assert leaving_reasons.leaving_reasons(card).says.endswith(says)


def test_segments_that_all_pay_say_so_and_one_without_cost_is_no_fault():
    columns = ["segment", "value", "low", "high", "cost", "customers", "months"]
    rows = [["a", 200.0, 150.0, 250.0, 100.0, 9, 36], ["b", 50.0, 40.0, 60.0, 0.0, 8, 36]]
    finding = Finding(id="wrong_fit_segment", title="", kind="limits", family="",
                      state="strong", subject="b")  # fmt: skip
    card = document("segment_payback", columns, rows, wrong_fit_segment=finding)
    drawn = segment_payback.segment_payback(card)
    assert drawn.says == "Every segment brings more than it costs; “a” least: $200 for $100"
    assert [row["name"] for row in drawn.spec["datasets"]["rows0"]] == ["B", "A"]


def test_one_wait_alone_compares_nothing():
    columns = ["wait", "leads", "reached", "rate", "low", "high", "low95", "high95", "what"]
    row = ["within 1 hour", 10, 5, 0.5, 0.4, 0.6, 0.3, 0.7, "opportunities"]
    card = document("conversion_by_wait", columns, [row])
    assert conversion_by_wait.said(records(card.series["conversion_by_wait"])) == (
        "Of leads answered within 1 hour 50% become opportunities"
    )


def test_one_customer_is_all_of_the_revenue():
    card = document("largest_customers", ["place", "customers", "share", "running"],
                    [["largest", 1, 1.0, 1.0]])  # fmt: skip
    assert largest_customers.largest_customers(card).says == (
        "The largest customer brings 100% of revenue"
    )


@pytest.mark.parametrize("name", ["kalvendo", "tormeline"])
def test_too_few_deals_are_drawn_as_what_they_bring_beside_what_should_be_sold(name, documents):
    card = documents[name]
    finding = card.findings["thin_coverage"]
    drawn = charts()[finding.chart].draw(card)
    likely, target = re.search(r"bring (.*); (.*) should be sold", drawn.says).groups()
    said = evidence(card, "thin_coverage")
    assert f"{likely} in won deals" in said
    assert f"{target} is what should be sold" in said
    listed, coming, _, _ = (row["words"] for row in drawn.spec["datasets"]["rows0"])
    assert f"{listed} of it" in said
    assert f"{coming}." in said
    rows = records(card.series["coming_quarter"])
    assert rows[0]["amount"] + rows[1]["amount"] == pytest.approx(rows[2]["amount"])
    assert rows[2]["low"] < rows[2]["amount"] < rows[2]["high"]


@pytest.mark.parametrize(
    ("deals", "amount", "label"), [(0, 0.0, "$0 · no deals"), (1, 100.0, "$100 · 1 deal")]
)
def test_no_deal_and_one_on_the_list(deals, amount, label):
    columns = ["part", "deals", "amount", "low", "high", "basis"]
    rows = [["open deals", deals, amount, None, None, ""],
            ["deals still to come", 1, 0.0, None, None, ""],
            ["both together", None, amount, amount, amount, ""],
            ["to be sold", None, 900.0, None, None, "quotas of the coming quarter"]]  # fmt: skip
    card = document("coming_quarter", columns, rows)
    drawn = coming_quarter.coming_quarter(card).spec["datasets"]["rows0"]
    assert drawn[0]["label"] == label
    assert drawn[1]["more"] == "1 new deal in the last three months, at that pace"
    assert drawn[3]["more"] == "Quotas of the coming quarter"
    assert [row["kind"] == coming_quarter.SHOULD for row in drawn] == [False, False, False, True]


def test_former_customers_are_drawn_by_how_long_they_are_gone(kalvendo):
    drawn = charts()[kalvendo.findings["win_back_ignored"].chart].draw(kalvendo)
    assert drawn.says == "117 former customers paid $54.4k a month; 16 have come back"
    said = evidence(kalvendo, "win_back_ignored")
    assert "Of 117 customers who left 16 have come back" in said
    assert "paid $54.4k a month before they left" in said
    label = drawn.spec["datasets"]["rows0"][0]["label"]
    assert label == "$11.7k a month\n3 of 23 came back"


@pytest.mark.parametrize(
    ("back", "says"),
    [(0, "none have come back"), (1, "one has come back"), (2, "2 have come back")],
)
def test_former_customers_of_whom_none_one_and_more_came_back(back, says):
    rows = [[3, 5, 0, 0.0, 0], [6, 11, 1200, 90.0, back]]
    card = document("former_customers", ["from", "to", "customers", "lost", "came_back"], rows)
    drawn = former_customers.former_customers(card)
    assert drawn.says == f"1,200 former customers paid $90 a month; {says}"
    nobody, many = drawn.spec["datasets"]["rows0"]
    assert (nobody["name"], nobody["label"]) == ("3–5 months ago", "nobody")
    assert many["label"] == f"$90 a month\n{back} of 1,200 came back"


def test_customers_with_one_product_are_drawn_beside_those_with_more(kalvendo):
    drawn = charts()[kalvendo.findings["one_product_customers"].chart].draw(kalvendo)
    assert drawn.says.startswith("558 of 594 customers have one product, at $621 a month")
    assert "558 of 594 customers have one product" in evidence(kalvendo, "one_product_customers")
    rows = records(kalvendo.series["products_per_customer"])
    assert sum(row["customers"] for row in rows) == 594
    paid = sum(row["customers"] * row["paid"] for row in rows)
    assert paid == pytest.approx(kalvendo.series["revenue_by_month"].rows[-1][1], rel=0.01)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["one product", 1, 9.0]], "1 of 1 customer has one product"),
        ([["two products", 2, 9.0]], "None of 2 customers has one product only"),
        ([["one product", 3, 20.0], ["two products", 1, 30.0], ["three or more", 2, 90.0]],
         "3 of 6 customers have one product, at $20 a month on average; with more it is $70"),
    ],
)  # fmt: skip
def test_one_product_or_more_at_none_one_and_many(rows, says):
    card = document("products_per_customer", ["products", "customers", "paid"], rows)
    assert products_per_customer.products_per_customer(card).says == says


def test_prices_are_drawn_beside_consumer_prices(kalvendo):
    drawn = charts()[kalvendo.findings["price_stagnation"].chart].draw(kalvendo)
    head, tail = drawn.says.split("; ")
    assert head == "Prices on the same plan rose by 3.5% a year"
    assert "the same plan rose by 3.5% a year" in evidence(kalvendo, "price_stagnation")
    row = records(kalvendo.series["price_course"])[-1]
    assert tail == (
        f"{row['same'] / row['stayed']:.0%} of those here two years ago pay the same or less"
    )
    assert drawn.spec["datasets"]["rows0"][0]["inflation"] == pytest.approx(1.03 ** (2 / 12))


@pytest.mark.parametrize(
    ("growth", "stayed", "same", "says"),
    [
        (0.0, None, None, "stood still for 2.1 years; consumer prices rose by about 3% a year"),
        (-0.02, 4, 4, "fell by 2.0% a year; consumer prices rose by about 3% a "
                      "year"),
        (0.05, 5, 0, "rose by 5.0% a year; 0% of those here two years ago pay the same or "
                     "less"),
    ],
)  # fmt: skip
def test_prices_that_stood_fell_and_rose(growth, stayed, same, says):
    columns = ["month", "prices", "price", "low", "high", "low95", "high95", "inflation", "growth",
               "months", "basis", "stayed", "same"]  # fmt: skip
    last = [growth, 25, "deals", stayed, same]
    rows = [["2024-01", 9, 1.0, 0.9, 1.1, 0.9, 1.1, 1.0, *last],
            ["2024-04", 2, None, None, None, None, None, 1.01, *last]]  # fmt: skip
    drawn = price_course.price_course(document("price_course", columns, rows))
    assert drawn.says == f"List prices of alike deals {says}"
    assert [row["words"] for row in drawn.spec["datasets"]["rows0"]] == ["100%", "not known"]
