"""The first request a server ever sees goes through the router, whatever page it asks for.

With a folder pages/ beside the main script Streamlit would run the page's file alone.
"""

import pytest

from revcore.ui import navigation
from tools import browser as tools

PAGES = navigation.discover()
FIRST, LONGEST, LAST = PAGES[1], max(PAGES, key=lambda page: len(page.address)), PAGES[-1]
"""All pages take the same way; a server of its own for each would only repeat it."""


@pytest.mark.parametrize("address", [page.address for page in (FIRST, LONGEST, LAST)])
def test_a_deep_link_on_a_cold_server_shows_logo_menu_and_page(chromium, address):
    with tools.serve() as cold:
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{cold.url}/{address}")
        tools.settle(page)
        assert page.get_by_test_id("stSidebarLogo").is_visible()
        menu = page.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()
        titles = [info.title for info in navigation.discover()]
        assert [text.splitlines()[-1] for text in menu] == titles
        assert page.get_by_text("Page not found").count() == 0
        assert page.url == f"{cold.url}/{address}"
        assert page.title().startswith(navigation.info_of(address).title)
        page.close()
