"""Every page, in the ways it is looked at: nothing wider than the screen, nothing unreadable.

axe-core may find three leftovers that Streamlit itself draws, and nothing else.
"""

from pathlib import Path

import pytest

from tools.browser import overflow

AXE = Path(__file__).parent / "vendor" / "axe.min.js"

LEFTOVERS = {"svg-img-alt", "presentation-role-conflict", "empty-table-header"}
"""Sparkline of a measure, drop area, index of a table."""


def violations(page) -> list[str]:
    """Each rule broken outside the leftovers, with the first element that breaks it."""
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['nodes'][0]['html'][:200]}"
        for rule in result["violations"]
        if rule["id"] not in LEFTOVERS
    ]


DESKTOP, PHONE = (1440, 900), (390, 844)


@pytest.mark.parametrize(
    ("size", "scheme", "sample"),
    [
        (DESKTOP, "light", "saas"),
        (DESKTOP, "dark", "saas"),
        (PHONE, "light", "saas"),
        (PHONE, "dark", "shop"),
        (PHONE, "light", None),
    ],
    ids=["desktop-light", "desktop-dark", "phone-light", "phone-dark-shop", "phone-empty"],
)
def test_every_page_fits_and_can_be_read_by_everybody(visitors, pages, size, scheme, sample):
    width, height = size
    visitor = visitors(viewport={"width": width, "height": height}, color_scheme=scheme)
    if sample:
        visitor.use_sample(sample)
    found = {}
    for page in pages:
        visitor.open("" if page is pages[0] else page.address)
        broken = violations(visitor.page)
        if extra := overflow(visitor.page):
            broken.append(f"{extra} px wider than the screen")
        if broken:
            found[page.title] = broken
    assert found == {}
