"""Published figures with their provenance, and which of them a company may be held against.

A new source is one file in ``data/``; nothing else needs an edit.
"""

from revcore.benchmarks.bands import band_of, bands, parse_band
from revcore.benchmarks.find import Match, find
from revcore.benchmarks.load import Entry, Source, all_figures, sources, unlisted
from revcore.benchmarks.verdict import band, settle

__all__ = [
    "Entry",
    "Match",
    "Source",
    "all_figures",
    "band",
    "band_of",
    "bands",
    "find",
    "parse_band",
    "settle",
    "sources",
    "unlisted",
]
