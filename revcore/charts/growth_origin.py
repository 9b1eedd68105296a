"""Where each unit of growth came from, and what was lost again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    ALARM,
    BENCHMARK,
    CLIENT,
    OTHER,
    Meaning,
    drawing,
    labels,
    monthly,
    names_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    wrapped,
)
from revcore.errors import NotComputable
from revcore.model import Scorecard, Unit
from revcore.words import money_words

MONTHS = 12
GAIN, LEVEL, LOSS, RATES = "gain", "level", "loss", "rates"
RECURRING: Mapping[str, str] = {
    "new": "new customers", "expansion": "upgrades", "reactivation": "those who came back",
    "contraction": "Downgrades", "churn": "Left",
}  # fmt: skip
BOUGHT: Mapping[str, str] = {
    "new": "new customers", "more": "those who bought more", "less": "Bought less",
    "lost": "Bought nothing",
}  # fmt: skip


@chart(title="Where growth came from", page="perspective", order=20)
def growth_origin(card: Scorecard) -> Drawing:
    """A bridge from a year ago to now: gains by where they came from, then losses."""
    alt = vega()
    found = steps(card)
    says = said(found, card.currency)
    rows = tidy(found, card.currency)
    sides = {CLIENT: GAIN, BENCHMARK: LEVEL, ALARM: LOSS}
    sides |= {OTHER: RATES} if any(side == RATES for _, _, side in found) else {}
    meaning = Meaning(sides, legend=False)
    top = max(row["end"] for row in rows)
    scale = options(domain=[0, top * 1.3 or 1], nice=False)
    axis = value_axis(Unit.MONEY, card.currency, tickCount=4, grid=True)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(name="", words="Amount"),
    )
    bars = base.mark_bar(cornerRadius=3, height={"band": 0.62}).encode(
        x=alt.X("start:Q", scale=scale, axis=axis), x2=alt.X2("end"), color=meaning.by("side")
    )
    text = labels(base, align="left", dx=6).encode(
        x=alt.X("end:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    return drawing(
        bars, text, says=says, alt=f"{says}. A bridge from a year ago to now.",
        height=34 * len(rows) + 60,
    )  # fmt: skip


Found = Sequence[tuple[str, float, str]]
"""Steps with name, amount and side; the first and the last are levels, rates may be below 0."""


def steps(card: Scorecard) -> Found:
    """The way from a year ago to now.

    Raises
    ------
    NotComputable
        There are neither twelve months of recurring revenue nor two years of sales.
    """
    series = card.series.get("mrr_movements")
    if series is not None and len(series.rows) >= MONTHS:
        months = records(series)[-MONTHS:]
        sums = {kind: sum(float(row[kind]) for row in months) for kind in RECURRING}
        first, last = months[0]["opening"], months[-1]["closing"]
        now = monthly(months)[-1]["month"]
        fx = sum(float(row.get("fx", 0.0)) for row in months)
        *way, end = _bridge("A year before", first, sums, RECURRING, f"{now}, a month", last)
        return [*way, ("Exchange rate", fx, RATES), end] if fx else [*way, end]
    series = card.series.get("same_customers")
    by = {row["kind"]: float(row["amount"]) for row in records(series)} if series else {}
    if not {"before", "now", "new"} <= by.keys():
        raise NotComputable("Needs the revenue of each customer over two years.")
    sums = {kind: abs(by.get(kind, 0.0)) for kind in BOUGHT}
    return _bridge("Year before", by["before"], sums, BOUGHT, "This year", by["now"] + by["new"])


def _bridge(
    before: str, first: float, sums: Mapping[str, float], names: Mapping[str, str],
    now: str, last: float,
) -> Found:  # fmt: skip
    losses = ("contraction", "churn", "less", "lost")
    found = [(before, first, LEVEL)]
    found += [(name, sums[kind], GAIN) for kind, name in names.items() if kind not in losses]
    found += [(name, sums[kind], LOSS) for kind, name in names.items() if kind in losses]
    return [*(one for one in found if one[1] or one[2] == LEVEL), (now, last, LEVEL)]


def tidy(found: Found, currency: str | None) -> list[Row]:
    """Bars from where the one before ended; levels stand on the ground."""
    rows, level = [], 0.0
    for name, amount, side in found:
        start = 0.0 if side == LEVEL else level
        level = start - amount if side == LOSS else start + amount
        words = money_words(-amount if side == LOSS else amount, currency)
        plus = side == GAIN or (side == RATES and amount > 0)
        rows.append(
            {
                "name": wrapped(name[:1].upper() + name[1:], 18), "start": min(start, level),
                "end": max(start, level), "side": side,
                "words": f"+{words}" if plus else words,
            }
        )  # fmt: skip
    return rows


def said(found: Found, currency: str | None) -> str:
    """Of every hundred gained, how much came from where, and how much was lost again.

    >>> a, b = ("A", 1000.0, "level"), ("B", 1060.0, "level")
    >>> said([a, ("new customers", 90.0, "gain"), ("upgrades", 10.0, "gain"),
    ...       ("Left", 40.0, "loss"), b], "USD")
    'Of every $100 gained, $90 came from new customers and $10 from upgrades; $40 was lost again'
    >>> said([a, ("new customers", 60.0, "gain"), b], "USD")
    'All that was gained came from new customers, and nothing was lost'
    >>> said([a, ("Left", 40.0, "loss"), b], "USD"), said([a, b], "USD")
    ('Nothing was gained, and $40 was lost', 'Nothing was gained and nothing was lost')
    >>> said([a, ("Exchange rate", -25.0, "rates"), b], "USD")
    'Nothing was gained and nothing was lost; apart from that, the exchange rate took away $25'
    """
    fx = sum(amount for _, amount, side in found if side == RATES)
    did = f"{'added' if fx > 0 else 'took away'} {money_words(abs(fx), currency)}"
    told = customers_did(found, currency)
    return f"{told}; apart from that, the exchange rate {did}" if fx else told


def customers_did(found: Found, currency: str | None) -> str:
    """What was gained, from where, and what was lost."""
    gains = [(name, amount) for name, amount, side in found if side == GAIN]
    gained = sum(amount for _, amount in gains)
    lost = sum(amount for _, amount, side in found if side == LOSS)
    if not gained:
        rest = f", and {money_words(lost, currency)} was" if lost else " and nothing was"
        return f"Nothing was gained{rest} lost"

    def part(amount: float) -> str:
        return money_words(round(100 * amount / gained), currency)

    ranked = sorted((one for one in gains if one[1] > 0), key=lambda one: -one[1])
    if len(ranked) == 1:
        again = f"for every {part(gained)}, {part(lost)} was lost again"
        again = again if lost else "nothing was lost"
        return f"All that was gained came from {ranked[0][0]}, and {again}"
    told = [f"{part(amount)} from {name}" for name, amount in ranked[:2]]
    told[0] = told[0].replace(" from ", " came from ", 1)
    tail = f"{part(lost)} was lost again" if lost else "nothing was lost"
    return f"Of every {part(gained)} gained, {told[0]} and {told[1]}; {tail}"
