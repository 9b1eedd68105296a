"""What holds for every chart: drawn from the document alone, colours by meaning, words complete."""

import json
import re
import subprocess
import sys

import altair
import pytest

from revcore.charts._chart import PAGES
from revcore.charts._look import as_svg, to_static
from revcore.charts._static import theme
from revcore.charts.catalogue import MOST, charts, charts_for, drawn_for
from revcore.model import Scorecard
from tests.published import ROOT

every_chart = pytest.mark.parametrize("chart", charts().values(), ids=lambda chart: chart.id)
HIDDEN = re.compile("^\u2060+$")


def parts(value):
    """Every dictionary inside a specification, but for its rows."""
    if isinstance(value, dict):
        yield value
        for key, item in value.items():
            if key != "datasets":
                yield from parts(item)
    elif isinstance(value, list):
        for item in value:
            yield from parts(item)


@pytest.fixture(scope="session")
def drawn():
    """The drawing of a chart for a company, drawn once for all tests of it."""
    kept = {}

    def draw(chart, card):
        key = (chart.id, card.company)
        if key not in kept:
            kept[key] = chart.draw(card)
        return kept[key]

    return draw


@every_chart
class TestEveryChart:
    def test_draws_from_the_document_or_says_why_not(self, chart, card, drawn):
        drawing = drawn(chart, card)
        if drawing.reason is not None:
            assert drawing.reason.endswith(".")
            assert not drawing.spec
            return
        assert drawing.spec["layer"]
        assert not drawing.says.endswith(".")
        assert drawing.says[0].isupper() or drawing.says[0].isdigit() or drawing.says[0] in "$−"
        assert drawing.alt.startswith(drawing.says)
        assert json.loads(json.dumps(drawing.spec, allow_nan=False)) == drawing.spec

    def test_is_a_valid_specification(self, chart, card, drawn):
        drawing = drawn(chart, card)
        if drawing.reason is None:
            altair.LayerChart.from_dict(drawing.spec, validate=True)

    def test_names_no_colour(self, chart, card, drawn):
        for part in parts(drawn(chart, card).spec):
            for key in ("color", "fill", "stroke"):
                colour = part.get(key)
                if isinstance(colour, str):
                    assert colour == "currentColor"
                elif isinstance(colour, dict) and "value" in colour:
                    assert colour["value"] == "currentColor"
            if part.get("type") != "ordinal":
                assert not any(isinstance(end, str) for end in part.get("range", []))

    def test_lists_only_words_in_its_legend(self, chart, card, drawn):
        for part in parts(drawn(chart, card).spec):
            legend = part.get("legend")
            if isinstance(legend, dict) and "values" in legend:
                assert legend["values"]
                assert not any(HIDDEN.match(word) for word in legend["values"])

    def test_fits_a_phone(self, chart, card, drawn):
        for part in parts(drawn(chart, card).spec):
            legend = part.get("legend")
            words = legend.get("values", []) if isinstance(legend, dict) else []
            if words:
                widest = max(len(word) for word in words)
                assert widest * 6.6 * legend["columns"] <= 330

    def test_gives_a_reason_for_an_empty_document(self, chart):
        assert chart.draw(Scorecard()).reason

    def test_can_be_printed(self, chart, card, drawn):
        drawing = drawn(chart, card)
        if drawing.reason is None:
            svg = as_svg(drawing.spec)
            assert svg.startswith("<svg")
            assert "currentColor" not in svg
            assert "Hanken Grotesk" in svg


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_four_charts_at_most(page, card):
    shown = drawn_for(card, page)
    assert len(shown) <= MOST == 4
    places = [charts_for(page).index(chart) for chart, _ in shown]
    assert places == sorted(places)


def test_a_subscription_company_fills_every_page(kalvendo):
    filled = {page: len(drawn_for(kalvendo, page)) for page in PAGES}
    assert filled == {"scorecard": 2, "funnel": 4, "acquisition": 4, "value": 4, "retention": 4,
                      "growth": 4, "sales": 4, "pricing": 4, "perspective": 2,
                      "path": 1}  # fmt: skip


def test_a_shop_fills_every_page_but_the_funnel(osmirelle):
    assert not drawn_for(osmirelle, "funnel")
    for page in ("scorecard", "acquisition", "value", "retention"):
        assert len(drawn_for(osmirelle, page)) >= 2


def test_the_same_document_gives_the_same_drawing(card):
    again = Scorecard.from_json(card.to_json())
    for chart in charts().values():
        assert chart.draw(card) == chart.draw(again)


def test_paper_takes_its_palette_from_the_theme(kalvendo):
    spec = charts()["win_rate_by_quarter"].draw(kalvendo).spec
    light, dark = to_static(spec), to_static(spec, name="dark")
    assert light["config"]["range"]["category"] == theme()["chartCategoricalColors"]
    assert dark["config"]["range"]["category"] == theme("dark")["chartCategoricalColors"]
    assert light["config"]["legend"]["orient"] == "top"
    assert spec["width"] == "container"


def test_meanings_keep_their_places_in_the_palette(kalvendo):
    svg = as_svg(charts()["mrr_bridge"].draw(kalvendo).spec).lower()
    client, _, _, alarm = theme()["chartCategoricalColors"][:4]
    assert client.lower() in svg
    assert alarm.lower() in svg


def test_the_catalogue_opens_without_altair():
    code = (
        "import sys; from revcore.charts.catalogue import charts; charts(); "
        "sys.exit('altair' in sys.modules or 'vl_convert' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_name_in_the_data_cannot_become_code(kalvendo):
    text = kalvendo.to_json().replace("Seller 1", "’); alert('x")
    hostile = Scorecard.from_json(text)
    spec = charts()["win_rate_forest"].draw(hostile).spec
    without_rows = json.dumps({key: item for key, item in spec.items() if key != "datasets"})
    assert "alert" not in without_rows
