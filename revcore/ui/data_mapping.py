"""The column mapping of the Data page: what each column means, tried out while it is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from revcore.ingest import Trial
from revcore.ingest.raw import RawTable
from revcore.model import ColumnGuess, FileMapping, Settings, SheetPreview, listed
from revcore.ui import session
from revcore.ui.data_questions import act, stage_selects
from revcore.ui.data_stages import order_selects
from revcore.ui.text import safe
from revcore.words import TABLE_TITLES, counted

SKIP = "not used"
NBSP = "\u00a0"
SHOWN_UNUSED = 12
NAMES = {
    "sql": "SQL", "mql": "MQL", "mrr_given": "MRR", "arr_given": "ARR", "mqls": "MQLs",
    "sqls": "SQLs", "customer_id": "Customer number", "customer_email": "Customer e-mail",
}  # fmt: skip
COMMON = frozenset({
    "deal_id", "lead_id", "subscription_id", "invoice_id", "order_id", "payment_id",
    "customer_id", "customer_name", "name", "created", "closed", "date", "month", "start", "end",
    "entered", "amount", "status", "stage", "owner", "source", "channel", "segment", "product",
    "interval", "visitors", "leads", "mqls", "sqls", "opportunities", "won", "lost", "mql", "sql",
    "opportunity", "category", "person", "role", "department", "score", "value", "price", "plan",
})  # fmt: skip
"""Meanings offered at once; the rest waits behind a switch."""


def mapping(shown: SheetPreview, number: int, key: str, *, unfolded: bool = False) -> None:
    """What each column means, correctable; one select per meaning works on a phone too."""
    with st.expander("What each column means", icon=":material/swap_horiz:", expanded=unfolded):
        form(shown, number, key)


@st.fragment
def form(shown: SheetPreview, number: int, key: str) -> None:
    """The selects; each change shows how the column would be read, before anything is used."""
    tables = ["", *TABLE_TITLES]
    table = st.selectbox(
        "This sheet is", tables, index=tables.index(shown.table or ""),
        format_func=lambda name: TABLE_TITLES.get(name, "left out"), key=f"table-{key}",
    )  # fmt: skip
    guessed = shown if table == (shown.table or "") else suggestion(shown, number, table)
    chosen: dict[str, str] = {}
    stages: dict[str, str] = {}
    order: Sequence[str] = ()
    if table:
        chosen = column_selects(guessed, number, table, f"{key}-{table}")
    if table == "deals" and guessed.stages:
        st.markdown("**Which stages are won, lost or still open?**")
        stages = stage_selects(guessed, key)
        order = order_selects(guessed, key)
    twice = sorted(
        header for header in set(chosen.values()) if list(chosen.values()).count(header) > 1
    )
    if twice:
        names = listed([f"“{header}”" for header in twice])
        st.markdown(f":orange[:material/report:] {safe(names)} can mean one thing only.")
    if st.button("Use this mapping", key=f"use-{key}", type="primary", disabled=bool(twice)):
        act(partial(session.map_file, entry(shown, table or "none", chosen, stages, order)))


def suggestion(shown: SheetPreview, number: int, table: str) -> SheetPreview:
    """How the sheet would be understood as another table."""
    if not table:
        return shown
    trial = tried(shown, number, FileMapping(path=shown.file, table=table))
    return trial.shown if trial and trial.shown else shown


def tried(shown: SheetPreview, number: int, fix: FileMapping) -> Trial | None:
    """Try a mapping out on the rows in memory, once for each document."""
    raw = session.raw_table(shown.file, number)
    if raw is None:
        return None
    name = f"trial of {shown.file} {number} {fix.model_dump_json()}"
    build = partial(trial_of, raw, shown.file, fix, session.settings())
    kept: dict[str, Trial] = session.chart(session.document_hash(), name, build)
    return kept["trial"]


def trial_of(raw: RawTable, name: str, fix: FileMapping, settings: Settings) -> dict[str, Trial]:
    """A trial as something to be kept."""
    from revcore.ingest import try_out

    return {"trial": try_out(raw, name, fix, settings)}


def entry(
    shown: SheetPreview,
    table: str,
    chosen: Mapping[str, str],
    stages: Mapping[str, str],
    order: Sequence[str] = (),
) -> FileMapping:
    """The settings entry of a mapping; the answers given for the file stay."""
    from revcore.ingest import answered, file_mapping

    columns: dict[str, str | None] = {guess.header: None for guess in shown.columns}
    columns |= {header: role for role, header in chosen.items()}
    changed = {stage: way for stage, way in stages.items() if shown.stages.get(stage) != way}
    new = file_mapping(shown, table=table, columns=columns, stages=changed)
    (before,) = answered(session.settings(), [shown], shown.file)
    answers = ("day_first", "decimal", "interval", "period", "once", "count")
    kept = {name: getattr(before, name) for name in answers}
    if before.table == new.table:
        kept |= {"stages": {**before.stages, **changed}, "stage_order": before.stage_order}
    if order:
        kept["stage_order"] = list(order)
    return new.model_copy(update=kept)


def column_selects(guessed: SheetPreview, number: int, table: str, key: str) -> dict[str, str]:
    """One select per meaning: which column of the file holds it; cells raw and as read."""
    from revcore.ingest import choices

    meanings = choices(table)
    taken = {guess.ours: guess.header for guess in guessed.columns if guess.ours}
    first = sorted((role for role in meanings if role in taken or role in COMMON),
                   key=lambda role: role not in taken)  # fmt: skip
    rest = [role for role in meanings if role not in first]
    headers = [SKIP, *[guess.header for guess in guessed.columns]]
    chosen: dict[str, str] = {}
    spots = {}
    with st.grid(2, min_column_width=260):
        for role in first:
            chosen[role], spots[role] = select(role, meanings[role], headers, taken.get(role), key)
    if rest and st.toggle(f"Show {counted(len(rest), 'less common meaning')}", key=f"more-{key}"):
        with st.grid(2, min_column_width=260):
            for role in rest:
                chosen[role], spots[role] = select(role, meanings[role], headers, None, key)
    used = {role: header for role, header in chosen.items() if header != SKIP}
    trial = tried(guessed, number, entry(guessed, table, used, {}))
    for role, header in used.items():
        if trial and trial.shown:
            with spots[role].container(gap=None):
                cells(trial, role, header)
    unused([guess for guess in guessed.columns if guess.header not in used.values()])
    if trial:
        st.markdown(outcome(trial))
    return used


def select(
    role: str, meaning: str, headers: Sequence[str], header: str | None, key: str
) -> tuple[str, st.delta_generator.DeltaGenerator]:
    """One meaning, and the place below it for its cells."""
    with st.container(gap=None):
        label = NAMES.get(role, role.replace("_", " ").capitalize())
        found = st.selectbox(
            label, headers, index=headers.index(header) if header in headers else 0,
            help=meaning, key=f"col-{key}-{role}",
        )  # fmt: skip
        return found, st.empty()


def cells(trial: Trial, role: str, header: str) -> None:
    """Cells of a column as they stand and as they are read, and how many cannot be."""
    shown = trial.shown.columns if trial.shown else ()
    guess = next((one for one in shown if one.header == header), None)
    if guess is None:
        return
    parsed = guess.parsed if guess.ours == role else ()
    st.caption(safe(sample_words(guess.samples, parsed)) or "All cells are empty.")
    if bad := trial.unread.get(header, 0):
        st.markdown(f":small[:orange[{counted(bad, 'cell')} cannot be read]]")


def sample_words(samples: Sequence[str], parsed: Sequence[str]) -> str:
    """Raw values beside what was read from them.

    >>> sample_words(("1.234,50", "soon"), ("1,234.50", ""))
    '1.234,50\xa0→\xa01,234.50 · soon\xa0→\xa0not\xa0read'
    >>> sample_words(("Acme", "Birch"), ("Acme", "Birch"))
    'Acme · Birch'
    """
    if parsed and tuple(parsed) != tuple(samples):
        pairs = zip(samples, parsed, strict=False)
        said = [f"{raw}{NBSP}→{NBSP}{read or f'not{NBSP}read'}" for raw, read in pairs]
        return " · ".join(said[:3])
    return " · ".join(samples[:3])


def unused(columns: Sequence[ColumnGuess]) -> None:
    """Columns without a meaning, by name."""
    if not columns:
        return
    names = [f"“{column.header}”" for column in columns[:SHOWN_UNUSED]]
    more = len(columns) - SHOWN_UNUSED
    names += [f"{more} more"] if more > 0 else []
    verb = "column is" if len(columns) == 1 else "columns are"
    st.caption(safe(f"{len(columns)} {verb} not used: {listed(names)}."))


def outcome(trial: Trial) -> str:
    """What the mapping would give, in one sentence."""
    if trial.problem:
        return f":orange[:material/report:] {safe(trial.problem)}"
    if not trial.rows or trial.shown is None or trial.shown.table is None:
        return ""
    if trial.used == trial.rows:
        return f":material/check: All {trial.rows:,} rows would be used."
    why = ", ".join(f"{reason} ({rows:,})" for reason, rows in list(trial.reasons.items())[:3])
    mark = ":material/info:" if trial.used else ":orange[:material/report:]"
    return f"{mark} {trial.used:,} of {trial.rows:,} rows would be used. Set aside: {safe(why)}."
