"""Call lists with names, for the data's owner: never in a document, never under an NDA."""

from __future__ import annotations

import polars as pl

from revcore.behind.find import RowsBehind, asking
from revcore.diagnosis.call_lists._call_list import Call, Calls
from revcore.diagnosis.call_lists.catalogue import call_lists
from revcore.errors import NotComputable, RevcoreError
from revcore.model import Dataset
from revcore.pipeline import as_counted
from revcore.words import counted


def calls(dataset: Dataset, name: str) -> RowsBehind:
    """One call list: customer, money, reason, last contact, deal and seller.

    Raises
    ------
    RevcoreError
        There is no such list.
    NotComputable
        The files do not say, nobody is on the list, or names are not to be shown.
    """
    found = call_lists().get(name)
    if found is None:
        raise RevcoreError(
            f"There is no call list “{name}”.", fix=f"There are: {', '.join(call_lists())}."
        )
    if dataset.settings.nda:
        raise NotComputable("Call lists are made of names; NDA-safe shows none.")
    dataset = as_counted(dataset)
    listed: Calls = asking(dataset).call(found.provider)
    frame = framed(listed, dataset.customers)
    note = f"{found.why} Money: {listed.money_is}."
    n = frame.height
    return RowsBehind(name, tuple(frame.columns), frame, n, note, counted(n, "call"))


def framed(listed: Calls, names: tuple[str, ...]) -> pl.DataFrame:
    """The lines as their owner reads them; columns that are empty throughout are left out."""
    rows = listed.rows
    frame = pl.DataFrame(
        {
            "customer": [named(row, names) for row in rows],
            "money": pl.Series([rounded(row.money) for row in rows], dtype=pl.Float64),
            "reason": [row.reason for row in rows],
            "last_contact": pl.Series(
                [row.last_contact if row.last_contact >= 0 else None for row in rows],
                dtype=pl.Int32,
            ).cast(pl.Date),
            "deal": [row.deal for row in rows],
            "seller": [row.seller for row in rows],
        }
    )
    empty = [name for name in ("deal", "seller") if not (frame[name] != "").any()]
    return frame.drop(empty)


def named(row: Call, names: tuple[str, ...]) -> str:
    """The customer's name, or none."""
    return names[row.customer] if 0 <= row.customer < len(names) else ""


def rounded(money: float | None) -> float | None:
    """To the cent."""
    return None if money is None else round(money, 2)
