"""Sales team, Pricing and Call lists with both samples, and with rows that are gone."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
SALES, PRICING, CALLS = (
    str(ROOT / "pages" / name) for name in ("50_Sales_team.py", "52_Pricing.py", "54_Call_lists.py")
)


@pytest.fixture(scope="module")
def saas() -> AppTest:
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    return app.button(key="use-saas").click().run()


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.header, *app.title, *app.info]
    return "\n".join(str(part.value) for part in parts)


def test_sellers_are_shown_masked(saas: AppTest) -> None:
    saas.switch_page(SALES).run()
    assert not saas.exception
    tables = "\n".join(frame.value.to_string() for frame in saas.dataframe)
    assert "Seller 4" in tables
    for name in ("Wierzbicki", "Nwachukwu", "Dlaminiveld"):
        assert name not in tables + words(saas)
    assert "of what is won; 1 of 7 reached the quota" in words(saas)


def test_the_break_even_field_tells_what_a_rise_may_cost(saas: AppTest) -> None:
    saas.switch_page(PRICING).run()
    assert not saas.exception
    # 5 % at a margin of 78 %: 0.05 ÷ 0.83.
    assert "6.0%" in [metric.value for metric in saas.metric]
    saas.number_input(key="price-change").set_value(-10).run()
    assert not saas.exception
    assert "Sales you must gain" in [metric.label for metric in saas.metric]


def test_each_call_list_opens_and_nda_shows_none(saas: AppTest) -> None:
    saas.switch_page(CALLS).run()
    assert not saas.exception
    for name in saas.radio(key="call-list").options:
        saas.radio(key="call-list").set_value(name).run()
        assert not saas.exception
        assert name in words(saas)
        assert len(saas.dataframe) == 1
    saas.switch_page(str(ROOT / "pages/20_Data.py")).run()
    saas.toggle(key="nda-on").set_value(True).run()
    saas.switch_page(CALLS).run()
    assert not saas.dataframe
    assert "NDA-safe is on" in words(saas)


def test_a_shop_without_deals_is_told_what_is_missing() -> None:
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.button(key="use-shop").click().run()
    for page in (SALES, PRICING, CALLS):
        app.switch_page(page).run()
        assert not app.exception
    assert "144 calls" in words(app)
    app.radio(key="call-list").set_value("Deals to save").run()
    assert "Needs a list of deals" in words(app)
