"""Pattern and Path with the three samples: verdicts, levers by hand, moves, and what is missing."""

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
START, DATA, PATTERN, PATH = (
    str(ROOT / "pages" / name)
    for name in ("10_Start.py", "20_Data.py", "62_Pattern.py", "64_Path.py")
)


@pytest.fixture(scope="module")
def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=30).run()


def opened(app: AppTest, kind: str, page: str) -> AppTest:
    app.switch_page(START).run()
    app.button(key=f"use-{kind}").click().run()
    app.switch_page(page).run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption]
    return "\n".join(str(part.value) for part in parts)


def session_toml(app: AppTest) -> str:
    from revcore.ui import settings_file
    from revcore.ui.session import _VAULT

    return settings_file.to_toml(_VAULT.get(app.session_state["visitor"]).settings)


def document_of(app: AppTest) -> dict:
    from revcore.ui.session import _VAULT

    return json.loads(_VAULT.get(app.session_state["visitor"]).card.to_json())


@pytest.mark.parametrize("kind", ["saas", "shop", "services"])
def test_both_pages_open_and_speak_of_their_own_document(app: AppTest, kind: str) -> None:
    opened(app, kind, PATTERN)
    said, card = words(app), document_of(app)
    assert app.title[0].value == "2 Pattern"
    first = [one for one in card["findings"].values() if one["place"] is not None]
    for one in first:
        plain = said.replace("“", "").replace("\\:", ":")
        assert one["title"].replace("“", "").split("”")[0] in plain
        assert app.radio(key=f"verdict-{one['id']}").value == "none"
    for one in card["findings"].values():
        if one["state"] == "not_applicable":
            assert f"**{one['title']}.**" not in said
    app.switch_page(PATH).run()
    assert not app.exception
    assert app.title[0].value == "3 Path"
    for slip in ("None", r"\bnan\b", "inf%", "{"):  # “dominant” is none
        assert not re.search(slip, said + words(app)), slip


def test_a_verdict_and_its_note_stay_in_document_and_settings(app: AppTest) -> None:
    opened(app, "services", PATTERN)
    name = app.radio[0].key.removeprefix("verdict-")
    before = document_of(app)["readings"]
    app.radio(key=f"verdict-{name}").set_value("rejected").run()
    app.text_input(key=f"note-{name}").set_value("Ask $ *Ann* of Acme").run()
    assert not app.exception
    card = document_of(app)
    assert card["findings"][name]["confirmed"] == "rejected"
    assert card["findings"][name]["note"] == "Ask $ *Ann* of Acme"
    assert card["readings"] == before
    assert f'[[finding]]\nid = "{name}"\nverdict = "rejected"' in session_toml(app)
    beside = {
        f"verdict-{one['id']}" for one in card["findings"].values() if one["kind"] == "context"
    }
    asked = [radio.key for radio in app.radio if radio.key.startswith("verdict-")]
    assert [key for key in asked if key not in beside][-1] == f"verdict-{name}"
    assert beside & set(asked)  # what is good to know can be doubted too
    assert "Rejected" in words(app)
    app.switch_page(PATH).run()
    assert f"“{card['findings'][name]['title']}”" not in app.markdown[1].value
    app.switch_page(PATTERN).run()
    app.radio(key=f"verdict-{name}").set_value("none").run()
    app.text_input(key=f"note-{name}").set_value("").run()
    assert "[[finding]]" not in session_toml(app)


def test_a_slider_at_its_bound_says_what_the_lever_is_worth(app: AppTest) -> None:
    from revcore.words import money_words

    opened(app, "saas", PATH)
    card = document_of(app)
    lever = card["levers"][0]
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["More gross profit"] == "+" + money_words(lever["value_12m"], "USD")
    app.select_slider(key=f"lever-{lever['id']}-top").set_value(0).run()
    assert {metric.value for metric in app.metric} == {"±$0"}
    assert not app.exception


def test_the_sequence_is_taken_into_the_plan_and_scenarios_are_kept(app: AppTest) -> None:
    opened(app, "services", PATH)
    app.button(key="path-take").click().run()
    assert not app.exception
    chosen = document_of(app)["settings"]["plan"]["moves"]
    assert 1 <= len(chosen) <= 3
    assert all(app.checkbox(key=f"move-{name}-True").value for name in chosen)
    app.checkbox(key=f"move-{chosen[-1]}-True").uncheck().run()
    assert document_of(app)["settings"].get("plan", {}).get("moves", []) == chosen[:-1]
    for _ in range(3):
        app.button(key="scenario-keep").click().run()
        assert not app.exception
    assert len(document_of(app)["settings"]["scenario"]) == 3
    assert app.button(key="scenario-keep").disabled
    assert "Side by side, against doing nothing" in words(app)
    app.button(key="scenario-out-0").click().run()
    assert len(document_of(app)["settings"]["scenario"]) == 2
    app.toggle(key="hinges").set_value(True).run()
    assert not app.exception
    assert "It hangs most on" in words(app)


def test_nda_hides_names_in_findings_and_notes_and_all_still_works(app: AppTest) -> None:
    opened(app, "services", DATA)
    app.toggle(key="nda-on").set_value(True).run()
    app.switch_page(PATTERN).run()
    name = app.radio[0].key.removeprefix("verdict-")
    app.text_input(key=f"note-{name}").set_value("Ines Achterberg knows why").run()
    assert not app.exception
    text = json.dumps(document_of(app), ensure_ascii=False)
    assert "Achterberg" not in text
    assert "Achterberg" not in words(app)
    app.switch_page(PATH).run()
    app.checkbox[0].check().run()
    assert not app.exception
    assert "moves = [" in session_toml(app)
    assert "Achterberg" not in words(app)


def test_without_data_both_pages_teach(app: AppTest) -> None:
    fresh = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=30).run()
    for page in (PATTERN, PATH):
        fresh.switch_page(page).run()
        assert not fresh.exception
        assert fresh.button(key="empty-sample")


def test_deals_alone_ask_for_the_margin_and_say_what_would_unlock_more() -> None:
    fresh = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=30).run()
    data = (ROOT / "sample_data" / "kalvendo" / "deals.csv").read_bytes()
    fresh.file_uploader[0].upload("deals.csv", data).run()
    fresh.switch_page(PATTERN).run()
    assert "What would you say, before you look?" in words(fresh)
    fresh.button(key="guess-skip").click().run()
    assert not fresh.exception
    assert "need data that is not here" in words(fresh)
    fresh.switch_page(PATH).run()
    assert not fresh.exception
    said = words(fresh)
    assert "All amounts here are sales" in said
    assert "gross profit over twelve months" not in said


def test_twelve_numbers_leave_nothing_to_simulate_and_say_so() -> None:
    from revcore.diagnosis_parts import Blind
    from revcore.model import Scorecard
    from revcore.ui import path_page

    title, text = path_page.headline(Scorecard(blind=Blind()), None)
    assert title == "Nothing can be simulated yet"
    assert "a year of deals, subscriptions or orders" in text
