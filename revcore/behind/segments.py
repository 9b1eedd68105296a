"""One segment of the rows: by a column they carry, or by what is known of their customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import polars as pl

from revcore.behind._found import Found
from revcore.derive.breakdowns import PEOPLE
from revcore.errors import NotComputable
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
    if dimension in found.frame.columns:
        mine = pl.col(dimension).fill_null("") == wanted
    elif "customer" in found.frame.columns:
        traits = customer_traits(dimension, ask)
        ids = [customer for customer, said in traits.items() if said == wanted]
        mine = pl.col("customer").is_in(ids)
        if not wanted:
            mine = ~pl.col("customer").is_in([c for c, said in traits.items() if said])
    else:
        raise NotComputable(f"These rows do not say their {dimension}.")
    return replace(found, frame=found.frame.filter(mine))


def unmasked(key: str, ask: Asker) -> str:
    """The real name behind a stable masked one; the name itself where nothing is masked."""
    alias: Mapping[str, str] = ask("owner_alias")
    return next((name for name, masked in alias.items() if masked == key), key)


def customer_traits(dimension: str, ask: Asker) -> dict[int, str]:
    """Customer number → what is known of it: its channel, or a column of the customer sheet."""
    if dimension in ("channel", "source"):
        channel: dict[int, str] = ask("customer_channel")
        return channel
    for name in ("customer_traits", "subscription_plans"):
        try:
            frame: pd.DataFrame = ask(name)
        except NotComputable:
            continue
        if dimension in frame.columns:
            said = frame[frame[dimension] != ""].drop_duplicates("customer")
            return dict(zip(said["customer"].tolist(), said[dimension].tolist(), strict=True))
    raise NotComputable(f"Nothing says the {dimension} of a customer.")
