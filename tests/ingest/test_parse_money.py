"""Money, numbers and counts: written in any style, they read back to the same integer."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.ingest import parse
from revcore.ingest.tables import Kind


def column(*cells: str | None) -> pl.Series:
    return pl.Series(cells, dtype=pl.String)


def grouped(whole: int, mark: str) -> str:
    return f"{whole:,}".replace(",", mark)


STYLES = {
    "plain": (lambda units, cents: f"{units}.{cents:02d}"),
    "comma groups": (lambda units, cents: f"{grouped(units, ',')}.{cents:02d}"),
    "dot groups": (lambda units, cents: f"{grouped(units, '.')},{cents:02d}"),
    "blank groups": (lambda units, cents: f"{grouped(units, ' ')},{cents:02d}"),
    "narrow blank groups": (lambda units, cents: f"{grouped(units, chr(0x202F))},{cents:02d} €"),
    "apostrophe groups": (lambda units, cents: f"CHF {grouped(units, chr(39))}.{cents:02d}"),
    "dollar": (lambda units, cents: f"${grouped(units, ',')}.{cents:02d}"),
    "code behind": (lambda units, cents: f"{units}.{cents:02d} EUR"),
}
NEGATIVES = {
    "plain": "-{}",
    "comma groups": "({})",
    "dot groups": "{}-",
    "blank groups": "−{}",
    "narrow blank groups": "-{}",
    "apostrophe groups": "-{}",
    "dollar": "({})",
    "code behind": "-{}",
}
CENTS = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None)
@given(amounts=st.lists(CENTS, min_size=1, max_size=20))
def test_amounts_in_any_style_read_back_to_the_same_integers(style, amounts):
    cells = []
    for amount in amounts:
        text = STYLES[style](abs(amount) // 100, abs(amount) % 100)
        cells.append(NEGATIVES[style].format(text) if amount < 0 else text)
    read = parse.money(column(*cells))
    assert read.values.to_list() == amounts
    assert read.scale == 2
    assert not read.bad.any()
    assert read.ambiguous is None


@settings(deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=20))
def test_the_sum_is_exact_at_the_columns_own_scale(amounts):
    read = parse.money(column(*(format(amount, "f") for amount in amounts)))
    assert Decimal(read.values.sum()) / 10**read.scale == sum(amounts)


@settings(deadline=None)
@given(st.lists(st.integers(0, 999), min_size=1), st.sampled_from(["1,234", "12,000"]))
def test_whole_thousands_with_a_comma_are_grouped_and_said_to_be_ambiguous(small, big):
    read = parse.money(column(big, *map(str, small)))
    assert read.values.to_list() == [int(big.replace(",", "")), *small]
    assert read.ambiguous == "decimal"
    assert big in read.taken


@pytest.mark.parametrize(
    ("cells", "decimal", "values", "scale"),
    [
        (["1,234", "2,50"], None, [1234, 2500], 3),  # two digits prove the decimal comma
        (["1,234", "5.5"], None, [12340, 55], 1),
        (["1.234.567", "5"], None, [1234567, 5], 0),
        (["0.125", "0.250"], None, [125, 250], 3),
        (["1,23,456.00"], None, [12345600], 2),  # lakh
        (["1.234"], ",", [1234], 0),  # said by hand
        (["1,234"], ",", [1234], 3),
        (["CHF 1'000.-"], None, [1000], 0),
        ([".5", "5."], None, [5, 50], 1),
        (["1.5E+3", "-2e-1"], None, [15000, -2], 1),
        (["30.299999999999997", "0.1"], None, [303, 1], 1),  # 0.1 + 0.2 of a workbook
        (["33.33333333", "1"], None, [33333333, 1000000], 6),
        (["0.0000005", "1"], None, [1, 1000000], 6),  # half away from zero
    ],
)
def test_the_decimal_mark_is_decided_for_the_whole_column(cells, decimal, values, scale):
    read = parse.money(column(*cells), decimal=decimal)
    assert (read.values.to_list(), read.scale) == (values, scale)
    assert read.ambiguous is None


@pytest.mark.parametrize(
    "blank",
    ["", "  ", "-", "--", "—", "n/a", "N/A", "#N/A", "null", "NULL", "None", ".", "#REF!", None],
)
def test_words_for_nothing_are_blank_and_never_zero_or_bad(blank):
    read = parse.money(column("5.00", blank))
    assert read.values.to_list() == [500, None]
    assert not read.bad.any()


@pytest.mark.parametrize(
    "bad", ["12O0.00", "1.2.3", "12%", "5 apples", "abc", "1,2345.6", "99999999999999999999"]
)
def test_what_is_no_amount_is_bad_and_never_guessed(bad):
    read = parse.money(column("5.00", bad, "1,000.00"))
    assert read.values.to_list() == [500, None, 100000]
    assert read.bad.to_list() == [False, True, False]


def test_one_currency_is_a_word_and_several_are_a_column():
    assert parse.money(column("$5", "USD 6", None)).currency == "USD"
    assert parse.money(column("$5", "€6", "7")).currency.to_list() == ["USD", "EUR", None]
    assert parse.money(column("5", "6")).currency is None
    assert parse.money(column("R$ 5,00")).currency == "BRL"


def test_percentages_are_fractions_in_numbers_only():
    assert parse.numbers(column("75%", "6.00 %", "0.5")).values.to_list() == [0.75, 0.06, 0.5]
    assert parse.money(column("75%")).bad.to_list() == [True]


def test_counts_are_whole_and_group_thousands_either_way():
    assert parse.counts(column("1,500", "2")).values.to_list() == [1500, 2]
    assert parse.counts(column("1.500", "2")).values.to_list() == [1500, 2]
    assert parse.counts(column("2.0", "3.5")).values.to_list() == [2, None]


def test_fit_is_the_share_of_filled_cells_that_read():
    mixed = column("5", "6.5", None, "--", "Acme", "x")
    assert parse.fit(mixed, Kind.MONEY) == 0.5
    assert parse.fit(mixed, Kind.TEXT) == 1.0
    assert parse.fit(column(None, "--"), Kind.MONEY) == 0.0
    assert parse.fit(column("39690", "40000"), Kind.DAY) == parse.SERIALS


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["$0.9m", "$1.25m", "$12k"], [900_000, 1_250_000, 12_000]),
        (["1,5m €", "2 m EUR", "850 €"], [1_500_000, 2_000_000, 850]),
        (["1.2k", "3,4 Mio.", "2.5k"], [1_200, 3_400_000, 2_500]),
        (["1,2 Tsd.", "3.4 Mio.", "2,5 Tsd.", "7"], [1_200, 3_400_000, 2_500, 7]),
        (["12m", "0.9m"], [None, None]),  # months, metres
        (["$5m", "$2MM"], [None, 2_000_000]),  # there an m is a thousand
        (["1.250k", "3,4 Mio."], [1_250_000, 3_400_000]),
    ],
)
def test_thousands_and_millions_by_their_letter(cells, read):
    found = parse.money(pl.Series(cells))
    scale = 10 ** (found.scale or 0)
    assert [None if one is None else one / scale for one in found.values] == read
    assert found.bad.to_list() == [one is None for one in read]


@pytest.mark.parametrize("digits", [14, 15, 17])
def test_plain_amounts_of_many_digits_are_exact_to_the_last(digits):
    amounts = [10**digits - 1 - step for step in range(0, 4000, 7)]
    read = parse.money(pl.Series([f"{amount // 10**6}.{amount % 10**6:06d}" for amount in amounts]))
    assert (read.scale, read.values.to_list()) == (6, amounts)
