"""A file without a single date still gives a document: reasons, not a fault."""

import pytest

from revcore.ingest import read_files
from revcore.ingest.raw import Source
from revcore.model import Settings
from revcore.pipeline import analyse

DEALS = b"Opportunity,Stage,Amount,Owner\nBarn roof,Closed Won,1200,Ann\nShed,Proposal,800,Bo\n"
ANSWERS = b"NPS score\n9\n10\n3\n7\n8\n10\n"


@pytest.mark.parametrize(("name", "data"), [("deals.csv", DEALS), ("nps.csv", ANSWERS)])
def test_without_any_date_every_reading_is_a_value_or_a_reason(name, data):
    card = analyse(read_files([Source(name, data)], Settings()))
    assert card.as_of is None
    assert card.window is None
    assert any(notice.id == "no_dates" for notice in card.notices)
    assert all((one.value is None) == (one.reason is not None) for one in card.readings.values())
