"""Work is kept for a while and within bounds, under a name only its owner has."""

import polars as pl

from revcore.model import Dataset, Scorecard, Table
from revcore.ui.vault import Vault, Work


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def work(rows: int = 0, document: int = 0) -> Work:
    """Rows of eight bytes each, and a document said to have this size."""
    table = Table("deals", pl.DataFrame({"row": range(rows)}, schema={"row": pl.Int64}))
    return Work(dataset=Dataset({"deals": table}, ()), card=Scorecard(), card_bytes=document)


def test_each_visitor_gets_only_what_was_put_under_the_own_name():
    vault = Vault()
    ann, bob = work(), work()
    vault.put("ann", ann)
    vault.put("bob", bob)
    assert vault.get("ann") is ann
    assert vault.get("bob") is bob
    assert vault.get("eve") is None


def test_the_name_itself_is_nowhere_in_memory():
    vault = Vault()
    vault.put("a-very-secret-cookie", work())
    assert "a-very-secret-cookie" not in repr(vars(vault))


def test_work_goes_after_two_quiet_hours_and_not_before():
    clock = Clock()
    vault = Vault(clock=clock)
    vault.put("ann", work())
    clock.now = 2 * 3600 - 1
    assert vault.get("ann") is not None
    clock.now += 2 * 3600 - 1
    assert vault.get("ann") is not None, "the look before started the time anew"
    clock.now += 2 * 3600
    vault.sweep()
    assert len(vault) == 0


def test_sweeping_keeps_what_was_touched_lately():
    clock = Clock()
    vault = Vault(clock=clock)
    vault.put("ann", work())
    clock.now = 3600
    vault.put("bob", work())
    clock.now = 7200
    assert vault.get("bob") is not None
    assert vault.get("ann") is None


def test_rows_go_before_documents_and_the_longest_untouched_first():
    vault = Vault(capacity=2_000)
    vault.put("ann", work(rows=100, document=100))
    vault.put("bob", work(rows=100, document=100))
    assert vault.get("ann").dataset is not None
    vault.put("cyd", work(rows=100, document=100))
    assert vault.get("bob").dataset is None
    assert vault.get("bob").card is not None
    assert vault.get("ann").dataset is not None, "looked at later than bob's"
    assert vault.get("cyd").dataset is not None
    assert vault.bytes <= 2_000


def test_documents_go_when_rows_are_not_enough_but_the_newest_stays():
    vault = Vault(capacity=1_000)
    for name in ("ann", "bob", "cyd"):
        vault.put(name, work(rows=10, document=600))
    assert [vault.get(name) is not None for name in ("ann", "bob", "cyd")] == [False, False, True]


def test_one_visitor_above_the_bound_keeps_the_document_without_rows():
    vault = Vault(capacity=1_000)
    vault.put("ann", work(rows=1_000, document=500))
    assert vault.get("ann").card is not None
    assert vault.get("ann").dataset is None


def test_forgotten_means_gone():
    vault = Vault()
    vault.put("ann", work())
    vault.forget("ann")
    assert vault.get("ann") is None
    assert vault.bytes == 0
