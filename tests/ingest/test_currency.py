"""Currencies are never added: a rate, or set aside and asked about."""

from __future__ import annotations

HEADER = "Order ID,Customer,Order date,Order total,Currency,Discount amount\n"
ROWS = (
    "1,Acme,2024-01-10,10.00,USD,2.00\n2,Acme,2024-02-10,20.00,usd,\n"
    "3,Birch,2024-01-15,3.33,EUR,1.00\n4,Birch,2024-06-15,3.33,EUR,\n"
)


def test_the_currency_of_most_rows_counts_and_others_wait_for_a_rate(reading):
    dataset = reading({"orders.csv": HEADER + ROWS + "5,Acme,2024-03-01,1.00,USD,\n"})
    assert dataset.currency == "USD"
    assert dataset.tables["orders"].frame["amount"].sum() == 3100
    assert {row.reason for row in dataset.set_aside} == {"no rate for EUR"}
    sheet = dataset.files[0].sheets[0]
    assert sheet.total_in == {"EUR": 6.66, "USD": 31.0}
    assert sheet.total_used == {"EUR": 0.0, "USD": 31.0}
    assert "rate:EUR" in {question.id for question in dataset.questions}
    assert next(n.values for n in dataset.notices if n.id == "rate:EUR") == {"rows": 2}


def test_a_rate_converts_every_money_column_exactly_and_rounds_half_up(reading):
    settings = {"currency": "USD", "rate": [{"currency": "EUR", "rate": 1.085}]}
    dataset = reading({"orders.csv": HEADER + ROWS}, settings)
    frame = dataset.tables["orders"].frame.sort("line")
    # 3.33 × 1.085 = 3.61305 → 3.61; 1.00 × 1.085 = 1.085 → 1.09
    assert frame["amount"].to_list() == [1000, 2000, 361, 361]
    assert frame["discount"].to_list() == [200, None, 109, None]
    assert set(frame["currency"]) == {"USD"}
    assert dataset.files[0].sheets[0].total_used == {"EUR": 6.66, "USD": 30.0}


def test_the_latest_rate_that_has_begun_is_taken(reading):
    rates = [
        {"currency": "EUR", "rate": 1.1, "from": "2024-06"},
        {"currency": "EUR", "rate": 1.0, "from": "2024-01"},
    ]
    dataset = reading({"orders.csv": HEADER + ROWS}, {"currency": "USD", "rate": rates})
    frame = dataset.tables["orders"].frame.sort("line")
    assert frame["amount"].to_list()[2:] == [333, 366]


def test_rows_before_the_first_rate_wait(reading):
    rates = [{"currency": "EUR", "rate": 1.1, "from": "2024-06"}]
    dataset = reading({"orders.csv": HEADER + ROWS}, {"currency": "USD", "rate": rates})
    assert [(row.line, row.reason) for row in dataset.set_aside] == [
        (4, "no rate for EUR in its month")
    ]


def test_without_any_currency_the_reader_is_asked(reading):
    dataset = reading(
        {"orders.csv": "Order ID,Customer,Order date,Order total\n1,A,2024-01-02,5\n"}
    )
    assert dataset.currency is None
    assert "currency" in {question.id for question in dataset.questions}


def test_a_currency_in_the_header_or_before_the_amount_is_read(reading):
    header = reading({"ads.csv": "Day,Campaign,Amount spent (EUR)\n2024-01-02,Brand,5.00\n"})
    assert header.currency == "EUR"
    symbol = reading({"o.csv": "Order ID,Customer,Order date,Order total\n1,A,2024-01-02,£5.00\n"})
    assert symbol.currency == "GBP"


RATED = "Order ID,Customer,Order date,Order total,Currency,Exchange rate\n" + "".join(
    f"{n},Acme,2024-01-10,10.00,USD,1\n" for n in range(5)
)


def test_a_rate_column_is_offered_both_ways_round_and_never_taken_unasked(reading):
    text = RATED + "8,Birch,2024-02-10,3.00,EUR,1.08\n9,Birch,2024-02-11,3.00,EUR,1.08\n"
    dataset = reading({"orders.csv": text})
    asked = next(question for question in dataset.questions if question.id == "rate:EUR")
    assert asked.choices == ["1.08", "0.925926"]
    assert "“Exchange rate” in “orders.csv” says 1.08; read the other way" in asked.text
    assert dataset.files[0].sheets[0].total_used["EUR"] == 0
    assert not [n for n in dataset.notices if n.id.startswith("rate_both_ways")]


def test_a_rate_that_cannot_be_so_large_is_offered_turned_round_first(reading):
    dataset = reading({"orders.csv": RATED + "8,Birch,2024-02-10,3000,JPY,150\n"})
    asked = next(question for question in dataset.questions if question.id == "rate:JPY")
    assert asked.choices == ["0.00666667", "150"]


def test_a_column_that_gives_one_currency_both_ways_is_told_with_its_rows(reading):
    lines = ["1.25", "1.26", "0.8", "1.24"]
    text = RATED + "".join(f"1{n},B,2024-02-10,3,GBP,{rate}\n" for n, rate in enumerate(lines))
    (notice,) = [
        one for one in reading({"o.csv": text}).notices if one.id.startswith("rate_both_ways")
    ]
    assert notice.text == (
        "“Exchange rate” in “o.csv” gives GBP both ways: about 1.25 in 3 and about 0.8 in 1 row. "
        "No rate is taken from it unasked."
    )


def test_a_rate_typed_upside_down_is_asked_about(reading):
    settings = {"currency": "USD", "rate": [{"currency": "JPY", "rate": 150}]}
    dataset = reading({"o.csv": RATED + "8,Birch,2024-02-10,3000,JPY,150\n"}, settings)
    (asked,) = [one for one in dataset.questions if one.id.startswith("rate")]
    assert asked.text.startswith("Is one JPY really worth 150 USD?")
    assert asked.choices == ["0.00666667"]
    settings["rate"] = [{"currency": "JPY", "rate": 0.0067}]
    after = reading({"o.csv": RATED + "8,Birch,2024-02-10,3000,JPY,150\n"}, settings)
    assert not [one for one in after.questions if one.id.startswith("rate")]


def test_rates_given_both_ways_say_which_one_counts(reading):
    rates = [{"currency": "EUR", "rate": 1.08}, {"currency": "USD", "rate": 0.926}]
    dataset = reading({"o.csv": RATED}, {"currency": "USD", "rate": rates})
    (notice,) = [one for one in dataset.notices if one.id.startswith("rate_of_main")]
    assert notice.text.startswith("A rate of 0.926 is given for USD, the currency everything is")
