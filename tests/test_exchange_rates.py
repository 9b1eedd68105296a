"""From files and settings with monthly exchange rates to the document and its charts."""

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from revcore import pipeline
from revcore.behind import rows
from revcore.canonical import dump
from revcore.charts._chart import records
from revcore.charts.catalogue import charts
from revcore.charts.growth_origin import steps
from revcore.derive.movements import KINDS, Movements
from revcore.ingest.assemble import read_files
from revcore.ingest.raw import Source
from revcore.model import Dataset, Scorecard, Settings
from revcore.nda_money import Base, said

MONTHS = [f"{2024 + at // 12}-{at % 12 + 1:02}" for at in range(14)]
RATES = [1.00, 1.02, 1.04, 1.06, 1.08, 1.10, 1.12, 1.14, 1.16, 1.18, 1.20, 1.22, 1.24, 1.26]
NAMES = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus")


def settings_toml(rates: list[float]) -> Settings:
    """Reporting in dollars; what a euro is worth from each month on."""
    entries = "".join(
        f'[[rate]]\ncurrency = "EUR"\nrate = {rate}\nfrom = "{month}"\n'
        for month, rate in zip(MONTHS, rates, strict=False)
    )
    return Settings.of(tomllib.loads(f'currency = "USD"\n{entries}'))


def sheet() -> str:
    """Six pay 1,000 EUR a month throughout; Gus 500 USD, and 600 from the fourteenth month on."""
    rows = ["Customer,Month,MRR,Currency"]
    for at, month in enumerate(MONTHS):
        rows += [f"{name},{month},1000.00,EUR" for name in NAMES[:-1]]
        rows.append(f"Gus,{month},{600 if at == 13 else 500}.00,USD")
    return "\n".join(rows) + "\n"


def read(files: Mapping[str, str], settings: Settings) -> Dataset:
    return read_files([Source(name, text.encode()) for name, text in files.items()], settings)


def movements_of(files: Mapping[str, str], last: int) -> Movements:
    """The bridge of some files up to a month."""
    dataset = read(files, settings_toml(RATES))
    asked = pipeline.asker(
        dataset, Settings(), last_month=last, as_of=last, business_model=["subscription"]
    )
    found: Movements = asked("movements")
    return found


def plain(card: Scorecard) -> str:
    data: dict[str, Any] = card.model_dump(mode="json", by_alias=True)
    return dump({name: part for name, part in data.items() if name != "settings"})


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return read({"mrr.csv": sheet()}, settings_toml(RATES))


@pytest.fixture(scope="module")
def rated(dataset) -> Scorecard:
    return pipeline.analyse(dataset)


def test_the_growth_that_is_the_exchange_rate_is_said(rated):
    found = rated.readings["mrr_movements"]
    # Six times 1,000 EUR at 1.26 instead of 1.02: 1,440; and 100 more from Gus.
    assert found.inputs["fx"] == pytest.approx(1440)
    assert found.inputs["expansion"] == pytest.approx(100)
    assert found.inputs["contraction"] == found.inputs["churn"] == 0
    assert found.value == pytest.approx(1540)
    assert found.note == "1,440 of the growth is the exchange rate, not the customers."


def test_retention_counts_at_the_rates_of_the_opening(rated):
    # Opened with 6,120 + 500; Gus pays 100 more.
    assert rated.readings["nrr"].value == pytest.approx(6720 / 6620)
    assert rated.readings["grr"].value == 1
    assert "1,440 that rates added since is left out" in rated.readings["nrr"].note
    assert rated.readings["revenue_churn_monthly"].value == 0
    assert rated.readings["quick_ratio"].reason.startswith("1 customer moved")
    months = records(rated.series["retention_by_month"])
    assert {row["value"] for row in months if row["measure"] == "grr"} <= {1.0}


def test_the_bridge_is_drawn_with_the_rates_and_closes(rated):
    months = records(rated.series["mrr_movements"])
    assert [row["fx"] for row in months] == pytest.approx([120.0] * 13)
    drawing = charts()["mrr_bridge"].draw(rated)
    drawn = drawing.spec["datasets"]["rows0"]
    for month, row in zip([*dict.fromkeys(one["month"] for one in drawn)], months, strict=True):
        parts = [one["change"] for one in drawn if one["month"] == month]
        assert sum(parts) == pytest.approx(row["closing"] - row["opening"])
    assert drawing.says.endswith("; the exchange rate added $1,440")
    (_, first, _), *between, (_, last, _) = steps(rated)
    assert next(one for one in between if one[2] == "rates")[1] == pytest.approx(1440)
    gone = sum(-amount if side == "loss" else amount for _, amount, side in between)
    assert first + gone == pytest.approx(last)


def test_a_falling_currency_is_no_customer_s_doing():
    falling = [3 - one for one in RATES]
    card = pipeline.analyse(read({"mrr.csv": sheet()}, settings_toml(falling)))
    assert card.readings["mrr_movements"].inputs["fx"] == pytest.approx(-1440)
    assert card.readings["mrr_movements"].inputs["contraction"] == 0
    assert card.readings["mrr_movements"].note == (
        "The exchange rate took away 1,440; without it, recurring revenue would have grown by 100."
    )
    assert card.readings["grr"].value == 1
    assert card.readings["nrr"].value == pytest.approx(1 + 100 / (6 * 1980 + 500))
    assert charts()["mrr_bridge"].draw(card).says.endswith("; the exchange rate took away $1,440")


