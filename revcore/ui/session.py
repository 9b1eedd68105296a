"""One visitor's work: files in, a document out. The only file that touches ``st.session_state``.

Pages read :func:`scorecard` (or :func:`loaded`, which explains itself when there is none) and
change things by the functions below, mostly as callbacks of buttons. The work itself lies in a
:class:`~revcore.ui.vault.Vault` under the visitor's cookie, so that a refresh, the back button or
a dropped line find it again; it is deleted after two quiet hours or by :func:`forget`.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import streamlit as st

from revcore.errors import RevcoreError
from revcore.model import Dataset, FileMapping, Scorecard, Settings, SheetPreview
from revcore.ui import navigation, settings_file, uploads
from revcore.ui import reading as aside
from revcore.ui.uploads import MAX_MEGABYTES
from revcore.ui.vault import Vault, Work

if TYPE_CHECKING:  # the first page comes without the reader of files
    from revcore.ingest.raw import OpenedFiles, RawTable, Source

__all__ = ["MAX_MEGABYTES"]

COOKIE = "rc_sid"

SAMPLES: Mapping[str, Path] = {
    "saas": Path(__file__).resolve().parents[2] / "sample_data" / "kalvendo",
    "shop": Path(__file__).resolve().parents[2] / "sample_data" / "osmirelle",
    "services": Path(__file__).resolve().parents[2] / "sample_data" / "tormeline",
}
"""Sample companies by what they are."""

_VAULT = Vault()


class Upload(Protocol):
    """What st.file_uploader gives."""

    name: str

    def getvalue(self) -> bytes:
        """All bytes of the file."""


# ---------------------------------------------------------------- what there is
def opened() -> OpenedFiles | None:
    """Files as they were read, before their columns had a meaning."""
    return _work().opened


def dataset() -> Dataset | None:
    """Typed rows; None without files, and when memory had to be given back."""
    return _work().dataset


def scorecard() -> Scorecard | None:
    """The document, or None."""
    return _work().card


def settings() -> Settings:
    """Everything fixed by hand so far."""
    return _work().settings


def settings_toml() -> str:
    """The same as a file: with it the command line gives the same document."""
    return settings_file.to_toml(settings())


def document_hash() -> str:
    """Digest of the document, empty without one: the first half of a chart's key."""
    return _work().card_hash


def unseen() -> bool:
    """Whether files were dropped of which no number was shown yet."""
    return _work().unseen


def problems() -> Sequence[str]:
    """Sentences about files that could not be used; empty when all is well."""
    work = _work()
    found = [*st.session_state.get("refused", ()), *uploads.sentences(work.opened)]
    return [*found, work.problem] if work.problem else found


def previews() -> Sequence[SheetPreview]:
    """How each sheet was understood, so that a person can put it right."""
    work = _work()
    return work.dataset.previews if work.dataset else work.previews


def loaded() -> Scorecard:
    """The document; without one, say what this page will answer and stop the run."""
    card = scorecard()
    if card is None:
        _empty_state(navigation.info_of(st.session_state.get("page", "")))
        st.stop()
    return card


# ---------------------------------------------------------------- changing it
def add_files(files: Iterable[Source | Upload], *, ask_first: bool = False) -> None:
    """Read more files and work everything out anew; what cannot be used is in :func:`problems`.

    ask_first
        Nothing is shown of the first files before somebody guessed, or skipped that.
    """
    arrive()
    work = _work()
    sources, chosen = _split(files, work.settings)
    held = len(work.opened.files) if work.opened else 0
    taken, refused = uploads.within_limits(sources, held)
    st.session_state["refused"] = refused
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    if taken or chosen != work.settings:
        if ask_first and work.card is None:
            with st.spinner("Reading the files …"):
                found = aside.begun(lambda: _read(work, taken, chosen, aside.mute))
            new = found.result() if found.done() else dataclasses.replace(work, reading=found)
            _keep(dataclasses.replace(new, settings=chosen, unseen=True))
        else:
            _keep(dataclasses.replace(_read(work, taken, chosen), unseen=work.unseen))


def reading() -> aside.State:
    """Whether files are being read aside, or have been, or gave no document."""
    return aside.state_of(_work().reading)


