"""The NDA-safe switch: aliases on every page but the owner's own."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.header, *app.subheader, *app.title]
    return "\n".join(str(part.value) for part in parts)


def test_names_and_amounts_leave_every_page_but_the_data_page():
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.button(key="use-saas").click().run()
    app.switch_page(str(ROOT / "pages/20_Data.py")).run()
    app.toggle(key="nda-on").set_value(True).run()
    app.radio(key="nda-money").set_value("index").run()
    assert not app.exception
    assert "subscriptions.csv" in words(app).replace("\\", "")
    for page in (
        "30_Scorecard",
        "40_Funnel",
        "42_Acquisition",
        "44_Customer_value",
        "46_Retention",
    ):
        app.switch_page(str(ROOT / f"pages/{page}.py")).run()
        assert not app.exception, page
        assert "Company A" in words(app)
        for name in ("Kalvendo", "subscriptions.csv", "plan_crew", "$"):
            assert name not in words(app).replace("\\", ""), (page, name)
    app.switch_page(str(ROOT / "pages/20_Data.py")).run()
    app.toggle(key="nda-on").set_value(False).run()
    app.switch_page(str(ROOT / "pages/30_Scorecard.py")).run()
    assert "Kalvendo" in words(app)
