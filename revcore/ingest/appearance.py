"""What one sheet looks like: its headers as words, and how well its columns fit a role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl
from rapidfuzz import fuzz, process

from revcore.ingest import parse
from revcore.ingest.presets import Preset
from revcore.ingest.raw import RawTable
from revcore.ingest.tables import Kind
from revcore.ingest.words import Alias, beside_tax, deal_status, dictionary, normal

_TYPED = {Kind.DAY, Kind.MONTH, Kind.MONEY, Kind.COUNT, Kind.NUMBER, Kind.YES_NO}
_RATE = re.compile(r"\b(?:rate|percent\w*|satz|steuersatz|taux|tipo|al[ií]quota|tarief|taxa)\b")
_DATES = {"date", "datum", "fecha"}
"""Headers that say no more than that there are dates, but that for sure."""
_MANY = 200_000
"""Cells beyond which different ones are counted to about one in a hundred."""
_SUM_OF = re.compile(r"^(?:sum of|summe von|somme de|suma de|somma di|soma de|som van) (?=\w)")
_BARE = 0.9
"""What a header counts for whose words about tax are left out."""
_CHANNEL = ("channel", "marketing channel", "kanal", "canal", "canale", "kanaal", "medium")


def share(mask: pl.Series) -> float:
    """Share of rows for which a condition holds; 0 of none."""
    return int(mask.sum()) / len(mask) if len(mask) else 0.0


@cache
def _every_alias() -> Sequence[str]:
    return sorted({alias for words in dictionary().values() for alias in words.aliases})


def _summed(words: str) -> str:
    """A header without what a pivot table prints before it.

    >>> _summed("sum of amount"), _summed("summe von betrag"), _summed("sum")
    ('amount', 'betrag', 'sum')
    """
    return re.sub(_SUM_OF, "", words)


class Look:
    """What one sheet looks like: normalised headers, candidates by words, fit by values."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.known: dict[str, str] = {}
        for header in raw.headers:
            self.known.setdefault(normal(header), header)
        self._counts: dict[str, tuple[int, int]] = {}
        self._heads: dict[str, pl.Series] = {}
        self._fits: dict[tuple[str, Kind], float] = {}
        self._found = self._aliases() if raw.has_header else {}

    def first(self, names: Sequence[str]) -> str | None:
        """The first of these headers that the sheet has, one with values before a blank one."""
        there = [self.known[normal(name)] for name in names if normal(name) in self.known]
        filled = (one for one in there if self.raw.frame[one].null_count() < self.raw.frame.height)
        return next(filled, there[0] if there else None)

    def names_channels(self, preset: Preset) -> bool:
        """Whether the sheet names channels of its own: then it is no export of one tool alone."""
        own = self.first(_CHANNEL) if "channel" in preset.fill else None
        return own is not None and self.raw.frame[own].count() > 0

    def _aliases(self) -> dict[str, list[tuple[float, Alias]]]:
        """Header -> aliases in every table: exact ones, else near ones."""
        tables = dictionary().values()
        everything = _every_alias()
        out = {}
        for header in self.raw.headers:
            text, share = _summed(normal(header)), 1.0
            if text and not any(text in words.aliases for words in tables):
                near = process.extractOne(
                    text, everything, scorer=fuzz.token_sort_ratio, score_cutoff=87
                )
                text, share = (near[0], 0.8 * near[1] / 100) if near and len(text) > 4 else ("", 0)
            out[header] = [
                (share, alias) for words in tables for alias in words.aliases.get(text, ())
            ]
            if not out[header]:  # “Betrag inkl. MwSt.” is an amount as “Betrag” is
                bare = beside_tax(normal(header))
                every = (alias for words in tables for alias in words.aliases.get(bare, ()))
                out[header] = [(_BARE, alias) for alias in every if alias.role == "amount"]
        return out

    def candidates(self, table: str) -> list[tuple[float, str, str]]:
        """(score, role, header) of one table, best first."""
        kinds = dictionary()[table].kinds
        out = []
        for place, header in enumerate(self.raw.headers):
            for share, alias in self._found.get(header, ()):
                if alias.table != table or alias.role not in kinds:
                    continue
                fit = self.fit_of_role(header, alias.role, kinds[alias.role])
                plain = share == 1.0 and (alias.weight > 0.9 or normal(header) in _DATES)
                if fit >= (0.02 if plain else 0.5):
                    score = share * alias.weight * (0.6 + 0.4 * fit)
                    out.append((-score, place, alias.role, header))
        return [(-score, role, header) for score, _, role, header in sorted(out)]

    def fit_of_role(self, header: str, role: str, kind: Kind) -> float:
        """Share of values that the role can hold."""
        values = self._head(header)
        if role == "customer_email" and len(values):
            return share(values.str.contains("@", literal=True))
        if role == "customer_name" and self.raw.frame.height:
            column = self.raw.frame[header]
            return 1.0 if len(column) - column.null_count() > 0.5 * len(column) else 0.3
        if role == "currency" and len(values):
            return share(values.str.contains(r"^\D{1,5}$"))
        if role == "discount" and len(values):
            rates = share(values.str.contains(r"^(0|1|0?[.,]\d+|\d+ ?%)$"))
            return 0.0 if rates > 0.95 else self.fit(header, kind)
        if role in ("tax_amount", "tax_rate") and len(values):
            rates = "%" in header or share(values.str.contains("%", literal=True)) > 0.5
            named = rates or bool(_RATE.search(normal(header)))
            return self.fit(header, kind) if named == (role == "tax_rate") else 0.0
        if role == "score" and len(values):
            return share(values.str.contains(r"^(10|\d)([.,]0+)?$"))
        return self.fit(header, kind)

    def counts(self, header: str) -> tuple[int, int]:
        """How many cells of a column are filled, and how many different ones: about, of many."""
        if header not in self._counts:
            values = self.raw.frame[header].drop_nulls()
            many = len(values) > _MANY
            self._counts[header] = (
                len(values),
                values.to_frame("v").select(pl.col("v").approx_n_unique()).item()
                if many
                else values.n_unique(),
            )
        return self._counts[header]

    def _head(self, header: str) -> pl.Series:
        if header not in self._heads:
            self._heads[header] = self.raw.frame[header].drop_nulls().head(300)
        return self._heads[header]

    def speaks_of_deals(self, chosen: Mapping[str, str]) -> bool:
        """Whether a stage, a flag or the words of a status column tell won from lost."""
        if chosen.keys() & {"stage", "is_won", "won_date"}:
            return True
        texts = self.raw.frame[chosen["status"]].drop_nulls().unique().head(200).to_list()
        words = {deal_status(text) for text in texts}
        return "won" in words or ("lost" in words and self.named("deal", "opportunit"))

    def named(self, *stems: str) -> bool:
        """Whether a header begins a word with one of these."""
        return any(stem in header for header in self.known for stem in stems)

    def fit(self, header: str, kind: Kind) -> float:
        """Share of values readable as that kind; 0.6 for a blank column."""
        if kind not in _TYPED:
            return 1.0
        if (header, kind) not in self._fits:
            column = self.raw.frame[header]
            blank = column.null_count() == len(column)
            self._fits[header, kind] = 0.6 if blank else parse.fit(column, kind)
        return self._fits[header, kind]

    def decimals(self, header: str) -> float:
        """Share of values with a decimal part."""
        values = self.raw.frame[header].drop_nulls().head(300)
        return share(values.str.contains(r"[.,]\d+$"))