def arrive() -> None:
    """Take over what is read aside, with the guesses made meanwhile; waits for the rest of it."""
    work = _work()
    if work.reading is None:
        return
    new = aside.outcome(work.reading)
    if isinstance(new, str):
        st.session_state["refused"] = [*st.session_state.get("refused", ()), new]
        _keep(dataclasses.replace(work, reading=None))
        return
    _keep(dataclasses.replace(new, unseen=True))
    if new.settings != work.settings:
        remark(assessment=work.settings.assessment.model_dump())


def remove_file(name: str) -> None:
    """Take one file out; without files nothing is left but the settings."""
    work = _work()
    rest = uploads.without(_held(work), name)
    if rest.files:
        new = _worked_out(rest, work.settings)
        _keep(dataclasses.replace(new, unseen=work.unseen))
    else:
        _keep(Work(settings=work.settings))


def change_settings(**changes: Any) -> None:
    """Change settings by name and work everything out anew: ``change_settings(currency="EUR")``.

    A mapping changes only the entries it names: ``change_settings(profile={"market": "b2b"})``.
    None takes a setting back to its default.
    """
    work = _work()
    now = work.settings.model_dump(by_alias=True, exclude_defaults=True)
    for name, value in changes.items():
        both = {**now.get(name, {}), **value} if isinstance(value, Mapping) else value
        now[name] = both
    given = {name: value for name, value in now.items() if value is not None}
    _set(work, Settings.of(given))


def remark(**changes: Any) -> None:
    """Change what is said of the result, by name: ``finding``, ``plan`` or ``scenario``.

    No figure depends on them: the document is not computed anew, and its charts stay drawn. Only
    where names are hidden is it made again, so that none slips in.
    """
    from revcore import remarks

    work = _work()
    now = work.settings.model_dump(by_alias=True, exclude_defaults=True)
    for name, value in changes.items():
        now[name] = {**now.get(name, {}), **value} if isinstance(value, Mapping) else value
    chosen = Settings.of(now)
    if work.card is None or (chosen.nda and work.opened is not None):
        _set(work, chosen)
        return
    if chosen.nda:
        card = remarks.planned(remarks.judged(work.card, chosen), chosen)
    else:
        card = remarks.remarked(work.card, chosen)
    _keep(_compared(_with_card(work, card, chosen)))


def compare_with(data: bytes, name: str) -> None:
    """Measure the plan of an earlier document again; it stays until the files change.

    Raises
    ------
    RevcoreError
        It is no document of ours, has no plan, or ends no earlier than this one.
    """
    from revcore import followup

    work, old = _work(), followup.earlier(data, name)
    if work.card is not None:
        followup.compared(work.card, old, None)
        _keep(_compared(dataclasses.replace(work, earlier=old, earlier_bytes=len(data))))


def _compared(work: Work) -> Work:
    """The work with the lines of the earlier plan measured again, where there is one."""
    if work.card is None or work.earlier is None:
        return work
    from revcore import followup

    card = followup.compared(work.card, work.earlier, work.dataset)
    return _with_card(work, card, work.settings)


def _with_card(work: Work, card: Scorecard, chosen: Settings) -> Work:
    """The work with another document of the same figures: its charts stay drawn."""
    text = card.to_json().encode()
    digest = hashlib.sha256(text).hexdigest()
    drawn = work.charts.copy()  # in one step: those of a sample are drawn by several at once
    charts = {(digest, name): spec for (_, name), spec in drawn.items()}
    rows = dataclasses.replace(work.dataset, settings=chosen) if work.dataset else None
    return dataclasses.replace(
        work, dataset=rows, card=card, card_hash=digest, card_bytes=len(text), settings=chosen,
        charts=charts,
    )  # fmt: skip


def map_file(*mappings: FileMapping) -> None:
    """Fix by hand how sheets are understood, instead of what was fixed for them before."""
    work = _work()
    new = {(one.path, one.sheet, one.part) for one in mappings}
    kept = [one for one in work.settings.file if (one.path, one.sheet, one.part) not in new]
    _set(work, work.settings.model_copy(update={"file": [*kept, *mappings]}))


