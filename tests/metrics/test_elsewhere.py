"""What other tools mean by the same name: every entry is of a measure of ours, and says where."""

from pathlib import Path

import pytest

from revcore.metrics import _elsewhere
from revcore.metrics.catalogue import metrics
from tests.published import SHARED

NAMED = {
    "ChartMogul": "nrr", "Baremetrics": "revenue_churn_monthly", "ProfitWell (Paddle)": "mrr",
    "PostHog": "logo_churn_monthly", "Lago": "mrr", "Meteroid": "mrr", "Kill Bill analytics": "mrr",
    "NetSuite SaaS metrics": "cac", "Sage Intacct": "cac_payback_months",
    "SaaS Metrics Standards Board": "arr", "HubSpot": "lead_to_mql",
    "Salesforce": "sales_cycle_days", "lifetimes (Python)": "clv",
    "Fight Churn With Data (C. Gold)": "nrr", "Stripe Billing": "mrr_movements",
}  # fmt: skip
"""Tools and a measure that each is known to define otherwise."""


@pytest.mark.parametrize("name", sorted(_elsewhere.elsewhere()))
def test_a_definition_is_of_a_measure_and_says_where_it_was_read(name):
    found = _elsewhere.elsewhere()[name]
    assert name in metrics()
    assert len({one.tool for one in found}) == len(found)
    for one in found:
        assert one.says.endswith(".")
        assert one.read
        assert one.url.startswith("https://")


@pytest.mark.parametrize(("tool", "measure"), NAMED.items())
def test_tools_known_to_differ_are_named_where_they_do(tool, measure):
    assert tool in {one.tool for one in _elsewhere.elsewhere()[measure]}


def test_every_address_of_the_page_of_definitions_that_is_cited_is_in_it():
    page = SHARED.parent / "definitions_elsewhere.md"
    if not page.exists():
        pytest.skip("the page of definitions is not beside the project")
    text = page.read_text("utf-8")
    ours = {one.url for found in _elsewhere.elsewhere().values() for one in found}
    known = {url for url in ours if url in text}
    assert len(known) >= 15


def test_a_half_made_file_is_named(tmp_path: Path, monkeypatch):
    (tmp_path / "odd.toml").write_text('[origin]\ntool = "Odd"\n[[definition]]\nsays = "x."\n')
    monkeypatch.setattr(_elsewhere, "FOLDER", tmp_path)
    with pytest.raises(_elsewhere.HalfMade, match=r"odd\.toml has no "):
        _elsewhere.elsewhere.__wrapped__()
