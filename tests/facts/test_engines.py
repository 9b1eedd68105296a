"""The same rows on polars and on pandas give the same facts; row order changes none."""

import datetime as dt

import hypothesis.strategies as st
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import revcore.facts
from revcore.facts._waist import with_months
from revcore.facts.engines import as_pandas
from revcore.model import Dataset, month_of
from revcore.pipeline import asker
from revcore.registry import providers
from tests.companies import dataset, frames_equal, shuffled, table

QUICK = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Shrinking a whole company takes minutes and says little more."""
FACTS = sorted(providers(revcore.facts))
WORDS = st.sampled_from(["", "north", "Süd", None])
DAYS = st.one_of(st.none(), st.integers(0, 20_000))
MONEY = st.one_of(st.none(), st.integers(-(10**12), 10**12))
SMALL = st.one_of(st.none(), st.integers(0, 30))
MONTHS = st.integers(24_000, 24_024)


def rows(**columns):
    return st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=12)


ROWS = {
    "deals": rows(deal_id=st.text("ab", min_size=1, max_size=3), customer=SMALL, created=DAYS,
                  closed=DAYS, status=st.sampled_from(["won", "lost", "open"]), amount=MONEY,
                  owner=WORDS, source=WORDS),
    "leads": rows(customer=SMALL, created=st.integers(0, 9000), mql=DAYS, sql=DAYS, won=DAYS,
                  source=WORDS),
    "stage_history": rows(deal_id=st.text("ab", min_size=1, max_size=3),
                          stage=st.sampled_from(["a", "b"]), entered=DAYS),
    "funnel_counts": rows(month=MONTHS, channel=WORDS, visitors=SMALL, leads=SMALL),
    "subscriptions": rows(customer=st.integers(0, 4), start=st.integers(0, 9000), end=DAYS,
                          amount=st.integers(0, 10**9), mrr=st.integers(0, 10**12), plan=WORDS,
                          segment=WORDS, product=WORDS, end_reason=WORDS, renews=DAYS,
                          interval=st.sampled_from(["month", "quarter", "year", None]),
                          interval_count=st.sampled_from([1, 4, 12, None])),
    "invoices": rows(customer=SMALL, date=st.integers(0, 9000), amount=MONEY, period_start=DAYS,
                     period_end=DAYS, recurring=st.sampled_from([True, False, None])),
    "orders": rows(customer=SMALL, date=st.integers(0, 9000), amount=MONEY, profit=MONEY),
    "payments": rows(customer=SMALL, date=st.integers(0, 9000), amount=MONEY),
    "mrr": rows(customer=st.integers(0, 4), month=MONTHS, amount=st.integers(-5, 10**12)),
    "revenue_by_month": rows(month=MONTHS, amount=MONEY),
    "customers": rows(customer=st.integers(0, 5), segment=WORDS, source=WORDS, plan=WORDS),
    "spend": rows(date=st.integers(0, 9000), amount=MONEY, channel=WORDS,
                  category=st.sampled_from(["media", "people", None])),
    "team": rows(person=st.just("p"), department=WORDS, start=DAYS, end=DAYS, cost=MONEY),
    "nps": rows(date=DAYS, score=st.integers(0, 10), segment=WORDS),
    "answers": rows(name=st.sampled_from(["customers", "sales_this_year"]),
                    value=st.floats(0, 10**6), period=st.sampled_from(["2024-05", None])),
}  # fmt: skip


@st.composite
def companies(draw) -> Dataset:
    names = draw(st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=4, unique=True))
    return dataset(*[table(name, draw(ROWS[name])) for name in names])


def facts(made: Dataset) -> dict:
    from revcore.errors import NotComputable

    ask, out = asker(made, made.settings), {}
    for name in FACTS:
        try:
            out[name] = ask(name)
        except NotComputable as reason:
            out[name] = str(reason)
    return out


def same(left: dict, right: dict) -> None:
    for name in FACTS:
        frames_equal(left[name], right[name])


@settings(QUICK, max_examples=40)
@given(companies())
def test_polars_and_pandas_agree_to_the_unit(made):
    same(facts(made), facts(as_pandas(made)))


@settings(QUICK, max_examples=25)
@given(companies(), st.integers(1, 99))
def test_row_order_changes_no_fact(made, seed):
    # The last typed answer counts: its own row number decides, not its place.
    same(facts(made), facts(shuffled(made, seed)))


def test_sums_go_beyond_32_bits():
    big = table("orders", [{"customer": 1, "date": 10, "amount": 2**40}] * 3)
    assert asker(dataset(big), dataset(big).settings)("order_days")["amount"].tolist() == [
        3 * 2**40
    ]


@pytest.mark.parametrize("engine", ["polars", "pandas"])
def test_months_are_calendar_months_for_two_centuries(engine):
    import narwhals.stable.v2 as nw

    days = [*range(75_000), -1]
    frame = pl.DataFrame({"day": pl.Series(days, dtype=pl.Int64)})
    native = frame.lazy() if engine == "polars" else pd.DataFrame({"day": days}, dtype="Int64")
    found = with_months(nw.from_native(native).lazy(), month="day").collect().to_native()
    got = found["month"].to_list() if engine == "polars" else found["month"].tolist()
    start = dt.date(1970, 1, 1)
    dates = [start + dt.timedelta(days=day) for day in days[:-1]]
    assert got == [*[month_of(date.year, date.month) for date in dates], -1]
    assert list(found.columns) == ["day", "month"]


def test_a_dataset_in_pandas_keeps_its_nulls():
    rows = [
        {"status": "open", "created": None, "closed": 5},
        {"status": "won", "created": 2, "closed": 9},
    ]
    made = as_pandas(dataset(table("deals", rows)))
    frame = made.tables["deals"].frame
    assert str(frame["created"].dtype) == "Int64"
    assert frame["created"].isna().tolist() == [True, False]
    assert as_pandas(made).tables["deals"].frame is frame
