"""The command line of docs/document.md: exit codes, one sentence, same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from revcore.__main__ import main
from revcore.model import Scorecard

ROOT = Path(__file__).resolve().parents[1]
HEADER = "deal id,account,create date,close date,stage,amount,owner"


def deal(n: int) -> str:
    closed = "" if n % 5 == 0 else f"2024-{1 + n % 12:02d}-{10 + n % 18:02d}"
    stage = "Negotiation" if n % 5 == 0 else "Won" if n % 3 else "Lost"
    return f"D{n},Firm {n % 17},2023-{1 + n % 12:02d}-07,{closed},{stage},{100 + n}.50,Rep {n % 4}"


@pytest.fixture
def deals(tmp_path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text("\n".join([HEADER, *map(deal, range(120))]) + "\n", "utf-8")
    return path


@pytest.fixture
def team(tmp_path) -> Path:
    path = tmp_path / "nps.csv"
    rows = [f"2024-0{1 + n % 9}-11,{n % 11},Firm {n % 17}" for n in range(60)]
    path.write_text("\n".join(["Response date,Score,Customer", *rows]) + "\n", "utf-8")
    return path


def refused(capsys, *arguments: object) -> str:
    """Run a command that must be refused: code 2, one line on stderr, nothing on stdout."""
    assert main([str(item) for item in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert "Traceback" not in said.err
    assert "nvalid" not in said.err
    return said.err


def test_a_document_is_made(deals, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert main(["score", str(deals), "--json", str(out)]) == 0
    assert capsys.readouterr().err == ""
    card = Scorecard.from_json(out.read_text("utf-8"))
    assert card.readings["win_rate"].n == 96
    assert card.to_json() == out.read_text("utf-8")


def test_without_an_output_the_scorecard_is_printed(deals, capsys):
    assert main(["score", str(deals)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Win rate") for line in lines)
    assert max(map(len, lines)) <= 100


def test_same_input_same_bytes_whatever_the_order(deals, team, tmp_path):
    def made(name: str, *files: Path) -> tuple[bytes, bytes]:
        json_, html = tmp_path / f"{name}.json", tmp_path / f"{name}.html"
        command = ["score", *map(str, files), "--json", str(json_), "--html", str(html)]
        assert main(command) == 0
        return json_.read_bytes(), html.read_bytes()

    first = made("first", deals, team)
    assert made("again", deals, team) == first
    assert made("turned", team, deals) == first


def test_the_order_of_rows_changes_no_figure(deals, tmp_path):
    header, *rows = deals.read_text("utf-8").splitlines()
    turned = tmp_path / "turned" / "deals.csv"
    turned.parent.mkdir()
    turned.write_text("\n".join([header, *rows[::-1]]) + "\n", "utf-8")
    cards = []
    for path in (deals, turned):
        out = tmp_path / "out.json"
        assert main(["score", str(path), "--json", str(out)]) == 0
        cards.append(json.loads(out.read_text("utf-8")))
    for part in ("readings", "breakdowns", "series", "notices", "questions"):
        assert cards[0][part] == cards[1][part], part


def test_same_bytes_in_another_process_with_another_hash_seed(deals, tmp_path):
    out = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.json"
        subprocess.run(
            [sys.executable, "-m", "revcore", "score", str(deals), "--json", str(target)],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
        )  # fmt: skip
        out.append(target.read_bytes())
    assert out[0] == out[1]


def test_a_folder_stands_for_the_files_in_it_and_brings_its_settings(deals, team, tmp_path, capsys):
    (tmp_path / "settings.toml").write_text('company = "Acme"\n', "utf-8")
    (tmp_path / "~$deals.csv").write_text("lock", "utf-8")
    assert main(["score", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Acme")
    assert "settings.toml" not in said.out + said.err
    assert "lock" not in said.out + said.err


def test_named_settings_win_over_those_of_the_folder(deals, tmp_path, capsys):
    (tmp_path / "settings.toml").write_text('company = "Acme"\n', "utf-8")
    other = tmp_path / "elsewhere" / "mine.toml"
    other.parent.mkdir()
    other.write_text('company = "Bolt"\n', "utf-8")
    assert main(["score", str(tmp_path), "--settings", str(other)]) == 0
    assert capsys.readouterr().out.startswith("Bolt")


def test_bad_files_are_named_and_the_others_count(deals, tmp_path, capsys):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert main(["score", str(deals), str(empty)]) == 0
    said = capsys.readouterr()
    assert "Win rate" in said.out
    assert said.err.startswith("“empty.csv” is empty")


def test_nothing_usable_is_one_sentence_and_nothing_is_written(tmp_path, capsys):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    out = tmp_path / "out.json"
    assert "empty.csv" in refused(capsys, "score", empty, "--json", out)
    assert not out.exists()


@pytest.mark.parametrize("option", ["pdf", "pptx", "xlsx"])
def test_what_comes_later_says_so_before_reading_anything(option, capsys):
    said = refused(capsys, "score", "no-such-file.csv", f"--{option}", "x")
    assert said.startswith(f"--{option}: this version writes no ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["sing"], "sing"),
        (["score"], "FILE"),
        (["score", "a.csv", "--js", "b"], "--js"),
        (["score", "no-such-file.csv"], "no-such-file.csv"),
        (["measures", "--json", "no-such-folder/x.json"], "no-such-folder"),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_sentence(arguments, words, capsys):
    assert words in refused(capsys, *arguments)


def test_settings_that_cannot_be_followed_name_the_entry(deals, tmp_path, capsys):
    settings = tmp_path / "mine.toml"
    for text, word in (
        ("gross_margin = 78", "gross_margin"),
        ("colour = 'red'", "colour"),
        ("company = ", "at its end"),
        ("company = 'Acme'\nmask = maybe", "line 2"),
    ):
        settings.write_text(text, "utf-8")
        assert word in refused(capsys, "score", deals, "--settings", settings)
    assert "nowhere.toml" in refused(capsys, "score", deals, "--settings", "nowhere.toml")


def test_outputs_are_written_all_or_none(deals, tmp_path, capsys):
    good = tmp_path / "good.json"
    bad = tmp_path / "missing" / "bad.html"
    assert "missing" in refused(capsys, "score", deals, "--json", good, "--html", bad)
    assert not good.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deals.csv"]


def test_a_failed_write_leaves_the_old_file_and_no_scraps(deals, tmp_path, monkeypatch, capsys):
    good, html = tmp_path / "good.json", tmp_path / "good.html"
    good.write_text("old", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    said = refused(capsys, "score", deals, "--json", good, "--html", html)
    assert "no space left" in said
    assert good.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deals.csv", "good.json"]


def test_an_input_is_never_written_over(deals, capsys):
    before = deals.read_bytes()
    assert "deals.csv" in refused(capsys, "score", deals, "--json", deals)
    assert deals.read_bytes() == before


def test_an_earlier_plan_is_measured_again(deals, tmp_path, capsys):
    """A document of June 2024 with a plan; today the same files count to the end of 2024."""
    settings = tmp_path / "then.toml"
    settings.write_text('as_of = "2024-06"\n[plan]\nmoves = ["purge_day"]\n', "utf-8")
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    assert main(["score", str(deals), "--settings", str(settings), "--json", str(old)]) == 0
    then = Scorecard.from_json(old.read_bytes())
    assert [line.status for line in then.plan.lines] == ["planned"]
    assert main(["score", str(deals), "--previous", str(old), "--json", str(new)]) == 0
    plan = Scorecard.from_json(new.read_bytes()).plan
    assert plan.against == "2024-06"
    assert {line.id for line in plan.lines} == {"purge_day"}
    assert "planned" not in [line.status for line in plan.lines]
    assert capsys.readouterr().out


def test_an_earlier_document_that_is_none_is_one_sentence(deals, tmp_path, capsys):
    other = tmp_path / "old.json"
    other.write_text("[1]", "utf-8")
    assert "old.json" in refused(capsys, "score", deals, "--previous", other)
    assert "nowhere.json" in refused(capsys, "score", deals, "--previous", "nowhere.json")
    assert "earlier document" in refused(
        capsys, "score", deals, "--previous", other, "--json", other
    )
    assert other.read_text("utf-8") == "[1]"


def test_read_prints_the_ledger_and_hands_over_cells(deals, tmp_path, capsys):
    deals.write_text(deals.read_text("utf-8") + deal(3) + "\n", "utf-8")
    out = tmp_path / "read.json"
    assert main(["read", str(deals)]) == 0
    text = capsys.readouterr().out
    assert "121 rows = 120 used + 1 set aside" in text
    assert max(map(len, text.splitlines())) <= 100
    assert main(["read", str(deals), "--json", str(out)]) == 0
    aside = json.loads(out.read_text("utf-8"))["set_aside"]
    assert [row["line"] for row in aside] == [122]


@pytest.mark.parametrize("name", ["measures", "patterns", "presets", "benchmarks"])
def test_catalogues_as_table_and_json(name, tmp_path, capsys):
    assert main([name]) == 0
    assert capsys.readouterr().out.strip()
    assert main([name, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    assert found
    out = tmp_path / "out.json"
    assert main([name, "--json", str(out)]) == 0
    assert json.loads(out.read_text("utf-8")) == found


def test_a_fault_of_ours_is_a_traceback_and_one(deals):
    code = (
        "import sys, revcore.pipeline as p\n"
        "def broken(*a): raise ZeroDivisionError\n"
        "p.analyse = broken\n"
        "from revcore.__main__ import main\n"
        f"sys.exit(main(['score', {str(deals)!r}]))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert "ZeroDivisionError" in run.stderr
    assert run.stdout == ""
