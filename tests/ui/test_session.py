"""Files in, a document out, kept under the visitor's cookie and nobody else's."""

import pytest

from revcore.errors import RevcoreError, SettingsError
from revcore.ingest.raw import Source
from revcore.model import FileMapping
from revcore.ui import session, uploads

ANN, BOB = "a" * 32, "b" * 32
DEALS, SPEND = Source("deals.csv", b"deals"), Source("spend.csv", b"spend")
PICTURE = Source("picture.csv", b"\x89PNG")


def names() -> list[str]:
    card = session.scorecard()
    return sorted(file.name for file in card.files) if card else []


def test_files_become_a_document(tab):
    tab(ANN)
    assert session.scorecard() is None
    session.add_files([DEALS])
    session.add_files([SPEND])
    assert names() == ["deals.csv", "spend.csv"]
    assert session.dataset() is not None


def test_a_new_session_with_the_same_cookie_finds_the_work(tab):
    tab(ANN)
    session.add_files([DEALS])
    tab(ANN)
    assert names() == ["deals.csv"]


def test_another_visitor_finds_nothing_and_changes_nothing(tab):
    tab(ANN)
    session.add_files([DEALS])
    tab(BOB)
    assert session.scorecard() is None
    session.add_files([SPEND])
    session.forget()
    tab(ANN)
    assert names() == ["deals.csv"]


@pytest.mark.parametrize("cookie", ["", "guess", "A" * 32, "a" * 31, "../../etc"])
def test_without_a_cookie_of_ours_work_lasts_for_the_session_only(tab, cookie):
    tab(cookie)
    session.add_files([DEALS])
    assert names() == ["deals.csv"]
    tab(cookie)
    assert session.scorecard() is None


def test_an_unreadable_file_is_named_and_the_others_stay(tab):
    tab(ANN)
    session.add_files([DEALS, PICTURE])
    assert session.problems() == ["“picture.csv” is a picture."]
    assert session.scorecard() is not None


def test_files_without_any_table_leave_the_sentence_only(tab):
    tab(ANN)
    session.add_files([PICTURE])
    assert session.scorecard() is None
    assert session.problems() == ["“picture.csv” is a picture."]


def test_what_the_core_refuses_is_said_and_mended_by_taking_the_file_out(tab):
    tab(ANN)
    session.add_files([DEALS, Source("odd.csv", b"refuse")])
    assert session.problems() == ["There is no table of ours. Add a deals export."]
    assert session.scorecard() is None
    session.remove_file("odd.csv")
    assert names() == ["deals.csv"]
    assert session.problems() == []


def test_taking_out_the_last_file_leaves_the_settings(tab):
    tab(ANN)
    session.add_files([DEALS])
    session.change_settings(company="Acme")
    session.remove_file("deals.csv")
    assert session.scorecard() is None
    assert session.opened() is None
    assert session.settings().company == "Acme"


def test_too_large_and_too_many_files_are_one_sentence_each(tab, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_MEGABYTES", 1)
    monkeypatch.setattr(uploads, "MAX_FILES", 2)
    tab(ANN)
    big = Source("big.csv", b"x" * (3 * 1024 * 1024))
    session.add_files([big, DEALS, SPEND, Source("third.csv", b"third")])
    assert names() == ["deals.csv", "spend.csv"]
    large, many = session.problems()
    assert large.startswith("“big.csv” has 3 MB; the app reads up to 1 MB a file.")
    assert many.startswith("“third.csv” was not read: 2 files are held already.")


def test_settings_change_the_document_and_single_entries_of_a_part(tab):
    tab(ANN)
    session.add_files([DEALS])
    before = session.document_hash()
    session.change_settings(company="Acme", profile={"market": "b2b"})
    session.change_settings(profile={"sector": "software"})
    assert session.scorecard().company == "Acme"
    assert session.document_hash() != before
    assert (session.settings().profile.market, session.settings().profile.sector) == (
        "b2b",
        "software",
    )
    session.change_settings(company=None)
    assert session.settings().company is None


def test_settings_may_come_before_the_files(tab):
    tab(ANN)
    session.change_settings(company="Acme")
    session.add_files([DEALS])
    assert session.scorecard().company == "Acme"


def test_a_setting_that_cannot_be_followed_changes_nothing(tab):
    tab(ANN)
    session.add_files([DEALS])
    with pytest.raises(SettingsError, match="gross_margin"):
        session.change_settings(gross_margin=7)
    assert session.settings().gross_margin is None
    assert names() == ["deals.csv"]


def test_a_mapping_by_hand_replaces_the_one_for_the_same_sheet(tab):
    tab(ANN)
    session.add_files([DEALS])
    session.map_file(FileMapping(path="deals.csv", table="leads"))
    session.map_file(FileMapping(path="spend.csv", table="spend"))
    session.map_file(FileMapping(path="deals.csv", table="deals"))
    fixed = {entry.path: entry.table for entry in session.settings().file}
    assert fixed == {"deals.csv": "deals", "spend.csv": "spend"}


def test_a_settings_file_dropped_with_the_others_is_followed_and_written_back(tab):
    tab(ANN)
    session.add_files([DEALS, Source("settings.toml", b'company = "Acme"\n')])
    assert session.scorecard().company == "Acme"
    assert names() == ["deals.csv"]
    assert session.settings_toml() == 'company = "Acme"\n'


def test_rows_given_back_to_memory_are_asked_for_again(tab, monkeypatch):
    tab(ANN)
    session.add_files([DEALS])
    session._VAULT.put(ANN, session._VAULT.get(ANN).without_rows())
    assert names() == ["deals.csv"]
    with pytest.raises(RevcoreError, match="Drop the files again"):
        session.change_settings(company="Acme")


def test_forget_leaves_nothing(tab):
    tab(ANN)
    session.add_files([DEALS, PICTURE])
    session.forget()
    assert session.scorecard() is None
    assert session.opened() is None
    assert session.problems() == []
    assert session._VAULT.bytes == 0


def test_a_chart_is_built_once_for_a_document_and_anew_for_the_next(tab):
    tab(ANN)
    session.add_files([DEALS])
    built = []

    def build() -> dict:
        built.append(1)
        return {"mark": "bar"}

    first = session.chart(session.document_hash(), "funnel", build)
    assert session.chart(session.document_hash(), "funnel", build) is first
    assert len(built) == 1
    session.change_settings(company="Acme")
    session.chart(session.document_hash(), "funnel", build)
    assert len(built) == 2


def test_the_drop_area_is_empty_again_after_reading(tab):
    tab(ANN)
    before = session.upload_key()
    session.add_files([DEALS])
    assert session.upload_key() != before


def test_the_twelve_numbers_replace_the_earlier_ones(tab):
    tab(ANN)
    session.add_files([DEALS])
    session.answers({"customers": 10.0}, "2024-03")
    session.answers({"customers": 12.0, "wins_per_month": None}, "2024-03")
    assert names() == ["deals.csv", "twelve-numbers.csv"]
    texts = [table.frame["text"][0] for table in session.opened().tables]
    assert "name,value,period\ncustomers,12,2024-03\n" in texts


@pytest.mark.parametrize("kind", ["saas", "shop"])
def test_a_sample_company_takes_the_place_of_everything(tab, kind):
    tab(ANN)
    session.add_files([DEALS])
    session.change_settings(company="Acme")
    session.load_sample(kind)
    assert len(names()) >= 2
    assert DEALS.name not in names() or kind == "saas"
    assert session.settings().company != "Acme"
    assert session.problems() == [] or session.opened() is not None
