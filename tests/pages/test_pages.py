"""Every page, with nothing loaded, with samples, and with files that are hard to like."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("[0-9]*.py"))
WITHOUT_DATA = ("Start", "Data_request", "How_we_measure")
WITH_DATA = [page for page in PAGES if page.stem.split("_", 1)[1] not in WITHOUT_DATA]


def name(page: Path) -> str:
    return page.stem


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()


def use_sample(app: AppTest, kind: str) -> AppTest:
    app.button(key=f"use-{kind}").click().run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.header, *app.subheader, *app.title]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_without_data_a_page_says_what_it_will_answer(app: AppTest, page: Path) -> None:
    app.switch_page(str(page)).run()
    assert not app.exception
    assert len(app.title) == 1
    if page in WITH_DATA:
        assert app.button(key="empty-sample")


@pytest.mark.parametrize("kind", ["shop", "services"])
def test_a_sample_opens_on_every_page_without_a_none_or_nan(app: AppTest, kind: str) -> None:
    use_sample(app, kind)
    for page in PAGES:
        app.switch_page(str(page)).run()
        assert not app.exception, page
        said = words(app)
        slips = re.findall(r"\bNone\b|\bnan\b|\bNaN\b|Traceback|\binf%", said)
        assert not slips, (page, slips)


def test_a_measure_opens_with_formula_inputs_rows_and_source(app: AppTest) -> None:
    use_sample(app, "saas")
    app.switch_page(str(ROOT / "pages/40_Funnel.py")).run()
    app.button(key="open-win_rate").click().run()
    assert not app.exception
    said = words(app)
    assert "How it is computed" in said
    assert "won / (won + lost)" in "\n".join(code.value for code in app.code)
    assert "The rows behind it" in said
    assert "957 rows" in said


def shop_file() -> bytes:
    days = [f"{2024 + month // 12}-{month % 12 + 1:02d}-{day:02d}" for month in range(24)
            for day in (3, 12, 27)]  # fmt: skip
    lines = [f"A{n},c{n % 17}@shop.example,{day},{20 + n % 7}.50" for n, day in enumerate(days)]
    return "\n".join(["order id,email,order date,order total", *lines]).encode()


def test_answering_the_margin_question_unlocks_gross_profit(app: AppTest) -> None:
    app.file_uploader[0].upload("orders.csv", shop_file())
    app.run()
    assert not app.exception
    app.switch_page(str(ROOT / "pages/20_Data.py")).run()
    assert not app.metric
    app.button(key="guess-skip").click().run()
    assert "72" in [metric.value for metric in app.metric]
    margin = next(box for box in app.number_input if box.label == "Gross margin, per cent")
    question = [text.value for text in app.markdown if "gross margin" in text.value]
    assert question
    margin.set_value(40.0)
    app.button(key="FormSubmitter:answer-margin-Use it").click().run()
    assert not app.exception
    app.switch_page(str(ROOT / "pages/30_Scorecard.py")).run()
    # 36 orders of 20.50 to 26.50 in the last year: 40 % of 844 (by hand: sum of the 36 values).
    sold = sum(20 + n % 7 + 0.5 for n in range(36, 72))
    assert f"{sold * 0.4:,.0f}" in [metric.value.strip("$") for metric in app.metric]


def test_a_file_that_is_no_table_gets_a_sentence_and_the_others_stay(app: AppTest) -> None:
    use_sample(app, "shop")
    app.switch_page(str(ROOT / "pages/10_Start.py")).run()
    app.file_uploader[0].upload("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    app.run()
    assert not app.exception
    app.switch_page(str(ROOT / "pages/20_Data.py")).run()
    assert any("picture.csv" in warning.value for warning in app.warning)
    assert "orders" in words(app)
