"""Who is the same customer: exact id, else e-mail, else name without punctuation and legal form.

Files that name customers differently are joined through rows that give two names of one customer.
A name or an e-mail that belongs to several ids of one system joins nothing: those stay apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

_LEGAL = (
    "incorporated|inc|llc|llp|lp|ltd|limited|plc|corp|corporation|co|company|gmbh co kg|gmbh|mbh|ag"
    "|kg|ohg|ug|ev|se|sa|sas|sarl|sl|slu|srl|spa|bv|nv|oy|oyj|ab|as|aps|asa|pty|pte|pvt|kk|sro"
    "|doo|zoo|kft|eirl|ltda|de cv|sa de cv"
)
KEY_COLUMNS = ("__id", "__email", "__name")
NEVER = np.iinfo(np.int64).max
_CLOSE = 4
"""Numbers that span at most so many times their rows are looked up in a table."""
_TOP = 1_000
_MANY = 20_000
"""Rows from which names are compared by a number of each first."""


@dataclass(frozen=True)
class Source:
    """Customer keys of one sheet's used rows.

    frame
        Columns ``__id``, ``__email``, ``__name`` (text, as read) and ``__date`` (day or null).
    system
        Name of the numbering its ids belong to.
    """

    frame: pl.DataFrame
    system: str


def name_key(names: pl.Series) -> pl.Series:
    """Names as they are compared.

    >>> name_key(pl.Series(["Acme, Inc.", "ACME  inc", "Åkerlund & Söner AB"])).to_list()
    ['acme', 'acme', 'åkerlund söner']
    """
    unique = names.drop_nulls().unique()
    key = (
        unique.str.to_lowercase()
        .str.replace_all(r"[.'’`´]", "")
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars()
    )
    short = key.str.replace(rf"( ({_LEGAL}))+$", "")
    key = short.set(short == "", None).fill_null(key)
    table = pl.DataFrame({"name": unique, "key": key})
    rows = pl.DataFrame({"name": names}, schema={"name": pl.String})
    return rows.join(table, on="name", how="left", maintain_order="left")["key"]


def resolve(sources: Sequence[Source]) -> tuple[list[pl.Series], tuple[str, ...], int]:
    """Number the customers.

    Returns
    -------
    tuple
        Per source the customer number of each row (null where no key is given), the customers'
        names by number, and how many names or e-mails belong to several ids and join nothing.
    """
    told = [_told(source.frame) for source in sources]
    ways = [_anchored(ways) for ways, _ in told]
    if len(told) == 1 and _one_name_each(ways[0]):
        numbered = _by_age(ways[0].with_columns(way=pl.int_range(pl.len()), root="anchor"))
        number = np.empty(numbered.height, np.int64)
        number[numbered["way"].to_numpy()] = np.arange(numbered.height)
        rows = pl.Series("number", number[told[0][1].to_numpy()])
        return [rows], tuple(numbered["shown"].to_list()), 0
    unique = [
        frame.filter(pl.col("anchor").is_not_null())
        .group_by("anchor", "__id", "email", "key", "__name")
        .agg(pl.col("__date").min(), pl.col("rows").sum())
        .with_columns(
            pl.when(pl.col("__id").is_not_null())
            .then(pl.lit(source.system))
            .otherwise(pl.col("anchor").str.head(2))
            .alias("system")
        )
        for frame, source in zip(ways, sources, strict=True)
    ]
    if not unique:
        return [], (), 0
    everyone = pl.concat(unique)
    parents, ambiguous = _links(everyone)
    root = everyone["anchor"].replace(parents) if parents else everyone["anchor"]
    numbered = _numbered(everyone.with_columns(root.alias("root")))
    anchors = everyone.select("anchor", root.alias("root")).unique()
    numbers = anchors.join(numbered.select("root", "number"), on="root").select("anchor", "number")
    out = [
        frame.select("anchor")
        .join(numbers, on="anchor", how="left", maintain_order="left")["number"]
        .gather(way)
        for frame, (_, way) in zip(ways, told, strict=True)
    ]
    return out, tuple(numbered.sort("number")["shown"].to_list()), ambiguous


def _one_name_each(ways: pl.DataFrame) -> bool:
    """Whether a sheet has only one way of naming customers, each in one writing."""
    given = [name for name in KEY_COLUMNS if ways[name].null_count() < ways.height]
    if len(given) != 1 or ways["anchor"].null_count():
        return False
    written = given == ["__id"] or (
        given == ["__email"] and (ways["email"] == ways["__email"]).all()
    )
    return written or bool(ways["anchor"].is_unique().all())


def _told(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The ways a sheet names customers, with earliest date and rows of each; which way a row uses.

    Everything after works on these few: a customer of a thousand orders is compared once.
    """
    keys = [name for name in KEY_COLUMNS if frame[name].null_count() < frame.height]
    keys = keys or [KEY_COLUMNS[0]]
    blank = [pl.lit(None, pl.String).alias(name) for name in KEY_COLUMNS if name not in keys]
    if len(keys) == 1 and frame.height > _MANY:
        found = _by_hash(frame[keys[0]], frame["__date"])
        if found is not None:
            return found[0].with_columns(*blank), found[1]
    rows = frame.select(*keys, "__date").with_row_index("at")
    ways = rows.group_by(keys).agg(pl.col("__date").min(), pl.len().alias("rows"), "at")
    way = np.empty(frame.height, np.uint32)
    way[ways["at"].explode().to_numpy()] = np.repeat(np.arange(ways.height), ways["rows"])
    return ways.drop("at").with_columns(*blank), pl.Series("way", way)


