"""Who may know whom: the floors of the house, read from the imports."""

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FLOORS = {
    "model": 1, "drawn": 1, "calendar": 1, "settings": 1, "errors": 1, "registry": 1, "words": 1,
    "diagnosis_parts": 1, "canonical": 1, "forecast_parts": 1,
    "facts": 2, "derive": 2, "headline": 2,
    "ingest": 3, "metrics": 3, "benchmarks": 3, "diagnosis": 3, "assessment": 3, "charts": 3,
    "report": 4, "store": 4,
    "ui": 6,
}  # fmt: skip
"""Floor of each room; a file of revcore/ that is not named here is on the fifth."""

CORE = sorted((ROOT / "revcore").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything a file is made of, parsed once for all questions."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def imported(path: Path) -> Iterator[str]:
    """Full names of all modules a file imports, wherever in the file."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "revcore" and len(parts) > 1 else None


def home(path: Path) -> str:
    parts = path.relative_to(ROOT / "revcore").with_suffix("").parts
    return parts[0]


@functools.cache
def known_rooms() -> set[str]:
    folder = ROOT / "revcore"
    return {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()}


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_a_room_knows_only_lower_floors(path):
    here = home(path)
    floor = FLOORS.get(here, 5)
    for module in imported(path):
        there = room(module)
        if there is None or there == here or there not in known_rooms():
            continue
        other = FLOORS.get(there, 5)
        assert other < floor or other == floor in (1, 5), f"{here} imports {module}"
        assert not (here == "report" and there in {"facts", "derive"}), (
            "a report recomputes nothing"
        )


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_only_ui_knows_streamlit(path):
    if home(path) != "ui":
        assert not [module for module in imported(path) if module.split(".")[0] == "streamlit"]


def test_the_command_line_runs_without_streamlit(tmp_path):
    deals = tmp_path / "deals.csv"
    rows = [
        f"{n},2024-{n % 12 + 1:02d}-03,{'Won' if n % 2 else 'Lost'},{n * 100}" for n in range(40)
    ]
    deals.write_text("\n".join(["deal id,close date,stage,amount", *rows]), "utf-8")
    out = tmp_path / "out.json"
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['revcore', 'score', {str(deals)!r}, '--json', {str(out)!r}]\n"
        "try:\n    runpy.run_module('revcore', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "assert 'streamlit' not in sys.modules\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_arranges_and_computes_nothing(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 60
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node for node in nodes(path) if isinstance(node, kinds)]
    heavy = {"pandas", "numpy", "polars", "scipy", "altair", "narwhals", "pyarrow"}
    assert not heavy & {module.split(".")[0] for module in imported(path)}


@pytest.mark.parametrize("path", [ROOT / "app.py", *CORE, *PAGES], ids=name_of)
def test_session_state_is_touched_in_one_place(path):
    if name_of(path) != "revcore/ui/session.py":
        names = {n.attr for n in nodes(path) if isinstance(n, ast.Attribute)}
        assert "session_state" not in names


@pytest.mark.parametrize("path", [*CORE, *PAGES], ids=name_of)
def test_nothing_goes_into_caches_that_visitors_share(path):
    names = {n.attr for n in nodes(path) if isinstance(n, ast.Attribute)}
    assert not names & {"cache_data", "cache_resource"}


@pytest.mark.parametrize("path", [ROOT / "app.py", *CORE, *PAGES], ids=name_of)
def test_no_state_outside_functions_but_the_vault(path):
    """Lists, dicts and sets of a module are constants: nothing changes them."""
    module = nodes(path)[0]
    assert isinstance(module, ast.Module)
    top = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    changing = {
        "append",
        "extend",
        "add",
        "update",
        "setdefault",
        "pop",
        "clear",
        "insert",
        "remove",
    }
    for node in nodes(path):
        assert not isinstance(node, ast.Global), f"{name_of(path)}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in top:
                assert node.func.attr not in changing, f"{name_of(path)}:{node.lineno}"
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            owner = node.value
            assert not (isinstance(owner, ast.Name) and owner.id in top), (
                f"{name_of(path)}:{node.lineno}"
            )


@pytest.mark.parametrize("path", [ROOT / "app.py", *CORE, *PAGES], ids=name_of)
def test_files_stay_short_and_finished(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 500
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError)\b", text)
    called = {
        n.func.id for n in nodes(path) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert not called & {"print", "eval", "exec", "breakpoint"}
    assert "pickle" not in set(imported(path))
    assert "unsafe_allow_html=True" not in text
    assert "shell=True" not in text


def test_the_checks_see_a_fault(tmp_path):
    """A wrong import is found wherever it stands."""
    path = tmp_path / "x.py"
    path.write_text("def f():\n    from revcore.ui import session\n", "utf-8")
    assert "revcore.ui.session" in set(imported(path))
