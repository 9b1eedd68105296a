"""The study of planted firms: its tables by hand, and its short way against the whole document."""

import doctest

from revcore.ingest import Source, read_files
from revcore.model import Settings
from revcore.pipeline import analyse
from tools import plant_study
from tools.plant_study import Job, Seen, jobs, kept_in, looks, report, run, seen_by, share, shares
from tools.planted.firms import make


def seen(pattern, state, *counted, strength=1.0, blind=()):
    job = Job("saas", pattern, 0, "medium", strength)
    return Seen(job, {pattern: state} if pattern else {}, counted, frozenset(blind))


def test_its_examples_hold():
    assert doctest.testmod(plant_study).failed == 0


def test_recall_leaves_out_firms_without_data_and_then_those_that_cannot_tell():
    firms = [
        seen("full_up", "strong", strength=1.5), seen("full_up", "not_seen", strength=0.6),
        seen("full_up", "cannot_tell", strength=0.6),
        seen("full_up", "cannot_tell", blind=["full_up"]),
    ]  # fmt: skip
    cells = shares(firms)
    assert cells[:3] == ["4", "0.25", "1"]
    assert cells[3].startswith("0.33 (")
    assert cells[4] == "1"
    assert cells[5].startswith("0.50 (")
    assert cells[6:] == ["0.00", "–", "1.00"]
    assert share(0, 0) == "–"


def test_families_counted_instead_are_named_and_those_of_healthy_firms_are_not():
    firms = [
        seen("full_up", "not_seen", "leaky_bucket"), seen("full_up", "strong", "full_up"),
        seen("full_up", "not_seen", "price_stagnation"), seen(None, "", "price_stagnation"),
    ]  # fmt: skip
    last = report(firms).strip().splitlines()[-1]
    assert last == "| capacity | 3 | 0.33 | 0.00 | 0.00 | leak 0.33 | – |"
    assert "| saas | 1 | 1.00 (1.00–1.00) | price_stagnation 1.00 |" in report(firms)


def test_a_run_cut_short_has_all_patterns_of_its_first_firms():
    todo = jobs(2, ["saas", "shop"], [], 5)
    half = len(todo) // 2
    assert {job.number for job in todo[:half]} == {5}
    assert {job.pattern for job in todo[:half]} == {job.pattern for job in todo[half:]}


def test_firms_kept_before_are_not_run_again(tmp_path):
    kept = tmp_path / "kept.jsonl"
    job = Job("saas", "full_up", 3, "medium", 1.0)
    kept.write_text(
        '{"job": {"kind": "saas", "pattern": "full_up", "number": 3, "size": "medium", '
        '"strength": 1.0}, "states": {"full_up": "likely"}, "counted": [], "blind": []}\n'
    )
    assert run([job], 1, kept) == kept_in(kept)
    assert kept_in(kept)[0].found


def test_the_short_way_says_what_the_whole_document_says():
    firm = make("services", "slow_follow_up", 1, size="small", strength=1.5)
    sources = [Source(name, data) for name, data in firm.files.items()]
    made = read_files(sources, Settings.of(firm.settings))
    found = seen_by(Job("services", None, 1, "small", 1.5), looks(made))
    card = analyse(made)
    assert found.states == {name: one.state for name, one in card.findings.items()}
    assert set(found.counted) == {name for name, one in card.findings.items() if one.counted}
    assert found.blind == set(card.blind.patterns)