def answer_file(file: str, **answers: object) -> None:
    """Answer a question about one file (``day_first=True``); what was fixed for it stays."""
    from revcore import ingest

    map_file(*ingest.answered(settings(), previews(), file, **answers))


def raw_table(file: str, number: int) -> RawTable | None:
    """A table of a file as it was opened, while it is in memory."""
    held = opened()
    found = next((one for one in held.files if one.name == file), None) if held else None
    return found.tables[number] if found and number < len(found.tables) else None


def forget() -> None:
    """Delete everything of this visitor, here and in the vault."""
    _VAULT.forget(_visitor())
    for name in ("refused", "answers", "filters"):
        st.session_state.pop(name, None)


def load_sample(kind: str) -> None:
    """Take a sample company, “saas”, “shop” or “services”, instead of all files."""
    forget()
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    with st.spinner("Opening the sample company …"):
        _keep(_sample(kind))


def answers(values: dict[str, float | None], month: str | None = None) -> None:
    """Take the twelve numbers (names in ``ANSWERS``); asked again, they replace the earlier ones.

    month
        Month in which they were given, “2024-03”; this month if left out.
    """
    work = _work()
    if work.opened:
        kept = uploads.without(work.opened, uploads.ANSWERS_FILE)
        _keep(dataclasses.replace(work, opened=kept))
    add_files([uploads.answers_file(values, month)])


# ---------------------------------------------------------------- for pages
def upload_key() -> str:
    """Key of the drop area: a new one after each reading, so that it is empty again."""
    return f"upload-{st.session_state.get('uploads', 0)}"


def chart(card_hash: str, chart_id: str, build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """A chart's finished spec: built once for each document, then taken from the visitor's work."""
    drawn = _work().charts
    spec = drawn.get((card_hash, chart_id))
    if spec is None:
        spec = drawn[card_hash, chart_id] = build()
    return spec


def filtered(name: str, options: Collection[str], like: str | None = None) -> str:
    """What a page is filtered by: of the address, else what was kept, else ``like``, else empty.

    Only one of ``options`` is ever taken. The address is written when a page is entered, not on
    every run, so that the browser's way back is not barred.
    """
    kept = st.session_state.setdefault("filters", {})
    said = st.query_params.get(name, "")
    if said in options:
        kept[name] = said
        chosen = said
    else:
        chosen = next((one for one in (kept.get(name), like) if one and one in options), "")
    entered = st.session_state.setdefault("filtered", set())
    if name not in entered:
        entered.add(name)
        _write_address(name, chosen)
    return str(chosen)


def kept_filter(name: str) -> str:
    """What was last filtered by, on whatever page; empty for nothing."""
    return str(st.session_state.get("filters", {}).get(name, ""))


def filter_key(name: str, chosen: str) -> str:
    """Key of the box of a filter, which then shows what is chosen."""
    key = f"filter-{name}"
    st.session_state[key] = chosen
    return key


def filter_by(name: str) -> None:
    """Take what the box of a filter says: keep it and write it into the address."""
    chosen = st.session_state[f"filter-{name}"]
    st.session_state.setdefault("filters", {})[name] = chosen
    _write_address(name, chosen)


def enter(address: str) -> bool:
    """Remember which page is open; whether it is the first of this tab, and just opened."""
    first = "page" not in st.session_state
    if st.session_state.get("page") != address:
        st.session_state["filtered"] = set()
    st.session_state["page"] = address
    return first


def sweep() -> None:
    """Delete what has outlived its time; the server calls it every minute."""
    _VAULT.sweep()


def is_visitor(name: str) -> bool:
    """Whether this looks like a name the server gave.

    >>> is_visitor("0123456789abcdef0123456789abcdef"), is_visitor("admin")
    (True, False)
    """
    return re.fullmatch(r"[0-9a-f]{32}", name) is not None


# ---------------------------------------------------------------- inside
def _write_address(name: str, value: str) -> None:
    if value and st.query_params.get(name) != value:
        st.query_params[name] = value
    elif not value and name in st.query_params:
        del st.query_params[name]


_READABLE = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".toml"})


