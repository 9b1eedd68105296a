"""Another definition, chosen on the Data page, is the scorecard's."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def test_the_definition_chosen_is_the_one_counted():
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.button(key="use-saas").click().run()
    app.switch_page(str(ROOT / "pages/20_Data.py")).run()
    shown = {metric.label: metric.value for metric in app.metric}
    assert (shown["Opening customers"], shown["ChartMogul"]) == ("95.1%", "95.9%")
    app.radio(key="recipe-used").set_value("chartmogul").run()
    assert not app.exception
    app.switch_page(str(ROOT / "pages/46_Retention.py")).run()
    assert "96%" in {metric.value for metric in app.metric}
