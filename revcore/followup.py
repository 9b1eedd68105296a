"""An earlier document beside today's rows: its plan measured again."""

from __future__ import annotations

import datetime as dt
import functools

from revcore import pipeline
from revcore.derive.intervals import Z80
from revcore.diagnosis.plan_reads import SLOW
from revcore.diagnosis.remeasure import Again, Level, remeasured
from revcore.diagnosis_parts import Plan, PlanLine, Quantity
from revcore.errors import NotComputable, RevcoreError
from revcore.ingest.unseen import without_later_deals
from revcore.metrics._metric import Estimate
from revcore.metrics.catalogue import metrics
from revcore.model import Dataset, Scorecard, Settings, dump, parse_month
from revcore.registry import Asker

MOST_BYTES = 10_000_000
MOST_LINES = 50
SETTINGS = ("gross_margin", "profit_margin", "headcount", "goal", "discount_rate", "recipe")
"""Settings a measure may depend on by name."""


def earlier(data: bytes, name: str = "The earlier document") -> Scorecard:
    """Read an earlier document that somebody gives us, whatever is in it.

    Raises
    ------
    RevcoreError
        It is too large, no scorecard document, or its plan is none of ours.
    """
    if len(data) > MOST_BYTES:
        raise RevcoreError(
            f"“{name}” has more than {MOST_BYTES // 1_000_000} MB: no scorecard is that large.",
            fix="Choose a .json that was saved here.",
        )
    try:
        found = Scorecard.from_json(data)
    except RevcoreError as error:
        raise RevcoreError(f"“{name}”: {error.problem}", fix=error.fix) from None
    try:
        dump(found.model_dump(mode="json"))
        for line in found.plan.lines if found.plan else ():
            _days(line)
    except ValueError:
        raise RevcoreError(
            f"“{name}” holds a number or a day that is none.",
            fix="Choose a .json that was saved here.",
        ) from None
    if found.plan and len(found.plan.lines) > MOST_LINES:
        raise RevcoreError(
            f"The plan in “{name}” has {len(found.plan.lines):,} lines; up to {MOST_LINES} are "
            "measured again.",
            fix="Choose a .json that was saved here.",
        )
    return found


def compared(card: Scorecard, old: Scorecard, dataset: Dataset | None) -> Scorecard:
    """The document with the earlier plan's lines measured again.

    Without rows the headline windows of both documents are compared, and whether old months have
    been restated stays unsaid.

    Raises
    ------
    RevcoreError
        The earlier document has no plan, or ends no earlier than this one.
    """
    rows = _Rows(dataset, old) if dataset is not None and not card.settings.get("nda") else None
    return card.model_copy(update={"plan": _plan(card, old, rows)})


def _plan(card: Scorecard, old: Scorecard, rows: _Rows | None) -> Plan:
    return remeasured(card, old, lambda line, since: rows.again(line, since) if rows else None)


def _days(line: PlanLine) -> None:
    steps = [day for one in line.steps for day in (one.start, one.due)]
    for text in (line.start, line.due, *steps):
        dt.date.fromisoformat(text)


class _Rows:
    """Today's rows, asked at today's month and at the old document's."""

    def __init__(self, dataset: Dataset, old: Scorecard) -> None:
        self.dataset, self.settings = dataset, dataset.settings
        self.old = parse_month(old.as_of) if old.as_of else 0

    @functools.cached_property
    def now(self) -> Asker:
        """At today's last month."""
        found = pipeline.find_as_of(self.dataset, self.settings)
        return _asker(self.dataset, self.settings, found.month)

    @functools.cached_property
    def then(self) -> Asker:
        """At the old document's last month: later rows are unseen."""
        return _asker(self.dataset, self.settings, self.old)

    def again(self, line: PlanLine, since: int) -> Again:
        """What they say of a line."""
        name = line.reading
        if name is None or name not in metrics():
            return Again(then=self._input(line))
        needs = metrics()[name].provider.needs
        roots = {root for need in needs for root in self.now.roots(need.name)}
        old = _estimate(self.then, name)
        fresh = None
        if since and name not in SLOW:
            found = _estimate(self.now.at(int(self.now("as_of")), since), name)
            if found is not None and found.window and found.window.months == since:
                fresh = Level(found.value, _error(found), since)
        return Again(fresh, old.value if old else None, frozenset(roots & set(SETTINGS)))

    def _input(self, line: PlanLine) -> float | None:
        try:
            found: dict[str, Quantity] = self.then("growth_state").inputs
        except NotComputable:
            return None
        return found[line.input].value if line.input in found else None


def _asker(dataset: Dataset, settings: Settings, month: int) -> Asker:
    models = pipeline.business_model(dataset, settings)
    return pipeline.asker(
        without_later_deals(dataset, month), settings, as_of=month, last_month=month,
        business_model=models,
    )  # fmt: skip


def _estimate(ask: Asker, name: str) -> Estimate | None:
    try:
        found: Estimate = ask.call(metrics()[name].provider)
    except NotComputable:
        return None
    return found


def _error(found: Estimate) -> float | None:
    around = found.interval
    return None if around is None else (around.high - around.low) / 2 / Z80
