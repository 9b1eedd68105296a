"""Segments carry their own counts and sum to the headline; thin ones have no rate."""

import pytest

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