def test_the_same_rate_every_month_is_one_rate_to_the_byte():
    one = Settings.of({"currency": "USD", "rate": [{"currency": "EUR", "rate": 1.1}]})
    many = settings_toml([1.1] * 14)
    single, monthly = (pipeline.analyse(read({"mrr.csv": sheet()}, s)) for s in (one, many))
    assert plain(single) == plain(monthly)
    assert "fx" not in single.series["mrr_movements"].columns
    assert "fx" not in single.readings["nrr"].inputs


def test_no_amount_is_left_where_money_is_an_index(rated):
    base = Base(1440.0, "")
    said_of = {name: said(rated.readings[name].note, base) for name in ("mrr_movements", "nrr")}
    assert said_of["mrr_movements"].startswith("100.00 of the growth is the exchange rate")
    assert "; 100.00 that rates added since" in said_of["nrr"]
    assert said("The exchange rate added 144; without it, it would have fallen by 72.", base) == (
        "The exchange rate added 10.00; without it, it would have fallen by 5.00."
    )


SUBSCRIPTIONS = """Subscription ID,Customer,Start,End,Amount,Interval,Currency
1,Ann,2024-01-05,2024-07-05,1200,year,EUR
2,Ann,2024-07-05,,1200,year,EUR
3,Bo,2024-01-01,2024-07-01,100,month,EUR
4,Bo,2024-07-01,,100,month,USD
5,Cy,2024-01-01,2024-06-10,50,month,EUR
6,Cy,2024-01-01,,50,month,EUR
7,Bo,2024-07-08,2024-07-20,100,month,EUR
"""


def test_a_subscription_keeps_its_rate_until_another_takes_its_place():
    found = movements_of({"subscriptions.csv": SUBSCRIPTIONS}, 24_288 + 7)
    # July: Ann’s 100 a month at 1.12 instead of 1.00. Bo’s 100 EUR, 100 when they were taken, are
    # 112 in July and 100 USD follow: 100/112 of them stay, with 12 × 100/112 by rates.
    july = found.month.tolist().index(24_288 + 6)
    money = {kind: found.column(kind)[july] / 10**6 for kind in ("expansion", "contraction")}
    assert found.fx[july] / 10**6 == pytest.approx(12 + 12 * 100 / 112)
    assert money == pytest.approx({"expansion": 0, "contraction": 12 * 100 / 112})
    # June: one of Cy’s two ends and nothing follows; what runs on has gained nothing.
    assert found.fx[july - 1] == 0
    assert found.column("contraction")[july - 1] == 50 * 10**6


INVOICES = """Invoice,Customer,Date,Amount,Currency,Service start,Service end
1,Ann,2024-01-01,300,EUR,2024-01-01,2024-03-31
2,Ann,2024-04-01,330,EUR,2024-04-01,2024-06-30
3,Bo,2024-01-01,100,USD,2024-01-01,2024-12-31
"""


def test_an_invoiced_period_keeps_its_rate_until_the_next_invoice():
    found = movements_of({"invoices.csv": INVOICES}, 24_288 + 5)
    # April: 100 a month at 1.06 instead of 1.00, and 10 more at 1.06 (file kept to whole dollars).
    assert (found.fx / 10**6).round(2).tolist() == [0, 0, 6, 0, 0]
    assert (found.column("expansion") / 10**6).round(2).tolist() == [0, 0, 10.67, 0, 0]


def test_a_sheet_of_quarters_has_one_rate_a_quarter():
    rows = ["Customer,Month,MRR,Currency"]
    rows += [f"{name},Q{q} 2024,100.00,EUR" for name in NAMES for q in (1, 2, 3, 4)]
    found = movements_of({"mrr.csv": "\n".join(rows)}, 24_288 + 11)
    assert (found.fx / 100).tolist() == [0, 0, 42, 0, 0, 42, 0, 0, 42, 0, 0]
    assert not found.kinds.any()


def test_rows_behind_the_figures_add_up_to_them(dataset, rated):
    moved = rows(dataset, "mrr_movements").frame
    assert moved["expansion"].sum() == 100
    opened = rows(dataset, "nrr")
    assert opened.frame["mrr_at_close"].sum() == 6720
    assert opened.note.endswith("The close is counted at the exchange rates of then.")
    assert rows(dataset, "revenue_churn_monthly").frame["mrr_lost"].sum() == 0


def test_two_currencies_at_once_a_changed_currency_and_two_files_of_other_decimals():
    euros = "Customer,Month,MRR,Currency\nAnn,2024-01,1000,EUR\nAnn,2024-02,1000,EUR\n"
    euros += "Bo,2024-01,1000,EUR\nCy,2024-01,100,EUR\n"
    dollars = "Customer,Month,MRR,Currency\nAnn,2024-01,1000.50,USD\nAnn,2024-02,1500.50,USD\n"
    dollars += "Bo,2024-02,1020.00,USD\nDi,2024-01,9.75,USD\nDi,2024-02,9.75,USD\n"
    found = movements_of({"euros.csv": euros, "dollars.csv": dollars}, 24_288 + 1)
    # A euro is 1.00 and then 1.02: Ann’s and Bo’s thousand gain 20 each, and Bo, who pays 1,020
    # dollars for them now, has not moved; Cy leaves with what he was counted for.
    money = {kind: found.column(kind).tolist() for kind in KINDS}
    assert money == {
        "new": [0], "reactivation": [0], "expansion": [50000], "contraction": [0], "churn": [10000],
    }  # fmt: skip
    assert (found.fx.tolist(), found.scale) == ([4000], 2)
    assert found.opening.tolist() == [311025]
    assert found.closing.tolist() == [355025]
