"""The one sentence that matters: which measure a reader should look at first, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from revcore.model import Better, Reading, Scorecard, Window
from revcore.words import benchmark_words, counted_words, value_words

SAYINGS: Mapping[str, str] = {
    "win_rate": "you won {v} of the deals that were decided",
    "nrr": "customers of a year ago now pay {v} of what they paid then",
    "grr": "before upgrades, {v} of last year’s recurring revenue is still billed",
    "logo_retention": "{v} of last year’s customers are still with you",
    "logo_churn_monthly": "{v} of your customers leave in a month",
    "revenue_churn_monthly": "{v} of recurring revenue is lost in a month",
    "repeat_purchase_rate": "{v} of first-time buyers bought again",
    "same_customer_revenue": "last year’s customers bought {v} of what they bought then",
    "cac": "a new customer costs {v}, everything counted",
    "cac_media": "a new customer costs {v} in advertising",
    "cac_payback_months": "a new customer pays its cost back in {v}",
    "cac_ratio": "marketing and sales bring {v} their cost in new yearly revenue",
    "first_year_value": "a new customer brings {v} of gross profit in its first year",
    "clv": "a customer is worth {v} in gross profit in its first {h} months",
    "clv_to_cac": "in {h} months a customer brings {v} what it costs to win",
    "lead_to_won": "{v} of leads become customers",
    "visitor_to_lead": "{v} of visitors leave their name",
    "lead_to_mql": "{v} of leads are worth marketing’s time",
    "mql_to_sql": "sales takes on {v} of marketing’s leads",
    "sql_to_opportunity": "{v} of the leads sales takes on become an offer",
    "opportunity_to_won": "{v} of offers become customers",
    "sales_cycle_days": "a deal takes {v} from first talk to signature",
    "average_deal_size": "a deal is worth {v}",
    "quick_ratio": "you gain {v} what you lose in recurring revenue",
    "revenue_growth_yoy": "sales changed by {v} in a year",
    "top_customer_share": "your largest customer brings {v} of sales",
    "nps": "your recommendation score is {v}",
}
"""How a measure is said aloud (``v`` value, ``h`` horizon); others: “title: value”."""

SAYINGS_ON_PAGE: Mapping[str, str] = {
    "quota_attainment": "your sellers sold {v} of their quota",
    "deals_per_rep": "a seller wins {v} deals in a quarter",
    "top_rep_share": "{v} of what is won hangs on one seller",
    "stale_pipeline_share": "{v} of the open deals are older than nine in ten wins ever were",
    "weighted_pipeline": "the open deals are likely to bring {v}",
    "no_decision_share": "{v} of the deals you lost never said no",
    "average_discount": "{v} of the list price is given away",
    "quarter_end_share": "{v} of what is won comes in the last two weeks of a quarter",
    "quarter_end_discount_gap": "{v} more is given away at the end of a quarter",
    "price_loss_share": "{v} of the deals you lost were lost on price",
}
"""The same for measures that may lead their own page, not the whole scorecard."""

LEADS: Mapping[str, str] = {
    "behind": "Look here first",
    "ahead": "This is going well",
    "on_par": "In line",
    "cannot_tell": "Can’t tell yet",
    "none": "So far",
}

PAGE_ORDER = ("funnel", "sales", "acquisition", "value", "retention")


@dataclass(frozen=True)
class Headline:
    """What a page opens with."""

    measure: str | None
    band: str
    badge: str
    title: str
    text: str


NO_FUNNEL = Headline(
    None, "none", "No funnel here",
    "A shop’s orders hold no funnel",
    "An order is the end of the way: who looked and went away stands in no order. Visitors and "
    "leads per month, or a list of leads with the day of each step, show where buyers drop out.",
)  # fmt: skip
"""What the funnel’s page says of orders alone."""


def headline(card: Scorecard, groups: Iterable[str] = PAGE_ORDER) -> Headline:
    """The measure to look at first among some groups (or ids), said in one or two sentences.

    What has clearly worsened against the company's own earlier window comes first, then what is
    behind a benchmark, then what is ahead or has improved; among equals the one furthest from what
    it is compared with. Without any verdict, it says what is known.
    """
    wanted = set(groups)
    known = [
        reading
        for reading in card.readings.values()
        if wanted & {reading.group, reading.id} and reading.value is not None
    ]
    known = [reading for reading in known if reading.id in SAYINGS] or known
    if any(reading.id == "cac" for reading in known):
        known = [reading for reading in known if reading.id != "cac_media"]
    if not known:
        if "funnel" in wanted and card.business_model == ["orders"]:
            return NO_FUNNEL
        reasons = [
            reading.reason
            for reading in card.readings.values()
            if wanted & {reading.group, reading.id}
        ]
        return Headline(
            None, "none", "Nothing to show yet",
            "These files do not answer this question yet",
            next((reason for reason in reasons if reason), ""),
        )  # fmt: skip
    first = min(known, key=lambda item: (rank(item), -weight(item), item.id))
    if own_verdict(first) == "behind":
        band, badge = "behind", "Falling" if first.better is Better.HIGHER else "Getting worse"
    else:
        band, badge = first.band, LEADS[first.band]
    return Headline(
        first.id, band, badge, sentence(first, card.currency), comparison(first, card.currency)
    )


def rank(reading: Reading) -> int:
    """Order of attention, smallest first."""
    if own_verdict(reading) == "behind":
        return 0
    if reading.band == "behind":
        return 1
    if reading.band == "ahead":
        return 2
    if own_verdict(reading) == "ahead":
        return 3
    return {"on_par": 4, "cannot_tell": 5}.get(reading.band, 6)


def weight(reading: Reading) -> float:
    """Among equals in rank, how far the reading lies from what put it there."""
    return distance(reading) if rank(reading) in (1, 2) else drift(reading)


def own_verdict(reading: Reading) -> str:
    """Whether the change since the previous window is more than chance, and in which direction.

    “behind”: it was better then; “ahead”: it was worse; “cannot_tell” otherwise. Both windows are
    uncertain; where the earlier one has no range, it must lie outside this one's 95 % interval.
    """
    own = reading.own
    before = own.previous if own else None
    if own and own.change_low95 is not None and own.change_high95 is not None:
        if reading.better is Better.RANGE or own.change_low95 <= 0 <= own.change_high95:
            return "cannot_tell"
        return "ahead" if (own.change_low95 > 0) == (reading.better is Better.HIGHER) else "behind"
    if before is None or reading.low95 is None or reading.high95 is None:
        return "cannot_tell"
    if reading.better is Better.RANGE or reading.low95 <= before <= reading.high95:
        return "cannot_tell"
    rose = before < reading.low95
    return "ahead" if rose == (reading.better is Better.HIGHER) else "behind"


def drift(reading: Reading) -> float:
    """How far a reading lies from its own previous window, in widths of its 95 % interval."""
    if own_verdict(reading) == "cannot_tell" or reading.own is None or reading.own.previous is None:
        return 0.0
    width = (reading.high95 or 0.0) - (reading.low95 or 0.0)
    return abs((reading.value or 0.0) - reading.own.previous) / width if width > 0 else 0.0


def sentence(reading: Reading, currency: str | None) -> str:
    """A reading as people say it, with a capital letter and no full stop."""
    if reading.value is None:
        return f"{reading.title}: {reading.reason}"
    value = value_words(reading.value, reading.unit, currency)
    template = SAYINGS.get(reading.id) or SAYINGS_ON_PAGE.get(reading.id)
    horizon = reading.inputs.get("horizon_months")
    said = template.format(v=value, h=horizon) if template else f"{reading.title}: {value}"
    return said[:1].upper() + said[1:]


def reference(reading: Reading) -> float | None:
    """What the change on a card is measured from: the company's own previous window first."""
    if reading.own and reading.own.previous is not None:
        return reading.own.previous
    return reading.benchmark.value if reading.benchmark else None


