"""Gross margin: as given, as typed, as the orders' own profit says; never assumed."""

import pytest

from revcore.errors import NotComputable
from revcore.ingest import Source, read_files
from revcore.metrics.catalogue import metrics
from revcore.model import Settings
from revcore.pipeline import asker, find_as_of
from tests.companies import ask, dataset, table


def orders(profit, tmp_path, margin=None, last=None):
    """A year of twenty orders of 99.95 a month; ``profit`` as it is written, once as ``last``."""
    lines = ["Order ID,Customer,Order Date,Sales,Profit"]
    lines += [
        f"{month}-{who},C{who},2024-{month:02d}-{who + 5:02d},99.95,{profit}"
        for month in range(1, 13)
        for who in range(20)
    ]
    lines[-25] = lines[-25].replace(f",{profit}", f",{profit if last is None else last}")
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    made = read_files([Source("orders.csv", path)], Settings(gross_margin=margin))
    month = find_as_of(made, made.settings).month
    return asker(made, made.settings, as_of=month, last_month=month, business_model=["orders"])


def margin(asked):
    return asked.call(metrics()["gross_margin"].provider)


@pytest.mark.parametrize("profit", ["40", "40.0", "40.00"])
def test_profit_in_whole_units_beside_sales_in_cents_is_the_same_margin(profit, tmp_path):
    found = margin(orders(profit, tmp_path))
    assert found.value == pytest.approx(40 / 99.95)
    assert found.inputs["gross_profit"] == found.n * 40
    assert found.inputs["revenue"] == pytest.approx(found.n * 99.95)
    assert found.interval is None
    assert found.window.end == found.window.start + found.n // 20 - 1


def test_what_was_given_counts_first(tmp_path):
    found = margin(orders("40", tmp_path, margin=0.3))
    assert (found.value, found.n, found.window) == (0.3, 1, None)
    assert found.inputs == {"margin_from": "given"}


def test_the_twelve_numbers_hold_it_in_per_cent():
    made = dataset(table("answers", [{"name": "gross_margin", "value": 55, "period": "2024-12"}]))
    found = margin(ask(made))
    assert (found.value, found.inputs["margin_from"]) == (0.55, "typed")


def test_one_order_without_its_profit_leaves_it_unknown(tmp_path):
    with pytest.raises(NotComputable, match="Needs the gross margin") as caught:
        margin(orders("40", tmp_path, last=""))
    assert caught.value.needs == ("settings.gross_margin",)
