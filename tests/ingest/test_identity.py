"""One customer, one number: over files that name customers differently."""

from __future__ import annotations

import polars as pl
import pytest

from revcore.ingest.identity import Source, name_key, resolve

SCHEMA = {"__id": pl.String, "__email": pl.String, "__name": pl.String, "__date": pl.Int64}


def source(system: str, *rows: tuple[str | None, str | None, str | None, int | None]) -> Source:
    """Keys of one sheet."""
    return Source(pl.DataFrame(rows, schema=SCHEMA, orient="row"), system)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme, Inc.", "ACME"),
        ("Wexetti Drywall Ltd", "wexetti drywall"),
        ("Bühler GmbH & Co. KG", "BÜHLER"),
        ("Ibérica S.A. de C.V.", "ibérica"),
        ("O'Neil Corp.", "ONeil"),
    ],
)
def test_punctuation_and_legal_form_do_not_tell_customers_apart(one, other):
    keys = name_key(pl.Series([one, other]))
    assert keys[0] == keys[1]


def test_a_name_that_is_only_a_legal_form_stays_a_name():
    assert name_key(pl.Series(["SA", "Co", "Limited"])).to_list() == ["sa", "co", "limited"]


def test_a_row_with_number_and_name_joins_the_files_that_give_only_one():
    billing = source("cus", ("c1", "a@x.example", "Acme Ltd", 10), ("c2", None, "Birch", 5))
    crm = source("", (None, None, "Acme, Ltd.", 20), (None, None, "Birch Inc", 1))
    mail = source("", (None, "A@x.example", None, 30))
    numbers, names, ambiguous = resolve([billing, crm, mail])
    assert [series.to_list() for series in numbers] == [[1, 0], [1, 0], [1]]
    assert (names, ambiguous) == (("Birch", "Acme Ltd"), 0)


def test_numbers_follow_the_first_date_so_that_a_new_upload_only_adds():
    first = source("cus", ("c9", None, None, 1), ("c1", None, None, 2))
    later = source("cus", ("c5", None, None, 3))
    assert resolve([first])[1] == ("c9", "c1")
    assert resolve([first, later])[1] == ("c9", "c1", "c5")


def test_two_people_of_one_name_stay_apart_when_their_numbers_differ():
    shop = source("customer id", ("1", None, "Ann Lee", 1), ("2", None, "Ann Lee", 2))
    numbers, names, _ = resolve([shop])
    assert numbers[0].to_list() == [0, 1]
    assert len(names) == 2


def test_numbers_of_two_systems_meet_through_a_name_they_share():
    stripe = source("cus", ("cus_1", None, "Acme Ltd", 1))
    crm = source("record", ("9001", None, "Acme", 2))
    numbers, names, _ = resolve([stripe, crm])
    assert numbers[0].to_list() == numbers[1].to_list() == [0]
    assert len(names) == 1


def test_an_ambiguous_name_joins_the_smallest_number_and_is_counted():
    shop = source("customer id", ("1", None, "Ann Lee", 1), ("2", None, "Ann Lee", 2))
    crm = source("", (None, None, "Ann Lee", 3))
    numbers, _, ambiguous = resolve([shop, crm])
    assert numbers[1].to_list() == [0]
    assert ambiguous == 1


def test_rows_without_any_key_have_no_customer():
    numbers, names, _ = resolve([source("", (None, None, None, 1), (None, None, "Acme", 2))])
    assert numbers[0].to_list() == [None, 0]
    assert names == ("Acme",)


def test_the_order_of_sources_changes_nothing():
    parts = [
        source("cus", ("c1", "a@x.example", "Acme Ltd", 10), ("c2", None, "Birch", 5)),
        source("", (None, None, "ACME", 20), (None, "a@x.example", None, 2)),
        source("rec", ("77", None, "Birch", 9)),
    ]
    there, names, _ = resolve(parts)
    back, again, _ = resolve(parts[::-1])
    assert names == again
    assert [s.to_list() for s in there] == [s.to_list() for s in back[::-1]]
