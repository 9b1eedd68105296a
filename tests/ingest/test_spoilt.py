"""Spoilt tables give the facts of the clean ones: each fault alone, and several at once."""

import random

import pytest

from revcore.errors import RevcoreError
from revcore.ingest import Source, read_files
from tests.ingest.faults import FAULTS, draw
from tests.ingest.spoiler import KINDS, clean, difference, render, run

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


def test_two_to_four_faults_at_once_change_no_fact():
    tally = run(220, 40_000, least=2)
    assert sum(tally.tried[f"{count} at once"] for count in (2, 3, 4)) == 220
    assert len(tally.failed) <= 4, tally.failed


@pytest.mark.parametrize("name", OPEN)
def test_faults_listed_as_open_are_open(name):
    kind = next(kind for kind in KINDS if FAULTS[name].fits(kind))
    assert difference(kind, [FAULTS[name].change], 3) != ""


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, left out, put in, or the end cut off."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        at, kind = rng.randrange(len(out)), rng.random()
        if kind < 0.5:
            out[at] = rng.randrange(256)
        elif kind < 0.7:
            del out[at : at + rng.randint(1, 40)]
        elif kind < 0.9:
            out[at:at] = rng.randbytes(rng.randint(1, 20))
        else:
            del out[at + 1 :]
    return bytes(out) or b"x"


@pytest.mark.parametrize("seed", range(0, 48, 4))
def test_changed_bytes_give_facts_or_one_sentence_never_a_crash(seed):
    for own in range(seed, seed + 4):
        rng = random.Random(own)
        kind = rng.choice(KINDS)
        sketch = clean(kind, rng)
        sketch.book = bool(own % 2)
        if not sketch.book:
            for change in draw(rng, kind, 2)[1]:
                change(sketch)
        source = render(sketch)
        changed = Source(source.name, mutated(bytes(source.data), rng))
        try:
            dataset = read_files([changed])
        except RevcoreError:
            continue
        for file in dataset.files:
            for page in file.sheets:
                assert page.rows_in == page.rows_used + page.rows_set_aside


def test_the_comparison_notices_a_changed_amount_and_a_lost_row():
    def change(sketch):
        sketch.body[1][sketch.at("amount")] += 1

    def lose(sketch):
        del sketch.body[2]

    for fault in (change, lose):
        sketch = clean("orders", random.Random(5))
        fault(sketch)
        assert difference("orders", [fault], 5) != ""
