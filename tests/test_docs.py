"""What the documentation says is so: commands, links, names, and examples that work."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib.util
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from revcore.__main__ import main, parser
from revcore.benchmarks.load import read_source
from revcore.diagnosis.catalogue import patterns
from revcore.diagnosis.moves import moves
from revcore.diagnosis_parts import (
    Assessment,
    Blind,
    Evidence,
    Finding,
    GrowthState,
    Lever,
    Move,
    Plan,
    PlanLine,
    Quantity,
    Trap,
    Worth,
)
from revcore.forecast_parts import (
    BacktestRead,
    CourseAnswer,
    ForecastPoint,
    ForecastRead,
    ForecastTotal,
    GrowthRate,
    PastForecast,
    SoFar,
)
from revcore.ingest import presets
from revcore.metrics.catalogue import metrics
from revcore.model import (
    BreakdownRow,
    Figure,
    FileRead,
    Issue,
    Notice,
    Own,
    Question,
    Reading,
    Scorecard,
    Series,
    SheetRead,
    Unit,
)
from tests.companies import ask, dataset, table

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/document.md"]
LATER_FILES = {"docs/scorecard.png"}
"""Pictures are made by `make shots`; a checkout without them is whole."""


def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def blocks(page: str) -> dict[str, str]:
    """Fenced examples by the path their first line names."""
    found = re.findall(r"```\w+\n# (\S+)\n(.*?)```", text_of(page), re.S)
    return {path: f"# {path}\n{code}" for path, code in found}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if not target.startswith("https://"):
            there = (folder / target.split("#")[0]).resolve()
            assert there.exists() or str(there.relative_to(ROOT)) in LATER_FILES, target


@pytest.mark.parametrize("page", PAGES)
def test_paths_that_are_named_exist(page):
    named = re.findall(r"`((?:revcore|tests|docs|pages|tools|sample_data)/[\w./]*)", text_of(page))
    for path in named:
        if "diagnosis" not in path and "NN_Title" not in path:
            assert (ROOT / path.rstrip("./")).exists(), path


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_exist(page):
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?= {2,}|`|\n| ARGS)", text_of(page))) <= targets


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_exist(page):
    known = parser().format_help()
    for command in re.findall(r"python -m revcore ([a-z]+)", text_of(page)):
        assert command in known
    options = set(re.findall(r"(?<![\w-])--(\w+)\b", text_of(page)))
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit):
        parser().parse_args(["score", "--help"])
    for option in options - {"pdf", "pptx", "xlsx", "previous"}:
        assert f"--{option}" in out.getvalue(), option


def test_the_catalogues_of_the_readme_are_listed(capsys):
    for name in ("measures", "patterns", "presets", "benchmarks"):
        assert re.search(rf"`(?:python -m revcore )?{name}`", text_of("README.md"))
        assert main([name]) == 0
    assert capsys.readouterr().out


def test_the_output_in_the_readme_is_what_the_command_prints(capsys):
    shown = re.search(r"```text\n(.*?)```", text_of("README.md"), re.S)
    assert shown
    assert main(["score", str(ROOT / "sample_data" / "kalvendo")]) == 0
    printed = capsys.readouterr().out
    for part in shown[1].strip("\n").split("\n…\n"):
        assert part.strip("\n") in printed


def test_python_in_the_readme_runs():
    code = re.search(r"```python\n(.*?)```", text_of("README.md"), re.S)
    assert code
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code[1]], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-1500:]


def test_the_example_measure_works(tmp_path):
    (path, code) = next(item for item in blocks("CONTRIBUTING.md").items() if "metrics" in item[0])
    name = Path(path).stem
    assert name not in metrics(), "choose an example that is not there yet"
    target = tmp_path / f"{name}.py"
    target.write_text(code, "utf-8")
    spec = importlib.util.spec_from_file_location(name, target)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    declared = getattr(module, name).__revcore_metric__
    assert declared.formula.startswith(f"{name} =")
    assert doctest.testmod(module).failed == 0
    assert len(code[code.index("def ") :].splitlines()) <= 30


def test_the_example_pattern_works(tmp_path):
    (path, code) = next(item for item in blocks("CONTRIBUTING.md").items() if "patterns" in item[0])
    name = Path(path).stem
    assert name not in patterns(), "choose an example that is not there yet"
    target = tmp_path / f"{name}.py"
    target.write_text(code, "utf-8")
    spec = importlib.util.spec_from_file_location(name, target)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    declared = getattr(module, name).__revcore_pattern__
    assert declared.signature == "won of large deals < ½ × won of small deals"
    assert set(declared.moves) <= set(moves())
    rows = [
        {"deal_id": f"{n}", "created": "2024-01-05", "closed": f"2024-{n % 12 + 1:02d}-20",
         "amount": 100 + 900 * (n % 2),
         "status": "won" if n % (20 if n % 2 else 3) == 1 else "lost"}
        for n in range(240)
    ]  # fmt: skip
    made = ask(dataset(table("deals", rows)))
    signs = getattr(module, name)(made("closed_deals"), made("deal_resamples"))
    assert signs.strength > 0.7
    assert signs.evidence[0].amounts == {"middle": 550.0}


def test_the_example_benchmark_and_preset_are_read(tmp_path):
    for path, code in blocks("CONTRIBUTING.md").items():
        target = tmp_path / Path(path).name
        target.write_text(code, "utf-8")
        if "/benchmarks/" in path:
            assert read_source(target).figures[0].measure in metrics()
        if "/presets/" in path:
            assert presets._load(target).need == 2


def test_the_example_page_arranges_and_names_what_exists():
    (code,) = [code for path, code in blocks("CONTRIBUTING.md").items() if "pages/" in path]
    show = (ROOT / "revcore" / "ui" / "show.py").read_text("utf-8")
    for name in re.findall(r"show\.(\w+)\(", code):
        assert f"def {name}(" in show
    assert re.match(r"[^:]+: .+\?$", (ast.get_docstring(ast.parse(code)) or "").splitlines()[0])
    assert len(code.splitlines()) <= 60


@pytest.mark.parametrize(
    "part",
    [Scorecard, FileRead, SheetRead, Issue, Question, Notice, Reading, Own, Figure, BreakdownRow,
     Series, ForecastRead, ForecastPoint, ForecastTotal, BacktestRead, PastForecast, GrowthRate,
     CourseAnswer, SoFar, Finding, Evidence, Trap, Worth, Blind, Lever, Quantity, GrowthState, Move,
     PlanLine, Plan, Assessment],
    ids=lambda part: part.__name__,
)  # fmt: skip
def test_every_key_of_the_document_is_described(part):
    page = text_of("docs/document.md")
    for name in part.model_fields:
        assert f"`{name}`" in page or f"`{name}[]`" in page, name


def test_units_and_bands_of_the_document_are_described():
    page = text_of("docs/document.md")
    for unit in Unit:
        assert f"`{unit.value}`" in page
    for band in ("ahead", "on_par", "behind", "cannot_tell", "none"):
        assert f"`{band}`" in page


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_written_for_a_reader(page):
    text = text_of(page)
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)
    assert "!" not in re.sub(r"!\[|```.*?```|`[^`]*`", "", text, flags=re.S)
    longest = [line for line in text.splitlines() if not line.startswith(("|", "!", "    "))]
    fenced = re.sub(r"```.*?```", "", "\n".join(longest), flags=re.S)
    assert max(map(len, fenced.splitlines())) <= 106
