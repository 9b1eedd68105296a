"""The same rows give the same scorecard, byte for byte, in any order and on either engine."""

import functools
from dataclasses import replace

import pytest

from revcore.facts.engines import as_pandas
from revcore.ingest.unseen import without_later_deals
from revcore.model import Table, parse_month
from revcore.pipeline import analyse
from tests.published import KALVENDO, OSMIRELLE, ROOT, read

PATHS = {
    "kalvendo": [ROOT / "sample_data" / "kalvendo" / name for name in KALVENDO],
    "osmirelle": [ROOT / "sample_data" / "osmirelle" / name for name in OSMIRELLE],
}


def company(name):
    return read(*PATHS[name], margin=0.6)


@functools.cache
def usual(name):
    """What every other order and engine must give: rows as read, on polars."""
    return analyse(company(name)).to_json()


@pytest.mark.parametrize("name", PATHS)
def test_row_order_changes_no_byte(name):
    made = company(name)
    tables = {
        key: Table(key, table.frame.sample(fraction=1.0, shuffle=True, seed=7), table.scale)
        for key, table in made.tables.items()
    }
    assert analyse(replace(made, tables=tables)).to_json() == usual(name)


@pytest.mark.parametrize("name", PATHS)
def test_pandas_gives_the_bytes_of_polars(name):
    # Deals created after the as-of month are set aside while the rows are still in polars.
    made = without_later_deals(company(name), parse_month("2026-10"))
    assert analyse(as_pandas(made)).to_json() == usual(name)
