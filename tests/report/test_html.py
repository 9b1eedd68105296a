"""The printed report: self-contained, harmless, complete, and it prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from revcore.headline import headline
from revcore.model import Pillar, Scorecard
from revcore.report._elements import css_string
from revcore.report.html import as_html
from revcore.words import value_words

VOID = {"meta", "br", "col"}


class Page(HTMLParser):
    """Tags, ids and text of a page; fails on a tag that is closed wrongly."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="session")
def reports(cards) -> dict[str, str]:
    """The report of each company, written once: its drawings are what takes the time."""
    return {str(card.company): as_html(card) for card in cards.values()}


@pytest.fixture
def report(card, reports) -> str:
    return reports[str(card.company)]


@pytest.fixture
def page(report) -> Page:
    return Page(report)


def test_it_is_one_whole_file_that_fetches_and_runs_nothing(report, page):
    assert page.open == []
    assert not page.tags & {"script", "link", "iframe", "object", "embed", "img", "form", "a"}
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
    assert ("content", policy) in page.attributes
    fetched = re.findall(r'(?:src|href)\s*=\s*"(?!#)([^"]*)"|url\((?!#)"?([^)"]{0,40})', report)
    assert len(fetched) == 2
    assert all("".join(found).startswith("data:font/woff2;base64,") for found in fetched)
    assert "@import" not in report


def test_everything_the_document_says_is_in_it(card, page):
    text = page.text
    said = headline(card)
    for words in (str(card.company), said.title, said.badge):
        assert words in text
    for reading in card.readings.values():
        assert reading.title in text
        if reading.value is None:
            assert str(reading.reason) in text
            continue
        assert value_words(reading.value, reading.unit, card.currency) in text
        assert reading.source in text
        if reading.benchmark:
            for part in (reading.benchmark.publisher, reading.benchmark.year):
                assert part in text
    assert " object at 0x" not in text
    for pillar in Pillar:
        assert pillar.words in text
    for file in card.files:
        assert file.name in text
    for item in [*card.notices, *card.questions]:
        assert " ".join(item.text.split()) in text


def test_ids_of_drawings_do_not_collide(page):
    assert len(page.ids) == len(set(page.ids))
    assert "svg" in page.tags


def test_charts_can_be_heard(card, page):
    labels = [value for name, value in page.attributes if name == "aria-label"]
    assert len(labels) >= 3
    assert all(labels)


def test_same_document_same_bytes_and_the_saved_one_too(card, report):
    assert as_html(card) == report
    assert as_html(Scorecard.from_json(card.to_json())) == report


EVIL = '</style><script>alert(1)</script>" onload="x'


def test_names_from_the_data_stay_text(cards):
    card = cards["kalvendo"]
    file = card.files[0].model_copy(update={"name": EVIL})
    notice = card.notices[0].model_copy(update={"text": EVIL})
    reading = card.readings["win_rate"].model_copy(
        update={"title": EVIL, "plain": EVIL, "n_of": EVIL, "note": EVIL, "source": EVIL,
                "formula": EVIL, "inputs": {EVIL: EVIL}}
    )  # fmt: skip
    page = Page(as_html(card.model_copy(update={
        "company": EVIL, "files": [file, *card.files[1:]], "notices": [notice],
        "readings": {**card.readings, "win_rate": reading},
    })))  # fmt: skip
    assert "script" not in page.tags
    assert "onload" not in {name for name, _ in page.attributes}
    assert page.text.count("alert(1)") >= 8


def test_text_in_styles_cannot_end_the_style():
    assert set(css_string('"\\}</style>\n')) & set("<>}\n") == set()


def test_an_empty_document_is_a_page_too():
    page = Page(as_html(Scorecard()))
    assert "Nothing to show yet" in page.text


@pytest.mark.browser
def test_it_prints_on_numbered_a4_pages_with_a_running_head(card, report, tmp_path):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    tool = shutil.which("pdftotext")
    if not browser or not tool:
        pytest.skip("needs Chromium and pdftotext on this machine")
    source, target = tmp_path / "report.html", tmp_path / "report.pdf"
    source.write_text(report, "utf-8")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={target}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = subprocess.run(
        [tool, "-layout", str(target), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.rstrip("\f\n").split("\f")
    assert len(pages) > 5
    for number, sheet in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in sheet
        assert number == 1 or sheet.lstrip().startswith(str(card.company))
