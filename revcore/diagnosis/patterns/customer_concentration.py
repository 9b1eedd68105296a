"""Customer concentration."""

from collections.abc import Sequence

from revcore.derive.concentration import Concentration
from revcore.derive.largest_lines import LargestLine
from revcore.derive.margin import Margin
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, trap
from revcore.diagnosis_parts import Evidence
from revcore.words import counted

MUCH = 0.20
"""Share of one customer at which brokers and lenders begin to mark a company down."""
FIVE, HALF = 5, 0.50


@pattern(
    title="Too much with one customer",
    order=33,
    kind="context",
    family="concentration",
    min_data="revenue by customer",
    moves=("second_sponsor", "longer_term_for_largest", "grow_the_rest"),
    fields=("subscriptions", "orders", "invoices"),
    chart="largest_customers",
    rows="payers",
)
def customer_concentration(
    concentration: Concentration,
    largest_lines: Sequence[LargestLine] = (),
    margin: Margin | None = None,
    profit_margin: float | None = None,
) -> Signs:
    """One customer, or five, carry so much revenue that losing them would hurt the company.

        largest customer ≥ 20% of revenue, or the five largest ≥ 50%

    Counted in full: there is no chance in it. Brokers read 20–30% as high and above 30% as very
    high; half with five customers is a house estimate. A customer under two names counts twice as
    small: merge alike names first. Product lines and channels are told beside it: a company may
    well live on one of each.
    """
    found = concentration
    share = found.largest / found.total
    five = top_share(found)
    many = found.customers > FIVE and five is not None and five >= HALF
    brings = f"Your largest customer brings {percent(share)} of revenue"
    if found.source != "typed":
        enough(found.customers, 2, "customers")
        evidence = [
            say(f"{brings}: {{largest}} of {{total}}.", largest=found.largest, total=found.total),
            without(found, share, margin, profit_margin),
            customers(found, five),
            *(one_line(line) for line in largest_lines if line.share >= HALF),
        ]  # fmt: skip
    else:
        evidence = [say(f"{brings}, as you told us.")]
    return Signs(
        p=float(share >= MUCH or many),
        evidence=evidence[:4],
        trap=trap(True, "Groups of companies under several names would raise the share further."),
        title="Too much with a few customers" if many and share < MUCH else "",
        n=found.customers or None,
        window=str(found.window) if found.window else None,
    )


def top_share(found: Concentration) -> float | None:
    """Share of the five largest; None where only the largest is known."""
    return float(found.ranked[:FIVE].sum() / found.total) if len(found.amounts) else None


def without(
    found: Concentration, share: float, margin: Margin | None, profit_margin: float | None
) -> Evidence:
    """What is left without the largest customer, and whether the profit goes with it.

    Its gross profit is taken to be as high as everybody’s, and no cost to fall away with it.
    """
    rest = found.total - found.largest
    if margin is None or profit_margin is None or profit_margin <= 0:
        return say("Without it {rest} would be left.", rest=rest)
    if share * margin.value >= profit_margin:
        return say(
            f"Without it {{rest}} would be left and, with other costs as they are, nothing of "
            f"today’s {percent(profit_margin)} profit.", rest=rest,
        )  # fmt: skip
    left = profit_margin - share * margin.value
    return say(
        f"Without it {{rest}} would be left, and profit would fall from {percent(profit_margin)} "
        f"of today’s revenue to {percent(left)}, as long as other costs stay as they are.",
        rest=rest,
    )  # fmt: skip


def customers(found: Concentration, five: float | None) -> Evidence:
    """How many customers there are, and what the five largest bring together."""
    if five is None or found.customers <= FIVE:
        return say(f"{counted(found.customers, 'customer')} paid in this window.")
    return say(
        f"{counted(found.customers, 'customer')} paid in this window; the five largest bring "
        f"{percent(five)}."
    )


def one_line(line: LargestLine) -> Evidence:
    """A product line or a channel that brings half or more."""
    return say(
        f"Of {line.lines} {line.kind}s, “{line.name}” brings {percent(line.share)} of sales."
    )


def percent(share: float) -> str:
    """A share in whole percent.

    >>> percent(0.2175), percent(0.001)
    ('22%', 'less than 1%')
    """
    return f"{share:.0%}" if share >= 0.01 else "less than 1%"
