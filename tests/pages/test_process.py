"""Process with the three samples: the plan is edited, kept, taken along, and measured again."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PROCESS = str(ROOT / "pages/66_Process.py")


def opened(sample: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.button(key=f"use-{sample}").click().run()
    return app.switch_page(PROCESS).run()


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.header, *app.subheader, *app.info, *app.warning]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


@pytest.fixture(scope="module")
def saas() -> AppTest:
    return opened("saas")


def test_the_saas_plan_agreement_and_map_are_there(saas: AppTest) -> None:
    assert not saas.exception
    text = words(saas)
    assert "in 90 days: 1 Nov 2026 to 29 Jan 2027" in text
    assert "Hands over 139 qualified leads a month; today it is 125." in text
    assert "The parts add up to the goal of" in text
    assert "No number has an owner yet." in text
    assert "139" in [one.value for one in saas.metric]


def test_the_usual_owners_are_taken_with_one_press(saas: AppTest) -> None:
    saas.button(key="owners-usual").click().run()
    assert not saas.exception
    assert "No number has an owner yet." not in words(saas)


def test_services_agree_on_opportunities_and_a_shop_has_nothing_to_hand_over() -> None:
    services = opened("services")
    assert not services.exception
    assert "Opens 37 opportunities a month (today 26)" in words(services)
    shop = opened("shop")
    assert not shop.exception
    assert "Buyers come without a seller here" in words(shop)
    assert "Needs a revenue goal with its month" in words(shop)


def test_without_data_the_page_says_what_it_answers() -> None:
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.switch_page(PROCESS).run()
    assert not app.exception
    assert "Who does what in the next ninety days" in words(app)
