"""1 Perspective: guesses before numbers, the picture, belief beside data, the revenue chief."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from revcore.ui import guesses, navigation

ROOT = Path(__file__).resolve().parents[2]
PAGE = str(ROOT / "pages/60_Perspective.py")


def opened(kind: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.button(key=f"use-{kind}").click().run()
    return app.switch_page(PAGE).run()


@pytest.fixture(scope="module")
def saas() -> AppTest:
    return opened("saas")


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.header, *app.subheader, *app.title]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def pages_with_numbers() -> list[str]:
    return [
        str(info.path)
        for index, info in enumerate(navigation.discover())
        if index and info.address not in guesses.OPEN
    ]


def test_no_number_stands_on_any_page_until_the_reveal(saas: AppTest) -> None:
    assert not saas.exception
    assert len(saas.number_input) == 6
    assert not saas.metric
    assert "Weakest step" not in words(saas)
    saas.toggle(key="hide-False").set_value(True).run()
    assert not saas.get("popover")  # nothing to download either
    for page in pages_with_numbers():
        saas.switch_page(page).run()
        assert "Hidden until the reveal" in words(saas), page
        assert not re.search(r"\d", words(saas).replace(saas.title[0].value, "")), page
        for kind in ("metric", "dataframe", "vega_lite_chart"):
            assert not saas.get(kind), (page, kind)
    assert saas.button(key="waiting-guess")
    saas.switch_page(str(ROOT / "pages/90_How_we_measure.py")).run()
    assert "Yours:" not in words(saas)
    saas.switch_page(PAGE).run()
    saas.number_input(key="guess-win_rate").set_value(35.0)
    saas.number_input(key="guess-cac").set_value(10_000.0)
    pressed(saas, "guess-keep")
    assert "2 of 6 guesses are kept." in words(saas)
    assert not saas.metric
    saas.number_input(key="guess-sales_cycle_days").set_value(31.0)
    pressed(saas, "reveal")  # what was typed since the last keeping counts too
    said = words(saas)
    assert "2 of 3 guesses agree with the files" in said
    assert "You said 35%; the files say less." in said
    assert "Growth is held up between opportunities and wins" in said
    assert "No goal is set" not in said


def test_after_the_reveal_the_definitions_show_the_figures_again(saas: AppTest) -> None:
    saas.switch_page(str(ROOT / "pages/90_How_we_measure.py")).run()
    assert "Yours:" in words(saas)
    saas.switch_page(PAGE).run()


def test_answers_stand_beside_what_the_files_say_one_area_after_the_other(saas: AppTest) -> None:
    saas.selectbox(key="area--0").set_value(2).run()
    saas.radio(key="say--sales_speed").set_value(5)
    saas.radio(key="say--sales_process").set_value(0)
    pressed(saas, "keep-2")
    said = words(saas)
    assert "2 of 24 answered." in said
    assert "half of them hear within 7.5 hours" in said
    assert "Furthest apart: Sales execution. You say 5, the files say 3" in said
    saas.switch_page(str(ROOT / "pages/30_Scorecard.py")).run()
    saas.switch_page(PAGE).run()
    assert "2 of 24 answered." in words(saas)


def test_roles_answer_apart_and_where_they_differ_is_said(saas: AppTest) -> None:
    saas.selectbox(key="role").set_value("marketing").run()
    assert "No answer yet." in words(saas)
    saas.selectbox(key="area-marketing-0").set_value(2).run()
    assert saas.radio(key="say-marketing-sales_speed").value is None
    saas.radio(key="say-marketing-sales_speed").set_value(1)
    pressed(saas, "keep-2")
    said = words(saas)
    assert "1 of 24 answered. 2 roles so far." in said
    assert "all of us together say 5, marketing says 1." in said


def test_the_revenue_chief_is_off_until_asked_for_and_has_reasons(saas: AppTest) -> None:
    assert "What it costs" not in words(saas)
    saas.toggle(key="chief-on").set_value(True).run()
    assert not saas.exception
    assert "Not yet" in words(saas)
    saas.radio(key="signal-predictable").set_value(True)
    saas.radio(key="signal-new_market").set_value(True)
    pressed(saas, "signals-keep")
    said = words(saas)
    assert "One for part of the time" in said
    assert "Investors or a sale of the company" in said
    assert "250 to 500 thousand US dollars" in said


@pytest.mark.parametrize(("kind", "asked"), [("shop", 3), ("services", 5)])
def test_a_shop_and_a_services_firm_are_asked_what_their_files_can_answer(
    kind: str, asked: int
) -> None:
    app = opened(kind)
    assert not app.exception
    assert len(app.number_input) == asked
    pressed(app, "guess-skip")
    said = words(app)
    assert "guesses agree" not in said
    assert "Kept: customers of a year ago" in said
    for slip in ("None", "nan", "Traceback"):
        assert slip not in said
