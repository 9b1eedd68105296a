"""One segment of the rows: by a column they carry, or by what is known of their customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from revcore.behind._found import Found
from revcore.derive.breakdowns import PEOPLE
from revcore.derive.breakdowns_value import quarter_of
from revcore.derive.channels import channel
from revcore.derive.size_bands import SIZE, Bands, cut
from revcore.errors import NotComputable
from revcore.ingest.tables import Kind
from revcore.registry import Asker

NOT_SAID = "not said"
"""How a breakdown names rows that do not say."""


def only(found: Found, segment: tuple[str, str], ask: Asker) -> Found:
    """The rows of one segment, named as the breakdown names it (sellers by their masked name).

    Raises
    ------
    NotComputable
        These rows do not say which segment they belong to.
    """
    dimension, key = segment
    wanted = "" if key == NOT_SAID else unmasked(key, ask) if dimension in PEOPLE else key
    if dimension == SIZE:
        return replace(found, frame=found.frame.filter(sized(found, wanted, ask)))
    if dimension in found.frame.columns:
        mine = pl.col(dimension).fill_null("") == wanted
    elif "customer" in found.frame.columns:
        groups = groups_of(dimension, ask)
        if dimension == "channel":
            groups, wanted = {who: channel(name) for who, name in groups.items()}, channel(wanted)
        chosen = [who for who, name in groups.items() if (name == wanted if wanted else name)]
        mine = pl.col("customer").is_in(chosen)
        mine = mine if wanted else ~mine
    else:
        raise NotComputable(f"These rows do not say their {dimension}.")
    return replace(found, frame=found.frame.filter(mine))


def sized(found: Found, key: str, ask: Asker) -> pl.Series:
    """Which rows lie in one third by size: deals by amount, customers by their first money."""
    frame = found.frame
    money = [name for name, kind in found.kinds.items() if kind is Kind.MONEY]
    if "status" in frame.columns and "amount" in frame.columns:
        bands: Bands = ask("deal_bands")
        amount = frame["amount"].fill_null(0).to_numpy()
        place = bands.place(amount / 10 ** found.scale["amount"])
        place[amount <= 0] = len(bands.names)
        return pl.Series(place == [*bands.names, ""].index(key))
    if "line" in frame.columns or not money:
        raise NotComputable("These rows do not say their size.")
    parts = cut(frame[money[0]].to_numpy(), found.scale[money[0]], "customers")
    return pl.Series(dict(parts)[key])


def unmasked(key: str, ask: Asker) -> str:
    """The real name behind a stable masked one; the name itself where nothing is masked."""
    alias: Mapping[str, str] = ask("owner_alias")
    return next((name for name, masked in alias.items() if masked == key), key)


def groups_of(dimension: str, ask: Asker) -> Mapping[int, str]:
    """Customer number → its channel, segment or plan, as breakdowns have it."""
    if dimension in ("channel", "source"):
        found: Mapping[int, str] = ask("customer_channel")
        return found
    if dimension == "cohort":
        firsts = ask("first_months")
        known = zip(firsts.customer.tolist(), firsts.month.tolist(), strict=True)
        return {customer: quarter_of(month) for customer, month in known}
    groups: Mapping[str, Mapping[int, str]] = ask("customer_groups")
    if dimension not in groups:
        raise NotComputable(f"Nothing says the {dimension} of a customer.")
    return groups[dimension]
