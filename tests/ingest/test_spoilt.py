"""Spoilt tables give the facts of the clean ones: each fault alone, and several at once."""

import random
import re
import time
from pathlib import Path

import pytest

from tests.ingest.faults import FAULTS
from tests.ingest.spoiler import KINDS, changed, difference, run

HANDLED = sorted(name for name, fault in FAULTS.items() if fault.handled)
OPEN = sorted(set(FAULTS) - set(HANDLED))


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_table_gives_its_own_facts(kind):
    assert difference(kind, [], 1) == ""


@pytest.mark.parametrize("name", HANDLED)
def test_one_fault_changes_no_fact(name):
    kinds = [kind for kind in KINDS if FAULTS[name].fits(kind)]
    for seed, kind in enumerate(random.Random(name).sample(kinds, min(2, len(kinds)))):
        assert difference(kind, [FAULTS[name].change], seed) == "", (kind, seed)


@pytest.mark.parametrize("first_seed", range(40_000, 40_400, 100))
def test_two_to_four_faults_at_once_change_no_fact(first_seed):
    tally = run(100, first_seed, least=2)
    assert sum(tally.tried[f"{count} at once"] for count in (2, 3, 4)) == 100
    assert len(tally.failed) <= 1, tally.failed


def test_five_hundred_spoilt_tables_are_tried_here():
    alone = [sum(map(FAULTS[name].fits, KINDS)) for name in HANDLED]
    assert 400 + sum(min(2, kinds) for kinds in alone) >= 500


@pytest.mark.parametrize("name", OPEN)
def test_faults_listed_as_open_are_open(name):
    kind = next(kind for kind in KINDS if FAULTS[name].fits(kind))
    assert difference(kind, [FAULTS[name].change], 3) != ""


def test_changed_bytes_give_facts_or_one_sentence_never_a_crash_and_never_a_hang():
    slowest = 0.0
    for seed in range(48):
        started = time.process_time()
        changed(seed)
        slowest = max(slowest, time.process_time() - started)
    assert slowest < 10  # seconds of work; usual is a twentieth of one


def test_the_comparison_notices_a_changed_amount_and_a_lost_row():
    def change(sketch):
        sketch.body[1][sketch.at("amount")] += 1

    def lose(sketch):
        del sketch.body[2]

    for fault in (change, lose):
        assert difference("orders", [fault], 5) != ""


def test_the_table_of_faults_names_every_one_of_them():
    text = (Path(__file__).parents[2] / "docs" / "spoilt_sheets.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if re.match(r"\| [a-z]", line)]
    counted = {cells[1].strip().replace(" ", "_") for cells in rows if len(cells) == 6}
    named = {cells[1].strip().replace(" ", "_") for cells in rows if len(cells) == 4}
    assert counted == set(HANDLED)
    assert named == set(OPEN)
