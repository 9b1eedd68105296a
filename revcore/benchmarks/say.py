"""Why a figure matched or why none did, in whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from revcore.benchmarks.defaults import Defaults
from revcore.benchmarks.firm import Firm, Fit
from revcore.benchmarks.load import Entry
from revcore.model import Profile, Unit, listed

POPULATIONS = {
    ("saas", "b2b"): "B2B software companies",
    ("saas", "b2c"): "software companies with consumers as customers",
    ("saas", "any"): "software companies",
    ("ai_native", "any"): "AI-native software companies",
    ("subscription", "b2b"): "sellers of B2B subscriptions",
    ("subscription", "b2c"): "sellers of consumer subscriptions",
    ("subscription", "any"): "sellers of subscriptions",
    ("services", "b2b"): "B2B services firms",
    ("services", "any"): "services firms",
    ("ecommerce", "any"): "online shops",
    ("all", "b2b"): "B2B companies",
    ("all", "b2c"): "consumer companies",
    ("all", "any"): "companies of any kind",
}
SECTORS = {
    "software": "a software company",
    "services": "a services firm",
    "ecommerce": "a shop",
    "other": "in another sector",
}
ASKED = {
    "industry": "industry",
    "funding": "funding",
    "arr": "annual recurring revenue",
    "mrr": "annual recurring revenue",
    "acv": "contract value",
    "arpa": "contract value",
}


def question(profile: Profile) -> str:
    """What the profile must say before anything external is compared; "" when it says it.

    >>> question(Profile(sector="software"))
    'No external comparison: say whether you sell to businesses or consumers.'
    """
    asked = []
    if profile.market is None:
        asked.append("whether you sell to businesses or consumers")
    if profile.sector is None:
        asked.append("in which sector" if asked else "in which sector you are")
    return f"No external comparison: say {listed(asked)}." if asked else ""


def population(entry: Entry) -> str:
    """Which firms a figure is about, before any cut."""
    known = POPULATIONS.get((entry.model, entry.market))
    return known or POPULATIONS[entry.model, "any"]


def segment_words(entry: Entry) -> str:
    """Which firms a figure is about, with the cut.

    >>> from revcore.benchmarks.load import all_figures
    >>> segment_words(next(e for e in all_figures() if e.segment == "$1M-$5M ARR"))
    'B2B software companies with $1M–$5M ARR'
    """
    cut = re.sub(r"(?<=\d)([KM]?)-(?=\$)", r"\1–", entry.segment)
    base = population(entry)
    if entry.segment_kind == "all" and cut.split()[0] == "all":
        return base
    if entry.segment_kind in ("arr_band", "acv_band", "mrr_band", "arpa_band"):
        return f"{base} with {cut}"
    if entry.kind == "rule":
        return f"{base}: {cut}"
    return f"{base} ({cut})"


def matched(best: Fit, fits: Iterable[Fit], firm: Firm, *, old: bool) -> str:
    """Why a figure of data matched."""
    entry = best.entry
    sample = f" of {entry.sample or format(entry.n, ',')}" if entry.n else ""
    words = f"Matched: {segment_words(entry)}, {entry.kind}{sample} ({_source(entry)})."
    if old:
        words += f" These data are old: {entry.year}."
    return words if best.met else words + _closer(fits, firm)


def rule_matched(entry: Entry) -> str:
    """Why a rule of thumb stands in."""
    value = f"{100 * (entry.value or 0):g} %" if entry.unit is Unit.RATIO else f"{entry.value:g}"
    return f"Rule of thumb, not data: {entry.segment} {value}."


def none_matched(measure: str, firm: Firm, fits: list[Fit], settings: Defaults) -> str:
    """Why no figure matched."""
    every, fits = fits, [one for one in fits if one.entry.kind != "rule"]
    alike = [one for one in fits if one.population and one.sold_alike]
    usable = [one for one in alike if one.entry.comparable]
    asked = _asked(one for one in usable if not one.missed)
    if asked:
        return f"Published only by {asked}: say yours{_choices(usable)}."
    nobody = settings.unpublished(measure, str(firm.profile.sector))
    if nobody:
        return nobody
    if usable:
        cuts = listed(sorted({one.entry.segment for one in usable})[:3], "or")
        return f"Published only for parts of the market that are not yours, such as {cuts}."
    if alike:
        return _context(alike[0].entry)
    selling = [one for one in fits if one.population and one.entry.comparable]
    if selling and "subscription" not in firm.models:
        return "Published only for firms that sell subscriptions; your data show none."
    others = sorted({population(one.entry) for one in fits if one.entry.comparable})
    if others:
        return f"Published only for {listed(others)}; you are {_you(firm)}."
    if every:
        users = sorted({population(one.entry) for one in every})
        return f"In use only among {listed(users)}; you are {_you(firm)}."
    return "Nobody publishes an honest figure for this measure."


def _source(entry: Entry) -> str:
    return f"{entry.publisher}, {entry.year}"


def _closer(fits: Iterable[Fit], firm: Firm) -> str:
    near = [f for f in fits if f.population and f.sold_alike and f.entry.comparable]
    near = [f for f in near if f.entry.kind != "rule"]
    industry = firm.profile.industry
    words = ""
    cuts = [f for f in near if f.entry.segment_kind == "industry"]
    if industry and cuts and not any("industry" in f.met for f in cuts):
        words = f" There is no cut for “{industry}”."
    asked = _asked(f for f in near if not f.missed)
    return f"{words} A closer figure may fit once you say your {asked}." if asked else words


def _asked(fits: Iterable[Fit]) -> str:
    names = {ASKED[name] for one in fits for name in one.unknown if name in ASKED}
    return listed(sorted(names), "or")


def _choices(fits: list[Fit]) -> str:
    names = sorted({f.entry.segment for f in fits if f.unknown == ("industry",)}, key=str.casefold)
    return f" ({listed(names, 'or')})" if 0 < len(names) <= 15 else ""


def _context(entry: Entry) -> str:
    if entry.value is None:
        return f"Only the level of the best quarter is published ({_source(entry)})."
    return f"No fair comparison with {_source(entry)}: {entry.context_only}"


def _you(firm: Firm) -> str:
    customers = "businesses" if firm.profile.market == "b2b" else "consumers"
    return f"{SECTORS[str(firm.profile.sector)]} selling to {customers}"
