"""What somebody says of findings is in the document, and changes nothing else."""

import pytest

from revcore.diagnosis_parts import Finding
from revcore.errors import SettingsError
from revcore.model import Scorecard, Settings
from revcore.pipeline import analyse
from revcore.remarks import remarked
from revcore.ui.settings_file import from_toml, to_toml
from tests.companies import dataset, table

SAID = Settings.of(
    {
        "company": "Acme",
        "finding": [
            {"id": "stale_pipeline", "verdict": "rejected", "note": "Cleaned up in May: “all”."}
        ],
        "plan": {"moves": ["purge_day"], "start": "2025-01-06", "owners": {"purge_day": "Maria"}},
        "scenario": [{"name": "As in spring", "times": {"win_rate": 1.2}}],
    }
)


def test_a_remark_taken_up_later_gives_the_same_bytes_as_analysing_with_it():
    rows = dataset(
        table(
            "deals",
            [
                {"deal_id": str(n), "created": "2024-01-05", "closed": "2024-03-07",
                 "status": "won" if n % 3 else "lost", "amount": 900}
                for n in range(40)
            ],
        )
    )  # fmt: skip
    plain = analyse(rows, Settings(company="Acme"))
    said = analyse(rows, SAID)
    assert remarked(plain, SAID).to_json() == said.to_json()
    assert said.findings["stale_pipeline"].confirmed == "rejected"
    assert said.findings["stale_pipeline"].note == "Cleaned up in May: “all”."
    assert said.settings["plan"]["moves"] == ["purge_day"]
    assert remarked(said, Settings(company="Acme")).to_json() == plain.to_json()


def test_remarks_survive_the_settings_file():
    assert from_toml(to_toml(SAID).encode()) == SAID


def test_a_verdict_on_a_finding_that_is_not_there_stays_in_the_settings():
    card = remarked(Scorecard(), SAID)
    assert card.findings == {}
    assert card.settings["finding"][0]["id"] == "stale_pipeline"


def test_without_a_remark_nothing_is_confirmed():
    one = Finding(id="x", title="X", kind="limits", family="x", state="likely", confirmed="doubted")
    assert remarked(Scorecard(findings={"x": one}), Settings()).findings["x"].confirmed == "none"


def test_at_most_three_scenarios_are_kept():
    with pytest.raises(SettingsError, match="scenario"):
        Settings.of({"scenario": [{"name": str(n)} for n in range(4)]})
