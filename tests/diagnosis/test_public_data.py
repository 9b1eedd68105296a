"""What the diagnosis says of public data, held against a plain count of their rows."""

import csv
import datetime as dt
import functools

import pytest

from tests.published import SHARED, shared

END = dt.date(2018, 1, 1)
"""The day after the last one counted: ages are those at its beginning."""


def rows(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@functools.cache
def named(name, *states):
    """Findings in some states, with all they say."""
    found = shared(name).findings.values()
    return {
        one.id: " ".join(part.text for part in one.evidence) for one in found if one.state in states
    }


def test_maven_has_dead_deals_on_its_list():
    deals = rows("maven_crm/sales_pipeline.csv")
    day = dt.date.fromisoformat
    won = sorted(
        (day(one["close_date"]) - day(one["engage_date"])).days
        for one in deals if one["deal_stage"] == "Won"
    )  # fmt: skip
    assert len(won) == 4238
    limit = won[int(0.9 * len(won))]
    open_ = [one for one in deals if one["deal_stage"] == "Engaging" and one["engage_date"]]
    old = [one for one in open_ if (END - day(one["engage_date"])).days > limit]
    said = named("maven_crm/sales_pipeline.csv", "strong", "likely")
    assert (
        f"{len(old):,} of {len(open_):,} open deals are older than {limit} days"
        in (said["stale_pipeline"])
    )
    assert set(said) == {"stale_pipeline", "thin_coverage"}


def test_superstore_sells_most_in_december_and_least_in_february():
    """Each month against the mean of its own year, four years."""
    sums: dict[tuple[int, int], float] = {}
    for one in rows("superstore/superstore.csv"):
        day = dt.date.fromisoformat(one["Order Date"])
        sums[day.year, day.month] = sums.get((day.year, day.month), 0.0) + float(one["Sales"])
    years = {year for year, _ in sums}
    means = {year: sum(sums[year, month] for month in range(1, 13)) / 12 for year in years}
    index = {m: sum(sums[y, m] / means[y] for y in years) / len(years) for m in range(1, 13)}
    assert min(index, key=index.get) == 2
    said = named("superstore/superstore.csv", "strong", "likely")
    assert set(said) == {"seasonality"}
    assert "strongest in December" in said["seasonality"]
    assert "weakest in February" in said["seasonality"]
    assert index[12] > 1.4


def test_cdnow_says_what_would_tell_and_claims_nothing():
    card = shared("cdnow/CDNOW_master.txt")
    assert named("cdnow/CDNOW_master.txt", "strong", "likely") == {}
    assert card.findings["one_and_done"].state == "cannot_tell"
    assert "settings.gross_margin" in card.findings["one_and_done"].needs
    assert card.blind.unlock == "settings.gross_margin"
    assert card.blind.text.endswith("The gross margin would help with 4 of them.")
