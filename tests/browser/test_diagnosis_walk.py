"""The walk Perspective, Pattern, Path, Process as people do it, with all three samples."""

import io
import zipfile

import pytest

from revcore.ui import navigation
from revcore.ui.session import SAMPLES
from tests.browser.test_every_page import violations
from tools import browser as tools

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
WALKS = [
    # sample, size, first guess and what the files say of it, an owner
    ("saas", DESKTOP, ("win_rate", "35", "You said 35%; the files say less."), "Maria Stone"),
    ("shop", DESKTOP, ("repeat_purchase_rate", "60", "You said 60%; the files say less."), "Tom"),
    ("services", PHONE, ("lead_response_hours", "1", "the files say more."), "Ilse Marquardt"),
]


def rest(page) -> None:
    """A click has arrived, and what it changed has come to rest."""
    page.wait_for_timeout(150)
    tools.settle(page)


def press(page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    rest(page)


def told(visitor, note: str) -> bool:
    """Whether the first pattern is confirmed, with this note."""
    field = visitor.page.get_by_label("Note", exact=True).first
    return "Confirmed" in visitor.text and field.input_value() == note


@pytest.mark.parametrize(
    ("sample", "size", "guess", "owner"), WALKS, ids=[walk[0] for walk in WALKS]
)
def test_from_a_guess_to_a_plan_taken_along(visitors, sample, size, guess, owner):
    visitor = visitors(viewport=size)
    page = visitor.page
    broken = []

    def turn(title: str) -> None:
        if size is PHONE:  # the menu lies over the page there
            visitor.open(navigation.address_of(title.partition(" ")[2]))
        else:
            visitor.go(title)

    def look() -> None:
        broken.extend(violations(page) if size is PHONE else [])
        if extra := tools.overflow(page):
            broken.append(f"{page.url} is {extra} px wider than the screen")

    name, typed, answer = guess
    visitor.open()
    files = [
        path for path in SAMPLES[sample].iterdir() if path.suffix in (".csv", ".xlsx", ".toml")
    ]
    visitor.drop(*files, guess=True)
    assert "Rows in the file" not in visitor.text
    page.locator(f".st-key-guess-{name} input").fill(typed)
    press(page, "guess-keep")
    page.get_by_text(answer).wait_for()
    page.get_by_role("radiogroup").first.locator("label").nth(1).click()
    press(page, "keep-0")
    assert "1 of 24 answered." in visitor.text
    look()

    turn("2 Pattern")
    page.get_by_role("radiogroup").first.get_by_text("Confirm").click()
    page.get_by_text("Confirmed").first.wait_for()
    rest(page)
    note = page.get_by_label("Note", exact=True).first
    note.fill("Seen it for years")
    note.press("Enter")
    rest(page)
    look()
    page.reload()
    tools.settle(page)
    assert told(visitor, "Seen it for years")

    turn("3 Path")
    before = page.locator(".st-key-outcome").inner_text()
    page.get_by_role("slider").last.focus()
    page.keyboard.press("End" if page.get_by_role("slider").count() > 1 else "Home")
    page.wait_for_function(
        "was => document.querySelector('.st-key-outcome')?.innerText !== was", arg=before
    )
    rest(page)
    box = page.locator('[class*="st-key-move-"] label').first
    move = box.inner_text()
    box.click()
    page.get_by_text("1 move in the plan").wait_for()
    rest(page)
    look()

    turn("4 Process")
    assert move in visitor.text
    page.get_by_role("button", name="Edit").first.click()
    page.get_by_label("Owner", exact=True).first.fill(owner)
    page.get_by_role("button", name="Keep", exact=True).first.click()
    page.get_by_test_id("stMain").get_by_text(owner).first.wait_for()
    rest(page)
    look()
    page.get_by_role("button", name="Take it along").click()
    files = {}
    for kind in ("xlsx", "csv", "ics"):
        with page.expect_download() as waiting:
            page.locator(f".st-key-plan-{kind} button").click()
        files[kind] = waiting.value.path().read_bytes()
    words = zipfile.ZipFile(io.BytesIO(files["xlsx"])).read("xl/sharedStrings.xml").decode()
    assert owner in words
    assert owner in files["csv"].decode("utf-8-sig")
    assert files["ics"].startswith(b"BEGIN:VCALENDAR")
    assert broken == []
    # A page opened by its address looks for the server there before it looks at the root.
    assert [error for error in visitor.errors if "404" not in error] == []