def distance(reading: Reading) -> float:
    """How far a reading lies from what its verdict rests on, in widths of its 95 % interval."""
    figure = reading.benchmark if reading.band_basis != "own" else None
    target = figure.value if figure else reference(reading)
    if target is None or reading.value is None or reading.low95 is None or reading.high95 is None:
        return 0.0
    width = reading.high95 - reading.low95
    return abs(reading.value - target) / width if width > 0 else 0.0


def gap(reading: Reading) -> float | None:
    """Value minus reference; positive is not always good."""
    target = reference(reading)
    return None if target is None or reading.value is None else reading.value - target


def is_good(reading: Reading) -> bool | None:
    """Whether the gap points the right way."""
    between = gap(reading)
    if between is None or reading.better is Better.RANGE or between == 0:
        return None
    return (between > 0) == (reading.better is Better.HIGHER)


def comparison(reading: Reading, currency: str | None) -> str:
    """What a reading is compared with, in a sentence or two."""
    parts = []
    own = reading.own
    if own and own.previous is not None and own.previous_window:
        before = value_words(own.previous, reading.unit, currency)
        window = Window.parse(own.previous_window)
        parts.append(f"In {'the ' if window.months > 1 else ''}{window.words} it was {before}.")
    if reading.benchmark and reading.band_basis != "own":
        parts.append(f"{benchmark_words(reading.benchmark, reading.unit, currency)}.")
    if reading.band == "cannot_tell" and reading.low95 is not None and reading.high95 is not None:
        low = value_words(reading.low95, reading.unit, currency)
        high = value_words(reading.high95, reading.unit, currency)
        counted = counted_words(reading.n or 0, reading.n_of)
        parts.append(
            f"With {counted} the true figure may lie between {low} and {high}: too wide to call."
        )
    if not parts:
        parts.append(
            f"{f'Counted over {counted_words(reading.n, reading.n_of)}. ' if reading.n else ''}"
            "Nothing to compare it with yet."
        )
    return " ".join(parts)
