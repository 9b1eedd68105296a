"""A visitor’s session without a server: Streamlit’s state, a cookie, a core that only counts."""

import hashlib
from contextlib import nullcontext
from types import SimpleNamespace

import polars as pl
import pytest

from revcore.errors import RevcoreError
from revcore.ingest.raw import OpenedFile, OpenedFiles, RawTable, Source
from revcore.model import Dataset, FileRead, Notice, Scorecard
from revcore.ui import session
from revcore.ui.vault import Vault


def opened(*sources: Source) -> OpenedFiles:
    """Stands in for ingest.open_files: one table a file, pictures refused, doubles named."""
    files: list[OpenedFile] = []
    for source in sorted(sources, key=lambda s: (hashlib.sha256(s.data).hexdigest(), s.name)):
        digest = hashlib.sha256(source.data).hexdigest()
        before = next((file.name for file in files if file.sha256 == digest), None)
        error = f"“{source.name}” is a picture." if source.data.startswith(b"\x89PNG") else None
        frame = pl.DataFrame({"text": [source.data.decode("latin1")], "__line": [1]})
        table = RawTable(len(files), "", ("text",), frame, "A1:A1")
        tables = () if error or before else (table,)
        files.append(
            OpenedFile(source.name, digest, len(source.data), error, tables, duplicate_of=before)
        )
    return OpenedFiles(tuple(files))


@pytest.fixture
def tab(monkeypatch):
    """Open a browser tab: ``tab("cookie")``. Each one is a Streamlit session of its own."""
    from revcore import ingest

    monkeypatch.setattr(session, "_VAULT", Vault())
    monkeypatch.setattr(session, "_sample", session._sample.__wrapped__)

    def read(files, settings):
        names = tuple(FileRead(name=f.name, sha256=f.sha256, error=f.error) for f in files.files)
        if any("refuse" in table.frame["text"][0] for table in files.tables):
            raise RevcoreError("There is no table of ours.", fix="Add a deals export.")
        return Dataset({}, names, settings=settings)

    def analyse(dataset, settings):
        notice = Notice(id="count", text="files", values={"files": len(dataset.files)})
        return Scorecard(company=settings.company, files=list(dataset.files), notices=[notice])

    monkeypatch.setattr(
        ingest, "open_files", lambda given, **_limits: opened(*given), raising=False
    )
    monkeypatch.setattr(ingest, "read", read, raising=False)
    pipeline = SimpleNamespace(analyse=analyse, as_counted=lambda rows, _settings: rows)
    monkeypatch.setitem(__import__("sys").modules, "revcore.pipeline", pipeline)
    monkeypatch.setattr("revcore.pipeline", pipeline, raising=False)

    def open_tab(cookie: str = "") -> None:
        cookies = {session.COOKIE: cookie} if cookie else {}
        stand_in = SimpleNamespace(
            session_state={},
            context=SimpleNamespace(cookies=cookies),
            spinner=lambda _text: nullcontext(),
        )
        monkeypatch.setattr(session, "st", stand_in)

    return open_tab