def _visitor() -> str:
    """Name in the cookie; without cookies a name that lasts until the next refresh."""
    if "visitor" not in st.session_state:
        name = str(st.context.cookies.get(COOKIE, ""))
        st.session_state["visitor"] = name if is_visitor(name) else secrets.token_hex(16)
    return str(st.session_state["visitor"])


def _work() -> Work:
    return _VAULT.get(_visitor()) or Work()


def _keep(work: Work) -> None:
    _VAULT.put(_visitor(), work)


def _held(work: Work) -> OpenedFiles:
    if work.opened is None:
        raise RevcoreError(
            "The rows of your files are no longer in memory.", fix="Drop the files again."
        )
    return work.opened


def _set(work: Work, chosen: Settings) -> None:
    if work.reading is not None or (work.opened is None and work.card is None):
        _keep(dataclasses.replace(work, settings=chosen))
    else:
        new = _worked_out(_held(work), chosen)
        _keep(dataclasses.replace(new, unseen=work.unseen))


def _split(files: Iterable[Source | Upload], chosen: Settings) -> tuple[list[Source], Settings]:
    """Spreadsheets apart from a settings file among them, which replaces the settings."""
    from revcore.ingest.raw import Source

    sources = []
    for file in files:
        source = file if isinstance(file, Source) else Source(file.name, file.getvalue())
        if source.name.lower().endswith(".toml") and isinstance(source.data, bytes):
            chosen = settings_file.from_toml(source.data, source.name)
        else:
            sources.append(source)
    return sources, chosen


@functools.lru_cache(maxsize=len(SAMPLES))
def _sample(kind: str) -> Work:
    """A sample company, worked out for the first visitor who asks and drawn once for all."""
    from revcore.ingest.raw import Source

    files = sorted(path for path in SAMPLES[kind].iterdir() if path.suffix in _READABLE)
    sources, chosen = _split([Source(path.name, path.read_bytes()) for path in files], Settings())
    return _worked_out(_open(sources), chosen)


def _open(sources: Sequence[Source]) -> OpenedFiles:
    from revcore import ingest

    return ingest.open_files(sources, seconds=uploads.MAX_SECONDS)


def _read(work: Work, new: Sequence[Source], chosen: Settings, telling: Any = st.spinner) -> Work:
    with telling("Reading the files …"):
        files = uploads.together(work.opened, _open(new))
    return _worked_out(files, chosen, telling)


def _worked_out(files: OpenedFiles, chosen: Settings, telling: Any = st.spinner) -> Work:
    from revcore import ingest, pipeline

    if not files.tables:
        return Work(opened=files, settings=chosen)
    try:
        with telling("Matching columns to what they mean …"):
            rows = pipeline.as_counted(ingest.read(files, chosen), chosen)
        with telling("Working out the measures …"):
            card = pipeline.analyse(rows, chosen)
    except RevcoreError as error:
        seen = ingest.look(files, chosen)
        return Work(opened=files, settings=chosen, problem=str(error), previews=seen)
    text = card.to_json().encode()
    return Work(
        opened=files,
        dataset=rows,
        card=card,
        card_hash=hashlib.sha256(text).hexdigest(),
        card_bytes=len(text),
        settings=chosen,
    )


def _empty_state(info: navigation.PageInfo) -> None:
    st.title(info.title, anchor=False)
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.space("small")
        st.header(f":material/{info.icon}: {info.question}", anchor=False, text_alignment="center")
        held = opened() is not None
        st.markdown(
            "Your files do not answer this yet: the page Data says what they lack."
            if held
            else f"Add {info.needs} to see it for your company, or look at a sample company first.",
            text_alignment="center",
        )
        with st.container(horizontal=True, horizontal_alignment="center"):
            if held and st.button("See what they lack", type="primary", key="empty-data"):
                st.switch_page(navigation.page("data"))
            st.button(
                "Use the sample company", type="secondary" if held else "primary",
                key="empty-sample", on_click=load_sample, args=("saas",),
            )  # fmt: skip
            if st.button("Add files", icon=":material/upload_file:", key="empty-add"):
                st.switch_page(navigation.page("start"))
        st.space("small")
