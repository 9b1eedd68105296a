"""Where visitors' work waits between two clicks, in memory and for a limited time.

Streamlit forgets a session on a refresh. The vault remembers it under the name in the visitor's
cookie, and under nothing else: it holds only a digest of that name, so that looking up takes the
same time whatever is asked, and what is in memory cannot be used as a cookie.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from revcore.model import Dataset, Scorecard, Settings, SheetPreview

if TYPE_CHECKING:
    from revcore.ingest.raw import OpenedFiles

HOURS = 2
"""Time to live after the last click [hours]."""

CAPACITY = 1_000_000_000
"""Most that all visitors' work may take together [bytes]."""


@dataclass(frozen=True)
class Work:
    """What one visitor has: files opened, rows, the document, settings, drawn charts.

    problem
        Why the files gave no document, as a sentence.
    previews
        How the sheets were understood in that case.
    charts
        Chart specs by (document, chart); they go with the document.
    earlier, earlier_bytes
        An earlier document whose plan is measured again, and its size.
    unseen
        Whether files were dropped of which no number was shown yet.
    reading
        Files that are still being read; what they give is taken over once it is there.
    """

    opened: OpenedFiles | None = None
    dataset: Dataset | None = None
    card: Scorecard | None = None
    card_hash: str = ""
    card_bytes: int = 0
    settings: Settings = field(default_factory=Settings)
    problem: str | None = None
    previews: tuple[SheetPreview, ...] = ()
    charts: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    earlier: Scorecard | None = None
    earlier_bytes: int = 0
    unseen: bool = False
    reading: Future[Work] | None = None

    @property
    def rows_bytes(self) -> int:
        """Memory taken by frames: the files as text and the typed rows [bytes]."""
        frames = [table.frame for table in (self.opened.tables if self.opened else ())]
        frames += [table.frame for table in (self.dataset.tables if self.dataset else {}).values()]
        return sum(_size(frame) for frame in frames)

    def without_rows(self) -> Work:
        """The document stays readable; rows can no longer be listed or read again."""
        return replace(self, opened=None, dataset=None)


def _size(frame: Any) -> int:
    if hasattr(frame, "estimated_size"):
        return int(frame.estimated_size())
    return int(frame.memory_usage(deep=True).sum())


@dataclass
class _Entry:
    work: Work
    touched: float
    rows: int
    rest: int


class Vault:
    """Bounded in time and size; the work longest untouched goes first, rows before documents.

    >>> vault = Vault()
    >>> vault.put("a visitor's cookie", Work(problem="No table was found."))
    >>> vault.get("a visitor's cookie").problem
    'No table was found.'
    >>> vault.get("somebody else's") is None
    True
    """

    def __init__(
        self,
        *,
        capacity: int = CAPACITY,
        seconds: float = HOURS * 3600,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._capacity = capacity
        self._seconds = seconds
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, visitor: str) -> Work | None:
        """The visitor's work, whose time starts anew; None when there is none (any more)."""
        with self._lock:
            self.sweep()
            entry = self._entries.get(_digest(visitor))
            if entry is None:
                return None
            entry.touched = self._clock()
            self._entries.move_to_end(_digest(visitor))
            return entry.work

    def put(self, visitor: str, work: Work) -> None:
        """Keep this instead of what the visitor had."""
        entry = _Entry(work, self._clock(), work.rows_bytes, work.card_bytes + work.earlier_bytes)
        with self._lock:
            self._entries[_digest(visitor)] = entry
            self._entries.move_to_end(_digest(visitor))
            self._make_room()
            self.sweep()

    def forget(self, visitor: str) -> None:
        """Delete everything the visitor had."""
        with self._lock:
            self._entries.pop(_digest(visitor), None)

    def sweep(self) -> None:
        """Delete what has outlived its time."""
        with self._lock:
            oldest = self._clock() - self._seconds
            while self._entries and next(iter(self._entries.values())).touched <= oldest:
                self._entries.popitem(last=False)

    @property
    def bytes(self) -> int:
        """Memory taken by all work [bytes]."""
        with self._lock:
            return sum(entry.rows + entry.rest for entry in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def _make_room(self) -> None:
        for entry in list(self._entries.values()):
            if self.bytes <= self._capacity:
                return
            entry.work, entry.rows = entry.work.without_rows(), 0
        while self.bytes > self._capacity and len(self._entries) > 1:
            self._entries.popitem(last=False)


def _digest(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()
