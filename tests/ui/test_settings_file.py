"""What is written is read back as the same settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revcore.errors import SettingsError
from revcore.model import RECIPES, FileMapping, Goal, Profile, Rate, Recipe, Settings
from revcore.ui.settings_file import from_toml, to_toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MAPPINGS = st.builds(
    FileMapping,
    path=TEXT,
    sheet=st.none() | TEXT,
    table=st.none() | st.just("deals"),
    columns=st.dictionaries(TEXT, TEXT, max_size=3),
    stages=st.dictionaries(TEXT, st.sampled_from(["won", "lost", "open"]), max_size=3),
    stage_order=st.lists(TEXT, max_size=3),
    day_first=st.none() | st.booleans(),
    decimal=st.none() | st.just(","),
)
SETTINGS = st.builds(
    Settings,
    company=st.none() | TEXT,
    business_model=st.lists(st.sampled_from(["subscription", "orders"]), max_size=2),
    gross_margin=st.none() | st.floats(0.01, 1),
    headcount=st.none() | st.integers(1, 10**6),
    capacity=st.sampled_from([None, "full", "free"]),
    mask=st.booleans(),
    recipe=st.sampled_from([*RECIPES.values(), Recipe(name="ours", lag_spend=False)]),
    profile=st.builds(Profile, market=st.sampled_from([None, "b2b"]), industry=st.none() | TEXT),
    goal=st.none() | st.builds(Goal, revenue=st.floats(1, 1e9), by=st.just("2025-12")),
    file=st.lists(MAPPINGS, max_size=2),
    rate=st.lists(st.builds(Rate, currency=TEXT, rate=st.floats(0.01, 99)), max_size=2),
)


@given(SETTINGS)
def test_written_and_read_again(settings):
    assert from_toml(to_toml(settings).encode()) == settings


def test_it_reads_as_a_person_would_write_it():
    settings = Settings(
        company="Acme",
        recipe=RECIPES["chartmogul"],
        profile=Profile(market="b2b"),
        file=[FileMapping(path="d.csv", table="deals", columns={"amount": "Deal value"})],
        rate=[Rate(currency="EUR", rate=1.08, from_="2024-01")],
    )
    assert to_toml(settings) == (
        'company = "Acme"\nrecipe = "chartmogul"\n'
        '\n[profile]\nmarket = "b2b"\n'
        '\n[[file]]\npath = "d.csv"\ntable = "deals"\ncolumns = { amount = "Deal value" }\n'
        '\n[[rate]]\ncurrency = "EUR"\nrate = 1.08\nfrom = "2024-01"\n'
    )


@pytest.mark.parametrize("data", [b"company = ", b"\xff\xfe\x00", b"colour = 3"])
def test_what_cannot_be_followed_is_one_sentence_with_the_files_name(data):
    with pytest.raises(SettingsError, match=r"mine\.toml"):
        from_toml(data, "mine.toml")
