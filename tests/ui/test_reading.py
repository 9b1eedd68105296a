"""Files that take longer than a moment: the guesses are asked meanwhile, no number before them."""

import re
import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from revcore.assessment.guesses import ASKS
from revcore.errors import RevcoreError
from revcore.ui import reading, session
from revcore.ui.vault import Work

ROOT = Path(__file__).resolve().parents[2]
FILE = "\n".join([
    "order id,email,order date,order total",
    *(f"A{n},c{n % 17}@shop.example,{2024 + n // 36}-{n // 3 % 12 + 1:02d}-{n % 3 * 9 + 3:02d},40"
      for n in range(72)),
]).encode()  # fmt: skip
EVERY = sum(len(wordings) for wordings in ASKS)


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.header, *app.title, *app.warning]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


class Slow:
    """The reader of files, held back until somebody lets it go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: RevcoreError | None = None) -> None:
        self.gate, usual = threading.Event(), session._open

        def held_back(sources):
            assert self.gate.wait(30)
            if error:
                raise error
            return usual(sources)

        monkeypatch.setattr(session, "_open", held_back)
        monkeypatch.setattr(reading, "MOMENT", 0.05)

    def done(self, app: AppTest) -> AppTest:
        """All is read; the page is drawn again, as it does by itself every second."""
        self.gate.set()
        found = session._VAULT.get(app.session_state["visitor"]).reading
        assert found is not None
        found.exception(30)
        return app.run()


def dropped() -> AppTest:
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.file_uploader[0].upload("orders.csv", FILE)
    app.run()
    return app.switch_page(str(ROOT / "pages/20_Data.py")).run()


def test_the_guesses_are_asked_while_the_files_are_read_and_kept_for_the_reveal(monkeypatch):
    slow = Slow(monkeypatch)
    app = dropped()
    assert not app.exception
    assert "Reading goes on meanwhile." in words(app)
    assert len(app.number_input) == EVERY
    assert not app.metric
    slow.done(app)
    assert "All is read. The numbers wait" in words(app)  # the form stays as it is filled in
    assert not app.metric
    assert len(app.number_input) == EVERY
    app.number_input(key="guess-top_customer_share").set_value(40.0)
    app.button(key="guess-keep").click().run()
    assert not app.exception
    assert "Your guess is not what the files say" in words(app)
    assert session._VAULT.get(app.session_state["visitor"]).reading is None


def test_who_skips_waits_for_the_numbers_without_a_form(monkeypatch):
    slow = Slow(monkeypatch)
    app = dropped()
    app.button(key="guess-skip").click().run()
    assert "The numbers appear as soon as all is read." in words(app)
    assert not app.number_input
    assert not re.search(r"\d", words(app))
    slow.done(app)
    assert not app.exception
    assert "72" in [metric.value for metric in app.metric]


def test_the_first_page_and_the_definitions_stay_open_meanwhile(monkeypatch):
    slow = Slow(monkeypatch)
    app = dropped()
    app.switch_page(str(ROOT / "pages/90_How_we_measure.py")).run()
    assert "Reading goes on" not in words(app)
    assert not app.exception
    slow.done(app)


def test_files_that_cannot_be_read_are_said_at_once(monkeypatch):
    slow = Slow(monkeypatch, RevcoreError("orders.csv is no table.", fix="Save it again."))
    app = dropped()
    assert "Reading goes on meanwhile." in words(app)
    slow.done(app)
    assert not app.exception
    assert session._VAULT.get(app.session_state["visitor"]).reading is None
    assert not app.number_input


def test_what_is_quick_asks_as_before(monkeypatch):
    monkeypatch.setattr(reading, "MOMENT", 30.0)
    app = dropped()
    assert "Your files are read" in words(app)
    assert len(app.number_input) < EVERY
    assert reading.state_of(reading.begun(Work)) == "failed"
