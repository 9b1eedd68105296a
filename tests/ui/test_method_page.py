"""How we measure says of every measure what it is, how it is made and when there is none."""

import pytest

from revcore.benchmarks import all_figures
from revcore.metrics._elsewhere import elsewhere
from revcore.metrics.catalogue import metrics
from revcore.ui import method_page
from revcore.ui.text import safe


@pytest.fixture
def written(monkeypatch):
    """What the page writes, one text after another."""
    said = []
    monkeypatch.setattr(method_page.st, "markdown", lambda text, **_: said.append(text))
    monkeypatch.setattr(method_page.st, "code", lambda text, **_: said.append(text))
    return said


@pytest.mark.parametrize("measure", metrics().values(), ids=metrics())
def test_a_measure_is_defined_with_its_method_its_limits_and_its_source(measure, written):
    method_page.definition(measure)
    text = "\n".join(written)
    assert text.startswith(safe(f"{measure.plain}."))
    assert measure.formula in written
    for label in ("Unit", "Method and what it assumes", "Refuses when", "Source"):
        after = text.partition(f"**{label}:** ")[2].partition("\n")[0].strip()
        assert len(after) > 5, label
    for tool in elsewhere().get(measure.id, ()):
        assert safe(tool.tool) in text
        assert tool.url in text
    figures = [entry for entry in all_figures() if entry.measure == measure.id]
    assert f"**{len(figures)} published figures**" in text or "**Benchmarks:** none" in text
    for entry in figures:
        assert safe(entry.publisher) in text
        assert safe(entry.year) in text


def test_every_group_has_a_name_of_its_own():
    assert {measure.group for measure in metrics().values()} == set(method_page.GROUP_TITLES)