def _by_hash(key: pl.Series, date: pl.Series) -> tuple[pl.DataFrame, pl.Series] | None:
    """The same by one number per text, many times faster; None where two texts share a number."""
    if key.null_count() or date.dtype != pl.Int64:
        return None
    way, many = _codes(key)
    first = np.empty(many, np.int64)
    first[way[::-1]] = np.arange(len(way))[::-1]  # the first row is written last
    texts = key.gather(first)
    if not (texts.gather(way) == key).all():
        return None
    earliest = np.full(many, NEVER)
    np.minimum.at(earliest, way, date.fill_null(NEVER).to_numpy())
    ways = pl.DataFrame({
        key.name: texts,
        "__date": pl.Series(earliest).set(pl.Series(earliest == NEVER), None),
        "rows": pl.Series(np.bincount(way, minlength=many), dtype=pl.UInt32),
    })  # fmt: skip
    return ways, pl.Series("way", way, dtype=pl.UInt32)


def _codes(key: pl.Series) -> tuple[npt.NDArray[np.int64], int]:
    """One number per text, counted from 0, and how many there are: by what the texts say where
    they are numbers that lie close together, else by their hashes."""
    first = key.head(_TOP).cast(pl.Int64, strict=False)
    numbers = first if first.null_count() else key.cast(pl.Int64, strict=False)
    if not numbers.null_count():
        since = numbers.to_numpy() - numbers.to_numpy().min()
        if since.max() < _CLOSE * len(since):
            seen = np.zeros(since.max() + 1, bool)
            seen[since] = True
            return (np.cumsum(seen) - 1)[since], int(seen.sum())
    way, marks = pd.factorize(key.hash().to_numpy())
    return way, len(marks)


def _anchored(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the compared e-mail and name, and the anchor: id, else e-mail, else name."""
    email = frame["__email"].str.strip_chars().str.to_lowercase()
    frame = frame.with_columns(email.alias("email"), name_key(frame["__name"]).alias("key"))
    anchor = pl.coalesce("i:" + pl.col("__id"), "e:" + pl.col("email"), "n:" + pl.col("key"))
    return frame.with_columns(anchor.alias("anchor"))


def _links(everyone: pl.DataFrame) -> tuple[Mapping[str, str], int]:
    """Anchor -> smallest anchor of the same customer, for anchors that others are joined to."""
    groups: dict[str, str] = {}
    ambiguous = 0
    for column, prefix in (("email", "e:"), ("key", "n:")):
        pairs, count = _pairs(everyone, column, prefix)
        ambiguous += count
        for one, other in pairs:
            _join(groups, one, other)
    return {anchor: _find(groups, anchor) for anchor in groups}, ambiguous


def _pairs(everyone: pl.DataFrame, column: str, prefix: str) -> tuple[list[tuple[str, str]], int]:
    """Anchors that one e-mail or one name joins; and how many join nothing but bare rows.

    Rows that give nothing else ("bare") go to the smallest anchor; the others join each other
    unless two of them belong to one system.
    """
    shared = (
        everyone.filter(pl.col(column).is_not_null())
        .select(column, "anchor", "system")
        .unique()
        .filter(pl.col("anchor").n_unique().over(column) > 1)
        .with_columns((pl.col("anchor") == prefix + pl.col(column)).alias("bare"))
    )
    apart = (
        shared.filter(~pl.col("bare"))
        .group_by(column, "system")
        .agg(pl.col("anchor").n_unique().alias("apart"), pl.col("anchor").min().alias("first"))
        .group_by(column)
        .agg(pl.col("apart").max(), pl.col("first").min(), pl.len().alias("systems"))
    )
    marked = shared.join(apart, on=column).with_columns((pl.col("apart") > 1).alias("unclear"))
    joined = marked.filter(pl.col("bare") | ~pl.col("unclear"))
    told = marked.filter(pl.col("unclear") & (pl.col("bare") | (pl.col("systems") > 1)))
    pairs = joined.filter(pl.col("anchor") != pl.col("first")).select("first", "anchor")
    return pairs.unique().sort("first", "anchor").rows(), told[column].n_unique()


def _find(groups: dict[str, str], anchor: str) -> str:
    while groups.get(anchor, anchor) != anchor:
        groups[anchor] = groups.get(groups[anchor], groups[anchor])
        anchor = groups[anchor]
    return anchor


def _join(groups: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_find(groups, one), _find(groups, other)))
    groups[second] = first
    groups.setdefault(first, first)


def _numbered(everyone: pl.DataFrame) -> pl.DataFrame:
    """One row per customer: number by first date, then key; the name that is shown."""
    names = (
        everyone.filter(pl.col("__name").is_not_null())
        .group_by("root", "__name")
        .agg(pl.col("rows").sum())
        .sort(["root", "rows", "__name"], descending=[False, True, False])
        .unique("root", keep="first", maintain_order=True)
        .select("root", "__name")
    )
    mails = everyone.group_by("root").agg(
        pl.col("email").min(), pl.col("__id").min(), pl.col("__date").min()
    )
    return _by_age(mails.join(names, on="root", how="left"))


def _by_age(customers: pl.DataFrame) -> pl.DataFrame:
    return (
        customers.sort(["__date", "root"], nulls_last=True)
        .with_row_index("number")
        .with_columns(
            pl.col("number").cast(pl.Int64), pl.coalesce("__name", "email", "__id").alias("shown")
        )
    )
