"""Files read aside, in a thread: what takes longer than a moment goes on while people guess."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

from revcore.errors import RevcoreError
from revcore.ui.vault import Work

MOMENT = 3.0
"""Time a page waits for first files before it asks for the guesses meanwhile [s]."""
State = Literal["", "on", "done", "failed"]


def mute(_: str) -> AbstractContextManager[None]:
    """Says nothing of how far it is: a thread has no page to say it on."""
    return nullcontext()


def begun(task: Callable[[], Work]) -> Future[Work]:
    """The task in a thread of its own; it draws nothing, and is waited for a moment.

    >>> begun(lambda: Work(problem="No table was found.")).result().problem
    'No table was found.'
    """
    pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
    found = pool.submit(task)
    pool.shutdown(wait=False)
    wait([found], timeout=MOMENT)
    return found


def state_of(found: Future[Work] | None) -> State:
    """Nothing is read aside, it goes on, it is done, or it gave no document.

    >>> state_of(None), state_of(begun(lambda: Work(problem="No table was found.")))
    ('', 'failed')
    """
    if found is None:
        return ""
    if not found.done():
        return "on"
    return "failed" if found.exception() is not None or found.result().card is None else "done"


def outcome(found: Future[Work]) -> Work | str:
    """What came of it, waited for: the work, or the sentence that says why there is none."""
    try:
        return found.result()
    except RevcoreError as error:
        return str(error)
