"""The real server and the system's Chromium: one of each for all, a fresh visitor per test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from revcore.ui import navigation
from tools import browser as tools

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
READABLE = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: here not in item.path.parents)  # the long ones first
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))  # a busy machine can be too slow once
            if tools.chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def server() -> Iterator[tools.Server]:
    with tools.serve() as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    with tools.browse() as running:
        yield running


class Visitor:
    """A person with a browser of their own: own cookies, own files."""

    def __init__(self, context, server: tools.Server) -> None:
        self.context = context
        self.server = server
        self.errors: list[str] = []
        self.page = self.tab()

    def tab(self):
        page = self.context.new_page()
        page.set_default_timeout(120_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )
        return page

    def open(self, address: str = "") -> None:
        self.page.goto(f"{self.server.url}/{address}")
        tools.settle(self.page)

    def go(self, title: str) -> None:
        """Choose a page in the menu, as a person does."""
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if opener.is_visible():
            opener.click()
        link = self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)
        address = link.evaluate("link => link.href").rstrip("/")
        link.click()
        self.page.wait_for_url(lambda url: url.split("?")[0].rstrip("/") == address)
        tools.settle(self.page)

    def drop(self, *files: Path | tuple[str, bytes], guess: bool = False) -> None:
        """Give files to the drop area of Start, which leads to Data: paths, or names and bytes.

        The guesses that are asked before any number are skipped, unless somebody wants to guess.
        """
        given = [(f.name, f.read_bytes()) if isinstance(f, Path) else f for f in files]
        self.page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
            [
                {"name": name, "mimeType": "application/octet-stream", "buffer": data}
                for name, data in given
            ]
        )
        self.page.wait_for_url("**/data", timeout=120_000)
        tools.settle(self.page)
        if not guess:
            self.skip()

    def skip(self) -> None:
        """Skip the guesses where they are asked."""
        button = self.page.locator(".st-key-guess-skip button")
        if button.count():
            button.click()
            button.wait_for(state="detached")
            aside = self.page.locator(".st-key-reading")  # on a slow machine reading goes on
            aside.wait_for(state="detached", timeout=120_000)
            tools.settle(self.page)

    def use_sample(self, kind: str = "saas") -> None:
        self.open()
        self.page.locator(f".st-key-use-{kind} button").click()
        self.page.wait_for_url("**/scorecard", timeout=120_000)
        tools.settle(self.page)

    @property
    def text(self) -> str:
        return self.page.get_by_test_id("stMain").inner_text()


@pytest.fixture
def visitors(chromium, server) -> Iterator[Callable[..., Visitor]]:
    """Make a visitor; keywords go to the browser context (viewport, color_scheme)."""
    contexts = []

    def visitor(**options) -> Visitor:
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        return Visitor(context, server)

    yield visitor
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(visitors) -> Visitor:
    return visitors()


@pytest.fixture(scope="session")
def pages() -> tuple[navigation.PageInfo, ...]:
    return navigation.discover()


@pytest.fixture
def sample_files() -> list[Path]:
    folder = SAMPLES / "kalvendo"
    return sorted(path for path in folder.iterdir() if path.suffix in READABLE)
