"""axe-core finds nothing but three leftovers that Streamlit itself draws."""

from pathlib import Path

import pytest

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_sample(visitors, pages, scheme):
    visitor = visitors(color_scheme=scheme)
    visitor.use_sample()
    found = {}
    for page in pages:
        visitor.open("" if page is pages[0] else page.address)
        if broken := violations(visitor.page):
            found[page.title] = broken
    assert found == {}


def test_every_page_on_a_phone_without_data(visitors, pages):
    visitor = visitors(viewport={"width": 390, "height": 844})
    found = {}
    for page in pages:
        visitor.open("" if page is pages[0] else page.address)
        if broken := violations(visitor.page):
            found[page.title] = broken
    assert found == {}
