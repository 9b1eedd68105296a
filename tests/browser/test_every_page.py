"""Every page, in the ways it is looked at: nothing wider than the screen, nothing unreadable.

axe-core may find three leftovers that Streamlit itself draws, and nothing else. A page is loaded
once and then turned: what is narrow or dark follows without another load, as on a real screen.
"""

import re
from pathlib import Path

from tools.browser import overflow, settle

AXE = Path(__file__).parent / "vendor" / "axe.min.js"

LEFTOVERS = {"svg-img-alt", "presentation-role-conflict", "empty-table-header"}
"""Sparkline of a measure, drop area, index of a table."""

SCHEME_RULES = ["color-contrast", "link-in-text-block"]
"""The rules that a change of colours can break."""

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SLIP = re.compile(r"\bNone\b|\bnan\b|\bNaN\b|Traceback|\binf%")
NO_DATA = "Use the sample company"


def violations(page, rules: list[str] | None = None) -> list[str]:
    """Each rule broken outside the leftovers, with the first element that breaks it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    only = {"runOnly": rules} if rules else {}
    result = page.evaluate(
        "options => axe.run(document, options)", {"resultTypes": ["violations"], **only}
    )
    return [
        f"{rule['id']} ({rule['impact']}): {rule['nodes'][0]['html'][:200]}"
        for rule in result["violations"]
        if rule["id"] not in LEFTOVERS
    ]


def too_wide(page) -> list[str]:
    extra = overflow(page)
    return [f"{extra} px wider than the screen"] if extra else []


def words_missing(visitor, *, data: bool) -> list[str]:
    """What a page must say, and must not."""
    text = visitor.text
    return [
        what
        for what, wrong in {
            "says the fault is ours": "the fault is ours" in text,
            "has not one heading": visitor.page.get_by_role("heading", level=1).count() != 1,
            "says what nobody says": SLIP.search(text) is not None,
            "has hardly a word": len(text) <= 200,
            "has no data": data and NO_DATA in text,
        }.items()
        if wrong
    ]


def test_every_page_fits_and_can_be_read_by_everybody(visitors, pages):
    visitor = visitors(viewport=DESKTOP, color_scheme="light")
    visitor.use_sample("saas")
    found = {}
    for info in pages:
        page = visitor.page
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light")
        visitor.go(info.title)
        broken = words_missing(visitor, data=info is not pages[0])
        broken += violations(page) + too_wide(page)
        page.set_viewport_size(PHONE)
        settle(page)
        broken += [f"phone: {what}" for what in too_wide(page)]
        page.emulate_media(color_scheme="dark")
        settle(page)
        broken += [f"dark: {what}" for what in violations(page, SCHEME_RULES)]
        if broken:
            found[info.title] = broken
    assert found == {}
    assert visitor.errors == []


def test_every_page_of_a_shop_fits_a_phone_in_the_dark(visitors, pages):
    visitor = visitors(viewport=PHONE, color_scheme="dark")
    visitor.use_sample("shop")
    found = {}
    for info in pages[1:]:
        visitor.open(info.address)
        broken = words_missing(visitor, data=True) + too_wide(visitor.page)
        if broken := broken + violations(visitor.page):
            found[info.title] = broken
    assert found == {}


def test_every_page_without_data_says_what_it_would_answer_on_a_phone(visitors, pages):
    visitor = visitors(viewport=PHONE)
    visitor.open()
    found = {}
    for info in pages:
        visitor.go(info.title)
        broken = words_missing(visitor, data=False) + too_wide(visitor.page)
        if broken := broken + violations(visitor.page):
            found[info.title] = broken
    assert found == {}
    assert visitor.errors == []
