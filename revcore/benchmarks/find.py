"""Which published figure a company may be held against, and why, or why none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from revcore.benchmarks.defaults import Defaults, defaults
from revcore.benchmarks.firm import Firm, Fit, fit
from revcore.benchmarks.load import Catalogue, Entry, catalogue
from revcore.benchmarks.say import matched, none_matched, question, rule_matched, segment_words
from revcore.model import Better, Figure, Profile, Unit

OLD = 2018
"""Data up to this year give way to anything newer of the same population."""

_ORDER = ("industry", "arr", "acv", "arpa", "mrr", "funding")


@dataclass(frozen=True)
class Match:
    """The figure that matched, or None, and a whole sentence saying why.

    considered
        How many published figures of the measure were looked at.
    entry
        The catalogue's own row of the figure: unit, evidence, file.
    graded
        Whether a verdict may rest on it; not where it counts something else than our measure.
    """

    figure: Figure | None
    reason: str
    considered: int
    entry: Entry | None = None
    graded: bool = True

    @property
    def held_against(self) -> Figure | None:
        """The figure, where it may carry a verdict."""
        return self.figure if self.graded else None


def find(
    measure: str,
    profile: Profile,
    *,
    models: Sequence[str] = (),
    better: Better | None = None,
    arr: float | None = None,
    acv: float | None = None,
    currency: str | None = None,
    published: Catalogue | None = None,
) -> Match:
    """Find the published figure for a measure of a company of this profile.

    Order: same population and same industry, size band or funding; same population as a whole;
    nothing. Data up to 2018 give way to newer data. Where several publish the same, the order of
    ``defaults.toml`` decides, then the newest year, the larger sample, quartiles, the publisher's
    name. A rule of thumb stands in only where ``defaults.toml`` allows it.

    Parameters
    ----------
    measure
        Our measure's id.
    profile
        Without market and sector no figure is found, only a question.
    models
        Business models seen in the data (subscription, orders, projects); () is unknown.
    better
        Our direction; a figure published the other way round is not compared.
    arr, acv
        Measured annual recurring revenue and contract value [US dollars a year], used where the
        profile names no band.
    currency
        Of the company's money. Figures in money and measured bands hold in US dollars only.
    published
        Another catalogue than the program's own.

    >>> find("nrr", Profile(market="b2b", sector="software")).figure.value
    1.02
    >>> find("nrr", Profile(market="b2b")).reason
    'No external comparison: say in which sector you are.'
    """
    firm = Firm.of(profile, models, arr, acv, currency)
    book, settings = published or catalogue(), defaults()
    entries = book.of(measure)
    if missing := question(profile):
        return Match(None, missing, len(entries))
    fits = [fit(entry, firm) for entry in entries if _same_direction(entry, better)]
    if _all_in_dollars(fits) and currency not in (None, "USD"):
        reason = f"Published in US dollars; your figures are in {currency}."
        return Match(None, reason, len(entries))
    rules = [one for one in fits if one.entry.kind == "rule" and one.holds]
    data = [one for one in fits if one.entry.kind != "rule" and one.holds]
    if data:
        data.sort(key=lambda one: _order(one, settings))
        return _data(data[0], fits, firm, settings, len(entries))
    if rules and settings.rule_allowed(measure, str(profile.sector)):
        return _rule(rules, settings, len(entries))
    reason = none_matched(measure, firm, fits, settings)
    return Match(None, reason, len(entries))


def _data(best: Fit, fits: list[Fit], firm: Firm, settings: Defaults, considered: int) -> Match:
    entry = best.entry
    reason = matched(best, fits, firm, old=0 < entry.last_year <= OLD)
    remark = settings.remark.get(entry.measure or "", "")
    remark = "" if f"({entry.publisher}" in remark else remark
    figure = entry.figure(segment_words(entry), note=remark)
    graded = entry.measure not in settings.beside
    return Match(figure, f"{reason} {remark}".strip(), considered, entry, graded)


def _rule(rules: list[Fit], settings: Defaults, considered: int) -> Match:
    sided = [one for one in rules if one.entry.rule_side != "threshold"]
    entry = (sided or rules)[0].entry
    remark = settings.remark.get(entry.measure or "", "")
    reason = f"{rule_matched(entry)} {remark}".strip()
    return Match(entry.figure(segment_words(entry), note=remark), reason, considered, entry)


def _order(one: Fit, settings: Defaults) -> tuple[object, ...]:
    entry = one.entry
    first = min((_ORDER.index(name) for name in one.met), default=len(_ORDER))
    return (
        0 < entry.last_year <= OLD,
        not one.met,
        entry.breadth,
        -len(one.met),
        first,
        settings.rank(entry.measure or "", entry.source),
        -entry.last_year,
        -(entry.n or 0),
        -((entry.p25 is not None) + (entry.p75 is not None)),
        entry.publisher,
    )


def _same_direction(entry: Entry, better: Better | None) -> bool:
    one_way = (Better.HIGHER, Better.LOWER)
    return better not in one_way or entry.better not in one_way or entry.better is better


def _all_in_dollars(fits: list[Fit]) -> bool:
    return bool(fits) and all(one.entry.unit is Unit.MONEY for one in fits)
