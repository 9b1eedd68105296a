"""Segments carry their own counts and sum to the headline; thin ones have no rate."""

import pytest

from revcore.pipeline import analyse
from tests.companies import dataset, table
from tests.published import sample

SUMMING = {
    "win_rate": "owner", "opportunity_to_won": "segment", "lead_to_won": "source",
    "lead_to_mql": "source", "logo_retention": "plan", "arpa": "segment",
    "average_deal_size": "segment", "visitor_to_lead": "channel", "nps": "segment",
}  # fmt: skip


@pytest.mark.parametrize(("measure", "dimension"), SUMMING.items(), ids=SUMMING)
def test_segments_sum_to_the_total(measure, dimension):
    card = sample("kalvendo")
    rows = card.breakdowns[measure][dimension]
    assert sum(row.n for row in rows) == card.readings[measure].n
    assert len({row.key for row in rows}) == len(rows)


def test_segments_average_to_the_headline():
    card = sample("kalvendo")
    for measure, dimension in SUMMING.items():
        rows = card.breakdowns[measure][dimension]
        # A share followed over time is no mean of its parts; they are weighed by time at risk.
        if measure in ("nps", "opportunity_to_won", "lead_to_won", "lead_to_mql") or any(
            row.value is None for row in rows
        ):
            continue
        mean = sum(row.value * row.n for row in rows) / sum(row.n for row in rows)
        assert mean == pytest.approx(card.readings[measure].value), measure


def test_thin_segments_have_counts_and_no_rate():
    for name, parts in sample("kalvendo").breakdowns.items():
        if name == "revenue":  # a sum is known however few bring it
            continue
        for rows in parts.values():
            for row in rows:
                assert (row.value is None) == (row.reason is not None)
                assert row.value is None or row.n >= 5


def test_sellers_are_masked():
    for parts in sample("kalvendo").breakdowns.values():
        for row in parts.get("owner", []):
            assert row.key.startswith("Seller ")


def test_deals_are_told_apart_by_competitor_and_by_product():
    rows = [
        {"status": "won" if at % (5 if at % 3 == 0 else 2) == 0 else "lost",
         "created": f"2024-{1 + at % 10:02d}-03", "closed": f"2024-{2 + at % 10:02d}-10",
         "amount": 1000 + 3 * at, "competitor": ("Northwind", "Contoso", "Fabrikam")[at % 3],
         "product": ("Basic", "Pro")[at % 2]}
        for at in range(120)
    ]  # fmt: skip
    card = analyse(dataset(table("deals", rows)))
    met = {row.key: row for row in card.breakdowns["win_rate"]["competitor"]}
    # 8 of 40 against Northwind, every other deal against the two others: 48 of 120 in all.
    assert (met["Northwind"].n, met["Northwind"].value) == (40, 0.2)
    assert met["Contoso"].value == met["Fabrikam"].value == 0.5
    assert 0.2 < met["Northwind"].shrunk < 0.4 < met["Contoso"].shrunk < 0.5
    assert met["Northwind"].low < 0.2 < met["Northwind"].high
    assert (met["Northwind"].against, met["Contoso"].against) == ("below", "cannot_tell")
    for measure in ("win_rate", "win_rate_created", "sales_cycle_days", "average_deal_size"):
        assert {"competitor", "product"} <= set(card.breakdowns[measure]), measure
